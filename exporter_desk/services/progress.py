"""Counts what the eight steps need to know of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain import handover, paths, totals
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.numbers import money_text, trimmed
from exporter_desk.domain.tax import TaxFile
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.advice import Verdict
from exporter_desk.services.workflow import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.documents.plan import DocumentPlan
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.modes.advice import Advice
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.advice.conclusions import Conclusions
    from exporter_desk.services.guided import QuestionPlan

_GOODS_PLACES = ("goods", "packages")
_PAPER_STATES = ("missing", "unknown", "waiting", "have")


def progress_of(
    found: Conclusions,
    asking: QuestionPlan,
    open_questions: int,
    plan: DocumentPlan,
    findings: Iterable[RenderedFinding],
) -> Progress:
    """Count the state of a case for the task list; `findings` are all of them, those of the papers too."""
    papers, told = _papers(plan), tuple(findings)
    case, wanted = found.coded, [item for item in found.papers if item.rule.need == "R" or item.needed]
    described = [asking.path_of(fact) for fact in asking.describe]
    unknown = sum(path in case.not_known for path in described)
    answered = unknown + sum(paths.read(case, path) is not None for path in described)
    cartons = totals.cartons(case).value
    adopted, conflict = _adopted(case, found.advice)
    return Progress(
        describe_total=len(described),
        describe_answered=answered,
        describe_unknown=unknown,
        mode_questions=open_questions,
        mode_suggested=_suggested(found.advice),
        mode_adopted=adopted,
        mode_conflict=conflict,
        mode_clash=bool(found.advice.clashes),
        mode_refused=found.decision is not None and found.decision.code is None,
        mode_recheck=found.decision is not None and found.decision.is_due,
        goods_lines=len(case.goods),
        cartons=None if cartons is None else trimmed(cartons),
        weight_estimated=totals.gross_kg(case).estimated,
        goods_errors=_count(found.findings, Severity.ERROR, _GOODS_PLACES),
        goods_confirm=_count(found.findings, Severity.CONFIRM, _GOODS_PLACES),
        warehouse_used=_warehouse_used(found, asking),
        estimate_begun=found.estimate is not None,
        estimate_total=_total(found.estimate),
        estimate_missing=_unknown_lines(found.estimate),
        papers_total=len(papers),
        papers_ready=sum(status in {"ready", "draft", "sheet"} for status in papers.values()),
        refund_wanted=_truth(found, "want_refund"),
        refund_begun=_refund_begun(found),
        refund_papers=len(wanted),
        refund_missing=sum(item.state != "have" for item in wanted),
        refund_states=tuple((state, sum(item.state == state for item in found.papers)) for state in _PAPER_STATES),
        errors=_count(told, Severity.ERROR),
        confirm=_count(told, Severity.CONFIRM),
        hints=_count(told, Severity.HINT),
        passed=found.passed,
        version=plan.dossier.version,
        handed_over=max((one.version for one in handover.hand_overs(case)), default=0),
    )


def _papers(plan: DocumentPlan) -> dict[str, str]:
    """Return the status of each form, whoever receives it; covers are made for a packet and do not count."""
    listed = (planned.paper for receiver in plan.receivers for planned in receiver.papers)
    return {paper.form.id: paper.status for paper in listed}


def _adopted(case: Case, advice: Advice) -> tuple[tuple[str, Bilingual] | None, bool]:
    """Return the adopted mode with its name, and whether the present answers rule it out."""
    code = case.choice("mode")
    entry = next((mode for mode in advice.modes if mode.mode.code == code), None)
    if code is None or entry is None:
        return (None, False) if code is None else ((code, Bilingual(code, code)), True)
    return (code, Bilingual(entry.mode.short_zh, entry.mode.short_en)), entry.verdict is Verdict.NOT_APPLICABLE


def _suggested(advice: Advice) -> tuple[str, Bilingual] | None:
    best = advice.recommended
    return None if best is None else (best.mode.code, Bilingual(best.mode.short_zh, best.mode.short_en))


def _count(findings: Iterable[Finding | RenderedFinding], severity: Severity, heads: tuple[str, ...] = ()) -> int:
    return sum(
        finding.severity is severity
        and (not heads or any(place.partition(".")[0] in heads for place in finding.places[:1]))
        for finding in findings
    )


def _warehouse_used(found: Conclusions, asking: QuestionPlan) -> bool | None:
    route = found.sheet.values.get("route")
    return None if route is None else route in asking.warehouse_routes


def _truth(found: Conclusions, fact: str) -> bool | None:
    value = found.sheet.values.get(fact)
    return value if isinstance(value, bool) else None


def _refund_begun(found: Conclusions) -> bool:
    """Tell whether somebody said anything in the refund file; what a paper is called elsewhere is no word of it."""
    said = (*found.coded.drafts, *found.coded.not_known)
    return (
        found.coded.tax != TaxFile()
        or any(path.startswith("tax.") for path in said)
        or any(item.state != "unknown" or item.scans for item in found.papers)
    )


def _total(estimate: Estimate | None) -> tuple[str, str] | None:
    if estimate is None or estimate.total.value is None:
        return None
    return estimate.reporting, money_text(estimate.total.value, estimate.reporting)


def _unknown_lines(estimate: Estimate | None) -> int:
    return 0 if estimate is None else sum(line.unknown is not None for line in estimate.lines)
