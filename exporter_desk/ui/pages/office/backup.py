"""Backups: the last one and its age, writing one now or under a passphrase, the second place, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.backups import Listed, company_backups, local_day, require_backup
from exporter_desk.storage import health
from exporter_desk.storage.backup import count_cases, read_backup
from exporter_desk.storage.backup_name import SEALED
from exporter_desk.system import settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.backup_rows import backup_row, size_words
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.export_line import ExportLine
from exporter_desk.ui.pages.office.sealing import SealingLine
from exporter_desk.ui.pages.put_back import say_refusal, while_closed
from exporter_desk.ui.widgets import Button, Fact, FactsStrip, Flow, Page, Paragraph, SectionHeader

if TYPE_CHECKING:
    from exporter_desk.services.keeping.backups import Written
    from exporter_desk.services.session import Session
    from exporter_desk.storage.backup import BackupReport
    from exporter_desk.storage.contents import Lost
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Tasks

_NAMED = 5
_WIDE, _NARROW = (160, 220, 100, 0), (140, 190, 90, 0)


class BackupPage(Page):
    """Every backup is opened again after writing; restoring looks inside first and keeps the present data."""

    nav_key = places.BACKUP
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self.session, self.messages, self.tasks = session, messages, tasks
        self._backups = company_backups()
        self._listed: tuple[Listed, ...] = ()
        self.facts = FactsStrip()
        self.now, self.check = Button("", "primary", icon="backup"), Button("", "fill")
        self.from_file = Button("", "fill", icon="import")
        self.second = Paragraph("", "body", "ink2")
        self.choose, self.forget = Button("", "fill"), Button("")
        self.sealing = SealingLine(messages, tasks, lambda: self._backups)
        self.everything = ExportLine(session, messages, tasks)
        self.heading = SectionHeader("", "")
        self.model = TitledRows([""] * 4)
        self.list = ScrollingTable("list", row=34)
        self.list.set_model(self.model, _WIDE)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head, second = QWidget(), QWidget()
        for place, parts in ((head, (self.now, self.from_file, self.check)), (second, (self.choose, self.forget))):
            row = Flow(place)
            theme.set_spacing(row, 12)
            for button in parts:
                row.addWidget(button)
        theme.set_spacing(self.column, 12, (24, 12, 24, 14))
        self.column.addWidget(self.facts)
        for widget in (head, self.second, second):
            self.column.addWidget(widget)
        self.column.addWidget(self.sealing)
        self.column.addWidget(self.everything)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.list, 20)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.now.clicked.connect(self.back_up)
        self.check.clicked.connect(self.examine)
        self.from_file.clicked.connect(self._choose_file)
        self.choose.clicked.connect(self._choose_second)
        self.forget.clicked.connect(lambda: self.set_second(""))
        self.list.opened.connect(self._open)
        self.sealing.written.connect(self._show)

    # -- writing

    def back_up(self) -> None:
        """Write a backup behind the window; typing goes on meanwhile."""

        def work(progress: Progress) -> Written:
            return self._backups.write_now(progress.report)

        self.messages.clear()
        self.tasks.start(translate("Backup", "Writing a backup"), work, self._written, self._failed)

    def _written(self, done: Written) -> None:
        self._show()
        troubles = done.troubles

        def words() -> str:
            told = translate("Backup", "The backup is written, opened again and checked: {count} shipments, {size}.")
            told = told.format(count=done.report.cases, size=size_words(done.report.size))
            return " ".join((told, *(error.sentence(language()) for error in troubles)))

        self.messages.say(Message("warn" if troubles else "ok", words))

    def examine(self) -> None:
        """Read the whole database through, attached files too, and say what came of it."""
        database = self._backups.database

        def work(progress: Progress) -> tuple[Lost, ...]:
            health.examine(database, deep=True)
            return health.lost_files(database, progress.report)

        self.tasks.start(translate("Backup", "Reading the data through"), work, self._examined, self._failed)

    def _examined(self, lost: tuple[Lost, ...]) -> None:
        def words() -> str:
            told = translate("Backup", "The shipments are sound, but attached files are missing or changed: {files}.")
            return told.format(files=comma().join(f"{one.number} {one.name}" for one in lost[:_NAMED]))

        if lost:
            self.messages.say(Message("error", words))
        else:
            self.messages.say(Message("ok", lambda: translate("Backup", "The data was read through: it is sound.")))

    def _failed(self, error: Exception) -> None:
        self._show()
        say_refusal(self.messages, error)

    # -- the second place

    def _choose_second(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, translate("Backup", "Folder or stick for the second copy"))
        if chosen:
            self.set_second(chosen)

    def set_second(self, folder: str) -> None:
        """Remember where the second copy goes; an empty text means nowhere."""
        settings.load(find_paths().settings).set(settings.BACKUP_SECOND, folder)
        self._backups.second = Path(folder) if folder else None
        self._show()

    # -- the way back

    def _choose_file(self) -> None:
        kinds = translate("Backup", "Backups (*.exdb *.sealed)")
        chosen, _ = QFileDialog.getOpenFileName(self, translate("Backup", "A backup to restore"), "", kinds)
        if chosen:
            self.look_into(Path(chosen))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._listed):
            self.look_into(self._listed[row].path)

    def look_into(self, path: Path) -> None:
        """Open a backup behind the window and say what is in it, with the way to restore it."""
        self.messages.clear()
        try:
            require_backup(path)
        except UserFacingError as error:
            say_refusal(self.messages, error)
            return
        if path.suffix == SEALED:
            self.sealing.open_file(path, self._offer)
            return
        label = translate("Backup", "Looking into the backup")
        self.tasks.start(
            label, lambda _progress: read_backup(path), lambda report: self._offer(report, path), self._failed
        )

    def _offer(self, report: BackupReport, path: Path) -> None:
        if not self.isVisible():  # the person went elsewhere meanwhile
            self.sealing.tidy()
            return
        present = self._present()

        def words() -> str:
            told = translate(
                "Backup",
                "“{name}” is sound: {count} shipments, last changed {day}. It replaces the {present} shipments of now; "
                "they are saved first.",
            )
            day = local_day(report.changed) or "–"
            told = told.format(name=path.name, count=report.cases, day=day, present=present)
            bad = health.unreadable_in_copy(report.unreadable)
            return told if bad is None else f"{bad.sentence(language())} {told}"

        self.messages.say(
            Message("hint", words, verb=translate("Backup", "Restore it"), act=lambda: self.restore(report.path))
        )

    def _present(self) -> str:
        """How many shipments there are now; a damaged database does not tell."""
        try:
            return str(count_cases(self._backups.database))
        except UserFacingError:
            return "?"

    def restore(self, path: Path) -> None:
        """Put the backup in the place of the data; what is there now is kept beside it."""
        label = translate("Backup", "Restoring")
        while_closed(
            self, self.session, self.tasks, label, lambda: self._backups.restore(path), self._restored, self._failed
        )

    def _restored(self, kept: Path | None) -> None:
        self.sealing.tidy()
        self._show()

        def words() -> str:
            told = translate("Backup", "The backup is in its place. What was there before is kept as {name}.")
            return told.format(name="–" if kept is None else kept.name)

        self.messages.say(Message("ok", words))

    # -- what is shown

    def activated(self, case_id: str | None) -> None:
        self._backups = company_backups()  # the data may have been moved
        self._show()

    def _show(self) -> None:
        backups = self._backups
        self._listed = backups.listed()
        newest = next(iter(backups.own()), None)
        none = translate("Backup", "none yet")
        self.facts.set_facts(
            (
                Fact(
                    translate("Backup", "Last backup"), f"{newest.at:%Y-%m-%d %H:%M}" if newest else none, strong=True
                ),
                Fact(translate("Backup", "Size"), size_words(newest.size) if newest else "–"),
                Fact(translate("Backup", "Backups"), str(len(self._listed))),
            )
        )
        self.model.show([backup_row(one) for one in self._listed])
        self.list.restyle()
        self.list.setVisible(bool(self._listed))
        self.heading.set_text(translate("Backup", "Backups, newest first"), str(len(self._listed)))
        self.second.set_text(self._second_words())
        self.forget.setVisible(backups.second is not None)
        self.sealing.show_state()

    def _second_words(self) -> str:
        place = self._backups.second
        if place is None:
            return translate("Backup", "No second place: a broken disk would take data and backups with it.")
        away = self._backups.told_away()
        return translate("Backup", "Second copy goes to {folder}.").format(folder=place) if away is None else pick(away)

    # -- the frame

    def title(self) -> str:
        return translate("Backup", "Backup")

    def first_focus(self) -> QWidget | None:
        return self.now

    def arrange(self, room: Room) -> None:
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self.list.set_row(30 if room.short else 34)

    def retranslate(self) -> None:
        for button, words in (
            (self.now, translate("Backup", "Back up now")),
            (self.from_file, translate("Backup", "Restore from a file …")),
            (self.check, translate("Backup", "Check the data")),
            (self.choose, translate("Backup", "Choose the second place …")),
            (self.forget, translate("Backup", "No second copy")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.model.set_titles(
            (translate("Backup", "Written"), translate("Backup", "Kind"), translate("Backup", "Size"),
             translate("Backup", "File"))
        )  # fmt: skip
        self.list.view.setAccessibleName(translate("Backup", "Backups, newest first"))
        self.sealing.retranslate()
        self.everything.retranslate()
        self._show()
        super().retranslate()
