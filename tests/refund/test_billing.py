"""Lines and invoices brought together: the unit they share, the 关联号, the cut in what was sold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.refund import billing
from exporter_desk.refund.assess import assess
from exporter_desk.refund.billing import joined, sliced, units_disagree
from exporter_desk.refund.inputs import Invoice, Line, RefundInput
from exporter_desk.refund.matching import Portion, match
from tests.support.refund_book import book, told_of

LINE = Line(id="1", unit="011", qty=D(500), unit1="011", qty1=D(500), unit2="035", qty2=D(120), sold_qty=D(250))


def billed(*units: str) -> Line:
    papers = tuple(Invoice(id=str(at), unit=unit) for at, unit in enumerate(units))
    return joined(RefundInput(lines=(LINE,), invoices=papers)).lines[0]


def test_the_statutory_unit_of_the_invoices_is_taken_with_its_quantity() -> None:
    line = billed("035", "035")
    assert (line.unit, line.qty, line.sold_qty) == ("035", D(120), D(60))


def test_the_deal_unit_stays() -> None:
    assert billed("011") == LINE
    assert billed() == LINE


def test_two_units_cannot_be_compared() -> None:
    assert billed("006").qty is None
    assert billed("011", "035").qty is None


def test_which_units_disagree() -> None:
    assert not units_disagree(LINE, {"011", "035"})
    assert units_disagree(LINE, {"006"})
    assert not units_disagree(Line(id="1"), {"006"})


def test_the_units_to_correct_are_looked_for_once_for_all_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """100 lines with an invoice each in a unit that none of them has: 100 comparisons, no 100 × 100."""
    names = [str(at) for at in range(100)]
    lines = tuple(replace(LINE, id=name) for name in names)
    source = RefundInput(lines=lines, invoices=tuple(Invoice(id=name, goods=name, unit="006") for name in names))
    asked: list[str] = []

    def disagree(line: Line, units: Iterable[str]) -> bool:
        asked.append(line.id)
        return units_disagree(line, units)

    monkeypatch.setattr(billing, "units_disagree", disagree)
    assert billing.odd_units(lines, source) == {name: (f"invoices.{name}.unit",) for name in names}
    assert asked == names


def test_of_several_units_of_a_line_the_one_it_was_not_sold_in_is_corrected() -> None:
    papers = tuple(Invoice(id=unit, unit=unit) for unit in ("011", "035"))
    assert billing.odd_units([LINE], RefundInput(lines=(LINE,), invoices=papers)) == {"1": ("invoices.035.unit",)}


def test_invoices_find_their_line_by_the_link_number() -> None:
    lines = (Line(id="a", link="L1"), Line(id="b", link="L2"))
    papers = (Invoice(id="1", link="L2"), Invoice(id="2", link="L9"), Invoice(id="3", link="L1", goods="b"))
    assert [one.goods for one in joined(RefundInput(lines=lines, invoices=papers)).invoices] == ["b", None, "b"]


SIZES = st.lists(st.tuples(st.integers(1, 50), st.decimals(min_value=D("0.01"), max_value=9999, places=2)), min_size=1)


@given(SIZES, st.integers(min_value=0, max_value=3000))
def test_a_cut_loses_nothing(sizes: list[tuple[int, D]], wanted: int) -> None:
    listed = [Portion(line="1", invoice=Invoice(id=str(n)), qty=D(q), amount=a) for n, (q, a) in enumerate(sizes)]
    first, rest = sliced(listed, D(wanted))
    whole = sum(qty for qty, _ in sizes)
    assert sum(one.qty or D(0) for one in first) == min(wanted, whole)
    assert sum(one.qty or D(0) for one in (*first, *rest)) == whole
    assert sum(one.amount or D(0) for one in (*first, *rest)) == sum(amount for _, amount in sizes)


def test_portions_without_quantity_are_not_cut() -> None:
    listed = [Portion(line="1", invoice=Invoice(id="1"), qty=None, amount=D(5))]
    assert sliced(listed, D(3)) == ((), tuple(listed))


def taken(lines: tuple[Line, ...], papers: tuple[Invoice, ...]) -> dict[str, list[tuple[str, D | None]]]:
    found = match(lines, papers)
    return {line.id: [(one.invoice.id, one.amount) for one in found.of(line.id)] for line in lines}


A = Line(id="a", goods="P", link="A", qty=D(10))
B = Line(id="b", goods="P", link="B", qty=D(10))
X = Invoice(id="x", goods="P", link="B", day=date(2026, 8, 1), qty=D(10), amount=D(100))
Y = Invoice(id="y", goods="P", link="A", day=date(2026, 8, 2), qty=D(10), amount=D(300))


def test_lines_of_the_same_goods_take_the_invoices_with_their_link_number() -> None:
    # §8.2: one 关联号 joins a declaration line and its purchases; the older invoice is that of the second line.
    assert taken((A, B), (X, Y)) == {"a": [("y", D(300))], "b": [("x", D(100))]}


def test_without_link_numbers_the_oldest_is_used_up_first() -> None:
    bare = tuple(replace(one, link=None) for one in (X, Y))
    assert taken((A, B), bare) == {"a": [("x", D(100))], "b": [("y", D(300))]}


def test_what_has_no_link_number_is_for_the_other_lines() -> None:
    free = replace(X, link=None)
    assert taken((A, B), (free, Y)) == {"a": [("y", D(300))], "b": [("x", D(100))]}
    assert match((A,), (replace(Y, qty=D(4)), free)).uncovered == {"a": D(6)}


@pytest.mark.parametrize("lines", [(replace(A, link="B"), B), (replace(A, link=None), replace(B, link=None))])
def test_a_link_number_of_several_lines_or_of_none_joins_nothing(lines: tuple[Line, ...]) -> None:
    assert taken(lines, (X, Y)) == {"a": [("x", D(100))], "b": [("y", D(300))]}


def test_invoices_in_several_units_of_the_line_are_told() -> None:
    """60 pieces of 1,104 kg: one invoice of 30 pieces, one of 552 kg."""
    line = Line(
        id="a", unit="011", qty=D(60), unit1="011", qty1=D(60), unit2="035", qty2=D(1104), refund_rate=D("0.13")
    )
    papers = (Invoice(id="x", unit="011", qty=D(30)), Invoice(id="y", unit="035", qty=D(552)))
    result = assess(RefundInput(lines=(line,), invoices=papers), book(), date(2026, 11, 25))
    [told] = told_of(result, "T32")
    assert (told.variant, told.places) == ("mixed", ("invoices.y.unit",))
    one = assess(RefundInput(lines=(line,), invoices=papers[1:]), book(), date(2026, 11, 25))
    assert not told_of(one, "T32")
