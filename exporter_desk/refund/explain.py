"""The refund result as JSON: what the command line prints and the other parts read, version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import plain, trimmed
from exporter_desk.refund.older import older_by_line, older_on, remark_on
from exporter_desk.refund.questions import refund_questions
from exporter_desk.refund.reminders import reminder, settled
from exporter_desk.rules.answer_json import finding_json, source_json
from exporter_desk.rules.schema import Cite, Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.matching import Portion
    from exporter_desk.refund.policy import Decision, Policy, Reason
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.refund.questions import RefundQuestion
    from exporter_desk.refund.trader import PortionRefund
    from exporter_desk.refund.warehouse import Reconciliation, Split
    from exporter_desk.rules.rulebook import Found, RuleBook
    from exporter_desk.rules.schema import Note
    from exporter_desk.rules.texts import FindingTexts

SCHEMA = "exporter-desk/refund"
SCHEMA_VERSION = 1


def to_json(
    result: RefundResult,
    book: RefundBook,
    texts: FindingTexts,
    papers: Sequence[Json] = (),
    of_papers: Sequence[str] = (),
) -> JsonObject:
    """Return the whole result; `papers` is the list that the checklist part made, `of_papers` what it waits for."""
    rules, older = book.rules.book, older_by_line(result.source, result.law_day, book.rules)
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "day": result.day.isoformat(),
        "law_day": result.law_day.isoformat(),
        "rules": rules.version,
        "policy": _policy(result.policy, rules),
        "quantities": [_quantity(one, older.get(one.line), book) for one in result.quantities],
        "purchases": [_portion(one) for one in result.portions],
        "pre_refund": [_split(one) for one in result.splits],
        "reconciliations": [_reconciliation(one, book) for one in result.reconciliations],
        "papers": list(papers),
        "deadlines": [_deadline(one, result, book) for one in result.deadlines],
        "findings": [finding_json(texts.render(one, rules.sources)) for one in result.findings],
        "questions": [_question(one) for one in refund_questions(result, book.rules, of_papers)],
        "left_over": [_rest(one) for one in result.rests],
        "values": _values(result, book),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _cites(cites: Sequence[Cite], rules: RuleBook) -> list[Json]:
    return [source_json(rules.source(cite.source), cite.article) for cite in cites]


def _policy(policy: Policy, rules: RuleBook) -> JsonObject:
    method = policy.method
    return {
        "result": policy.result,
        "mixed": policy.mixed,
        "method": None if method is None else {"id": method.id, "zh": method.zh, "en": method.en},
        "confidence": policy.confidence.value,
        "missing": list(policy.missing),
        "lines": [_decision(one) for one in policy.decisions if one.line],
        "reasons": [_reason(one, rules) for one in policy.reasons],
        "notes": [_note(one, rules) for one in policy.notes],
    }


def _decision(decision: Decision) -> JsonObject:
    return {
        "line": decision.line,
        "result": decision.result,
        "could_be": list(decision.could_be),
        "missing": list(decision.missing),
    }


def _reason(reason: Reason, rules: RuleBook) -> JsonObject:
    return {
        "id": reason.id,
        "line": reason.line or None,
        "outcome": reason.outcome,
        "precondition": reason.precondition,
        "zh": reason.zh,
        "en": reason.en,
        "missing": list(reason.missing),
        "confidence": reason.confidence.value,
        "sources": _cites(reason.cite, rules),
    }


def _note(note: Note, rules: RuleBook) -> JsonObject:
    label = rules.confidence_of(note.cite, note.confidence)
    cites = _cites(note.cite, rules)
    return {"id": note.id, "zh": note.zh, "en": note.en, "confidence": label.value, "sources": cites}


def _quantity(quantity: Quantity, older: Found | None, book: RefundBook) -> JsonObject:
    name = book.rules.symbols[quantity.symbol]
    cites = (*name.cite, *(Cite(source=one) for one in (older.sources if older else ())))
    label = Confidence.UNCONFIRMED if quantity.assumed else older.confidence if older else None
    return {
        "symbol": quantity.symbol,
        "line": quantity.line or None,
        "zh": name.zh,
        "en": name.en,
        "value": _text(quantity.value),
        "low": _text(quantity.low),
        "high": _text(quantity.high),
        "unit": quantity.unit,
        "formula": quantity.trace.formula,
        "inputs": list(quantity.trace.inputs),
        "estimated": quantity.is_guess,
        "missing": list(quantity.trace.missing),
        "missing_words": _names(quantity.trace.missing, book),
        "confidence": book.rules.book.confidence_of(cites, label).value,
        "sources": _cites(cites, book.rules.book),
    }


def _names(paths: Sequence[str], book: RefundBook) -> JsonObject:
    """Return what a reader calls the inputs at `paths`, each name once."""
    names = [book.rules.place_name(path) for path in paths]
    zh, en = dict.fromkeys(name.zh for name in names), dict.fromkeys(name.en for name in names)
    return {"zh": "、".join(zh), "en": "; ".join(en)}


def _question(one: RefundQuestion) -> JsonObject:
    allowed = () if one.fact is None else one.fact.allowed
    return {
        "fact": None if one.fact is None else one.fact.path,
        "path": one.path,
        "zh": one.text.zh,
        "en": one.text.en,
        "why": {"zh": one.why.zh, "en": one.why.en} if one.why.zh else None,
        "answers": [{"value": entry.value, "zh": entry.zh, "en": entry.en} for entry in allowed],
        "would_decide": list(one.decides),
    }


def _rest(one: Portion) -> JsonObject:
    invoice = one.invoice
    qty = None if one.qty is None else trimmed(one.qty)
    return {"invoice": invoice.id, "number": invoice.number, "qty": qty, "amount": _text(one.amount)}


def _portion(one: PortionRefund) -> JsonObject:
    invoice = one.portion.invoice
    return {
        "line": one.portion.line,
        "invoice": invoice.id,
        "number": invoice.number,
        "lawful": one.lawful,
        "qty": None if one.portion.qty is None else trimmed(one.portion.qty),
        "base": _text(one.base.value),
        "rate": _text(one.rate.value),
        "refund": _text(one.refund.value),
        "cost_gap": _text(one.gap.value),
    }


def _split(split: Split) -> JsonObject:
    return {
        "line": split.line,
        "sold": _text(split.sold),
        # More sold than exported is a contradiction: what is left over is then not known.
        "unsold": _text(split.unsold if split.unsold is None or split.unsold >= 0 else None),
        "unsold_code": split.code,
        "sold_refund": _text(split.sold_refund.value),
        "unsold_refund": _text(split.unsold_refund.value),
        "missing": list(split.unsold_refund.missing),
    }


def _reconciliation(one: Reconciliation, book: RefundBook) -> JsonObject:
    pre, word = one.pre_refund, None if one.outcome is None else book.rules.place_name(f"outcome.{one.outcome}")
    entries: list[Json] = [
        {"kind": entry.kind, "qty": _text(entry.qty), "refund": _text(entry.refund.value)} for entry in one.entries
    ]
    return {
        "id": pre.id,
        "line": pre.goods,
        "qty": _text(pre.qty),
        "refund": _text(pre.refund),
        "window": None if one.window is None else {"from": one.window[0].isoformat(), "to": one.window[1].isoformat()},
        "status": one.status,
        "sold": _text(one.sold),
        "unsold": _text(one.unsold),
        "outcome": one.outcome,
        "outcome_words": None if word is None else {"zh": word.zh, "en": word.en},
        "right_refund": _text(one.right.value),
        "difference": _text(one.difference.value),
        "formula": one.right.formula,
        "entries": entries,
        "evidence": [{"sale": sale, "due": due.isoformat()} for sale, due in one.evidence],
        "missing": list(one.difference.missing),
    }


def _deadline(deadline: Deadline, result: RefundResult, book: RefundBook) -> JsonObject:
    rule, rules = book.rules.deadlines[deadline.id], book.rules.book
    stands = reminder(deadline, rule, settled(result.source, result.day), result.day)
    (note, label), older = remark_on(deadline, book.rules), older_on(deadline.export, book.rules)
    cites = rule.cite if older is None else tuple(Cite(source=one) for one in older.sources)
    apart: JsonObject = {}
    if deadline.lines:
        export = None if deadline.export is None else deadline.export.isoformat()
        apart = {"lines": list(deadline.lines), "export_date": export}
    if deadline.sale is not None:
        apart |= {"sale_date": deadline.sale.isoformat()}
    return {
        "id": deadline.id,
        "zh": rule.zh,
        "en": rule.en,
        "date": None if deadline.date is None else deadline.date.isoformat(),
        "missing": list(deadline.missing),
        "no_rule": deadline.no_rule,
        **apart,
        "remind_days": list(rule.remind_days),
        "remind_on": [] if stands is None else [one.isoformat() for one in stands.remind_on],
        "state": None if stands is None else stands.state,
        "risk": rule.risk or None,
        "note": {"zh": note.zh, "en": note.en} if note.zh else None,
        "confidence": label.value,
        "sources": _cites(cites, rules),
    }


def _values(result: RefundResult, book: RefundBook) -> list[Json]:
    """Return every dated value that was in force for the deadlines, with its label and sources."""
    rules = book.rules.at(result.law_day)
    names = dict.fromkeys(name for one in result.deadlines for name in book.rules.deadlines[one.id].values)
    found = [rules.find(name) for name in names]
    return [
        {
            "value": one.id,
            "since": one.since.isoformat(),
            "confidence": one.confidence.value,
            "sources": list(one.sources),
        }
        for one in found
        if one is not None
    ]
