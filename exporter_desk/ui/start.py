"""What the window does once it stands: backs up, checks, hears further starts; and what it does when it cannot open."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping import second_place, second_start
from exporter_desk.services.keeping.backups import company_backups, is_mendable
from exporter_desk.services.keeping.company import company_path
from exporter_desk.services.papers import arriving
from exporter_desk.services.papers.merging import can_meet
from exporter_desk.storage import health
from exporter_desk.system import clock, crash
from exporter_desk.system.data_place import kind_of
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import early
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.program_news import tell_news

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.case_list import CaseList
    from exporter_desk.services.keeping.backups import Backups, Written
    from exporter_desk.services.papers.arriving import Arrival
    from exporter_desk.services.session import Session
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.pages.office.exchange import ExchangePage
    from exporter_desk.ui.tasks import Progress

HELD = "S28"
LOOK_AGAIN_MS, HEAR_AGAIN_MS = 3_600_000, 1_000
FINE, BACKUP, SETTINGS, TODO, EXCHANGE = 0, "backup", "settings", "case.todo", "case.exchange"


class AnsweredError(UserFacingError):
    """The window that is open already came to the front: this start has nothing more to do."""


def opened_otherwise(error: UserFacingError, again: Callable[..., CaseList], file: Path | None) -> CaseList:
    """Return the list of shipments although the database did not open: read only, or from a backup if wished.

    Raises AnsweredError when another window of this user took over, the error itself when nothing helps.
    """
    if error.code == HELD:
        if second_start.call(file):
            raise AnsweredError(HELD, error.zh, error.en, exit_code=FINE) from error
        # Somebody else has it open: reading is better than nothing, and the window says who.
        return again(read_only=True)
    if is_mendable(error) and _mended(error, company_backups()):
        return again()
    raise error


def _mended(error: UserFacingError, backups: Backups) -> bool:
    """Offer the newest sound backup; nothing happens to the damaged file unless the person wants it."""
    offer, application = backups.newest_sound(), QApplication.instance()
    if offer.backup is None or not isinstance(application, QApplication):
        return False
    with early.dressed(application):
        wanted = ask_restore(error, offer.backup.cases, backups, offer.backup.path)
    if not wanted:
        return False
    backups.restore(offer.backup.path)
    return True


def ask_restore(error: UserFacingError, cases: int, backups: Backups, path: Path) -> bool:
    """Ask before any window stands; Enter and Esc leave everything as it is."""
    at = next((f"{one.at:%Y-%m-%d %H:%M}" for one in backups.listed() if one.path == path), "")
    told = translate(
        "Start", "Newest sound backup: {at}, {count} shipments. Restore it? The present file is kept beside it."
    )
    box = early.box(error.zh if language() == "zh" else error.en, told.format(at=at, count=cases))
    take = box.addButton(translate("Start", "Restore"), QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(translate("Start", "Leave it and close"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    box.exec()
    return box.clickedButton() is take


def tell_refusal(error: UserFacingError) -> int:
    """Say why no window opens, where it can be seen: a program started by a click has no terminal."""
    if isinstance(error, AnsweredError):
        return FINE
    tell(error.sentence(early.chosen_language()))
    return error.exit_code


def tell(text: str) -> None:
    """Say on the terminal, and in a box of its own where there is a screen, what no window stands to say."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text.rstrip()}\n")
    application = QApplication.instance()
    if isinstance(application, QApplication) and QApplication.platformName() not in ("offscreen", "minimal"):
        # Where the resources themselves are what is missing, the terminal has to do.
        with suppress(OSError, ValueError, LookupError, RuntimeError), early.dressed(application):
            box = early.box(text.rstrip())
            box.addButton(translate("Start", "Close"), QMessageBox.ButtonRole.AcceptRole)
            box.exec()


class LookedAfter(NamedTuple):
    """What the upkeep of a start came to: the backup, and what is to be said of a second place that is away."""

    written: Written | None
    away: Bilingual | None
    is_old: bool


