"""Rows of the refund file: its papers, its figures by their names in tax law, its deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.money import deal_digits
from exporter_desk.domain.numbers import grouped
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.older import deadline_name, older_by_line, remark_on
from exporter_desk.refund.quantity import spanned
from exporter_desk.refund.reminders import reminder, settled
from exporter_desk.rules.schema import Confidence
from exporter_desk.services.source_view import marked
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.refund_facts import refund_cell
from exporter_desk.ui.models.word_lists import comma, formula_words
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.checklist.papers import PaperItem
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.services.session import Session
    from exporter_desk.ui.widgets import MarkKind

STATES = ("missing", "unknown", "waiting", "have")
"""States of a paper, the most urgent first."""
MARKS: dict[str, MarkKind] = {"missing": "error", "unknown": "not_started", "waiting": "waiting", "have": "ok"}


VAT_RETURN = "tax.vat."
MOST_NAMES = 40
"""So many missing inputs are named behind a figure; a line shows fewer, its tooltip all of them."""
RESULTS = ("REFUND", "REPAY")
"""The figures that a person looks for; they come first."""
_RATES, _SUM = ("RATE", "RATE_USD"), "Σ"
STANDINGS: dict[str, MarkKind] = {"settled": "ok", "overdue": "error", "near": "warn"}
"""How a deadline stands, where it needs a mark."""


def state_word(session: Session, state: str) -> str:
    """What the state of a paper is called, in the words of the to-do list."""
    return pick(session.desk.workflow_wording.say(f"papers.{state or 'unknown'}"))


def place_word(session: Session, path: str) -> str:
    """The name of an input: as the rules call it, else as the case does."""
    named: Bilingual = session.desk.checklists.place_name(path)
    if named.zh != path:
        return pick(named)
    name = pick(session.name_of(path))
    return name.rpartition(" · ")[2] if path.startswith(VAT_RETURN) else name


def in_order(papers: Iterable[PaperItem]) -> tuple[PaperItem, ...]:
    """What is missing first, what is there last; of one state what is needed for certain comes first."""
    return tuple(sorted(papers, key=lambda paper: (STATES.index(paper.state), not paper.needed)))


def paper_row(session: Session, paper: PaperItem) -> tuple[CellState, ...]:
    """State, paper, who gives it, what must agree, number."""
    rule, chinese = paper.rule, language() == "zh"
    name, note = (rule.zh, rule.note_zh) if chinese else (rule.en, rule.note_en)
    agree = comma().join(figure.zh if chinese else figure.en for figure in rule.must_match)
    when = "" if paper.needed else " " + translate("Refund", "(if needed)")
    return (
        CellState(state_word(session, paper.state), mark=MARKS[paper.state], bold=paper.state == "missing"),
        CellState(
            name + when,
            bold=paper.state == "missing",
            note=" ".join(part for part in (name, note) if part),
            chip=scan_words(paper),
        ),
        CellState(rule.issuer_zh if chinese else rule.issuer_en, tone="ink2"),
        CellState(agree, tone="ink2", note=agree),
        CellState(paper.number or "", tone="ink2", note=paper.number or ""),
    )


def scan_words(paper: PaperItem) -> str:
    """That scans are attached, and how many pages they have; "" for none."""
    if not paper.scans:
        return ""
    return translate("Refund", "scan · {count} p.").format(count=sum(one.pages or 0 for one in paper.scans))


def results_first(figures: Iterable[Quantity]) -> list[Quantity]:
    """The refund, then the steps that lead to it in the order of the law."""
    return sorted(figures, key=lambda one: one.symbol not in RESULTS)


def figure_row(session: Session, one: Quantity) -> tuple[CellState, ...]:
    """Name, value or range or 不能算, and the formula or what is still missing."""
    checklists, refund = session.desk.checklists, session.analysis().refund
    symbol, older = checklists.symbols[one.symbol], older_by_line(refund.source, refund.law_day, checklists).get("")
    sure = Confidence.UNCONFIRMED if one.assumed else None if older is None else older.confidence
    name = pick(marked(Bilingual(symbol.zh, symbol.en), sure))
    result = one.symbol in RESULTS
    label = CellState(name, note=name, figure=f"refund.{one.symbol}", bold=result)
    if one.trace.value is not None:
        least = 4 if one.symbol in _RATES else deal_digits(one.unit)
        digits = max(least, -int(one.trace.value.as_tuple().exponent))
        state = refund_cell(grouped(one.trace.value, digits), known=True, estimated=one.trace.estimated, bold=result)
        how = translate("Refund", "sum of the lines") if one.trace.formula == _SUM else formula_words(one.trace.formula)
        return (label, state, CellState(how, tone="ink2", note=how))
    missing = place_words(session, one.trace.missing)
    open_sum = translate("Refund", "sum of the lines; not all of them are known yet")
    formula = open_sum if one.trace.formula == _SUM else formula_words(one.trace.formula)
    why = translate("Refund", "Still missing: {places}").format(places=missing) if missing else formula
    return (
        label,
        refund_cell(_range(one), known=False, estimated=False, bold=result),
        CellState(why, tone="warn", note=why),
    )


def place_words(session: Session, paths: Sequence[str]) -> str:
    """The names of inputs, each once; of thousands of invoices that lack the same thing the first ones say enough."""
    words: dict[str, None] = {}
    for number, path in enumerate(paths):
        if len(words) == MOST_NAMES:
            words[translate("Figure", "and {count} more").format(count=len(paths) - number)] = None
            break
        words[place_word(session, path)] = None
    return comma().join(words)


def _range(one: Quantity) -> str:
    if one.low is None and one.high is not None:
        return f"≤ {grouped(one.high, 2)}"
    if one.low is not None and one.low > 0 and one.high is None:
        return f"≥ {grouped(one.low, 2)}"
    if one.low is None or one.high is None:
        return translate("Refund", "cannot be computed")
    return spanned(one.low, one.high)


def deadline_row(session: Session, one: Deadline, refund: RefundResult) -> tuple[CellState, ...]:
    """Deadline, its day and how it stands, or which date to type, note."""
    checklists = session.desk.checklists
    rule, (remark, _) = checklists.deadlines[one.id], remark_on(one, checklists)
    name, note = pick(deadline_name(one, checklists)), pick(remark)
    stands = reminder(one, rule, settled(refund.source, refund.day), refund.day)
    if stands is not None:
        mark = STANDINGS.get(stands.state)
        words = f"{stands.day.isoformat()} {standing_word(stands.state)}".strip()
        return (CellState(name), CellState(words, mark=mark, bold=True), CellState(note, tone="ink2", note=note))
    if one.no_rule:
        words = translate("Refund", "the law of that day sets none")
        return (CellState(name), CellState(words, "unknown"), CellState(note, tone="ink2", note=note))
    missing = comma().join(place_word(session, path) for path in one.missing)
    words = translate("Refund", "type first: {places}").format(places=missing)
    return (CellState(name), CellState(words, mark="warn", note=words), CellState(note, tone="ink2", note=note))


def standing_word(state: str) -> str:
    """What is to be said of a deadline besides its day."""
    words = {
        "settled": translate("Refund", "done"),
        "overdue": translate("Refund", "overdue"),
        "near": translate("Refund", "soon"),
    }
    return words.get(state, "")
