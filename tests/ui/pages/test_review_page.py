"""The review page: ticks by keyboard, a change that turns a tick, the way there and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.domain.ticks import TickState, ticks
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.check import CheckPage
from exporter_desk.ui.pages.papers.review import ReviewPage
from exporter_desk.ui.widgets import CELL_ROLE, CellState
from tests.ui.pages.company import Company


@pytest.fixture
def page(company: Company) -> ReviewPage:
    company.open("apparel", Step.CHECK)
    company.window.navigate(places.REVIEW, company.session.case_id)
    shown = company.window.page(places.REVIEW)
    assert isinstance(shown, ReviewPage)
    return shown


def row_of(page: ReviewPage, path: str) -> int:
    return next(row for row, one in enumerate(page._shown) if one.path == path)


def mark(page: ReviewPage, row: int) -> str:
    cell = page.rows.data(page.rows.index(row, 0), CELL_ROLE)
    assert isinstance(cell, CellState)
    return str(cell.mark)


def test_the_space_bar_ticks_and_takes_back(page: ReviewPage, company: Company) -> None:
    row = row_of(page, "goods.g1")
    page.list.select(row)
    QTest.keyClick(page.list.view, Qt.Key.Key_Space)
    assert (mark(page, row), set(ticks(company.session.case))) == ("ok", {"goods.g1"})
    assert page.list.view.currentIndex().row() == row
    assert page.count.text().startswith("已核 1 ")
    QTest.keyClick(page.list.view, Qt.Key.Key_Space)
    assert (mark(page, row), ticks(company.session.case)) == ("not_started", {})


def test_a_change_turns_the_tick_and_ticking_again_settles_it(page: ReviewPage, company: Company) -> None:
    row, other = row_of(page, "goods.g1"), row_of(page, "terms.currency")
    page.tick(row)
    page.tick(other)
    company.session.type_text("goods.g1.qty", "7")
    assert (mark(page, row), mark(page, other)) == ("warn", "ok")
    page.tick(row)
    assert ticks(company.session.case)["goods.g1"].state is TickState.HOLDS


def test_the_findings_lead_there_and_back(company: Company) -> None:
    company.open("apparel", Step.CHECK)
    check = company.pages[Step.CHECK]
    assert isinstance(check, CheckPage)
    check.review.click()
    review = company.window.page(places.REVIEW)
    assert isinstance(review, ReviewPage)
    assert review.isVisible()
    review.back.click()
    assert check.isVisible()
