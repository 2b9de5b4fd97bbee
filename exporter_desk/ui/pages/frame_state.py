"""What the frame of the window says about the session: company, saved time, age of the rules; and crashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.keeping.second_place import OLD_BACKUP_DAYS
from exporter_desk.system import clock
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.shell_state import Status

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from exporter_desk.services.session import Session
    from exporter_desk.ui.main_window import MainWindow


class FrameState:
    """Keeps the status bar and the company badge true to the session."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self._window, self._session = window, session
        self._backup, self._backup_stale = "", False
        window.backup_known.connect(self.note_backup)

    def note_backup(self, at: datetime | None) -> None:
        """Take the moment of the newest backup, once somebody looked for it behind the window."""
        age = None if at is None else (clock.today() - at.date()).days
        self._backup_stale = age is None or not -1 <= age <= OLD_BACKUP_DAYS  # ahead: a clock stood wrong
        self._backup = "" if at is None else f"{at:%Y-%m-%d %H:%M}"
        self.show()

    def show(self) -> None:
        """Say again what there is to say; nothing here reads rules or cases."""
        company = self._session.company_name
        note = "" if company else translate("Frame", "No company yet")
        self._window.set_company(company or translate("Frame", "My company"), note)
        stale = self._session.packs_need_a_word()
        backup, old = self._backup_words(), self._backup_stale
        unsaved = bool(self._session.unsaved_places())
        saved = translate("Frame", "Not saved yet: Ctrl+S tries again") if unsaved else self._saved()
        self._window.set_status(Status(saved, backup, old, pack=self._rules(), pack_stale=stale, unsaved=unsaved))
        reason = self._session.read_only_reason()
        if reason is not None:
            self._window.messages.say(Message("warn", lambda: reason.sentence(self._window.language.code)))

    def _saved(self) -> str:
        at = self._session.saved_at
        return "" if at is None else translate("Frame", "Saved {time}").format(time=f"{at:%H:%M:%S}")

    def _backup_words(self) -> str:
        if self._backup:
            return translate("Frame", "Backup {time}").format(time=self._backup)
        return translate("Frame", "No backup yet") if self._backup_stale else ""

    def _rules(self) -> str:
        checked = self._session.rules_checked_on()
        return "" if checked is None else translate("Frame", "Rules as of {day}").format(day=checked.isoformat())


def crash_message(path: Path | None) -> Message:
    """Say that something went wrong in the program; the report is a file that is never sent."""

    def words() -> str:
        text = translate("Frame", "The program met an error. What you typed is saved; go on working or restart.")
        where = "" if path is None else translate("Frame", "Report: {path}").format(path=path)
        return f"{text} {where}".rstrip()

    return Message("error", words, detail="" if path is None else str(path))
