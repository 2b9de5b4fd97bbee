"""Lines and invoices brought together: the unit they share, the 关联号, the cut in what was sold."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.refund.billing import joined, sliced, units_disagree
from exporter_desk.refund.inputs import Invoice, Line, RefundInput
from exporter_desk.refund.matching import Portion

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
