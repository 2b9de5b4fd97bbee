"""The export mode advice as it is shown and asked for."""
