"""Pages of the export mode: its questions, the result and its reasons."""
