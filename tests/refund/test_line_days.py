"""A declaration without an export day does not take the day of another one: its deadlines and its lapse are open."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, TypeAlias

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object, load, to_object
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from exporter_desk.refund.sheet_parts import Member, declared
from tests.support.refund_book import book, told_of

SEPTEMBER = date(2026, 9, 10)
NOVEMBER = date(2026, 11, 25)
RATES = {"vat_rate": "0.13", "refund_rate": "0.13"}


def case(second: str | None, answered: str | None = None) -> Case:
    """60 tables declared with the day 2026-09-10, 240 chairs on a declaration with the day `second`."""
    goods = [("g1", "60", "72.00"), ("g2", "240", "18.50")]
    papers = [("g1", "60", "21000.00"), ("g2", "240", "24000.00")]
    data: dict[str, Any] = {
        "schema": "exporter-desk/case",
        "schema_version": 1,
        "facts": {"declarant": "own_name"} | ({} if answered is None else {"export_date": answered}),
        "parties": [
            {"id": "pt1", "roles": ["seller"], "taxpayer": "general", "kind": "trader"},
            {"id": "pt2", "roles": ["supplier"], "taxpayer": "general", "kind": "producer"},
        ],
        "terms": {"incoterm": "FOB", "currency": "USD"},
        "goods": [{"id": one, "qty": qty, "unit": "011", "unit_price": price} for one, qty, price in goods],
        "tax": {
            "declarations": [
                {"id": "d1", "number": "531620260160000011", "export_date": "2026-09-10", "lines": ["g1"]},
                {"id": "d2", "number": "531620260160000012", "export_date": second, "lines": ["g2"]},
            ],
            "purchase_invoices": [
                {"id": f"i{one}", "number": f"2636{one}", "day": "2026-08-20", "supplier": "pt2", "goods": one,
                 "unit": "011", "qty": qty, "amount": amount, "rate": "0.13", "voucher": "vat_special"}
                for one, qty, amount in papers
            ],
            "lines": [{"id": one, **RATES} for one, *_ in goods],
            "rates": [{"day": "2026-09-01", "currency": "USD", "cny": "7.1100"}],
            "rate_rule": "first_of_month",
            "declared": False,
            "exchange": "collected",
        },
    }  # fmt: skip
    return load(json.dumps(data))


def assessed(second: str | None, day: date = NOVEMBER, answered: str | None = None) -> RefundResult:
    return assess(from_case(case(second, answered)), book(), day)


def starts(result: RefundResult) -> list[tuple[tuple[str, ...], date | None, tuple[str, ...]]]:
    return [(one.lines, one.date, one.missing) for one in result.deadlines if one.id == "filing_start"]


def test_goods_without_a_day_have_no_deadlines_and_it_is_told() -> None:
    result = assessed(None)
    assert starts(result) == [(("g1",), date(2026, 10, 1), ()), (("g2",), None, ("tax.declarations",))]
    assert [one.variant for one in told_of(result, "T15")] == ["undated"]


def test_goods_of_which_each_declaration_has_a_day_have_theirs() -> None:
    result = assessed("2026-10-05")
    assert starts(result) == [(("g1",), date(2026, 10, 1), ()), (("g2",), date(2026, 11, 1), ())]
    assert [one.variant for one in told_of(result, "T15")] == [""]


def test_a_day_answered_for_the_export_fills_the_gap() -> None:
    result = assessed(None, answered="2026-10-05")
    assert starts(result) == [(("g1",), date(2026, 10, 1), ()), (("g2",), date(2026, 11, 1), ())]


@pytest.mark.parametrize(
    ("day", "results", "bounds"),
    [
        # Nothing that left before 2026-01-01 lapses; what left on that day does after 2029-01-01 (A11 9(1)4).
        (date(2029, 1, 1), ("refund", "refund"), ("5850.00", None, None)),
        (date(2029, 1, 2), ("refund", "to_confirm"), (None, "2730.00", "5850.00")),
        (date(2029, 9, 10), ("refund", "to_confirm"), (None, "2730.00", "5850.00")),
        (date(2029, 9, 11), ("taxed", "to_confirm"), (None, "0.00", "3120.00")),
    ],
)
def test_the_lapse_of_other_goods_says_nothing_of_goods_without_a_day(
    day: date, results: tuple[str, ...], bounds: tuple[str | None, ...]
) -> None:
    result = assessed(None, day)
    assert tuple(one.result for one in result.policy.decisions) == results
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert tuple(None if one is None else str(one) for one in (refund.value, refund.low, refund.high)) == bounds


def test_what_could_have_lapsed_asks_for_the_day_alone() -> None:
    assert assessed(None, date(2029, 9, 11)).policy.missing == ("export_date",)


def test_goods_without_a_day_are_not_converted_by_the_rate_of_others() -> None:
    """4,320.00 USD at 7.1100 are 30,715.20; nobody knows the rate of the others."""
    figures = {one.line: one.value for one in assessed(None).quantities if one.symbol == "FOB_CNY"}
    assert (str(figures["g1"]), figures["g2"], figures[""]) == ("30715.20", None, None)


@pytest.mark.parametrize(("answered", "shown"), [(None, None), ("2026-10-05", date(2026, 10, 5))])
def test_the_sheets_print_no_day_of_another_declaration(answered: str | None, shown: date | None) -> None:
    whole = case(None, answered)
    member = Member(case=whole, result=assessed(None, answered=answered))
    days = [declared(member, line)["export_date"].value for line in member.result.source.lines]
    assert days == [SEPTEMBER, shown]


Listed: TypeAlias = tuple[list[str], list[str]]
ALL_LISTED: Listed = (["g1", "g2"], [])
NONE_LISTED: Listed = ([], [])
FIRST_LISTED: Listed = (["g1"], [])
OPEN = [ALL_LISTED, NONE_LISTED]


def blank(listed: Listed, second: str | None = "2026-10-12", day: date = NOVEMBER, **tax: object) -> Member:
    """The case with the goods that its two declarations list."""
    data: Any = to_object(case(second))
    for one, lines in zip(data["tax"]["declarations"], listed, strict=True):
        one["lines"] = lines
    data["tax"] |= tax
    whole = from_object(data)
    return Member(case=whole, result=assess(from_case(whole), book(), day))


def due(result: RefundResult, name: str) -> list[tuple[date | None, tuple[str, ...]]]:
    return [(one.date, one.lines) for one in result.deadlines if one.id == name]


def refund_of(result: RefundResult) -> tuple[str | None, ...]:
    found = find(result.quantities, "REFUND")
    assert found is not None
    return tuple(None if one is None else str(one) for one in (found.value, found.low, found.high))


@pytest.mark.parametrize("listed", OPEN)
def test_of_two_days_and_no_list_every_deadline_is_shown_for_both(listed: Listed) -> None:
    """36 months from 2026-09-10 and from 2026-10-12 (§6.1); both windows end on 2027-04-30."""
    result, both = blank(listed).result, ("g1", "g2")
    assert due(result, "lapse_last_day") == [(date(2029, 9, 10), both), (date(2029, 10, 12), both)]
    assert due(result, "filing_start") == [(date(2026, 10, 1), both), (date(2026, 11, 1), both)]
    assert due(result, "regular_end") == [(date(2027, 4, 30), ())]


@pytest.mark.parametrize("listed", OPEN)
def test_the_refund_is_no_firm_number_and_the_blank_declarations_are_named(listed: Listed) -> None:
    """13 % of 21,000.00 and of 24,000.00 at the most."""
    result = blank(listed).result
    (told,) = told_of(result, "T119")
    names = [f"tax.declarations.d{at}.lines" for at, lines in enumerate(listed, start=1) if not lines]
    assert (told.variant, list(told.places), told.values["days_zh"]) == ("blank", names, "2026-09-10、2026-10-12")
    assert refund_of(result) == (None, "0.00", "5850.00")


@pytest.mark.parametrize("listed", OPEN)
def test_the_sheets_leave_the_day_open_and_ask_for_the_list(listed: Listed) -> None:
    member = blank(listed)
    cells = [declared(member, line)["export_date"] for line in member.result.source.lines]
    asked = "tax.declarations.d2.lines" if listed[0] else "tax.declarations.d1.lines"
    assert [(one.value, one.missing) for one in cells] == [(None, (asked,))] * 2


@pytest.mark.parametrize(
    ("second", "day", "results"),
    [
        ("2026-10-12", date(2029, 9, 10), {"refund"}),
        ("2026-10-12", date(2029, 9, 11), {"to_confirm"}),  # one of both days has lapsed
        ("2026-10-12", date(2029, 10, 13), {"taxed"}),  # both have
        ("2025-12-31", date(2030, 1, 1), {"to_confirm"}),  # what left by 2025-12-31 never lapses
        (None, date(2029, 9, 11), {"to_confirm"}),
    ],
)
def test_the_lapse_is_open_where_the_days_differ_in_it(second: str | None, day: date, results: set[str]) -> None:
    result = blank(NONE_LISTED, second, day).result
    assert {one.result for one in result.policy.decisions} == results


def test_a_declaration_without_day_and_list_leaves_the_deadlines_of_a_day_nobody_knows() -> None:
    result = blank(NONE_LISTED, None).result
    assert due(result, "lapse_last_day") == [(date(2029, 9, 10), ("g1", "g2")), (None, ("g1", "g2"))]


def test_what_is_left_for_the_one_blank_declaration_has_its_day() -> None:
    member = blank(FIRST_LISTED)
    days = [declared(member, line)["export_date"].value for line in member.result.source.lines]
    assert days == [SEPTEMBER, date(2026, 10, 12)]
    assert (refund_of(member.result)[0], told_of(member.result, "T119")) == ("5850.00", [])


@pytest.mark.parametrize("listed", OPEN)
def test_of_one_day_it_does_not_matter_which_declaration_it_is(listed: Listed) -> None:
    result = blank(listed, "2026-09-10").result
    assert (refund_of(result)[0], told_of(result, "T119", "T15")) == ("5850.00", [])


@pytest.mark.parametrize(("sale", "variant"), [(None, ""), ("2026-09-10", "sale")])
def test_one_day_of_sale_gives_all_declarations_one_rate_and_says_so(sale: str | None, variant: str) -> None:
    result = blank((["g1"], ["g2"]), sale_date=sale).result
    assert [one.variant for one in told_of(result, "T15")] == [variant]
    assert len([one for one in result.quantities if one.symbol == "RATE"]) == (2 if sale is None else 1)


def test_what_holds_on_each_of_the_days_is_not_asked() -> None:
    """Both days are of the law of 2026: that of older exports does not come into it."""
    result = blank(NONE_LISTED).result
    assert not [one.id for one in result.policy.reasons if "export_date" in one.missing]
