"""Questions about the refund: every fact that keeps it open has a field of the case, and answers close it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from exporter_desk.checklist.papers import papers, waiting_facts
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.paths import write
from exporter_desk.domain.tax import Rate, TaxFile, TaxLine, VatReturn
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from exporter_desk.refund.questions import RefundQuestion, refund_questions
from tests.support.refund_book import book, checklists

DAY = date(2026, 11, 22)
CASE = Case(
    facts={
        "seller_kind": "producer",
        "seller_taxpayer": "general",
        "declarant": "own_name",
        "export_date": "2026-05-20",
    },
    goods=(GoodsLine(id="g1", name_zh="书架", hs="9403609990", qty=D(1200), unit="011", unit_price=D("72.00")),),
    tax=TaxFile(
        rate_rule="first_of_month",
        rates=(Rate(day=date(2026, 5, 1), currency="USD", cny=D("7.1234")),),
        lines=(TaxLine(id="g1", vat_rate=D("0.13"), refund_rate=D("0.13")),),
    ),
)
CASE = write(write(CASE, "terms.incoterm", "FOB"), "terms.currency", "USD")
ANSWERS = {
    "tax.false_papers": False,
    "tax.booked_as_sale": True,
    "tax.exchange": "collected",
    "tax.archive_kept": True,
    "tax.vat.output_tax": D(19500),
    "tax.vat.input_tax": D(92000),
    "tax.vat.previous_credit": D(0),
    "tax.lines.g1.made": "own",
    "route.departed": date(2026, 5, 21),
    "facts.proposed_mode": "0110",
}


def concluded(case: Case) -> RefundResult:
    return assess(from_case(case), book(), DAY)


def asked(case: Case) -> dict[str, RefundQuestion]:
    result = concluded(case)
    listed = papers(result.facts, "producer", None, None, checklists(), DAY)
    found = refund_questions(result, checklists(), waiting_facts(listed))
    return {one.path: one for one in found}


def test_every_open_fact_is_asked_where_the_case_keeps_it() -> None:
    assert set(ANSWERS) <= set(asked(CASE))
    assert all(one.text.zh.endswith(("？", "。")) and one.text.en for one in asked(CASE).values())


def test_a_complete_producer_case_gives_the_figure_and_no_precondition() -> None:
    case = replace(CASE, choices=())
    for path, value in ANSWERS.items():
        case = write(case, path, value)
    result = concluded(case)
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert refund.value == D("72500.00")
    codes = {finding.code for finding in result.findings}
    assert not codes & {"T40", "T52"}


def test_an_answer_ends_the_question() -> None:
    assert "tax.false_papers" not in asked(write(CASE, "tax.false_papers", value=False))


def test_not_having_a_vat_return_leaves_the_figure_between_bounds() -> None:
    case = replace(CASE, tax=replace(CASE.tax, vat=VatReturn(input_tax=D(92000))))
    refund = find(concluded(case).quantities, "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, D(0), D("80010.03"))


def test_where_goods_come_from_is_asked_before_anything_was_noted_of_their_line() -> None:
    case = replace(CASE, tax=replace(CASE.tax, lines=()))
    assert "tax.lines.g1.made" in asked(case)
    assert write(case, "tax.lines.g1.made", "own").tax.lines == (TaxLine(id="g1", made="own"),)
