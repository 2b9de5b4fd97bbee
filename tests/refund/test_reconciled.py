"""A reconciliation outside its window, and a pre-refund that was finished before it can have been claimed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.tax import PreRefund, WarehouseSale
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.inputs import Dates, Line, RefundInput, Taxpayer
from exporter_desk.refund.reminders import reminders
from tests.support.refund_book import book, told_of

TODAY = date(2027, 5, 20)
SOLD = (WarehouseSale(id="s", goods="a", day=date(2026, 10, 22), qty=D(7)),)


def stock(reconciled: date | None, done: date = date(2026, 10, 20), claim: date | None = None) -> RefundResult:
    """Finished on 20 October 2026: the window runs from 1 November 2026 to 30 April 2027."""
    own = PreRefund(id="p", goods="a", qty=D(7), refund=D(130), done=done, outcome="equal", reconciled=reconciled)
    source = RefundInput(
        mode="9810", taxpayer=Taxpayer(taxpayer="general", kind="trader"), lines=(Line(id="a", qty=D(7)),),
        dates=Dates(export=date(2026, 9, 10), claim=claim), pre_refunds=(own,), warehouse_sales=SOLD,
    )  # fmt: skip
    return assess(source, book(), TODAY)


@pytest.mark.parametrize(
    ("day", "variants", "status"),
    [
        ("2026-10-31", [("early", "confirm")], "settled"),
        ("2026-11-01", [], "settled"),
        ("2027-04-30", [], "settled"),
        ("2027-05-01", [("late", "error")], "closed"),
        (None, [], "settled"),
    ],
)
def test_what_is_reconciled_after_the_window_was_taken_back_by_then(
    day: str | None, variants: list[tuple[str, str]], status: str
) -> None:
    result = stock(None if day is None else date.fromisoformat(day))
    assert [(one.variant, one.severity.value) for one in told_of(result, "T61")] == variants
    assert [one.status for one in result.reconciliations] == [status]
    [end] = [one for one in reminders(result, book().rules.deadlines, TODAY) if one.rule.id == "hwc_window_end"]
    assert end.state == ("overdue" if status == "closed" else "settled")


@pytest.mark.parametrize(
    ("today", "variant", "days"), [(date(2027, 4, 29), "", "1"), (date(2027, 4, 30), "today", None)]
)
def test_the_last_day_is_called_the_last(today: date, variant: str, days: str | None) -> None:
    own = PreRefund(id="p", goods="a", qty=D(7), refund=D(130), done=date(2026, 10, 20))
    source = RefundInput(mode="9810", lines=(Line(id="a"),), dates=Dates(export=date(2026, 9, 10)), pre_refunds=(own,))
    [one] = told_of(assess(source, book(), today), "T60")
    assert (one.variant, one.values.get("days")) == (variant, days)


@pytest.mark.parametrize(("done", "told"), [("2026-10-09", 1), ("2026-10-10", 0)])
def test_a_pre_refund_is_not_finished_before_its_claim(done: str, told: int) -> None:
    """Claimed on 10 October: what was finished before opens no window."""
    result = stock(None, date.fromisoformat(done), date(2026, 10, 10))
    assert [one.places[0] for one in told_of(result, "T55")] == ["pre_refunds.p.done"] * told
    assert [one.window is None for one in result.reconciliations] == [bool(told)]


def test_what_is_noted_for_a_day_ahead_is_not_reconciled() -> None:
    """On 20 May 2027 the window of what was finished on 20 January 2027 is open (1 February 2027 to 30 April 2028)."""
    result = stock(date(2027, 6, 5), date(2027, 1, 20))
    assert [(one.severity.value, one.places) for one in told_of(result, "T56")] == [
        ("error", ("pre_refunds.p.reconciled",))
    ]
    assert [one.status for one in result.reconciliations] == ["open"]
    [end] = [one for one in reminders(result, book().rules.deadlines, TODAY) if one.rule.id == "hwc_window_end"]
    assert (end.day, end.state == "settled") == (date(2028, 4, 30), False)
