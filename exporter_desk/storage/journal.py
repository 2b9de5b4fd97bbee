"""What a step changed, row by row: the same list is written to the tables, kept for undo, and turned round by it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.storage.rows import Cells, Key

if TYPE_CHECKING:
    from exporter_desk.storage.rows import Rows

# Ids that were given stay given, also when the step that gave them is undone.
NOT_UNDONE = frozenset({"last_id"})


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: None where there is no row, only the differing cells where there are both."""

    table: str
    key: Key
    before: Cells | None
    after: Cells | None

    @property
    def reversed(self) -> RowChange:
        """Return the change that takes this one back."""
        return RowChange(self.table, self.key, self.after, self.before)


def diff(old: Rows, new: Rows) -> tuple[RowChange, ...]:
    """Return what leads from `old` rows to `new` ones."""
    changes = []
    for place in {**old, **new}:
        before, after = old.get(place), new.get(place)
        if before != after:
            changes.append(RowChange(*place, *_differing(before, after)))
    return tuple(changes)


def _differing(before: Cells | None, after: Cells | None) -> tuple[Cells | None, Cells | None]:
    if before is None or after is None:
        return before, after
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def patched(rows: Rows, changes: tuple[RowChange, ...]) -> Rows:
    """Return `rows` after `changes`."""
    result = dict(rows)
    for change in changes:
        place = (change.table, change.key)
        if change.after is None:
            result.pop(place, None)
        else:
            result[place] = {**result.get(place, {}), **change.after}
    return result


def written(changes: tuple[RowChange, ...]) -> str:
    """Return the changes that undo can take back as compact JSON text."""
    kept = [[one.table, list(one.key), one.before, one.after] for one in changes if one.table not in NOT_UNDONE]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[RowChange, ...]:
    """Return changes from their JSON text."""
    return tuple(RowChange(table, tuple(key), before, after) for table, key, before, after in json.loads(text))
