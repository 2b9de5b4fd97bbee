"""What a model tells the painter about one cell: text, state of the value, marks, reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import Qt

from exporter_desk.ui.widgets.painting import MarkKind

if TYPE_CHECKING:
    from collections.abc import Callable

ValueState = Literal[
    "typed", "computed", "estimated", "pack", "carried", "imported", "overridden",
    "to_confirm", "wrong", "read_only", "unknown",
]  # fmt: skip
Alignment = Literal["left", "right", "center"]

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 40
"""Models return a CellState for this role; DisplayRole stays plain text for copying and screen readers."""
FIGURE_ROLE = CELL_ROLE + 1
"""Models return for this role which figure of the case a cell shows: a fact path or the name of a computed one."""


@dataclass(frozen=True)
class CellState:
    """One cell as it is painted.

    `note` is the reason (tooltip and accessible description), `source_number` the small number behind a value from a
    pack, `chip` a word such as 估算 or 示例 (that of an estimate is amber; `chip_warns` makes it so where the text of
    the cell itself is none), `progress` (done, of) as blocks, `verb` an action word at the right end that a click runs
    (TableCard.acted).
    An unknown value carries its words (未填, 待确认) in `text`: it is never empty and never 0.
    """

    text: str
    state: ValueState = "typed"
    alignment: Alignment = "left"
    note: str = ""
    source_number: int | None = None
    mark: MarkKind | None = None
    chip: str = ""
    chip_warns: bool = False
    bold: bool = False
    tone: str = ""
    progress: tuple[int, int] | None = None
    verb: str = ""
    wraps: bool = False
    """The text goes on in further lines, in a list whose rows grow with it (SentenceList)."""
    figure: str = ""
    """Which figure of the case the cell shows (a fact path, `costs.lines.0.likely`), so that one can ask about it."""


class Column(NamedTuple):
    """A column of a list card: title, width in token pixels (0 takes the rest), alignment."""

    title: str
    width: int = 0
    alignment: Alignment = "left"


class Verb(NamedTuple):
    """A button at the right end of a row."""

    text: str
    act: Callable[[], None]
    rank: Literal["primary", "fill", "text"] = "fill"
    icon: str = ""


class Row(NamedTuple):
    """A row of a list card: one cell per column, and what can be done with it."""

    cells: tuple[CellState, ...]
    verbs: tuple[Verb, ...] = ()
    name: str = ""
    """Accessible name; empty joins the texts of the cells."""
