"""Word of a newer version: only for those who asked, once, and never of what is not newer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exporter_desk.services.packs.program_notes import ProgramNote, untold
from exporter_desk.system import settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import program_news
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.theme import Appearance

DAY = date(2026, 11, 1)


def note(version: str) -> ProgramNote:
    return ProgramNote(version=version, published=DAY, zh="修正", en="Mended")


@pytest.mark.parametrize(
    ("versions", "seen", "wanted"),
    [
        ([], "", None), (["1.1"], "", "1.1"), (["1.0"], "", None), (["0.9"], "", None), (["1.1"], "1.1", None),
        (["1.2", "1.1"], "1.1", "1.2"), (["1.1"], "1.2", None), (["1.1"], "rubbish", "1.1"),
    ],
)  # fmt: skip
def test_only_what_is_newer_than_the_program_and_than_what_was_told(
    versions: list[str], seen: str, wanted: str | None
) -> None:
    found = untold([note(one) for one in versions], seen, "1.0")
    assert (None if found is None else found.version) == wanted


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, language: Language, desk_home: Path) -> Iterator[MainWindow]:
    frame = MainWindow(appearance, language)
    frame.show()
    yield frame
    frame.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was looked for, by what had been told before."""
    found: list[str] = []

    def newest(seen: str) -> ProgramNote | None:
        found.append(seen)
        return untold([note("99.1")], seen, "1.0")

    monkeypatch.setattr(program_news, "newest", newest)
    return found


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks.running(), timeout=10_000)


def test_nobody_is_told_who_did_not_ask(window: MainWindow, qtbot: QtBot, asked: list[str]) -> None:
    program_news.tell_news(window)
    settle(window, qtbot)
    assert asked == []
    assert not window.banner.isVisible()


def test_who_asked_is_told_once(
    window: MainWindow, qtbot: QtBot, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    goes: Callable[..., None] = lambda key, _case=None: went.append(key)  # noqa: E731  # in place of the method
    monkeypatch.setattr(window, "navigate", goes)
    settings.load(find_paths().settings).set(settings.PROGRAM_NOTES, "on")
    program_news.tell_news(window)
    settle(window, qtbot)
    assert "99.1" in window.banner.text.text()
    assert "修正" in window.banner.text.text()
    window.banner.verb.click()
    assert went == ["pack"]
    window.messages.clear()
    program_news.tell_news(window)
    settle(window, qtbot)
    assert asked == ["", "99.1"]
    assert not window.banner.isVisible()
