"""Noting a hand-over (记录已交付): who got the papers, when, in which version; and what was handed over before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.domain import handover
from exporter_desk.services.papers.handing_over import day_read, receiver_name
from exporter_desk.services.workflow import Step
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.taking_page import TakingPage
from exporter_desk.ui.widgets import CellState, CheckBox, Field, Flow, Label, LineEdit, SectionHeader

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.handover import HandOver
    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

_WIDTHS = (110, 70, 150, 0, 160)


class HandOverPage(TakingPage):
    """The note is one step that undo takes back; a change of the shipment afterwards makes the next version."""

    step = Step.PACKET

    def __init__(
        self, session: Session, messages: Messages, clock: Clock = system_clock, tasks: Tasks | None = None
    ) -> None:
        super().__init__(session, messages, tasks)
        self._clock = clock
        self.for_whom = Label("", "table", "ink2")
        self.ticks = {key: CheckBox("") for key in session.desk.library.receivers}
        self.to, self.day = LineEdit(), LineEdit()
        self.to_field, self.day_field = Field("", self.to, width=300), Field("", self.day, width=140)
        self.version = Label("", "body", bold=True)
        self.rows = TitledRows([""] * 5)
        self.list = ScrollingTable("list", row=34)
        self.list.set_model(self.rows, _WIDTHS)
        self.before, self.none = SectionHeader("", ""), Label("", "body", "ink2")
        self._build()
        for box in self.ticks.values():
            box.clicked.connect(lambda _checked=False: self._say())
        for editor in (self.to, self.day):
            editor.textChanged.connect(lambda _text: self._say())
        self.retranslate()

    def _build(self) -> None:
        who, fields = QWidget(), QHBoxLayout()
        flow = Flow(who)
        theme.set_spacing(flow, 14)
        flow.addWidget(self.for_whom)
        for box in self.ticks.values():
            flow.addWidget(box)
        theme.set_spacing(fields, 16)
        fields.addWidget(self.to_field)
        fields.addWidget(self.day_field)
        fields.addStretch(1)
        self.column.addWidget(self.version)
        self.column.addWidget(who)
        self.column.addLayout(fields)
        for part, stretch in ((self.before, 0), (self.none, 0), (self.list, 20)):
            self.column.addWidget(part, stretch)
        self.column.addStretch(1)
        self.add_foot()

    # -- what is shown

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        self.to.clear()
        self.day.setText(self._clock.today().isoformat())
        done = {one.receiver for one in handover.hand_overs(self.case)}
        library = self.session.desk.library
        for key, box in self.ticks.items():
            box.setChecked(library.receivers[key].cover and key not in done)
        self._say()

    def show_case(self) -> None:
        done = handover.hand_overs(self.case)
        version = translate("HandOver", "Version {number}").format(number=handover.version(self.case))
        changed = [pick(self.session.name_of(part)) for part in handover.changed_parts(self.case)]
        since = translate("HandOver", "changed since the last hand-over: {parts}").format(parts=comma().join(changed))
        self.version.setText(f"{version}  ·  {since}" if changed else version)
        self.rows.show([self._row(one) for one in reversed(done)])
        self.list.restyle()
        self.list.setVisible(bool(done))
        self.none.setVisible(not done)
        self._say()

    def _row(self, one: HandOver) -> tuple[CellState, ...]:
        version = translate("HandOver", "Version {number}").format(number=one.version)
        return (
            CellState("" if one.day is None else one.day.isoformat()),
            CellState(version),
            CellState(pick(receiver_name(one.receiver, self.session.desk)), bold=True),
            CellState(one.to),
            CellState(one.by or "", tone="ink2"),
        )

    def _say(self) -> None:
        _, wrong = self._day()
        who = "" if self.chosen() else translate("HandOver", "Tick who got the papers.")
        self.say_ready(" ".join(filter(None, (who, pick(wrong) if wrong else ""))))

    # -- noting

    def _day(self) -> tuple[date | None, Bilingual | None]:
        return day_read(self.day.text(), self._clock.today())

    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.ticks.items() if box.isChecked())

    def ready(self) -> bool:
        return bool(self.chosen()) and self._day()[0] is not None

    def write(self) -> str:
        day, _ = self._day()
        if day is not None:
            self.session.hand_over(self.chosen(), self.to.text().strip(), day)
        return ""

    # -- the frame

    def name(self) -> str:
        return translate("HandOver", "Note a hand-over")

    def home(self) -> str:
        return places.STEPS[Step.PACKET]

    def first_focus(self) -> QWidget | None:
        return self.to

    def retranslate(self) -> None:
        self.for_whom.setText(translate("HandOver", "Handed to"))
        for key, box in self.ticks.items():
            box.setText(pick(self.session.desk.library.receivers[key].name))
            box.updateGeometry()
        self.to_field.set_label(translate("HandOver", "Name of the person or firm"))
        self.day_field.set_label(translate("HandOver", "On"))
        self.before.set_text(translate("HandOver", "Handed over so far"), "")
        self.none.setText(translate("HandOver", "Nothing was handed over yet."))
        self.rows.set_titles(
            (translate("HandOver", "Day"), translate("HandOver", "Version"), translate("HandOver", "Receiver"),
             translate("HandOver", "Name"), translate("HandOver", "Noted by"))
        )  # fmt: skip
        self.list.view.setAccessibleName(self.before.title.text())
        self.take.setText(translate("HandOver", "Note it"))
        self.take.updateGeometry()
        super().retranslate()
