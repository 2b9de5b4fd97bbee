"""The period of a producer over many shipments: one 免抵退税 computation, and the lines of 《免抵退税申报汇总表》."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from exporter_desk.domain.trace import Trace, total
from exporter_desk.refund.amounts import beside_return, wholes_judged
from exporter_desk.refund.carried import brought_in
from exporter_desk.refund.claimed_twice import Claimed, Paper, claimed, not_certain, paper_of, same_lines
from exporter_desk.refund.estimates import Estimates
from exporter_desk.refund.producer import TaxedLine, exempt_credit_refund
from exporter_desk.refund.quantity import ZERO, Quantity, find, shown
from exporter_desk.refund.sheet_parts import figure
from exporter_desk.refund.sheet_values import added, computed, empty
from exporter_desk.refund.vat_return import Beside

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.refund.carried import Earlier
    from exporter_desk.refund.inputs import TaxedAmount, VatPeriod
    from exporter_desk.refund.sheet_parts import Member
    from exporter_desk.refund.sheet_values import SheetRow

# The lines of the summary in order: key, and the figure that stands there.
LINES = (
    ("fob_usd_goods", "FOB_USD"),
    ("fob_usd_services", ""),
    ("fob_cny", "FOB_CNY"),
    ("bdm_goods", "BDM"),
    ("bdm_services", ""),
    ("bdm_adjusted", ""),
    ("bdm", "BDM"),
    ("bdm_difference", ""),
    ("mdt_goods", "MDT_NET"),
    ("mdt_services", ""),
    ("mdt_brought", "MDT_CARRIED_IN"),
    ("mdt_adjusted", ""),
    ("mdt", "MDT"),
    ("mdt_carried", "MDT_CARRIED"),
    ("credit", "LD"),
    ("refund", "REFUND"),
    ("exempt_credit", "EXEMPT_CREDIT"),
)

# Figures of the VAT return alone, whatever is exported.
_OF_RETURN = frozenset({"OUTPUT", "INPUT", "PREVIOUS", "INPUT_LISTED", "MDT_DEDUCTION", "MDT_CARRIED_IN"})

_RETURN = ("vat.", "tax.vat.", "tax.exempt_material.")

# The lines that add up over a year; what is brought in or carried on stands at a day.
ADDING_UP = frozenset({"fob_usd_goods", "fob_cny", "bdm_goods", "bdm", "mdt_goods", "refund", "exempt_credit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerPeriod:
    """All figures of one VAT period of a producer.

    `disagree` names shipments whose VAT returns are not the same, `unlike` those whose exempt material is not.
    """

    quantities: tuple[Quantity, ...]
    disagree: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


def producer_period(
    members: Sequence[Member], earlier: Earlier | None = None, elsewhere: Sequence[Claimed] = ()
) -> ProducerPeriod | None:
    """Compute the period over the refundable lines of all producers' shipments; None when there are none.

    `earlier` is what the month before left over, None where it is not known, `elsewhere` are claims of other months.
    """
    own = [member for member in members if member.form == "producer"]
    if not own:
        return None
    lines = [line for member in own for line in _taxed(member)]
    returns = {member.name: _figures_of(member) for member in own if _typed(member.result.source.vat)}
    _, chosen = return_of(own)
    disagree = tuple(name for name, vat in returns.items() if vat != replace(chosen, exempt_material=()))
    unlike = _unlike_material(own)
    beside = brought_in(_beside(own, chosen, disagree), chosen, earlier)
    if unlike:
        beside = replace(beside, materials=_materials(unlike.values()))
    marks = _of_returns(own)
    figures = tuple(replace(one, trace=marks.of(one.trace)) for one in exempt_credit_refund(lines, chosen, beside))
    for member in own:
        figures = wholes_judged(figures, member.result.source, member.result.policy)
    twice = not_certain([claimed(member.name, member.result) for member in own], elsewhere)
    totals = [_total(own, symbol) for symbol in ("FOB_USD", "FOB_CNY")]
    named = (next(iter(returns)), *disagree) if disagree else ()
    quantities = (*totals, *figures)
    if twice:
        quantities = tuple(one if one.line or one.symbol in _OF_RETURN else less_by(one, twice) for one in quantities)
    return ProducerPeriod(quantities=quantities, disagree=named, unlike=tuple(unlike))


def _of_returns(own: Sequence[Member]) -> Estimates:
    """Return which places of the VAT return are estimates; those of lines came with the figures of their shipment."""
    paths = (path for member in own for path in member.result.source.estimated)
    return Estimates(tuple(path for path in paths if path.startswith(_RETURN)))


def less_by(whole: Quantity, twice: Decimal) -> Quantity:
    """Return a figure left open where a line is claimed twice; that may take the refund down, never below nothing."""
    missing = tuple(dict.fromkeys((*whole.trace.missing, "tax.declarations")))
    trace = replace(whole.trace, value=None, missing=missing)
    least, most = (whole.low, whole.high) if whole.value is None else (whole.value, whole.value)
    if whole.symbol != "REFUND" or least is None:
        return replace(whole, trace=trace, low=None, high=None)
    return replace(whole, trace=trace, low=max(ZERO, least - twice), high=most)


def return_of(own: Sequence[Member]) -> tuple[str, VatPeriod]:
    """Return the VAT return of the period, the first that was typed, with the name of its shipment.

    Exempt material is of the period too, whichever shipment lists it.
    """
    typed = (member for member in own if _typed(member.result.source.vat))
    chosen = next(typed, own[0])
    listed = (member.result.source.vat.exempt_material for member in own)
    material = next((one for one in listed if one), ())
    return chosen.name, replace(chosen.result.source.vat, exempt_material=material)


def _figures_of(member: Member) -> VatPeriod:
    return replace(member.result.source.vat, exempt_material=())


def _unlike_material(own: Sequence[Member]) -> dict[str, Counter[TaxedAmount]]:
    """Return the exempt material by the shipment that lists it first, nothing where all that list any list the same."""
    listed = ((member.name, Counter(member.result.source.vat.exempt_material)) for member in own)
    found: dict[frozenset[tuple[TaxedAmount, int]], tuple[str, Counter[TaxedAmount]]] = {}
    for name, material in listed:
        if material:
            found.setdefault(frozenset(material.items()), (name, material))
    return dict(found.values()) if len(found) > 1 else {}


def _materials(lists: Collection[Counter[TaxedAmount]]) -> tuple[tuple[TaxedAmount, ...], ...]:
    """Return every list that may be the right one, and all of them put together: an entry of several is the same."""
    whole: Counter[TaxedAmount] = Counter()
    for one in lists:
        whole |= one
    return tuple(tuple(one.elements()) for one in (*lists, whole))


def _beside(members: Sequence[Member], vat: VatPeriod, disagree: Sequence[str]) -> Beside:
    """Return what stands beside the one VAT return: of all shipments together; two that differ cannot be used."""
    parts = [beside_return(member.result.source, member.result.quantities) for member in members]
    listed = [found for member in members if (found := find(member.result.quantities, "INPUT_LISTED"))]
    whole = vat.input_from_invoices is True and len(listed) == len(members)
    doubted = dict.fromkeys(path for part in parts for path in part.doubted)
    return Beside(
        **(_vouchers(members, listed) if whole else {}),
        deemed=_together([part.deemed for part in parts]),
        deemed_most=_most([(part.deemed, part.deemed_most) for part in parts]),
        exempt_input=_together([part.exempt_input for part in parts]),
        exempt_most=_most([(part.exempt_input, part.exempt_most) for part in parts]),
        doubted=("vat", *doubted) if disagree else tuple(doubted),
        unknown=frozenset().union(*(part.unknown for part in parts)),
        settled=frozenset().union(*(part.settled for part in parts)),
    )


class _Vouchers(TypedDict, total=False):
    listed: Trace[Decimal]
    listed_least: Decimal
    listed_most: Decimal | None
    twice: Decimal


def _vouchers(members: Sequence[Member], listed: Sequence[Quantity]) -> _Vouchers:
    """Return the input tax of the vouchers of all shipments with its bounds, and what doubled ones would add.

    A shipment with a line of an invoice that one before it lists too may bring nothing in that is not there already.
    """
    whole, again = total([one.trace for one in listed]), _with_listed_before(members)
    pairs = zip(members, listed, strict=True)
    counted = [one for member, one in pairs if member.name not in again]
    least = sum((one.low if one.low is not None else one.value or ZERO for one in counted), ZERO)
    most = _most([(one.trace, one.high) for one in listed])
    twice = ZERO if whole.value is None else whole.value - least
    return _Vouchers(listed=whole, listed_least=least, listed_most=most, twice=twice)


def _with_listed_before(members: Sequence[Member]) -> set[str]:
    """Return the shipments that list a line of a purchase invoice which one before them lists."""
    invoices = ((paper_of(one) for one in member.result.source.invoices) for member in members)
    listed = [Claimed(papers=tuple(one for one in own if one is not None)) for own in invoices]
    same = same_lines(listed)
    seen, found = set[Paper](), set[str]()
    for member, claim in zip(members, listed, strict=True):
        own = {same[one] for one in claim.papers if one in same}
        if not seen.isdisjoint(own):
            found.add(member.name)
        seen |= own
    return found


def _together(traces: Sequence[Trace[Decimal] | None]) -> Trace[Decimal] | None:
    known = [trace for trace in traces if trace is not None]
    return total(known, " + ".join(shown(trace.value) for trace in known)) if known else None


def _most(parts: Sequence[tuple[Trace[Decimal] | None, Decimal | None]]) -> Decimal | None:
    """Return what all parts come to at the most; None where one of them has no upper bound."""
    highs = [most if trace.value is None else trace.value for trace, most in parts if trace is not None]
    known = [high for high in highs if high is not None]
    return sum(known, ZERO) if len(known) == len(highs) else None


def _typed(vat: VatPeriod) -> bool:
    return vat.input_tax is not None or vat.output_tax is not None


def _taxed(member: Member) -> list[TaxedLine]:
    rates, policy = member.result.rates, member.result.policy
    return [
        TaxedLine(
            id=f"{member.name}/{line.id}",
            fob_cny=figure(member, "FOB_CNY", line),
            vat_rate=rates[line.id].vat,
            refund_rate=rates[line.id].refund,
        )
        for line in member.result.source.lines
        if policy.of(line.id).may_refund
    ]


def _total(members: Sequence[Member], symbol: str) -> Quantity:
    values = [
        computed(figure(member, symbol, line))
        for member in members
        for line in member.result.source.lines
        if member.result.policy.of(line.id).may_refund
    ]
    return Quantity(symbol=symbol, trace=added(values), unit="USD" if symbol == "FOB_USD" else "CNY")


def period_figures(
    members: Sequence[Member], earlier: Earlier | None = None, elsewhere: Sequence[Claimed] = ()
) -> tuple[Quantity, ...]:
    """Return the figures of a producer's period: of one shipment as it was assessed, of several computed together.

    Where the month before contradicts what is brought in, or a claim of another month (`elsewhere`) has the same lines,
    one shipment alone does not know that.
    """
    own = [member for member in members if member.form == "producer"]
    if len(own) == 1 and not elsewhere and (earlier is None or not earlier.contradicts(own[0].result.source.vat)):
        return own[0].result.quantities
    whole = producer_period(own, earlier, elsewhere)
    return () if whole is None else whole.quantities


def year_to_date(months: Sequence[tuple[Quantity, ...]]) -> dict[str, Trace[Decimal]]:
    """Return 本年累计 of every line that adds up, from the figures of all months of the year to this one.

    Nothing where a month has no claim of a producer: nobody can say then that its claim is nought.
    """
    if not all(months):
        return {}
    lines = [(key, symbol) for key, symbol in LINES if key in ADDING_UP]
    return {key: added([computed(_of(one, symbol)) for one in months]) for key, symbol in lines}


def summary_rows(
    quantities: tuple[Quantity, ...], names: Mapping[str, Bilingual], year: Mapping[str, Trace[Decimal]] | None = None
) -> tuple[SheetRow, ...]:
    """Return the lines of the summary: this period as computed, the `year` where all its months are known.

    The difference needs the VAT return of the year, and is left to be filled in.
    """
    known = year or {}
    rows: list[SheetRow] = []
    for number, (key, symbol) in enumerate(LINES, start=1):
        trace = _of(quantities, symbol)
        rows.append(
            {
                "no": Trace(str(number), inputs=("tax",)),
                "key": Trace(key, inputs=("tax",)),
                "label": Trace(names[key].zh, inputs=("tax",)),
                "label_en": Trace(names[key].en, inputs=("tax",)),
                "current": computed(trace) if symbol else empty("tax"),
                "year": computed(known[key]) if key in known else empty("tax"),
            }
        )
    return tuple(rows)


def _of(quantities: tuple[Quantity, ...], symbol: str) -> Trace[Decimal] | None:
    if symbol == "MDT_NET":
        gross, off = _of(quantities, "MDT_GROSS"), _of(quantities, "MDT_DEDUCTION")
        return added([computed(gross), computed(_negative(off))])
    found = find(quantities, symbol)
    return None if found is None else found.trace


def _negative(trace: Trace[Decimal] | None) -> Trace[Decimal] | None:
    if trace is None:
        return None
    value = None if trace.value is None else ZERO - trace.value
    return Trace(value, f"−{trace.formula}", trace.inputs, trace.sources, trace.estimated, trace.missing)
