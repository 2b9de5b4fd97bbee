"""Paths of the refund input as places of a whole case, so that a finding leads to the field that a person filled."""

from __future__ import annotations

from dataclasses import fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.tax import TaxFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exporter_desk.domain.finding import Finding
    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.refund.quantity import Quantity

_LINE_FIELDS = {"amount": "unit_price"}
_ELSEWHERE = {
    "declaration": "tax.declarations",
    "certificate": "tax.declarations",
    "exported": "tax.declarations",
    "item": "tax.declarations",
}
_NOTED = frozenset(
    {"refund_rate", "vat_rate", "made", "zero_flag", "library_code", "link", "sold_qty", "reversal", "fob_cny"}
)
_WHOLE = {
    "dates.export": "facts.export_date",
    "dates.noted": "facts.export_date",
    "dates.departed": "route.departed",
    "dates.claim": "tax.claim_date",
    "dates.sale": "tax.sale_date",
    "dates.contract_final": "tax.contract_final",
    "dates.pre_refund_done": "tax.pre_refunds",
    "dates.warehouse_sale": "tax.warehouse_sales",
    "rate_rule": "tax.rate_rule",
    "terms.gross_kg": "packages",
    "terms.other_charges_side": "facts.other_charges_side",
    "invoices": "tax.purchase_invoices",
    "declarations": "tax.declarations",
    "receipts": "tax.receipts",
    "pre_refunds": "tax.pre_refunds",
    "warehouse_sales": "tax.warehouse_sales",
    "lines": "goods",
    "taxpayer": "facts.seller_taxpayer",
    "kind": "facts.seller_kind",
    "taxpayer.name": "parties",
    "taxpayer.taxpayer": "facts.seller_taxpayer",
    "taxpayer.kind": "facts.seller_kind",
    "voucher": "facts.voucher",
    "own_name": "facts.declarant",
    "state.own_name": "facts.declarant",
    "entry": "facts.proposed_channel",
    "departed": "route.departed",
    "mode": "facts.proposed_mode",
    "proposed": "facts.proposed_mode",
    "export_date": "facts.export_date",
    "channel": "tax.channel",
    "industry": "facts.pack",
    "deal_term": "terms.incoterm",
    "made": "tax.lines",
    "endangered": "facts.endangered_species",
    "rate_zero": "goods",
    "produce": "goods",
    "zero_flag": "tax.lines",
    "vat": "tax.vat",
    "policy": "tax",
}
_LISTS = frozenset(
    f"tax.{name}"
    for name in ("declarations", "purchase_invoices", "receipts", "rates", "pre_refunds", "warehouse_sales", "lines")
)
_ITEMS = "lines"
_ON_DECLARATION = {
    "declaration": "number",
    "certificate": "agent_certificate",
    "exported": "export_date",
    "item": _ITEMS,
}
_MATERIAL = ("amount", "vat_rate", "refund_rate")
Moved: TypeAlias = "Mapping[str, tuple[str, ...]]"
NOWHERE: Moved = MappingProxyType({})
# A part of a place that stands for each entry of a list.
EACH = "*"
_COMPUTED = {
    "terms.gross_kg": ("packages.*.gross_kg", "packages.*.from", "packages.*.to"),
    "dates.export": ("facts.export_date", "tax.declarations.*.export_date"),
    "lines.*.exported": ("tax.declarations.*.export_date",),
}
_ANSWERS = frozenset(item.name for item in fields(TaxFile))
_HEADS = {
    "invoices": "tax.purchase_invoices",
    "declarations": "tax.declarations",
    "receipts": "tax.receipts",
    "pre_refunds": "tax.pre_refunds",
    "warehouse_sales": "tax.warehouse_sales",
    "vat": "tax.vat",
    "rates": "tax.rates",
    "terms": "terms",
    "noted": "tax.lines",
    "lines": "goods",
}


def typed_instead(source: RefundInput) -> dict[str, str]:
    """Return which input a person types in place of another: the rule of what is asked first in a case.

    An amount is the price times the quantity: where the quantity is not known, that is what it waits for. Without a
    code nobody can look a rate up, so the code is asked first.
    """
    first = {f"lines.{line.id}.amount": f"lines.{line.id}.qty" for line in source.lines if line.qty is None}
    bare = [f"lines.{line.id}" for line in source.lines if not line.hs]
    return first | {f"{line}.{rate}": f"{line}.hs" for line in bare for rate in ("refund_rate", "vat_rate")}


def exact_places(source: RefundInput) -> dict[str, tuple[str, ...]]:
    """Return where a case keeps what else is only known by its list: on the declaration of a line, in a dated record.

    A line that no declaration lists is asked of those that list none, else of the last one.
    """
    found = _places_of_days(source)
    for at, material in enumerate(source.vat.exempt_material):
        if material.id is not None:
            head = f"vat.exempt_material.{at}"
            found |= {f"{head}.{name}": (f"tax.exempt_material.{material.id}.{name}",) for name in _MATERIAL}
    listed: dict[str, list[str]] = {}
    for one in source.declarations:
        for goods in one.lines:
            listed.setdefault(goods, []).append(f"tax.declarations.{one.id}")
    blank = [f"tax.declarations.{one.id}" for one in source.declarations if not one.lines]
    last = [f"tax.declarations.{one.id}.{_ITEMS}" for one in source.declarations[-1:]]
    asked = tuple(f"{one}.{_ITEMS}" for one in blank) or tuple(last)
    only = blank if len(blank) == 1 else []
    for line in source.lines if source.declarations else ():
        own = listed.get(line.id)
        found |= _places_on(line.id, own or only, () if own else asked)
    return found


