"""Shared fixtures: a screen-less Qt with the shipped font, a throw-away home, and no unexpected log line."""

from __future__ import annotations

import os
import tempfile

# Before anything imports Qt or keyring: pytest-qt does so while pytest is being configured.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.log_watch import LogWatch
from tests.support.socket_watch import SOCKETS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[1]
HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
)


@pytest.fixture(scope="session", autouse=True)
def throw_away_home() -> Iterator[Path]:
    """Point every folder of the user at a temporary one, so that no test can touch the real profile."""
    with (
        tempfile.TemporaryDirectory(prefix="exporter-desk-test-", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in HOME_VARIABLES:
            patch.setenv(name, str(Path(folder) / name.lower()))
        patch.delenv("EXPORTER_DESK_HOME", raising=False)
        yield Path(folder)


@pytest.fixture
def desk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give one test a program folder of its own."""
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "desk"))
    return tmp_path / "desk"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Name the style on the command line, as the program does."""
    return ["exporter-desk", "-style", "fusion"]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Draw Chinese by the shipped font: a machine without fonts would show empty boxes, with no error."""
    from PySide6.QtGui import QFont, QFontDatabase

    number = QFontDatabase.addApplicationFont(str(ROOT / "resources" / "fonts" / "NotoSansSC-Regular.ttf"))
    QFontDatabase.addApplicationFont(str(ROOT / "resources" / "fonts" / "NotoSansSC-Bold.ttf"))
    qapp.setFont(QFont(QFontDatabase.applicationFontFamilies(number)[0]))
    return qapp


@pytest.fixture(autouse=True)
def no_traffic(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test when anything reaches for the network; `localhost` marks tests with a server on this machine."""
    with SOCKETS.watching(allow_local=request.node.get_closest_marker("localhost") is not None):
        yield
    assert SOCKETS.reached() == []


@pytest.fixture(autouse=True)
def no_unexpected_log() -> Iterator[LogWatch]:
    """Fail the test when anything logs a warning or worse that the test did not announce."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    assert watch.unexpected() == []
    assert watch.missing() == []


@pytest.fixture
def expected_log(no_unexpected_log: LogWatch) -> LogWatch:
    """Announce log lines: `expected_log.expect("part of the message")`; each announced line must come."""
    return no_unexpected_log


@pytest.fixture
def fresh_python() -> Callable[[str], str]:
    """Run code in a new interpreter in the project folder and return what it wrote to stdout."""

    def run(code: str) -> str:
        command = [sys.executable, "-X", "utf8", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8", timeout=110
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
