"""A claim that a service company files: its own sheets are not made here, the papers that this firm keeps are."""

from __future__ import annotations

from datetime import date

from exporter_desk.domain.case import Case
from exporter_desk.refund.sheet_values import SheetRow
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.services.advice.conclusions import refund_papers
from exporter_desk.services.claims.company_claims import member_of, month_claim
from exporter_desk.services.claims.papers import claim_dossier, claim_pdf
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.desk import Desk
from tests.support import claim_cases
from tests.support.claim_cases import NUMBER

DESK, DAY = Desk(), date(2026, 6, 1)


def passed_on(number: str = "2026-201", **tax: object) -> Case:
    return claim_cases.producer(number, channel="service_company", **tax)


def whole(case: Case) -> Worksheets:
    member = member_of(case, DESK, DAY)
    papers = refund_papers(member.case, member.result, DESK)
    return case_worksheets(member.case, member.result, papers, DESK.sheet_words)


def values(rows: tuple[SheetRow, ...], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name].value for name in names) for row in rows]


def test_the_papers_of_a_passed_on_claim_are_listed_and_its_receipts_too() -> None:
    member = member_of(passed_on(), DESK, DAY)
    sheets = case_worksheets(
        member.case, member.result, refund_papers(member.case, member.result, DESK), DESK.sheet_words
    )
    assert (sheets.form, sheets.exports, sheets.purchases, sheets.producer, sheets.summary) == ("kept", (), (), (), ())
    assert values(sheets.receipts, "declaration", "sales", "received", "batch") == [(NUMBER, 2000, 1500, "001")]
    listed = values(sheets.catalogue, "paper", "declaration", "period", "batch", "link")
    assert [row[0] for row in listed][:2] == ["出口合同", "外贸综合服务合同"]
    assert {row[1:] for row in listed} == {(NUMBER, "202604", "001", "")}  # the numbers in its batch are another firm's


def test_the_batch_of_another_firm_is_not_asked() -> None:
    sheets = whole(passed_on(claim_batch=None))
    assert sheets.batch.missing == ()
    assert sheets.receipts[0]["batch"].missing == ()


def test_the_paper_of_a_passed_on_claim_has_these_two_sheets() -> None:
    member = member_of(passed_on(), DESK, DAY)
    sheets = case_worksheets(
        member.case, member.result, refund_papers(member.case, member.result, DESK), DESK.sheet_words
    )
    assert claim_pdf(claim_dossier(passed_on(), sheets, DESK, DAY), DESK) is not None


def test_a_month_lists_papers_of_own_and_passed_on_claims() -> None:
    """The own claim first, with its number; its batch alone stands at the head of the sheets."""
    declarations = [{"id": "d1", "number": f"{NUMBER[:-1]}9", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
    cases = [passed_on("2026-200", declarations=declarations, claim_batch=None), claim_cases.producer("2026-201")]
    sheets = month_claim(cases, "202604", DESK, DAY).sheets
    assert (sheets.form, sheets.batch.value, len(sheets.producer)) == ("producer", "001", 2)
    kept = dict.fromkeys(values(sheets.catalogue, "shipment", "batch"))
    assert list(kept) == [("2026-201", "001/1"), ("2026-200", "")]
    assert [row["declaration"].value for row in sheets.receipts] == [NUMBER, f"{NUMBER[:-1]}9"]
