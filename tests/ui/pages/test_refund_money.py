"""Money of the refunds in the window: the strip of a shipment, exchange, answers, the month, the first page."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.desk import Desk
from exporter_desk.services.workflow import Step
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refund.refund import ANSWERS, DEADLINES, EXCHANGE, RefundPage
from exporter_desk.ui.pages.refund.refund_month import RefundMonthPage
from exporter_desk.ui.pages.shipments.workbench import WorkbenchPage
from exporter_desk.ui.widgets import CELL_ROLE, Label
from tests.support import claim_cases, dbf_files
from tests.ui.pages.company import Company


def words(page: RefundPage | RefundMonthPage | WorkbenchPage, of: str) -> list[str]:
    strip = page.refunds.facts if isinstance(page, WorkbenchPage) else page.facts
    found = [label.text() for label in strip.findChildren(Label)]
    return found[found.index(of) :][:2]


def opened(company: Company, **tax: object) -> RefundPage:
    """A page over the trader's shipment, whose refund is 1,326.00."""
    case = company.session.cases.import_case(claim_cases.trader(**tax))
    company.window.navigate(places.STEPS[Step.REFUND], case.id)
    page = company.window.page(places.STEPS[Step.REFUND])
    assert isinstance(page, RefundPage)
    company.bot.waitUntil(lambda: page.is_concluded() and not company.window.tasks.running(), timeout=20_000)
    return page


