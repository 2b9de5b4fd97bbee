"""Pages of the office: backups, rule packs, handing files over, exercises, self-check, settings, persons."""
