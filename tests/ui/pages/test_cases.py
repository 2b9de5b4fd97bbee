"""All shipments: filters, and the recycle bin."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.shipments.cases import CasesPage, search
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import FakeSession, many, summary


def cases(desk: MainWindow) -> CasesPage:
    desk.navigate(places.CASES)
    page = desk.page(places.CASES)
    assert isinstance(page, CasesPage)
    return page


def numbers(page: CasesPage) -> list[str | None]:
    model = page.list.model
    return [found.number for row in range(model.rowCount()) if (found := model.summary(row))]


def choose(page: CasesPage, which: str, value: str) -> None:
    """Pick an entry of a filter as a person does: the list opens, arrows, Enter."""
    box = {"status": page.filters.status, "country": page.filters.country}[which]
    box.setFocus()
    for _ in range(box.findData(value) - box.currentIndex()):
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_filters_work_together(desk: MainWindow, session: FakeSession) -> None:
    session.rows = [summary(1, dest="SG"), summary(2, status="problem"), summary(3, dest="SG", status="problem")]
    page = cases(desk)
    country = page.filters.country
    assert [country.itemText(row) for row in range(country.count())] == ["全部国家", "德国", "新加坡"]
    choose(page, "status", "problem")
    assert numbers(page) == ["2026-002", "2026-003"]
    choose(page, "country", "SG")
    assert numbers(page) == ["2026-003"]


def test_without_filters_only_pages_are_fetched(desk: MainWindow, session: FakeSession) -> None:
    session.rows = many(1200)
    assert cases(desk).list.model.rowCount() == 1200


def test_the_bin_gives_back(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.bin = many(2)
    page = cases(desk)
    QTest.mouseClick(page.which.layout().itemAt(1).widget(), Qt.MouseButton.LeftButton)
    assert numbers(page) == ["2026-001", "2026-002"]
    assert not page.search.isVisible()
    page.list.view.setFocus()
    press(Qt.Key.Key_Return)
    assert [row.number for row in session.rows] == ["2026-001"]
    assert numbers(page) == ["2026-002"]


def test_delete_does_nothing_in_the_bin(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.bin = many(1)
    page = cases(desk)
    page.which.select(1)
    page.reload()
    page.list.view.setFocus()
    press(Qt.Key.Key_Delete)
    assert len(session.bin) == 1


def test_empty_bin_says_so(desk: MainWindow) -> None:
    page = cases(desk)
    page.which.select(1)
    page.reload()
    assert page.nothing.text() == "回收站是空的。"


def test_a_shipment_is_looked_for_from_anywhere(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.rows = many(3)
    desk.commands.handle({"case.open": lambda: search(desk)})
    cases(desk).which.select(1)  # what lies in the recycle bin is not searched
    desk.navigate(places.NEW)
    press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    page = desk.page(places.CASES)
    assert isinstance(page, CasesPage)
    assert page.isVisible()
    assert page.search.hasFocus()
    assert page.which.selected() == 0
    assert numbers(page) == ["2026-001", "2026-002", "2026-003"]
