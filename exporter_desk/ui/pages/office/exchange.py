"""The hand-over file between two computers: written for a shipment, read back, and merged with what is here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.papers import arriving, merging
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.pages.refusal import attempt, in_lines
from exporter_desk.ui.widgets import Button, CellState, Flow, Page, Paragraph, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.merging.values import Conflict, Side
    from exporter_desk.services.papers.arriving import Arrival
    from exporter_desk.services.papers.merging import Meeting
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Tasks

_WIDE, _NARROW = (260, 240, 240, 0), (150, 130, 130, 0)
_KINDS = "*.exdesk"


class ExchangePage(Page):
    """A file whose shipment is here is merged: each place that both changed is shown, and nothing counts before."""

    nav_key = places.CASES
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self.session, self.messages, self.tasks = session, messages, tasks
        self._meeting: Meeting | None = None
        self._file = Path()
        self._decided: dict[str, Side] = {}
        self._conflicts: tuple[Conflict, ...] = ()
        self.about, self.told = Paragraph("", "body", "ink2"), Paragraph("", "body")
        self.write, self.read = Button("", "fill", icon="packet"), Button("", "fill", icon="import")
        self.heading = SectionHeader("", "")
        self.model = TitledRows([""] * 4)
        self.list = ScrollingTable("list", row=34)
        self.list.set_model(self.model, _WIDE)
        self.all_here, self.all_there = Button("", "fill"), Button("", "fill")
        self.merge = Button("", "primary")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        ways, choices = QWidget(), QWidget()
        self.choices = choices
        for place, parts in ((ways, (self.write, self.read)), (choices, (self.merge, self.all_here, self.all_there))):
            row = Flow(place)
            theme.set_spacing(row, 12)
            for button in parts:
                row.addWidget(button)
        for widget in (self.about, ways, self.heading, self.told):
            self.column.addWidget(widget)
        self.column.addWidget(self.list, 20)
        self.column.addWidget(choices)
        self.column.addStretch(1)
        self.write.clicked.connect(self._choose_target)
        self.read.clicked.connect(self._choose_source)
        self.list.opened.connect(self.turn)
        self.all_here.clicked.connect(lambda: self.decide_all("here"))
        self.all_there.clicked.connect(lambda: self.decide_all("there"))
        self.merge.clicked.connect(self.merge_now)

    # -- writing the file

    def _choose_target(self) -> None:
        title, name = translate("Exchange", "Write the hand-over file"), f"{self.session.case.number or '-'}.exdesk"
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, _KINDS)
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, target: Path) -> None:
        """Write the open shipment, as it is now, with its attached files as one file, behind the window."""
        self.messages.clear()
        works: list[Callable[[], None]] = []
        case_id = str(self.session.case_id)
        if not attempt(self.messages, lambda: works.append(self.session.cases.exporting(case_id, target))):
            return

        def written(_done: None) -> None:
            said = translate("Exchange", "Written: {name}. The other computer reads it on this same page.")
            self.messages.say(Message("ok", lambda: said.format(name=target.name)))

        label = translate("Exchange", "Write the hand-over file")
        self.tasks.store(label, lambda _progress: works[0](), written, self._failed)

    # -- reading one

    def _choose_source(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, translate("Exchange", "A hand-over file"), "", _KINDS)
        if chosen:
            self.look_into(Path(chosen))

    def look_into(self, file: Path) -> None:
        """Read a file behind the window."""
        self.messages.clear()
        desk = self.session.desk
        label = translate("Upkeep", "Reading {file}").format(file=file.name)
        self.tasks.start(
            label,
            lambda _progress: arriving.arrived(file, desk, clock.today()),
            lambda arrival: self.offer(arrival, file),
            self._failed,
        )

    def offer(self, arrival: Arrival, file: Path) -> None:
        """Show what a file that was read would change; one whose shipment is not here is taken over after a word."""
        self._meeting, self._file, self._decided = None, file, {}
        if merging.can_meet(self.session.cases, arrival):
            attempt(self.messages, lambda: self._meet(arrival))
        else:
            name = " ".join(part for part in (arrival.case.number, arrival.case.title) if part)

            def words() -> str:
                told = translate("Upkeep", "“{file}” holds the shipment {name}. Nothing was taken over yet.")
                return told.format(file=file.name, name=name)

            verb = translate("Upkeep", "Take it over")
            self.messages.say(Message("hint", words, verb=verb, act=lambda: self._take_over(arrival)))
        self._show()

    def _meet(self, arrival: Arrival) -> None:
        self._meeting = merging.meet(self.session.cases, arrival)

    def _take_over(self, arrival: Arrival) -> None:
        self._kept(arrival, lambda: self.go.emit(places.TODO, self.session.take_over(arrival)))

    def _kept(self, arrival: Arrival, then: Callable[[], object]) -> None:
        """Back up and keep the attached files behind the window, then go on."""

        def keep(progress: Progress) -> None:
            company_backups().before("import")
            arriving.keep_files(self.session.cases, arrival, progress.report)

        def done(_kept: None) -> None:
            attempt(self.messages, then)

        self.tasks.store(translate("Upkeep", "Taking over the shipment"), keep, done, self._failed)

    def _failed(self, error: Exception) -> None:
        say_refusal(self.messages, error)

    # -- deciding

    def turn(self, row: int) -> None:
        """Choose the other side for a place that both changed."""
        if 0 <= row < len(self._conflicts):
            path = self._conflicts[row].path
            self._decided[path] = "there" if self._decided.get(path) == "here" else "here"
            self._show()
            self.list.view.setCurrentIndex(self.model.index(row, 0))

    def decide_all(self, side: Side) -> None:
        """Choose one side for every place."""
        self._decided = {one.path: side for one in self._conflicts}
        self._show()

    def merge_now(self) -> None:
        """Let the merged shipment count, as one step that undo takes back."""
        meeting = self._meeting
        if meeting is None or meeting.merged(self._decided).open:
            return
        self._kept(meeting.arrival, lambda: self._take(meeting))

    def _take(self, meeting: Meeting) -> None:
        name = self._file.name
        try:
            # Somebody may have typed meanwhile: what counts is the shipment as it is now.
            fresh = merging.meet(self.session.cases, meeting.arrival_as_read)
            outcome = fresh.merged(self._decided)
            if outcome.open:
                self._meeting = fresh
                return
            self.session.open(meeting.case_id)
            self.session.take_change(outcome.case, "merge", file=name)
            merging.remember(self.session.cases, fresh)
        except UserFacingError as error:
            say_refusal(self.messages, error)
            return
        finally:
            self._show()
        self._meeting = None
        self.go.emit(places.TODO, meeting.case_id)
        count = len(outcome.taken)

        def words() -> str:
            told = translate("Exchange", "Merged: {count} places came from the file. Undo takes the merge back.")
            return told.format(count=count)

        self.messages.say(Message("ok", words))

    # -- what is shown

    def activated(self, case_id: str | None) -> None:
        if case_id is not None:
            attempt(self.messages, lambda: self.session.open(case_id))
        self._show()

    def _show(self) -> None:
        self.write.setEnabled(self.session.case_id is not None)
        meeting = self._meeting
        outcome = None if meeting is None else meeting.merged(self._decided)
        self._conflicts = () if outcome is None else outcome.conflicts
        rows = [] if meeting is None else [self._row(meeting, one) for one in self._conflicts]
        self.model.show(rows)
        self.list.restyle()
        for widget, wanted in (
            (self.heading, meeting is not None), (self.told, meeting is not None), (self.list, bool(rows)),
            (self.choices, meeting is not None), (self.all_here, bool(rows)), (self.all_there, bool(rows)),
        ):  # fmt: skip
            widget.setVisible(wanted)
        if meeting is None or outcome is None:
            return
        self.heading.set_text(translate("Exchange", "Both sides changed"), str(len(self._conflicts)))
        self.merge.setEnabled(not outcome.open)
        hints = in_lines(self.session.desk.render(meeting.findings))
        told = translate("Exchange", "From the file: {taken}. To decide: {open}.")
        self.told.set_text(f"{told.format(taken=len(outcome.taken), open=len(outcome.open))}\n{hints}".strip())

    def _row(self, meeting: Meeting, one: Conflict) -> tuple[CellState, ...]:
        side = self._decided.get(one.path)
        chosen = {
            "here": translate("Exchange", "what is here"), "there": translate("Exchange", "what is in the file"),
        }.get(side or "", translate("Exchange", "decide: Enter"))  # fmt: skip
        return (
            CellState(pick(merging.place_name(meeting, one.path, self.session.desk)), bold=True),
            CellState(pick(merging.shown(one.here)), bold=side == "here"),
            CellState(pick(merging.shown(one.there)), bold=side == "there"),
            CellState(chosen, mark=None if side else "warn"),
        )

    # -- the frame

    def title(self) -> str:
        return translate("Exchange", "Hand-over file between two computers")

    def first_focus(self) -> QWidget | None:
        return self.list.view if self._conflicts else self.read

    def arrange(self, room: Room) -> None:
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self.list.set_row(30 if room.short else 34)

    def retranslate(self) -> None:
        self.about.set_text(
            translate(
                "Exchange",
                "Two people work on one shipment on two computers: one writes the file, the other reads it, changes it "
                "and writes it back. What each side changed stays; where both changed the same place, you choose.",
            )
        )
        for button, words in (
            (self.write, translate("Exchange", "Write the file for the open shipment …")),
            (self.read, translate("Exchange", "Read a file …")),
            (self.all_here, translate("Exchange", "Keep all that is here")),
            (self.all_there, translate("Exchange", "Take all from the file")),
            (self.merge, translate("Exchange", "Merge")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.model.set_titles(
            (translate("Exchange", "Place"), translate("Exchange", "Here"), translate("Exchange", "In the file"),
             translate("Exchange", "Taken is"))
        )  # fmt: skip
        self.list.view.setAccessibleName(translate("Exchange", "Both sides changed"))
        self._show()
        super().retranslate()
