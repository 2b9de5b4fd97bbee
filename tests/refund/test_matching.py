"""Matching at scale: the same portions as a slow count by unit, sums that close, the rest of an invoice, stopping."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.refund.inputs import Invoice, Line
from exporter_desk.refund.matching import LOOK_EVERY, MatchingStoppedError, match
from tests.bench.bench_matching import claims


def paper(name: str, qty: int, amount: str, day: int = 1, goods: str = "x") -> Invoice:
    return Invoice(id=name, number=name, day=date(2026, 5, day), goods=goods, qty=D(qty), amount=D(amount))


quantities = st.lists(st.integers(1, 40), min_size=1, max_size=12)
papers = st.lists(
    st.tuples(st.integers(1, 40), st.decimals(D("0.01"), D(9999), places=2), st.integers(1, 28)),
    min_size=1,
    max_size=12,
)


@given(quantities, papers)
def test_portions_are_those_of_a_count_unit_by_unit(wanted: list[int], bought: list[tuple[int, D, int]]) -> None:
    lines = [Line(id=str(n), goods="x", qty=D(qty)) for n, qty in enumerate(wanted)]
    listed = [paper(f"{n:02d}", qty, str(amount), day) for n, (qty, amount, day) in enumerate(bought)]
    units = [one.id for one in sorted(listed, key=lambda one: (one.day, one.number)) for _ in range(int(one.qty or 0))]
    asked = [line.id for line in lines for _ in range(int(line.qty or 0))]
    expected: dict[tuple[str, str], int] = {}
    for pair in zip(asked, units, strict=False):
        expected[pair] = expected.get(pair, 0) + 1
    found = match(lines, listed)
    assert {(one.line, one.invoice.id): one.qty for one in found.portions} == expected
    assert sum(found.uncovered.values(), D(0)) == max(0, len(asked) - len(units))
    assert sum((one.qty or D(0) for one in found.left_of(listed)), D(0)) == max(0, len(units) - len(asked))


@given(quantities, papers)
def test_every_invoice_closes_to_the_cent(wanted: list[int], bought: list[tuple[int, D, int]]) -> None:
    listed = [paper(str(n), qty, str(amount), day) for n, (qty, amount, day) in enumerate(bought)]
    found = match([Line(id=str(n), goods="x", qty=D(qty)) for n, qty in enumerate(wanted)], listed)
    taken = [*found.portions, *found.left_of(listed)]
    for one in listed:
        assert sum((part.amount or D(0) for part in taken if part.invoice.id == one.id), D(0)) == one.amount
    assert all((part.amount or D(0)) >= 0 for part in taken)


def test_cents_never_run_below_zero() -> None:
    lines = [Line(id=str(n), goods="x", qty=D(1)) for n in range(10)]
    found = [one.amount for one in match(lines, [paper("a", 10, "0.05")]).portions]
    assert found == [D("0.01")] * 5 + [D(0)] * 5


def test_the_rest_waits_for_a_later_line() -> None:
    papers = [paper("a", 10, "1000.00"), paper("b", 5, "600.00", day=2)]
    found = match([Line(id="1", goods="x", qty=D(12))], papers)
    assert [(one.invoice.id, one.qty, one.amount) for one in found.left_of(papers)] == [("b", D(3), D("360.00"))]


def test_goods_do_not_share_invoices() -> None:
    lines = [Line(id="1", goods="x", qty=D(3)), Line(id="2", goods="y", qty=D(3))]
    found = match(lines, [paper("a", 5, "50", goods="x"), paper("b", 1, "9", goods="y")])
    assert [(one.line, one.invoice.id, one.qty) for one in found.portions] == [("1", "a", D(3)), ("2", "b", D(1))]
    assert found.uncovered == {"2": D(2)}


def test_ten_thousand_invoices_are_matched_and_watched() -> None:
    lines, invoices = claims(10_000, 3_000, 400)
    told: list[tuple[int, int]] = []
    found = match(lines, invoices, watch=lambda done, total: told.append((done, total)) is None)
    assert told == [(done, 3_000) for done in range(LOOK_EVERY, 3_001, LOOK_EVERY)]
    asked = sum((line.qty or D(0) for line in lines), D(0))
    given_out = sum((one.qty or D(0) for one in found.portions), D(0))
    assert given_out + sum(found.uncovered.values(), D(0)) == asked


def test_the_watch_can_stop_it() -> None:
    lines, invoices = claims(100, 1_000, 3)
    calls = count(1)
    with pytest.raises(MatchingStoppedError):
        match(lines, invoices, watch=lambda done, total: next(calls) < 3)
    assert next(calls) == 4
