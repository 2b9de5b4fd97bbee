"""The check report (核对结果): every finding worst first, the chosen one explained, and a jump to its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.domain.finding import Severity
from exporter_desk.services.workflow import Step
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.sentence_list import SentenceList
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, best_place, home_of
from exporter_desk.ui.pages.finding_help import finding_help
from exporter_desk.ui.pages.papers.finding_filters import CounterBar
from exporter_desk.ui.pages.row_model import RowModel
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import Button, CellState, Label, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.help_content import HelpContent
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks
    from exporter_desk.ui.widgets import MarkKind

MARKS: dict[Severity, MarkKind] = {Severity.ERROR: "error", Severity.CONFIRM: "warn", Severity.HINT: "hint"}
_WIDE, _NARROW = (40, 56, 0, 216, 80), (40, 56, 0, 150, 80)
_PLACE, _VERB = 3, 4


class CheckPage(StepPage):
    """Counters filter, Enter jumps to the field of the chosen finding, F5 checks again."""

    step = Step.CHECK

    def __init__(
        self, session: Session, messages: Messages, tasks: Tasks | None = None, clock: Clock = system_clock
    ) -> None:
        super().__init__(session, messages, tasks)
        self.clock = clock
        self._shown: tuple[RenderedFinding, ...] = ()
        self._case_shown: str | None = None
        self.counters = CounterBar(tuple(MARKS.values()))
        self.checked_at = Label("", "note", "ink3")
        self.review, self.again = Button(""), Button("", "primary", key="F5")
        self.state = Paragraph("", "body", "ink2")
        self.model = RowModel(("", "", "", "", ""))
        self.list = SentenceList(row=43)
        self.list.set_model(self.model, _WIDE)
        self.list.view.horizontalHeader().hide()
        self.note = Label("", "note", "ink3")
        self._build()
        self.counters.changed.connect(self._show_rows)
        self.again.clicked.connect(self.recheck)
        self.review.clicked.connect(lambda: self.travel(places.REVIEW))
        self.list.opened.connect(self.jump)
        self.list.acted.connect(lambda row, _column: self.jump(row))
        self.list.row_changed.connect(lambda _row: self.changed.emit())
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 12)
        head.addWidget(self.counters)
        head.addStretch(1)
        head.addWidget(self.checked_at)
        head.addWidget(self.review)
        head.addWidget(self.again)
        self.column.addLayout(head)
        self.column.addWidget(self.state)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.column.addWidget(self.note)

    # -- what is shown

    def show_case(self) -> None:
        """While the work goes on, the findings before it stay in view, so that the cursor keeps its row."""
        other = self._case_shown != self.session.case_id
        self._case_shown = self.session.case_id
        if other:
            self._shown = ()
            self.model.show([])
        if not self.is_concluded():
            self.checked_at.setText(translate("Check", "Checking …"))
            if not self._shown:
                self._say(translate("Check", "Checking …"))

    def show_conclusions(self) -> None:
        self.checked_at.setText(translate("Check", "Checked at {time}").format(time=f"{self.clock.now():%H:%M}"))
        words = {
            Severity.ERROR: translate("Check", "errors"),
            Severity.CONFIRM: translate("Check", "to confirm"),
            Severity.HINT: translate("Check", "hints"),
        }
        for severity, kind in MARKS.items():
            count = sum(one.severity is severity for one in self.analysis.findings)
            self.counters.counters[kind].show_count(count, words[severity])
        self.counters.passed.show_count(self.analysis.passed, translate("Check", "passed"))
        self._show_rows()

    def _show_rows(self) -> None:
        chosen = self.chosen()
        found = self.analysis.findings
        self._shown = tuple(one for one in found if self.counters.shows(MARKS[one.severity]))
        self.model.show([self._row(one) for one in self._shown])
        if not found:
            self._say(translate("Check", "{count} checks found no problem.").format(count=self.analysis.passed))
        elif not self._shown:
            self._say(translate("Check", "Nothing of this kind. Press a counter above to show more."))
        else:
            self._say("")
            self.list.select(self._row_of(chosen))
        self.changed.emit()

    def _say(self, text: str) -> None:
        self.state.set_text(text)
        self.state.setVisible(bool(text))
        self.list.setVisible(not text)

    def _row_of(self, finding: RenderedFinding | None) -> int:
        same = (row for row, one in enumerate(self._shown) if finding is not None and one.code == finding.code)
        return next((row for row in same if finding and self._shown[row].places == finding.places), 0)

    def _row(self, finding: RenderedFinding) -> tuple[CellState, ...]:
        text = finding.text(language())
        place = self.place_name(finding)
        verb = translate("Check", "Go to it") if best_place(finding.places) else ""
        return (
            CellState("", mark=MARKS[finding.severity], note=self._word(finding.severity)),
            CellState(finding.code, tone="ink2"),
            CellState(text, bold=finding.severity is Severity.ERROR, note=text, wraps=True),
            CellState(place, tone="ink2", note=place, wraps=True),
            CellState("", verb=verb),
        )

    def _word(self, severity: Severity) -> str:
        return self.counters.counters[MARKS[severity]].text()

    def place_name(self, finding: RenderedFinding) -> str:
        """The name of the first place, and that there are more."""
        first = best_place(finding.places)
        if not first:
            return ""
        name = pick(self.session.name_of(first))
        more = len(finding.places) - 1
        return translate("Check", "{place} and {more} more").format(place=name, more=more) if more > 0 else name

    # -- what a person does

    def chosen(self) -> RenderedFinding | None:
        row = self.list.view.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def jump(self, row: int) -> None:
        """To the page that holds the field of a finding, with the cursor in it."""
        path = best_place(self._shown[row].places)
        if path:
            aim_at(path)
            self.travel(home_of(self.session, path))

    def recheck(self) -> None:
        """F5: check the case as it is now."""
        if self.has_case():
            self.show_case()
            self.conclude()

    # -- the frame

    def help(self) -> HelpContent | None:
        finding = self.chosen() if self.has_case() else None
        return None if finding is None else finding_help(finding, self.session)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {**super().commands(), "case.recheck": self.recheck}

    def first_focus(self) -> QWidget | None:
        return self.list.view if self.list.isVisibleTo(self) else self.again

    def arrange(self, room: Room) -> None:
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self.list.set_row(38 if room.short else 43)
        self.note.setVisible(not room.short)
        self.checked_at.setVisible(room.wide)

    def retranslate(self) -> None:
        self.again.setText(translate("Check", "Check again"))
        self.review.setText(translate("Check", "Review"))
        for button in (self.review, self.again):
            button.updateGeometry()
        self.list.view.setAccessibleName(translate("Check", "Findings"))
        self.note.setText(translate("Check", "“Passed” only says that this check found nothing."))
        super().retranslate()
