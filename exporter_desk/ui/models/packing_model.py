"""The packing grid (装箱): one run of equal boxes a row; all figures are of one box."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain import totals
from exporter_desk.domain.numbers import decimals, fixed, grouped, parse_decimal, trimmed
from exporter_desk.domain.text import half_width
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.grid_model import GridColumn, GridModel, computed
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.code_lookup import CodeLookup

    Attempt = Callable[[Callable[[], object]], bool]

COLUMNS = (
    GridColumn("number", lambda: "", 36, "center", computed=True),
    GridColumn("from", lambda: translate("Packing", "Box from"), 70, "right", needed=True),
    GridColumn("to", lambda: translate("Packing", "Box to"), 70, "right", needed=True),
    GridColumn("contents", lambda: translate("Packing", "In one box"), 0, needed=True),
    GridColumn("count", lambda: translate("Packing", "Boxes"), 70, "right", computed=True),
    GridColumn("kind", lambda: translate("Packing", "Packing"), 124, table="packaging_types", needed=True),
    GridColumn("size_cm", lambda: translate("Packing", "L×W×H cm"), 118, needed=True),
    GridColumn("gross_kg", lambda: translate("Packing", "Gross kg of one"), 130, "right", needed=True),
    GridColumn("net_kg", lambda: translate("Packing", "Net kg of one"), 104, "right", needed=True),
    GridColumn("volume", lambda: translate("Packing", "Volume m³"), 96, "right", computed=True),
    GridColumn("container", lambda: translate("Packing", "Container"), 120),
    GridColumn("check", lambda: translate("Packing", "Allocation"), 128, computed=True),
)
OPTIONAL = ("kind", "count")
BY_CONTAINER = "container"
GIVES_WAY = ("volume",)
"""What the column of containers takes the room of."""
_WEIGHTS = ("gross_kg", "net_kg")
_BETWEEN = re.compile(r"[;,+\n；，、]+")
_ENTRY = re.compile(r"(?:(?P<name>.*?)[\s×x*:：]+)?(?P<qty>[\d.,]+)")


class PackingModel(GridModel):
    """Contents are typed as 餐桌 1; 餐椅 4 or as row numbers 1×1; text that names no goods stays as typed."""

    place = "packages"
    columns = COLUMNS

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        super().__init__(session, lookup, attempt)
        self.unread: dict[str, str] = {}
        """Contents that could not be read, by path, until they are typed again."""
        self._digits: dict[str, tuple[Case, int]] = {}

    def add_record(self) -> None:
        """The next run begins behind the last box."""
        last = next((one.last for one in reversed(self.session.case.packages) if one.last is not None), None)
        key = self.session.add_item(self.place)
        if last is not None:
            self.session.type_text(f"{self.place}.{key}.from", str(last + 1))

    def add_records(self, rows: Sequence[Mapping[str, str]]) -> None:
        with self.session.one_step("paste"):
            for fields in rows:
                record = f"{self.place}.{self.session.add_item(self.place)}"
                for field, text in fields.items():
                    if field == "contents":
                        self._type_contents(f"{record}.contents", text)
                    else:
                        self.session.type_text(f"{record}.{field}", text)

    def keys_of(self, case: Case) -> tuple[str, ...]:
        return tuple(package.id for package in case.packages)

    def computed_cell(self, row: int, column: GridColumn) -> CellState:
        package = self.case.packages[row]
        if column.field == "number":
            return CellState(str(row + 1), alignment="center", tone="ink3")
        if column.field == "count":
            count = totals.package_count(self.case, package)
            return computed(count, str(count.value))
        if column.field == "volume":
            volume = totals.package_volume_cbm(self.case, package)
            return computed(volume, "" if volume.value is None else grouped(volume.value, 2))
        return self._allocation(row)

    def _allocation(self, row: int) -> CellState:
        """Whether the goods of this run are packed exactly once over all runs."""
        lines = [line for line in self.case.goods if line.id in self.case.packages[row].contents]
        if not lines:
            return CellState(translate("Packing", "nothing in it"), "unknown")
        for line in lines:
            packed = totals.packed_quantity(self.case, line).value
            if packed is None or line.qty is None:
                return CellState(translate("Packing", "not checked"), "unknown")
            if packed != line.qty:
                return CellState(_difference(packed - line.qty), mark="error", note=line_name(line))
        return CellState(translate("Packing", "agrees"), mark="ok")

    # -- contents: several goods in one cell

    def text_at(self, row: int, column: int) -> str:
        if self.columns[column].field != "contents":
            return super().text_at(row, column)
        path = self.path(row, column)
        if path in self.unread:
            return self.unread[path]
        case = self.session.case
        shown = ((line, self.session.shown_text(f"{path}.{line.id}")) for line in case.goods)
        return "; ".join(f"{_unique_name(line, case)} {quantity}" for line, quantity in shown if quantity)

    def cell(self, row: int, column: int) -> CellState:
        path, field = self.path(row, column), self.columns[column].field
        if field in _WEIGHTS:
            return self._weight(row, field, super().cell(row, column))
        if field != "contents" or (path not in self.unread and not self._has_draft(path)):
            return super().cell(row, column)
        note = translate("Packing", "Type a goods name or row number and how many are in one box, for example 1×2.")
        return CellState(self.text_at(row, column), "wrong", note=note)

    def _weight(self, row: int, field: str, cell: CellState) -> CellState:
        """The weights of a column have the decimals of the most exact one; for editing they stay as typed."""
        weight: Decimal | None = getattr(self.case.packages[row], field)
        if weight is None or cell.state in ("wrong", "unknown"):
            return cell
        case, digits = self._digits.get(field, (None, 0))
        if case is not self.case:
            known = [one for one in (getattr(package, field) for package in self.case.packages) if one is not None]
            digits = max(decimals(one) for one in known)
            self._digits[field] = (self.case, digits)
        return replace(cell, text=fixed(weight, digits))

    def _has_draft(self, path: str) -> bool:
        return any(draft.startswith(f"{path}.") for draft in self.case.drafts)

    def type_into(self, row: int, column: int, text: str) -> None:
        if self.columns[column].field != "contents":
            super().type_into(row, column, text)
        elif text != self.text_at(row, column):
            self._type_contents(self.path(row, column), text)

    def _type_contents(self, path: str, text: str) -> None:
        meant = read_contents(text, self.session.case)
        if meant is None:
            self.unread[path] = text
            self.refresh(self.issues)
            return
        self.unread.pop(path, None)
        self.attempt(lambda: self._write_contents(path, meant))
        self.refresh(self.issues)

    def _write_contents(self, path: str, meant: Mapping[str, str]) -> None:
        with self.session.one_step("contents"):
            for line in self.session.case.goods:
                before, after = self.session.shown_text(f"{path}.{line.id}"), meant.get(line.id, "")
                if before != after:
                    self.session.type_text(f"{path}.{line.id}", after)


def line_name(line: GoodsLine) -> str:
    """What a goods line is called in a cell."""
    return (line.name_zh if language() == "zh" else line.name_en) or line.name_zh or line.name_en or line.id


def numbered_line(number: int, line: GoodsLine) -> str:
    """What a goods line is called where it is chosen: its row number before its name."""
    return f"{number} {line_name(line)}"


def _unique_name(line: GoodsLine, case: Case) -> str:
    """The name of a line, with its row number before it where several lines have that name."""
    name = line_name(line)
    namesakes = sum(line_name(other) == name for other in case.goods)
    return name if namesakes == 1 else numbered_line(case.goods.index(line) + 1, line)


def read_contents(text: str, case: Case) -> dict[str, str] | None:
    """Goods line id to quantity text, None when a part names no goods; a bare number means the only line."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(half_width(text)):
        if not part.strip():
            continue
        match = _ENTRY.fullmatch(part.strip())
        line = _line_named((match["name"] or "").strip(), case) if match else None
        if match is None or line is None or parse_decimal(match["qty"]) is None:
            return None
        found[line.id] = match["qty"]
    return found


def _line_named(name: str, case: Case) -> GoodsLine | None:
    if not name:
        return case.goods[0] if len(case.goods) == 1 else None
    number, _, rest = name.partition(" ")
    if number.isdecimal() and 0 < int(number) <= len(case.goods):
        line = case.goods[int(number) - 1]
        return line if not rest or rest.strip() in (line.name_zh, line.name_en) else None
    folded = name.casefold()
    same = [line for line in case.goods if folded in ((line.name_zh or "").casefold(), (line.name_en or "").casefold())]
    inside = [line for line in case.goods if folded in f"{line.name_zh or ''}\n{line.name_en or ''}".casefold()]
    hits = same or inside
    return hits[0] if len(hits) == 1 else None


def _difference(more: Decimal) -> str:
    if more > 0:
        return translate("Packing", "{count} too many").format(count=trimmed(more))
    return translate("Packing", "{count} missing").format(count=trimmed(-more))
