"""The table behind the plan's own charges: steps and details know their own cells, rows come and go while one types."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt

from exporter_desk.services.estimates.card_editing import CHARGE, LIMIT, TIER
from exporter_desk.services.estimates.charge_lines import DETAIL, HEAD, TYPED
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.models.text_table import TextTable
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.ui.models.text_table import Index, TextColumn

_OPEN = {CHARGE: frozenset(TYPED) - {LIMIT}, TIER: frozenset({LIMIT, "rate"}), DETAIL: frozenset({"rate"})}


class ChargeLinesModel(TextTable):
    """`why(row, key)` is the reason why a cell cannot be taken, empty for a good one."""

    def __init__(self, columns: Sequence[TextColumn], why: Callable[[int, str], str]) -> None:
        super().__init__(columns, self._look_of)
        self._why = why
        self._sides = {column.key: column.alignment for column in columns}

    def _look_of(self, row: int, key: str) -> CellState:
        text, why, side = self.text(row, key), self._why(row, key), self._sides[key]
        if why:
            return CellState(text, "wrong", side, note=why)
        open_here = self.is_open(row, key)
        return CellState(text, "typed" if open_here or text else "read_only", side, tone="" if open_here else "ink2")

    def is_open(self, row: int, key: str) -> bool:
        """Tell whether a cell can be typed into: what holds for a whole charge stands in its first row alone."""
        one = self.rows[row]
        open_keys = _OPEN.get(one["kind"], frozenset({LIMIT, "rate"}))
        return key in open_keys or bool(self.text(row, key) and key in {*HEAD, LIMIT})

    def merge(self, rows: Sequence[dict[str, str]]) -> None:
        """Show other rows; the cursor and a cell that is being typed stay where they are."""
        old, new = _names(self.rows), _names(rows)
        start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        most = min(len(old), len(new)) - start
        end = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
        if start < len(old) - end:
            self.beginRemoveRows(QModelIndex(), start, len(old) - end - 1)
            del self.rows[start : len(old) - end]
            self.endRemoveRows()
        if start < len(new) - end:
            self.beginInsertRows(QModelIndex(), start, len(new) - end - 1)
            self.rows[start:start] = [dict(row) for row in rows[start : len(new) - end]]
            self.endInsertRows()
        self.rows[:] = [dict(row) for row in rows]
        self.refresh()

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        here = self.is_open(index.row(), self.columns[index.column()].key)
        return flags if here else flags & ~Qt.ItemFlag.ItemIsEditable


def _names(rows: Sequence[dict[str, str]]) -> list[tuple[int, str, int]]:
    """Return what each row is: the place of its line, its kind, and which of that kind."""
    places: dict[str, int] = {}
    counted: Counter[tuple[int, str]] = Counter()
    names = []
    for row in rows:
        key = (places.setdefault(row["index"], len(places)), row["kind"])
        counted[key] += 1
        names.append((*key, counted[key]))
    return names
