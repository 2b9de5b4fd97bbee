"""The arithmetic of one line: order of steps, limits, tiers, slabs, and shares that add up exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.costs.charge import Tier
from exporter_desk.costs.lines import charged_quantity, exact_product, limited, slab_sum, tier_rate
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.domain.money import round_money, split_largest
from tests.costs.support import amounts, line, priced

D = Decimal
SLABS = (Tier(to=D(200), rate=D(15)), Tier(rate=D(10)))


@pytest.mark.parametrize(
    ("raw", "step", "least", "expected"),
    [("5.761", "0.01", "1", "5.77"), ("0.2", "0.01", "1", "1"), ("3", None, None, "3"), ("3.2", "1", None, "4")],
)
def test_quantity_is_stepped_up_then_raised_to_the_minimum(
    raw: str, step: str | None, least: str | None, expected: str
) -> None:
    found = charged_quantity(D(raw), None if step is None else D(step), None if least is None else D(least))
    assert found == D(expected)


@pytest.mark.parametrize(
    ("raw", "currency", "expected"),
    [
        ("12.475", "USD", ("12.48", "")),
        ("-12.475", "USD", ("-12.48", "")),
        ("9.994", "USD", ("10.00", "min")),
        ("20.006", "USD", ("20.00", "max")),
        ("12.5", "JPY", ("13", "")),
    ],
)
def test_limits_come_before_rounding(raw: str, currency: str, expected: tuple[str, str]) -> None:
    least, most = (None, None) if raw.startswith("-") else (D(10), D(20))
    amount, limit = limited(D(raw), currency, least, most)
    assert (str(amount), limit) == expected


@pytest.mark.parametrize(("value", "rate"), [("2", "0.30"), ("2.01", "0.50"), ("20", "1.50")])
def test_the_bound_of_a_tier_is_inclusive(value: str, rate: str) -> None:
    tiers = [Tier(to=D(2), rate=D("0.30")), Tier(to=D(5), rate=D("0.50")), Tier(to=D(20), rate=D("1.50")), Tier()]
    assert tier_rate(tiers, D(value)) == D(rate)
    assert tier_rate(tiers, D(21)) is None


def test_slabs_price_each_slice_by_itself() -> None:
    assert slab_sum(SLABS, D(250)) == D(200) * 15 + D(50) * 10
    assert slab_sum(SLABS, D(0)) == 0
    assert slab_sum((Tier(to=D(10), rate=D(1)), Tier()), D(11)) is None


@given(st.decimals("0", "1000", places=2), st.decimals("0", "1000", places=2))
def test_slabs_never_fall_when_the_value_grows(first: Decimal, second: Decimal) -> None:
    low, high = sorted((slab_sum(SLABS, first) or D(0), slab_sum(SLABS, second) or D(0)))
    assert (slab_sum(SLABS, min(first, second)), slab_sum(SLABS, max(first, second))) == (low, high)


def test_products_keep_every_digit() -> None:
    assert exact_product(D("1234567890123456789.123456789"), D("3")) == D("3703703670370370367.370370367")


def test_small_weights_do_not_vanish_in_rounding() -> None:
    # 1 000 parcels of 1 g at 1.00 a kg are 1.00 together, although each alone would round to nothing.
    sku: JsonObject = {"id": "a", "units": 1000, "gross_kg": "0.001"}
    result = priced({"reporting": "USD", "skus": [sku], "lines": [line("headhaul", "kg", "1", "USD")]})
    assert amounts(result, "headhaul") == ["1.00 USD"]


SKUS: list[Json] = [
    {"id": "a", "units": 100, "cbm": "0.05", "gross_kg": "12", "units_per_carton": 3, "units_per_pallet": 40},
    {
        "id": "b",
        "units": 10,
        "size_cm": ["50", "40", "30"],
        "gross_kg": "4",
        "units_per_carton": 1,
        "units_per_pallet": 5,
    },
]


@pytest.mark.parametrize(
    ("basis", "more", "amount"),
    [
        ("shipment", {}, "10.00"),
        ("sku", {}, "20.00"),
        ("cbm", {}, "56.00"),  # 100 × 0.05 + 10 × 0.06
        ("kg", {}, "12400.00"),
        ("rt", {}, "56.00"),
        ("rt", {"density_kg_per_cbm": "200"}, "62.00"),  # 1 240 kg ÷ 200
        ("chargeable_kg", {"divisor_cm_kg": "5000"}, "12400.00"),
        ("chargeable_kg", {"divisor_cm_kg": "4000", "qty_step": "0.5"}, "14000.00"),
        ("carton", {}, "440.00"),  # 34 + 10
        ("pallet", {}, "50.00"),  # 3 + 2
        ("unit", {}, "1100.00"),
        ("container", {"quantity": "2"}, "20.00"),
        ("order", {"quantity": "7"}, "70.00"),
        ("month", {"quantity": "3"}, "30.00"),
        ("unit", {"max_charge": "500"}, "500.00"),
        ("unit", {"min": "2000"}, "2000.00"),
    ],
)
def test_plain_bases(basis: str, more: dict[str, Json], amount: str) -> None:
    charges: list[Json] = [line("headhaul", basis, "10", "USD", **more)]
    result = priced({"reporting": "USD", "skus": SKUS, "lines": charges})
    assert amounts(result, "headhaul") == [f"{amount} USD"]


@pytest.mark.parametrize(
    "basis", ["container", "chargeable_kg", "rt", "cbm", "kg", "carton", "pallet", "unit", "order", "month", "sku"]
)
def test_an_unknown_quantity_is_not_nought(basis: str) -> None:
    skus: list[Json] = [] if basis in {"sku", "unit"} else [{"id": "a", "units": 5}]
    result = priced({"reporting": "USD", "skus": skus, "lines": [line("headhaul", basis, "10", "USD")]})
    assert [(one.amount, one.unknown is not None) for one in result.lines] == [(None, True)]
    assert result.total.value is None


def test_volume_without_weight_leaves_the_revenue_ton_unknown() -> None:
    charges: list[Json] = [
        line("headhaul", "rt", "10", "USD"),
        line("headhaul", "chargeable_kg", "1", "USD", divisor_cm_kg=5000),
    ]
    result = priced({"reporting": "USD", "skus": [{"id": "a", "units": 5, "cbm": 1}], "lines": charges})
    assert [one.unknown.values["name"] for one in result.lines if one.unknown] == ["gross_kg", "gross_kg"]


def test_counts_of_the_scenario_are_used() -> None:
    result = priced({"reporting": "USD", "counts": {"carton": 1200}, "lines": [
        line("receiving", "carton", None, "USD", mode="slab", tiers=[{"to": 1000, "rate": "0"}, {"rate": "0.30"}]),
    ]})  # fmt: skip
    assert amounts(result, "receiving") == ["60.00 USD"]


def test_tiers_by_weight_of_the_piece_are_priced_article_by_article() -> None:
    tiers: list[Json] = [{"to": 5, "rate": "1"}, {"rate": "2"}]
    result = priced(
        {
            "reporting": "USD",
            "skus": SKUS,
            "lines": [line("receiving", "unit", None, "USD", tiers=tiers, tier_by="unit_kg")],
        }
    )
    assert amounts(result, "receiving") == ["200.00 USD", "10.00 USD"]


def test_tiers_by_the_longest_side_need_a_size() -> None:
    tiers: list[Json] = [{"to": 60, "rate": "1"}, {"rate": "2"}]
    charges: list[Json] = [line("receiving", "unit", None, "USD", tiers=tiers, tier_by="longest_cm")]
    result = priced({"reporting": "USD", "skus": SKUS, "lines": charges})
    assert amounts(result, "receiving") == ["None USD", "10.00 USD"]


def test_a_slab_price_that_ends_must_be_asked() -> None:
    charges: list[Json] = [line("receiving", "unit", None, "USD", mode="slab", tiers=[{"to": 5, "rate": "1"}, {}])]
    assert amounts(priced({"reporting": "USD", "skus": SKUS, "lines": charges}), "receiving") == ["None USD"]


def test_orders_of_several_pieces_are_started_ones() -> None:
    data: JsonObject = {
        "reporting": "USD",
        "skus": [{"id": "a", "units": 7}],
        "lots": [{"arrive": "2027-01-01"}],
        "demand": {"per_day": 7, "units_per_order": 2},
        "lines": [line("fulfilment", "order", "1", "USD")],
    }
    assert amounts(priced(data), "fulfilment") == ["4.00 USD"]


# Sharing a charge: the cases that public ledgers test (values restated), and the law behind them.


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        ("80", ["120", "200", "0"], ["30.00", "50.00", "0.00"]),
        ("0.04", ["1"] * 7, ["0.01"] * 4 + ["0.00"] * 3),
        ("15", ["10", "3"], ["11.54", "3.46"]),
        ("11", ["12", "17"], ["4.55", "6.45"]),
    ],
)
def test_shares_by_largest_remainder(total: str, weights: list[str], shares: list[str]) -> None:
    found = split_largest(D(total), [D(weight) for weight in weights], "USD")
    assert [str(share) for share in found] == shares


def test_a_key_that_cancels_out_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        split_largest(D(100), [D("0.001"), D("0.003")], "USD")


@given(
    st.decimals("0", "100000", places=2),
    st.lists(st.decimals("0", "5000", places=3), min_size=1, max_size=9).filter(lambda weights: sum(weights) >= 1),
)
def test_shares_add_up_exactly_and_are_never_negative(total: Decimal, weights: list[Decimal]) -> None:
    shares = split_largest(total, weights, "USD")
    assert sum(shares) == round_money(total, "USD")
    assert all(share >= 0 for share in shares)
