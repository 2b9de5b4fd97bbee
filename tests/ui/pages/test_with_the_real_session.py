"""The pages over the real session, its database and the shipped samples; and that nothing is cut at any size."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.services.case_list import Surroundings, open_list
from exporter_desk.services.desk import Desk
from exporter_desk.services.session import Session
from exporter_desk.storage.connection import connect
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.answer_panel import ChoicePanel, CountryPanel
from exporter_desk.ui.pages.question import QuestionPage
from exporter_desk.ui.pages.shipments.new_shipment import NewShipmentPage
from exporter_desk.ui.pages.shipments.workbench import WorkbenchPage
from exporter_desk.ui.pages.todo import TodoPage
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import ScrollPage
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import CLOCK

DESK = Desk()
SAMPLE = "furniture"
PLACES = (places.HOME, places.CASES, places.NEW, places.TODO, "case.describe", "case.mode", places.RESULT)
ROOMS = ((1366, 768, 1.0), (1024, 560, 1.0), (1920, 1080, 2.0))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A new company with the three samples."""
    around = Surroundings(now=CLOCK.now, today=CLOCK.today, wording=lambda: DESK.case_wording)
    service = open_list(tmp_path / "company.db", around).at_work()
    service.seed_samples({name: DESK.sample_text(name) for name in DESK.sample_names()})
    yield Session(DESK, service, CLOCK.today, CLOCK.now)
    service.close()


def sample_id(session: Session) -> str:
    return next(row.id for row in session.summaries() if row.sample == SAMPLE)


def where(desk: MainWindow) -> str:
    place = desk.place()
    assert place is not None
    return place.key


def test_samples_stand_on_the_workbench(desk: MainWindow) -> None:
    desk.navigate(places.HOME)
    page = desk.page(places.HOME)
    assert isinstance(page, WorkbenchPage)
    assert page.list.model.rowCount() == 3
    assert not page.urgent.isVisible()


def test_sample_shows_its_facts_and_steps(qtbot: QtBot, desk: MainWindow, session: Session) -> None:
    desk.navigate(places.TODO, sample_id(session))
    page = desk.page(places.TODO)
    assert isinstance(page, TodoPage)
    qtbot.waitUntil(lambda: bool(page.facts.accessibleName()), timeout=20_000)
    assert "CIF HAMBURG, GERMANY  USD 33,792.00" in page.facts.accessibleName()
    assert "7,747.2 kg 估算" in page.facts.accessibleName()
    assert page.list.rows()[1].row.cells[3].text == "已采用 9810 跨境电商出口海外仓"


def test_from_a_name_to_the_conclusion_by_keys_alone(desk: MainWindow, session: Session, press: Press) -> None:
    desk.navigate(places.NEW)
    page = desk.page(places.NEW)
    assert isinstance(page, NewShipmentPage)
    QTest.keyClicks(page.name, "Oranges")
    press(Qt.Key.Key_Return)
    assert where(desk) == "case.describe"
    for _ in range(8):
        answer_first(desk, press)
    assert session.case.facts["pack"] == "orange"
    assert session.case.route.dest == "SG"
    for _ in range(60):
        if where(desk) != "case.mode":
            break
        answer_first(desk, press)
    assert where(desk) == places.RESULT
    assert session.case.title == "Oranges"


def answer_first(desk: MainWindow, press: Press) -> None:
    """The first row of a choice, Singapore for a country, 不清楚 for anything to fill in; then Enter."""
    page = desk.page(where(desk))
    assert isinstance(page, QuestionPage)
    if isinstance(page.panel, ChoicePanel):
        press(Qt.Key.Key_1)
    elif isinstance(page.panel, CountryPanel):
        QTest.keyClicks(page.panel.countries.edit, "SG")
    else:
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)


def test_undo_takes_the_answer_back_on_the_page(desk: MainWindow, session: Session, press: Press) -> None:
    session.new_case()
    desk.navigate("case.describe", session.case_id)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert session.case.facts == {"pack": "orange"}
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.case.facts == {}
    assert desk.banner.text.text().startswith("已撤销：")


def test_copy_from_the_menu_key_opens_the_copy(desk: MainWindow, session: Session) -> None:
    desk.navigate(places.TODO, sample_id(session))
    desk.commands.run("case.copy")
    assert session.case.sample is None
    assert session.case.goods
    assert desk.head.title.text() == session.case.title


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("code", ["zh", "en"])
def test_nothing_runs_out_of_the_window(
    qtbot: QtBot,
    desk: MainWindow,
    session: Session,
    appearance: Appearance,
    language: Language,
    place: str,
    room: tuple[int, int, float],
    code: str,
) -> None:
    language.set("zh" if code == "zh" else "en")
    appearance.set_scale(room[2])
    desk.resize(room[0], room[1])
    desk.navigate(place, sample_id(session) if place.startswith("case.") and place != places.NEW else None)
    qtbot.wait(20)
    page = desk.page(place)
    assert (desk.width(), desk.height()) == room[:2]
    assert outside(page) == []
    for paper in page.findChildren(ScrollPage):
        assert paper.widget().width() <= paper.viewport().width()


def outside(page: QWidget) -> list[str]:
    """Words that reach beyond the right edge of the page, or whose own label is too small for them."""
    found = []
    for label in page.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        right = label.mapTo(page, label.rect().topRight()).x()
        cut = not label.wordWrap() and label.width() < label.fontMetrics().horizontalAdvance(label.text())
        if right > page.width() or cut:
            found.append(label.text())
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name(qtbot: QtBot, desk: MainWindow, session: Session, place: str) -> None:
    desk.navigate(place, sample_id(session) if place.startswith("case.") and place != places.NEW else None)
    qtbot.wait(20)
    page = desk.page(place)
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or str(widget.property("text") or ""))
    ]
    assert [type(widget).__name__ for widget in nameless] == []


def test_a_shipment_that_cannot_be_read_is_said_and_the_page_before_stays(
    desk: MainWindow, session: Session, tmp_path: Path
) -> None:
    number = next(row.number for row in session.summaries() if row.sample == SAMPLE)
    wanted = sample_id(session)
    with closing(connect(tmp_path / "company.db", "rw")) as connection:
        connection.execute("UPDATE shipment SET day = 'nonsense' WHERE case_id = ?", (wanted,))
    desk.navigate(places.HOME)
    desk.navigate(places.TODO, wanted)
    assert where(desk) == places.HOME
    assert desk.stack.currentWidget() is desk.stack.widget(0)
    assert f"业务“{number}”在业务库里有读不出来的内容" in desk.banner.text.text()
    other = next(row.id for row in session.summaries() if row.sample != SAMPLE)
    desk.navigate(places.TODO, other)
    assert where(desk) == places.TODO
    assert not desk.banner.isVisible()
