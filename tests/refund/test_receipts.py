"""What came in for an export: against the FOB value where too little came, against the invoice where too much did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import receipts, scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.reminders import reminders
from tests.support.refund_book import book, checklists, texts

CIF = {
    "incoterm": "CIF",
    "currency": "EUR",
    "freight": {"amount": "1000.00", "currency": "EUR"},
    "insurance": {"amount": "106.45", "currency": "EUR"},
    "other_charges": {"amount": "0", "currency": "EUR"},
}
FOB = {"incoterm": "FOB", "currency": "USD"}
OF_RECEIPTS = {"T59", "T67", "T73", "T74"}
TODAY = date(2026, 11, 25)


def told(terms: dict[str, Any], lines: list[dict[str, Any]], *receipts: dict[str, Any]) -> list[Finding]:
    rates = {"vat_rate": "0.13", "refund_rate": "0.13", "qty": "1"}
    data = {"terms": terms, "lines": [{**rates, **one} for one in lines], "receipts": list(receipts)}
    found = assess(scenario.load(json.dumps(data)).source, book(), TODAY).findings
    return [one for one in found if one.code in OF_RECEIPTS]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("5000.00", [("T59", "9,018.76", "4,018.76")]),  # 10,125.21 - 1,000.00 - 106.45 = 9,018.76
        ("9018.76", []),
        ("10125.21", []),  # the buyer pays freight and insurance too
        ("10125.22", [("T74", "10,125.21", "0.01")]),
    ],
)
def test_under_cif_at_least_fob_and_at_most_the_invoice(amount: str, expected: list[tuple[str, ...]]) -> None:
    found = told(CIF, [{"amount": "10125.21"}], {"amount": amount, "currency": "EUR"})
    assert [(one.code, one.values["declared"], one.values["difference"]) for one in found] == expected


def test_another_currency_is_set_beside_the_fob_value() -> None:
    receipts = ({"amount": "5000.00", "currency": "EUR"}, {"amount": "10.00", "currency": "USD"})
    [found] = told(CIF, [{"amount": "10125.21"}], *receipts)
    assert (found.code, found.variant, found.values["difference"]) == ("T73", "", "4,018.76")


@pytest.mark.parametrize(
    ("amount", "expected"), [("4320", []), ("4319.99", [("T59", "0.01")]), ("4320.01", [("T74", "0.01")])]
)
def test_what_is_taken_back_brings_no_exchange(amount: str, expected: list[tuple[str, str]]) -> None:
    lines: list[dict[str, Any]] = [{"amount": "4320"}, {"amount": "-4440", "qty": "-1", "reversal": True}]
    found = told(FOB, lines, {"amount": amount, "currency": "USD"})
    assert [(one.code, one.values["difference"]) for one in found] == expected


def test_the_names_of_firms_in_china_are_read_once_for_all_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    """50 receipts and 50 names: some readings of each, no 50 × 50."""
    read: list[str] = []

    def plain(name: str) -> str:
        read.append(name)
        return name

    monkeypatch.setattr(receipts, "_plain", plain)
    came = [{"id": f"r{at}", "amount": "1", "currency": "CNY", "payer": f"P{at}"} for at in range(50)]
    lines = [{"amount": "60", "qty": "1", "vat_rate": "0.13", "refund_rate": "0.13"}]
    data = {"terms": FOB, "lines": lines, "receipts": came, "domestic": [f"D{at}" for at in range(50)]}
    assess(scenario.load(json.dumps(data)).source, book(), TODAY)
    assert 100 <= len(read) <= 1000


def test_of_two_declarations_somebody_has_to_say_which_one_is_paid() -> None:
    lines: list[dict[str, Any]] = [
        {"amount": "60", "declaration": f"53162026016000001{at}", "item": 1} for at in (1, 2)
    ]
    [found] = told(FOB, lines, {"id": "r", "amount": "120", "currency": "USD"})
    assert (found.code, found.places) == ("T67", ("receipts.r.declaration",))
    assert told(FOB, lines[:1], {"id": "r", "amount": "60", "currency": "USD"}) == []


def result(
    exchange: str | None, *receipts: dict[str, Any], today: date = TODAY, rates: Sequence[dict[str, Any]] = ()
) -> RefundResult:
    line = {"id": "1", "amount": "8760", "qty": "1", "vat_rate": "0.13", "refund_rate": "0.13"}
    data = {"terms": FOB, "lines": [line], "dates": {"export": "2026-09-10"}, "state": {"exchange": exchange}}
    quotes = {"rate_rule": "day", "rates": [{"day": "2026-09-10", "currency": "USD", "cny": "7.11"}, *rates]}
    text = json.dumps({**data, **quotes, "receipts": list(receipts)})
    return assess(scenario.load(text).source, book(), today)


def usd(amount: str, **more: str) -> dict[str, Any]:
    return {"id": "r1", "amount": amount, "currency": "USD", "day": "2026-10-01", **more}


# The last day of the exchange is 30 April of the year after the export (A5 article 48).
@pytest.mark.parametrize(
    ("receipts", "today", "state"),
    [
        ([], TODAY, "settled"),
        ([usd("8760")], TODAY, "settled"),
        ([usd("100")], TODAY, "later"),
        ([usd("8759.99")], date(2027, 6, 1), "overdue"),
        ([usd("8760", day="2026-12-24"), {**usd("100"), "id": "r2"}], TODAY, "later"),  # of these 100 have come
        ([{**usd("62283.60"), "currency": "CNY"}], TODAY, "settled"),  # 8,760 x 7.11 = 62,283.60
        ([{**usd("62283.59"), "currency": "CNY"}], TODAY, "later"),
        ([usd("8759"), {**usd("7.11"), "id": "r2", "currency": "CNY"}], TODAY, "settled"),
        ([usd("8759"), {**usd("7.10"), "id": "r2", "currency": "CNY"}], date(2027, 6, 1), "overdue"),
        ([usd("8760"), {**usd("1"), "id": "r2", "currency": "EUR"}], TODAY, "settled"),  # the deal is paid in full
        ([{**usd("9000"), "currency": "EUR"}], date(2027, 6, 1), "overdue"),  # no rate says what EUR are worth
        # one voucher of 4,380 entered twice brought no 8,760; one of 8,760 in two parts did
        ([usd("4380", reference="F"), {**usd("4380", reference="F"), "id": "r2"}], TODAY, "later"),
        ([usd("4380", reference="F"), {**usd("4380", reference="G"), "id": "r2"}], TODAY, "settled"),
        (
            [
                usd("8760", goods_amount="4380", reference="F"),
                {**usd("8760", goods_amount="4380", reference="F"), "id": "r2"},
            ],
            TODAY,
            "settled",
        ),
        (
            [usd("4380", reference="F"), {**usd("4380", reference="F"), "id": "r2"}, {**usd("4380"), "id": "r3"}],
            TODAY,
            "settled",
        ),
    ],
)
def test_exchange_said_to_be_in_is_no_longer_settled_where_less_came(
    receipts: list[dict[str, Any]], today: date, state: str
) -> None:
    one = result("collected", *receipts, today=today)
    (found,) = [one for one in reminders(one, checklists().deadlines, today) if one.rule.id == "fx_deadline"]
    assert (found.day, found.state) == (date(2027, 4, 30), state)


@pytest.mark.parametrize(("said", "variant", "place"), [("collected", "said", ("state.exchange",)), (None, "", ())])
def test_less_than_the_fob_value_names_the_word_against_it(
    said: str | None, variant: str, place: tuple[str, ...]
) -> None:
    (found,) = [one for one in result(said, usd("100")).findings if one.code == "T59"]
    texts().render(found, checklists().book.sources)
    assert (found.variant, found.places, found.values["difference"]) == (
        variant, ("receipts.r1.amount", "receipts", "lines", *place), "8,660.00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("receipt", "expected"),
    [
        (usd("8760", goods_amount="9000"), ["T76"]),  # of a voucher of 8,760 no 9,000 can be for the goods
        (usd("9000", day="2026-12-24"), ["T56"]),  # what has not come yet is not too much
        (usd("9000"), ["T74"]),
    ],
)
def test_what_is_refused_is_not_counted_as_too_much(receipt: dict[str, Any], expected: list[str]) -> None:
    codes = {one.code for one in result(None, receipt).findings}
    assert sorted(codes & {"T56", "T74", "T75", "T76", "T59"}) == expected


@pytest.mark.parametrize(
    ("own", "variant"), [([usd("100")], "part_said"), ([], "none_said"), ([usd("8760")], "enough")]
)  # fmt: skip
def test_another_currency_names_the_word_that_it_does_not_bear_out(own: list[dict[str, Any]], variant: str) -> None:
    other = {**usd("1"), "id": "r2", "currency": "EUR"}
    (found,) = [one for one in result("collected", *own, other).findings if one.code == "T73"]
    texts().render(found, checklists().book.sources)
    assert (found.variant, "state.exchange" in found.places) == (variant, variant != "enough")


OF_THE_DAY = [{"day": "2026-10-01", "currency": "USD", "cny": "7.0"}]


@pytest.mark.parametrize(
    ("own", "yuan", "rates", "variant", "worth"),
    [
        ([], "62283.60", [], "converted", "8,760.00"),  # 62,283.60 / 7.11
        ([], "62283.59", [], "none_said", None),
        ([], "61320", OF_THE_DAY, "converted_on_arrival", "8,760.00"),  # 61,320 / 7.0
        ([], "61319.99", OF_THE_DAY, "none_said", None),
        ([usd("8660")], "700", OF_THE_DAY, "converted_on_arrival", "8,760.00"),
        ([usd("8660")], "711", [], "converted", "8,760.00"),
        ([usd("8660")], "699.99", OF_THE_DAY, "part_said", None),
    ],
)
def test_what_is_enough_at_a_rate_entered_here_is_said_to_be(
    own: list[dict[str, Any]], yuan: str, rates: list[dict[str, Any]], variant: str, worth: str | None
) -> None:
    of_day = result("collected", *own, {**usd(yuan), "id": "r2", "currency": "CNY"}, rates=rates)
    (found,) = [one for one in of_day.findings if one.code == "T73"]
    texts().render(found, checklists().book.sources)
    assert (found.variant, found.values.get("worth")) == (variant, worth)
    (end,) = [one for one in reminders(of_day, checklists().deadlines, TODAY) if one.rule.id == "fx_deadline"]
    assert end.state == ("later" if worth is None else "settled")


@pytest.mark.parametrize("today", [TODAY, date(2027, 6, 1)])
def test_pending_beside_receipts_in_full_names_both(today: date) -> None:
    of_day = result("pending", usd("8000"), {**usd("760"), "id": "r2"}, today=today)
    (found,) = [one for one in of_day.findings if one.code == "T77"]
    texts().render(found, checklists().book.sources)
    assert (found.variant, found.values["received"]) == ("came", "8,760.00")
    assert found.places == ("state.exchange", "receipts.r1.amount", "receipts.r2.amount")


def test_pending_beside_less_is_no_contradiction() -> None:
    assert [one.code for one in result("pending", usd("8759.99")).findings if one.code == "T77"] == []
    (late,) = [one for one in result("pending", usd("1"), today=date(2027, 6, 1)).findings if one.code == "T77"]
    assert late.variant == ""


@pytest.mark.parametrize(
    ("payer", "more", "expected"),
    [
        ("ZZZ", {}, ["T108"]),
        ("Acme, L.L.C.", {}, []),  # as a bank writes ACME LLC
        ("BANK OF ACME LLC", {}, ["T108"]),
        ("PAYCO", {}, []),  # named as payer
        ("ZZZ", {"payer_relation": "parent of the buyer"}, []),
        (None, {}, []),
    ],
)
def test_who_pays_for_the_buyer_is_told(payer: str | None, more: dict[str, str], expected: list[str]) -> None:
    receipt = {"id": "r1", "amount": "1", "currency": "USD", "payer": payer, **more}
    data = {"payers": ["ACME LLC", "PAYCO"], "terms": FOB, "lines": [], "receipts": [receipt]}
    found = assess(scenario.load(json.dumps(data)).source, book(), TODAY).findings
    told = [one for one in found if one.code == "T108"]
    assert [one.code for one in told] == expected
    for one in told:
        texts().render(one, checklists().book.sources)
        assert (one.places, one.values["known_en"]) == (("receipts.r1.payer",), "ACME LLC, PAYCO")


@pytest.mark.parametrize(
    ("buyer", "expected"), [({"name_en": "ACME LLC"}, ("ACME LLC", "PAYCO")), ({}, ())]
)  # fmt: skip
def test_without_a_named_buyer_no_payer_is_compared(buyer: dict[str, str], expected: tuple[str, ...]) -> None:
    parties = [{"id": "p1", "roles": ["buyer"], **buyer}, {"id": "p2", "roles": ["payer"], "name_en": "PAYCO"}]
    case = {"schema": "exporter-desk/case", "parties": parties}
    assert scenario.load(json.dumps(case)).source.payers == expected


YUAN = {"id": "r1", "day": "2026-10-01", "amount": "60000", "currency": "CNY"}
NAMED = {"payers": ["ACME LLC", "ZHONGJIAN"], "domestic": ["SELLER", "深圳某公司", "ZHONGJIAN"]}


@pytest.mark.parametrize(
    ("receipt", "more", "expected"),
    [
        ({"payer": "深圳某公司"}, {}, [(Severity.ERROR, "")]),
        ({"payer": "ZHONGJIAN"}, {}, [(Severity.ERROR, "")]),  # it pays for the buyer, but in China
        ({"payer": "ACME, LLC"}, {}, []),  # the buyer pays in yuan across the border
        ({"payer": "SOMEBODY"}, {}, [(Severity.CONFIRM, "open")]),
        ({}, {}, [(Severity.CONFIRM, "unnamed")]),
        ({"payer": "深圳某公司", "currency": "USD"}, {}, []),
        ({"payer": "深圳某公司"}, {"taxpayer": {"channel": "agent"}}, []),  # passed on by the agent
        ({"payer": "深圳某公司"}, {"taxpayer": {"channel": "service_company"}}, []),
        ({"payer": "深圳某公司"}, {"taxpayer": {"channel": "own"}}, [(Severity.ERROR, "")]),
    ],
)
def test_yuan_of_a_firm_in_china_are_no_collection(
    receipt: dict[str, str], more: dict[str, Any], expected: list[tuple[Severity, str]]
) -> None:
    data = {**NAMED, "terms": FOB, "lines": [], "receipts": [{**YUAN, **receipt}], **more}
    found = assess(scenario.load(json.dumps(data)).source, book(), TODAY).findings
    told = [one for one in found if one.code == "T117"]
    assert [(one.severity, one.variant) for one in told] == expected
    for one in told:
        assert one.places == ("receipts.r1.payer",)
        assert "{" not in texts().render(one, checklists().book.sources).zh


@pytest.mark.parametrize(("payer", "short"), [("ACME LLC", False), ("深圳某公司", True)])
def test_what_a_firm_in_china_paid_is_not_counted(payer: str, short: bool) -> None:
    """Sold for 60,000.00 in yuan, and 60,000.00 came."""
    lines = [{"id": "1", "amount": "60000", "vat_rate": "0.13", "refund_rate": "0.13"}]
    receipts = [{**YUAN, "payer": payer}, {**YUAN, "id": "r2", "payer": "ACME LLC", "amount": "1"}]
    deal = {"terms": {"incoterm": "FOB", "currency": "CNY"}, "dates": {"export": "2026-09-10"}, "rate_rule": "day"}
    data = {**NAMED, **deal, "lines": lines, "state": {"exchange": "collected"}, "receipts": receipts}
    one = assess(scenario.load(json.dumps(data)).source, book(), TODAY)
    assert ("T59" in {found.code for found in one.findings}) is short
    assert ("state.exchange" in one.source.unknown) is short


def test_the_firms_in_china_of_a_case_are_all_but_the_buyer() -> None:
    parties = [
        {"id": "pt1", "roles": ["seller"], "name_zh": "赣州甲", "country": "CN"},
        {"id": "pt2", "roles": ["buyer"], "name_zh": "保税区乙", "country": "CN"},
        {"id": "pt3", "roles": ["payer"], "name_zh": "深圳丙", "name_en": "SZ BING", "country": "CN"},
        {"id": "pt4", "roles": ["payer"], "name_en": "HK DING", "country": "HK"},
    ]
    data = {"schema": "exporter-desk/case", "schema_version": 1, "parties": parties}
    assert from_case(case_json.load(json.dumps(data))).domestic == ("赣州甲", "深圳丙", "SZ BING")


def lost(one: RefundResult) -> str:
    """How the step came out that exempts what cannot be collected."""
    return next((each.outcome for each in one.policy.reasons if each.id == "R13"), "not reached")


def test_what_came_in_full_is_not_taken_for_lost() -> None:
    """§1.2 row 13 wants exchange that truly cannot be collected: both places are named, and nothing is concluded."""
    one = result("not_collectable", usd("8760.00"))
    assert (lost(one), "exchange" in one.policy.missing, one.policy.result) == ("unknown", True, "to_confirm")
    [found] = [each for each in one.findings if each.code == "T77"]
    texts().render(found, checklists().book.sources)
    assert (found.variant, found.places) == ("not_lost", ("state.exchange", "receipts.r1.amount"))


@pytest.mark.parametrize("receipts", [(), (usd("8759.99"),)])
def test_what_did_not_come_in_full_may_be_lost(receipts: tuple[dict[str, Any], ...]) -> None:
    one = result("not_collectable", *receipts)
    assert (lost(one), [each.code for each in one.findings if each.code == "T77"]) == ("met", [])
