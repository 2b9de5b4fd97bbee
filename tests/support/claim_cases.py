"""Small shipments whose claim can be computed by hand: a trader's, a producer's, and goods in an overseas warehouse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.refund.assess import RefundResult
from exporter_desk.refund.for_case import from_case
from exporter_desk.rules.typed_codes import normalise_codes
from exporter_desk.services.claims.company_claims import beside_all
from exporter_desk.services.claims.neighbours import assess_beside
from exporter_desk.services.desk import Desk

NUMBER = "400420260000123456"
TRADER: JsonObject = {
    "schema": "exporter-desk/case",
    "schema_version": 1,
    "id": "a" * 16,
    "number": "2026-101",
    "facts": {"declarant": "own_name"},
    "parties": [
        {
            "id": "pt1",
            "roles": ["seller"],
            "name_zh": "赣州某贸易有限公司",
            "uscc": "91360700MA0000218W",
            "taxpayer": "general",
            "kind": "trader",
            "customs_code": "3607960001",
        },
        {"id": "pt3", "roles": ["supplier"], "uscc": "91360700MA0000226P", "taxpayer": "general", "kind": "producer"},
    ],
    "terms": {"incoterm": "FOB", "currency": "USD", "contract_no": "C-1", "invoice_no": "INV-1"},
    "goods": [
        {"id": "g1", "name_zh": "餐椅", "hs": "9401690099", "qty": "100", "unit": "007", "unit_price": "10.00"},
        {"id": "g2", "name_zh": "餐桌", "hs": "9403609990", "qty": "50", "unit": "007", "unit_price": "20.00"},
    ],
    "choices": [{"what": "mode", "value": "0110"}],
    "tax": {
        "declarations": [{"id": "d1", "number": NUMBER, "export_date": "2026-03-12", "lines": ["g1", "g2"]}],
        "purchase_invoices": [
            {"id": "i2", "number": "20", "day": "2026-02-10", "supplier": "pt3", "goods": "g1", "name_zh": "餐椅",
             "unit": "007", "qty": "80", "amount": "4400.00", "rate": "0.13", "voucher": "vat_special"},
            {"id": "i1", "number": "10", "day": "2026-02-01", "supplier": "pt3", "goods": "g1", "name_zh": "餐椅",
             "unit": "007", "qty": "60", "amount": "3000.00", "rate": "0.13", "voucher": "vat_special"},
            {"id": "i3", "number": "30", "day": "2026-02-05", "supplier": "pt3", "goods": "g2", "name_zh": "餐桌",
             "unit": "007", "qty": "50", "amount": "5000.00", "rate": "0.13", "voucher": "vat_special"},
        ],
        "receipts": [
            {"id": "r1", "day": "2026-04-05", "amount": "1500.00", "currency": "USD", "payer": "B", "reference": "R"}
        ],
        "rate_rule": "first_of_month",
        "rates": [
            {"day": "2026-03-01", "currency": "USD", "cny": "7.1000"},
            {"day": "2026-04-05", "currency": "USD", "cny": "7.0900"},
        ],
        "sale_date": "2026-03-12",
        "claim_period": "202604",
        "claim_batch": "001",
        "claim_date": "2026-04-10",
        "lines": [
            {"id": "g1", "refund_rate": "0.13", "vat_rate": "0.13"},
            {"id": "g2", "refund_rate": "0.13", "vat_rate": "0.13"},
        ],
    },
}  # fmt: skip


def trader(**tax: object) -> Case:
    """The trader's shipment with other records in its tax file; None takes one away."""
    return made(TRADER, tax)


def producer(number: str = "2026-201", **tax: object) -> Case:
    """A producer with 13 % tax and 9 % refund: per line BDM 284.00 and MDT 639.00."""
    data = deepcopy(TRADER)
    data |= {"number": number, "id": (number[-1] * 16)}
    seller = data["parties"][0]  # type: ignore[index,call-overload] # plain JSON
    seller["kind"] = "producer"  # type: ignore[index,call-overload] # plain JSON
    lines = [{"id": one, "refund_rate": "0.09", "vat_rate": "0.13", "made": "own"} for one in ("g1", "g2")]
    vat = {"period": "202604", "filed": True, "output_tax": "500.00", "input_tax": "2000.00", "previous_credit": "0.00"}
    return made(data, {"purchase_invoices": None, "lines": lines, "vat": vat, **tax})


def warehouse(**tax: object) -> Case:
    """The trader's first line sent to an overseas warehouse, 30 of 100 sold when it is claimed."""
    data = deepcopy(TRADER)
    data["choices"] = [{"what": "mode", "value": "9810"}]
    lines = [
        {"id": "g1", "refund_rate": "0.13", "vat_rate": "0.13", "sold_qty": "30"},
        {"id": "g2", "refund_rate": "0.13", "vat_rate": "0.13", "sold_qty": "0"},
    ]
    return made(data, {"lines": lines, **tax})


def made(data: JsonObject, tax: Mapping[str, object]) -> Case:
    """Read a case after changing its tax file."""
    changed = deepcopy(data)
    file = {**changed["tax"], **tax}  # type: ignore[dict-item] # plain JSON
    changed["tax"] = {key: value for key, value in file.items() if value is not None}
    return case_json.load(json.dumps(changed))


def file_beside(case: Case, company: Sequence[Case], desk: Desk, day: date) -> RefundResult:
    """Return what the file of one shipment says beside the others of its company."""
    coded = normalise_codes(case, desk.codes)
    return assess_beside(from_case(coded), coded, desk, day, beside_all(lambda: company, desk)(coded, day))
