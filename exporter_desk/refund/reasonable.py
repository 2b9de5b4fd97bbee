"""Whether a trader's FOB values are in keeping with what the goods cost: only asked about, no figure changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.examined import MOST_NAMED
from exporter_desk.refund.quantity import ZERO, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import Line

    # A line with its FOB value and the purchase amount of what was exported, both in CNY.
    Priced = tuple[Line, Decimal, Decimal]

LEAST, MOST = "refund_fob_least_share", "refund_fob_most_times"


def price_findings(file: Examined) -> Iterator[Finding]:
    """Yield which goods of a trader were sold far below, or far above, what they cost without tax."""
    method = file.basis.policy.method
    if method is None or method.form != "trader" or not method.files_itself:
        return
    priced = list(_priced(file))
    least, most = file.basis.rules.number(LEAST), file.basis.rules.number(MOST)
    if least is not None:
        yield from _told(file, [one for one in priced if one[1] < least * one[2]], least, "")
    if most is not None:
        yield from _told(file, [one for one in priced if one[1] > most * one[2]], most, "above")


def _priced(file: Examined) -> Iterator[Priced]:
    """Yield the lines whose value and cost are known; what is taken back has the value of an earlier claim."""
    bases = {one.line: one.value for one in file.quantities if one.symbol == "BASE"}
    for line in file.basis.source.lines:
        fob, base = file.basis.value.cny[line.id].value, bases.get(line.id)
        if not line.reversal and fob is not None and fob > 0 and base is not None and base > 0:
            yield line, fob, base


def _told(file: Examined, odd: Sequence[Priced], limit: Decimal, variant: str) -> Iterator[Finding]:
    if not odd:
        return
    fob, base = sum((one[1] for one in odd), ZERO), sum((one[2] for one in odd), ZERO)
    values = {"fob": shown(fob), "base": shown(base), "limit": share(limit)}
    values |= file.goods([line for line, _, _ in odd[:MOST_NAMED]])
    if len(odd) > MOST_NAMED:
        values |= {"goods_zh": f"{values['goods_zh']} 等 {len(odd)} 项"}
        values |= {"goods_en": f"{values['goods_en']} and {len(odd) - MOST_NAMED} more"}
    papers = [part.invoice.id for line, _, _ in odd for part in file.basis.matching.of(line.id)]
    places = (*(f"invoices.{one}.amount" for one in papers), *(f"lines.{line.id}.amount" for line, _, _ in odd))
    yield Finding("T127", Severity.CONFIRM, places, values, ("TAX-RECALLED",), variant=variant)
