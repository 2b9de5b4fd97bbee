"""The conclusion on the export mode (结果): the best one with its reasons, what would change it, and the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.documents.dossier import ReasonView
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpText
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, home_of
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.law_ahead import LawAhead
from exporter_desk.ui.pages.mode.mode_entry import ADOPTABLE, VERDICT_MARKS, entries, verdict_word
from exporter_desk.ui.pages.mode.reason_list import ReasonList
from exporter_desk.ui.pages.mode.why_not import WhyNot
from exporter_desk.ui.pages.single_paper import save_paper, save_questions
from exporter_desk.ui.pages.source_help import help_sources
from exporter_desk.ui.widgets import (
    Banner,
    Button,
    Card,
    Chip,
    Label,
    MarkLabel,
    Paragraph,
    Rule,
    ScrollPage,
    SectionHeader,
    empty_layout,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import AdviceView, DecisionView, ModeView, SourceView
    from exporter_desk.services.session import Session
    from exporter_desk.ui.help_content import HelpSource
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

REASONS, CHANGES, CHANGES_SHORT, QUESTIONS = 5, 3, 2, 4
NOTE = "mode_note"


class ModeResultPage(CasePage):
    """Adopting is a decision of a person and is noted as one; nothing is adopted by itself."""

    step = Step.MODE

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._all_changes, self._few_changes = False, CHANGES
        self.head = QHBoxLayout()
        self.reasons = ReasonList(REASONS)
        self.nothing = Paragraph("", "body", "ink2")
        self.adopt, self.print = Button("", "primary"), Button("", "fill", icon="print")
        self.none = Button("", "text")
        self.answer = Button("", "fill", icon="guided")
        self.changes_title, self.changes = Label("", "body", bold=True), QVBoxLayout()
        self.more_changes = Button("", "text", small=True, flush=True)
        self.others_title, self.others = SectionHeader(""), Card(padding=0, spacing=0)
        self.disclaimer = Paragraph("", "note", "ink2")
        self.decision, self.ahead = Banner("warn"), LawAhead()
        self.paper = ScrollPage()
        self.paper.add(self.decision, self.ahead, self._card(), self.others_title, self.others, self.disclaimer)
        self.column.addWidget(self.paper)
        self._connect()
        self.retranslate()

    def _card(self) -> QWidget:
        left, right = QWidget(), QWidget()
        column = self._card_column = QVBoxLayout(left)
        theme.set_spacing(column, 14)
        theme.set_spacing(self.head, 12)
        verbs = QHBoxLayout()
        theme.set_spacing(verbs, 8)
        for button in (self.adopt, self.print, self.none):
            verbs.addWidget(button)
        verbs.addStretch(1)
        column.addLayout(self.head)
        column.addWidget(self.reasons)
        column.addWidget(self.nothing)
        column.addWidget(self.answer)
        column.addLayout(verbs)
        column.addStretch(1)
        beside = QVBoxLayout(right)
        theme.set_spacing(beside, 8)
        theme.set_spacing(self.changes, 8)
        beside.addWidget(self.changes_title)
        beside.addLayout(self.changes)
        beside.addWidget(self.more_changes)
        beside.addStretch(1)
        card = Card(padding=20)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.set_spacing(self._halves, 24)
        self._line = Rule(vertical=True)
        self._halves.addWidget(left, 3)
        self._halves.addWidget(self._line)
        self._halves.addWidget(right, 2)
        card.column.addLayout(self._halves)
        return card

    def _connect(self) -> None:
        self.reasons.source_wanted.connect(self._tell_source)
        self.adopt.clicked.connect(lambda: self._adopt(self._best()))
        self.answer.clicked.connect(self._answer)
        self.print.clicked.connect(lambda: save_paper(self, NOTE, self.print.text()))
        self.none.clicked.connect(self._adopt_none)
        self.more_changes.clicked.connect(self._toggle_changes)
        self.decision.acted.connect(self._decide_again)

    # -- what it shows

    def activated(self, case_id: str | None) -> None:
        self.ahead.show_less()
        super().activated(case_id)
        self.paper.verticalScrollBar().setValue(0)

    def advice(self) -> AdviceView | None:
        return self.analysis.dossier.advice

    def sources(self) -> dict[str, tuple[int, SourceView]]:
        """Cited sources by id, each with the number that stands behind the sentences."""
        advice = self.advice()
        cited = advice.sources if advice else ()
        return {source.id: (number, source) for number, source in enumerate(cited, start=1)}

    def _best(self) -> str:
        """Code of the mode in the card; the advice lists the best one first."""
        advice = self.advice()
        return advice.modes[0].code if advice and advice.modes else ""

    def show_case(self) -> None:
        advice = self.advice()
        modes = advice.modes if advice else ()
        best = modes[0] if modes and modes[0].is_open else None
        sources, not_known = self.sources(), self.case.not_known
        self._show_decision()
        self.ahead.show_changes(advice.upcoming if advice else ())
        self._show_head(best)
        answered = frozenset(f"facts.{fact}" for fact in self.case.facts)
        answered |= frozenset(answer.path for answer in advice.answers) if advice else frozenset[str]()
        reasons = best.reasons if best else self._what_is_missing()
        self.reasons.show_reasons(reasons, sources, not_known, answered)
        self.nothing.setVisible(best is None and not reasons)
        self._show_verbs(best)
        self._show_changes()
        empty_layout(self.others.column)
        for entry in entries([mode for mode in modes if mode is not best], sources, not_known, self._why_not):
            entry.source_wanted.connect(self._tell_source)
            entry.adopt_wanted.connect(self._adopt)
            self.others.add(entry)
        count = translate("ModeResult", "{count} modes").format(count=self.others.column.count())
        others = translate("ModeResult", "Other modes") if best else translate("ModeResult", "All modes")
        self.others_title.set_text(others, count)

    def _show_decision(self) -> None:
        """What became of the decision since it was made; one that still holds is not talked about."""
        advice = self.advice()
        decision = advice.decision if advice else None
        told = decision is not None and (decision.is_due or decision.code is None)
        self.decision.setVisible(told)
        if decision is not None and told:
            self._tell_decision(decision)

    def _tell_decision(self, decision: DecisionView) -> None:
        text = " ".join(pick(sentence) for sentence in decision.sentences)
        if decision.code is None:
            verb = translate("ModeResult", "Save the question slip")
            self.decision.say("hint", translate("ModeResult", "Decided"), text, verb)
            return
        verb = translate("ModeResult", "Keep {code}").format(code=decision.code) if self._may_keep(decision) else ""
        self.decision.say("warn", translate("ModeResult", "Look at it again"), text, verb)

    def _may_keep(self, decision: DecisionView) -> bool:
        advice = self.advice()
        modes = advice.modes if advice else ()
        return any(mode.code == decision.code and mode.verdict in ADOPTABLE for mode in modes)

    def _answer(self) -> None:
        """Go to the first of the answers that contradict each other, else to the open questions."""
        advice = self.advice()
        if advice is not None and advice.clashes:
            self._go_to(advice.clashes[0].paths[0])
        else:
            self.travel(places.step_key(Step.MODE))

    def _go_to(self, path: str) -> None:
        aim_at(path)
        self.travel(home_of(self.session, path))

    def _decide_again(self) -> None:
        """Keep the decision under the present answers and rules, or hand out the slip where nothing was adopted."""
        code = self.case.choice("mode")
        if code is None:
            save_questions(self)
        elif self.attempt(lambda: self.session.adopt_mode(code)):
            said = translate("ModeResult", "Noted: {code}, with the present answers and rules.").format(code=code)
            self.messages.say(Message("ok", said))

    def _why_not(self, code: str) -> QWidget:
        box = WhyNot(code, self.session.why_not(code), self.session.what_if)
        box.answer_wanted.connect(self._go_to)
        return box

    def _show_head(self, best: ModeView | None) -> None:
        empty_layout(self.head)
        if best is None:
            none = Label(self._undecided(), "title")
            none.setWordWrap(True)
            self.head.addWidget(none, 1)
            return
        self.head.addWidget(Label(best.code, "figure", "accent"))
        self.head.addWidget(_ModeName(pick(best.name)))
        self.head.addWidget(_verdict(best.verdict), 0, Qt.AlignmentFlag.AlignVCenter)
        if self.case.choice("mode") == best.code:
            self.head.addWidget(MarkLabel("ok", translate("ModeResult", "Adopted"), "table"))
        self.head.addStretch(1)

    def _what_is_missing(self) -> Sequence[ReasonView]:
        """What stands in the card instead of reasons: the contradictions, else the questions that come first."""
        advice = self.advice()
        if advice is not None and advice.clashes:
            return [
                ReasonView(outcome="failed", text=one.text, sources=one.sources, paths=one.paths)
                for one in advice.clashes
            ]
        waits = advice is not None and any(mode.verdict == "to_confirm" for mode in advice.modes)
        asked = self.analysis.dossier.questions[:QUESTIONS] if waits else ()
        return [ReasonView(outcome="unknown", text=one.text, paths=(one.path,)) for one in asked]

    def _undecided(self) -> str:
        """Why there is no mode in the card: contradictions, open questions, or nothing that fits."""
        advice = self.advice()
        waiting = sum(mode.verdict == "to_confirm" for mode in advice.modes) if advice else 0
        if advice is not None and advice.clashes:
            return translate("ModeResult", "Some answers contradict each other, so nothing is ranked")
        if waiting:
            words = translate("ModeResult", "Nothing can be recommended yet: {count} modes are still to be confirmed")
            return words.format(count=waiting)
        return translate("ModeResult", "By the answers so far none of these modes applies")

    def _show_verbs(self, best: ModeView | None) -> None:
        adopted = best is not None and self.case.choice("mode") == best.code
        self.adopt.setVisible(best is not None)
        advice = self.advice()
        clashes, decision = (advice.clashes, advice.decision) if advice else ((), None)
        self.answer.setVisible(bool(clashes) or not self.mode_is_decided())
        words = translate("ModeResult", "Correct an answer"), translate("ModeResult", "Answer the open questions")
        self.answer.setText(words[0] if clashes else words[1])
        self.answer.set_rank("fill" if best is not None else "primary")
        self.answer.updateGeometry()
        self.none.setVisible(decision is None or decision.code is not None)
        self.adopt.setText(translate("ModeResult", "Go on") if adopted else translate("ModeResult", "Adopt this mode"))
        self.adopt.updateGeometry()

    def _show_changes(self) -> None:
        advice = self.advice()
        everything = advice.changes if advice else ()
        shown = everything if self._all_changes else everything[: self._few_changes]
        empty_layout(self.changes)
        for change in shown:
            self.changes.addWidget(Paragraph(pick(change), "table", "ink2"))
        if not everything:
            none = translate("ModeResult", "No single other answer would change it.")
            self.changes.addWidget(Paragraph(none, "table", "ink2"))
        self.more_changes.setVisible(len(everything) > self._few_changes)
        every = translate("ModeResult", "All {count} changes").format(count=len(everything))
        self.more_changes.setText(translate("ModeResult", "Fewer changes") if self._all_changes else every)
        self.more_changes.updateGeometry()

    # -- what a person does

    def _adopt(self, code: str) -> None:
        """Note the decision and go back to the list of steps, where the next one waits."""
        if self.case.choice("mode") == code or self.attempt(lambda: self.session.adopt_mode(code)):
            self.travel(places.TODO)

    def _adopt_none(self) -> None:
        """Note that none of them was adopted; the banner of the page then offers the slip for the broker."""
        self.attempt(lambda: self.session.adopt_mode(None))

    def _toggle_changes(self) -> None:
        self._all_changes = not self._all_changes
        self._show_changes()

    def _tell_source(self, number: int) -> None:
        """Say in the banner what a source number stands for; the panel has the whole list."""
        advice = self.advice()
        if advice is None:
            return
        block = help_sources(advice.sources, self.analysis.day)[number - 1]
        place = translate("ModeResult", "Source {number}").format(number=number)
        self.messages.say(Message("hint", " · ".join((block.title, *block.lines)), place))

    # -- the frame

    def title(self) -> str:
        return translate("ModeResult", "{step}: conclusion").format(step=super().title())

    def help(self) -> HelpContent | None:
        advice = self.advice() if self.has_case() else None
        if advice is None:
            return None
        blocks: list[HelpText | HelpSource | HelpPairs] = list(help_sources(advice.sources, self.analysis.day))
        rows = tuple((pick(answer.label), pick(answer.value)) for answer in advice.answers)
        if rows:
            blocks.append(HelpPairs(translate("ModeResult", "Your answers"), rows))
        rules = self.analysis.dossier.rules
        if rules:
            blocks.append(HelpText(translate("ModeResult", "Rules"), rules))
        title = translate("ModeResult", "{count} sources").format(count=len(advice.sources))
        return HelpContent(title, tuple(blocks), "source", title)

    def first_focus(self) -> QWidget | None:
        return self.adopt if self.adopt.isVisibleTo(self) else self.none

    def arrange(self, room: Room) -> None:
        beside = room.width / room.scale >= 1000
        self.reasons.set_shortest(_reasons_shown(room.short, beside))
        theme.set_spacing(self._card_column, 8 if room.short else 14)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(way)
        self._line.setVisible(beside)
        few = CHANGES_SHORT if room.short else CHANGES
        if few != self._few_changes:
            self._few_changes = few
            if self.has_case():
                self._show_changes()

    def retranslate(self) -> None:
        self.print.setText(translate("ModeResult", "Save one page about it"))
        self.none.setText(translate("ModeResult", "None of them, ask the broker"))
        for button in (self.print, self.none):
            button.updateGeometry()
        self.changes_title.setText(translate("ModeResult", "What would change this"))
        self.nothing.set_text(
            translate(
                "ModeResult",
                "Under “What would change this” stand the answers that would open a mode. If all of them are right, "
                "ask the broker.",
            )
        )
        self.disclaimer.set_text(
            translate(
                "ModeResult",
                "This conclusion only helps to prepare papers; what customs and the tax office answer is what counts.",
            )
        )
        super().retranslate()


def _reasons_shown(short: bool, beside: bool) -> int:
    """As many as keep the verbs in sight."""
    return (4 if beside else 2) if short else REASONS


class _ModeName(Label):
    """The name in one line where it fits; it breaks only when it is longer than a good line."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "title")
        self.setWordWrap(True)
        self.restyle()

    def restyle(self) -> None:
        whole = self.fontMetrics().horizontalAdvance(self.text()) + 4
        self.setMinimumWidth(min(whole, theme.current().control(360)))


def _verdict(verdict: str) -> QWidget:
    if verdict == "recommended":
        return Chip(verdict_word(verdict), "strong")
    return MarkLabel(VERDICT_MARKS.get(verdict, "warn"), verdict_word(verdict), bold=True)
