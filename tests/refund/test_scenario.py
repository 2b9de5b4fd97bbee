"""Reading the input: a small object or a whole case, strict, every problem with its place."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.record import keys_of
from exporter_desk.refund import inputs, scenario
from exporter_desk.refund.assess import assess
from exporter_desk.refund.billing import joined
from exporter_desk.system import resources
from tests.support.refund_book import book, texts


def refused(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(CaseRefusedError) as caught:
        scenario.load(json.dumps(data))
    for finding in caught.value.findings:
        texts().render(finding, {})
    return [(finding.code, finding.places[0]) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"lines": [{"amount": 1.5}]}, ("D04", "lines.1.amount")),
        ({"lines": [{"amounts": "1"}]}, ("D02", "lines.1.amounts")),
        ({"lines": [{"amount": "12O"}]}, ("D05", "lines.1.amount")),
        ({"taxpayer": {"kind": "factory"}, "lines": []}, ("T01", "taxpayer.kind")),
        ({"dates": {"export": "2026-02-30"}}, ("D06", "dates.export")),
        ({"schema": "other", "lines": []}, ("D12", "schema")),
        ({"rate_rule": "weekly", "lines": []}, ("T01", "rate_rule")),
    ],
)
def test_problems_are_refused_with_their_place(data: dict[str, Any], problem: tuple[str, str]) -> None:
    assert refused(data) == [problem]


def test_all_problems_are_reported_together() -> None:
    found = refused({"lines": [{"vat_rate": "x", "qty": 1.5}]})
    assert sorted(found) == [("D04", "lines.1.qty"), ("D05", "lines.1.vat_rate")]


def test_null_is_unknown() -> None:
    source = scenario.load('{"lines": [{"vat_rate": null}], "taxpayer": {"kind": null}}').source
    assert (source.taxpayer.kind, source.lines[0].vat_rate) == (None, None)


CASE: dict[str, Any] = {
    "schema": "exporter-desk/case",
    "schema_version": 1,
    "facts": {"pack": "apparel", "declarant": "own_name", "seller_kind": "trader", "export_date": "2026-01-01"},
    "parties": [
        {"id": "pt1", "roles": ["seller"], "taxpayer": "general", "kind": "trader"},
        {"id": "pt2", "roles": ["supplier"], "taxpayer": "general"},
    ],
    "terms": {"incoterm": "FOB", "currency": "USD"},
    "goods": [
        {
            "id": "g1",
            "hs": "6109100021",
            "qty": "500",
            "unit": "011",
            "qty2": "120",
            "unit2": "035",
            "unit_price": "4.25",
        }
    ],
    "packages": [{"id": "p1", "from": 1, "to": 10, "gross_kg": "13.5"}],
    "choices": [{"what": "mode", "value": "9710"}],
    "tax": {
        "declarations": [{"id": "d1", "number": "310120260123456789", "export_date": "2026-05-20", "lines": ["g1"]}],
        "purchase_invoices": [
            {
                "id": "v1",
                "goods": "g1",
                "supplier": "pt2",
                "unit": "035",
                "qty": "120",
                "amount": "10000.00",
                "rate": "0.13",
                "voucher": "vat_special",
            }
        ],
        "rate_rule": "day",
        "rates": [{"day": "2026-05-20", "currency": "USD", "cny": "7.10"}],
        "claim_date": "2026-06-10",
    },
}


def test_a_whole_case_is_read() -> None:
    read = scenario.load(json.dumps(CASE))
    line = read.source.lines[0]
    assert read.case is not None
    assert (line.amount, line.unit, line.qty, line.item) == (D("2125.00"), "011", D(500), 1)
    billed = joined(read.source).lines[0]
    assert (billed.unit, billed.qty) == ("035", D(120))
    assert (read.source.mode, read.source.industry) == ("9710", "apparel")
    assert read.source.terms.gross_kg == D("135.0")
    assert read.source.dates == inputs.Dates(export=date(2026, 5, 20), noted=date(2026, 1, 1), claim=date(2026, 6, 10))
    assert read.source.invoices[0].supplier_taxpayer == "general"


def test_a_whole_case_is_assessed() -> None:
    result = assess(scenario.load(json.dumps(CASE)).source, book(), date(2026, 6, 10))
    figures = {one.symbol: one.value for one in result.quantities if not one.line}
    assert figures["FOB_CNY"] == D("15087.50")  # 2,125.00 × 7.10
    assert (result.policy.result, result.rates["g1"].refund.value) == ("to_confirm", None)  # no rate in the empty table
    assert {"T20", "T40", "T52"} <= {finding.code for finding in result.findings}


def test_of_several_declarations_the_first_day_counts() -> None:
    case = json.loads(json.dumps(CASE))
    case["tax"]["declarations"].append({"id": "d2", "export_date": "2026-05-19"})
    assert scenario.load(json.dumps(case)).source.dates.export == date(2026, 5, 19)


def test_an_empty_case_misses_everything_and_breaks_nothing() -> None:
    result = assess(scenario.load('{"schema": "exporter-desk/case"}').source, book(), date(2026, 6, 1))
    assert result.policy.result == "to_confirm"
    assert [one.value for one in result.quantities if one.symbol == "REFUND"] == [None]


def test_an_unreadable_typed_export_day_is_unknown() -> None:
    case = {"schema": "exporter-desk/case", "facts": {"export_date": "soon"}}
    assert scenario.load(json.dumps(case)).source.dates.export is None


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (inputs.RefundInput, ()),
        (inputs.Taxpayer, ("taxpayer",)),
        (inputs.Dates, ("dates",)),
        (inputs.VatPeriod, ("vat",)),
    ],
)
def test_the_schema_names_the_same_keys(kind: type, place: tuple[str, ...]) -> None:
    node = json.loads(resources.read_text("schemas/refund_input.json"))
    for key in place:
        node = node["properties"][key]
    assert set(node["properties"]) == set(keys_of(kind))


def test_the_schema_allows_the_same_words() -> None:
    node = json.loads(resources.read_text("schemas/refund_input.json"))["properties"]
    assert tuple(node["taxpayer"]["properties"]["kind"]["enum"][:-1]) == scenario.ALLOWED["kind"]
    assert tuple(node["invoices"]["items"]["properties"]["voucher"]["enum"][:-1]) == scenario.ALLOWED["voucher"]


@pytest.mark.parametrize(("share", "sold"), [("0.5", D(250)), ("0", D(0)), ("0.333", None), ("2", None), (None, None)])
def test_the_sold_share_counts_only_as_a_whole_quantity(share: str | None, sold: D | None) -> None:
    case = {**CASE, "facts": {**CASE["facts"], "sold_share": share}}
    assert scenario.load(json.dumps(case)).source.lines[0].sold_qty == sold
