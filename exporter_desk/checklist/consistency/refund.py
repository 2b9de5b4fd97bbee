"""Refund papers against the goods (X20): purchase invoices by name, unit and quantity; declaration numbers."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, confirm, error, line_words, party_words
from exporter_desk.domain.identity import declaration_number_fault, declaration_side
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import invoiced_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.tax import PurchaseInvoice

_OWN_VOUCHER = "farm_purchase"
# What is wrong with the number of a declaration, and the words for it.
_NUMBER_FAULTS = {"length": "declaration", "signs": "declaration_signs", "side": "declaration_side"}


def _at(invoice: PurchaseInvoice, field: str) -> str:
    return f"tax.purchase_invoices.{invoice.id}.{field}"


def _matched(case: Case) -> Iterator[tuple[PurchaseInvoice, GoodsLine, dict[str, str]]]:
    """Yield the invoices that belong to a goods line, that line, and the words for both."""
    for invoice in case.tax.purchase_invoices:
        line = None if invoice.goods is None else case.line(invoice.goods)
        if line is not None:
            yield invoice, line, {"number": invoice.number or invoice.id, **line_words(case, line)}


def invoices_name_goods(case: Case, _: Context) -> Iterator[Finding]:
    """X20: an invoice belongs to a line of this case."""
    for invoice in case.tax.purchase_invoices:
        if invoice.goods is not None and case.line(invoice.goods) is None:
            values = {"found": invoice.goods, "number": invoice.number or invoice.id}
            yield error("X20", _at(invoice, "goods"), variant="unknown_line", **values)


def invoice_names_match(case: Case, _: Context) -> Iterator[Finding]:
    """X20: the goods name on the invoice is the declared one."""
    for invoice, line, words in _matched(case):
        name = invoiced_name(invoice.name_zh or "")
        if name and line.name_zh and name != line.name_zh.strip():
            places = (_at(invoice, "name_zh"), f"goods.{line.id}.name_zh")
            yield error("X20", *places, variant="name", found=name, wanted=line.name_zh, **words)


def invoice_units_match(case: Case, context: Context) -> Iterator[Finding]:
    """X20: the unit on the invoice is the deal unit or a statutory unit of the line."""
    for invoice, line, words in _matched(case):
        units = [unit for unit in (line.unit, line.unit1, line.unit2) if unit is not None]
        if invoice.unit is None or not units or invoice.unit in units:
            continue
        values = {**context.names("found", "units", invoice.unit), **context.names("wanted", "units", units[0])}
        yield error("X20", _at(invoice, "unit"), f"goods.{line.id}.unit", variant="unit", **values, **words)


def invoice_quantities_match(case: Case, _: Context) -> Iterator[Finding]:
    """X20: the invoices of a line cover its quantity, in the unit that they share."""
    by_line: defaultdict[str | None, list[PurchaseInvoice]] = defaultdict(list)
    for invoice in case.tax.purchase_invoices:
        by_line[invoice.goods].append(invoice)
    for line in case.goods:
        invoices = by_line[line.id]
        unit = invoices[0].unit if invoices else None
        wanted = _quantity(line, unit)
        known = [entry.qty for entry in invoices if entry.qty is not None and entry.unit == unit]
        if wanted is None or len(known) != len(invoices) or sum(known, Decimal(0)) == wanted:
            continue
        invoiced = sum(known, Decimal(0))
        values = {"invoiced": trimmed(invoiced), "wanted": trimmed(wanted), **line_words(case, line)}
        make, variant = (error, "less") if invoiced < wanted else (confirm, "more")
        yield make("X20", _at(invoices[0], "qty"), f"goods.{line.id}.qty", variant=variant, **values)


def _quantity(line: GoodsLine, unit: str | None) -> Decimal | None:
    pairs = ((line.unit, line.qty), (line.unit1, line.qty1), (line.unit2, line.qty2))
    return next((quantity for code, quantity in pairs if unit is not None and code == unit), None)


def nobody_buys_from_himself(case: Case, _: Context) -> Iterator[Finding]:
    """X20: the supplier of an invoice is not the exporter; only farm purchase invoices are issued by the buyer."""
    seller = case.party("seller")
    for invoice in case.tax.purchase_invoices:
        supplier = case.party_by_id(invoice.supplier)
        if seller is None or supplier is None or invoice.voucher == _OWN_VOUCHER:
            continue
        if supplier.id == seller.id or (supplier.uscc is not None and supplier.uscc == seller.uscc):
            values = {"number": invoice.number or invoice.id, **party_words(supplier)}
            yield error("X20", _at(invoice, "supplier"), variant="self", **values)


def declaration_numbers_have_their_shape(case: Case, _: Context) -> Iterator[Finding]:
    """X20: an export declaration number has 18 digits, the ninth of them 0."""
    for entry in case.tax.declarations:
        fault = "" if entry.number is None else declaration_number_fault(entry.number)
        if entry.number is not None and fault:
            values = {"found": entry.number, "length": str(len(entry.number)), "ninth": declaration_side(entry.number)}
            variant = _NUMBER_FAULTS[fault]
            yield error("X20", f"tax.declarations.{entry.id}.number", variant=variant, **values)


def declared_lines_exist(case: Case, _: Context) -> Iterator[Finding]:
    """X20: every declared item is a line of this case, and no line is declared twice."""
    seen: set[str] = set()
    for entry in case.tax.declarations:
        for index, goods in enumerate(entry.lines):
            place = f"tax.declarations.{entry.id}.lines.{index}"
            if case.line(goods) is None:
                yield error("X20", place, variant="declared_line", found=goods, number=entry.number or entry.id)
            elif goods in seen:
                yield error("X20", place, variant="declared_twice", found=goods, number=entry.number or entry.id)
            seen.add(goods)
