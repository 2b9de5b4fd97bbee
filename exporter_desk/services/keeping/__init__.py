"""The company's file: opened, backed up, sealed, looked after; what it holds about a person."""
