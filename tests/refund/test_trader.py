"""Exempt and refund: matching of invoices, lower of two rates, cents that close, no refund without voucher."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from hypothesis import given as given_by
from hypothesis import strategies as st

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.inputs import Invoice, Line
from exporter_desk.refund.matching import match
from exporter_desk.refund.quantity import find, given, waiting
from exporter_desk.refund.trader import applied_rate, line_quantities, portion_refund

LAWFUL = ("vat_special", "customs_payment")


def invoice(name: str, amount: str | None, qty: str | None = None, rate: str = "0.13", **more: object) -> Invoice:
    values: dict[str, object] = {"voucher": "vat_special", "supplier_taxpayer": "general", **more}
    amounts = {"amount": amount, "qty": qty, "rate": rate}
    decimals = {key: None if text is None else D(text) for key, text in amounts.items()}
    return Invoice(id=name, **decimals, **values)  # type: ignore[arg-type] # mixed test values


def rate(library: str) -> Trace[D]:
    return given(D(library), "refund_rate")


def refund(lines: list[Line], invoices: list[Invoice], library: str = "0.13") -> D | None:
    matching, total = match(lines, invoices), D(0)
    for line in lines:
        portions = [portion_refund(one, rate(library), LAWFUL) for one in matching.of(line.id)]
        figure = find(line_quantities(line.id, portions, D(library)), "REFUND_LINE", line.id)
        assert figure is not None
        if figure.value is None:
            return None
        total += figure.value
    return total


def test_general_and_small_scale_supplier() -> None:  # EX-2
    papers = [invoice("a", "268000.00"), invoice("b", "51456.31", rate="0.03", supplier_taxpayer="small_scale")]
    assert refund([Line(id="1")], papers) == D("36383.69")


def test_no_cost_gap_at_the_lower_rate() -> None:  # EX-2
    small = invoice("b", "51456.31", rate="0.03", supplier_taxpayer="small_scale")
    portions = [portion_refund(one, rate("0.13"), LAWFUL) for one in match([Line(id="1")], [small]).portions]
    gap = find(line_quantities("1", portions, D("0.13")), "COST_GAP", "1")
    assert gap is not None
    assert gap.value == 0


def test_one_percent_supplier() -> None:
    small = invoice("b", "49504.95", rate="0.01", supplier_taxpayer="small_scale")
    assert refund([Line(id="1")], [small]) == D("495.05")


def test_rate_gap_goes_to_cost() -> None:
    portions = [
        portion_refund(one, rate("0.09"), LAWFUL) for one in match([Line(id="1")], [invoice("a", "1000")]).portions
    ]
    figures = line_quantities("1", portions, D("0.09"))
    assert [(one.symbol, one.value) for one in figures] == [
        ("BASE", D(1000)),
        ("REFUND_LINE", D(90)),
        ("COST_GAP", D(40)),
    ]


def test_oldest_invoice_first_and_the_rest_waits() -> None:
    papers = [
        invoice("late", "600.00", "6", day=date(2026, 5, 2), number="1"),
        invoice("early", "1000.00", "10", day=date(2026, 5, 1), number="2"),
    ]
    matching = match(
        [Line(id="1", goods="x", qty=D(8)), Line(id="2", goods="x", qty=D(5))],
        [Invoice(**{field: getattr(one, field) for field in one.__slots__} | {"goods": "x"}) for one in papers],
    )
    taken = [(one.line, one.invoice.id, one.qty, one.amount) for one in matching.portions]
    assert taken == [
        ("1", "early", D(8), D(800)),
        ("2", "early", D(2), D(200)),
        ("2", "late", D(3), D(300)),
    ]


def test_same_day_goes_by_number_and_the_user_may_choose() -> None:
    papers = [invoice("b", "10", "1", number="20"), invoice("a", "20", "1", number="10")]
    line = [Line(id="1", qty=D(1))]
    assert match(line, papers).portions[0].invoice.id == "a"
    assert match(line, papers, "as_listed").portions[0].invoice.id == "b"


def test_last_portion_takes_the_cents() -> None:
    paper = invoice("a", "100.00", "3", goods="x")
    lines = [Line(id=str(n), goods="x", qty=D(1)) for n in (1, 2, 3)]
    assert [one.amount for one in match(lines, [paper]).portions] == [D("33.33"), D("33.33"), D("33.34")]


def test_quantity_without_invoice_is_named() -> None:
    assert match([Line(id="1", qty=D(5))], [invoice("a", "100", "3")]).uncovered == {"1": D(2)}


def test_unmeasured_invoices_of_several_lines_are_not_guessed() -> None:
    lines = [Line(id="1", goods="x", qty=D(1)), Line(id="2", goods="x", qty=D(1))]
    assert refund(lines, [invoice("a", "100", goods="x")]) is None


def test_supplier_must_be_known_when_it_matters() -> None:
    unknown = invoice("a", "100", rate="0.03", supplier_taxpayer=None)
    assert applied_rate(rate("0.13"), unknown).missing == ("invoices.a.supplier_taxpayer",)
    assert applied_rate(rate("0.03"), unknown).value == D("0.03")
    assert applied_rate(waiting("refund_rate"), unknown).value is None


def test_unknown_voucher_gives_bounds() -> None:
    portions = [
        portion_refund(one, rate("0.13"), LAWFUL)
        for one in match([Line(id="1")], [invoice("a", "100", voucher=None)]).portions
    ]
    figure = find(line_quantities("1", portions, D("0.13")), "REFUND_LINE", "1")
    assert figure is not None
    assert (figure.value, figure.low, figure.high) == (None, D(0), D(13))
    assert figure.trace.missing == ("invoices.a.voucher",)


vouchers = st.sampled_from(["ordinary", "farm_purchase", "government_receipt", "auction", "reorganisation", "none"])


@given_by(st.lists(st.tuples(st.decimals(min_value=0, max_value=100_000, places=2), vouchers), min_size=1, max_size=5))
def test_no_refund_without_lawful_voucher(papers: list[tuple[D, str]]) -> None:
    listed = [invoice(str(n), str(amount), voucher=kind) for n, (amount, kind) in enumerate(papers)]
    assert refund([Line(id="1")], listed) == 0


@given_by(
    st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=8),
    st.decimals(min_value=D("0.01"), max_value=1_000_000, places=2),
)
def test_portions_of_a_used_up_invoice_sum_to_it(quantities: list[int], amount: D) -> None:
    paper = invoice("a", str(amount), str(sum(quantities)), goods="x")
    lines = [Line(id=str(n), goods="x", qty=D(qty)) for n, qty in enumerate(quantities)]
    assert sum(one.amount or D(0) for one in match(lines, [paper]).portions) == amount


@given_by(
    st.integers(min_value=1, max_value=500),
    st.integers(min_value=1, max_value=500),
    st.decimals(min_value=D("0.01"), max_value=1_000_000, places=2),
)
def test_splitting_a_line_moves_only_the_rounding(first: int, second: int, amount: D) -> None:
    paper = invoice("a", str(amount), str(first + second), goods="x")
    whole = refund([Line(id="1", goods="x", qty=D(first + second))], [paper])
    split = refund([Line(id="1", goods="x", qty=D(first)), Line(id="2", goods="x", qty=D(second))], [paper])
    assert whole is not None
    assert split is not None
    assert abs(whole - split) <= D("0.015")  # each of the three refunds is rounded by half a cent at most


def test_the_producers_own_invoice_to_a_service_company_has_no_supplier_to_ask_for() -> None:
    """代办退税专用发票 below the refund rate: its rate is wrong, whoever is asked."""
    own = invoice("a", "100.00", rate="0.09", voucher="agency_refund", supplier_taxpayer=None)
    assert applied_rate(rate("0.13"), own).missing == ("invoices.a.rate",)
    assert applied_rate(rate("0.09"), own).value == D("0.09")
