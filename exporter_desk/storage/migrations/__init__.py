"""Numbered SQL scripts: each brings a case database from one schema version to the next."""
