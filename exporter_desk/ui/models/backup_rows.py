"""Rows of the list of backups, and sizes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from exporter_desk.services.keeping.backups import Kind, Listed

_KB, _MB = 1 << 10, 1 << 20


def size_words(size: int) -> str:
    """A size in KB or MB, as file windows show it."""
    return f"{size / _MB:,.1f} MB" if size >= _MB else f"{max(1, round(size / _KB)):,} KB"


def backup_row(one: Listed) -> tuple[CellState, ...]:
    """When, what kind, how large, and the file."""
    kind = kind_words(one.kind)
    if one.foreign:
        kind = translate("Backup", "{kind} · of another computer").format(kind=kind)
    elif one.second:
        kind = translate("Backup", "{kind} · second place").format(kind=kind)
    return (
        CellState(f"{one.at:%Y-%m-%d %H:%M}", bold=True),
        CellState(kind),
        CellState(size_words(one.size)),
        CellState(one.path.name, tone="ink2"),
    )


def kind_words(kind: Kind) -> str:
    """The kind of a backup in words."""
    return {
        "daily": translate("Backup", "Daily"),
        "by_hand": translate("Backup", "By hand"),
        "before": translate("Backup", "Before a change"),
        "sealed": translate("Backup", "Sealed"),
        "set_aside": translate("Backup", "Set aside"),
    }[kind]
