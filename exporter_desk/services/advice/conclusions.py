"""What every engine says of a case on a day: advice, estimate, refund, papers, findings; not yet in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency import examine
from exporter_desk.checklist.papers import PaperItem, papers, with_states
from exporter_desk.costs.estimate import Estimate, estimate
from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.questions import Amount
from exporter_desk.domain import paths
from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.modes.adopted import Recheck, recheck
from exporter_desk.modes.advice import Advice, ModeAdvice, Verdict
from exporter_desk.modes.assess import assess as assess_modes
from exporter_desk.modes.clashes import clash_findings
from exporter_desk.modes.day import advice_day
from exporter_desk.modes.explain_adopted import recheck_sentences
from exporter_desk.refund.assess import RefundResult
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.market import checked_rates
from exporter_desk.refund.quantity import find
from exporter_desk.refund.questions import asked_for
from exporter_desk.rules.facts import FactSheet, read_facts
from exporter_desk.rules.typed_codes import normalise_codes
from exporter_desk.services.advice.unread import unread_entries
from exporter_desk.services.claims.neighbours import ALONE, UNSEEN, Neighbours, alone, assess_beside
from exporter_desk.services.papers.attached import by_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.services.desk import Desk

# 应退税额 among the figures of the refund part.
REFUND = "REFUND"
# A quantity without invoice, name or unit of an invoice, number of a declaration.
_SAID_BY_X8 = frozenset({"T13", "T16", "T80"})
_SAID_BY_X20 = ("T03", "T30", "T32", "T45", "T118", "T119")


@dataclass(frozen=True, kw_only=True)
class Conclusions:
    """What the engines say of a case, before anything is put into words.

    `day` is the one whose law counts, `made_on` the one on which this is said: that of the case, else today. `beside`
    is what the company claims beside it.
    """

    coded: Case
    day: date
    made_on: date
    sheet: FactSheet
    advice: Advice
    estimate: Estimate | None
    refund: RefundResult
    papers: tuple[PaperItem, ...]
    findings: tuple[Finding, ...]
    passed: int
    decision: Recheck | None = None
    beside: Neighbours = ALONE


def conclude(case: Case, desk: Desk, today: date, beside: Callable[[Case, date], Neighbours] = alone) -> Conclusions:
    """Run every engine over `case`; the export date counts as the day, else the day of the case, else `today`.

    A refund runs on for years after the export: it is looked at on the day of the case, else `today`. `beside` tells
    what the company claims beside a shipment on a day.
    """
    coded = normalise_codes(case, desk.codes)
    judged = with_believed_rates(coded, desk)
    day = _law_day(judged, desk, today)
    sheet = read_facts(judged, desk.rules, day)
    examination = examine(coded, desk.codes, desk.hs, day)
    made_on = coded.day or today
    around = beside(coded, made_on)
    refund = assess_beside(from_case(coded), coded, desk, made_on, around)
    estimated, cost_findings = _estimate(coded, desk, day, refund)
    advice = assess_modes(sheet, desk.rules, day)
    decision = recheck(coded, advice, desk.rules)
    return Conclusions(
        coded=coded,
        day=day,
        made_on=made_on,
        sheet=sheet,
        advice=advice,
        estimate=estimated,
        refund=refund,
        papers=refund_papers(coded, refund, desk),
        findings=(
            *_not_told_better(examination.findings, refund.findings),
            *_not_disputed(sheet.findings, refund.findings),
            *clash_findings(advice, desk.rules),
            *_not_told_yet(refund.findings, (*examination.findings, *sheet.findings)),
            *cost_findings,
            *_adopted(coded, advice, decision),
            *unread_entries(coded, desk),
            *_pack_remarks(desk, today),
        ),
        passed=examination.passed,
        decision=decision,
        beside=around,
    )


def law_day(case: Case, desk: Desk, today: date) -> date:
    """Return the day whose law counts for `case`, without running an engine."""
    return _law_day(with_believed_rates(normalise_codes(case, desk.codes), desk), desk, today)


def _law_day(judged: Case, desk: Desk, today: date) -> date:
    return advice_day(read_facts(judged, desk.rules, today), judged.day, today)[0]


def with_believed_rates(case: Case, desk: Desk) -> Case:
    """Return the case without exchange rates that are beyond belief: what follows from them is not known."""
    kept, told = checked_rates(from_case(case), desk.refund_book) if case.tax.rates else (None, ())
    return case if kept is None or not told else replace(case, tax=replace(case.tax, rates=kept.rates))


def _pack_remarks(desk: Desk, today: date) -> tuple[Finding, ...]:
    """Warn of installed packs that are past their day or were put aside."""
    if not desk.packs.counts:
        return ()
    from exporter_desk.services.packs.remarks import remarks

    return remarks(desk, today)


def _not_told_yet(found: Sequence[Finding], told: Sequence[Finding]) -> list[Finding]:
    """Return the findings of the refund part that the check of the papers does not say in better words."""
    if any(finding.code == "X9" and not finding.variant for finding in told):
        found = [finding for finding in found if finding.code != "T12"]
    if any(finding.code == "D21" and "facts.proposed_mode" in finding.places for finding in told):
        found = [finding for finding in found if finding.code != "T112" or finding.variant]
    terms = {_charge_of(finding.places[0]) for finding in told if finding.code == "X8"}
    found = [finding for finding in found if not terms & _charges_said_by_x8(finding)]
    words = {place for finding in told if finding.code in ("D23", "D31") for place in finding.places}
    words |= {f"facts.seller_{place.rpartition('.')[2]}" for place in words if place.startswith("parties.")}
    found = [finding for finding in found if finding.code != "T01" or not words.issuperset(finding.places)]
    places = {place for finding in told if finding.code in ("X20", "D34") for place in finding.places}
    heads = {place.rsplit(".", 2)[0] for place in places if place.startswith("tax.declarations.")}
    known = places | heads
    return [finding for finding in found if finding.code not in _SAID_BY_X20 or not _is_told(finding, known)]


def _charges_said_by_x8(finding: Finding) -> set[str]:
    """Return the charges or the term that a finding is about, if X8 has a better word; a rate lacks another charge."""
    if finding.code not in _SAID_BY_X8:
        return set()
    return {_charge_of(place) for place in (finding.places if finding.code == "T13" else finding.places[:1])}


def _charge_of(place: str) -> str:
    """Return which charge or term a place is about: `terms.freight` of `terms.freight.amount`."""
    return ".".join(place.split(".")[:2])


def _not_told_better(told: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Return the findings of the check of papers but for receipts that may differ in currency: T73 says more."""
    if all(finding.code != "T73" for finding in found):
        return list(told)
    return [one for one in told if (one.code, one.variant) != ("X3", "agreed")]


