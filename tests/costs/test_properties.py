"""What holds for every plan: totals are sums, dearer rates cost more, no unit is lost, the plain simulation agrees."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.costs.inventory import Arrival, StockPlan, simulate
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.domain.money import split_largest
from tests.costs.plain_stock import PlainPlan, run, storage
from tests.costs.support import amounts, line, priced

START = date(2027, 1, 1)
TIERS: list[tuple[int | None, Decimal]] = [(10, Decimal(0)), (40, Decimal("0.5")), (None, Decimal("1.25"))]
TIERS_JSON: list[Json] = [{"to": 10, "rate": "0"}, {"to": 40, "rate": "0.5"}, {"rate": "1.25"}]
rates = st.decimals(0, 500, places=2)
lots_of_units = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=1, max_size=4)


@st.composite
def plans(draw: st.DrawFn) -> PlainPlan:
    lots = [(START + timedelta(days=offset), units) for offset, units in draw(lots_of_units)]
    return PlainPlan(
        lots=lots,
        per_day=Fraction(draw(st.integers(0, 60)), 10),
        factors={month: Fraction(draw(st.integers(0, 20)), 10) for month in draw(st.sets(st.integers(1, 12)))},
        days=draw(st.integers(1, 120)),
        return_rate=Fraction(draw(st.integers(0, 10)), 10),
        delay=draw(st.integers(0, 20)),
        resale=Fraction(draw(st.integers(0, 10)), 10),
        decay=Fraction(draw(st.integers(0, 5)), 100),
    )


def decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def stock_plan(plan: PlainPlan) -> StockPlan:
    first = min(day for day, _ in plan.lots)
    return StockPlan(
        arrivals=tuple(Arrival(day=day, units=units) for day, units in plan.lots),
        per_day=plan.per_day,
        first_day=first,
        factors={month: decimal(factor) for month, factor in plan.factors.items()},
        last_day=first + timedelta(days=plan.days - 1),
        return_rate=decimal(plan.return_rate),
        return_delay=plan.delay,
        resale=decimal(plan.resale),
        decay_per_day=decimal(plan.decay),
    )


@settings(max_examples=60, deadline=None)
@given(plans())
def test_the_plain_simulation_agrees_day_by_day(plan: PlainPlan) -> None:
    history = simulate(stock_plan(plan))
    plain = run(plan)
    for real, day in zip(history.days, plain, strict=True):
        assert (real.sold, real.lost, real.returned, real.decayed) == (day.sold, day.lost, day.returned, day.decayed)
        ages = [(day.day - born).days for born in day.born]
        assert dict(real.ages) == {age: ages.count(age) for age in set(ages)}


@settings(max_examples=60, deadline=None)
@given(plans())
def test_no_unit_is_lost_or_invented(plan: PlainPlan) -> None:
    history = simulate(stock_plan(plan))
    came_in = history.total("inbound") - history.total("rejected") + history.total("put_back")
    assert came_in == history.total("sold") + history.total("decayed") + history.left
    assert all(units >= 0 for column in history.columns.values() for units in column)


def scenario(plan: PlainPlan, lines: list[Json], **more: Json) -> JsonObject:
    lots: list[Json] = [{"arrive": day.isoformat(), "units": units} for day, units in plan.lots]
    first = min(day for day, _ in plan.lots)
    factors: JsonObject = {str(month): str(decimal(factor)) for month, factor in plan.factors.items()}
    return {
        "reporting": "USD",
        "skus": [{"id": "a", "cbm": "0.37", "gross_kg": "7"}],
        "lots": lots,
        "demand": {"per_day": str(decimal(plan.per_day)), "factors": factors, "units_per_order": 1},
        "returns": {
            "rate": str(decimal(plan.return_rate)),
            "delay_days": plan.delay,
            "resale": str(decimal(plan.resale)),
        },
        "decay_per_day": str(decimal(plan.decay)),
        "horizon": (first + timedelta(days=plan.days - 1)).isoformat(),
        "lines": lines,
    } | more


def storage_line(**more: Json) -> JsonObject:
    return line("storage", "cbm_day", None, "USD", tiers=TIERS_JSON, tier_by="age_days") | more


@settings(max_examples=40, deadline=None)
@given(plans())
def test_storage_is_that_of_single_units(plan: PlainPlan) -> None:
    cent = Decimal("0.01")
    by_hand = storage(run(plan), Decimal("0.37"), TIERS)
    months = [str(amount.quantize(cent, ROUND_HALF_UP)) for amount in by_hand.values() if amount]
    found = amounts(priced(scenario(plan, [storage_line()]), chain=False), "storage")
    assert found == ([f"{amount} USD" for amount in months] or ["0.00 USD"])


@settings(max_examples=30, deadline=None)
@given(plans())
def test_last_in_first_out_would_cost_more_or_the_same(plan: PlainPlan) -> None:
    newest_first = PlainPlan(**(vars(plan) | {"oldest_first": False}))
    costs = [sum(storage(run(one), Decimal(1), TIERS).values()) for one in (plan, newest_first)]
    assert costs[0] <= costs[1]


def test_last_in_first_out_is_not_the_same() -> None:
    plan = PlainPlan([(START, 20), (START + timedelta(days=15), 20)], Fraction(1), days=60)
    newest_first = PlainPlan(**(vars(plan) | {"oldest_first": False}))
    assert storage(run(plan), Decimal(1), TIERS) != storage(run(newest_first), Decimal(1), TIERS)


lines_of_money = st.lists(
    st.tuples(st.sampled_from(["USD", "EUR", "CNY"]), rates, st.decimals(0, 90, places=3)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(lines_of_money)
def test_the_total_is_the_sum_of_the_rounded_lines(entries: list[tuple[str, Decimal, Decimal]]) -> None:
    lines: list[Json] = [
        line("domestic", "kg", str(rate), currency, quantity=str(quantity)) for currency, rate, quantity in entries
    ]
    result = priced({"reporting": "CNY", "fx": {"USD": "7.1", "EUR": "8.25"}, "lines": lines}, chain=False)
    cent = Decimal("0.01")
    fx = {"USD": Decimal("7.1"), "EUR": Decimal("8.25"), "CNY": Decimal(1)}
    by_hand = sum(
        ((rate * quantity).quantize(cent, ROUND_HALF_UP) * fx[currency]).quantize(cent, ROUND_HALF_UP)
        for currency, rate, quantity in entries
    )
    assert result.total.value == by_hand
    assert sum(figure.value for figure in result.by_stage.values() if figure.value is not None) == by_hand


@settings(max_examples=40, deadline=None)
@given(plans(), rates, rates, st.sampled_from(["unit", "cbm", "rt", "shipment", "order", "kg"]))
def test_a_dearer_rate_never_costs_less(plan: PlainPlan, first: Decimal, second: Decimal, basis: str) -> None:
    low, high = sorted((first, second))
    totals = [
        priced(scenario(plan, [line("fulfilment", basis, str(rate), "USD")]), chain=False).total.value
        for rate in (low, high)
    ]
    assert totals[0] is not None
    assert totals[1] is not None
    assert totals[0] <= totals[1]


CAUSES = [
    ("fulfilment", "unit"), ("fulfilment", "order"), ("returns", "unit"), ("loss", "unit"), ("storage", "cbm_day"),
    ("receiving", "unit"), ("last_mile", "kg"),
]  # fmt: skip


def quantity(data: JsonObject) -> Decimal:
    found = [one.quantity for one in priced(data, chain=False).lines if one.stage not in {"goods", "capital"}]
    return sum((one for one in found if one is not None), Decimal(0))


@settings(max_examples=60, deadline=None)
@given(plans(), st.sampled_from(CAUSES), st.integers(-5, 130))
def test_two_prices_one_after_the_other_charge_every_unit_once(
    plan: PlainPlan, cause: tuple[str, str], days: int
) -> None:
    turn = START + timedelta(days=days)
    whole = line(*cause, "1", "USD")
    parts: list[Json] = [
        whole | {"valid_to": turn.isoformat()},
        whole | {"valid_from": (turn + timedelta(days=1)).isoformat()},
    ]
    assert quantity(scenario(plan, parts)) == quantity(scenario(plan, [whole]))


@settings(max_examples=40, deadline=None)
@given(plans(), st.sampled_from(CAUSES), st.sets(st.integers(1, 12), min_size=1, max_size=11))
def test_a_season_and_the_rest_of_the_year_charge_every_unit_once(
    plan: PlainPlan, cause: tuple[str, str], months: set[int]
) -> None:
    whole, rest = line(*cause, "1", "USD"), set(range(1, 13)) - months
    parts: list[Json] = [whole | {"season": {"months": sorted(some)}} for some in (months, rest)]
    assert quantity(scenario(plan, parts)) == quantity(scenario(plan, [whole]))


@settings(max_examples=40, deadline=None)
@given(st.decimals(-10_000, 10_000, places=2), st.lists(st.decimals(0, 99, places=3), min_size=1, max_size=8))
def test_shares_add_up_exactly(total: Decimal, weights: list[Decimal]) -> None:
    if sum(weights) < Decimal("0.005"):
        return
    shares = split_largest(total, weights, "USD")
    assert sum(shares) == total
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if not weight and total >= 0)


@settings(max_examples=30, deadline=None)
@given(plans(), rates)
def test_two_runs_give_the_same(plan: PlainPlan, rate: Decimal) -> None:
    data = scenario(plan, [storage_line(), line("last_mile", "unit", str(rate), "USD")], price="12")
    assert priced(data, chain=False) == priced(data, chain=False)
