"""The to-do list of a shipment (办事清单): its facts, the eight steps with one verb each, timeline and note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services import workflow
from exporter_desk.services.sample_text import sample_text
from exporter_desk.services.workflow import Status, Step
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.case_facts import CaseFacts, case_facts
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.hands import Hands
from exporter_desk.ui.pages.law_ahead import LawAhead
from exporter_desk.ui.pages.timeline import Timeline
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.step_strip import state_mark
from exporter_desk.ui.widgets import (
    Button,
    CellState,
    Column,
    Field,
    Label,
    ListCard,
    Row,
    ScrollPage,
    TextEdit,
    Verb,
    Waiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QFocusEvent

    from exporter_desk.domain.case import Case
    from exporter_desk.services.session import Session
    from exporter_desk.services.workflow import StepState
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui import shell_state
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks
    from exporter_desk.ui.widgets import MarkKind

_ASIDE = 252
_ROW, _SHORT_ROW = 50, 34
_PAUSE_MS = 800
_LEADS_ON = ("case.check", "case.packet")
_TONES = {"done": "ink2", "doing": "accent", "not_started": "ink3", "problem": "error", "blocked": "ink2"}


class TodoPage(CasePage):
    """Each row opens its step; the one to go on with carries the only filled button.

    The rows stand on everything that can be said of the shipment. Until that is worked out, behind the window, a page
    that comes to the front shows no row of another shipment and lets no row be pressed.
    """

    docks_help = False

    def __init__(
        self, session: Session, messages: Messages, clock: Clock = system_clock, tasks: Tasks | None = None
    ) -> None:
        super().__init__(session, messages, tasks)
        self.clock = clock
        self._short = False
        self._rows: list[Row] = []
        self._current = -1
        self.copy = Button("", "fill", icon="copy")
        self.copy.clicked.connect(self.copy_case)
        self.facts, self.ahead = CaseFacts(), LawAhead(leads=True)
        self.ahead.others_wanted.connect(lambda: self.travel(places.RESULT))
        self.list = self._make_list()
        self.timeline_title, self.timeline = Label("", "section"), Timeline()
        self.note = NoteEdit(lines=4)
        self.note_field = Field("", self.note)
        self.note.left.connect(self._keep_note)
        self._note_of: str | None = None
        self._rows_of: Case | None = None
        self._hands = Hands(self)
        self.waiting = Waiting(_slow)
        self.waiting.again.clicked.connect(lambda: self.activated(self.session.case_id))
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.aside = QWidget()
        aside = QVBoxLayout(self.aside)
        theme.set_spacing(aside, 10)
        for widget in (self.timeline_title, self.timeline, self.note_field):
            aside.addWidget(widget)
        aside.addStretch(1)
        left = QVBoxLayout()
        theme.set_spacing(left, 0)
        left.addWidget(self.list)
        left.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.set_spacing(self._row, 24)
        self._row.addLayout(left, 1)
        self._row.addWidget(self.aside)
        self.paper = ScrollPage()
        self.paper.add(self.facts, self.ahead)
        self.paper.column.addLayout(self._row)
        self.column.addWidget(self.waiting)
        self.column.addWidget(self.paper)

    def _make_list(self) -> ListCard:
        card = ListCard((Column("", 26), Column("", 176), Column("", 124), Column("")), row=_ROW)
        card.set_opens(True)
        card.opened.connect(lambda row: self.open_step(list(Step)[row]))
        card.setAccessibleName(translate("Todo", "To-do list"))
        return card

    # -- what it shows

    def show_case(self) -> None:
        """The rows follow with the conclusions: a note that is typed waits for nothing."""
        if not self.note.hasFocus() or self._note_of != self.session.case_id:
            self._note_of = self.session.case_id
            self.note.setPlainText(self._shown_note())

    def show_conclusions(self) -> None:
        analysis = self.analysis
        self.facts.set_facts(case_facts(analysis, self.session.desk.codes))
        advice = analysis.dossier.advice
        self.ahead.show_changes(advice.upcoming if advice else ())
        following = workflow.next_step(analysis.steps)
        self._rows = [self._step_row(state, following.step) for state in analysis.steps]
        self._current, self._rows_of = following.number - 1, self.case
        self._show_rows()
        self.timeline.show_events(self.session.timeline(), self.clock.now().tzinfo)
        self._wait_no_more()

    def _wait(self) -> None:
        """Rows that may be wrong by now cannot be pressed; those of another shipment are not even seen."""
        self.paper.setEnabled(False)
        self._hands.watch()
        if self._rows_of is None or self._rows_of.id != self.session.case_id:
            self.paper.hide()
            self.waiting.begin()

    def _wait_no_more(self) -> None:
        self.waiting.end()
        self.paper.show()
        if self.paper.isEnabled():
            return
        self.paper.setEnabled(True)
        self._hands.rest()
        focus = self.first_focus()
        if focus is not None and not self._hands.moved:  # else the person went on to something else
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def not_concluded(self, error: Exception) -> None:
        super().not_concluded(error)
        if not self.paper.isEnabled():
            self.paper.hide()
            self.waiting.give_up()

    def _show_rows(self) -> None:
        writing = self.note.hasFocus()
        self.list.set_rows(self._rows, current=self._current)
        if writing:
            self.note.setFocus()  # a list takes the focus back to the row that had it last

    def _step_row(self, state: StepState, following: Step) -> Row:
        name, status, note = pick(state.name), pick(state.status_name), pick(state.note)
        cells = (
            CellState(str(state.number), bold=True, tone="ink2"),
            CellState(name, bold=True),
            CellState(status, mark=state_mark(state.status.value), tone=_TONES[state.status]),
            CellState(note, mark=self._note_mark(state), tone="ink2", note=note),
        )
        return Row(cells, self._verbs(state, following), f"{state.number} {name}, {status}, {note}")

    def _note_mark(self, state: StepState) -> MarkKind | None:
        """The worst that waits in a step that was begun; the note says how many."""
        if state.status in (Status.NOT_STARTED, Status.BLOCKED):
            return None
        progress, step = self.analysis.progress, state.step
        errors = {Step.GOODS: progress.goods_errors, Step.CHECK: progress.errors}.get(step, 0)
        if errors:
            return "error"
        doubts = {Step.GOODS: progress.goods_confirm or progress.weight_estimated, Step.CHECK: progress.confirm}
        return "warn" if doubts.get(step) else None

    def _verbs(self, state: StepState, following: Step) -> tuple[Verb, ...]:
        step = state.step
        main = Verb(_verb(state), lambda: self.open_step(step), "primary" if step is following else "text")
        if step is not Step.MODE or self.analysis.progress.describe_answered == 0:
            return (main,)
        result = self.place_of(step) == places.RESULT
        again = Verb(translate("Todo", "Judge again"), lambda: self.travel(places.step_key(Step.MODE)), "text")
        look = Verb(translate("Todo", "Conclusion so far"), lambda: self.travel(places.RESULT), "text")
        return (again, main) if result else (look, main)

    def _keep_note(self) -> None:
        """Keep what was typed here; a note that was changed elsewhere, by undo for example, is not written over."""
        text, same = self.note.toPlainText(), self._note_of == self.session.case_id
        written, self.note.written = self.note.written, False
        if written and self.has_case() and same and text.strip() != self._shown_note():
            self.note.written = not self.attempt(lambda: self.session.type_text("note", text))

    def _shown_note(self) -> str:
        return pick(sample_text(self.session.shown_text("note"), self.session.desk.case_wording))

    # -- the frame

    def activated(self, case_id: str | None) -> None:
        self._keep_note()
        super().activated(case_id)
        if self.has_case() and not (self.is_concluded() and self._rows_of is self.case):
            self._wait()  # also for what is known by now, but still on its way here

    def title(self) -> str:
        return self.title_of_case() if self.has_case() else ""

    def breadcrumb(self) -> Sequence[Crumb]:
        if not self.has_case():
            return ()
        return (Crumb(translate("CasePage", "Home"), places.HOME), Crumb(self.case.number or ""))

    def steps(self) -> Sequence[shell_state.Step]:
        """The page is the list of steps; a strip above it would say everything twice."""
        return ()

    def head_widget(self) -> QWidget | None:
        return self.copy

    def first_focus(self) -> QWidget | None:
        current = self.list.current()
        return self.list.rows()[current] if 0 <= current < len(self.list.rows()) else None

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What leads to another page of the shipment waits with the rows."""
        handlers = dict(super().commands())
        if not self.is_concluded():
            return {key: act for key, act in handlers.items() if key not in _LEADS_ON}
        following = workflow.next_step(self.analysis.steps).step
        return handlers | {"case.continue": lambda: self.open_step(following)}

    def arrange(self, room: Room) -> None:
        if room.short != self._short:
            self._short = room.short
            self.list.set_row(_SHORT_ROW if room.short else _ROW)
            self.facts.set_short(room.short)
        beside = QBoxLayout.Direction.LeftToRight if room.wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside)
        self.timeline_title.setVisible(room.wide)
        self.timeline.setVisible(room.wide)
        self.aside.setMaximumWidth(theme.current().control(_ASIDE if room.wide else 740))
        self.aside.setMinimumWidth(theme.current().control(_ASIDE) if room.wide else 0)

    def retranslate(self) -> None:
        self.copy.setText(translate("Todo", "Copy as a new shipment"))
        self.copy.updateGeometry()
        self.list.setAccessibleName(translate("Todo", "To-do list"))
        self.timeline_title.setText(translate("Todo", "Timeline"))
        self.note_field.set_label(translate("Todo", "Note"))
        self.waiting.retranslate()
        super().retranslate()


class NoteEdit(TextEdit):
    """A note that is kept when the person pauses or leaves it; `written` until somebody has kept it."""

    left = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__("", lines)
        self.written = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.left)
        self.textChanged.connect(self._edited)

    def _edited(self) -> None:
        if self.hasFocus():
            self.written = True
            self._pause.start()

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pause.stop()
        self.left.emit()


def _verb(state: StepState) -> str:
    """What opening a step means in its present state."""
    if state.step is Step.PACKET and state.status in (Status.BLOCKED, Status.NOT_STARTED):
        return translate("Todo", "Preview the draft")
    words = {
        Status.NOT_STARTED: translate("Todo", "Start"),
        Status.DOING: translate("Todo", "Continue"),
        Status.PROBLEM: translate("Todo", "Put right"),
        Status.BLOCKED: translate("Todo", "Look"),
        Status.DONE: translate("Todo", "Change") if state.step is Step.DESCRIBE else translate("Todo", "View"),
    }
    return words[state.status]


def _slow() -> str:
    return translate("Todo", "Working out where this shipment stands. One moment.")
