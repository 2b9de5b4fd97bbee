"""The to-do list is worked out behind the window: one waits in sight, presses nothing wrong, and may go elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from time import monotonic, sleep

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exporter_desk.services.analysis import Analysis
from exporter_desk.ui.pages import case_page, places
from exporter_desk.ui.pages.shipments.workbench import WorkbenchPage
from exporter_desk.ui.pages.todo import TodoPage
from exporter_desk.ui.tasks import Progress
from tests.ui.pages.company import Company

PATIENCE_MS = 20_000


class Engines:
    """The work behind the window, which a test lets go on or makes fail."""

    def __init__(self) -> None:
        self.go_on, self.broken = Event(), False
        self._work = case_page._concluded

    def __call__(self, wanted: Analysis | None, progress: Progress) -> None:
        assert self.go_on.wait(PATIENCE_MS / 1000)
        if self.broken:
            raise ArithmeticError
        self._work(wanted, progress)


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    held = Engines()
    monkeypatch.setattr(case_page, "_concluded", held)
    yield held
    held.go_on.set()


def todo(company: Company) -> TodoPage:
    page = company.window.page(places.TODO)
    assert isinstance(page, TodoPage)
    return page


def ids(company: Company) -> dict[str | None, str]:
    return {summary.sample: summary.id for summary in company.session.summaries()}


def enter_first_row(company: Company) -> None:
    """Home, the cursor in the list, Enter: as a person opens a shipment."""
    company.window.navigate(places.HOME)
    home = company.window.page(places.HOME)
    assert isinstance(home, WorkbenchPage)
    home.list.setFocus()
    company.key(Qt.Key.Key_Return)


def test_a_first_opening_waits_in_words_and_then_shows_its_rows(company: Company, engines: Engines) -> None:
    enter_first_row(company)
    page = todo(company)
    assert page.isVisible()
    assert not page.paper.isVisible()
    company.bot.waitUntil(page.waiting.text.isVisible, timeout=PATIENCE_MS)
    assert page.waiting.text.text() == "正在算这票货办到哪一步，请稍等。"
    engines.go_on.set()
    company.bot.waitUntil(lambda: page.paper.isVisible() and page.paper.isEnabled(), timeout=PATIENCE_MS)
    assert not page.waiting.isVisible()
    assert len(page.list.rows()) == 8
    assert page.list.rows()[page.list.current()].hasFocus()


def test_the_cursor_is_in_the_list_however_soon_the_answer_comes(
    company: Company, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_and_end(*work: object, **how: object) -> object:
        task, until = start(*work, **how), monotonic() + PATIENCE_MS / 1000
        while not company.session.analysis().is_complete and monotonic() < until:
            sleep(0.01)
        return task

    engines.go_on.set()
    page, known = todo(company), ids(company)
    start: Callable[..., object] = page.tasks.start
    monkeypatch.setattr(page.tasks, "start", start_and_end)  # the answer is there before the page has opened
    company.window.navigate(places.TODO, known["apparel"])
    company.bot.waitUntil(lambda: bool(page.list.rows()), timeout=PATIENCE_MS)
    assert page.paper.isVisible()
    assert page.list.rows()[page.list.current()].hasFocus()


def test_what_leads_on_waits_too_and_the_rest_does_not(company: Company, engines: Engines) -> None:
    enter_first_row(company)
    enabled = {name for name in ("case.check", "case.packet", "case.continue", "case.copy")
               if company.window.commands.action(name).isEnabled()}  # fmt: skip
    assert enabled == {"case.copy"}
    company.key(Qt.Key.Key_F7)
    QTest.mouseClick(company.window.head.arrow, Qt.MouseButton.LeftButton)
    place = company.window.place()
    assert place is not None
    assert place.key == places.HOME


def test_rows_of_another_shipment_are_never_seen(company: Company, engines: Engines) -> None:
    known = ids(company)
    engines.go_on.set()
    company.window.navigate(places.TODO, known["furniture"])
    page = todo(company)
    company.bot.waitUntil(page.is_concluded, timeout=PATIENCE_MS)
    company.bot.waitUntil(page.paper.isVisible, timeout=PATIENCE_MS)
    engines.go_on.clear()
    company.window.navigate(places.TODO, known["apparel"])
    assert not page.paper.isVisible()
    company.window.navigate(places.TODO, known["furniture"])
    engines.go_on.set()
    company.bot.waitUntil(lambda: page.paper.isVisible() and page.paper.isEnabled(), timeout=PATIENCE_MS)
    assert page.facts.accessibleName().startswith("卖方")
    assert "40" in company.window.head.title.text()


def test_after_a_change_old_rows_cannot_be_pressed(company: Company, engines: Engines) -> None:
    engines.go_on.set()
    known = ids(company)
    company.window.navigate(places.TODO, known["furniture"])
    page = todo(company)
    company.bot.waitUntil(lambda: page.paper.isVisible() and page.paper.isEnabled(), timeout=PATIENCE_MS)
    company.window.navigate("case.goods", known["furniture"])
    engines.go_on.clear()
    company.session.type_text("goods.g1.qty", "7")
    company.window.navigate(places.TODO, known["furniture"])
    assert page.paper.isVisible()
    assert not page.list.rows()[0].isEnabled()
    engines.go_on.set()
    company.bot.waitUntil(page.list.isEnabled, timeout=PATIENCE_MS)
    company.bot.waitUntil(lambda: page.list.rows()[page.list.current()].hasFocus() is True, timeout=PATIENCE_MS)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_F6])
def test_a_person_who_went_on_keeps_the_cursor(company: Company, engines: Engines, key: Qt.Key) -> None:
    enter_first_row(company)
    page = todo(company)
    company.key(key)
    elsewhere = QApplication.focusWidget()
    assert elsewhere is not None
    engines.go_on.set()
    company.bot.waitUntil(lambda: page.paper.isVisible() and page.paper.isEnabled(), timeout=PATIENCE_MS)
    assert QApplication.focusWidget() is elsewhere
    assert not page.list.rows()[page.list.current()].hasFocus()


def test_qt_moving_the_cursor_is_no_person(company: Company, engines: Engines) -> None:
    enter_first_row(company)
    page = todo(company)
    company.window.navigation.rows[places.HOME].setFocus()  # as when the window becomes active late
    engines.go_on.set()
    company.bot.waitUntil(lambda: page.paper.isVisible() and page.paper.isEnabled(), timeout=PATIENCE_MS)
    assert page.list.rows()[page.list.current()].hasFocus()


def test_work_that_breaks_off_is_told_and_can_be_tried_again(company: Company, engines: Engines) -> None:
    engines.broken = True
    engines.go_on.set()
    with company.bot.captureExceptions() as reported:
        enter_first_row(company)
        page = todo(company)
        company.bot.waitUntil(page.waiting.again.isVisible, timeout=PATIENCE_MS)
    assert {one[0] for one in reported} == {ArithmeticError}
    assert page.waiting.text.text() == "没能算出来。已录入的内容都已保存。"
    engines.broken = False
    QTest.mouseClick(page.waiting.again, Qt.MouseButton.LeftButton)
    company.bot.waitUntil(page.paper.isVisible, timeout=PATIENCE_MS)
    assert len(page.list.rows()) == 8


def test_the_window_itself_computes_nothing(company: Company, engines: Engines) -> None:
    enter_first_row(company)
    for _ in range(20):
        QCoreApplication.processEvents()
    assert "found" not in vars(company.session.analysis())


def test_a_note_changed_elsewhere_is_not_written_over(company: Company) -> None:
    known = ids(company)
    company.window.navigate(places.TODO, known["furniture"])
    company.window.navigate("case.goods", known["furniture"])
    company.session.type_text("note", "问过报关行")
    company.window.navigate(places.TODO, known["furniture"])
    assert company.session.case.note == "问过报关行"
    assert todo(company).note.toPlainText() == "问过报关行"
