"""Rows of the working sheet of pre-refunds (海外仓预退核算): exported, sold, what is right, what is filed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.places import case_places
from exporter_desk.refund.sheet_parts import declared
from exporter_desk.refund.sheet_values import computed, empty, typed
from exporter_desk.refund.warehouse_sales import Stock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.sheet_parts import Member, Words
    from exporter_desk.refund.sheet_values import SheetRow, Value
    from exporter_desk.refund.warehouse import Reconciliation

_ENTRIES: Final = {"reversal": ("back_qty", "back"), "right": ("again_qty", "again")}
_OF_LINE: Final = ("declaration", "name", "unit", "exported", "sold_before")


def reconciliation_rows(member: Member, words: Words) -> Iterator[SheetRow]:
    """Yield one row for each pre-refund of a shipment; what the records do not tell yet waits for its place."""
    stock = Stock(member.result.source)
    for one in member.result.reconciliations:
        line, place = stock.line(one.pre_refund.goods), f"tax.pre_refunds.{one.pre_refund.id}"
        yield {
            "shipment": Trace(member.name, inputs=("number",)),
            **_of_line(member, line, place, words),
            **_claimed(one, place),
            **_sold(one, place),
            **_outcome(one, place, words),
            **_filed(one),
            "kind": empty("tax"),
            "remark": empty("tax"),
        }


def _of_line(member: Member, line: Line | None, place: str, words: Words) -> SheetRow:
    if line is None:
        return dict.fromkeys(_OF_LINE, _waiting(f"{place}.goods"))
    goods = f"goods.{line.id}"
    return {
        "declaration": declared(member, line)["declaration"],
        "name": typed(line.name_zh, f"{goods}.name_zh"),
        "unit": typed(None if line.unit is None else words.unit(line.unit), f"{goods}.unit"),
        "exported": typed(line.qty, f"{goods}.qty"),
        "sold_before": typed(line.sold_qty, f"tax.lines.{line.id}.sold_qty"),
    }


def _claimed(one: Reconciliation, place: str) -> SheetRow:
    pre, window = one.pre_refund, one.window
    return {
        "qty": typed(pre.qty, f"{place}.qty"),
        "refund": typed(pre.refund, f"{place}.refund"),
        "done": typed(pre.done, f"{place}.done"),
        "from": typed(None if window is None else window[0], f"{place}.done"),
        "to": typed(None if window is None else window[1], f"{place}.done"),
        "window": typed(None if window is None else f"{window[0]} {window[1]}", f"{place}.done"),
    }


def _sold(one: Reconciliation, place: str) -> SheetRow:
    """Return what was sold of it with the vouchers of the sales; all of them have to be there."""
    missing = case_places(one.right.missing) or ("tax.warehouse_sales",)
    inputs = ("tax.warehouse_sales", f"{place}.qty")
    return {
        "sold": Trace(one.sold, inputs=inputs, missing=() if one.sold is not None else missing),
        "left": Trace(one.unsold, inputs=inputs, missing=() if one.unsold is not None else missing),
        "references": _references(one, missing),
    }


def _references(one: Reconciliation, missing: tuple[str, ...]) -> Value:
    if one.sold is None:
        return _waiting(*missing)
    places = {sale.id: f"tax.warehouse_sales.{sale.id}.reference" for sale in one.sales}
    without = tuple(dict.fromkeys(places[sale.id] for sale in one.sales if not sale.reference))
    named = "、".join(dict.fromkeys(sale.reference for sale in one.sales if sale.reference))
    if without:
        return Trace(None, inputs=tuple(places.values()), missing=without)
    return Trace(named, inputs=tuple(places.values()) or ("tax.warehouse_sales",))


def _outcome(one: Reconciliation, place: str, words: Words) -> SheetRow:
    """Return the outcome as it was chosen, else the one that the sales lead to, which says so, and its day."""
    pre, path = one.pre_refund, f"{place}.outcome"
    if pre.outcome is not None:
        said: Value = Trace(words.outcome(pre.outcome), inputs=(path,))
        return {"outcome": said, "reconciled": typed(pre.reconciled, f"{place}.reconciled")}
    if one.outcome is None:
        return {"outcome": _waiting(*_of_outcome(one)), "reconciled": empty(path)}
    proposed = words.proposed.format(outcome=words.outcome(one.outcome))
    return {"outcome": Trace(proposed, inputs=(path, "tax.warehouse_sales")), "reconciled": empty(path)}


def _filed(one: Reconciliation) -> SheetRow:
    """Return the right amount, the difference, and the lines to be filed; what is not filed has empty cells."""
    row: SheetRow = {"right": _case_figure(one.right), "difference": _case_figure(one.difference)}
    unfiled = empty("tax") if one.outcome is not None else _waiting(*_of_outcome(one))
    row |= {name: unfiled for names in _ENTRIES.values() for name in names}
    for entry in one.entries:
        qty, refund = _ENTRIES[entry.kind]
        place = f"tax.pre_refunds.{one.pre_refund.id}.qty"
        row |= {qty: typed(entry.qty, place), refund: _case_figure(entry.refund)}
    return row


def _of_outcome(one: Reconciliation) -> tuple[str, ...]:
    return case_places(one.difference.missing) or ("tax.warehouse_sales",)


def _case_figure(trace: Trace[Decimal]) -> Value:
    places = case_places(trace.inputs), case_places(trace.missing)
    return computed(Trace(trace.value, trace.formula, places[0], trace.sources, trace.estimated, places[1]))


def _waiting(*missing: str) -> Value:
    return Trace(None, inputs=missing, missing=missing)
