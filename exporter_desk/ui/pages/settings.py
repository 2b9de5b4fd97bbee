"""Settings: language, look, size of the text, name of the user, where the data lies; privacy and self-check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.services.keeping.company import company_path
from exporter_desk.system import settings
from exporter_desk.system.data_place import kind_of
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.saving import open_folder
from exporter_desk.ui.widgets import (
    Button,
    ComboBox,
    Field,
    Flow,
    Label,
    LineEdit,
    MarkLabel,
    Page,
    Paragraph,
    SectionHeader,
)

if TYPE_CHECKING:
    from exporter_desk.services.session import Session
    from exporter_desk.ui.i18n import Language
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.theme import Appearance

SIZES = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class SettingsPage(Page):
    """Everything takes effect and is kept at once; there is no button to save."""

    nav_key = places.SETTINGS
    docks_help = False

    def __init__(self, _session: Session, _messages: Messages, appearance: Appearance, speaks: Language) -> None:
        super().__init__()
        self._appearance, self._speaks = appearance, speaks
        self.language, self.look, self.text_size, self.name = ComboBox(), ComboBox(), ComboBox(), LineEdit()
        self.fields = tuple(
            Field("", editor, width=220) for editor in (self.language, self.look, self.text_size, self.name)
        )
        self.place_head, self.help_head = SectionHeader("", ""), SectionHeader("", "")
        self.place, self.warning = Label("", "body"), MarkLabel("warn", "")
        self.network = Paragraph("", "body", "ink2")
        self.folder, self.person, self.doctor = Button("", "fill"), Button("", "fill"), Button("", "fill")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        first, place, ways = QWidget(), QHBoxLayout(), QHBoxLayout()
        fields = Flow(first)
        theme.set_spacing(fields, 16)
        for field in self.fields:
            fields.addWidget(field)
        for row, parts in ((place, (self.place, self.folder)), (ways, (self.person, self.doctor))):
            theme.set_spacing(row, 16)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        self.column.addWidget(first)
        self.column.addWidget(self.place_head)
        self.column.addLayout(place)
        self.column.addWidget(self.warning)
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
        self.place.setText(str(company_path().parent))
        warning = kind_of(company_path().parent).warning
        self.warning.setVisible(warning is not None)
        if warning is not None:
            self.warning.set_state("warn", warning.sentence(language()))

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
            (self.person, translate("Settings", "What is stored of a person …")),
            (self.doctor, translate("Settings", "Self-check of the program …")),
        ):
            button.setText(words)
            button.updateGeometry()
        self._show()
        super().retranslate()
