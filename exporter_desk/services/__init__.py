"""Use cases: what a button does, without buttons."""
