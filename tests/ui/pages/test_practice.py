"""The page of practice in both windows, and what tells the practice window from the real one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication

from exporter_desk.services.practice import launch, start_state
from exporter_desk.system.paths import PRACTICE_VARIABLE, find_paths, practising
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.practice import PracticePage
from exporter_desk.ui.practice_frame import PracticeFrame
from exporter_desk.ui.theme import Appearance
from tests.ui.pages.company import Company, opened_company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("desk_home")


@pytest.fixture
def lesson(desk_home: Path, qtbot: QtBot, appearance: Appearance, language: Language) -> Iterator[Company]:
    """The practice window with its three samples."""
    with practising():
        yield from opened_company(desk_home, qtbot, appearance, language)


def page_of(company: Company) -> PracticePage:
    company.window.navigate(places.PRACTICE)
    return cast("PracticePage", company.window.page(places.PRACTICE))


def settle(company: Company) -> None:
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def banner(company: Company) -> str:
    return company.window.messages._banner.text.text()


def test_back_to_the_start_state_in_three_clicks(lesson: Company) -> None:
    before = {one.id for one in lesson.session.summaries()}
    lesson.session.new_case("学员的业务")
    page = page_of(lesson)
    page.reset.click()
    assert "4" in banner(lesson)
    assert len(lesson.session.summaries()) == 4, "only asked"
    lesson.window.messages._banner.verb.click()
    settle(lesson)
    assert {one.id for one in lesson.session.summaries()} == before
    assert "before-class" in banner(lesson)
    assert lesson.window.isEnabled()


def test_the_trainer_keeps_what_is_there_as_the_start_state(lesson: Company) -> None:
    lesson.session.new_case("课堂题目")
    page = page_of(lesson)
    page.keep.click()
    settle(lesson)
    state = start_state.start_state(find_paths().data / "company.exdb")
    assert state is not None
    assert (state.cases, state.own) == (4, True)
    page.shipped.click()
    lesson.window.messages._banner.verb.click()
    settle(lesson)
    assert len(lesson.session.summaries()) == 3


def test_the_real_window_only_opens_the_other_one(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []

    def popen(_command: list[str], *, env: dict[str, str], **_more: object) -> None:
        started.append(env)

    monkeypatch.setattr(launch.subprocess, "Popen", popen)
    page = page_of(company)
    assert [one.isVisible() for one in (page.open, page.reset, page.keep, page.shipped)] == [True, False, False, False]
    page.open.click()
    assert [env[PRACTICE_VARIABLE] for env in started] == ["1"]
    assert PRACTICE_VARIABLE not in os.environ


def test_a_window_that_does_not_start_is_told(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def popen(*_: object, **_more: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(launch.subprocess, "Popen", popen)
    page_of(company).open.click()
    assert "练习窗口没有打开" in banner(company)


def test_the_practice_window_is_told_from_the_real_one(lesson: Company, language: Language) -> None:
    real = lesson.window.windowTitle()
    frame = PracticeFrame(lesson.window, language)
    QApplication.processEvents()
    assert lesson.window.windowTitle() != real
    assert "练习" in lesson.window.windowTitle()
    assert frame.strip.isVisible()
    language.set("en")
    assert "PRACTICE" in lesson.window.windowTitle()
    edge = lesson.window.grab().toImage().pixelColor(1, lesson.window.height() // 2)
    assert edge.name() == lesson.window.appearance.theme.colour("warn_mark").name(), "a frame runs around the window"
    language.set("zh")
