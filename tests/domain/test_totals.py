"""Computed figures: expected values by hand."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D

import pytest

from exporter_desk.domain import totals
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.trace import Trace

# 60 × 72.00 = 4,320.00; 7 × 12.345 = 86.415 -> 86.42; together 4,406.42
# boxes: 60 × 20.1 = 1,206.0 kg gross, 3 × 4.25 = 12.75; together 1,218.75; volume 60 × 0.27 + 3 × 0.006 = 16.218 m³
CASE = {
    "terms": {
        "incoterm": "CIF",
        "currency": "USD",
        "freight": {"amount": "300.00", "currency": "USD"},
        "insurance": {"amount": "0.3", "mark": "1"},
    },
    "goods": [{"id": "g1", "qty": "60", "unit_price": "72.00"}, {"id": "g2", "qty": "7", "unit_price": "12.345"}],
    "packages": [
        {
            "id": "p1",
            "from": 1,
            "to": 60,
            "contents": {"g1": "1"},
            "gross_kg": "20.1",
            "net_kg": "18.4",
            "size_cm": ["150", "90", "20"],
        },
        {
            "id": "p2",
            "from": 61,
            "to": 63,
            "contents": {"g2": "2"},
            "gross_kg": "4.25",
            "net_kg": "4",
            "size_cm": ["30", "20", "10"],
        },
    ],
    "origins": {"packages.p2.gross_kg": {"kind": "estimated"}},
}


@pytest.fixture
def case() -> Case:
    return from_object(CASE)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (totals.invoice_total, "4406.42"),
        (totals.cartons, "63"),
        (totals.gross_kg, "1218.75"),
        (totals.net_kg, "1116.0"),
        (totals.volume_cbm, "16.218"),
        (totals.fob_value, "4093.20"),  # 4,406.42 − 300.00 − 0.3 % (13.21926 -> 13.22)
    ],
)
def test_totals_are_right_to_the_cent_and_the_gram(
    case: Case, function: Callable[[Case], Trace[D]], expected: str
) -> None:
    assert function(case).value == D(expected)


def test_an_estimate_makes_everything_computed_from_it_an_estimate(case: Case) -> None:
    assert totals.gross_kg(case).estimated
    assert not totals.net_kg(case).estimated


def test_a_missing_input_makes_the_total_unknown_and_names_it() -> None:
    case = from_object({"terms": {"currency": "USD"}, "goods": [{"id": "g1", "qty": "5"}, {"id": "g2"}]})
    trace = totals.invoice_total(case)
    assert trace.value is None
    assert trace.missing == ("goods.g1.unit_price", "goods.g2.qty", "goods.g2.unit_price")


def test_nothing_packed_is_unknown_not_zero() -> None:
    assert totals.cartons(Case()).value is None
    assert totals.gross_kg(Case()).value is None


def test_packed_quantity_and_net_weight_of_a_line(case: Case) -> None:
    assert totals.packed_quantity(case, case.goods[1]).value == D(6)
    assert totals.line_net_kg(case, case.goods[0]).value == D("1104.0")


def test_a_mixed_box_does_not_tell_the_net_weight_of_a_line() -> None:
    case = from_object(
        {
            "goods": [{"id": "g1"}],
            "packages": [{"id": "p1", "from": 1, "to": 1, "net_kg": "5", "contents": {"g1": "1", "g2": "1"}}],
        }
    )
    assert totals.line_net_kg(case, case.goods[0]).missing == ("goods.g1.net_kg",)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"incoterm": "FOB", "freight": {"amount": "9", "currency": "USD"}}, "100.00"),
        ({"incoterm": "CFR", "freight": {"amount": "9", "currency": "USD"}}, "91.00"),
        ({"incoterm": "CFR", "freight": {"amount": "9", "currency": "EUR"}}, None),
        ({"incoterm": "CIF", "freight": {"amount": "9", "currency": "USD"}}, None),
        ({"incoterm": "EXW"}, "100.00"),
        ({}, None),
    ],
)
def test_fob_takes_out_what_the_term_includes(terms: JsonObject, expected: str | None) -> None:
    case = from_object(
        {"terms": {"currency": "USD", **terms}, "goods": [{"id": "g1", "qty": "10", "unit_price": "10"}]}
    )
    assert totals.fob_value(case).value == (None if expected is None else D(expected))


def test_a_price_per_tonne_uses_the_gross_weight(case: Case) -> None:
    priced = from_object(
        CASE | {"terms": CASE["terms"] | {"freight": {"amount": "100", "currency": "USD", "mark": "2"}}}
    )
    assert totals.fee_amount(priced, "freight").value == D("121.88")  # 1.21875 t × 100, half up


def test_box_numbers_that_run_backwards_count_nothing() -> None:
    case = from_object({"packages": [{"id": "p1", "from": 5, "to": 4}]})
    assert totals.cartons(case).missing == ("packages.p1.from", "packages.p1.to")


def test_gross_weight_and_packages_of_a_line_that_fills_its_packages_alone(case: Case) -> None:
    first = case.goods[0]
    assert (totals.line_gross_kg(case, first).value, totals.line_packages(case, first).value) == (D(1206), D(60))


def test_a_line_that_is_not_wholly_packed_has_no_gross_weight(case: Case) -> None:
    # 7 pieces of g2, of which 3 × 2 = 6 lie in boxes
    second = case.goods[1]
    assert totals.line_gross_kg(case, second).value is None
    assert totals.line_packages(case, second).missing == ("packages.p2.contents.g2",)


def test_an_unweighed_package_leaves_the_gross_weight_of_its_line_open(case: Case) -> None:
    unweighed = replace(case, packages=(replace(case.packages[0], gross_kg=None), *case.packages[1:]))
    first = unweighed.goods[0]
    assert totals.line_gross_kg(unweighed, first).missing == ("packages.p1.gross_kg",)
    assert totals.line_packages(unweighed, first).value == D(60)


def test_a_shared_package_belongs_to_no_line_alone(case: Case) -> None:
    mixed = replace(case.packages[1], contents={"g1": D(1), "g2": D(2)})
    both = replace(case, packages=(case.packages[0], mixed))
    for line in both.goods:
        assert totals.shared_packages(both, line) == (mixed,)
        assert totals.line_gross_kg(both, line).value is None
        assert totals.line_packages(both, line).value is None


@pytest.mark.parametrize("size", [["30", "0", "10"], ["30", "20"], ["0", "0", "0"], []])
def test_a_box_that_was_not_measured_has_no_volume(size: list[str]) -> None:
    box = {"id": "p1", "from": 1, "to": 2, "size_cm": size}
    case = from_object({"packages": [{**box, "id": "p0", "from": 3, "to": 3, "size_cm": ["30", "20", "10"]}, box]})
    assert totals.volume_cbm(case).value is None
    assert totals.volume_cbm(case).missing == ("packages.p1.size_cm",)
