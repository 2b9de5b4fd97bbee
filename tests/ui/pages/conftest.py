"""A window with the pages of a shipment over a session in memory, driven by keys and clicks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.mode.mode_result import ModeResultPage
from exporter_desk.ui.pages.question import QuestionPage
from exporter_desk.ui.pages.shipments.cases import CasesPage
from exporter_desk.ui.pages.shipments.new_shipment import NewShipmentPage
from exporter_desk.ui.pages.shipments.workbench import WorkbenchPage
from exporter_desk.ui.pages.todo import TodoPage
from exporter_desk.ui.theme import Appearance
from tests.ui.pages.company import Company, opened_company
from tests.ui.pages.fake_session import CLOCK, FakeSession

Press = Callable[..., None]


@pytest.fixture
def company(desk_home: Path, qtbot: QtBot, appearance: Appearance, language: Language) -> Iterator[Company]:
    yield from opened_company(desk_home, qtbot, appearance, language)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def desk(qtbot: QtBot, appearance: Appearance, language: Language, session: FakeSession) -> Iterator[MainWindow]:
    """The window with every page of this package, at the design size, at no place yet.

    It is destroyed at once: a window that waits for its end would still hear of the next test's language.
    """
    frame = MainWindow(appearance, language)
    for key, page in pages(session, frame).items():
        frame.add_page(key, page)
    frame.show()
    qtbot.waitExposed(frame)
    yield frame
    frame.close()
    shiboken6.delete(frame)


def pages(session: object, frame: MainWindow) -> dict[str, object]:
    """Every page of a shipment by its place."""
    say = frame.messages

    def question_page(step: Step) -> QuestionPage:
        return QuestionPage(session, say, step)  # type: ignore[arg-type]

    return {
        places.HOME: WorkbenchPage(session, say, CLOCK),  # type: ignore[arg-type]  # a fake with the same face
        places.CASES: CasesPage(session, say, CLOCK),  # type: ignore[arg-type]
        places.NEW: NewShipmentPage(session, say, CLOCK),  # type: ignore[arg-type]
        places.TODO: TodoPage(session, say, CLOCK),  # type: ignore[arg-type]
        places.RESULT: ModeResultPage(session, say),  # type: ignore[arg-type]
        **{places.step_key(step): question_page(step) for step in (Step.DESCRIBE, Step.MODE)},
    }


@pytest.fixture
def press(desk: MainWindow) -> Press:
    """Press a key in the window, as the system delivers it."""

    def key(which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(desk.windowHandle(), which, modifier)

    return key
