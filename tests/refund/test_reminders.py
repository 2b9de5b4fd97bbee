"""Deadlines by the shipped law, both sides of each, and when and how long to remind of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from functools import cache

import pytest

from exporter_desk.domain.tax import PreRefund, WarehouseSale
from exporter_desk.refund.assess import assess
from exporter_desk.refund.due import Deadline
from exporter_desk.refund.inputs import Dates, Deal, ExportState, Line, RefundInput
from exporter_desk.refund.older import deadline_name, remark_on
from exporter_desk.refund.reminders import Reminder, lost_on, reminders, urgent
from tests.support.refund_book import book, checklists

DAY = date(2026, 11, 22)


@cache
def due(mode: str | None = None, **days: date) -> dict[str, Deadline]:
    source = RefundInput(mode=mode, dates=Dates(**days), terms=Deal(contract_no="HT-1"))
    return {one.id: one for one in assess(source, book(), DAY).deadlines}


def found(source: RefundInput, today: date) -> dict[str, Reminder]:
    result = assess(source, book(), today)
    return {one.rule.id: one for one in reminders(result, book().rules.deadlines, today)}


@pytest.mark.parametrize(
    ("export", "start", "end", "practical", "lapse", "taxed"),
    [
        ("2026-01-01", "2026-02-01", "2027-04-30", "2027-04-15", "2029-01-01", "2029-01-02"),
        ("2026-01-31", "2026-02-01", "2027-04-30", "2027-04-15", "2029-01-31", "2029-02-01"),
        ("2026-02-28", "2026-03-01", "2027-04-30", "2027-04-15", "2029-02-28", "2029-03-01"),
        ("2026-11-30", "2026-12-01", "2027-04-30", "2027-04-15", "2029-11-30", "2029-12-01"),
        ("2026-12-01", "2027-01-01", "2027-04-30", "2027-04-15", "2029-12-01", "2029-12-02"),
        ("2026-12-31", "2027-01-01", "2027-04-30", "2027-04-15", "2029-12-31", "2030-01-01"),
        ("2027-01-01", "2027-02-01", "2028-04-30", "2028-04-15", "2030-01-01", "2030-01-02"),
        ("2028-02-28", "2028-03-01", "2029-04-30", "2029-04-15", "2031-02-28", "2031-03-01"),
        ("2028-02-29", "2028-03-01", "2029-04-30", "2029-04-15", "2031-02-28", "2031-03-01"),
        ("2028-03-01", "2028-04-01", "2029-04-30", "2029-04-15", "2031-03-01", "2031-03-02"),
    ],
)
def test_days_that_follow_from_the_export(
    export: str, start: str, end: str, practical: str, lapse: str, taxed: str
) -> None:
    listed = due(export=date.fromisoformat(export))
    names = ("filing_start", "regular_end", "regular_end_practical", "lapse_last_day", "deemed_domestic")
    assert [str(listed[name].date) for name in names] == [start, end, practical, lapse, taxed]


def test_the_last_day_of_the_older_law_has_no_lapse_and_the_next_day_has() -> None:
    old, new = due(export=date(2025, 12, 31)), due(export=date(2026, 1, 1))
    for name in ("lapse_last_day", "deemed_domestic"):
        assert (old[name].date, old[name].no_rule, old[name].missing) == (None, True, ())
        assert new[name].date is not None
    found = [old[name].date for name in ("filing_start", "regular_end", "regular_end_practical", "fx_deadline")]
    assert found == [date(2026, 1, 1), date(2026, 4, 30), date(2026, 4, 15), date(2026, 4, 30)]


@pytest.mark.parametrize("name", ["regular_end", "regular_end_practical", "fx_deadline", "lapse_last_day"])
def test_what_is_said_of_an_older_export_is_unconfirmed_and_speaks_of_no_36_months(name: str) -> None:
    remark, label = remark_on(due(export=date(2025, 12, 31))[name], checklists())
    assert remark.zh
    assert label.value == "unconfirmed"
    assert not any("36" in text for text in (remark.zh, remark.en))


def test_a_contract_that_pays_later_moves_no_day_of_the_older_law() -> None:
    found = due(export=date(2025, 12, 31), contract_final=date(2027, 1, 1))
    assert found["fx_deadline"].date == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        (date(2027, 4, 30), "2027-04-30"),
        (date(2027, 5, 1), "2027-05-01"),
        (date(2029, 6, 10), "2029-06-10"),
        (date(2029, 6, 11), "2029-06-10"),
        (None, "2027-04-30"),
    ],
)
def test_exchange_is_due_in_april_or_by_contract_within_36_months(final: date | None, expected: str) -> None:
    more = {} if final is None else {"contract_final": final}
    assert str(due(export=date(2026, 6, 10), **more)["fx_deadline"].date) == expected


@pytest.mark.parametrize(
    ("claim", "archive", "keep"),
    [
        ("2026-02-13", "2026-02-28", "2036-02-13"),
        ("2026-02-14", "2026-03-01", "2036-02-14"),
        ("2028-02-14", "2028-02-29", "2038-02-14"),
        ("2028-02-29", "2028-03-15", "2038-02-28"),
        ("2026-12-17", "2027-01-01", "2036-12-17"),
    ],
)
def test_papers_are_filed_in_15_days_and_kept_10_years(claim: str, archive: str, keep: str) -> None:
    listed = due(export=date(2026, 1, 5), claim=date.fromisoformat(claim))
    assert [str(listed[name].date) for name in ("archive_due", "keep_until")] == [archive, keep]


def test_papers_of_an_older_export_are_kept_5_years() -> None:
    listed = due(export=date(2025, 12, 31), claim=date(2026, 2, 1))
    assert listed["keep_until"].date == date(2031, 2, 1)


def test_nothing_typed_gives_no_day_and_says_what_is_missing() -> None:
    listed = due(mode="9810")
    assert {one.date for one in listed.values()} == {None}
    assert all(one.missing and not one.no_rule for one in listed.values())


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 2, 28), "later"),
        (date(2027, 3, 1), "near"),  # 60 days before 30 April
        (date(2027, 4, 30), "near"),
        (date(2027, 5, 1), "overdue"),
    ],
)
def test_the_end_of_the_window_is_recalled_60_days_before(today: date, state: str) -> None:
    one = found(RefundInput(dates=Dates(export=date(2026, 6, 10))), today)["regular_end"]
    assert one.state == state
    assert one.remind_on == (date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 23))


def test_the_filing_period_of_april_is_recalled_from_its_first_day() -> None:
    source = RefundInput(dates=Dates(export=date(2026, 6, 10)))
    states = [
        found(source, date(2027, *day))["regular_end_practical"].state for day in ((3, 31), (4, 1), (4, 15), (4, 16))
    ]
    assert states == ["later", "near", "near", "overdue"]


def test_the_lapse_is_recalled_half_a_year_before() -> None:
    one = found(RefundInput(dates=Dates(export=date(2026, 1, 1))), DAY)["lapse_last_day"]
    assert [one.day - day for day in one.remind_on] == [timedelta(days=days) for days in (180, 90, 30)]


def test_archive_is_recalled_on_the_tenth_of_fifteen_days() -> None:
    source = RefundInput(dates=Dates(export=date(2026, 1, 5), claim=date(2026, 3, 2)))
    states = [found(source, date(2026, 3, day))["archive_due"].state for day in (11, 12, 17, 18)]
    assert states == ["later", "near", "near", "overdue"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"dates": Dates(export=date(2026, 1, 5), claim=date(2026, 3, 2))}, "regular_end"),
        ({"dates": Dates(export=date(2026, 1, 5), claim=date(2026, 3, 2))}, "lapse_last_day"),
        ({"state": ExportState(declared=True)}, "lapse_last_day"),
        ({"state": ExportState(exchange="collected")}, "fx_deadline"),
        ({"state": ExportState(exchange="deemed")}, "fx_deadline"),
    ],
)
def test_what_was_done_settles_its_deadlines(change: dict[str, object], name: str) -> None:
    basis: dict[str, object] = {"dates": Dates(export=date(2026, 1, 5))}
    before = found(RefundInput(**basis), date(2029, 1, 4))  # type: ignore[arg-type] # mixed test values
    after = found(RefundInput(**basis | change), date(2029, 1, 4))  # type: ignore[arg-type] # mixed test values
    assert before[name].state != "settled"
    assert after[name].state == "settled"


def test_a_claim_of_tomorrow_settles_nothing_today() -> None:
    source = RefundInput(dates=Dates(export=date(2026, 1, 5), claim=date(2026, 3, 3)))
    assert found(source, date(2026, 3, 2))["regular_end"].state == "later"


def test_a_pre_refund_is_settled_when_all_of_it_was_reconciled() -> None:
    dates = Dates(export=date(2026, 1, 5), pre_refund_done=date(2026, 1, 20))
    one, two = PreRefund(id="a", outcome="equal"), PreRefund(id="b")
    today = date(2027, 4, 30)
    states = [
        found(RefundInput(mode="9810", dates=dates, pre_refunds=parts), today)["hwc_window_end"].state
        for parts in ((), (one, two), (one,))
    ]
    assert states == ["near", "near", "settled"]


def test_of_several_pre_refunds_the_first_window_counts() -> None:
    parts = (
        PreRefund(id="a", done=date(2026, 1, 2)),
        PreRefund(id="b", done=date(2025, 12, 31)),
        PreRefund(id="c", done=date(2025, 2, 13), outcome="equal"),
    )
    source = RefundInput(mode="9810", dates=Dates(export=date(2025, 2, 3)), pre_refunds=parts)
    listed = {one.id: one.date for one in assess(source, book(), DAY).deadlines}
    assert (listed["hwc_window_start"], listed["hwc_window_end"]) == (date(2026, 1, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2026, 3, 16), ["near", "later"]),  # 15 days after 1 March
        (date(2026, 3, 17), ["overdue", "later"]),  # those of 31 March are still to come
        (date(2026, 4, 16), ["overdue", "overdue"]),
    ],
)
def test_the_evidence_of_every_sale_is_due_and_none_takes_the_place_of_another(today: date, states: list[str]) -> None:
    sales = (WarehouseSale(id="a", day=date(2026, 3, 31)), WarehouseSale(id="b", day=date(2026, 3, 1)))
    source = RefundInput(mode="9810", dates=Dates(export=date(2026, 1, 2)), warehouse_sales=sales)
    result = assess(source, book(), today)
    listed = [one for one in reminders(result, book().rules.deadlines, today) if one.rule.id == "hwc_sale_evidence"]
    assert [(one.day, one.sale) for one in listed] == [
        (date(2026, 3, 16), date(2026, 3, 1)),
        (date(2026, 4, 15), date(2026, 3, 31)),
    ]
    assert [one.state for one in listed] == states
    [first, second] = [one for one in result.deadlines if one.id == "hwc_sale_evidence"]
    assert deadline_name(first, checklists()).zh.endswith("（2026-03-01 售出）")
    assert deadline_name(second, checklists()).en.endswith("(sold 2026-03-31)")


def test_two_sales_of_one_day_have_one_day_for_their_evidence() -> None:
    sales = (WarehouseSale(id="a", day=date(2026, 3, 1)), WarehouseSale(id="b", day=date(2026, 3, 1)))
    source = RefundInput(mode="9810", dates=Dates(export=date(2026, 1, 2)), warehouse_sales=sales)
    [one] = [one for one in assess(source, book(), DAY).deadlines if one.id == "hwc_sale_evidence"]
    assert (one.date, one.sale) == (date(2026, 3, 16), None)


@pytest.mark.parametrize(
    ("held", "state"),
    [((), "overdue"), (("MOD-9810-5",), "overdue"), (("MOD-9810-4",), "settled"), (("BA-1", "MOD-9810-4"), "settled")],
)
def test_the_evidence_of_sales_is_settled_by_its_own_paper(held: tuple[str, ...], state: str) -> None:
    """That of goods sold before the claim (MOD-9810-5) falls under another day."""
    sales = (WarehouseSale(id="a", day=date(2026, 3, 1)),)
    source = RefundInput(mode="9810", dates=Dates(export=date(2026, 1, 2)), warehouse_sales=sales, held=held)
    assert found(source, date(2026, 3, 17))["hwc_sale_evidence"].state == state


@pytest.mark.parametrize(
    ("first", "second", "due"),
    [
        (date(2026, 3, 5), date(2026, 3, 30), ["2026-03-16"]),  # what was sold on 31 March is claimed normally
        (date(2026, 3, 5), date(2026, 3, 31), ["2026-03-16", "2026-04-15"]),
        (date(2026, 3, 5), None, ["2026-03-16", "2026-04-15"]),
    ],
)
def test_what_is_sold_after_the_reconciliation_is_no_more_of_the_pre_refund(
    first: date, second: date | None, due: list[str]
) -> None:
    sales = (WarehouseSale(id="a", day=date(2026, 3, 1)), WarehouseSale(id="b", day=date(2026, 3, 31)))
    parts = tuple(
        PreRefund(id=name, done=date(2026, 1, 20), outcome="adjusted", reconciled=day)
        for name, day in (("a", first), ("b", second))
    )
    source = RefundInput(
        mode="9810", dates=Dates(export=date(2026, 1, 2)), lines=(Line(id="1"),), pre_refunds=parts,
        warehouse_sales=sales,
    )  # fmt: skip
    listed = assess(source, book(), date(2026, 4, 20)).deadlines
    assert [str(one.date) for one in listed if one.id == "hwc_sale_evidence"] == due


@pytest.mark.parametrize(("day", "due"), [(date(2027, 4, 30), date(2027, 5, 15)), (date(2027, 5, 1), None)])
def test_a_sale_after_the_window_is_claimed_normally(day: date, due: date | None) -> None:
    """Finished in January 2026, reconciled until 30 April 2027 at the latest."""
    source = RefundInput(
        mode="9810", dates=Dates(export=date(2026, 1, 2)), lines=(Line(id="1"),),
        pre_refunds=(PreRefund(id="a", done=date(2026, 1, 20)),), warehouse_sales=(WarehouseSale(id="a", day=day),),
    )  # fmt: skip
    listed = {one.id: one.date for one in assess(source, book(), date(2027, 6, 1)).deadlines}
    assert listed.get("hwc_sale_evidence") == due


def test_while_the_window_runs_the_next_sale_is_waited_for() -> None:
    source = RefundInput(
        mode="9810", dates=Dates(export=date(2026, 1, 2), claim=date(2026, 2, 10)),
        lines=(Line(id="1", qty=D(60), sold_qty=D(20)),), pre_refunds=(PreRefund(id="a", done=date(2026, 2, 20)),),
        warehouse_sales=(WarehouseSale(id="a", day=date(2026, 2, 1), qty=D(20)),),
    )  # fmt: skip
    [one] = [one for one in assess(source, book(), date(2026, 6, 1)).deadlines if one.id == "hwc_sale_evidence"]
    assert (one.date, one.missing) == (None, ("dates.warehouse_sale",))


@pytest.mark.parametrize(
    ("done", "start", "end"),
    [
        (date(2025, 2, 13), date(2025, 3, 1), date(2026, 4, 30)),
        (date(2025, 12, 31), date(2026, 1, 1), date(2026, 4, 30)),
        (date(2026, 1, 1), date(2026, 2, 1), date(2027, 4, 30)),
        (date(2026, 1, 2), date(2026, 2, 1), date(2027, 4, 30)),
        (date(2028, 2, 29), date(2028, 3, 1), date(2029, 4, 30)),
    ],
)
def test_the_window_runs_from_the_next_month_to_april(done: date, start: date, end: date) -> None:
    source = RefundInput(mode="9810", dates=Dates(export=date(2025, 2, 3), pre_refund_done=done))
    listed = {one.id: one.date for one in assess(source, book(), DAY).deadlines}
    assert (listed["hwc_window_start"], listed["hwc_window_end"]) == (start, end)


def test_what_is_lost_first_is_named() -> None:
    result = assess(RefundInput(dates=Dates(export=date(2026, 1, 5))), book(), DAY)
    rules = book().rules.deadlines
    first = lost_on(reminders(result, rules, DAY))
    assert first is not None
    assert (first.rule.id, first.day) == ("fx_deadline", date(2027, 4, 30))
    late = urgent(reminders(result, rules, date(2027, 4, 29)))
    assert [one.rule.id for one in late] == ["regular_end_practical", "fx_deadline", "regular_end"]


def test_a_start_or_an_end_of_a_duty_hurries_nobody() -> None:
    source = RefundInput(dates=Dates(export=date(2026, 1, 5), claim=date(2026, 3, 2)))
    listed = found(source, date(2040, 1, 1))
    assert (listed["keep_until"].state, listed["filing_start"].state) == ("later", "settled")
