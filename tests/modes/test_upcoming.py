"""Changes of the law that lie ahead are told to the cases they touch, and to no others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from exporter_desk.domain.case import FactValue
from exporter_desk.modes.assess import assess
from exporter_desk.modes.upcoming import upcoming_changes
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.upcoming import Upcoming
from tests.modes.case_files import USUAL, book

DAY = date(2026, 11, 22)
STOCK: dict[str, FactValue] = {
    "buyer": "unknown",
    "deal_channel": "platform_own",
    "sale_state": "unsold",
    "route": "overseas_warehouse",
    "warehouse_owner": "own",
}
SOLD: dict[str, FactValue] = {
    "buyer": "business",
    "deal_channel": "platform_own",
    "sale_state": "sold",
    "route": "direct",
}
SOFA: dict[str, FactValue] = {**SOLD, "pack": "furniture", "upholstered": True, "use": "other"}


def told(day: date, facts: dict[str, FactValue]) -> dict[str, Upcoming]:
    advice = assess(read_facts({**USUAL, **facts}, book(), day), book(), day)
    return {change.id: change for change in upcoming_changes(advice, book())}


def test_the_wood_duty_rises_for_a_sofa_to_the_us_and_for_nobody_else() -> None:
    found = told(DAY, SOFA | {"dest": "US"})
    assert {key: found[key].day for key in ("D-232", "D-232-2027")} == {
        "D-232": date(2027, 1, 1),
        "D-232-2027": date(2027, 1, 1),
    }
    assert found["D-232"].zh.startswith("2027-01-01 起不再适用：")
    assert "From 2027-01-01 no longer:" in found["D-232"].en
    assert not {"D-232", "D-232-2027"} & told(DAY, SOFA | {"dest": "US", "upholstered": False}).keys()
    assert not {"D-232", "D-232-2027"} & told(DAY, SOFA | {"dest": "DE"}).keys()


def test_what_is_not_known_to_concern_the_case_is_not_told() -> None:
    assert told(DAY, SOLD) == {}
    assert told(DAY, {}) == {}


@pytest.mark.parametrize(("entry", "counted"), [("2026-12-29", False), ("2026-12-30", True)])
def test_a_change_that_the_conclusion_has_in_already_says_so(entry: str, counted: bool) -> None:
    found = told(DAY, SOFA | {"dest": "DE", "hs": "9403609990", "entry_date": entry})
    assert found["W42"].counted is counted
    assert found["W42"].sources == ("eudr1", "eudr2", "eudr3", "eudr4", "eudr5")


def test_small_seats_have_their_own_day() -> None:
    seats = SOFA | {"dest": "DE", "hs": "9401610000", "buyer_size": "micro"}
    assert "W42" not in told(date(2026, 12, 31) - timedelta(days=1), seats)
    assert told(date(2027, 1, 1), seats)["W42"].day == date(2027, 6, 30)


def test_an_answer_that_is_missing_leaves_it_to_be_confirmed() -> None:
    assert told(DAY, SOFA | {"dest": "DE"})["W42"].to_confirm
    assert not told(DAY, SOFA | {"dest": "DE", "hs": "9403609990"})["W42"].to_confirm


def test_the_window_ends_on_its_last_day() -> None:
    window = timedelta(days=book().upcoming_days)
    assert window.days == 180
    first = date(2024, 12, 15)
    assert "W06" in told(first - window, STOCK)
    assert "W06" not in told(first - window - timedelta(days=1), STOCK)
    assert "W06" in told(first - timedelta(days=1), STOCK)
    assert "W06" not in told(first, STOCK)


def test_a_mode_that_opens_soon_is_told_when_nothing_else_closes_it() -> None:
    assert told(date(2021, 5, 1), SOLD)["G14"].day == date(2021, 7, 1)
    assert "G14" not in told(date(2021, 5, 1), SOLD | {"buyer": "consumer", "route": "parcel"})
    assert told(date(2020, 6, 1), SOLD).get("mode.9710") is None  # two obstacles: the mode and the customs


def test_a_dated_value_that_ends_is_told_with_both_figures() -> None:
    parcel: dict[str, FactValue] = {**SOLD, "buyer": "consumer", "route": "parcel", "dest": "FR"}
    change = told(date(2028, 2, 1), parcel)["eu.low_value_item_eur"]
    assert (change.day, change.kind) == (date(2028, 7, 1), "value")
    assert "由 3 EUR 改为 没有规定" in change.zh
    assert "eu.low_value_item_eur" not in told(date(2028, 2, 1), parcel | {"dest": "JP"})


def test_cited_instruments_say_what_happens_to_them() -> None:
    change = told(date(2024, 11, 1), STOCK)["L08"]
    assert (change.day, change.kind, change.sources) == (date(2024, 12, 15), "source", ("L08", "L11"))


def test_notices_reach_those_they_are_for() -> None:
    assert "cpsc.free_trade_zone" in told(DAY, SOFA | {"dest": "US"})
    assert "cpsc.free_trade_zone" not in told(DAY, SOFA | {"dest": "GB"})
    assert told(DAY, STOCK | {"want_refund": True})["pre_refund.reconcile"].day == date(2027, 5, 1)
    assert "pre_refund.reconcile" not in told(DAY, STOCK | {"want_refund": False})


def test_changes_come_earliest_first_and_speak_both_languages() -> None:
    found = list(told(DAY, SOFA | {"dest": "US"}).values())
    assert [change.day for change in found] == sorted(change.day for change in found)
    assert all(change.zh and change.en and change.sources for change in found)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar(day: date) -> None:
    assert told(day, SOFA | {"dest": "US"}) == {}
