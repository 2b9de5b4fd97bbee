"""Which entries of a price count for which basis: one that would be passed over without a word is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.charge import BASES, PERCENT_BASES, ChargeTerms
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.costs.charge import Surcharge

_STORED = frozenset({"cbm_day", "cuft_month", "cuft_snapshot", "pallet_day"})
_PLAIN = frozenset(BASES) - PERCENT_BASES - _STORED
# Bases that are counted article by article; the others know the plan as a whole only.
_BY_ARTICLE = frozenset({"unit", "cbm", "kg", "carton", "pallet", "parcel", "cuft"})
_OF_ARTICLE = frozenset({"unit_kg", "unit_lb", "longest_cm", "longest_in", "price"})
_PARCEL = frozenset({"parcel"})
_COUNTED = _PLAIN | {"cbm_day", "pallet_day"}
_COUNTS_FOR: dict[str, frozenset[str]] = {
    "table": _PARCEL, "fees": _PARCEL, "over": _PARCEL, "surcharges": _PARCEL,
    "minimum_spend": frozenset({"month"}), "counts": frozenset({"month"}), "of": frozenset({"pct_of_stage"}),
    "kept": frozenset({"pct_of_sale"}), "recovered_after_days": frozenset({"pct_of_tax_base"}),
    "fixed": PERCENT_BASES, "qty_step": _COUNTED, "qty_min": _COUNTED, "quantity": _PLAIN | _STORED,
    "sizes": _BY_ARTICLE | _STORED, "tiers": (_PLAIN | _STORED | {"pct_of_sale"}) - {"cuft_month"},
    "density_kg_per_cbm": frozenset({"rt", "chargeable_kg"}), "divisor_cm_kg": frozenset({"chargeable_kg"}),
    "each": frozenset({"kg", "chargeable_kg"}), "weight": _PARCEL, "zone": _PARCEL, "snapshot": _STORED,
    "first_day_age": _STORED - {"cuft_month"}, "snapshot_day": frozenset({"cuft_snapshot"}),
}  # fmt: skip
_BLANK = ChargeTerms()
# Entries that say something of others: of steps, or of a carrier's table.
_GOES_WITH: dict[str, str] = {"mode": "tiers", "tier_by": "tiers", "weight": "table", "zone": "table"}
# What a border adds to the base of import tax: costs on the way to it and to the first place behind it.
_TAXED_STAGES = frozenset({"domestic", "headhaul", "insurance", "duty", "destination", "drayage", "transfer"})
_AGED, _ANY_AGE = ("age_days",), ("quantity", "age_days")
_TIERS_BY: dict[str, tuple[str, ...]] = {
    "cbm_day": _AGED, "cuft_snapshot": _AGED, "pallet_day": _ANY_AGE, "pct_of_sale": ("price",),
}  # fmt: skip
PARCEL = "parcel"  # how a surcharge names the price of the parcel itself


def fitting_problems(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """Report every entry of a charge that its basis does not know, and what its own entries rule out."""
    if terms.basis not in BASES:
        return
    for name, bases in _COUNTS_FOR.items():
        if terms.basis not in bases and _says(terms, name):
            yield _unused(f"{place}.{name}", name, terms)
    yield from _alone(terms, place)
    yield from _steps(terms, place)
    yield from _one_price(terms, place)
    yield from _whole(terms, place)
    yield from surcharge_problems(terms.surcharges, f"{place}.surcharges")


def _says(terms: ChargeTerms, name: str) -> bool:
    return bool(getattr(terms, name) != getattr(_BLANK, name))


def _alone(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """What tells of steps or of a carrier's table is of no use without them, nor is a tax base behind the border."""
    for name, other in _GOES_WITH.items():
        counts = terms.basis in _COUNTS_FOR.get(name, BASES)
        if counts and _says(terms, name) and not getattr(terms, other):
            yield _unused(f"{place}.{name}", name, terms, f"no_{other}")
    if terms.in_tax_base and terms.stage not in _TAXED_STAGES:
        yield _unused(f"{place}.in_tax_base", "in_tax_base", terms, "stage")


def _unused(place: str, name: str, terms: ChargeTerms, variant: str = "") -> Finding:
    return Finding("C80", Severity.ERROR, (place,), {"key": name, "basis": terms.basis or ""}, variant=variant)


