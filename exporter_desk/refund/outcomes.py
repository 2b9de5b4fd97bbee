"""What exemption and taxation cost: input tax that goes to cost (免税), output tax less what is credited (征税)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.deadlines import deemed_domestic
from exporter_desk.refund.input_tax import Produce, listed_input
from exporter_desk.refund.policy import EXEMPT, TAXED, TO_CONFIRM
from exporter_desk.refund.produce import is_produce
from exporter_desk.refund.quantity import ZERO, Quantity, cents, given, share, shown, waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from exporter_desk.refund.basis import Basis
    from exporter_desk.refund.inputs import Line
    from exporter_desk.rules.rulebook import RulesAt

GENERAL, SMALL_SCALE = "general", "small_scale"
PRODUCER = "producer"
# Goods of others, whether they count as own making (视同自产) or not.
BOUGHT: Final = frozenset({"bought_in", "deemed_own"})
_LEVY: Final = "refund_small_scale_levy"


def cost_of_policy(basis: Basis) -> list[Quantity]:
    """Return the figures of the lines that are exempt or taxed, each with its total."""
    by_result: dict[str, list[Line]] = {EXEMPT: [], TAXED: []}
    open_lines = []
    for line in basis.source.lines:
        decision = basis.policy.of(line.id)
        by_result.get(decision.result, []).append(line)
        open_lines += [line] if decision.result == TO_CONFIRM and not decision.may_refund else []
    settled = [*_exempt(by_result[EXEMPT], basis), *_taxed(by_result[TAXED], basis)]
    return _with_open(settled, open_lines, basis) if open_lines else settled


def _with_open(settled: list[Quantity], lines: Sequence[Line], basis: Basis) -> list[Quantity]:
    """Return the figures with lines of which it is open whether they are exempt or taxed: from nothing to the whole."""
    kept = [one for one in settled if one.line or one.symbol not in {"OUTPUT_DEEMED", "INPUT_TO_COST"}]
    for symbol, result, whole in (
        ("OUTPUT_DEEMED", TAXED, _deemed_output),
        ("INPUT_TO_COST", EXEMPT, input_of_line),
    ):
        own = [_either(symbol, line, whole(line, basis), basis) for line in lines if _could_be(line, result, basis)]
        own += [one for one in kept if one.symbol == symbol]
        if own:
            kept = [one for one in kept if one.symbol != symbol] + [*own, _bounded(symbol, own)]
    return kept


def _could_be(line: Line, result: str, basis: Basis) -> bool:
    return result in basis.policy.of(line.id).could_be


def _either(symbol: str, line: Line, whole: Trace[Decimal], basis: Basis) -> Quantity:
    facts = basis.policy.of(line.id).missing or ("policy",)
    high = None if whole.value is None else max(ZERO, whole.value)
    return Quantity(symbol=symbol, line=line.id, trace=waiting(*facts), low=None if high is None else ZERO, high=high)


def _bounded(symbol: str, parts: Sequence[Quantity]) -> Quantity:
    """Return the total of lines of which some are known only by their bounds."""
    highs = [one.high if one.value is None else one.value for one in parts]
    lows = [(one.low or ZERO) if one.value is None else one.value for one in parts]
    known = [high for high in highs if high is not None]
    whole = total([one.trace for one in parts], " + ".join(shown(one.value) for one in parts))
    if len(known) < len(highs):
        return Quantity(symbol=symbol, trace=whole)
    return Quantity(symbol=symbol, trace=whole, low=sum(lows, ZERO), high=sum(known, ZERO))


def produce_of(line: Line, basis: Basis) -> Produce:
    """Return what the input tax of farm produce hangs on, for the goods of a line."""
    farm = is_produce(line, basis.source.industry, basis.rules)
    asked = () if farm is not None else (f"lines.{line.id}.hs" if line.hs is None else "vat.input_tax",)
    kind = basis.source.taxpayer.kind
    makes = None if kind is None else kind == PRODUCER and line.made not in BOUGHT
    return Produce(farm=farm, made_at=basis.rates[line.id].vat.value, asked=asked, makes=makes)


def input_of_line(line: Line, basis: Basis) -> Trace[Decimal]:
    """Return the input tax that the vouchers of a line show; nothing is credited to a small-scale taxpayer."""
    kind = basis.source.taxpayer.taxpayer
    if kind is None:
        return waiting("taxpayer.taxpayer")
    if kind == SMALL_SCALE:
        return Trace(ZERO, "0", ("taxpayer.taxpayer",))
    return listed_input(basis.matching.of(line.id), produce_of(line, basis), basis.rules)


def _exempt(lines: Sequence[Line], basis: Basis) -> list[Quantity]:
    return _with_total("INPUT_TO_COST", {line.id: input_of_line(line, basis) for line in lines})


def _taxed(lines: Sequence[Line], basis: Basis) -> list[Quantity]:
    """Return output tax FOB ÷ (1 + rate) × rate, the input tax that may be credited, and the difference."""
    output = {line.id: _deemed_output(line, basis) for line in lines}
    credit = {line.id: input_of_line(line, basis) for line in lines}
    net = {
        line: combine([output[line], credit[line]], lambda v: v[0] - v[1], _minus(output[line], credit[line]))
        for line in output
    }
    figures = (("OUTPUT_DEEMED", output), ("INPUT_DEEMED", credit), ("NET_DEEMED", net))
    found = [figure for symbol, parts in figures for figure in _with_total(symbol, parts)]
    return _within_levies(found, lines, basis)


def _within_levies(figures: list[Quantity], lines: Sequence[Line], basis: Basis) -> list[Quantity]:
    """Return the tax of a small-scale taxpayer with its bounds, while nobody knows the day whose levy it is by."""
    ends = {line.id: _ends(line, basis) for line in lines}
    found: list[Quantity] = []
    for one in figures:
        end = ends.get(one.line) if one.value is None and one.symbol != "INPUT_DEEMED" else None
        if end is not None:
            found.append(replace(one, low=end[0], high=end[1]))
        elif not one.line and one.value is None and any(ends.values()):
            found.append(_bounded(one.symbol, [part for part in found if part.symbol == one.symbol]))
        else:
            found.append(one)
    return found


def _ends(line: Line, basis: Basis) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most output tax of a small-scale taxpayer; None where one levy holds, or none."""
    value = basis.value.cny[line.id].value
    if basis.source.taxpayer.taxpayer != SMALL_SCALE or value is None:
        return None
    levies = _levies(line, basis)
    known = sorted(cents(value / (1 + levy) * levy) for levy in levies if levy is not None)
    return (known[0], known[-1]) if len(known) == len(levies) > 1 else None


