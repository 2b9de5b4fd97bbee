"""A case as JSON: what goes out comes back, and nothing unreadable is let in."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import jsonschema
import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_schema import case_schema
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.domain.origin import OriginKind

WHOLE = """{"schema": "exporter-desk/case", "schema_version": 1,
 "id": "9f00000000000000", "number": "2026-014", "day": "2026-11-25",
 "facts": {"pack": "furniture", "want_refund": true, "licence": null, "ticket_cny": 500, "asked_for": ["a", "b"]},
 "parties": [{"id": "pt1", "roles": ["seller"], "name_zh": "赣垚堃䶮㐂", "country": "CN"}],
 "terms": {"incoterm": "CIF", "freight": {"amount": "1850.00", "currency": "USD"}, "insurance": null},
 "goods": [{"id": "g1", "hs": "9403609990", "elements": ["0", "0"], "qty": "60", "unit": "011"}],
 "packages": [{"id": "p1", "from": 1, "to": 60, "contents": {"g1": "1"}, "gross_kg": "20.10",
   "size_cm": ["150", "90", "20"]}],
 "route": {"vessel": null, "containers": [{"kind": "40HQ", "number": null}], "marks": ["R.H."]},
 "tax": {"rates": [{"day": "2026-11-01", "currency": "USD", "cny": "7.0987"}]},
 "estimate": {"fx": {"USD": "7.10"}}, "drafts": {"goods.g1.net_kg": "48O"},
 "choices": [{"what": "mode", "value": "9710"}], "origins": {"packages.p1.gross_kg": {"kind": "estimated"}}}"""


def test_a_whole_case_reads_and_writes_back_unchanged() -> None:
    case = case_json.load(WHOLE)
    assert case_json.load(case_json.dump(case)) == case
    assert case.goods[0].qty == D(60)
    assert case.packages[0].gross_kg == D("20.10")
    assert case.facts["ticket_cny"] == "500"


def test_null_means_asked_and_not_known() -> None:
    case = case_json.load(WHOLE)
    assert case.not_known == {"facts.licence", "terms.insurance", "route.vessel", "route.containers.0.number"}
    assert json.loads(case_json.dump(case))["facts"]["licence"] is None


def test_origins_mark_estimates() -> None:
    case = case_json.load(WHOLE)
    assert case.is_estimated("packages.p1.gross_kg")
    assert case.origins["packages.p1.gross_kg"].kind is OriginKind.ESTIMATED


def test_the_published_schema_describes_what_is_written() -> None:
    jsonschema.Draft202012Validator.check_schema(case_schema())
    for text in (WHOLE, case_json.dump(case_json.load(WHOLE)), "{}"):
        jsonschema.validate(json.loads(text), case_schema())


@pytest.mark.parametrize(
    "text",
    [
        *("１２．３４５６", "12.3456", "－3", " ￥ 1，234。50 ", "1 200", "$5", ".5", "5.", "+7", "12,345.6"),
        *("١٠", "12²", "⒈5", "1,23", "1e5", "", "-", ".", "--1", "12 USD", "一"),
    ],
)
def test_the_published_schema_takes_the_numbers_that_are_read(text: str) -> None:
    data: JsonObject = {"goods": [{"id": "g1", "unit_price": text}]}
    taken = jsonschema.Draft202012Validator(case_schema()).is_valid(data)
    assert taken is (parse_decimal(text) is not None)


def test_a_file_of_shipments_is_called_what_it_is() -> None:
    with pytest.raises(case_json.CaseRefusedError) as caught:
        case_json.load(b"SQLite format 3\0\x10\x00\xff")
    assert [(one.code, one.variant) for one in caught.value.findings] == [("D01", "own")]


def test_an_empty_case_is_only_its_head() -> None:
    assert case_json.to_object(Case()) == {"schema": "exporter-desk/case", "schema_version": 1}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"id": "../../etc/passwd"}', "D03", "id"),
        ('{"id": "9F00000000000000"}', "D03", "id"),
        ("{", "D01", None),
        ("[" * 200_000, "D01", None),
        ('{"a": 1, "a": 2}', "D01", None),
        ("[]", "D03", ""),
        ('{"colour": "red"}', "D02", "colour"),
        ('{"goods": [{"id": "g1", "colour": "red"}]}', "D02", "goods.g1.colour"),
        ('{"goods": [{"id": "g1", "unit_price": 72.5}]}', "D04", "goods.g1.unit_price"),
        ('{"facts": {"sold_share": 0.5}}', "D04", "facts.sold_share"),
        ('{"estimate": {"lines": [{"rate": 1e3}]}}', "D04", "estimate.lines.0.rate"),
        ('{"goods": [{"id": "g1", "qty": NaN}]}', "D01", None),
        ('{"note": -Infinity}', "D01", None),
        ('{"goods": [{"id": "g1", "qty": "48O"}]}', "D05", "goods.g1.qty"),
        ('{"tax": {"lines": [{"id": "g1", "vat_rate": "13%"}]}}', "D05", "tax.lines.g1.vat_rate"),
        ('{"goods": [{"id": "g1", "qty": true}]}', "D03", "goods.g1.qty"),
        ('{"goods": [{"id": "g1", "hs": 9403}]}', "D03", "goods.g1.hs"),
        ('{"day": "2026-02-30"}', "D06", "day"),
        ('{"day": "1999-12-31"}', "D06", "day"),
        ('{"tax": {"claim_date": "9999-12-31"}}', "D06", "tax.claim_date"),
        ('{"tax": {"pre_refunds": [{"id": "f1", "done": "2100-01-01"}]}}', "D06", "tax.pre_refunds.f1.done"),
        ('{"parties": [{"id": "pt1", "name_zh": "a\\u0000b"}]}', "D07", "parties.pt1.name_zh"),
        ('{"note": "' + "长" * 4001 + '"}', "D08", "note"),
        ('{"goods": [{"name_zh": "x"}]}', "D09", "goods.0"),
        ('{"choices": [{"value": "9710"}]}', "D15", "choices.0"),
        ('{"goods": [{"id": "g1"}, {"id": "g1"}]}', "D10", "goods.g1"),
        (
            '{"choices": [{"what": "note"}, {"what": "mode", "at": "yesterday"}]}',
            "D06",
            "choices.1.at",
        ),
        ('{"choices": [{"what": "mode", "at": "2026-02-30T09:30:00"}]}', "D06", "choices.0.at"),
        ('{"goods": [{"id": "g1", "hs_confirmed_on": "last week"}]}', "D06", "goods.g1.hs_confirmed_on"),
        ('{"goods": [{"id": "g1", "hs_confirmed_on": "2026-02-30"}]}', "D06", "goods.g1.hs_confirmed_on"),
        ('{"origins": {"goods.g1.qty": {"kind": "imported", "at": "soon"}}}', "D06", "origins.goods.g1.qty.at"),
        ('{"origins": {"goods.g1.qty": {"kind": "estimated", "at": "20260230"}}}', "D06", "origins.goods.g1.qty.at"),
        ('{"schema": "other"}', "D12", "schema"),
        ('{"schema_version": 2}', "D13", "schema_version"),
        ('{"packages": [{"id": "p1", "from": "1"}]}', "D03", "packages.p1.from"),
        ('{"origins": {"goods.g1.hs": {"kind": "guessed"}}}', "D03", "origins.goods.g1.hs.kind"),
        ('{"packages": [{"id": "p1", "from": 1.0}]}', "D03", "packages.p1.from"),
        ('{"drafts": []}', "D03", "drafts"),
        ('{"drafts": {"day": 1}}', "D03", "drafts.day"),
        ('{"drafts": {"day": "a\\u0000"}}', "D07", "drafts.day"),
        ('{"last_ids": {"goods": "3"}}', "D03", "last_ids.goods"),
    ],
)
def test_bad_input_is_refused_with_code_and_place(text: str, code: str, place: str | None) -> None:
    with pytest.raises(case_json.CaseRefusedError) as refused:
        case_json.load(text)
    finding = refused.value.findings[0]
    assert finding.code == code
    assert finding.places == (() if place is None else (place,))


def test_ten_megabytes_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(case_json.CaseRefusedError) as refused:
        case_json.load(b'{"note": "' + b"x" * 10_000_000 + b'"}')
    assert refused.value.findings[0].code == "D11"


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(case_json.CaseRefusedError):
        case_json.load("{}".encode("utf-16"))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(case_json.CaseRefusedError) as refused:
        case_json.load('{"x": 1, "day": "never", "goods": [{"id": "g1", "qty": 1.5}]}')
    assert {finding.code for finding in refused.value.findings} == {"D02", "D06", "D04"}


def test_the_latest_choice_counts() -> None:
    case = case_json.load('{"choices": [{"what": "mode", "value": "0110"}, {"what": "mode", "value": "9710"}]}')
    assert case.choice("mode") == "9710"
    assert case.choice("levy_nature") is None


def test_records_of_one_role_are_found() -> None:
    case = case_json.load(WHOLE)
    assert case.party("seller") is case.party_by_id("pt1")
    assert case.party("buyer") is None
    assert replace(case, goods=()).line("g1") is None


DATED = """{"goods": [{"id": "g1", "hs_confirmed_on": %s}], "choices": [{"what": "mode", "at": %s}],
 "origins": {"goods.g1.qty": {"kind": "estimated", "at": %s}}}"""
DAY, MOMENT = '"2026-11-24"', '"2026-11-24T09:30:00.000+00:00"'


@pytest.mark.parametrize("times", [(DAY, DAY, DAY), (DAY, MOMENT, MOMENT), ("null", '""', '""'), ("null", "null", DAY)])
def test_days_and_moments_as_the_program_writes_them_are_read_and_described(times: tuple[str, str, str]) -> None:
    text = DATED % times
    jsonschema.validate(json.loads(text), case_schema())
    case = case_json.load(text)
    assert case.goods[0].hs_confirmed_on == (date(2026, 11, 24) if times[0] == DAY else None)
    assert case_json.load(case_json.dump(case)) == case


@pytest.mark.parametrize("times", [('"20 Nov"', DAY, DAY), (DAY, '"yesterday"', DAY), (DAY, DAY, '"soon"')])
def test_a_text_in_place_of_a_day_is_refused_by_the_schema_too(times: tuple[str, str, str]) -> None:
    text = DATED % times
    checker = jsonschema.Draft202012Validator(case_schema(), format_checker=jsonschema.FormatChecker())
    assert not checker.is_valid(json.loads(text))
    with pytest.raises(case_json.CaseRefusedError) as refused:
        case_json.load(text)
    assert [one.code for one in refused.value.findings] == ["D06"]
