"""Shipment C from nothing to the packet, typed by a person who has no mouse; the papers are read back from the disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from exporter_desk import app
from exporter_desk.domain.case import Case
from exporter_desk.services.workflow import Step
from exporter_desk.system import settings
from exporter_desk.system.paths import HOME_VARIABLE, find_paths
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from tests.support.apparel_walk import PAPERS, SAMPLE, TITLE, speak, walk, words
from tests.support.person import Person
from tests.ui.conftest import delete_now

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)"),  # lists that open offscreen
]
HOODIES_PACKED_WRONG, HOODIES_PACKED = Decimal(9), Decimal(10)


@dataclass
class Walked:
    """What a walk left behind."""

    folder: Path
    done: Case
    undone: Case
    flashed: list[str]
    errors: int


MOMENT = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The day of the sample: earlier, its invoices would lie in the future."""


class Flashes(QObject):
    """Notes every window that opens beside the one the person works in; lists and menus are none."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window, self.seen = window, list[str]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # the name is Qt's
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = Qt.WindowType.Popup
            if watched is not self._window and watched.windowFlags() & popup != popup:
                self.seen.append(type(watched).__name__)
        return False


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Walked]:
    """One walk in a fresh home; the window stays closed afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("walk") / "desk"))
        for module in ("theme", "i18n"):  # the window brings its own; afterwards those of the other tests count again
            patch.setattr(f"exporter_desk.ui.{module}._INSTALLED", [])
        patch.setattr("exporter_desk.system.clock.now", _clock())
        find_paths().make_folders()
        person, window = _sit_down(qapp)
        watch = Flashes(window)
        qapp.installEventFilter(watch)
        try:
            assert QTest.qWaitForWindowActive(window, 5000)
            undone = walk(person)
            errors = sum(one.severity.value == "error" for one in person.session.analysis().findings)
            done = person.session.case
            folder = find_paths().output / str(done.number)
        finally:
            # A walk that got lost must not leave its window and language to the other tests.
            qapp.removeEventFilter(watch)
            closed = _leave(person, window)
        assert closed
        yield Walked(folder, done, undone, watch.seen, errors)


def _clock() -> Callable[[], datetime]:
    """A clock that goes on from the day of the sample."""
    begun = monotonic()
    return lambda: MOMENT + timedelta(seconds=monotonic() - begun)


def _sit_down(qapp: QApplication) -> tuple[Person, MainWindow]:
    """The window as the program makes it."""
    paths = find_paths()
    session = app.open_session()
    window = app.build_window(qapp, session, settings.load(paths.settings), paths)
    window.show()
    window.activateWindow()
    return Person(window, session), window


def _leave(person: Person, window: MainWindow) -> bool:
    """Ctrl+Q; tell whether that closed the window, which goes in any case."""
    person.key("Ctrl+Q")
    closed = not window.isVisible()
    window.close()
    person.session.close()
    delete_now(window)
    delete_now(window.language)  # with its translators, which the application would go on asking
    return closed


def test_the_shipment_is_that_of_the_sample(walked: Walked) -> None:
    assert walked.done.title == TITLE
    assert walked.done.choice("mode") == "9710"
    assert walked.done.goods == SAMPLE.goods
    assert walked.done.packages == SAMPLE.packages
    assert walked.done.terms == SAMPLE.terms
    assert walked.done.route == SAMPLE.route
    assert walked.done.facts["export_date"] == SAMPLE.facts["export_date"]
    assert not walked.done.drafts
    assert not walked.done.not_known
    typed = [(one.name_zh, one.name_en, one.uscc, set(one.roles)) for one in walked.done.parties]
    assert typed == [(one.name_zh, one.name_en, one.uscc, set(one.roles)) for one in SAMPLE.parties]


def test_no_error_is_left_and_no_other_window_flashed_up(walked: Walked) -> None:
    assert walked.errors == 0
    assert walked.flashed == []


def test_undo_took_back_the_last_number_only(walked: Walked) -> None:
    assert walked.undone.packages[13].contents["g9"] == HOODIES_PACKED_WRONG
    assert walked.done.packages[13].contents["g9"] == HOODIES_PACKED
    assert walked.undone.packages[:13] == walked.done.packages[:13]


def test_all_papers_are_there_and_none_is_a_draft(walked: Walked) -> None:
    found = sorted(file.relative_to(walked.folder).as_posix() for file in walked.folder.rglob("*.pdf"))
    day = found[0].rsplit("_", 1)[1]
    packets = {f"XY2026-AU-033_{name}_{day}" for name in ("报关行资料袋", "税务资料袋", "自存资料袋")}
    assert {name for name in found if "/" not in name} == packets
    assert {f"上传件/XY2026-AU-033_{name}_{day}" for name in ("发票", "装箱单", "合同")} <= set(found)
    manifest = json.loads((walked.folder / "manifest.json").read_text(encoding="utf-8"))
    papers = [file for file in manifest["files"] if file["path"].endswith(".pdf")]
    assert [file["path"] for file in papers if file["status"] != "final"] == []
    assert len(papers) == len(found)


@pytest.mark.parametrize("paper", PAPERS)
def test_paper_reads_as_the_hand_calculation(walked: Walked, paper: str) -> None:
    text = words(walked.folder, paper)
    assert [expected for expected in PAPERS[paper] if expected not in text] == []


def test_buyers_papers_do_not_name_the_supplier(walked: Walked) -> None:
    for paper in ("发票", "装箱单", "合同"):
        assert "于都䶮堃示例针织有限公司" not in words(walked.folder, paper)


def test_everything_is_still_there_after_closing(walked: Walked, qapp: QApplication) -> None:
    person, window = _sit_down(qapp)
    person.rest()
    assert person.session.summaries()[0].shown.title == TITLE
    person.key("Return")  # the newest shipment has the cursor
    person.must_be_on(places.TODO)
    assert person.session.case == walked.done
    person.key("F9")
    person.must_be_on(places.STEPS[Step.PACKET])
    speak(person, "English")
    assert person.window.head.title.text() == "Packet"
    speak(person, "简体中文")
    assert person.window.head.title.text() == "资料袋"
    _leave(person, window)
