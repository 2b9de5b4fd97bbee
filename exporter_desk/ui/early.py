"""Dialogs that come before the main window: the shipped font, the chosen look and the chosen language for them too."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMessageBox

from exporter_desk.system import resources, settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import fonts
from exporter_desk.ui.i18n import Language, translate
from exporter_desk.ui.theme import Appearance, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from exporter_desk.system.settings import Settings
    from exporter_desk.ui.i18n import Code
    from exporter_desk.ui.theme import Variant

WIDTH = 560


def chosen_language() -> Code:
    """The language of the settings, also where there is no window to speak it."""
    return _code(settings.load(find_paths().settings))


def _code(chosen: Settings) -> Code:
    return "en" if chosen.get(settings.LANGUAGE) == "en" else "zh"


@contextmanager
def dressed(application: QApplication) -> Iterator[None]:
    """Dress what is shown in the block; nothing of it costs an ordinary start, and the window dresses itself anew."""
    chosen = settings.load(find_paths().settings)
    fonts.load(resources.path(f"fonts/NotoSansSC-{face}.ttf") for face in ("Regular", "Bold"))
    tokens = Tokens.from_text(resources.read_text("theme/tokens.json"))
    appearance = Appearance(application, tokens, resources.read_text("theme/app.qss"))
    appearance.set_variant(cast("Variant", chosen.get(settings.THEME)))
    appearance.set_scale(chosen.get(settings.TEXT_SCALE))
    speaks = Language(application, resources.read_bytes("i18n/exporter_desk_zh_CN.qm"), _code(chosen))
    try:
        yield
    finally:
        speaks.retire()
        appearance.retire()


def box(text: str, more: str = "") -> QMessageBox:
    """A plain message in the name of the program."""
    made = QMessageBox(QMessageBox.Icon.NoIcon, translate("Start", "Exporter Desk"), text)
    made.setInformativeText(more)
    made.setStyleSheet(f"QMessageBox QLabel {{ min-width: {WIDTH}px; }}")
    return made
