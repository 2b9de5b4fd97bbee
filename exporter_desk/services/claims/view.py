"""The refund conclusion as screen and paper show it: policy, figures, papers, deadlines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import DeadlineView, ReasonView, RefundFigureView, RefundPaperView, RefundView
from exporter_desk.domain.money import is_currency
from exporter_desk.domain.numbers import grouped
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.line_rates import unconfirmed
from exporter_desk.refund.older import deadline_name, older_by_line, remark_on
from exporter_desk.refund.quantity import find
from exporter_desk.rules.schema import Confidence
from exporter_desk.services.claims.neighbours import WHOLE_MONTH
from exporter_desk.services.papers.attached import place_words
from exporter_desk.services.source_view import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from exporter_desk.checklist.papers import PaperItem
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.rules.checklists import Checklists

RESULTS = {
    "refund": Bilingual("退（免）税", "Refund"),
    "exempt": Bilingual("免税，不退税", "Exempt, no refund"),
    "taxed": Bilingual("视同内销征税", "Taxed as a domestic sale"),
    "to_confirm": Bilingual("待确认", "To confirm"),
}

_ITS_DAY = Bilingual("起算的日期", "the day that it counts from")


def refund_view(
    result: RefundResult, papers: Iterable[PaperItem], book: Checklists, name_of: Callable[[str], Bilingual]
) -> RefundView:
    """Return the refund part of a dossier; `name_of` says what a place of the case is called."""
    law = older_by_line(result.source, result.law_day, book).get("")
    older = None if law is None else law.confidence
    return RefundView(
        policy=_policy(result),
        method=_method(result),
        reasons=_reasons(result),
        figures=tuple(
            RefundFigureView(
                label=marked(
                    _of_it_alone(name, result) if one.symbol == "REFUND" else name,
                    Confidence.UNCONFIRMED if one.assumed else older,
                ),
                value=one.trace,
                currency=one.unit if is_currency(one.unit) else "",
            )
            for one in result.quantities
            if not one.line and one.symbol in book.symbols
            for name in [Bilingual(book.symbols[one.symbol].zh, book.symbols[one.symbol].en)]
        ),
        papers=tuple(_paper(item, book) for item in papers),
        deadlines=tuple(_deadline(one, book, name_of) for one in result.deadlines),
    )


def _reasons(result: RefundResult) -> tuple[ReasonView, ...]:
    """Return every reason once: what holds of several lines is one sentence, with what all of them wait for."""
    found: dict[tuple[str, str], ReasonView] = {}
    for reason in result.policy.reasons:
        view = ReasonView(
            outcome=reason.outcome,
            text=marked(Bilingual(reason.zh, reason.en), reason.confidence),
            sources=tuple(cite.source for cite in reason.cite),
            paths=reason.missing,
        )
        before = found.setdefault((reason.id, reason.outcome), view)
        paths = tuple(dict.fromkeys((*before.paths, *view.paths)))
        found[reason.id, reason.outcome] = replace(before, paths=paths)
    return tuple(found.values())


def headline(result: RefundResult) -> tuple[Bilingual, Bilingual]:
    """Return the result in two lines: the policy with its method, and the refund, its bounds, or that there is none."""
    refund = find(result.quantities, "REFUND")
    label = Confidence.UNCONFIRMED if refund is not None and refund.assumed else None
    amount = _in_words(refund)
    if refund is not None and refund.value is not None and refund.trace.estimated:
        amount = _as_estimate(amount, unconfirmed(result.rates))
    return _policy(result), marked(_of_it_alone(amount, result), label)


def _as_estimate(words: Bilingual, count: int) -> Bilingual:
    """Call an amount an estimate, with how many figures behind it are still to be confirmed."""
    zh, en = (f"，用了 {count} 个待确认数", f", figures still to confirm: {count}") if count else ("", "")
    return Bilingual(f"{words.zh}（估算{zh}）", f"{words.en} (estimate{en})")


def _of_it_alone(words: Bilingual, result: RefundResult) -> Bilingual:
    """Say with the refund of a shipment that its month has others, so that it is no claim of its own."""
    if all(one.code != WHOLE_MONTH for one in result.findings):
        return words
    zh = f"{words.zh}（只算本票，不是整月的申报数）"
    return Bilingual(zh, f"{words.en} (of this shipment alone, not the claim of its month)")


def _in_words(refund: Quantity | None) -> Bilingual:
    if refund is not None and refund.value is not None and refund.value < 0:
        repaid = grouped(-refund.value, 2)
        return Bilingual(f"应补缴已退税款 {repaid} 元", f"To be paid back CNY {repaid}")
    if refund is not None and refund.value is not None:
        return Bilingual(f"应退税额 {grouped(refund.value, 2)} 元", f"Refund CNY {grouped(refund.value, 2)}")
    if refund is not None and refund.low is not None and refund.high is not None:
        if refund.low < 0 >= refund.high:
            low, high = grouped(-refund.high, 2), grouped(-refund.low, 2)
            return Bilingual(
                f"应补缴已退税款在 {low} 到 {high} 元之间", f"To be paid back between CNY {low} and {high}"
            )
        low, high = grouped(refund.low, 2), grouped(refund.high, 2)
        return Bilingual(f"应退税额在 {low} 到 {high} 元之间", f"Refund between CNY {low} and {high}")
    if refund is not None and refund.high is not None:
        high = grouped(refund.high, 2)
        return Bilingual(f"应退税额最多 {high} 元", f"Refund at most CNY {high}")
    if refund is not None and refund.low:
        low = grouped(refund.low, 2)
        return Bilingual(f"应退税额至少 {low} 元", f"Refund at least CNY {low}")
    return Bilingual("应退税额不能估算", "The refund cannot be estimated")


def _policy(result: RefundResult) -> Bilingual:
    name, method = RESULTS[result.policy.result], result.policy.method
    refundable = not result.policy.decisions or any(decision.may_refund for decision in result.policy.decisions)
    if method is not None and refundable:
        name = Bilingual(f"{name.zh}：{method.zh}", f"{name.en}: {method.en}")
    return marked(name, result.policy.confidence)


def _method(result: RefundResult) -> Bilingual:
    method = result.policy.method
    return Bilingual("", "") if method is None else Bilingual(method.zh, method.en)


def _paper(item: PaperItem, book: Checklists) -> RefundPaperView:
    rule = item.rule
    label = book.book.confidence_of(rule.cite, rule.confidence)
    figures = rule.must_match
    return RefundPaperView(
        label=Bilingual(rule.zh, rule.en),
        giver=Bilingual(rule.issuer_zh, rule.issuer_en),
        state=item.state,
        must_match=Bilingual("、".join(one.zh for one in figures), ", ".join(one.en for one in figures)),
        number=item.number or "",
        place=item.place or place_words(item.scans),
        note=marked(Bilingual(rule.note_zh, rule.note_en), label),
        filed=item.filed,
        needed=item.needed,
        path=f"tax.papers.{rule.id}",
    )


def _deadline(one: Deadline, book: Checklists, name_of: Callable[[str], Bilingual]) -> DeadlineView:
    day: Trace[date] = Trace(one.date, inputs=one.missing, missing=one.missing)
    note, label = remark_on(one, book)
    name = marked(deadline_name(one, book), label)
    return DeadlineView(label=name, day=day, note=_waits_for(one, note, name_of))


def _waits_for(one: Deadline, note: Bilingual, name_of: Callable[[str], Bilingual]) -> Bilingual:
    """Say what an unknown day waits for; of a known one, what the rule remarks."""
    if one.no_rule:
        nothing = Bilingual("当时的规定没有这个期限。", "The law of that day sets no such day.")
        return note if note.zh else nothing
    names = [name if name.zh != path else _ITS_DAY for path, name in ((path, name_of(path)) for path in one.missing)]
    if not names:
        return note
    waiting = Bilingual(
        f"填写{'、'.join(name.zh for name in names)}后算出。",
        f"Known once {', '.join(name.en for name in names)} is given.",
    )
    return Bilingual(f"{waiting.zh}{note.zh}", f"{waiting.en} {note.en}".strip())
