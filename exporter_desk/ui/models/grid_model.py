"""A grid over records of the open case: every cell is a path, typing goes through the session, text is never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.origin import OriginKind
from exporter_desk.domain.text import half_width
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.issues import Issues
from exporter_desk.ui.widgets import CELL_ROLE, FIGURE_ROLE, Alignment, CellState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.trace import Trace
    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.widgets import ValueState

Index = QModelIndex | QPersistentModelIndex
_STATES: dict[OriginKind, ValueState] = {
    OriginKind.CARRIED: "carried",
    OriginKind.IMPORTED: "imported",
    OriginKind.OVERRIDDEN: "overridden",
}


@dataclass(frozen=True)
class GridColumn:
    """One column: `field` below the record, title, width in token pixels (0 takes the rest), code table if it has one.

    `computed` columns cannot be typed into; `needed` ones say 未填 while nothing stands there.
    """

    field: str
    title: Callable[[], str]
    width: int
    alignment: Alignment = "left"
    table: str = ""
    computed: bool = False
    needed: bool = False


class GridModel(QAbstractTableModel):
    """Subclasses give columns, the list of the case that they show, and the computed cells."""

    place = ""
    columns: tuple[GridColumn, ...] = ()

    def __init__(
        self,
        session: Session,
        lookup: CodeLookup,
        attempt: Callable[[Callable[[], object]], bool],
    ) -> None:
        super().__init__()
        self.session, self.lookup, self.attempt = session, lookup, attempt
        self.issues = Issues()
        self._keys: tuple[str, ...] = ()
        self._case: Case | None = None

    # -- for subclasses

    def keys_of(self, case: Case) -> tuple[str, ...]:
        """Ids of the records, in order."""
        raise NotImplementedError

    def computed_cell(self, row: int, column: GridColumn) -> CellState:
        raise NotImplementedError

    def add_record(self) -> None:
        """Append an empty record."""
        self.session.add_item(self.place)

    def add_records(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Append records from rows of field to text."""
        self.session.add_rows(self.place, rows)

    def meant(self, column: GridColumn, text: str) -> str:
        """What typed or pasted text stands for in a field: the code of a name where the field has a table."""
        return self.lookup.code(column.table, text) if column.table else text

    def offered(self, column: GridColumn) -> Sequence[str]:
        """The words of a closed list that may be typed into a field; none for a field that takes any text."""
        return ()

    def offered_at(self, row: int, column: int) -> Sequence[str]:
        """The words that may be typed into one cell: those of its field, unless the row decides."""
        return self.offered(self.columns[column])

    def titled(self, titles: Sequence[str]) -> list[GridColumn | None]:
        """The fields that a line of titles names, None for a title without one; empty when it is no line of titles."""
        known = {half_width(title).casefold(): column for title, column in self.titles()}
        alike = self.alike(titles)
        found: list[GridColumn | None] = []
        for at, title in enumerate(titles):
            column = known.get(half_width(title).casefold()) or alike.get(at)
            found.append(None if column in found else column)
        return found if sum(column is not None for column in found) >= 2 else []

    def titles(self) -> list[tuple[str, GridColumn]]:
        """Every title that a pasted column may have; also of fields that have no column here."""
        return [(column.title(), column) for column in self.columns if not column.computed]

    def alike(self, titles: Sequence[str]) -> Mapping[int, GridColumn]:
        """The fields that other people's titles name, by their place in the line."""
        return {}

    def is_record(self, cells: Sequence[str]) -> bool:
        """Whether a pasted line below titles is a record of its own."""
        return True

    def remove(self, record: str) -> None:
        """Take a record out."""
        self.attempt(lambda: self.session.remove_item(record))

    # -- content

    @property
    def case(self) -> Case:
        return self._case or self.session.case

    def refresh(self, issues: Issues) -> None:
        """Show the case as it is now; the current cell stays where it is while no row came or went."""
        self.issues = issues
        keys = self.keys_of(self.session.case)
        if keys != self._keys:
            self.beginResetModel()
            self._case, self._keys = self.session.case, keys
            self.endResetModel()
        else:
            self._case = self.session.case
            if keys:
                last = self.index(len(keys) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def key(self, row: int) -> str:
        return self._keys[row]

    def path(self, row: int, column: int) -> str:
        """Path of a cell; that of the record for computed cells."""
        field = self.columns[column]
        record = f"{self.place}.{self._keys[row]}"
        return record if field.computed else f"{record}.{field.field}"

    def figure(self, row: int, column: int) -> str:
        """What a cell shows, for the question where it comes from: its path, or the name of a computed figure."""
        field, path = self.columns[column], self.path(row, column)
        return f"{path}.{field.field}" if field.computed else path

    def cell_of_path(self, path: str) -> tuple[int, int] | None:
        """Row and column of the field at `path`; the first column when only the row is known."""
        key, _, field = path.removeprefix(f"{self.place}.").partition(".")
        if not path.startswith(f"{self.place}.") or key not in self._keys:
            return None
        row, head = self._keys.index(key), field.partition(".")[0]
        column = next((at for at, one in enumerate(self.columns) if one.field in (field, head)), None)
        return None if column is None and field else (row, column or 1)

    def text_at(self, row: int, column: int) -> str:
        """What stands in a cell, for editing and copying; "" when nothing does."""
        shown, field = self.session.shown_text(self.path(row, column)), self.columns[column]
        return self.lookup.name(field.table, shown) if field.table and shown else shown

    def type_into(self, row: int, column: int, text: str) -> None:
        """Take typed or pasted text; the name of a code is kept as the code."""
        field = self.columns[column]
        if field.computed or text == self.text_at(row, column):
            return
        meant = self.meant(field, text) if text.strip() else text
        self.attempt(lambda: self.session.type_text(self.path(row, column), meant))

    def cell(self, row: int, column: int) -> CellState:
        field = self.columns[column]
        if field.computed:
            return self.computed_cell(row, field)
        return self.typed_cell(self.path(row, column), self.text_at(row, column), field)

    def typed_cell(self, path: str, text: str, column: GridColumn) -> CellState:
        """A cell by the state of its value: wrong, to confirm, estimated, not filled in, typed."""
        finding, align = self.issues.in_cell(path), column.alignment
        note = finding.text(language()) if finding else ""
        if path in self.case.drafts or (finding and finding.severity is Severity.ERROR):
            return CellState(text or translate("Grid", "not filled in"), "wrong", align, note=note)
        if not text and column.needed:
            words = (
                translate("Grid", "not known") if path in self.case.not_known else translate("Grid", "not filled in")
            )
            return CellState(words, "unknown", align, note=note)
        if self.case.is_estimated(path):
            return CellState(text, "estimated", align, note=note, chip=translate("Grid", "estimate"))
        if finding and finding.severity is Severity.CONFIRM:
            return CellState(text, "to_confirm", align, note=note)
        origin = self.case.origins.get(path)
        state = _STATES.get(origin.kind, "typed") if origin and text else "typed"
        return CellState(text, state, align, note=note or (origin.note or "" if origin else ""))

    # -- Qt calls these

    @guarded(0)
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._keys)

    @guarded(0)
    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.columns)

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.columns[index.column()].computed else flags | Qt.ItemFlag.ItemIsEditable

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == CELL_ROLE:
            return self.cell(row, column)
        if role == FIGURE_ROLE:
            return self.figure(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            computed = self.columns[column].computed
            return self.computed_cell(row, self.columns[column]).text if computed else self.text_at(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.cell(row, column).text
        return self.cell(row, column).note if role == Qt.ItemDataRole.AccessibleDescriptionRole else None

    @guarded(instead=False)
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.type_into(index.row(), index.column(), str(value))
        return True

    @guarded()
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].alignment == "right"
            return int(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        return self.columns[section].title() if role == Qt.ItemDataRole.DisplayRole else None


def computed(trace: Trace[Decimal], text: str, alignment: Alignment = "right") -> CellState:
    """A computed figure: ƒ in front, slanted and marked when it rests on an estimate, words while it is unknown."""
    if trace.value is None:
        return CellState(translate("Grid", "not known yet"), "unknown", alignment)
    if trace.estimated:
        return CellState(text, "estimated", alignment, note=trace.formula, chip=translate("Grid", "estimate"))
    return CellState(text, "computed", alignment, note=trace.formula)
