"""The case database and travelling case files; the only home of sqlite3."""
