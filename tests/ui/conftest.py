"""The window's look for tests: fonts, icons, theme and language as the composition root sets them up."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.system import resources
from exporter_desk.ui import fonts, icons
from exporter_desk.ui.garbage import Collector
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.shell_state import Status
from exporter_desk.ui.theme import Appearance, Tokens
from tests.ui import gallery

STATUS = Status("已保存 09:12:44", "备份 今天 08:30 正常", False, "规则包 2026-08 · 已过 113 天", True, "离线")


@pytest.fixture(scope="module", autouse=True)
def garbage(qapp: QApplication) -> Iterator[None]:
    """Garbage waits for the event loop, as in the program.

    What is left goes now: a later module may have threads, and a widget that dies in one of them ends the process.
    """
    collector = Collector(qapp)
    yield
    gc.collect()
    collector.stop()
    delete_now(collector)


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return Tokens.from_text(resources.read_text("theme/tokens.json"))


@pytest.fixture(scope="session")
def _installed(qapp: QApplication, tokens: Tokens) -> tuple[Appearance, Language]:
    fonts.load(resources.path(f"fonts/NotoSansSC-{weight}.ttf") for weight in ("Regular", "Bold"))
    icons.use_source(resources.read_bytes)
    appearance = Appearance(qapp, tokens, resources.read_text("theme/app.qss"))
    return appearance, Language(qapp, resources.read_bytes("i18n/exporter_desk_zh_CN.qm"))


@pytest.fixture
def appearance(_installed: tuple[Appearance, Language]) -> Iterator[Appearance]:
    """The light theme at 100 %, whatever the test before did."""
    look = _installed[0]
    yield look
    look.set_variant("light")
    look.set_scale(1.0)
    look.set_language("zh")


@pytest.fixture
def language(_installed: tuple[Appearance, Language]) -> Iterator[Language]:
    speak = _installed[1]
    speak.set("zh")
    yield speak
    speak.set("zh")


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, language: Language) -> Iterator[MainWindow]:
    """The main window with the gallery's pages, shown at the design size."""
    frame = MainWindow(appearance, language)
    frame.set_company("某贸易公司", "示例企业")
    frame.set_status(STATUS)
    for key, page in gallery.PAGES.items():
        frame.add_page(key, page())
    frame.navigate("home")
    frame.show()
    qtbot.waitExposed(frame)
    yield frame
    frame.close()
    delete_now(frame)


def delete_now(part: QObject) -> None:
    """Delete for good: a window that only waits for deletion makes every later restyling slower."""
    part.deleteLater()
    QApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