def cells(page: RefundPage | RefundMonthPage, view: int | None = None) -> list[list[str]]:
    model = page.model if isinstance(page, RefundMonthPage) else page.models[view or 0]
    return [
        [model.index(row, at).data(CELL_ROLE).text for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_strip_says_how_much_and_by_when(company: Company) -> None:
    page = opened(company)
    assert words(page, "预计退税") == ["预计退税", "¥1,326.00"]
    assert words(page, "过了就失去") == ["过了就失去", "2027-04-30 收汇截止"]


def test_without_an_export_date_the_strip_asks_for_it(company: Company) -> None:
    page = opened(company, declarations=None, claim_date=None)
    assert words(page, "过了就失去")[1] == "填出口日期以后才能算"


def test_exchange_is_balanced_by_declaration(company: Company) -> None:
    page = opened(company)
    assert cells(page, EXCHANGE) == [
        [claim_cases.NUMBER, "USD 2,000.00", "2026-04-05", "USD 1,500.00", "B", "R"],
        ["差额", "USD 2,000.00", "", "USD 1,500.00", "未收 USD 500.00", ""],
    ]


def test_deadlines_say_what_is_done_and_what_is_overdue(company: Company) -> None:
    listed = {row[0]: row[1] for row in cells(opened(company), DEADLINES)}
    assert listed["正常申报期截止"] == "2027-04-30 已完成"
    assert listed["备案单证归档截止"] == "2026-04-25 已过期"


def test_an_answer_is_chosen_and_kept(company: Company) -> None:
    page = opened(company)
    page.choose_view(ANSWERS)
    field = next(one for one in page.answers.groups["answers"].fields if one.path == "tax.archive_kept")
    for _ in range(2):  # not filled in, then yes, then no
        company.bot.keyClick(field.editor, Qt.Key.Key_Down)
        field.editor.activated.emit(field.editor.currentIndex())  # type: ignore[attr-defined] # a drop-down here
    assert company.session.case.tax.archive_kept is False
    assert not page.answers.groups["vat"].isVisibleTo(page)


def test_worksheets_and_calendar_are_saved_below_the_folder_of_papers(company: Company) -> None:
    page = opened(company)
    page.sheets.click()
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    page.calendar.click()
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    folder = company.out / str(company.session.case.number) / "退税"
    assert {path.suffix for path in folder.iterdir()} == {".xlsx", ".ics", ".pdf"}


def test_the_month_lists_shipments_and_opens_one(company: Company) -> None:
    case = company.session.cases.import_case(claim_cases.trader())
    company.window.navigate(places.REFUNDS)
    page = company.window.page(places.REFUNDS)
    assert isinstance(page, RefundMonthPage)
    page.month.setText("2026-04")
    page.look_through()
    company.bot.waitUntil(lambda: bool(cells(page)) and not company.window.tasks.running(), timeout=20_000)
    assert cells(page) == [[case.number, "餐椅 (+1)", "已申报", "¥1,326.00", "2026-03-12", "2027-04-30 收汇截止"]]
    assert words(page, "本月申报（1 票）")[1] == "¥1,326.00"
    page.list.opened.emit(0)
    company.bot.waitUntil(lambda: company.session.case_id == case.id, timeout=20_000)


def test_a_word_that_is_no_month_is_told_at_the_field(company: Company) -> None:
    company.window.navigate(places.REFUNDS)
    page = company.window.page(places.REFUNDS)
    assert isinstance(page, RefundMonthPage)
    page.month.setText("4月")
    page.look_through()
    assert "不是月份" in page.month_field.message()


@pytest.mark.parametrize("typed", ["2026-13", "abc", ""])
def test_of_what_is_no_month_nothing_is_said(company: Company, typed: str) -> None:
    company.window.navigate(places.REFUNDS)
    page = company.window.page(places.REFUNDS)
    assert isinstance(page, RefundMonthPage)
    company.bot.waitUntil(page.facts.isVisible, timeout=20_000)
    page.month.setText(typed)
    page.look_through()
    assert page.month_field.message()
    assert not any(part.isVisible() for part in (page.facts, page.brief, page.list, page.none, page.findings))
    assert not page.sheets.isEnabled()


def test_the_first_page_adds_the_own_refunds_up(company: Company) -> None:
    company.session.cases.import_case(claim_cases.trader())
    company.window.navigate(places.HOME)
    page = company.window.page(places.HOME)
    assert isinstance(page, WorkbenchPage)
    company.bot.waitUntil(page.refunds.isVisible, timeout=20_000)
    assert words(page, "预计退税（1 票）")[1] == "¥1,326.00"
    assert words(page, "最早失去的日子")[1].startswith("2027-04-30 收汇截止")


def month_page(company: Company) -> RefundMonthPage:
    company.window.navigate(places.REFUNDS)
    page = company.window.page(places.REFUNDS)
    assert isinstance(page, RefundMonthPage)
    return page


def test_a_shipment_that_cannot_be_read_is_told_instead_of_a_claim_without_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise UserFacingError("S380", "2026-014 读不出来。", "2026-014 cannot be read.")

    page = month_page(company)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    monkeypatch.setattr(type(company.session), "own_cases", refused)
    page.look_through()
    assert company.window.messages._banner.text.text() == "2026-014 读不出来。"


def test_the_rate_library_is_imported_from_the_window(company: Company, tmp_path: Path) -> None:
    page = month_page(company)
    assert page.rates.state.label.text() == "退税率：程序自带的，只能作参考"
    company.session.desk = Desk(find_paths().rate_library)
    archive = tmp_path / "文库2026B.zip"
    archive.write_bytes(dbf_files.zipped({"cmcode.dbf": dbf_files.rates({"CODE": "9401690099", "TSL": "13"})}))
    page.rates.take_file(archive)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    assert page.rates.state.label.text().startswith("退税率：文库 2026B，")
    assert company.session.desk.refund_book.bundled is False


def test_a_refused_library_is_told(company: Company, tmp_path: Path) -> None:
    page = month_page(company)
    (tmp_path / "a.zip").write_bytes(b"no archive")
    page.rates.take_file(tmp_path / "a.zip")
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    assert "不是压缩包" in company.window.banner.text.text()


def test_a_quarter_is_archived_from_the_page_of_the_month(company: Company) -> None:
    company.session.cases.import_case(claim_cases.trader())
    page = month_page(company)
    page.month.setText("2026-Q2")
    page.archive.write.click()
    assert page.archive.cancel.isVisibleTo(page)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    [made] = (company.out / "退税").glob("*.zip")
    assert made.name == "备案单证归档-2026-Q2.zip"
    assert zipfile.ZipFile(made).testzip() is None
    assert page.archive.write.isEnabled()


def test_what_is_no_period_is_told_at_the_field_and_stays_there(company: Company) -> None:
    page = month_page(company)
    page.month.setText("2026-13")
    page.archive.write.click()
    assert "不是月份、季度或年份" in page.month_field.message()
    assert page.month.text() == "2026-13"
    assert page.archive.write.isEnabled()


def test_an_answer_for_a_month_that_is_asked_no_more_is_not_shown(company: Company) -> None:
    company.session.cases.import_case(claim_cases.trader())
    company.window.navigate(places.REFUNDS)
    page = company.window.page(places.REFUNDS)
    assert isinstance(page, RefundMonthPage)
    page.month.setText("2026-04")
    page.look_through()
    company.bot.waitUntil(lambda: bool(cells(page)) and not company.window.tasks.running(), timeout=20_000)
    shown = cells(page)
    page._take("202603", month_claim((), "202603", company.session.desk, date(2026, 11, 25)))
    assert cells(page) == shown
