"""What an estimate reads of a shipment, without the people in it: a saved estimate goes to others as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json
from exporter_desk.domain.parties import Party

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.domain.tax import TaxFile


def nameless(given: JsonObject) -> JsonObject:
    """Return a case as JSON with what decides its costs and its refund; a plan that is no case comes back as it is.

    A saved estimate can be estimated again: what a party is stays (its part, its country, how it is taxed), who it is
    and how to reach it does not. Raises CaseRefusedError for an unreadable case.
    """
    if given.keys() - set(case_json.KEYS):
        return given
    case = case_json.from_object(given)
    bare = replace(
        case,
        parties=tuple(_of_its_kind(one) for one in case.parties),
        choices=tuple(replace(one, by=None) for one in case.choices),
        tax=_without_names(case.tax),
        attachments=(),
        drafts={},
        note=None,
        origins={path: origin for path, origin in case.origins.items() if not path.startswith("parties.")},
    )
    return case_json.to_object(bare)


def _of_its_kind(one: Party) -> Party:
    return Party(
        id=one.id,
        roles=one.roles,
        country=one.country,
        taxpayer=one.taxpayer,
        kind=one.kind,
        tax_refund_method=one.tax_refund_method,
        relation=one.relation,
    )


def _without_names(tax: TaxFile) -> TaxFile:
    return replace(
        tax,
        receipts=tuple(replace(one, payer=None) for one in tax.receipts),
        papers=tuple(replace(one, place=None, note=None) for one in tax.papers),
    )