def _not_disputed(told: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Return the findings about the answers, but of what the refund takes from neither place: it says so itself."""
    disputed = {finding.places[0] for finding in found if finding.code == "T113"}
    return [one for one in told if one.code != "D21" or one.places[0] not in disputed]


def _is_told(finding: Finding, known: set[str]) -> bool:
    """Tell whether the places of a finding are known; one that names the list of invoices is about its goods."""
    first, *rest = finding.places
    return first in known or (first == "tax.purchase_invoices" and bool(rest) and known.issuperset(rest))


def _adopted(case: Case, advice: Advice, decision: Recheck | None) -> tuple[Finding, ...]:
    """Tell when the adopted export mode is ruled out by now, so that its papers may not go out, or needs a look."""
    entry = next((mode for mode in advice.modes if mode.mode.code == case.choice("mode")), None)
    if entry is not None and entry.verdict is Verdict.NOT_APPLICABLE:
        return (_ruled_out(entry),)
    if decision is None or not decision.is_due:
        return ()
    sentences = recheck_sentences(decision)
    values = {"found_zh": "".join(one[0] for one in sentences), "found_en": " ".join(one[1] for one in sentences)}
    return (Finding("W92", Severity.HINT, ("choices.mode",), values),)


def _ruled_out(entry: ModeAdvice) -> Finding:
    against = next((reason for reason in entry.reasons if reason.blocks and reason.outcome is False), None)
    values = {"code": entry.mode.code, "reason_zh": "", "reason_en": ""}
    if against is not None:
        values |= {"reason_zh": against.zh, "reason_en": against.en}
    sources = () if against is None else against.sources
    return Finding("W90", Severity.ERROR, ("choices.mode",), values, sources)


def refund_papers(case: Case, refund: RefundResult, desk: Desk) -> tuple[PaperItem, ...]:
    """Return the papers of the refund file with what was noted about each."""
    source = refund.source
    listed = papers(refund.facts, source.taxpayer.kind, source.mode, source.industry, desk.checklists, refund.law_day)
    listed = tuple(replace(item, missing=asked_for(item.missing, refund)) for item in listed)
    scans = by_paper(case, desk.checklists) if case.attachments else {}
    days = {one.id: one.date for one in reversed(refund.deadlines)}  # of several export days the first presses
    return with_states(listed, case.tax.papers, days, scans, _numbers(listed, case))


def _numbers(listed: Sequence[PaperItem], case: Case) -> dict[str, str]:
    """Return the numbers that the shipment holds already: nobody types the number of a contract twice."""
    found = {item.rule.id: _texts_at(case, item.rule.number_from) for item in listed if item.rule.number_from}
    return {paper: "、".join(dict.fromkeys(texts)) for paper, texts in found.items() if texts}


def _texts_at(case: Case, path: str) -> list[str]:
    head, star, last = path.partition(".*.")
    items = paths.read(case, head) if star else ()
    listed = [str(getattr(one, "id", "")) for one in items] if isinstance(items, tuple) else []
    places = [f"{head}.{one}.{last}" for one in listed] if star else [path]
    return [text for place in places if isinstance(text := paths.read(case, place), str) and text]


def earned_refund(
    case: Case, desk: Desk, day: date, beside: Callable[[Case, date], Neighbours] = alone
) -> Amount | None:
    """Return the refund that a case earns, as the estimate takes it off the cost; None while it is not known.

    `beside` tells what its company claims beside it.
    """
    coded = normalise_codes(case, desk.codes)
    return earned_of(assess_beside(from_case(coded), coded, desk, day, beside(coded, day)))


def earned_of(refund: RefundResult) -> Amount | None:
    """Return the refund as the estimate takes it off the cost; None while it, or what it hangs on, is not known."""
    earned = find(refund.quantities, REFUND)
    if earned is None or UNSEEN in earned.assumed:
        return None
    return None if earned.value is None else Amount(amount=earned.value, currency=earned.unit)


def _estimate(case: Case, desk: Desk, day: date, refund: RefundResult) -> tuple[Estimate | None, tuple[Finding, ...]]:
    """Return the estimate once its block was begun; a case without one has nothing to be told about costs."""
    if not case.estimate:
        return None, ()
    reading = scenario_from_case(case, refund=earned_of(refund))
    if reading.scenario is None:
        return None, reading.findings
    result = estimate(reading.scenario, day=day, prices=desk.prices)
    return result, (*reading.findings, *result.findings)
