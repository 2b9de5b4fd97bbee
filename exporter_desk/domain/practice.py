"""What marks an exercise: the words that stand on everything made of it, and which shipments may lie together."""

from __future__ import annotations

from exporter_desk.domain.text import Bilingual

MARK = Bilingual("练习 · 不得用于申报", "PRACTICE · not for filing")


def mark_of(*, practice: bool) -> str:
    """Return what an exercise carries in its files, in both languages; "" for a real shipment."""
    return f"{MARK.zh} {MARK.en}" if practice else ""