def _steps(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """What decides the step must be known for the basis: a quantity, an age, or a measure of each article."""
    if not terms.tiers or terms.basis not in _COUNTS_FOR["tiers"]:
        return
    by, basis = terms.tier_by, terms.basis or ""
    allowed = _TIERS_BY.get(basis) or ("quantity", *(sorted(_OF_ARTICLE) if basis in _BY_ARTICLE else ()))
    if by is not None and by not in allowed:
        yield Finding("C11", Severity.ERROR, (f"{place}.tier_by",), {"found": by, "allowed": " / ".join(allowed)})
    if terms.mode == "slab" and by in _OF_ARTICLE and basis != "pct_of_sale":
        yield Finding("C11", Severity.ERROR, (f"{place}.mode",), {"found": "slab", "allowed": "step"})
    if basis != "cuft_snapshot" and any(tier.per_unit is not None for tier in terms.tiers):
        yield _unused(f"{place}.tiers", "per_unit", terms)


def _one_price(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """A charge has one price: a rate, steps, a carrier's table, fees by size, or a smallest sum a month."""
    forms = {
        "rate": terms.rate is not None,
        "tiers": bool(terms.tiers),
        "table": bool(terms.table),
        "fees": bool(terms.fees),
        "minimum_spend": terms.minimum_spend is not None,
    }
    stated = [name for name, is_stated in forms.items() if is_stated]
    if len(stated) > 1:
        yield Finding("C17", Severity.ERROR, (place,), {"first": stated[0], "second": stated[1]})
    if terms.surcharges and not (terms.table or terms.fees or terms.rate is not None):
        yield _unused(f"{place}.surcharges", "surcharges", terms)
    if terms.quantity is not None and (terms.table or terms.fees or (terms.basis in _STORED and terms.tiers)):
        yield _unused(f"{place}.quantity", "quantity", terms)
    if terms.basis == "pct_of_stage" and not terms.of:
        yield Finding("C13", Severity.ERROR, (f"{place}.of",), {"name": "of"})
    if terms.minimum_spend is not None and not terms.counts:
        yield Finding("C13", Severity.ERROR, (f"{place}.counts",), {"name": "counts"})


def _whole(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """A share by article needs a basis that is counted by article; an insurance premium adds nothing fixed."""
    if terms.per_sku and terms.basis in _PLAIN - _BY_ARTICLE:
        yield _unused(f"{place}.per_sku", "per_sku", terms)
    if terms.fixed is not None and terms.basis == "pct_of_cif" and terms.stage == "insurance":
        yield _unused(f"{place}.fixed", "fixed", terms)
    carried = bool(terms.table or terms.fees or terms.surcharges)
    if terms.factor != 1 and not (terms.basis == "parcel" and carried):
        yield _unused(f"{place}.rate_times", "rate_times", terms)
    if carried and (terms.qty_step is not None or terms.qty_min is not None):
        name = "qty_step" if terms.qty_step is not None else "qty_min"
        yield _unused(f"{place}.{name}", name, terms)


def surcharge_problems(surcharges: Sequence[Surcharge], place: str) -> Iterator[Finding]:
    """A surcharge has an amount or a percentage, and the percentage names parts that there are, none of itself."""
    known = {PARCEL, *(one.id for one in surcharges)}
    for one in surcharges:
        if one.flat is None and one.pct is None:
            yield Finding("C13", Severity.ERROR, (f"{place}.{one.id}.flat",), {"name": "flat / pct"})
        if one.pct is not None and not one.on:
            yield Finding("C13", Severity.ERROR, (f"{place}.{one.id}.on",), {"name": "on"})
        for name in one.on:
            if name not in known or _leads_to(surcharges, name, one.id):
                allowed = " / ".join(sorted(other for other in known if not _leads_to(surcharges, other, one.id)))
                values = {"found": shown(name), "allowed": allowed}
                yield Finding("C15", Severity.ERROR, (f"{place}.{one.id}.on",), values, variant="part")


def _leads_to(surcharges: Sequence[Surcharge], start: str, goal: str) -> bool:
    """Tell whether a part is, by way of what it is a percentage of, a share of `goal` or `goal` itself."""
    on, seen, waiting = {one.id: one.on for one in surcharges}, set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += on.get(name, ())
    return False
