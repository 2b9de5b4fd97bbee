"""Checks of warehouse goods (海外仓): what was sold and pre-refunded against exports, sales and reconciliations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.due import window_of
from exporter_desk.refund.quantity import ZERO, shown
from exporter_desk.refund.reconciled import outside_window
from exporter_desk.refund.warehouse import is_warehouse
from exporter_desk.refund.warehouse_sales import UNSOLD, Stock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.tax import PreRefund
    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.warehouse import Reconciliation


def warehouse_findings(file: Examined) -> Iterator[Finding]:
    """Yield every doubt about goods that are sold from a warehouse abroad."""
    if is_warehouse(file.basis):
        yield from _sold_at_claim(file)
        yield from _more_than_exported(file)
    elif file.basis.source.pre_refunds and file.basis.source.mode is not None:
        values = {"mode": foreign(file.basis.source.mode)}
        yield Finding("T63", Severity.ERROR, ("pre_refunds", "mode"), values, ("L17",))
        return
    outside = _outside_windows(file)
    for one in file.reconciliations:
        yield from _reconciled(one, file, outside.get(one.pre_refund.id))


def _outside_windows(file: Examined) -> dict[str, Finding]:
    """Return by pre-refund that it is noted as reconciled before its window, or after it."""
    found: dict[str, Finding] = {}
    for one in file.declared.pre_refunds:
        outside = outside_window(one, file.basis.source, file.basis.checklists)
        window = window_of(one, file.basis.source, file.basis.checklists)
        if outside and window is not None and one.reconciled is not None:
            severity = Severity.ERROR if outside == "late" else Severity.CONFIRM
            values = {"start": window[0].isoformat(), "end": window[1].isoformat(), "day": one.reconciled.isoformat()}
            places = (f"pre_refunds.{one.id}.reconciled", f"pre_refunds.{one.id}.done")
            found[one.id] = Finding("T61", severity, places, values, ("L17", "TAX-E3", "TAX-D"), variant=outside)
    return found


def _sold_at_claim(file: Examined) -> Iterator[Finding]:
    """What a line had sold when it was claimed is told, is no more than was exported, and was sold by the records."""
    stock = Stock(file.basis.source)
    for line in file.declared.lines:
        if line.sold_qty is None or line.qty is None:
            yield Finding("T43", Severity.CONFIRM, (f"lines.{line.id}.sold_qty",), {}, ("L17",))
        elif line.sold_qty > line.qty:
            values = {"sold": trimmed(line.sold_qty), "qty": trimmed(line.qty)}
            places = (f"lines.{line.id}.sold_qty", f"lines.{line.id}.qty")
            yield Finding("T42", Severity.ERROR, places, values, ("L17",))
        else:
            yield from _less_on_record(line, stock, file)


def _less_on_record(line: Line, stock: Stock, file: Examined) -> Iterator[Finding]:
    """Yield that fewer sales are on record by the claim than it told; who records none of them says nothing."""
    until = stock.claim_day(line.id)
    sales = [one for one in stock.sales(line.id) if until is not None and one.day is not None and one.day <= until]
    known = [one.qty for one in sales if one.qty is not None]
    if until is None or line.sold_qty is None or not sales or len(known) < len(sales) or sum(known) >= line.sold_qty:
        return
    values = {**file.goods([line]), "sold": trimmed(line.sold_qty), "recorded": trimmed(sum(known, ZERO))}
    places = (f"lines.{line.id}.sold_qty", *(f"warehouse_sales.{one.id}.qty" for one in sales))
    yield Finding("T121", Severity.CONFIRM, places, {**values, "until": until.isoformat()}, ("L17",))


def _more_than_exported(file: Examined) -> Iterator[Finding]:
    """The pre-refunds of goods that were not taken back are no more than what was exported of them."""
    lines_of: defaultdict[str, list[Line]] = defaultdict(list)
    for line in file.declared.lines:
        for name in {line.id, line.pool} - {None} if not line.reversal else ():
            lines_of[str(name)].append(line)
    claims: defaultdict[str, list[PreRefund]] = defaultdict(list)
    for one in file.basis.source.pre_refunds:
        if one.goods is not None and one.outcome != UNSOLD:
            claims[one.goods].append(one)
    for goods, own in claims.items():
        yield from _beyond_export(own, lines_of[goods])


def _beyond_export(own: list[PreRefund], lines: list[Line]) -> Iterator[Finding]:
    exported = [line.qty for line in lines if line.qty is not None]
    claimed = sum((one.qty for one in own if one.qty is not None), ZERO)
    sold = sum((line.sold_qty for line in lines if line.sold_qty is not None), ZERO)
    whole = sum(exported, ZERO)
    if lines and len(exported) == len(lines) and claimed + sold > whole:
        values = {"claimed": trimmed(claimed), "qty": trimmed(whole), "sold": trimmed(sold)}
        places = (*(f"pre_refunds.{one.id}.qty" for one in own), *(f"lines.{line.id}.qty" for line in lines))
        yield Finding("T78", Severity.ERROR, places, values, ("L17",), variant="" if claimed > whole else "sold")


def _reconciled(one: Reconciliation, file: Examined, outside: Finding | None) -> Iterator[Finding]:
    place = f"pre_refunds.{one.pre_refund.id}"
    if one.too_many is not None:
        values = {"too_many": trimmed(one.too_many), "qty": trimmed(one.pre_refund.qty or ZERO)}
        sold = [f"warehouse_sales.{sale.id}.qty" for sale in one.sales] or ["warehouse_sales"]
        yield Finding("T62", Severity.ERROR, (*sold, f"{place}.qty"), values, ("L17",))
    typed, own = one.pre_refund.refund, one.own.value
    if typed is not None and own is not None and typed != own:
        values = {"typed": shown(typed), "own": shown(own), "qty": trimmed(one.pre_refund.qty or ZERO)}
        yield Finding("T101", Severity.CONFIRM, (f"{place}.refund", "invoices"), values, ("L17",), variant=_base(file))
    if one.window is None:
        return
    values = {"start": one.window[0].isoformat(), "end": one.window[1].isoformat()}
    if outside:
        yield outside
    elif one.status == "closed":
        yield Finding("T61", Severity.ERROR, (f"{place}.outcome",), values, ("L17", "TAX-D"))
    elif one.status == "open":
        left = (one.window[1] - file.basis.day).days
        values |= {"days": str(left)} if left else {}
        yield Finding("T60", Severity.CONFIRM, (f"{place}.outcome",), values, ("L17",), variant="" if left else "today")
    yield from _settled(one, place, file)


def _settled(one: Reconciliation, place: str, file: Examined) -> Iterator[Finding]:
    """Yield that the day of a reconciliation decides and is not told, and an outcome that the sales contradict."""
    said = {} if one.pre_refund.outcome is None else _outcome("said", one.pre_refund.outcome, file)
    if one.unsure_after is not None:
        told = {**said, "until": one.unsure_after.isoformat()}
        places = (f"{place}.reconciled", "warehouse_sales")
        yield Finding("T64", Severity.CONFIRM, places, told, ("L17",), variant="undated")
    if one.status == "settled" and one.outcome is not None and one.outcome != one.pre_refund.outcome:
        words = {**said, **_outcome("found", one.outcome, file)}
        yield Finding("T64", Severity.ERROR, (f"{place}.outcome", "warehouse_sales"), words, ("L17",))


def _outcome(key: str, outcome: str, file: Examined) -> dict[str, str]:
    """Return what an outcome is called as `key_zh` and `key_en`."""
    name = file.name(f"outcome.{outcome}")
    return {f"{key}_zh": name.zh, f"{key}_en": name.en}


def _base(file: Examined) -> str:
    """Return which wording fits what a refund is computed from: the invoices of a trader, the FOB of a producer."""
    method = file.basis.policy.method
    return "" if method is not None and method.form == "trader" else "fob"
