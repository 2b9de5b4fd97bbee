"""No number of a tax file may be below zero without a word, except those that the law has below zero."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any, cast

import pytest

from exporter_desk.domain.case_json import from_object, to_object
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.tax import TaxFile
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json

DAY = date(2026, 11, 22)
# Output tax is below zero where more was sent back than sold; what the last month's 免抵退税额 brings in always is.
LAWFUL = {"vat.output_tax", "vat.carried_mdt"}
RECORDS: dict[str, Any] = {
    "purchase_invoices": {"goods": "g1", "unit": "011", "qty": "1", "amount": "1.00", "rate": "0.13",
                          "voucher": "vat_special"},
    "receipts": {"day": "2026-04-20", "amount": "10.00", "goods_amount": "5.00", "currency": "USD"},
    "rates": {"day": "2026-03-01", "currency": "EUR", "cny": "8.00", "per": "1"},
    "lines": {"sold_qty": "1", "vat_rate": "0.13", "refund_rate": "0.13", "fob_cny": "100.00"},
    "exempt_material": {"amount": "5000.00", "vat_rate": "0.13", "refund_rate": "0.09"},
    "pre_refunds": {"goods": "g1", "qty": "1", "refund": "1.00", "done": "2026-04-20"},
    "warehouse_sales": {"goods": "g1", "day": "2026-05-20", "qty": "1", "amount": "1.00", "currency": "USD"},
}  # fmt: skip


def numbers(kind: type, at: str = "") -> Iterator[str]:
    """Yield the place of every number below a record, a list by its name."""
    hints = typing.get_type_hints(kind)
    for item in fields(kind):
        for part in typing.get_args(hints[item.name]) or (hints[item.name],):
            if part is D:
                yield f"{at}{item.name}"
            elif is_dataclass(part) and isinstance(part, type):
                yield from numbers(part, f"{at}{item.name}.")


def assessed(**tax: object) -> RefundResult:
    """A producer's refund of 932.00: MDT 1,278.00, BDM 568.00, LD = 2,000 - 568 - 500."""
    return assess(from_case(claim_cases.producer("2026-201", **tax)), book(), DAY)


def with_below_zero(place: str) -> dict[str, Any]:
    head, _, name = place.rpartition(".")
    if head not in RECORDS:
        assert head == "vat"
        return {"vat": {"period": "202604", name: "-1.00"}}
    own = {} if head == "rates" else {"id": "g1" if head == "lines" else "x1"}
    return {head: [{**own, **RECORDS[head], name: "-1.00"}]}


def errors(result: RefundResult) -> set[tuple[str, str]]:
    wrong = [one for one in result.findings if one.severity is Severity.ERROR]
    return {(one.code, place) for one in wrong for place in one.places}


@pytest.mark.parametrize("place", sorted(numbers(TaxFile)))
def test_each_number_of_a_tax_file_below_zero_is_told_or_lawful(place: str) -> None:
    told = {one for one in errors(assessed(**with_below_zero(place))) if one[0] in {"T02", "T04"}}
    assert bool(told) == (place not in LAWFUL)


def test_all_numbers_are_walked() -> None:
    assert len(list(numbers(TaxFile))) == 23


MATERIAL = {"amount": "10000.00", "vat_rate": "0.13", "refund_rate": "0.09"}
BELOW = {**MATERIAL, "amount": "-5.00"}
ABOVE = {"amount": "5000.00", "vat_rate": "0.09", "refund_rate": "0.13"}


def refund_with(*material: dict[str, str]) -> tuple[D | None, D | None, D | None, set[str]]:
    result = assessed(exempt_material=[{"id": f"m{at}", **one} for at, one in enumerate(material)])
    found = find(result.quantities, "REFUND")
    assert found is not None
    return found.value, found.low, found.high, {code for code, _ in errors(result)}


def test_exempt_material_takes_off_gap_and_refund() -> None:
    """BDM 568 - 400 = 168, MDT 1,278 - 900 = 378, LD = 2,000 - 168 - 500 = 1,332 (§2.1)."""
    assert refund_with(MATERIAL) == (D("378.00"), None, None, set())


@pytest.mark.parametrize(("material", "code"), [(BELOW, "T04"), (ABOVE, "T25")])
def test_material_that_cannot_be_takes_off_something_between_nothing_and_all(
    material: dict[str, str], code: str
) -> None:
    """At the most MDT is 1,278.00 with nothing off."""
    assert refund_with(material) == (None, D("0.00"), D("1278.00"), {code})


def test_what_is_sure_of_the_material_bounds_the_refund() -> None:
    assert refund_with(MATERIAL, BELOW) == (None, D("0.00"), D("378.00"), {"T04"})


@pytest.mark.parametrize(("gross", "told"), [("-20.1", {"T04"}), ("0", {"T04"}), ("20.1", set())])
def test_a_price_by_the_tonne_wants_a_weight_above_nothing(gross: str, told: set[str]) -> None:
    """Of two packages one below zero is not hidden by the other."""
    weights = [{"id": "p1", "from": 1, "to": 1, "gross_kg": "900"}, {"id": "p2", "from": 2, "to": 2, "gross_kg": gross}]
    data = to_object(claim_cases.producer()) | {"packages": cast("Json", weights)}
    data["terms"] = {"incoterm": "CFR", "currency": "USD", "freight": {"amount": "80", "currency": "USD", "mark": "2"}}
    result = assess(from_case(from_object(data)), book(), DAY)
    assert {code for code, _ in errors(result)} == told
