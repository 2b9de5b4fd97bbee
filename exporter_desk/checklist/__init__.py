"""What agrees and what is missing: cross-document checks and lists of papers."""
