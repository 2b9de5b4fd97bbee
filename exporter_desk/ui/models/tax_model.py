"""Grids of the tax records of a shipment: invoices, declarations, receipts, rates, warehouse goods, exempt material."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.positions import position
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.grid_model import GridColumn, GridModel
from exporter_desk.ui.models.packing_model import numbered_line
from exporter_desk.ui.models.word_lists import field_name, listed_word
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.widgets import Alignment

    Attempt = Callable[[Callable[[], object]], bool]


def _field(
    record: str, field: str, width: int, side: Alignment = "left", *, example: str = "", needed: bool = True
) -> GridColumn:
    """A column that is called as the case calls its field, with an example of what is typed where that needs one."""
    return GridColumn(field, partial(_title, record, field, example), width, side, needed=needed)


def _title(record: str, field: str, example: str) -> str:
    name = field_name(record, field)
    return translate("Tax", "{field} {example}").format(field=name, example=example) if example else name


_SOLD, _CLAIMED, _MATERIAL = "warehouse_sales", "pre_refunds", "exempt_material"
_NUMBER = GridColumn("row", lambda: "", 36, "center", computed=True)
_DAY = GridColumn("day", lambda: translate("Tax", "Day"), 94, needed=True)
_CURRENCY = GridColumn("currency", lambda: translate("Tax", "Currency"), 90, needed=True)
_AMOUNT = GridColumn("amount", lambda: translate("Tax", "Amount"), 120, "right", needed=True)
OPTIONAL = ("supplier",)
"""Columns that narrow windows leave out."""
RECORDS: dict[str, tuple[GridColumn, ...]] = {
    "tax.purchase_invoices": (
        _NUMBER,
        GridColumn("number", lambda: translate("Tax", "Invoice no."), 0, needed=True),
        _DAY,
        GridColumn("voucher", lambda: translate("Tax", "Voucher"), 84),
        GridColumn("supplier", lambda: translate("Tax", "Supplier"), 100),
        GridColumn("goods", lambda: translate("Tax", "Goods line"), 84, needed=True),
        GridColumn("name_zh", lambda: translate("Tax", "Name on it"), 80, needed=True),
        GridColumn("qty", lambda: translate("Tax", "Quantity"), 68, "right", needed=True),
        GridColumn("unit", lambda: translate("Tax", "Unit"), 56, table="units", needed=True),
        GridColumn("amount", lambda: translate("Tax", "Without tax"), 92, "right", needed=True),
        GridColumn("rate", lambda: translate("Tax", "Tax rate 0.13"), 86, "right", needed=True),
    ),
    "tax.declarations": (
        _NUMBER,
        GridColumn("number", lambda: translate("Tax", "Declaration no."), 0, needed=True),
        GridColumn("export_date", lambda: translate("Tax", "Export date"), 130, needed=True),
        GridColumn("agent_certificate", lambda: translate("Tax", "Agent's certificate no."), 190),
    ),
    "tax.receipts": (
        _NUMBER,
        _DAY,
        _AMOUNT,
        _CURRENCY,
        GridColumn("payer", lambda: translate("Tax", "Payer"), 0, needed=True),
        GridColumn("reference", lambda: translate("Tax", "Reference"), 130),
        GridColumn("goods_amount", lambda: translate("Tax", "Part for these goods"), 130, "right"),
        GridColumn("declaration", lambda: translate("Tax", "For declaration"), 130),
    ),
    "tax.rates": (
        _NUMBER,
        _DAY,
        _CURRENCY,
        GridColumn("cny", lambda: translate("Tax", "CNY"), 170, "right", needed=True),
        GridColumn("per", lambda: translate("Tax", "for how many"), 0, "right"),
    ),
    "tax.pre_refunds": (
        _NUMBER,
        _field(_CLAIMED, "goods", 0),
        _field(_CLAIMED, "qty", 110, "right"),
        _field(_CLAIMED, "refund", 120, "right"),
        _field(_CLAIMED, "done", 120),
        _field(_CLAIMED, "outcome", 120, needed=False),
        _field(_CLAIMED, "reconciled", 120, needed=False),
    ),
    "tax.warehouse_sales": (
        _NUMBER,
        _field(_SOLD, "goods", 0),
        _field(_SOLD, "day", 110),
        _field(_SOLD, "qty", 100, "right"),
        _field(_SOLD, "amount", 150, "right"),
        _field(_SOLD, "currency", 90),
        _field(_SOLD, "reference", 150, needed=False),
    ),
    "tax.exempt_material": (
        _NUMBER,
        _field(_MATERIAL, "amount", 0, "right"),
        _field(_MATERIAL, "vat_rate", 170, "right", example="0.13"),
        _field(_MATERIAL, "refund_rate", 170, "right", example="0.09"),
    ),
}
OF_WAREHOUSE, OF_PRODUCERS = ("tax.pre_refunds", "tax.warehouse_sales"), ("tax.exempt_material",)
"""Records of goods that are sold from a warehouse abroad, and of producers."""


class TaxModel(GridModel):
    """One list of records; the goods line of an invoice is typed as its row number and kept as its id."""

    def __init__(self, place: str, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        self.place, self.columns = place, RECORDS[place]
        super().__init__(session, lookup, attempt)

    def keys_of(self, case: Case) -> tuple[str, ...]:
        records = getattr(case.tax, self.place.partition(".")[2])
        return tuple(str(getattr(record, "id", index)) for index, record in enumerate(records))

    def computed_cell(self, row: int, column: GridColumn) -> CellState:
        return CellState(str(row + 1), alignment="center", tone="ink3")

    def text_at(self, row: int, column: int) -> str:
        shown, field = super().text_at(row, column), self.columns[column].field
        if field == "goods" and shown:
            goods = self.session.case.goods
            at = position(goods, shown)
            return shown if at is None else numbered_line(at + 1, goods[at])
        return self._words(field).get(shown, shown) if shown else shown

    def meant(self, column: GridColumn, text: str) -> str:
        """A goods line is named by its row number; what is chosen from a list by its words, or the start of them."""
        words = self._words(column.field)
        if words:
            return listed_word(words, text)
        if column.field != "goods":
            return super().meant(column, text)
        number, goods = text.strip().partition(" ")[0], self.session.case.goods
        known = number.isdecimal() and 0 < int(number) <= len(goods)
        return goods[int(number) - 1].id if known else text

    def offered(self, column: GridColumn) -> Sequence[str]:
        if column.field == "goods":
            return [numbered_line(number, line) for number, line in enumerate(self.session.case.goods, start=1)]
        return list(self._words(column.field).values())

    def _words(self, field: str) -> dict[str, str]:
        """What is kept, and the words for it, of the fields whose entries are chosen from a list."""
        case = self.session.case
        if field == "voucher":
            allowed = self.session.desk.checklists.book.facts[field].allowed
            return {one.value: pick(Bilingual(one.zh, one.en)) for one in allowed}
        if field == "supplier":
            return {one.id: one.name_zh or one.name_en or one.id for one in case.parties}
        if field == "declaration":
            return {one.id: one.number or one.id for one in case.tax.declarations}
        if field == "outcome":
            name = self.session.desk.checklists.place_name
            return {one: pick(name(f"{field}.{one}")) for one in ALLOWED[field]}
        return {}
