"""Forms described by data, bound to a case and drawn as PDF; the only home of reportlab and pikepdf."""
