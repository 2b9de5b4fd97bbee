"""The fixtures themselves: log watch, throw-away home, fresh interpreter, shipped font."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.log_watch import LogWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

LOGGER = logging.getLogger("exporter_desk.test")


def test_an_unannounced_warning_is_unexpected(expected_log: LogWatch) -> None:
    watch = LogWatch()
    LOGGER.addHandler(watch)
    expected_log.expect("disk")
    LOGGER.warning("disk nearly full")
    LOGGER.removeHandler(watch)
    assert watch.unexpected() == ["exporter_desk.test: disk nearly full"]


def test_an_announced_warning_must_come() -> None:
    watch = LogWatch()
    watch.expect("disk")
    assert watch.missing() == ["disk"]


def test_home_is_thrown_away(throw_away_home: Path) -> None:
    assert Path.home().is_relative_to(throw_away_home)


def test_fresh_python_starts_without_qt(fresh_python: Callable[[str], str]) -> None:
    assert fresh_python("import sys, exporter_desk; print('PySide6' in sys.modules)") == "False\n"


def test_the_window_font_has_chinese(qapp: QApplication) -> None:
    assert qapp.font().family() == "Noto Sans SC"
