"""The answer above the tables: figures as they are read, ranges, and what a figure waits for in few words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.costs.cash import CashCurve
from exporter_desk.costs.study import study
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.headline import amount_words, headlines, left_out_words, span_words, waiting_for
from tests.costs.support import DAY, priced, prices, scenario_of

TEXTS = Desk().cost_texts
PLAN: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "a", "units": 10, "cost": {"amount": "3.00", "currency": "USD"}}],
}


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0", "USD", "0.00"),
        ("0.35124", "USD", "0.3512"),
        ("-0.5", "USD", "−0.5000"),
        ("1234.5", "USD", "1,234.50"),
        ("-76538.31", "CNY", "−76,538.31"),
        ("-76538", "JPY", "−76,538"),
        ("1234.5", "KWD", "1,234.50"),
        ("1234.567", "KWD", "1,234.567"),
    ],
)
def test_amounts_keep_the_digits_that_say_something(amount: str, currency: str, words: str) -> None:
    assert amount_words(Decimal(amount), currency) == words


def test_cents_are_left_out_of_a_range_of_thousands() -> None:
    assert span_words(Decimal("14587.16"), Decimal("23613.68"), "CNY") == "14,587 – 23,614"
    assert span_words(Decimal("121.56"), Decimal("196.78"), "CNY") == "121.56 – 196.78"
    assert span_words(Decimal(121), Decimal(197), "JPY") == "121 – 197"


def test_a_plan_without_price_and_sales_says_what_each_figure_waits_for() -> None:
    estimate = priced(PLAN)
    found = {one.key: (one.value, one.note.zh) for one in headlines(estimate, None, TEXTS)}
    assert found["total"] == ("30.00", "")
    assert found["profit"] == ("", "还没有售价")
    assert found["months"][0] == ""


def test_a_line_without_a_word_of_its_own_is_told_by_name() -> None:
    reason = Finding("C25", Severity.CONFIRM, ("x",), {"charge": "a", "charge_zh": "甲", "charge_en": "A"})
    assert waiting_for(reason, priced(PLAN), TEXTS).zh == "等“甲”"
    assert waiting_for(Finding("C99", Severity.HINT), priced(PLAN), TEXTS).en == "see the reasons below"


LOSS: JsonObject = PLAN | {
    "lots": [{"arrive": "2027-01-01", "units": 10}], "demand": {"per_day": 10, "units_per_order": 1},
    "returns": {"rate": 0}, "price": "2.70", "receivable_days": 0,
    "refund": {"amount": "4.20", "currency": "USD"},
}  # fmt: skip


def peak_of(plan: JsonObject) -> tuple[str, str, str]:
    scenario = scenario_of(plan)
    estimate = priced(plan)
    answer = study(scenario, day=DAY, prices=prices())
    [found] = [one for one in headlines(estimate, answer, TEXTS) if one.key == "peak"]
    return found.value, found.note.zh, found.note.en


def test_a_refund_without_a_day_is_named_and_nothing_is_said_to_be_gone() -> None:
    """30.00 out and 27.00 in on one day: 3.00 tied up; the refund of 4.20 is on its way, on a day nobody knows."""
    assert peak_of(LOSS) == (
        "3.00",
        "不含退税 4.20",
        "excl. refund",
    )
    answer = study(scenario_of(LOSS), day=DAY, prices=prices())
    [told] = [one.told for one in headlines(priced(LOSS), answer, TEXTS) if one.key == "peak"]
    assert (told.zh, told.en) == ("不含退税 4.20，到账日还不知道", "without the refund of 4.20, its day is not known")


def test_a_refund_of_unknown_amount_is_never_nought() -> None:
    """One refund of two is known: what is left out altogether is not, and a charge of the same name is no refund."""
    curve = CashCurve(days=(DAY,), balances=(Decimal(-3),), peak=Decimal(3), peak_day=DAY, back_on=None,
                      without=("refund.a", "refund.b"))  # fmt: skip
    estimate = priced(LOSS)
    known = next(line for line in estimate.lines if line.stage == "refund")
    first = replace(known, charge_id="refund.a")
    second = replace(known, charge_id="refund.b", amount_reporting=None)
    same_name = replace(known, charge_id="refund.a", stage="fixed", amount_reporting=Decimal(100))
    for lines, words in (
        ((first,), "4.20"),
        ((first, same_name), "4.20"),
        ((first, second), "金额"),
        ((second,), "金额"),
    ):
        said = left_out_words(curve, replace(estimate, lines=lines), TEXTS).zh
        assert words in said
        assert "0.00" not in said
    assert left_out_words(curve, replace(estimate, lines=(same_name,)), TEXTS).zh == ""


def test_a_refund_with_a_day_brings_the_money_back() -> None:
    assert peak_of(LOSS | {"refund_after_days": 30}) == ("3.00", "2027-01-31 回本", "back 2027-01-31")


def test_without_a_refund_a_loss_does_not_come_back() -> None:
    plan = {key: value for key, value in LOSS.items() if key != "refund"}
    assert peak_of(plan) == ("3.00", "计划期内回不来", "not back within the plan")
