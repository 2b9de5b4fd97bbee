"""The files of an estimate: one page for the owner, the full calculation on paper, and the workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.costs.scenario import Scenario
from exporter_desk.costs.study import Study
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.packet_file import metadata_of
from exporter_desk.documents.plan import finding_view
from exporter_desk.documents.render import compose, to_pdf
from exporter_desk.domain.case import Case
from exporter_desk.domain.practice import mark_of
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.texts import RenderedFinding
from exporter_desk.services.estimates.answers import answers_view
from exporter_desk.services.estimates.foreign_texts import readable
from exporter_desk.services.estimates.scenarios import ScenarioTable, on_paper, sentences
from exporter_desk.services.estimates.view import shown_estimate
from exporter_desk.services.packs.remarks import paper_notice, remarks
from exporter_desk.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import EstimateView
    from exporter_desk.domain.text import Language
    from exporter_desk.services.desk import Desk

PAGE, CALCULATION = "cost_boss", "cost_calculation"
_TITLE = Bilingual("海外仓费用估算", "Overseas-warehouse cost estimate")


@dataclass(frozen=True, slots=True)
class Studied:
    """A plan that was read and studied, with the shipment it belongs to and what was found, in words.

    `scenarios` compares it with its variants, where somebody priced them.
    """

    scenario: Scenario
    study: Study
    case: Case | None
    day: date
    findings: tuple[RenderedFinding, ...]
    scenarios: ScenarioTable | None = None


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the files of an estimate go; None for one that is not wanted."""

    xlsx: str | None = None
    pdf: str | None = None
    page: str | None = None


def write_outputs(studied: Studied, desk: Desk, language: Language, outputs: Outputs) -> None:
    """Write the wanted files, each whole or not at all; raises UserFacingError when a place cannot be written."""
    if outputs.xlsx is not None:
        write_atomically(Path(outputs.xlsx), estimate_workbook(studied, desk, language))
    if outputs.pdf is not None:
        write_atomically(Path(outputs.pdf), estimate_pdf(studied, desk, language))
    if outputs.page is not None:
        write_atomically(Path(outputs.page), estimate_pdf(studied, desk, language, (PAGE,)))


def studied_view(studied: Studied, desk: Desk, language: Language) -> EstimateView:
    """Return the estimate with all its answers, as screen and paper show it."""
    view = shown_estimate(studied.study.estimate, desk, language)
    answers = answers_view(studied.scenario, studied.study, desk.cost_texts, language, desk.foreign_texts)
    notes = tuple(Bilingual(one.text("zh"), one.text("en")) for one in studied.findings)
    table, plan = studied.scenarios, desk.plan_form.words["plan"]
    rows = () if table is None else on_paper(table, plan, desk.cost_texts)
    return replace(view, answers=replace(answers, notes=notes, scenarios=rows))


def estimate_pdf(studied: Studied, desk: Desk, language: Language, forms: Sequence[str] = (PAGE, CALCULATION)) -> bytes:
    """Return the page for the owner, the full calculation, or both, as one PDF/A file."""
    dossier = Dossier(
        case=studied.case or Case(),
        practice=is_practice(studied, desk),
        codes=desk.codes,
        day=studied.day,
        languages=("zh", "en") if language == "zh" else ("en", "zh"),
        estimate=studied_view(studied, desk, language),
        findings=tuple(finding_view(one) for one in studied.findings),
        rules=desk.rules.version,
        notice=paper_notice(remarks(desk, studied.day)),
    )
    library = desk.library
    papers = [compose(library.forms[name], dossier, library.fonts) for name in forms]
    return to_pdf(papers, library.fonts, metadata_of(dossier, _TITLE.in_language(language)))


def estimate_workbook(studied: Studied, desk: Desk, language: Language) -> bytes:
    """Return the workbook with live formulas, the data of the charts, and what stands behind the figures."""
    from exporter_desk.tables.cost_sheet import CostBook, cost_workbook

    view = studied_view(studied, desk, language)
    answers = view.answers
    charts = () if answers is None else tuple(answers.charts.values())
    notes: tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...] = (
        (Bilingual("没有算进去", "Not included"), view.not_included),
        (Bilingual("价格有多旧", "How old the prices are"), () if answers is None else answers.prices),
        (Bilingual("要注意的", "To note"), () if answers is None else answers.notes),
    )
    if studied.scenarios is not None:
        words = desk.plan_form.words
        notes = ((words["scenarios"], tuple(sentences(studied.scenarios, words["plan"]))), *notes)
    title = _TITLE.in_language(language)
    shown = readable(studied.study.estimate, desk.foreign_texts, desk.cost_texts, language)
    mark = mark_of(practice=is_practice(studied, desk))
    return cost_workbook(CostBook(shown, title, desk.stages, language, charts, notes, mark))


def is_practice(studied: Studied, desk: Desk) -> bool:
    """Tell whether an estimate belongs to an exercise."""
    return desk.practice or (studied.case is not None and studied.case.practice)
