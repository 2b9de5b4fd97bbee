"""Findings of a case lead to its own fields, and estimates spread through what is computed from them."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from exporter_desk.domain import tax
from exporter_desk.refund import inputs, scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.places import case_place, case_places
from exporter_desk.refund.questions import refund_questions
from tests.support.refund_book import book, checklists

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("lines.g1.amount", "goods.g1.unit_price"),
        ("lines.g1.refund_rate", "tax.lines.g1.refund_rate"),
        ("lines.g1.vat_rate", "tax.lines.g1.vat_rate"),
        ("lines.g1.name_zh", "goods.g1.name_zh"),
        ("lines.g1.declaration", "tax.declarations"),
        ("lines.g1.sold_qty", "tax.lines.g1.sold_qty"),
        ("lines.g1.item", "tax.declarations"),
        ("lines.g1.link", "tax.lines.g1.link"),
        ("taxpayer.name", "parties"),
        ("state.declared", "tax.declared"),
        ("vat.output_has_deemed", "tax.vat.output_has_deemed"),
        ("claim_period", "tax.claim_period"),
        ("lines.g1", "goods.g1"),
        ("invoices.v1.voucher", "tax.purchase_invoices.v1.voucher"),
        ("terms.freight", "terms.freight"),
        ("rates.USD.2026-05-01", "tax.rates"),
        ("dates.export", "facts.export_date"),
        ("kind", "facts.seller_kind"),
        ("vat.input_tax", "tax.vat.input_tax"),
        ("vat.exempt_material.0.amount", "tax.exempt_material"),
        ("state.exchange", "tax.exchange"),
        ("false_papers", "tax.false_papers"),
        ("taxpayer.small_profit", "tax.small_profit"),
        ("lines.g1.made", "tax.lines.g1.made"),
        ("pre_refunds.pr1.qty", "tax.pre_refunds.pr1.qty"),
        ("channel", "tax.channel"),
    ],
)
def test_input_paths_and_places_of_a_case(path: str, place: str) -> None:
    assert case_place(path) == place


def result_of(**origins: str) -> RefundResult:
    data: dict[str, Any] = {
        "schema": "exporter-desk/case",
        "terms": {"incoterm": "CFR", "currency": "CNY", "freight": {"amount": "100", "currency": "CNY"}},
        "goods": [{"id": "g1", "hs": "9403609990", "qty": "10", "unit_price": "50"}],
        "origins": {path.replace("_of_", "."): {"kind": kind} for path, kind in origins.items()},
    }
    return assess(scenario.load(json.dumps(data)).source, book(), DAY)


AGENT = {"channel": "agent"}
BLANK = {"declarations": [{"id": "d1", "number": "531620260160000017"}]}
TWO_BLANK = {"declarations": [{"id": one, "number": f"53162026016000001{one[1]}"} for one in ("d1", "d2")]}
LISTED = {"declarations": [{"id": "d1", "number": "531620260160000017", "lines": ["g1"]}]}


@pytest.mark.parametrize(
    ("tax_file", "place"),
    [
        (AGENT, "tax.declarations"),
        (AGENT | BLANK, "tax.declarations.d1.agent_certificate"),
        (AGENT | LISTED, "tax.declarations.d1.agent_certificate"),
        (AGENT | TWO_BLANK, "tax.declarations.d1.lines"),
    ],
)
def test_a_missing_certificate_is_asked_on_the_declaration_of_the_line(tax_file: dict[str, Any], place: str) -> None:
    assert first_place("T57", tax=tax_file) == place


@pytest.mark.parametrize(("kind", "code"), [({"amount": "-5"}, "T04"), ({"amount": "5", "vat_rate": "13"}, "T02")])
def test_exempt_material_leads_to_its_row(kind: dict[str, str], code: str) -> None:
    found = first_place(code, tax={"exempt_material": [{"id": "m1", "amount": "5"}, {"id": "m2", **kind}]})
    assert found.startswith("tax.exempt_material.m2.")


def test_an_open_mark_of_a_rate_of_zero_is_asked_on_its_line() -> None:
    lines = [{"id": "g1", "refund_rate": "0", "vat_rate": "0.13"}]
    assert first_place("T40", tax={"lines": lines}) == "tax.lines.g1.zero_flag"


def test_a_list_stands_behind_the_fields_of_its_records() -> None:
    assert case_places(["receipts", "lines", "receipts.r1.amount", "rates.0.cny", "rates.USD.2026-05-01"]) == (
        "goods", "tax.receipts.r1.amount", "tax.rates.0.cny", "tax.receipts", "tax.rates",
    )  # fmt: skip
    assert case_places(["warehouse_sales", "pre_refunds.p1.qty"]) == ("tax.warehouse_sales", "tax.pre_refunds.p1.qty")


def first_place(code: str, tax: dict[str, Any]) -> str:
    data: dict[str, Any] = {
        "schema": "exporter-desk/case",
        "facts": {"seller_kind": "producer", "seller_taxpayer": "general"},
        "terms": {"incoterm": "FOB", "currency": "CNY"},
        "goods": [{"id": "g1", "hs": "9403609990", "qty": "10", "unit_price": "50"}],
        "tax": tax,
    }
    found = assess(scenario.load(json.dumps(data)).source, book(), DAY).findings
    return next(one.places[0] for one in found if one.code == code)


def test_findings_of_a_case_name_its_fields() -> None:
    places = {finding.code: finding.places for finding in result_of().findings}
    assert places["T20"] == ("tax.lines.g1.refund_rate", "goods.g1.hs")
    assert result_of().deadlines[0].missing == ("facts.export_date",)


def of_a_trader(hs: str | None) -> RefundResult:
    data: dict[str, Any] = {
        "schema": "exporter-desk/case",
        "facts": {"seller_kind": "trader", "seller_taxpayer": "general"},
        "terms": {"incoterm": "FOB", "currency": "CNY"},
        "goods": [{"id": one, "hs": hs, "qty": "10", "unit": "011", "unit_price": "50"} for one in ("g1", "g2")],
        "tax": {
            "lines": [{"id": "g1", "refund_rate": "0.13", "vat_rate": "0.13"}],
            "purchase_invoices": [
                {
                    "id": f"v{one}",
                    "number": one,
                    "goods": f"g{one}",
                    "qty": "10",
                    "unit": "011",
                    "amount": "400",
                    "rate": "0.13",
                    "voucher": "vat_special",
                }
                for one in ("1", "2")
            ],
        },
    }
    return assess(scenario.load(json.dumps(data)).source, book(), DAY)


@pytest.mark.parametrize(("hs", "place"), [("9403609990", "tax.lines.g2.refund_rate"), (None, "goods.g2.hs")])
def test_a_missing_rate_is_asked_where_it_is_typed_and_a_code_before_it(hs: str | None, place: str) -> None:
    result = of_a_trader(hs)
    places = {finding.code: finding.places for finding in result.findings}
    assert (places["T40"], places["T52"]) == ((place,), (place,))
    asked = [one.path for one in refund_questions(result, checklists()) if "amount" in one.decides]
    assert asked == [place]


def test_an_estimated_freight_makes_fob_an_estimate() -> None:
    figures = {one.symbol: one.trace.estimated for one in result_of(terms_of_freight="estimated").quantities}
    assert (figures["FREIGHT"], figures["FOB"], figures["FOB_CNY"]) == (True, True, True)
    assert figures["REFUND_RATE"] is False


def test_typed_and_imported_values_are_no_estimates() -> None:
    figures = result_of(terms_of_freight="imported").quantities
    assert not any(one.trace.estimated for one in figures)


@pytest.mark.parametrize(
    ("path", "zh"),
    [("voucher", "进货凭证"), ("invoices.7.rate", "发票税率"), ("rates.USD.2026-05-01", "汇率"), ("odd", "odd")],
)
def test_inputs_have_names_for_sentences(path: str, zh: str) -> None:
    assert checklists().place_name(path).zh == zh


RECORDS: dict[str, type] = {
    "lines.x": inputs.Line,
    "invoices.x": inputs.Invoice,
    "rates.x": tax.Rate,
    "receipts.x": tax.Receipt,
    "pre_refunds.x": tax.PreRefund,
    "warehouse_sales.x": tax.WarehouseSale,
    "taxpayer": inputs.Taxpayer,
    "terms": inputs.Deal,
    "dates": inputs.Dates,
    "vat": inputs.VatPeriod,
    "vat.domestic_sales.0": inputs.TaxedAmount,
    "vat.exempt_material.0": inputs.TaxedAmount,
    "state": inputs.ExportState,
    "": inputs.RefundInput,
}
# These are no inputs that a person fills in.
OF_THE_FILE = {"id", "schema", "schema_version", "estimated", "unknown"}


def _inputs() -> list[str]:
    heads = [head for head in RECORDS if head]
    found = [f"{head}.{item.name}".lstrip(".") for head, kind in RECORDS.items() for item in fields(kind)]
    return [*heads, *(path for path in found if path.rpartition(".")[2] not in OF_THE_FILE)]


@pytest.mark.parametrize("path", _inputs())
def test_no_input_is_called_by_its_path(path: str) -> None:
    name = checklists().place_name(path)
    assert name.zh != path
    assert not re.search(r"[a-z]", name.zh)
    assert not re.search(r"[_.*]", name.en)