def _places_on(line: str, on: Sequence[str], asked: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the places of a line `on` its declarations; what nobody can say there yet is `asked` as their goods."""
    found = dict.fromkeys((f"lines.{line}.{name}" for name in _ELSEWHERE), asked) if asked else {}
    fields = {name: at for name, at in _ON_DECLARATION.items() if not asked or at not in ("number", _ITEMS)}
    return found | {f"lines.{line}.{name}": tuple(f"{one}.{at}" for one in on) for name, at in fields.items() if on}


def _places_of_days(source: RefundInput) -> dict[str, tuple[str, ...]]:
    """Return the records that the day of the pre-refund and of the sale abroad are taken from."""
    days = source.dates
    done = [f"tax.pre_refunds.{one.id}.done" for one in source.pre_refunds if one.done == days.pre_refund_done]
    sold = [f"tax.warehouse_sales.{one.id}.day" for one in source.warehouse_sales if one.day == days.warehouse_sale]
    named = (("dates.pre_refund_done", done), ("dates.warehouse_sale", sold))
    return {path: tuple(places) for path, places in named if places}


def case_place(path: str) -> str:
    """Return where a case keeps what the refund input calls `path`; the path itself where a case has no field."""
    if path in _WHOLE:
        return _WHOLE[path]
    head, _, rest = path.partition(".")
    if head == "rates":
        return f"tax.{path}" if rest[:1].isdecimal() else _HEADS[head]
    if head == "lines":
        return _place_of_line(rest)
    if path.startswith("vat.exempt_material"):
        return "tax.exempt_material"
    if head in _HEADS and rest:
        return f"{_HEADS[head]}.{rest}"
    answer = rest if head in {"state", "taxpayer"} else path
    return f"tax.{answer}" if answer in _ANSWERS else path


def _place_of_line(rest: str) -> str:
    identifier, _, field = rest.partition(".")
    if field in _ELSEWHERE:
        return _ELSEWHERE[field]
    if field == "settled_rate":
        field = "fob_cny"  # where a settled value is typed
    if field in _NOTED:
        return f"tax.lines.{identifier}.{field}"
    return f"goods.{identifier}.{_LINE_FIELDS.get(field, field)}" if field else f"goods.{identifier}"


def used_places(path: str) -> tuple[str, ...]:
    """Return every place of a case that goes into what the refund input calls `path`; `*` stands for each of a list.

    An amount is computed from price and quantity, the gross weight from all packages.
    """
    head, _, rest = path.partition(".")
    identifier, _, field = rest.partition(".")
    if head == "lines" and field == "amount":
        return (f"goods.{identifier}.qty", f"goods.{identifier}.unit_price")
    if head == "lines" and field == "sold_qty":
        return (f"tax.lines.{identifier}.sold_qty", "facts.sold_share", f"goods.{identifier}.qty")
    if head == "rates":
        return (f"tax.{path}",)
    return _COMPUTED.get(path) or (case_place(path),)


def _inputs(paths: Iterable[str]) -> tuple[str, ...]:
    """Return what a figure was computed from by the places of a case; where a place of a row is known, not the list."""
    found = dict.fromkeys(place for path in paths for place in (_exact(path) or (case_place(path),)))
    holders = {place[:at] for place in found for at, sign in enumerate(place) if sign == "."}
    return tuple(one for one in found if one not in holders)


def _exact(path: str) -> tuple[str, ...]:
    head, _, rest = path.partition(".")
    precise = path.endswith(".amount") if head == "lines" else head == "rates" and rest[:1].isdecimal()
    return used_places(path) if precise else ()


def case_places(paths: Iterable[str], moved: Moved = NOWHERE) -> tuple[str, ...]:
    """Return the places of several paths, each once; `moved` puts other places in the place of a path or place."""
    found = (place for path in paths for place in moved.get(path) or (case_place(path),))
    return _exact_first(dict.fromkeys(other for place in found for other in moved.get(place, (place,))))


def _exact_first(places: Iterable[str]) -> tuple[str, ...]:
    """Return the places with a list of records behind the fields of its records: a jump goes to the first place."""
    listed = [place for place in places if place in _LISTS]
    if not listed:
        return tuple(places)
    exact = [place for place in places if place not in listed]
    below = {place for place in listed if any(one.startswith(f"{place}.") for one in exact)}
    return (*(place for place in places if place not in below), *(place for place in listed if place in below))


def finding_in_case(finding: Finding, moved: Moved = NOWHERE) -> Finding:
    """Return the finding with the places of a case."""
    return replace(finding, places=case_places(finding.places, moved))


def deadline_in_case(deadline: Deadline) -> Deadline:
    """Return the deadline waiting for places of a case."""
    return replace(deadline, missing=case_places(deadline.missing))


def quantity_in_case(quantity: Quantity, moved: Moved = NOWHERE) -> Quantity:
    """Return the figure with inputs and missing values named by the places of a case."""
    trace = quantity.trace
    renamed = replace(trace, inputs=_inputs(trace.inputs), missing=case_places(trace.missing, moved))
    return replace(quantity, trace=renamed, assumed=case_places(quantity.assumed))
