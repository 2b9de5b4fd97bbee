"""A code of the rate library is chosen on the refund page where several stand under the commodity code."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exporter_desk.refund.book import RefundBook
from exporter_desk.refund.rate_table import RateRecord, RateTable
from exporter_desk.services.desk import Desk
from exporter_desk.ui.pages.refund.refund import ANSWERS, RefundPage
from exporter_desk.ui.widgets import CELL_ROLE, CellState, LineEdit
from tests.support import claim_cases
from tests.ui.pages.company import Company
from tests.ui.pages.test_refund_room import file_of

PLACE = "tax.lines.g1.library_code"
TABLE = {"9403609990": "0.13", "940169009901": "0.09", "940169009902": "0.13"}


def page_of(company: Company, monkeypatch: pytest.MonkeyPatch, table: dict[str, str]) -> RefundPage:
    """A shipment whose rates come from an imported library."""
    records = tuple(RateRecord(code=code, refund_rate=D(rate), vat_rate=D("0.13")) for code, rate in table.items())
    book = RefundBook(company.session.desk.checklists, RateTable(records), bundled=False)
    monkeypatch.setattr(Desk, "refund_book", property(lambda _: book))
    page = file_of(company, company.session.cases.import_case(claim_cases.trader(lines=None)).id)
    page.choose_view(ANSWERS)
    return page


def is_asked(page: RefundPage) -> bool:
    grid = page.answers.lines
    column = next(at for at, one in enumerate(grid.model.columns) if one.field == "library_code")
    return not grid.view.isColumnHidden(column)


def cell(page: RefundPage, path: str) -> CellState:
    model = page.answers.lines.model
    at = model.cell_of_path(path)
    assert at is not None
    found = model.index(*at).data(CELL_ROLE)
    assert isinstance(found, CellState)
    return found


def test_without_a_choice_no_code_is_asked(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_asked(page_of(company, monkeypatch, {"9403609990": "0.13", "9401690099": "0.13"}))


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_the_code_is_marked_offered_with_its_rate_and_kept(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(company, monkeypatch, TABLE)
    grid = page.answers.lines
    assert (is_asked(page), cell(page, PLACE).state) == (True, "to_confirm")
    assert grid.reveal(PLACE)
    QTest.keyClick(grid.view, Qt.Key.Key_F4)
    editor = QApplication.focusWidget()
    completer = editor.completer() if isinstance(editor, LineEdit) else None
    assert completer is not None
    offered = [str(completer.model().index(row, 0).data()) for row in range(completer.model().rowCount())]
    assert offered == ["940169009901 9%", "940169009902 13%"]
    grid.model.type_into(0, grid.view.currentIndex().column(), offered[1])
    assert company.session.shown_text(PLACE) == "940169009902"
    company.bot.waitUntil(page.is_concluded, timeout=20_000)
    page.show_case()
    assert (is_asked(page), cell(page, PLACE).state) == (True, "typed")
    assert page.analysis.refund.rates["g1"].findings == ()


def test_other_words_behind_a_code_stay(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = page_of(company, monkeypatch, TABLE).answers.lines
    column = next(at for at, one in enumerate(grid.model.columns) if one.field == "library_code")
    grid.model.type_into(0, column, "940169009902 (老码?)")
    assert company.session.shown_text(PLACE) == "940169009902 (老码?)"
