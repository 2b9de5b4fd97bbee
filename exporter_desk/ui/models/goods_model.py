"""The goods grid (商品): one line of goods a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.domain.money import deal_digits, is_currency
from exporter_desk.domain.numbers import grouped
from exporter_desk.domain.text import half_width
from exporter_desk.domain.totals import line_amount
from exporter_desk.ui.forms.code_lookup import HS
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.grid_model import GridColumn, GridModel, computed
from exporter_desk.ui.models.issues import MARKS
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.domain.case import Case


def _district() -> str:
    return translate("Goods", "Source district")


COLUMNS = (
    GridColumn("number", lambda: "", 36, "center", computed=True),
    GridColumn("name_zh", lambda: translate("Goods", "Chinese name"), 120, needed=True),
    GridColumn("name_en", lambda: translate("Goods", "English name"), 0, needed=True),
    GridColumn("model", lambda: translate("Goods", "Model"), 60),
    GridColumn("hs", lambda: translate("Goods", "HS code"), 128, table=HS, needed=True),
    GridColumn("qty", lambda: translate("Goods", "Quantity"), 68, "right", needed=True),
    GridColumn("unit", lambda: translate("Goods", "Unit"), 56, table="units", needed=True),
    GridColumn("unit_price", lambda: translate("Goods", "Unit price"), 80, "right", needed=True),
    GridColumn("currency", lambda: translate("Goods", "Cur."), 50, computed=True),
    GridColumn("total", lambda: translate("Goods", "Amount"), 108, "right", computed=True),
    GridColumn("origin", lambda: translate("Goods", "Origin"), 64, table="countries", needed=True),
    GridColumn("source_district", _district, 84, table="domestic_districts", needed=True),
    GridColumn("status", lambda: translate("Goods", "Status"), 124, computed=True),
)  # fmt: skip
OPTIONAL = ("origin", "source_district", "currency")
"""Columns that go first where room is missing, in this order."""
DETAILS = {
    "sku": "", "material": "", "botanical": "", "hs_confirmed_by": "", "hs_confirmed_on": "", "qty1": "",
    "unit1": "units", "qty2": "", "unit2": "units", "net_kg": "", "supplier": "", "levy": "levy_modes", "elements": "",
}  # fmt: skip
"""Fields without a column, and their code tables: a pasted list may have them all the same."""

_HIDDEN = {name: GridColumn(name, str, 0, table=table) for name, table in DETAILS.items()}
_CURRENCY = re.compile("[A-Z]{3}")


class GoodsModel(GridModel):
    """Quantity × price, and whether anything of the line is open."""

    place = "goods"
    columns = COLUMNS

    def _fields(self) -> dict[str, GridColumn]:
        typed = {column.field: column for column in self.columns if not column.computed}
        return typed | _HIDDEN

    def alike(self, titles: Sequence[str]) -> Mapping[int, GridColumn]:
        """What the import of a file knows, but for prices in a currency that is not that of the shipment."""
        from exporter_desk.services.goods.sheet_columns import known_titles

        fields, known = self._fields(), known_titles("goods", titles)
        return {at: fields[key] for at, key in known.items() if key in fields and not self._is_foreign(titles[at])}

    def _is_foreign(self, title: str) -> bool:
        ours, named = self.session.case.terms.currency, _CURRENCY.findall(half_width(title))
        return ours is not None and any(is_currency(one) and one != ours for one in named)

    def is_record(self, cells: Sequence[str]) -> bool:
        from exporter_desk.services.goods.sheet_columns import is_total

        return not is_total(cells)

    def titles(self) -> list[tuple[str, GridColumn]]:
        """The names that findings and forms use are understood too."""
        named = [(pick(self.session.name_of(f"goods.g1.{name}")), one) for name, one in self._fields().items()]
        return [*super().titles(), *((name.rpartition(" · ")[2], column) for name, column in named)]

    def meant(self, column: GridColumn, text: str) -> str:
        """A supplier is named."""
        if column.field == "supplier":
            named = [party.id for party in self.session.case.parties if text in (party.name_zh, party.name_en)]
            return named[0] if named else text
        return super().meant(column, text)

    def keys_of(self, case: Case) -> tuple[str, ...]:
        return tuple(line.id for line in case.goods)

    def computed_cell(self, row: int, column: GridColumn) -> CellState:
        if column.field == "number":
            return CellState(str(row + 1), alignment="center", tone="ink3")
        if column.field == "currency":
            return CellState(self.case.terms.currency or "–", tone="ink2")
        return self._total(row) if column.field == "total" else self._status(row)

    def _total(self, row: int) -> CellState:
        amount, currency = line_amount(self.case, self.case.goods[row]), self.case.terms.currency or ""
        digits = deal_digits(currency) if is_currency(currency) else 2
        return computed(amount, "" if amount.value is None else grouped(amount.value, digits))

    def _status(self, row: int) -> CellState:
        record = f"goods.{self.key(row)}"
        hit = self.issues.below(record)
        if hit is not None:
            place, finding = hit
            name = pick(self.session.name_of(place)).rsplit(" · ", 1)[-1]
            return CellState(name, mark=MARKS[finding.severity], note=finding.text(language()))
        empty = sum(one.needed and not self.session.shown_text(f"{record}.{one.field}") for one in self.columns)
        if empty:
            return CellState(translate("Goods", "{count} to fill in").format(count=empty), mark="warn")
        return CellState(translate("Goods", "Filled in"), mark="ok")
