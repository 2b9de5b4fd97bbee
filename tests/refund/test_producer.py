"""Exempt, credit and refund: the worked examples, caps, carried amounts and unknown inputs."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.inputs import TaxedAmount, VatPeriod
from exporter_desk.refund.producer import TaxedLine, exempt_credit_refund
from exporter_desk.refund.quantity import Quantity, find


def known(value: str | None) -> Trace[D]:
    return Trace(None, missing=("asked",)) if value is None else Trace(D(value), value)


def line(fob: str | None, vat: str = "0.13", refund: str | None = "0.13", name: str = "1") -> TaxedLine:
    return TaxedLine(id=name, fob_cny=known(fob), vat_rate=known(vat), refund_rate=known(refund))


def period(output: str | None, inward: str | None, previous: str | None = "0", **more: object) -> VatPeriod:
    texts = {"output_tax": output, "input_tax": inward, "previous_credit": previous}
    return VatPeriod(**{key: None if text is None else D(text) for key, text in texts.items()}, **more)  # type: ignore[arg-type] # mixed test values


def value(figures: tuple[Quantity, ...], symbol: str) -> D | None:
    found = find(figures, symbol)
    assert found is not None, symbol
    return found.value


def test_equal_rates_refund_the_whole_credit() -> None:  # EX-1
    figures = exempt_credit_refund([line("615461.76")], period("19500.00", "92000.00"))
    expected = {
        "BDM": "0.00",
        "TAX": "-72500.00",
        "PAY": "0.00",
        "LD": "72500.00",
        "MDT": "80010.03",
        "REFUND": "72500.00",
        "EXEMPT_CREDIT": "7510.03",
        "CREDIT_CARRIED": "0.00",
        "MDT_CARRIED": "0.00",
    }
    assert {symbol: value(figures, symbol) for symbol in expected} == {key: D(text) for key, text in expected.items()}


def test_rate_gap() -> None:  # EX-3
    sales = (TaxedAmount(amount=D(950000), vat_rate=D("0.17")),)
    figures = exempt_credit_refund([line("1350000", "0.17", "0.15")], period(None, "306000", domestic_sales=sales))
    assert value(figures, "OUTPUT") == D("161500.00")
    assert value(figures, "BDM") == D("27000.00")
    assert value(figures, "TAX") == D("-117500.00")
    assert value(figures, "MDT") == D("202500.00")
    assert value(figures, "REFUND") == D("117500.00")
    assert value(figures, "EXEMPT_CREDIT") == D("85000.00")


def test_credit_above_the_ceiling_is_carried_on() -> None:
    figures = exempt_credit_refund([line("100000")], period("0", "20000", "1000"))
    assert (value(figures, "REFUND"), value(figures, "EXEMPT_CREDIT")) == (D(13000), D(0))
    assert value(figures, "CREDIT_CARRIED") == D(8000)  # 20,000 + 1,000 − 13,000


def test_tax_due_leaves_no_refund() -> None:
    figures = exempt_credit_refund([line("100000")], period("30000", "20000"))
    assert (value(figures, "PAY"), value(figures, "LD"), value(figures, "REFUND")) == (D(10000), D(0), D(0))
    assert value(figures, "EXEMPT_CREDIT") == D(13000)


def test_deduction_for_exempt_material_is_capped_and_carried() -> None:
    material = (TaxedAmount(amount=D(200000), vat_rate=D("0.13"), refund_rate=D("0.09")),)
    figures = exempt_credit_refund([line("100000", "0.13", "0.09")], period("0", "9000", exempt_material=material))
    assert value(figures, "BDM_GROSS") == D(4000)
    assert value(figures, "BDM_DEDUCTION") == D(4000)
    assert value(figures, "BDM_DEDUCTION_CARRIED") == D(4000)  # 200,000 × 4 % less the 4,000 that could be used
    assert value(figures, "BDM") == D(0)
    assert value(figures, "MDT") == D(-9000)  # 9,000 − 200,000 × 9 %
    assert (value(figures, "REFUND"), value(figures, "MDT_CARRIED")) == (D(0), D(-9000))
    assert value(figures, "EXEMPT_CREDIT") == D(0)


def test_negative_amount_of_the_last_period_lowers_this_one() -> None:
    figures = exempt_credit_refund([line("100000")], period("0", "20000", carried_mdt=D(-3000)))
    assert (value(figures, "MDT"), value(figures, "REFUND")) == (D(10000), D(10000))


def test_unknown_input_tax_gives_bounds_instead_of_a_number() -> None:
    figures = exempt_credit_refund([line("100000")], period("0", None))
    refund = find(figures, "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, D(0), D(13000))
    assert refund.trace.missing == ("vat.input_tax",)


def test_unknown_rate_leaves_no_bound() -> None:
    refund = find(exempt_credit_refund([line("100000", refund=None)], period("0", "1")), "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, None, None)


def test_formula_shows_the_figures() -> None:
    found = find(exempt_credit_refund([line("615461.76")], period("19500", "92000")), "MDT_LINE", "1")
    assert found is not None
    assert found.trace.formula == "615,461.76 × 13%"


amounts = st.decimals(min_value=0, max_value=10_000_000, places=2)


@given_by(amounts, amounts, amounts, amounts, st.sampled_from(["0.13", "0.09", "0.06", "0"]))
def test_refund_never_exceeds_credit_or_ceiling(fob: D, output: D, inward: D, previous: D, rate: str) -> None:
    figures = exempt_credit_refund([line(str(fob), refund=rate)], period(str(output), str(inward), str(previous)))
    refund, credit, ceiling = (value(figures, symbol) or D(0) for symbol in ("REFUND", "LD", "MDT"))
    assert D(0) <= refund <= min(credit, ceiling)
    assert refund + (value(figures, "EXEMPT_CREDIT") or D(0)) == ceiling
    assert refund + (value(figures, "CREDIT_CARRIED") or D(0)) == credit


@pytest.mark.parametrize("missing", ["output", "previous"])
def test_every_input_of_the_tax_due_is_needed(missing: str) -> None:
    known_period = period(None if missing == "output" else "1", "2", None if missing == "previous" else "0")
    assert value(exempt_credit_refund([line("10")], known_period), "TAX") is None
