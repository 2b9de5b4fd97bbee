"""A real company for the page tests: database in a folder of the test, shipped samples, a window with working pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import list_cases
from exporter_desk.services.session import Session
from exporter_desk.services.workflow import Step
from exporter_desk.system import clock
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.costs.costs import CostsPage
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.pages.papers.check import CheckPage
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.pages.refund.refund import RefundPage
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.pages.table import makers
from exporter_desk.ui.pages.unsaved import ask_before_losing
from exporter_desk.ui.theme import Appearance

DESK = Desk()
NO_KEY = Qt.KeyboardModifier.NoModifier


@dataclass
class Company:
    """What a test drives: keys go to the window as the system delivers them."""

    session: Session
    window: MainWindow
    bot: QtBot
    pages: dict[Step, StepPage]
    out: Path

    def open(self, sample: str, step: Step) -> None:
        """Go to a step of a sample and wait for its conclusions."""
        found = {summary.sample: summary.id for summary in self.session.summaries()}
        self.window.navigate(places.STEPS[step], found[sample])
        self.settle(step)

    def begin(self, step: Step) -> None:
        """Go to a step of a new, empty shipment."""
        self.window.navigate(places.STEPS[step], self.session.new_case("新业务"))
        self.settle(step)

    def settle(self, step: Step) -> None:
        """Wait until the work behind the window is done."""
        page = self.pages[step]
        self.bot.waitUntil(
            lambda: page.is_concluded() and not page.is_waiting() and not self.window.tasks.running(), timeout=20_000
        )

    def key(self, which: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, which, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)


def opened_company(folder: Path, bot: QtBot, appearance: Appearance, language: Language) -> Iterator[Company]:
    """A shown window over a company of its own; closed again when the test is over."""
    frame = MainWindow(appearance, language)
    find_paths().make_folders()
    session = Session(DESK, list_cases(DESK), clock.today, clock.now)
    ask_before_losing(frame, session)
    pages = _pages(session, frame, folder / "papers")
    for step, page in pages.items():
        frame.add_page(places.STEPS[step], page)
    made = {places.STEPS[step] for step in pages}
    all_makers = makers(session, frame, folder / "papers")
    frame.offer_pages({place: maker for place, maker in all_makers.items() if place not in made})
    frame.show()
    bot.waitExposed(frame)
    yield Company(session, frame, bot, pages, folder / "papers")
    frame.close()
    frame.deleteLater()
    QApplication.sendPostedEvents(frame, QEvent.Type.DeferredDelete)
    session.close()


def _pages(session: Session, frame: MainWindow, out: Path) -> dict[Step, StepPage]:
    say, tasks = frame.messages, frame.tasks
    return {
        Step.GOODS: GoodsPage(session, say, tasks),
        Step.COSTS: CostsPage(session, say, tasks),
        Step.REFUND: RefundPage(session, say, tasks, out),
        Step.CHECK: CheckPage(session, say, tasks),
        Step.PACKET: PacketPage(session, say, tasks, out),
    }