class Upkeep(QObject):
    """Works behind the window; it lives as long as the window does."""

    def __init__(self, window: MainWindow, session: Session, backups: Backups | None = None) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._given = backups
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: self.hear())
        self._each_hour = QTimer(self)
        self._each_hour.setInterval(LOOK_AGAIN_MS)
        self._each_hour.timeout.connect(self.look_again)

    def begin(self, file: Path | None = None) -> None:
        """Begin with what is to be done at each start."""
        self._listen()
        if file is not None:
            self.offer_file(file)
        else:
            self._warn_of_place()
            self._tell_hard_crashes()
            tell_news(self._window)
        if self._session.read_only_reason() is None:
            self._window.tasks.start(_upkeep, self._check_and_back_up, self._backed_up, self._refused)
            self._each_hour.start()

    @property
    def _backups(self) -> Backups:
        """Asked for anew each time: the data may have been moved."""
        return self._given or company_backups()

    # -- backups and checks

    def look_again(self) -> None:
        """See whether a new day has begun: a program that is left open for weeks backs up each day too."""
        if self._window.tasks.running():  # a restore may be at work; there is another hour
            return
        self._window.tasks.start(
            _upkeep, lambda _progress: self._backups.wants_a_new_day(), self._new_day, self._refused, quiet=True
        )

    def _new_day(self, is_due: bool) -> None:
        if is_due and not self._window.tasks.running():
            self._window.tasks.start(_upkeep, self._check_and_back_up, self._again_backed_up, self._refused)

    def _again_backed_up(self, done: LookedAfter) -> None:
        """Take note of it without a word on a stick that was told away at the start."""
        self._backed_up(done._replace(away=None))

    def _check_and_back_up(self, progress: Progress) -> LookedAfter:
        health.examine(company_path())
        backups = self._backups
        written = backups.write_daily(progress.report)
        is_old = second_place.is_old(backups.second_last(), clock.today())
        return LookedAfter(written, backups.told_away(), is_old)

    def _backed_up(self, done: LookedAfter) -> None:
        written = done.written
        self._window.backup_known.emit(self._backups.latest_moment())
        cases = self._session.cases
        cases.clear_old()
        self._window.tasks.store(_upkeep, lambda _progress: cases.clear_contents(), None, self._unreadable)
        troubles = () if written is None else written.troubles
        if troubles:
            self._say("warn", lambda: " ".join(error.sentence(language()) for error in troubles))
        elif done.away is not None:
            self._tell_away(done.away, is_old=done.is_old)

    def _tell_away(self, away: Bilingual, *, is_old: bool) -> None:
        """Tell once at a start, where nothing else is being said; the page Backup says it at any time."""
        if self._window.messages.is_saying():
            return
        verb = translate("Upkeep", "To the backups")
        kind = "warn" if is_old else "hint"
        self._say(kind, lambda: pick(away), verb, lambda: self._window.navigate(BACKUP))

    def _refused(self, error: Exception) -> None:
        self._each_hour.stop()  # told once; by hand it can be tried at any time
        self._window.backup_known.emit(self._backups.latest_moment())

        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("Upkeep", "Today's backup could not be written. Make one by hand on the page Backup.")

        self._say("error", words, translate("Upkeep", "To the backups"), lambda: self._window.navigate(BACKUP))

    def _warn_of_place(self) -> None:
        warning = kind_of(company_path().parent).warning
        if warning is not None:
            verb = translate("Upkeep", "Move the data …")
            self._say("warn", lambda: warning.sentence(language()), verb, lambda: self._window.navigate(SETTINGS))

    def _tell_hard_crashes(self) -> None:
        """Say that the program died earlier, once: it had no time to say so itself."""
        reports = crash.take_hard_crashes(find_paths().logs)

        def words() -> str:
            told = translate(
                "Upkeep",
                "The program met a severe error when it last ran, and may have closed by itself. What was saved is"
                " still there; if it comes again, hand the report to support. Report: {path}",
            )
            return told.format(path=reports[-1])

        if reports:
            self._say("warn", words)

    # -- further starts

    def _listen(self) -> None:
        place = second_start.folder()
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        self._watcher.addPath(str(place))
        self.hear()

    def hear(self) -> None:
        """Come to the front for a further start, and look at the file that it was given."""
        if self._session.is_closed:  # by a restore: a file can be looked at when the data is there again
            QTimer.singleShot(HEAR_AGAIN_MS, self, self.hear)
            return
        for call in second_start.take():
            self._come_forward()
            if call.file is not None:
                self.offer_file(call.file)

    def _come_forward(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    # -- a travelling file

    def offer_file(self, file: Path) -> None:
        """Read a travelling file behind the window and ask whether its shipment is to be taken over."""

        def found(arrival: Arrival) -> None:
            if can_meet(self._session.cases, arrival):
                self._merge(arrival, file)
                return
            name = " ".join(part for part in (arrival.case.number, arrival.case.title) if part)

            def words() -> str:
                told = translate("Upkeep", "“{file}” holds the shipment {name}. Nothing was taken over yet.")
                return told.format(file=file.name, name=name)

            self._say("hint", words, translate("Upkeep", "Take it over"), lambda: self._take_over(arrival))

        label = translate("Upkeep", "Reading {file}").format(file=file.name)
        self._window.tasks.start(
            label, lambda _progress: arriving.arrived(file, self._session.desk, clock.today()), found, self._unreadable
        )

    def _merge(self, arrival: Arrival, file: Path) -> None:
        """The shipment of the file is here already: show what both sides changed."""
        page = cast("ExchangePage", self._window.page(EXCHANGE))
        self._window.navigate(EXCHANGE, arrival.case.id)
        page.offer(arrival, file)

    def _unreadable(self, error: Exception) -> None:
        self._say("error", lambda: error.sentence(language()) if isinstance(error, UserFacingError) else str(error))

    def _take_over(self, arrival: Arrival) -> None:
        """Back up and keep the attached files behind the window, then add the shipment."""

        def keep(progress: Progress) -> None:
            self._backups.before("import")
            arriving.keep_files(self._session.cases, arrival, progress.report)

        def add(_kept: None) -> None:
            try:
                case_id = self._session.take_over(arrival)
            except UserFacingError as error:
                self._unreadable(error)
                return
            self._window.navigate(TODO, case_id)

        label = translate("Upkeep", "Taking over the shipment")
        self._window.tasks.store(label, keep, add, self._unreadable)

    def _say(self, kind: str, words: Callable[[], str], verb: str = "", act: Callable[[], None] | None = None) -> None:
        self._window.messages.say(Message(kind, words, verb=verb, act=act))  # type: ignore[arg-type]  # one of the marks


def _upkeep() -> str:
    return translate("Upkeep", "Looking after the data")
