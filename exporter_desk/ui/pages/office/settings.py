"""Settings: language, look, size of the text, name of the user, where the data lies; privacy and self-check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping import data_move
from exporter_desk.services.keeping.company import company_path
from exporter_desk.system import settings
from exporter_desk.system.data_place import kind_of
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.start_lock import StartLockLine
from exporter_desk.ui.pages.put_back import say_refusal, while_closed
from exporter_desk.ui.pages.saving import open_folder
from exporter_desk.ui.widgets import Button, ComboBox, Field, Flow, LineEdit, MarkLabel, Page, Paragraph, SectionHeader

if TYPE_CHECKING:
    from exporter_desk.services.session import Session
    from exporter_desk.storage.moving import Moved
    from exporter_desk.ui.i18n import Language
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks
    from exporter_desk.ui.theme import Appearance

SIZES = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class SettingsPage(Page):
    """Everything takes effect and is kept at once; there is no button to save."""

    nav_key = places.SETTINGS
    docks_help = False

    def __init__(
        self, session: Session, messages: Messages, tasks: Tasks, appearance: Appearance, speaks: Language
    ) -> None:
        super().__init__()
        self.session, self.messages, self.tasks = session, messages, tasks
        self._appearance, self._speaks = appearance, speaks
        self.language, self.look, self.text_size, self.name = ComboBox(), ComboBox(), ComboBox(), LineEdit()
        self.fields = tuple(
            Field("", editor, width=220) for editor in (self.language, self.look, self.text_size, self.name)
        )
        self.place_head, self.help_head = SectionHeader("", ""), SectionHeader("", "")
        self.place, self.warning = Paragraph("", "body"), MarkLabel("warn", "")
        self.lock = StartLockLine(messages, tasks)
        self.network = Paragraph("", "body", "ink2")
        self.folder, self.carry = Button("", "fill"), Button("", "fill")
        self.person, self.doctor = Button("", "fill"), Button("", "fill")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        first, place, ways = QWidget(), QHBoxLayout(), QHBoxLayout()
        fields = Flow(first)
        theme.set_spacing(fields, 16)
        for field in self.fields:
            fields.addWidget(field)
        for row, parts in ((place, (self.folder, self.carry)), (ways, (self.person, self.doctor))):
            theme.set_spacing(row, 16)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        self.column.addWidget(first)
        self.column.addWidget(self.place_head)
        self.column.addWidget(self.place)
        self.column.addLayout(place)
        self.column.addWidget(self.warning)
        self.column.addWidget(self.lock)
        self.column.addWidget(self.help_head)
        self.column.addWidget(self.network)
        self.column.addLayout(ways)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.language.activated.connect(lambda _index: self._speaks.set(self.language.currentData()))
        self.look.activated.connect(lambda _index: self._appearance.set_variant(self.look.currentData()))
        self.text_size.activated.connect(lambda _index: self._appearance.set_scale(self.text_size.currentData()))
        self.name.editingFinished.connect(self._keep_name)
        self.folder.clicked.connect(lambda: open_folder(company_path().parent))
        self.carry.clicked.connect(self._choose_place)
        self.person.clicked.connect(lambda: self.go.emit(places.PERSON, None))
        self.doctor.clicked.connect(lambda: self.go.emit(places.DOCTOR, None))

    def _keep_name(self) -> None:
        chosen, typed = settings.load(find_paths().settings), self.name.text().strip()
        if typed != chosen.get(settings.MY_NAME):
            chosen.set(settings.MY_NAME, typed)

    def activated(self, case_id: str | None) -> None:
        self.name.setText(settings.load(find_paths().settings).get(settings.MY_NAME))
        self._show()

    def _show(self) -> None:
        shown = theme.current()
        for box, value in ((self.language, language()), (self.look, shown.variant), (self.text_size, shown.scale)):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.place.set_text(str(company_path().parent))
        warning = kind_of(company_path().parent).warning
        self.warning.setVisible(warning is not None)
        if warning is not None:
            self.warning.set_state("warn", warning.sentence(language()))

    # -- moving the data

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, translate("Settings", "Folder to move the data to"))
        if chosen:
            self.ask_to_move(Path(chosen))

    def ask_to_move(self, folder: Path) -> None:
        """Say what moves and what stays, and move when that is wished."""
        self.messages.clear()
        try:
            first, *more = data_move.question(folder)
        except UserFacingError as error:
            say_refusal(self.messages, error)
            return
        keep, lose = translate("Settings", "Leave it here"), translate("Settings", "Move")
        if self.messages.may_lose(pick(first), "\n\n".join(pick(one) for one in more), keep, lose):
            self.move_now(folder)

    def move_now(self, folder: Path) -> None:
        """Move database and backups while nobody has them open."""
        label = translate("Settings", "Moving the data")
        while_closed(
            self, self.session, self.tasks, label, lambda: data_move.move_to(folder), self._moved, self._failed
        )

    def _moved(self, done: Moved) -> None:
        self._show()

        def words() -> str:
            told = translate(
                "Settings",
                "Moved, opened again and compared: {count} shipments, {backups} backups. The old one is kept: {kept}",
            )
            return told.format(count=done.report.cases, backups=done.backups, kept=done.kept)

        self.messages.say(Message("ok", words))

    def _failed(self, error: Exception) -> None:
        say_refusal(self.messages, error)

    # -- the frame

    def title(self) -> str:
        return translate("Settings", "Settings")

    def first_focus(self) -> QWidget | None:
        return self.language

    def retranslate(self) -> None:
        labels = (
            translate("Settings", "Language"), translate("Settings", "Appearance"),
            translate("Settings", "Size of text"), translate("Settings", "Your name, for the history"),
        )  # fmt: skip
        for field, label in zip(self.fields, labels, strict=True):
            field.set_label(label)
        self.language.set_entries((("中文", "zh"), ("English", "en")))
        self.look.set_entries(
            (
                (translate("Settings", "Light"), "light"),
                (translate("Settings", "Dark"), "dark"),
                (translate("Settings", "High contrast"), "contrast"),
            )
        )
        self.text_size.set_entries(tuple((f"{round(size * 100)}%", size) for size in SIZES))
        self.place_head.set_text(translate("Settings", "Where the data lies"), "")
        self.help_head.set_text(translate("Settings", "Privacy and self-check"), "")
        self.network.set_text(
            translate(
                "Settings", "The program sends nothing by itself: no usage data, no error reports, no look for updates."
            )
        )
        for button, words in (
            (self.folder, translate("Settings", "Open the folder")),
            (self.carry, translate("Settings", "Move the data …")),
            (self.person, translate("Settings", "What is stored of a person …")),
            (self.doctor, translate("Settings", "Self-check of the program …")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.lock.retranslate()
        self._show()
        super().retranslate()
