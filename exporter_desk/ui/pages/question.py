"""The guided question (引导问题): one fact a page, why it is asked, and the next one after Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.domain import edit
from exporter_desk.services.source_view import source_views
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpText
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import take_aim
from exporter_desk.ui.pages.answer_panel import AnswerPanel, panel_for
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.source_help import help_sources
from exporter_desk.ui.widgets import Banner, Button, Label, ScrollPage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from exporter_desk.domain.case import Case
    from exporter_desk.services.guided import GuidedQuestion
    from exporter_desk.services.session import Session
    from exporter_desk.ui.help_content import HelpSource
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.pages.answer_panel import Reply
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FIELD_KINDS = ("date", "decimal")
SOURCES = 3
"""How many sources the panel shows beside a question."""


class QuestionPage(CasePage):
    """The questions of one step, 说明这票货 or 选贸易方式.

    Answering goes on to the next open question and, after the last, to the conclusion. Going back keeps every answer;
    what was typed or picked is saved when the page is left too, and what cannot be read waits in its field. When
    everything is answered the page is for looking through.
    """

    def __init__(self, session: Session, messages: Messages, step: Step, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self.step = step
        self._path, self._aimed = "", ""
        self._trail: list[str] = []
        self._ahead: list[str] = []
        self._skipped: set[str] = set()
        self._texts: dict[str, str] = {}
        self._unkept: tuple[str | None, str] | None = None
        self._reviewing = self._short = self._taking = False
        self._asked: tuple[Case, tuple[GuidedQuestion, ...]] | None = None
        self.panel: AnswerPanel | None = None
        self.topic, self.count = Label("", "table", "ink2", bold=True), Label("", "table", "ink3")
        self.text = Label("", "question")
        self.text.setWordWrap(True)
        self.problem = Banner("error")
        self.problem.hide()
        self.on, self.later = Button("", "primary", key="Enter"), Button("", "text")
        self.conclusion, self.before = Button("", "text"), Button("", "text", key="Alt+←")
        self.keys = Label("", "note", "ink3")
        self._build()
        self.conclusion.setVisible(step is Step.MODE)
        self.on.clicked.connect(self.advance)
        self.later.clicked.connect(self.leave)
        self.before.clicked.connect(self.back)
        self.conclusion.clicked.connect(lambda: self.travel(places.RESULT))
        self.retranslate()

    def _build(self) -> None:
        self.headline = QWidget()
        head = QHBoxLayout(self.headline)
        theme.set_spacing(head, 12)
        for widget in (self.topic, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        self.paper = ScrollPage(max_width=740, spacing=14)
        self.paper.add(self.headline, self.text, self.problem)
        foot = QHBoxLayout()
        theme.set_spacing(foot, 8)
        for button in (self.on, self.later, self.conclusion):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.keys)
        foot.addWidget(self.before)
        self.foot = QWidget()
        self.foot.setLayout(foot)
        self.column.addWidget(self.paper, 1)
        self.column.addWidget(self.foot)

    # -- which question

    def questions(self) -> tuple[GuidedQuestion, ...]:
        """The questions as the case stands, read once per change: the frame asks often."""
        if self._asked is None or self._asked[0] is not self.case:
            self._asked = (self.case, self.session.guided(self._step(), self._aimed))
        return self._asked[1]

    def _step(self) -> Step:
        return self.step or Step.DESCRIBE

    def question(self) -> GuidedQuestion | None:
        """The question in front; None when the step has none at all."""
        everything = self.questions()
        found = next((one for one in everything if one.path == self._path), None)
        return found or next((one for one in everything if one.is_open), everything[0] if everything else None)

    def activated(self, case_id: str | None) -> None:
        self._trail, self._ahead, self._skipped, self._texts = [], [], set(), {}
        self._path, self._asked, self._unkept = take_aim(), None, None
        self._aimed = self._path
        self.problem.hide()
        super().activated(case_id)
        self._reviewing = not any(one.is_open for one in self.questions())

    def show_case(self) -> None:
        question = self.question()
        if self.panel is not None:
            self.paper.column.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.on.setEnabled(question is not None)
        self.later.setEnabled(question is not None)
        if question is None:
            self._show_nothing()
            return
        self._path = question.path
        self._show_words(question)
        self._show_panel(question)

    def _show_nothing(self) -> None:
        self.topic.setText("")
        self.count.setText("")
        self.text.setText(translate("Question", "There is nothing left to ask here."))

    def _show_words(self, question: GuidedQuestion) -> None:
        everything = self.questions()
        place = next(index for index, one in enumerate(everything, start=1) if one.path == question.path)
        self.topic.setText(pick(question.name))
        self.count.setText(_progress(question, place, everything))
        self.text.setText(pick(question.text))
        keys = translate("Question", "Number keys pick") if question.options else ""
        self.keys.setText(self.count.text() if self._short else keys)
        self.before.setVisible(bool(self._trail) or self._is_later())

    def _show_panel(self, question: GuidedQuestion) -> None:
        draft = self.case.drafts.get(question.path, "")
        self.panel = panel_for(question, self.session.desk.codes, self._texts.get(question.path, draft))
        self.panel.set_short(self._short)
        self.panel.confirmed.connect(self.advance)
        self.panel.edited.connect(self._edited)
        self.paper.add(self.panel)
        reply = self.panel.reply()
        if draft and reply.kind == "wrong":
            self._complain(reply)

    def _edited(self) -> None:
        self.problem.hide()
        if self.panel is not None:
            self._unkept = self._in_front()
            self._texts[self._path] = self.panel.typed()
            self.paper.ensureWidgetVisible(self.panel.focused())

    def _in_front(self) -> tuple[str | None, str]:
        """The shipment and the place that the panel asks about."""
        return self.session.case_id, self._path

    # -- what a person does

    def keep_typed(self) -> None:
        """Save what stands here as Continue does, without going on; what cannot be read waits as it is in any field."""
        if self.panel is None or self._unkept != self._in_front():
            return
        reply, text = self.panel.reply(), self.panel.typed()
        if not self._write(lambda: self._keep(reply, text)):
            return
        self._was_kept()
        question = self.question()
        if question is not None and question.path == self._path:
            self._show_words(question)
        if reply.kind == "wrong":
            self._complain(reply)
        self.changed.emit()
        self.conclude()

    def _keep(self, reply: Reply, text: str) -> None:
        if reply.kind == "wrong":
            self.session.take_change(edit.keep_draft(self.case, self._path, text), "fill_in")
        elif reply.kind == "nothing":
            self._take_back()
        else:
            self._take(reply)

    def _was_kept(self) -> None:
        self._unkept = None
        self._texts.pop(self._path, None)

    def _take_back(self) -> None:
        """Put the question back to not asked, unless nothing was said to it."""
        question = self.question()
        if question is None or question.path != self._path:
            return
        if not question.is_open or question.path in self.case.drafts:
            self.session.leave_open(question.path)

    def advance(self) -> None:
        """Continue: take the answer, then the next question."""
        if self.panel is None:
            return
        reply = self.panel.reply()
        if reply.kind in ("nothing", "wrong"):
            self._complain(reply)
        elif self._write(lambda: self._take(reply)):
            self._was_kept()
            self._go_on()

    def _write(self, act: Callable[[], object]) -> bool:
        """Write without showing the old question again: the next one comes at once."""
        self._taking = True
        try:
            return self.attempt(act)
        finally:
            self._taking = False

    def _case_changed(self, paths: tuple[str, ...]) -> None:
        if not self._taking:
            super()._case_changed(paths)

    def _take(self, reply: Reply) -> None:
        question = self.question()
        if question is None:
            return
        if question.kind in _FIELD_KINDS and isinstance(reply.value, str) and not self._path.startswith("facts."):
            self.session.type_text(self._path, reply.value)
        else:
            self.session.answer(self._path, reply.value)

    def _complain(self, reply: Reply) -> None:
        self.problem.say("error", "", reply.message)
        self.problem.show()
        if self.panel is not None:
            self.panel.complain(reply.message)
            self.paper.reveal(self.panel.first_focus())

    def leave(self) -> None:
        """先不答: the question stays open, also when it had an answer."""
        question = self.question()
        if question is None:
            return
        if self._write(self._take_back):
            self._skipped.add(question.path)
            self._was_kept()
            self._go_on()

    def back(self) -> None:
        """Alt+←: the question before this one, with its answer; that of this one is kept."""
        self.keep_typed()
        before = self._before()
        if before:
            self._ahead.append(self._path)
            self._show(before)

    def _before(self) -> str:
        known = [one.path for one in self.questions()]
        while self._trail:
            if self._trail[-1] in known:
                return self._trail.pop()
            self._trail.pop()
        place = known.index(self._path) if self._path in known else 0
        return known[place - 1] if place else ""

    def _go_on(self) -> None:
        following = self._following()
        if following:
            self._trail.append(self._path)
            self._show(following)
        else:
            self._finish()

    def _following(self) -> str:
        everything = self.questions()
        known = [one.path for one in everything]
        while self._ahead:
            path = self._ahead.pop()
            if path in known:
                return path
        place = known.index(self._path) + 1 if self._path in known else 0
        if self._reviewing:
            return known[place] if place < len(known) else ""
        waiting = [one.path for one in (*everything[place:], *everything[:place]) if one.is_open]
        return next((path for path in waiting if path not in self._skipped and path != self._path), "")

    def _finish(self) -> None:
        if self.step is Step.DESCRIBE:
            self.open_step(Step.MODE)
        else:
            self.travel(places.RESULT)

    def _show(self, path: str) -> None:
        """The question first; the strip and the known answers wait for the conclusions, which take longer."""
        self._path = path
        self.problem.hide()
        self.show_case()
        self.changed.emit()
        self.conclude()
        self.paper.verticalScrollBar().setValue(0)
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the frame

    def commands(self) -> Mapping[str, Callable[[], None]]:
        handlers = {**super().commands(), "case.continue": self.advance}
        if self.has_case() and (self._trail or self._is_later()):
            handlers["nav.back"] = self.back
        return handlers

    def _is_later(self) -> bool:
        first = next(iter(self.questions()), None)
        return first is not None and first.path != self._path

    def help(self) -> HelpContent | None:
        question = self.question() if self.has_case() else None
        if question is None:
            return None
        blocks: list[HelpText | HelpSource | HelpPairs] = []
        if pick(question.why):
            blocks.append(HelpText(translate("Question", "Why this is asked"), pick(question.why)))
        if self.is_concluded():
            blocks += [*self._sources(question), *self._example(question), *self._known(question)]
        title, opener = translate("Question", "Sources and help"), translate("Question", "Why this is asked")
        return HelpContent(title, tuple(blocks), "help", opener)

    def _sources(self, question: GuidedQuestion) -> list[HelpSource | HelpText]:
        """The first few; all that a conclusion rests on stand beside the conclusion."""
        cited = source_views(question.sources, self.session.desk.rules)
        shown: list[HelpSource | HelpText] = [*help_sources(cited[:SOURCES], self.analysis.day)]
        rest = len(cited) - SOURCES
        if rest > 0:
            more = translate(
                "Question", "{count} more sources look at this answer; the conclusion lists those it uses."
            )
            shown.append(HelpText("", more.format(count=rest)))
        return shown

    def _example(self, question: GuidedQuestion) -> list[HelpPairs]:
        words = [pick(option.text) for option in question.options if str(option.value) == question.example]
        if not words:
            return []
        return [
            HelpPairs(translate("Question", "Common case"), ((translate("Question", "Goods of this kind"), words[0]),))
        ]

    def _known(self, question: GuidedQuestion) -> list[HelpPairs]:
        advice = self.analysis.dossier.advice
        answers = advice.answers if advice else ()
        rows = tuple((pick(one.label), pick(one.value)) for one in answers if one.path != question.path)
        return [HelpPairs(translate("Question", "Answers so far"), rows)] if rows else []

    def arrange(self, room: Room) -> None:
        self._short = room.short
        theme.set_role(self.text, "title" if room.short else "question")
        theme.set_spacing(self.paper.column, 8 if room.short else 14)
        theme.set_spacing(self.column, 8 if room.short else 16, (24, 4 if room.short else 12, 24, 14))
        self.headline.setVisible(not room.short)
        question = self.question() if self.panel is not None else None
        if self.panel is not None and question is not None:
            self.panel.set_short(room.short)
            self._show_words(question)

    def first_focus(self) -> QWidget | None:
        return self.panel.first_focus() if self.panel is not None else None

    def retranslate(self) -> None:
        self.on.setText(translate("Question", "Continue"))
        self.later.setText(translate("Question", "Not now"))
        if self.isVisible():
            self.keep_typed()  # the panel is made anew in the other language
        self.keys.setText(translate("Question", "Number keys pick · Alt+← goes back"))
        self.conclusion.setText(translate("Question", "Conclusion so far"))
        self.before.setText(translate("Question", "Question before"))
        for button in (self.on, self.later, self.conclusion, self.before):
            button.updateGeometry()
        super().retranslate()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits pick and Enter continues wherever the focus is; an input method keeps its own Enter."""
        if event.key() in _ENTER:
            self.advance()
        elif self.panel is None or not self.panel.pick_number(event.key() - Qt.Key.Key_0):
            super().keyPressEvent(event)


def _progress(question: GuidedQuestion, place: int, everything: Sequence[GuidedQuestion]) -> str:
    """第 2 题，最多还有 4 题; while looking through answers, how many there are."""
    left = sum(one.is_open and one.path != question.path for one in everything)
    if not question.is_open:
        return translate("Question", "Question {place} of {count}").format(place=place, count=len(everything))
    if not left:
        return translate("Question", "Question {place}, the last one").format(place=place)
    return translate("Question", "Question {place}, at most {left} more").format(place=place, left=left)
