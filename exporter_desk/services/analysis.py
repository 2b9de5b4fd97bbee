"""Everything that can be said of a case on a day: advice, estimate, refund, papers, findings, steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.plan import DocumentPlan, finding_view
from exporter_desk.domain import handover, totals
from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual, Language
from exporter_desk.modes.changes import changes
from exporter_desk.modes.questions import Question, questions
from exporter_desk.services.advice.conclusions import Conclusions, conclude, law_day
from exporter_desk.services.advice.view import advice_view, decision_questions, question_views
from exporter_desk.services.claims.neighbours import Neighbours, alone
from exporter_desk.services.claims.reconciled import reconciled_rows
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.claims.view import refund_view
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.view import shown_estimate
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.names import name_of, with_names
from exporter_desk.services.packs.remarks import paper_notice
from exporter_desk.services.papers.attached import marked, missing, scans_of
from exporter_desk.services.papers.replaced import replaced_views
from exporter_desk.services.papers.shelf import EMPTY, Shelf
from exporter_desk.services.progress import progress_of
from exporter_desk.services.workflow import Progress, StepState, states

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter_desk.checklist.papers import PaperItem
    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.documents.dossier import EstimateView, RefundView
    from exporter_desk.documents.scans import Scan
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.trace import Trace
    from exporter_desk.modes.advice import Advice
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.worksheets import Worksheets
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.claims.reconciled import ReconciledRow
    from exporter_desk.services.papers.machine_files import MachineSet
    from exporter_desk.services.papers.packets import UploadCheck

# The list of countries for which forms of the European Union are made.
EU_MEMBERS = "eu.members"
TOTALS: dict[str, Callable[[Case], Trace[Decimal]]] = {
    "invoice_total": totals.invoice_total,
    "cartons": totals.cartons,
    "gross_kg": totals.gross_kg,
    "net_kg": totals.net_kg,
    "volume_cbm": totals.volume_cbm,
    "fob_value": totals.fob_value,
}


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One case with every conclusion about it, in words; all of it is computed when it is first asked for.

    `today` counts where the case tells no other day, `beside` tells what the company claims beside it.
    """

    case: Case
    desk: Desk
    today: date
    asking: QuestionPlan
    language: Language
    shelf: Shelf = EMPTY
    beside: Callable[[Case, date], Neighbours] = alone

    def knows(self, *parts: str) -> bool:
        """Tell whether these parts (`found`, `dossier`, `findings` …) are computed, so that they take no time."""
        return vars(self).keys() >= set(parts)

    def work_out(self, *parts: str, between: Callable[[], object] = lambda: None) -> None:
        """Compute parts in this thread, whoever shows them later; what `between` raises ends the work behind a part."""
        for part in parts:
            getattr(self, part)
            between()

    @property
    def is_complete(self) -> bool:
        """Tell whether papers, findings and steps are computed, so that nothing asked here takes long."""
        return self.knows("findings", "steps")

    @cached_property
    def found(self) -> Conclusions:
        """Return what the engines say; `coded` in it is the case with codes in place of typed names."""
        return conclude(self.case, self.desk, self.today, self.beside)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return what is still to be answered, the weightiest first."""
        return questions(self.found.advice, self.desk.rules)

    @cached_property
    def own_findings(self) -> tuple[RenderedFinding, ...]:
        """Return the findings of the case alone; the papers add theirs in `findings`."""
        return self.desk.render(with_names(self.desk, self.case, (*self.found.findings, *self.not_here)))

    @property
    def day(self) -> date:
        """Return the day whose law is applied; telling it runs no engine."""
        return self.found.day if self.knows("found") else law_day(self.case, self.desk, self.today)

    @property
    def advice(self) -> Advice:
        """Return the advice on export modes."""
        return self.found.advice

    @property
    def estimate(self) -> Estimate | None:
        """Return the estimate, None while none was begun or its input cannot be read."""
        return self.found.estimate

    @property
    def refund(self) -> RefundResult:
        """Return the refund assessment."""
        return self.found.refund

    @property
    def papers(self) -> tuple[PaperItem, ...]:
        """Return the papers of the refund file."""
        return self.found.papers

    @property
    def passed(self) -> int:
        """Return how many checks found nothing."""
        return self.found.passed

    @cached_property
    def _costs(self) -> dict[Language, EstimateView]:
        return {}

    def costs(self, language: Language) -> EstimateView | None:
        """Return the estimate as a screen in that language shows it; None without one."""
        if self.estimate is None:
            return None
        if language not in self._costs:
            self._costs[language] = shown_estimate(self.estimate, self.desk, language)
        return self._costs[language]

    @cached_property
    def refund_view(self) -> RefundView:
        """Return the refund as papers and pages show it."""
        return refund_view(self.found.refund, self.found.papers, self.desk.checklists, self.name_of)

    @cached_property
    def reconciled(self) -> tuple[ReconciledRow, ...]:
        """Return what comes of every pre-refund by the sales on record, in words."""
        return reconciled_rows(self.found.refund, self.desk, self.name_of)

    @cached_property
    def worksheets(self) -> Worksheets:
        """Return the worksheets of the refund."""
        found = self.found
        return case_worksheets(found.coded, found.refund, found.papers, self.desk.sheet_words, found.beside)

    @cached_property
    def dossier(self) -> Dossier:
        """Return everything that a paper or a page may show."""
        return _dossier(self)

    @cached_property
    def plan(self) -> DocumentPlan:
        """Return the composed papers of every receiver, drafts when the case or its upload set has an error."""
        return self.upload_check.plan

    @cached_property
    def not_here(self) -> tuple[Finding, ...]:
        """Return what is attached and not at hand."""
        return missing(self.case, self.shelf)

    @cached_property
    def scans(self) -> tuple[Scan, ...]:
        """Return what is attached, in the order in which packets hold it; its pages are read when they are drawn."""
        if not self.case.attachments:
            return ()
        found = scans_of(self.case, self.shelf, self.desk.checklists)
        return marked(found, self.dossier, self.desk.library.fonts)

    def name_of(self, path: str) -> Bilingual:
        """Return what the place at `path` is called."""
        return name_of(self.desk, self.case, path)

    @cached_property
    def findings(self) -> tuple[RenderedFinding, ...]:
        """Return the findings of the case, its papers and its files to import and upload, worst first.

        What the case tells no paper repeats. Window and command line count these alike.
        """
        from exporter_desk.services.papers.packets import file_findings
        from exporter_desk.services.review import tick_findings

        own = (*self.found.findings, *tick_findings(self.case), *self.not_here)
        told = (*own, *self.plan.findings, *file_findings(self))
        return self.desk.render(with_names(self.desk, self.case, told))

    @cached_property
    def imports(self) -> MachineSet:
        """Return the files that other programs import, by the settings of this user; it takes a moment to make them."""
        from exporter_desk.services.papers.machine_files import IMPORTED_BY, machine_files, remembered_sender

        return machine_files(self, self.plan.seen_by(IMPORTED_BY, self.upload_check.names), remembered_sender())

    @cached_property
    def upload_check(self) -> UploadCheck:
        """Return what the upload set would be called and would break, drawn for that, and the papers that follow."""
        from exporter_desk.services.papers.packets import upload_check

        return upload_check(self)

    @cached_property
    def progress(self) -> Progress:
        """Return the counts behind the eight steps."""
        return progress_of(self.found, self.asking, self._open_questions, self.plan, self.findings)

    @property
    def _open_questions(self) -> int:
        """Count what nobody was asked yet; an answer 不清楚 is an answer."""
        return sum(question.spec.path not in self.found.sheet.not_known for question in self.questions)

    @cached_property
    def steps(self) -> tuple[StepState, ...]:
        """Return the state of the eight steps."""
        return states(self.progress, self.desk.workflow_wording)

    @cached_property
    def totals(self) -> dict[str, Trace[Decimal]]:
        """Return the computed figures of the case by name."""
        return {name: compute(self.found.coded) for name, compute in TOTALS.items()}


def analyse(
    case: Case,
    desk: Desk,
    today: date,
    asking: QuestionPlan,
    language: Language = "zh",
    shelf: Shelf = EMPTY,
    beside: Callable[[Case, date], Neighbours] = alone,
) -> Analysis:
    """Return everything that is known of `case`; pure but for reading shipped resources on first use.

    `shelf` holds the bytes of what is attached; they are read when a page of them is drawn. `beside` tells what the
    company claims beside the shipment on a day; of one that stands alone nobody knows what its month before left over.
    """
    return Analysis(case=case, desk=desk, today=today, asking=asking, language=language, shelf=shelf, beside=beside)


def _dossier(analysis: Analysis) -> Dossier:
    desk, found, language = analysis.desk, analysis.found, analysis.language
    return Dossier(
        case=found.coded,
        practice=found.coded.practice or desk.practice,
        codes=desk.codes,
        day=found.day,
        made_on=found.made_on,
        languages=("zh", "en") if language == "zh" else ("en", "zh"),
        advice=advice_view(
            found.advice, changes(found.advice, desk.rules), found.coded, desk.rules, analysis.asking, desk.codes
        ),
        estimate=analysis.costs(language),
        refund=analysis.refund_view,
        worksheets=analysis.worksheets,
        findings=tuple(finding_view(finding) for finding in analysis.own_findings),
        questions=(
            *question_views(analysis.questions, analysis.asking, found.coded, found.advice, desk.rules),
            *decision_questions(analysis.own_findings, analysis.asking, analysis.name_of),
        ),
        rules=desk.rules.version,
        notice=paper_notice(found.findings),
        version=handover.version(analysis.case),
        replaced=replaced_views(desk, analysis.case),
        facts=_facts(found, desk),
    )


def _facts(found: Conclusions, desk: Desk) -> dict[str, str | bool]:
    """Return the facts that forms ask for: answers, channel of the adopted mode, whether the goods go to the EU.

    What is not known stays out.
    """
    facts = {name: value for name, value in found.sheet.values.items() if isinstance(value, str | bool)}
    mode = next((one for one in found.advice.modes if one.mode.code == found.coded.choice("mode")), None)
    if mode is not None and mode.channel.value is not None:
        facts["channel"] = mode.channel.value
    members = desk.rules.at(found.day).find(EU_MEMBERS)
    if members is not None and isinstance(members.value, tuple) and found.coded.route.dest is not None:
        facts["dest_in_eu"] = found.coded.route.dest in members.value
    return facts
