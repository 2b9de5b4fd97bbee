"""Writing files behind the window: what came of it is said in one message, with the way to the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter_desk.services.claims.saving import Saved
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


def save_behind(tasks: Tasks, messages: Messages, work: Callable[[], Saved]) -> None:
    """Run `work` on another thread and tell how many files lie where, or what the machine refused."""
    messages.clear()

    def done(saved: Saved) -> None:
        def words() -> str:
            if not saved.count:
                return translate("Saving", "Nothing to save yet: no line of this claim earns a refund so far.")
            told = translate("Saving", "{count} files are in {folder}.")
            return told.format(count=saved.count, folder=saved.folder)

        if saved.count:
            messages.say(Message("ok", words, verb=_open_folder, act=lambda: open_folder(saved.folder)))
        else:
            messages.say(Message("hint", words))

    def refused(error: Exception) -> None:
        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("Saving", "The files could not be written. What was typed is saved.")

        detail = error.code if isinstance(error, UserFacingError) else repr(error)
        messages.say(Message("error", words, detail=detail))

    tasks.start(translate("Saving", "Writing files"), lambda _progress: work(), done, refused)


def open_folder(folder: Path) -> None:
    """Show the folder in the system's file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _open_folder() -> str:
    return translate("Saving", "Open the folder")
