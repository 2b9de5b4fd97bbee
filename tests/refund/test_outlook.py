"""What the owner sees of a refund: amounts that never stand as zero, and the days that press."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.assess import assess
from exporter_desk.refund.inputs import Dates, ExportState, Invoice, Line, RefundInput, Taxpayer
from exporter_desk.refund.outlook import Bounds, Outlook, outlook, summed
from tests.support.refund_book import book

TRADER = Taxpayer(taxpayer="general", kind="trader", channel="own")
SMALL = Taxpayer(taxpayer="small_scale", kind="trader", channel="own")
LINE = Line(id="1", refund_rate=D("0.13"), vat_rate=D("0.13"))
PAPER = Invoice(
    id="a", amount=D("1000.00"), rate=D("0.13"), voucher="vat_special", supplier_taxpayer="general", simple_method=False
)
STATE = ExportState(own_name=True, departed=True, false_papers=False, booked_as_sale=True, exchange="pending")


def seen(today: date, taxpayer: Taxpayer = TRADER, *invoices: Invoice, **days: date) -> Outlook:
    source = RefundInput(
        mode="0110", taxpayer=taxpayer, lines=(LINE,), invoices=invoices, state=STATE, dates=Dates(**days)
    )
    return outlook(assess(source, book(), today), book().rules.deadlines, today)


def test_a_refund_is_expected_and_has_a_day_on_which_it_is_lost() -> None:
    view = seen(date(2026, 6, 1), TRADER, PAPER, export=date(2026, 3, 12))
    assert (view.wanted, view.money.value, view.claimed, view.at_risk) == (True, D("130.00"), False, False)
    assert view.lost is not None
    assert (view.lost.rule.id, view.lost.day) == ("fx_deadline", date(2027, 4, 30))


@pytest.mark.parametrize(("today", "risk"), [(date(2027, 2, 28), False), (date(2027, 3, 1), True)])
def test_it_is_at_risk_from_the_first_reminder_on(today: date, risk: bool) -> None:
    assert seen(today, TRADER, PAPER, export=date(2026, 3, 12)).at_risk is risk


def test_an_unknown_refund_is_not_zero() -> None:
    view = seen(date(2026, 6, 1), TRADER, export=date(2026, 3, 12))
    assert view.money.value is None


def test_an_exempt_export_presses_only_before_it_is_taxed() -> None:
    near, far = (seen(day, SMALL, export=date(2026, 3, 12)) for day in (date(2029, 3, 1), date(2026, 6, 1)))
    assert (near.wanted, near.money.value, near.lost, near.at_risk) == (False, D(0), None, False)
    assert [one.rule.id for one in near.urgent] == ["lapse_last_day"]
    assert far.urgent == ()


def test_sums_widen_by_bounds_and_count_what_nobody_knows() -> None:
    whole = summed([Bounds(value=D("10.00")), Bounds(low=D(0), high=D("5.00")), Bounds(), Bounds(low=D("2.00"))])
    assert (whole.low, whole.high, whole.unknown, whole.exact) == (D("12.00"), None, 1, False)
    assert whole.told == Bounds(low=D("12.00"))
    bounded = summed([Bounds(value=D("10.00")), Bounds(low=D(0), high=D("5.00"))])
    assert (bounded.low, bounded.high, bounded.unknown, bounded.exact) == (D("10.00"), D("15.00"), 0, False)
    assert summed([Bounds(value=D("10.00"))]).exact


def test_a_sum_of_what_nobody_knows_is_not_zero() -> None:
    nothing = summed([Bounds(), Bounds()])
    assert (nothing.low, nothing.high, nothing.unknown, nothing.exact) == (None, None, 2, False)
    assert (summed([]).low, summed([]).exact) == (D(0), True)


def test_what_takes_back_nobody_knows_how_much_leaves_no_least_sum() -> None:
    whole = summed([Bounds(value=D("10.00")), Bounds(may_sink=True)])
    assert (whole.low, whole.high, whole.unknown) == (None, None, 1)
    assert summed([Bounds(value=D("10.00")), Bounds(value=D("-4.00"), may_sink=True)]).low == D("6.00")
    bounded = summed([Bounds(value=D("10.00")), Bounds(low=D("-4.00"), high=D(0), may_sink=True)])
    assert (bounded.low, bounded.high) == (D("6.00"), D("10.00"))