def _minus(first: Trace[Decimal], second: Trace[Decimal]) -> str:
    return f"{shown(first.value)} − {shown(second.value)}"


def _with_total(symbol: str, parts: dict[str, Trace[Decimal]]) -> list[Quantity]:
    if not parts:
        return []
    whole = total(parts.values(), " + ".join(shown(part.value) for part in parts.values()))
    figures = [Quantity(symbol=symbol, line=line, trace=trace) for line, trace in parts.items()]
    return [*figures, Quantity(symbol=symbol, trace=whole)]


def _deemed_output(line: Line, basis: Basis) -> Trace[Decimal]:
    rate, value = _domestic_rate(line, basis), basis.value.cny[line.id]
    formula = f"{shown(value.value)} ÷ (1 + {share(rate.value)}) × {share(rate.value)}"
    return combine([value, rate], lambda v: cents(v[0] / (1 + v[1]) * v[1]), formula)


def _domestic_rate(line: Line, basis: Basis) -> Trace[Decimal]:
    kind = basis.source.taxpayer.taxpayer
    if kind == GENERAL:
        return basis.rates[line.id].vat
    if kind != SMALL_SCALE:
        return waiting("taxpayer.taxpayer")
    levies = _levies(line, basis)
    if len(levies) > 1:
        return waiting("dates.export" if _exported(line, basis) is None else "declared")
    levy = next(iter(levies), None)
    return waiting("policy") if levy is None else given(levy, "taxpayer.taxpayer")


def _exported(line: Line, basis: Basis) -> date | None:
    return line.exported or basis.source.dates.export


def _levies(line: Line, basis: Basis) -> frozenset[Decimal | None]:
    """Return the levies that may count for a line: every one that the rules have while its export day is not known."""
    if _exported(line, basis) is None:
        return frozenset(basis.rules.book.numbers(_LEVY))
    return frozenset(law.number(_LEVY) for law in _laws_of_tax(line, basis))


def _laws_of_tax(line: Line, basis: Basis) -> list[RulesAt]:
    """Return the law of the day on which the tax of a line arises: its export day, by a lapse the day after the last.

    Goods that are taxed for another reason owe the tax of their export, however late somebody looks at it. Where they
    are taxed in any case, and nobody knows whether they lapsed, both laws may count.
    """
    rules, export = basis.law.of(line.id), _exported(line, basis)
    months, decision = rules.number("refund_lapse_months"), basis.policy.of(line.id)
    met = [reason.by_lapse for reason in decision.reasons if reason.outcome == "met"]
    if not any(met) or export is None or months is None:
        return [rules]
    lapsed = basis.checklists.at(deemed_domestic(export, int(months)))
    return [lapsed] if all(met) or decision.result != TAXED else [rules, lapsed]
