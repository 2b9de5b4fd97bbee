"""Paths of the refund input as places of a whole case, so that a finding leads to the field that a person filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.finding import Finding
    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.quantity import Quantity

_LINE_FIELDS = {"amount": "unit_price", "refund_rate": "hs", "vat_rate": "hs", "made": "supplier"}
_ELSEWHERE = {"declaration": "tax.declarations", "sold_qty": "facts.sold_share"}
_WHOLE = {
    "dates.export": "facts.export_date",
    "dates.departed": "route.departed",
    "dates.claim": "tax.claim_date",
    "dates.sale": "tax.declarations",
    "rate_rule": "tax.rate_rule",
    "terms.gross_kg": "packages",
    "invoices": "tax.purchase_invoices",
    "lines": "goods",
    "taxpayer": "facts.seller_taxpayer",
    "kind": "facts.seller_kind",
    "taxpayer.taxpayer": "facts.seller_taxpayer",
    "taxpayer.kind": "facts.seller_kind",
    "voucher": "facts.voucher",
    "own_name": "facts.declarant",
    "state.own_name": "facts.declarant",
    "departed": "route.departed",
    "mode": "facts.proposed_mode",
    "export_date": "facts.export_date",
    "channel": "facts.declarant",
    "industry": "facts.pack",
    "deal_term": "terms.incoterm",
    "exchange": "tax.receipts",
    "rate_zero": "goods",
    "zero_flag": "goods",
}
_HEADS = {"invoices": "tax.purchase_invoices", "rates": "tax.rates", "terms": "terms", "lines": "goods"}


def case_place(path: str) -> str:
    """Return where a case keeps what the refund input calls `path`; the path itself where a case has no field."""
    if path in _WHOLE:
        return _WHOLE[path]
    head, _, rest = path.partition(".")
    if head == "rates":
        return _HEADS[head]
    if head == "lines":
        identifier, _, field = rest.partition(".")
        if field in _ELSEWHERE:
            return _ELSEWHERE[field]
        return f"goods.{identifier}.{_LINE_FIELDS.get(field, field)}" if field else f"goods.{identifier}"
    return f"{_HEADS[head]}.{rest}" if head in _HEADS and rest else path


def case_places(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the places of several paths, each once."""
    return tuple(dict.fromkeys(case_place(path) for path in paths))


def finding_in_case(finding: Finding) -> Finding:
    """Return the finding with the places of a case."""
    return replace(finding, places=case_places(finding.places))


def deadline_in_case(deadline: Deadline) -> Deadline:
    """Return the deadline waiting for places of a case."""
    return replace(deadline, missing=case_places(deadline.missing))


def quantity_in_case(quantity: Quantity) -> Quantity:
    """Return the figure with inputs and missing values named by the places of a case."""
    trace = quantity.trace
    moved = replace(trace, inputs=case_places(trace.inputs), missing=case_places(trace.missing))
    return replace(quantity, trace=moved)
