"""Day simulation: the worked examples to the unit, and units that are neither lost nor invented."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.costs.inventory import Arrival, StockDay, StockHistory, StockPlan, calendar, simulate

JAN_18 = date(2027, 1, 18)
FURNITURE_FACTORS = {1: "0.8", 2: "0.8", 3: "1.0", 4: "1.1", 5: "1.2", 6: "1.0"}


def factors(texts: dict[int, str]) -> dict[int, Decimal]:
    return {month: Decimal(text) for month, text in texts.items()}


def plan(units: int = 450, per_day: str | Fraction = "4", **more: object) -> StockPlan:
    values: dict[str, object] = {
        "arrivals": (Arrival(day=JAN_18, units=units),),
        "per_day": Fraction(per_day),
        "first_day": JAN_18,
    }
    return StockPlan(**(values | more))  # type: ignore[arg-type]  # a test hands over what it names


def tables() -> StockHistory:
    return simulate(plan(factors=factors(FURNITURE_FACTORS), return_rate=Decimal("0.06"), return_delay=14))


def oranges() -> StockHistory:
    return simulate(
        plan(
            arrivals=(Arrival(day=date(2026, 12, 20), units=1260, rejected=25),),
            per_day=Fraction(45),
            first_day=date(2026, 12, 21),
            last_day=date(2027, 1, 31),
            decay_per_day=Decimal("0.0015"),
        )
    )


def unit_days(history: StockHistory, *bounds: int) -> list[int]:
    tiers: Counter[int] = Counter()
    for day in history.days:
        for age, units in day.ages.items():
            tiers[next(bound for bound in bounds if age + 1 <= bound)] += units
    return [tiers[bound] for bound in bounds]


def test_wooden_tables_grow_old_as_worked_out() -> None:
    assert unit_days(tables(), 30, 60, 90, 180) == [12_024, 9_007, 5_399, 1_468]


def test_wooden_tables_sell_out_after_116_days() -> None:
    history = tables()
    assert history.stock_out() == date(2027, 5, 13)
    assert (date(2027, 5, 13) - JAN_18).days + 1 == 116
    assert (history.total("sold"), history.total("returned"), history.settled) == (450, 27, True)


def test_oranges_sold_spoiled_and_lost() -> None:
    history = oranges()
    assert [history.total(name) for name in ("inbound", "sold", "decayed", "rejected", "lost")] == [
        1260, 1210, 25, 25, 680,
    ]  # fmt: skip
    assert history.stock_out() == date(2027, 1, 16)


def test_oranges_unit_days_and_pallet_days() -> None:
    days = oranges().days
    pallets = [(day.day.month, -(-day.on_hand // 60)) for day in days]
    assert sum(day.on_hand for day in days) + 1260 * 8 == 27_171
    assert [sum(count for month, count in pallets if month == wanted) for wanted in (12, 1)] == [201, 96]


def test_shirts_sell_out_on_24_june() -> None:
    history = simulate(
        plan(
            arrivals=(Arrival(day=date(2027, 3, 8), units=3000),),
            per_day=Fraction(25),
            first_day=date(2027, 3, 8),
            factors=factors({3: "0.9", 4: "1.0", 5: "1.2", 6: "1.3", 7: "1.2", 8: "1.0"}),
            return_rate=Decimal("0.3"),
            return_delay=14,
            resale=Decimal("0.8"),
            restock=False,
        )
    )
    assert (history.stock_out(), history.total("returned")) == (date(2027, 6, 24), 900)
    assert sum(day.on_hand for day in history.days) + 3000 * 26 == 252_537
    assert history.active_months() == {(2027, 3), (2027, 4), (2027, 5), (2027, 6)}


def test_returns_that_are_put_back_start_young_and_are_sold_again() -> None:
    history = simulate(plan(10, "5", return_rate=Decimal("0.5"), return_delay=3, resale=Decimal(1)))
    assert [day.put_back for day in history.days[:6]] == [0, 0, 0, 2, 3, 0]
    assert [day.sold for day in history.days[:6]] == [5, 5, 0, 2, 3, 0]
    assert history.total("sold") == 10 + history.total("put_back")


def test_demand_above_stock_is_lost() -> None:
    history = simulate(plan(7, "5", last_day=date(2027, 1, 20)))
    assert [(day.sold, day.lost, day.on_hand) for day in history.days] == [(5, 0, 2), (2, 3, 0), (0, 5, 0)]


def test_demand_above_stock_waits_when_backorders_are_taken() -> None:
    arrivals = (Arrival(day=JAN_18, units=7), Arrival(day=date(2027, 1, 20), units=20))
    history = simulate(plan(per_day="5", arrivals=arrivals, backorder=True, last_day=date(2027, 1, 20)))
    assert [(day.sold, day.lost) for day in history.days] == [(5, 0), (2, 0), (8, 0)]


def test_a_return_on_the_day_of_sale_comes_back_the_next_day() -> None:
    history = simulate(plan(10, "10", return_rate=Decimal("0.5"), return_delay=0))
    assert [day.returned for day in history.days] == [0, 5]


def test_the_days_of_a_history_go_over_years_and_a_leap_day() -> None:
    assert calendar(date(2027, 12, 30), 4) == (
        *(date(2027, 12, n) for n in (30, 31)),
        *(date(2028, 1, n) for n in (1, 2)),
    )
    four_years = calendar(date(2028, 2, 28))
    assert four_years[:3] == (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1))
    assert (len(four_years), four_years[-1]) == (1461, date(2032, 2, 27))
    assert calendar(date(9999, 12, 30), 5) == (date(9999, 12, 30), date(9999, 12, 31))


def test_sums_that_are_asked_twice_are_the_same() -> None:
    history = simulate(plan(7, "5", last_day=date(2027, 1, 20)))
    assert [history.total("lost") for _ in range(2)] == [8, 8]
    assert history.last_day == date(2027, 1, 20)


def test_without_arrivals_there_is_nothing_to_simulate() -> None:
    assert simulate(plan(arrivals=())).days == ()
    assert simulate(plan(arrivals=())).stock_out() is None


def test_stock_that_is_never_sold_is_not_settled() -> None:
    history = simulate(plan(3, "0"))
    assert (history.settled, history.stock_out(), history.total("sold")) == (False, None, 0)


@st.composite
def plans(draw: st.DrawFn) -> StockPlan:
    arrivals = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80)), min_size=1, max_size=4))
    fraction = st.decimals("0", "1", places=3)
    return plan(
        arrivals=tuple(Arrival(day=date.fromordinal(JAN_18.toordinal() + day), units=units) for day, units in arrivals),
        per_day=Fraction(draw(st.decimals("0", "9", places=2))),
        factors={2: draw(st.decimals("0", "3", places=1))},
        last_day=date(2027, 4, 30),
        return_rate=draw(fraction),
        return_delay=draw(st.integers(0, 20)),
        resale=draw(fraction),
        restock=draw(st.booleans()),
        decay_per_day=draw(fraction),
        backorder=draw(st.booleans()),
    )


def balanced(before: int, day: StockDay) -> bool:
    return before + day.inbound - day.rejected + day.put_back - day.sold - day.decayed == day.on_hand


@given(plans())
def test_no_unit_is_lost_or_invented(case: StockPlan) -> None:
    before = 0
    for day in simulate(case).days:
        assert balanced(before, day)
        assert min(day.sold, day.lost, day.decayed, day.returned, day.put_back, day.on_hand) >= 0
        assert sum(day.ages.values()) == day.on_hand
        before = day.on_hand


@given(plans())
def test_returns_and_resale_never_exceed_their_share(case: StockPlan) -> None:
    history = simulate(case)
    returned, sold = history.total("returned"), history.total("sold")
    assert returned <= case.return_rate * sold
    assert history.total("put_back") == (int(case.resale * returned) if case.restock else 0)


@pytest.mark.parametrize(("per_day", "days"), [("4", 113), ("3", 150), ("2", 225), ("1.5", 300)])
def test_days_to_sell_out(per_day: str, days: int) -> None:
    history = simulate(plan(per_day=per_day))
    assert (history.stock_out() or JAN_18).toordinal() - JAN_18.toordinal() + 1 == days
