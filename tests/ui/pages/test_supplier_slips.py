"""The slip that tells suppliers what has to stand on their invoices is printed from the row of the paper they give."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.refund.refund import PAPERS, RefundPage
from tests.ui.pages.company import DESK, Company


@pytest.fixture
def page(company: Company) -> RefundPage:
    company.open("furniture", Step.REFUND)
    found = company.pages[Step.REFUND]
    assert isinstance(found, RefundPage)
    found.choose_view(PAPERS)
    return found


def choose(page: RefundPage, paper: str) -> None:
    rows = [one.rule.id for one in page._papers]
    page.tables[PAPERS].select(rows.index(paper))


def into(page: RefundPage, path: Path) -> None:
    """A printer that writes a file."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    page.slips.ask = lambda _page, _title: printer


def idle(company: Company) -> None:
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def test_the_slip_is_offered_at_the_invoices_of_suppliers_alone(page: RefundPage) -> None:
    choose(page, "CLM-2")
    assert page.note.slip.isVisibleTo(page)
    assert page.note.slip.text() == "打印：开票说明"
    choose(page, "CLM-1")
    assert not page.note.slip.isVisibleTo(page)


def test_a_page_is_printed_for_each_supplier(page: RefundPage, company: Company, tmp_path: Path) -> None:
    suppliers = {line.supplier for line in company.session.case.goods if line.supplier}
    into(page, tmp_path / "slip.pdf")
    choose(page, "CLM-2")
    page.note.slip.click()
    idle(company)
    assert len(pypdf.PdfReader(tmp_path / "slip.pdf").pages) == len(suppliers)
    assert company.window.banner.text.text() == f"已发送 {len(suppliers)} 页到打印机。"


def test_without_a_supplier_it_says_what_to_enter(page: RefundPage, company: Company, tmp_path: Path) -> None:
    for line in company.session.case.goods:
        company.session.set_value(f"goods.{line.id}.supplier", None)
    company.settle(Step.REFUND)
    into(page, tmp_path / "slip.pdf")
    page.slips.print_slip("supplier_invoicing")
    idle(company)
    assert "供应商" in company.window.banner.text.text()
    assert not (tmp_path / "slip.pdf").exists()


def test_whoever_closes_the_dialog_prints_nothing(page: RefundPage, company: Company) -> None:
    page.slips.ask = lambda _page, _title: None
    choose(page, "CLM-2")
    page.note.slip.click()
    assert not company.window.tasks.running()


def test_every_form_that_a_paper_is_asked_with_is_there() -> None:
    asked = {rule.asked_with for rule in DESK.checklists.papers if rule.asked_with}
    assert asked
    assert asked <= set(DESK.library.forms)
