"""Grids of the tax records of a shipment: invoices, declarations, receipts, rates, warehouse goods, exempt material."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.positions import position
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.services.claims.declared_items import items_read, items_text, proposed_items
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.grid_model import GridColumn, GridModel
from exporter_desk.ui.models.packing_model import line_name, numbered_line
from exporter_desk.ui.models.word_lists import comma, field_name, listed_word, truths
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

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
SIMPLE, ITEMS, CERTIFICATE, RELATION = "simple_method", "lines", "agent_certificate", "payer_relation"
RARE = (SIMPLE, CERTIFICATE, RELATION)
"""Columns that few shipments need: seen where something stands in them, where it is asked, and once led there."""
_NUMBER = GridColumn("row", lambda: "", 36, "center", computed=True)
_DAY = GridColumn("day", lambda: translate("Tax", "Day"), 94, needed=True)
_CURRENCY = GridColumn("currency", lambda: translate("Tax", "Currency"), 76, needed=True)
_AMOUNT = GridColumn("amount", lambda: translate("Tax", "Amount"), 100, "right", needed=True)
_NAMED = 3
"""Goods of a declaration that are named in its cell; more are told by their rows."""
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
        GridColumn(SIMPLE, lambda: translate("Tax", "Simple tax"), 76),
    ),
    "tax.declarations": (
        _NUMBER,
        GridColumn("number", lambda: translate("Tax", "Declaration no."), 190, needed=True),
        GridColumn("export_date", lambda: translate("Tax", "Export date"), 100, needed=True),
        GridColumn(ITEMS, lambda: translate("Tax", "Goods items 1, 2"), 0, needed=True),
        GridColumn(CERTIFICATE, lambda: translate("Tax", "Agent's certificate no."), 170),
    ),
    "tax.receipts": (
        _NUMBER,
        _DAY,
        _AMOUNT,
        _CURRENCY,
        GridColumn("payer", lambda: translate("Tax", "Payer"), 0, needed=True),
        GridColumn("reference", lambda: translate("Tax", "Reference"), 110),
        GridColumn("goods_amount", lambda: translate("Tax", "Part for these goods"), 130, "right"),
        GridColumn("declaration", lambda: translate("Tax", "For declaration"), 106),
        _field("receipts", RELATION, 126, needed=False),
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
DECLARATIONS = "tax.declarations"
OF_WAREHOUSE, OF_PRODUCERS = ("tax.pre_refunds", "tax.warehouse_sales"), ("tax.exempt_material",)
"""Records of goods that are sold from a warehouse abroad, and of producers."""


class TaxModel(GridModel):
    """One list of records; the goods line of an invoice is typed as its row number and kept as its id."""

    def __init__(self, place: str, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        self.place, self.columns = place, RECORDS[place]
        self.led = ""
        """The field that somebody was led to."""
        super().__init__(session, lookup, attempt)

    def unused(self, asked: Collection[str]) -> tuple[str, ...]:
        """The rare fields that nothing stands in, that nobody asks for and nobody was led to."""
        rare = [one.field for one in self.columns if one.field in RARE and one.field not in (*asked, self.led)]
        records = getattr(self.session.case.tax, self.place.partition(".")[2]) if rare and self.session.case_id else ()
        return tuple(name for name in rare if not any(getattr(one, name) is not None for one in records))

    def proposed(self) -> dict[str, tuple[str, ...]]:
        """The goods that a declaration would list by the draft, by the id of the declaration."""
        return proposed_items(self.session.case) if self.place == DECLARATIONS else {}

    def take_proposed(self) -> None:
        """List the goods as they are proposed."""
        for declaration, goods in self.proposed().items():
            path = f"{self.place}.{declaration}.{ITEMS}"
            self.attempt(partial(self.session.set_value, path, goods))

    def keys_of(self, case: Case) -> tuple[str, ...]:
        records = getattr(case.tax, self.place.partition(".")[2])
        return tuple(str(getattr(record, "id", index)) for index, record in enumerate(records))

    def computed_cell(self, row: int, column: GridColumn) -> CellState:
        return CellState(str(row + 1), alignment="center", tone="ink3")

    def cell(self, row: int, column: int) -> CellState:
        shown, path = super().cell(row, column), self.path(row, column)
        if self.columns[column].field != ITEMS:
            return shown
        told = self.issues.below(path)
        if told is not None and shown.state == "typed":
            wrong = told[1].severity is Severity.ERROR
            shown = replace(shown, state="wrong" if wrong else "to_confirm", note=told[1].text(language()))
        if declared := self.session.case.tax.declarations[row].lines:
            return replace(shown, text=self._items_words(declared))
        goods = self.proposed().get(self.key(row))
        return shown if goods is None or path in self.case.drafts else self._proposed_cell(goods)

    def _items_words(self, goods: Sequence[str]) -> str:
        """A few goods by row and name, more of them by their rows alone."""
        case = self.session.case
        at = [position(case.goods, one) for one in goods[: _NAMED + 1]]
        if len(goods) > _NAMED or None in at:
            return items_text(case, goods)
        return comma().join(numbered_line(row + 1, case.goods[row]) for row in at if row is not None)

    def _proposed_cell(self, goods: Sequence[str]) -> CellState:
        note = translate(
            "Tax",
            "As the draft of the declaration lists them. Compare with the released declaration: take them over with "
            "the button above, or type the rows in the order of their items.",
        )
        return CellState(self._items_words(goods), "to_confirm", note=note, chip=translate("Tax", "proposed"))

    def text_at(self, row: int, column: int) -> str:
        shown, field = super().text_at(row, column), self.columns[column].field
        if field == ITEMS:
            drafted = self.path(row, column) in self.session.case.drafts
            return shown if drafted else items_text(self.session.case, self.session.case.tax.declarations[row].lines)
        if field == SIMPLE:
            return truths().get(shown.lower(), shown)
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
        if column.field == ITEMS:
            return "\n".join(items_read(self.session.case, text))
        if column.field != "goods":
            return super().meant(column, text)
        number, _, name = text.strip().partition(" ")
        goods = self.session.case.goods
        line = goods[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(goods) else None
        told = line is not None and (not name or name.strip() in (line.name_zh, line.name_en, line_name(line)))
        return line.id if line is not None and told else text

    def offered(self, column: GridColumn) -> Sequence[str]:
        if column.field in ("goods", ITEMS):
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
        if field == SIMPLE:
            return truths()
        if field == "declaration":
            return {one.id: one.number or one.id for one in case.tax.declarations}
        if field == "outcome":
            name = self.session.desk.checklists.place_name
            return {one: pick(name(f"{field}.{one}")) for one in ALLOWED[field]}
        return {}
