"""Rows of 出口业务收汇情况表: what was sold by each declaration, what came for it, and what counts as received."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.quantity import cents, find, given
from exporter_desk.refund.receipts import goods_part, has_come
from exporter_desk.refund.sheet_parts import figure, invoice_number
from exporter_desk.refund.sheet_values import added, computed, empty, if_typed, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.tax import Declaration, Receipt
    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.sheet_parts import Member, Numbering
    from exporter_desk.refund.sheet_values import SheetRow, Value

HOME, DEEMED = "CNY", "deemed"
_RECEIVED = (
    "day", "reference", "received_currency", "voucher_amount", "received", "received_rate", "received_cny", "payer",
)  # fmt: skip


def receipt_rows(member: Member, head: Numbering) -> Iterator[SheetRow]:
    """Yield one row for each receipt, and one for a declaration that nothing came for yet.

    The sale is the FOB value, as the tax office compares it; what is taken back brings no exchange. A receipt without a
    declaration belongs to the only one; of several nobody can tell, and it has a row without a sale.
    """
    tax = member.case.tax
    back = {line.id for line in member.result.source.lines if line.reversal}
    selling = [found for found in tax.declarations if not found.lines or not back.issuperset(found.lines)]
    only = selling[0].id if len(selling) == 1 else None
    for found in selling:
        own = [one for one in tax.receipts if (one.declaration or only) == found.id]
        for number, receipt in enumerate(own or [None]):
            sale = _sale(member, found, head)
            yield {**sale, **_received(member, receipt), **_deemed(member, None if number else sale["sales_cny"])}
    known = {found.id for found in selling}
    for one in tax.receipts if selling else ():
        if (one.declaration or only) not in known:
            sale = _no_sale(member, head, f"tax.receipts.{one.id}.declaration")
            yield {**sale, **_received(member, one), **_deemed(member, None)}


def is_of_a_declaration(row: SheetRow) -> bool:
    """Tell whether it is known which declaration a row of the sheet belongs to."""
    return not any(path.startswith("tax.receipts.") for path in row["declaration"].missing)


def _sale(member: Member, found: Declaration, head: Numbering) -> SheetRow:
    lines = [line for line in member.result.source.lines if line.id in found.lines and not line.reversal]
    rate, path = find(member.result.quantities, "RATE"), f"tax.declarations.{found.id}"
    return {
        **_head(member, head),
        "declaration": typed(found.number, f"{path}.number"),
        "certificate": if_typed(found.agent_certificate, f"{path}.agent_certificate"),
        "sales": computed(_whole(member, "FOB", lines, f"{path}.lines")),
        "deal": _invoiced(lines, f"{path}.lines"),
        "rate": computed(None if rate is None else rate.trace, "tax.rates"),
        "sales_cny": computed(_whole(member, "FOB_CNY", lines, f"{path}.lines")),
    }


def _no_sale(member: Member, head: Numbering, path: str) -> SheetRow:
    open_cell: Value = Trace(None, inputs=(path,), missing=(path,))
    names = ("declaration", "certificate", "sales", "deal", "rate", "sales_cny")
    return {**_head(member, head), **dict.fromkeys(names, open_cell)}


def _head(member: Member, head: Numbering) -> SheetRow:
    return {
        "period": head.period,
        "batch": head.batch,
        "invoice": invoice_number(member.case),
        "currency": typed(member.case.terms.currency, "terms.currency"),
    }


def _invoiced(lines: list[Line], path: str) -> Value:
    """Return what the buyer was invoiced, freight and insurance with it: more than that is too much."""
    parts = [typed(line.amount, f"goods.{line.id}.unit_price") for line in lines]
    return computed(added(parts)) if parts else Trace(None, inputs=(path,), missing=(path,))


def _whole(member: Member, symbol: str, lines: list[Line], path: str) -> Trace[Decimal]:
    """Add the lines of a declaration up; one without lines is unknown, not zero."""
    if not lines:
        return Trace(None, inputs=(path,), missing=(path,))
    return added(computed(figure(member, symbol, line)) for line in lines)


def _received(member: Member, receipt: Receipt | None) -> SheetRow:
    if receipt is None:
        return {name: Trace(None, inputs=("tax.receipts",), missing=("tax.receipts",)) for name in _RECEIVED}
    path = f"tax.receipts.{receipt.id}"
    part = goods_part(receipt)
    place = f"{path}.amount" if receipt.goods_amount is None else f"{path}.goods_amount"
    if not has_come(receipt, member.result.day):
        part, place = None, f"{path}.day"
    rate = _rate(member, receipt)
    return {
        "day": typed(receipt.day, f"{path}.day"),
        "reference": typed(receipt.reference, f"{path}.reference"),
        "received_currency": typed(receipt.currency, f"{path}.currency"),
        "voucher_amount": typed(receipt.amount, f"{path}.amount"),
        "received": typed(part, place),
        "received_rate": computed(rate),
        "received_cny": _in_cny(given(part, place), rate),
        "payer": typed(receipt.payer, f"{path}.payer"),
    }


def _rate(member: Member, receipt: Receipt) -> Trace[Decimal]:
    """Return the rate typed for the day of the receipt, where it can be believed; no other day stands in for it."""
    if receipt.currency == HOME:
        return Trace(Decimal(1), "1")
    day = receipt.day
    place = f"tax.rates.{receipt.currency}.{day.isoformat()}" if receipt.currency and day else "tax.rates"
    quotes = (one for one in member.result.source.rates if one.currency == receipt.currency and one.day == day)
    found = next((one for one in quotes if one.cny is not None and one.per > 0), None)
    if day is None or receipt.currency is None or found is None or found.cny is None:
        return Trace(None, inputs=(place,), missing=(place,))
    return Trace(found.cny / found.per, f"{found.cny} / {found.per}", inputs=(place,))


def _in_cny(part: Trace[Decimal], rate: Trace[Decimal]) -> Value:
    missing = tuple(dict.fromkeys((*part.missing, *rate.missing)))
    if part.value is None or rate.value is None:
        return Trace(None, inputs=(*part.inputs, *rate.inputs), missing=missing)
    return Trace(cents(part.value * rate.value), f"{part.value} × {rate.value}", (*part.inputs, *rate.inputs))


def _deemed(member: Member, sales_cny: Value | None) -> SheetRow:
    """Return the cells of 视同收汇, empty unless that was claimed; its amount stands in the first row only."""
    tax = member.case.tax
    claimed = tax.exchange == DEEMED
    amount: Value = empty("tax.exchange")
    if claimed and sales_cny is not None:
        amount = _not_received(member, sales_cny)
    return {
        "unnamed": empty("tax.exchange"),
        "reason": typed(tax.deemed_reason, "tax.deemed_reason") if claimed else empty("tax.exchange"),
        "evidence": typed(tax.deemed_evidence, "tax.deemed_evidence") if claimed else empty("tax.exchange"),
        "deemed_cny": amount,
        "contract_final": if_typed(tax.contract_final, "tax.contract_final"),
        "contract": if_typed(member.case.terms.contract_no, "terms.contract_no"),
        "remark": empty("tax"),
    }


def _not_received(member: Member, sales_cny: Value) -> Value:
    """Return the sale as the deemed amount when nothing came; with receipts the rest has to be said by a person."""
    if member.case.tax.receipts:
        return Trace(None, inputs=("tax.exchange",), missing=("tax.exchange",))
    return sales_cny
