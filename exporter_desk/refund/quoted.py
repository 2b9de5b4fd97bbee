"""Middle rates that other shipments of a company have for the same day: a day has one, so none of two is used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.tax import Rate
from exporter_desk.refund.sheet_parts import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.inputs import RefundInput

    Key = tuple[str, date]

CLASH = "T08"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A middle rate as a shipment has it, at `place` of that shipment."""

    case_id: str
    shipment: str
    place: str
    rate: Rate


class Quotes:
    """The middle rates of the shipments of a company, by currency and day, and by what they come to for one unit."""

    def __init__(self, cases: Iterable[Case] = ()) -> None:
        self._found: dict[Key, dict[Decimal, list[Quote]]] = defaultdict(lambda: defaultdict(list))
        for case in cases:
            for key, value, quote in _quotes(case):
                self._found[key][value].append(quote)

    @property
    def disputed(self) -> frozenset[tuple[Key, Decimal]]:
        """Return what several rates stand for: another set of them makes what was assessed by it stale."""
        return frozenset((key, value) for key, values in self._found.items() if len(values) > 1 for value in values)

    def against(self, case: Case) -> Iterator[tuple[Quote, Quote]]:
        """Yield every rate of a shipment with one of another shipment that contradicts it.

        Two that contradict each other in the shipment itself are told there.
        """
        own: dict[Key, dict[Decimal, Quote]] = defaultdict(dict)
        for key, value, quote in _quotes(case):
            own[key].setdefault(value, quote)
        for key, values in own.items():
            found = self._found.get(key, {}) if len(values) == 1 else {}
            for value, quotes in found.items():
                other = None if value in values else next((one for one in quotes if one.case_id != _id(case)), None)
                if other is not None:
                    yield next(iter(values.values())), other


NO_QUOTES = Quotes()


def assess_quoted(
    source: RefundInput, case: Case, quotes: Quotes, assess: Callable[[RefundInput], RefundResult]
) -> RefundResult:
    """Return what `assess` says of a shipment; a rate that another one contradicts is used for nothing.

    `source` is made of `case`. What else is wrong with the rate of the other shipment is told there.
    """
    pairs = list(quotes.against(case))
    if not pairs:
        return assess(source)
    result = assess(replace(source, rates=(*source.rates, *(other.rate for _, other in pairs))))
    own = len(source.rates)
    at_home = {f"tax.rates.{own + at}.cny": mine.place for at, (mine, _) in enumerate(pairs)}
    ours = (one for one in result.findings if one.code == CLASH or at_home.keys().isdisjoint(one.places))
    by_day = _by_day(pairs)
    findings = [_told(one, by_day) if one.code == CLASH else one for one in ours]
    known = {(one.values["currency"], one.values["day"]) for one in findings if one.code == CLASH}
    findings += [_clash(of_day, Severity.CONFIRM) for key, of_day in by_day.items() if key not in known]
    return replace(
        result,
        source=replace(result.source, rates=result.source.rates[:own]),
        quantities=tuple(replace(one, trace=_moved_trace(one.trace, at_home)) for one in result.quantities),
        findings=tuple(replace(one, places=_moved(one.places, at_home)) for one in findings),
        open_inputs=_moved(result.open_inputs, at_home),
    )


def _moved(places: Iterable[str], at_home: Mapping[str, str]) -> tuple[str, ...]:
    """Return places with the own rate in the place of one that another shipment has."""
    return tuple(dict.fromkeys(at_home.get(place, place) for place in places))


def _moved_trace(trace: Trace[Decimal], at_home: Mapping[str, str]) -> Trace[Decimal]:
    if at_home.keys().isdisjoint((*trace.missing, *trace.inputs)):
        return trace
    return replace(trace, missing=_moved(trace.missing, at_home), inputs=_moved(trace.inputs, at_home))


def _told(finding: Finding, by_day: Mapping[tuple[str, str], Sequence[Quote]]) -> Finding:
    """Return the finding on two rates of one shipment as one on those of several, where that is what it is."""
    of_day = by_day.get((finding.values["currency"], finding.values["day"]))
    return finding if of_day is None else _clash(of_day, finding.severity)


def _by_day(pairs: Sequence[tuple[Quote, Quote]]) -> dict[tuple[str, str], list[Quote]]:
    """Return the rates of every currency and day, the own one first."""
    found: dict[tuple[str, str], list[Quote]] = {}
    for own, other in pairs:
        day = "" if own.rate.day is None else own.rate.day.isoformat()
        found.setdefault((foreign(own.rate.currency or ""), day), [own]).append(other)
    return found


def _clash(quotes: Sequence[Quote], severity: Severity) -> Finding:
    """Return the finding on the rates of one day: an error where a value of the export hangs on it."""
    own, *others = quotes
    shown = [(one.shipment, trimmed(one.rate.cny or Decimal(0))) for one in quotes]
    values = {"currency": foreign(own.rate.currency or ""), "day": f"{own.rate.day}"}
    values |= {"rates_zh": "、".join(f"{name} 填 {rate}" for name, rate in shown)}
    values |= {"rates_en": ", ".join(f"{rate} in {name}" for name, rate in shown)}
    places = (own.place, *(f"{one.shipment}:{one.place}" for one in others))
    return Finding(CLASH, severity, places, values, ("TAX-D",), variant="shipments")


def clashes(results: Iterable[tuple[str, RefundResult]]) -> Iterator[Finding]:
    """Yield what several shipments of a month say of one day in different rates, each day once, with all places."""
    found: dict[tuple[str, str], Finding] = {}
    for name, result in results:
        for one in (each for each in result.findings if each.code == CLASH and each.variant):
            key, (first, *others) = (one.values["currency"], one.values["day"]), one.places
            if key not in found or one.severity.rank < found[key].severity.rank:
                found[key] = replace(one, places=(f"{name}:{first}", *others))
    yield from found.values()


def _quotes(case: Case) -> Iterator[tuple[Key, Decimal, Quote]]:
    """Yield the rates of a shipment that somebody read somewhere; one that is an estimate contradicts none."""
    for index, rate in enumerate(case.tax.rates):
        place = f"tax.rates.{index}.cny"
        if rate.currency and rate.day and rate.cny and rate.per > 0 and not case.is_estimated(place):
            quote = Quote(case_id=_id(case), shipment=name_of(case), place=place, rate=rate)
            yield (rate.currency, rate.day), rate.cny / rate.per, quote


def _id(case: Case) -> str:
    return case.id or name_of(case)
