"""Tells once of a newer version that an installed pack brings word of; only for those who asked to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import exporter_desk
from exporter_desk.services.packs.program_notes import untold
from exporter_desk.system import clock, settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message

if TYPE_CHECKING:
    from exporter_desk.services.packs.program_notes import ProgramNote
    from exporter_desk.ui.main_window import MainWindow

PACKS = "pack"


def tell_news(window: MainWindow) -> None:
    """Look for word of a newer version behind the window, unless nobody asked for it; nothing goes over the network."""
    chosen = settings.load(find_paths().settings)
    if chosen.get(settings.PROGRAM_NOTES) != "on":
        return
    seen = chosen.get(settings.NOTE_SEEN)
    label = translate("News", "Looking for word of a newer version")
    window.tasks.start(label, lambda _progress: newest(seen), lambda note: _say(window, note))


def newest(seen: str) -> ProgramNote | None:
    """Return what the installed packs say of a newer version that was not told yet; slow."""
    from exporter_desk.services.packs.listing import inventory
    from exporter_desk.services.packs.store import PackStore

    notes = inventory(PackStore.of_user(), clock.today()).notes
    return untold(notes, seen, exporter_desk.__version__)


def _say(window: MainWindow, note: ProgramNote | None) -> None:
    if note is None:
        return

    def words() -> str:
        told = translate("News", "There is a newer version of the program, {version}: {text}")
        return told.format(version=note.version, text=note.zh if language() == "zh" else note.en)

    def seen() -> None:
        settings.load(find_paths().settings).set(settings.NOTE_SEEN, note.version)
        window.navigate(PACKS)

    window.messages.say(Message("hint", words, verb=translate("News", "Seen"), act=seen))
