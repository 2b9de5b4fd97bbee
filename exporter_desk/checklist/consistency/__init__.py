"""Cross-document checks X1–X21: one small function each, from a case to its findings."""

from exporter_desk.checklist.consistency.checker import CHECKS, Examination, check, examine

__all__ = ["CHECKS", "Examination", "check", "examine"]
