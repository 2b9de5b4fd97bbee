"""The answer above the tables: figures as they are read, ranges, and what a figure waits for in few words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.headline import amount_words, headlines, span_words, waiting_for
from tests.costs.support import priced

TEXTS = Desk().cost_texts
PLAN: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "a", "units": 10, "cost": {"amount": "3.00", "currency": "USD"}}],
}


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "0.00"), ("0.35124", "0.3512"), ("-0.5", "−0.5000"), ("1234.5", "1,234.50"), ("-76538.31", "−76,538.31")],
)
def test_amounts_keep_the_digits_that_say_something(amount: str, words: str) -> None:
    assert amount_words(Decimal(amount)) == words


def test_cents_are_left_out_of_a_range_of_thousands() -> None:
    assert span_words(Decimal("14587.16"), Decimal("23613.68")) == "14,587 – 23,614"
    assert span_words(Decimal("121.56"), Decimal("196.78")) == "121.56 – 196.78"


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
