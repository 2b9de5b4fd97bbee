"""The refund file (退税资料夹): who owes which paper, the figures by their names in tax law, the deadlines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from exporter_desk.domain.finding import Severity
from exporter_desk.refund.outlook import outlook
from exporter_desk.refund.places import case_place
from exporter_desk.services.claims.saving import save_calendar, save_shipment
from exporter_desk.services.workflow import Step
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.field_group import FieldGroup
from exporter_desk.ui.forms.paper_note import PaperNote
from exporter_desk.ui.forms.scrolling_table import FittingTable
from exporter_desk.ui.forms.tax_answers import TaxAnswers
from exporter_desk.ui.forms.tax_records import TaxRecords
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.exchange_rows import exchange_rows
from exporter_desk.ui.models.issues import Issues, issues_of
from exporter_desk.ui.models.refund_facts import EXPORT_DATE, brief_words, pressing_facts, refund_facts, used_export_day
from exporter_desk.ui.models.refund_rows import (
    MARKS,
    STATES,
    deadline_row,
    figure_row,
    in_order,
    paper_row,
    place_word,
    results_first,
    scan_words,
    state_word,
)
from exporter_desk.ui.models.tax_model import CERTIFICATE
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, home_of, take_aim
from exporter_desk.ui.pages.looking_around import look_around
from exporter_desk.ui.pages.papers.attachments_drop import FileDrop, offer
from exporter_desk.ui.pages.refund.around_line import AroundLine
from exporter_desk.ui.pages.refund.invoice_import import InvoiceImport
from exporter_desk.ui.pages.refund.refund_help import refund_help
from exporter_desk.ui.pages.refund.refund_work import PARTS, RefundWork
from exporter_desk.ui.pages.refund.supplier_slips import SupplierSlips
from exporter_desk.ui.pages.saving import save_behind
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import (
    Alignment,
    Banner,
    Button,
    Fact,
    FactsStrip,
    Flow,
    Label,
    MarkKind,
    MarkLabel,
    Switch,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from exporter_desk.checklist.papers import PaperItem
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.ui.help_content import HelpContent
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

PAPERS, FIGURES, DEADLINES, EXCHANGE, ANSWERS, RECORDS = range(6)
DATES = (EXPORT_DATE, "route.departed", "tax.claim_date")
_WIDTHS = ((96, 0, 116, 136, 168), (300, 205, 0), (290, 215, 0), (166, 140, 96, 140, 0, 104))
"""As wide as the longest number of each kind: wide windows give what they have more to the help panel."""
_VERBS_BELOW = 600
"""Narrower than this, text scale reckoned in, what to expect and both verbs in English do not fit side by side."""
_SIDES: tuple[tuple[Alignment, ...], ...] = (
    ("left",) * 5,
    ("left", "right", "left"),
    ("left",) * 3,
    ("left", "right", "left", "right", "left", "left"),
)
ANSWERED_FIRST = "tax.claim_period"
UNREAD = "D30"
"""A text that waits because it cannot be read."""
_RESULTS: dict[str, MarkKind] = {"refund": "ok", "exempt": "hint", "taxed": "error"}


class RefundPage(StepPage):
    """What to expect and by when, then the views: papers, figures, deadlines, exchange, answers, records.

    The help panel has the reasons with their sources. Worksheets and calendar are written below `output`.
    """

    step = Step.REFUND

    def __init__(
        self, session: Session, messages: Messages, tasks: Tasks | None = None, output: Path | None = None
    ) -> None:
        super().__init__(session, messages, tasks)
        self._output = output
        self._top, self._verbs = QHBoxLayout(), QWidget()
        self.facts = FactsStrip()
        self.sheets, self.calendar = Button("", "fill", icon="table"), Button("", "fill", icon="deadline")
        self.policy = MarkLabel("hint", "", bold=True)
        self.pressing = MarkLabel("error", "", "table")
        for line in (self.policy, self.pressing):
            line.label.setWordWrap(True)
        self.unclear, self.wrong = Banner("warn"), Banner("error")
        self.around = AroundLine(session)
        self.views = Switch([("", "")] * 6, wraps=True)
        self.counts = {state: MarkLabel(MARKS[state], "", "table") for state in STATES}
        self.models = tuple(TitledRows([""] * len(sides), sides) for sides in _SIDES)
        self.tables = tuple(FittingTable(row=38) for _ in self.models)
        for table, model, widths in zip(self.tables, self.models, _WIDTHS, strict=True):
            table.set_model(model, widths)
        self.note = PaperNote(session, self.attempt)
        self.dates = FieldGroup()
        lookup = CodeLookup(session.desk)
        self.answers = TaxAnswers(session, lookup, self.attempt, self.together)
        self.records = TaxRecords(session, lookup, self.attempt, self.together)
        self.work = RefundWork(self.tasks)
        self.slips = SupplierSlips(self, session, messages, self.tasks)
        self.lists = InvoiceImport(self, session, messages, self.tasks, self.attempt)
        self._shown_of: str | None = None
        self.none = Label("", "body", "ink2")
        self.none.setWordWrap(True)
        self._papers: Sequence[PaperItem] = ()
        self._short = False
        self._missing = ""
        self._brief: tuple[str, ...] = ()
        self._pressing: tuple[Fact, ...] = ()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = QWidget()
        flow, buttons = Flow(head), Flow(self._verbs)
        for line in (flow, buttons, self._top):
            theme.set_spacing(line, 14)
        buttons.addWidget(self.sheets)
        buttons.addWidget(self.calendar)
        self._top.addWidget(self.policy, 1)
        self._top.addWidget(self._verbs)
        flow.addWidget(self.views)
        for count in self.counts.values():
            flow.addWidget(count)
        theme.set_spacing(self.column, 10, (24, 12, 24, 14))
        self.column.addLayout(self._top)
        self.column.addWidget(self.pressing)
        self.column.addWidget(self.facts)
        self.column.addWidget(self.work)
        self.column.addWidget(self.around)
        self.column.addWidget(self.unclear)
        self.column.addWidget(self.wrong)
        self.column.addWidget(head)
        self.column.addWidget(self.none)
        for table in self.tables:
            self.column.addWidget(table, 30)
        self.column.addStretch(1)
        self.column.addWidget(self.note)
        self.column.addWidget(self.dates)
        self.column.addWidget(self.answers, 99)
        self.column.addWidget(self.records, 99)

    def _connect(self) -> None:
        self.views.chosen.connect(self.choose_view)
        papers = self.tables[PAPERS]
        papers.row_changed.connect(self._show_note)
        papers.opened.connect(lambda _row: self.note.state.setFocus(Qt.FocusReason.TabFocusReason))
        self.unclear.acted.connect(self._fill_in)
        self.wrong.acted.connect(lambda: self.travel(places.STEPS[Step.CHECK]))
        self.work.ready.connect(self._worked_out)
        self.around.month_wanted.connect(lambda: self.go.emit(places.REFUNDS, None))
        self.records.take_list.clicked.connect(self.lists.choose)
        for grid in (self.answers.lines, *self.records.grids.values()):
            grid.left_out.connect(self.tell_left_out)
        self.lists.changed.connect(lambda: self.records.show_reading(reading=self.lists.is_reading()))
        self.note.slip.clicked.connect(self._print_slip)
        self.note.attach.clicked.connect(lambda: self.attach_files(()))
        self.drop = FileDrop(self, self.attach_files)
        self.sheets.clicked.connect(self.save_sheets)
        self.calendar.clicked.connect(self.save_calendar)

    # -- what is shown

    def show_case(self) -> None:
        """What was typed at once; the rest when it is known, which takes a while for thousands of lines."""
        analysis = self.analysis
        known = self.work.knows(analysis)
        if not self.dates.fields:
            self.dates.set_fields([self._date(path) for path in DATES])
        issues = issues_of(analysis.own_findings) if known else Issues()
        self.dates.show_values(issues)
        self.answers.show_case(issues)
        self.records.show_case(issues)
        for button in (self.sheets, self.calendar):
            button.setEnabled(known and not self.looks_around())
        if known:
            self._show_refund(analysis)
        elif self._shown_of != self.session.case_id:
            self._show_nothing()
        self._show_view()

    def _date(self, path: str) -> CaseField:
        used = partial(used_export_day, self.session) if path == EXPORT_DATE else None
        return CaseField(self.session, self.attempt, path, width=180, instead=used)

    def _show_refund(self, analysis: Analysis) -> None:
        self._shown_of = self.session.case_id
        self._show_papers()
        refund, symbols = analysis.refund, self.session.desk.checklists.symbols
        figures = results_first(one for one in refund.quantities if not one.line and one.symbol in symbols)
        self.models[FIGURES].show([figure_row(self.session, one) for one in figures])
        self.models[DEADLINES].show([deadline_row(self.session, one, refund) for one in refund.deadlines])
        self.models[EXCHANGE].show(exchange_rows(analysis.worksheets.receipts))
        view = outlook(refund, self.session.desk.checklists.deadlines, refund.day)
        alone = self.around.show_found(analysis)
        self.facts.set_facts(refund_facts(view, alone=alone))
        self._brief, self._pressing = brief_words(view, alone=alone), pressing_facts(view)
        self._show_policy()
        method = refund.policy.method
        producer = method is not None and method.form == "producer"
        made = "made" in refund.policy.missing or any(line.made for line in refund.source.lines)
        self.answers.ask(producer=producer, warehouse=bool(refund.splits), made=made)
        self.records.ask(producer=producer, warehouse=bool(refund.splits), fields=self._rare_fields(figures))
        self.records.reconciled.show_result(analysis)

    def _rare_fields(self, figures: Iterable[Quantity]) -> frozenset[str]:
        """What a figure waits for, by field; of an export through an agent its certificate is asked too."""
        waits = {path.rpartition(".")[2] for one in figures for path in one.trace.missing}
        return frozenset(waits | ({CERTIFICATE} if self.case.tax.channel == "agent" else set()))

    def _show_nothing(self) -> None:
        """Of this shipment nothing is known yet; what the last one had would be a lie here."""
        self._papers, self._brief, self._missing, self._shown_of = (), (), "", None
        for model in self.models:
            model.show([])
        self.facts.set_facts(())
        self.records.ask(producer=False, warehouse=False)
        self.records.reconciled.show_result(None)
        self.policy.set_state("waiting", translate("Refund", "Not worked out yet"))
        for widget in (self.facts, self.pressing, self.unclear, self.wrong, self.around):
            widget.hide()

    def conclude(self) -> None:
        """Checking goes on once the refund is known: both want the same figures."""
        if self.has_case() and self.work.is_working():
            look_around(self.session, self.tasks)
            return
        super().conclude()

    def _worked_out(self) -> None:
        if self.isVisible() and self.has_case():
            self.show_case()
            self.changed.emit()
            self.conclude()

    def _show_policy(self) -> None:
        view, policy = self.analysis.refund_view, self.analysis.refund.policy
        words = pick(view.policy)
        if self._short:
            words = " · ".join((words, *self._brief))
        self.facts.setVisible(not self._short)
        self.pressing.setVisible(self._short and bool(self._pressing))
        for one in self._pressing:
            self.pressing.set_state(one.mark or "warn", f"{one.label} {one.value}")
        self.policy.set_state(_RESULTS.get(policy.result, "warn"), words)
        self._missing = next((path for path in map(case_place, policy.missing) if self._has_home(path)), "")
        names = comma().join(place_word(self.session, path) for path in policy.missing[:4])
        text = translate("Refund", "This result waits for: {places}").format(places=names)
        verb = translate("Refund", "Fill in") if self._missing else ""
        self.unclear.say("warn", "", text, verb)
        wrong, waits = self._show_wrong(), policy.result == "to_confirm" and bool(policy.missing)
        self.unclear.setVisible(waits and not (wrong and self._short))

    def _has_home(self, path: str) -> bool:
        return path.startswith("tax.") or self.session.is_path(path)

    def _show_wrong(self) -> bool:
        """The first error in the tax file, if there is one: with it the figures are bounds, or too high."""
        found = [one for one in self.analysis.own_findings if one.severity is Severity.ERROR]
        unread = [one for one in found if one.code == UNREAD and one.places[0].startswith("tax.")]
        errors = [*unread, *(one for one in found if one.code.startswith("T"))]
        self.wrong.setVisible(bool(errors))
        if errors:
            count = translate("Refund", "Check report ({count} errors)").format(count=len(errors))
            words = errors[0].text(language())
            if unread:
                place = place_word(self.session, unread[0].places[0])
                words = translate("Refund", "{place}: {problem}").format(place=place, problem=words)
            self.wrong.say("error", "", words, count)
        return bool(errors)

    def _show_papers(self) -> None:
        chosen = self._chosen_paper()
        self._papers = in_order(self.analysis.papers)
        for state, label in self.counts.items():
            count = sum(paper.state == state for paper in self._papers)
            label.set_state(MARKS[state], f"{state_word(self.session, state)} {count}")
        self.models[PAPERS].show([paper_row(self.session, paper) for paper in self._papers])
        rows = [paper.rule.id for paper in self._papers]
        if rows:
            self.tables[PAPERS].select(rows.index(chosen) if chosen in rows else 0)
        self._show_note(self.tables[PAPERS].view.currentIndex().row())

    def _chosen_paper(self) -> str:
        row = self.tables[PAPERS].view.currentIndex().row()
        return self._papers[row].rule.id if 0 <= row < len(self._papers) else ""

    def _show_note(self, row: int) -> None:
        if 0 <= row < len(self._papers):
            paper = self._papers[row]
            name = paper_row(self.session, paper)[1].text
            self.note.slip.setText(self.slips.name(paper.rule.asked_with))
            self.note.slip.setVisible(bool(paper.rule.asked_with))
            digests = " ".join(f"{(one.sha256 or '')[:8]}…" for one in paper.scans)
            self.note.show_paper(paper.rule.id, name, f"{scan_words(paper)} {digests}".strip())

    def _show_view(self) -> None:
        view = self.views.selected()
        counts = [model.rowCount() for model in self.models]
        for index, table in enumerate(self.tables):
            table.setVisible(index == view and counts[index] > 0)
        self.none.setVisible(view < len(counts) and counts[view] == 0 and not self.work.isVisibleTo(self))
        self.none.setText(_nothing(view))
        self.answers.setVisible(view == ANSWERS)
        self.records.setVisible(view == RECORDS)
        self.note.setVisible(view == PAPERS and counts[PAPERS] > 0)
        self.dates.setVisible(view == DEADLINES)
        for label in self.counts.values():
            label.setVisible(view == PAPERS and counts[PAPERS] > 0)

    def attach_files(self, files: Sequence[Path]) -> None:
        """Go to the attachments of the chosen paper, with files that were dropped here."""
        offer(self._chosen_paper(), files)
        self.travel(places.ATTACHMENTS)

    # -- what a person does

    def choose_view(self, view: int) -> None:
        self.views.select(view)
        self._show_view()

    def _print_slip(self) -> None:
        row = self.tables[PAPERS].view.currentIndex().row()
        if 0 <= row < len(self._papers):
            self.slips.print_slip(self._papers[row].rule.asked_with)

    def save_sheets(self) -> None:
        """Write the worksheets of this shipment as workbooks, behind the window."""
        if self._output is not None and self.has_case():
            analysis, output, today = self.analysis, self._output, clock.today()
            save_behind(self.tasks, self.messages, lambda: save_shipment(analysis, output, today))

    def save_calendar(self) -> None:
        """Write the deadlines of this shipment as a calendar file, behind the window."""
        if self._output is not None and self.has_case():
            analysis, output, today, spoken = self.analysis, self._output, clock.today(), language()
            save_behind(self.tasks, self.messages, lambda: save_calendar(analysis, output, today, spoken))

    def _fill_in(self) -> None:
        if self._missing.startswith("tax."):
            self._aim = self._missing
            target = self.first_focus()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._missing:
            aim_at(self._missing)
            self.travel(home_of(self.session, self._missing))

    # -- the frame

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        self._aim = take_aim()

    def first_focus(self) -> QWidget | None:
        aim = self._aim
        field = self.dates.field_at(aim) if aim else None
        if field is not None:
            self.choose_view(DEADLINES)
            return field.editor
        if aim.startswith("tax.") and not aim.startswith("tax.papers"):
            self.choose_view(ANSWERS)
            if (editor := self.answers.editor_of(aim)) is not None:
                return editor
            self.choose_view(RECORDS)
            if self.records.reveal_path(aim):
                return QApplication.focusWidget()
        paper = aim.removeprefix("tax.papers.").partition(".")[0]
        row = next((row for row, one in enumerate(self._papers) if one.rule.id == paper), None)
        if row is not None:
            self.choose_view(PAPERS)
            self.tables[PAPERS].select(row)
            if (asked := self.note.fields.get(aim.rpartition(".")[2])) is not None:
                return asked.editor
        return self._first_in_view()

    def _first_in_view(self) -> QWidget | None:
        view = self.views.selected()
        if view == RECORDS:
            return next(iter(self.records.adds.values()))
        if view == ANSWERS:
            return self.answers.editor_of(ANSWERED_FIRST)
        return self.tables[view].view if self.tables[view].isVisibleTo(self) else None

    def help(self) -> HelpContent | None:
        return refund_help(self.session) if self.has_case() and self.analysis.knows(*PARTS) else None

    def arrange(self, room: Room) -> None:
        if self._short != room.short:
            self._short = room.short
            if self._shown_of is not None and self._shown_of == self.session.case_id and self.analysis.knows(*PARTS):
                self._show_policy()
        for table, widths in zip(self.tables, _WIDTHS, strict=True):
            table.set_widths(widths)
            table.set_row(30 if room.short else 38)
        self.note.set_short(room.short)
        below = room.width / room.scale < _VERBS_BELOW
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        beside = QSizePolicy.Policy.Preferred if below else QSizePolicy.Policy.Fixed  # words give way, verbs do not
        self._verbs.setSizePolicy(beside, QSizePolicy.Policy.Preferred)
        self.dates.title.setVisible(not room.short)

    def retranslate(self) -> None:
        names = (
            translate("Refund", "Papers"),
            translate("Refund", "Figures"),
            translate("Refund", "Deadlines"),
            translate("Refund", "Exchange"),
        )
        titles = (
            (translate("Refund", "State"), translate("Refund", "Paper"), translate("Refund", "From whom"),
             translate("Refund", "Must agree on"), translate("Refund", "Number")),
            (translate("Refund", "Figure"), translate("Refund", "Amount"), translate("Refund", "How it is computed")),
            (translate("Refund", "Deadline"), translate("Refund", "Day"), translate("Refund", "Note")),
            (translate("Refund", "Declaration"), translate("Refund", "Sold for"), translate("Refund", "Received on"),
             translate("Refund", "Received"), translate("Refund", "Payer"), translate("Refund", "Voucher")),
        )  # fmt: skip
        for index, (name, words) in enumerate(zip(names, titles, strict=True)):
            self.views.set_text(index, name)
            self.tables[index].view.setAccessibleName(name)
            self.models[index].set_titles(words)
        self.views.set_text(ANSWERS, translate("Refund", "Answers"))
        self.views.set_text(RECORDS, translate("Refund", "Records"))
        self.work.retranslate()
        self.answers.retranslate()
        self.records.retranslate()
        for button, verb in (
            (self.sheets, translate("Refund", "Save worksheets")),
            (self.calendar, translate("Refund", "Save calendar")),
        ):
            button.setText(verb)
            button.setVisible(self._output is not None)
            button.updateGeometry()
        self.dates.title.setText(translate("Refund", "Dates that deadlines start from"))
        self.none.setText(_nothing(self.views.selected()))
        self.note.retranslate()
        super().retranslate()


def _nothing(view: int) -> str:
    """Why a list is empty, and where that changes."""
    if view == EXCHANGE:
        return translate(
            "Refund",
            "No declaration and no receipt of exchange yet. Once the goods are released, add the declaration under "
            "Records, and later what the bank received.",
        )
    return translate("Refund", "Nothing to show yet: describe the shipment first.")
