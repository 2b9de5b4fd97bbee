"""A new shipment: nothing is written before 开始, then the first question comes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.shipments.new_shipment import NewShipmentPage
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import FakeSession, many


def new(desk: MainWindow) -> NewShipmentPage:
    desk.navigate(places.NEW)
    page = desk.page(places.NEW)
    assert isinstance(page, NewShipmentPage)
    return page


def where(desk: MainWindow) -> tuple[str, str | None]:
    place = desk.place()
    assert place is not None
    return place.key, place.case_id


def test_name_and_enter_lead_to_the_first_question(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = new(desk)
    QTest.keyClicks(page.name, "Oranges")
    press(Qt.Key.Key_Return)
    assert session.case.title == "Oranges"
    assert session.made == 1
    assert where(desk) == ("case.describe", "a" * 16)


def test_typed_name_waits_for_the_person_to_come_back(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.rows = many(2)
    page = new(desk)
    page.source.setCurrentIndex(1)
    QTest.keyClicks(page.name, "Half a name")
    desk.navigate(places.HOME)
    assert session.made == 0
    assert new(desk).name.text() == "Half a name"
    assert page.source.currentData() == f"{1:016x}"
    press(Qt.Key.Key_Return)
    assert session.case.title == "Half a name"
    assert new(desk).name.text() == ""
    assert page.source.currentIndex() == 0


def test_shipment_to_copy_that_is_gone_is_chosen_no_longer(desk: MainWindow, session: FakeSession) -> None:
    session.rows = many(2)
    page = new(desk)
    page.source.setCurrentIndex(2)
    session.rows = many(1)
    desk.navigate(places.HOME)
    assert new(desk).source.currentData() == ""


def test_the_name_may_stay_empty(desk: MainWindow, session: FakeSession) -> None:
    QTest.mouseClick(new(desk).begin, Qt.MouseButton.LeftButton)
    assert session.case.number == "2026-015"
    assert session.case.title is None


def test_copying_keeps_the_new_name(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.rows = many(2)
    page = new(desk)
    page.source.setFocus()
    QTest.keyClick(page.source, Qt.Key.Key_Down)
    QTest.keyClicks(page.name, "again")
    press(Qt.Key.Key_Return)
    assert session.case.note == f"copy of {1:016x}"
    assert session.case.title == "again"
    assert session.made == 1


def test_enter_of_an_input_method_creates_nothing(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = new(desk)
    QApplication.sendEvent(page.name, QInputMethodEvent("qicheng", []))
    press(Qt.Key.Key_Return)
    assert where(desk)[0] == places.NEW


def test_refusal_keeps_what_was_typed(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.refusal = UserFacingError("S02", "磁盘满了。", "The disk is full.")
    page = new(desk)
    QTest.keyClicks(page.name, "Oranges")
    press(Qt.Key.Key_Return)
    assert where(desk)[0] == places.NEW
    assert page.name.text() == "Oranges"
    assert desk.banner.isVisible()
