"""What to ask about a refund, each by name in a plain sentence: what decides the policy, the figure, the papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.places import case_place
from exporter_desk.refund.quantity import find
from exporter_desk.rules.schema import FactSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.rules.checklists import Checklists

Decides = Literal["policy", "precondition", "amount", "papers"]
# Inputs of the refund that are called otherwise when they are facts of the export.
_FACTS = {"taxpayer.taxpayer": "taxpayer", "taxpayer.kind": "kind", "dates.export": "export_date"}
# These are no answers of a person: they follow from others.
_DERIVED = frozenset(
    {
        "policy",
        "lapsed",
        "late",
        "method",
        "claims_refund",
        "result",
        "rate_zero",
        "sold_out",
        "sold_some",
        "through_other",
        "refund_rate",
    }
)


_OUTCOMES = frozenset({"method", "claims_refund"})
# What is asked of every line by itself, and the field of it that answers.
_OF_LINES = {"made": "made", "zero_flag": "zero_flag", "produce": "hs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundQuestion:
    """One question: `path` is where the answer goes, `fact` the fact that it is about, None for another input."""

    path: str
    fact: FactSpec | None
    name: Bilingual
    text: Bilingual
    why: Bilingual
    decides: tuple[Decides, ...]


def refund_questions(
    result: RefundResult, book: Checklists, of_papers: Iterable[str] = ()
) -> tuple[RefundQuestion, ...]:
    """Return the questions in the order in which they matter; `of_papers` are the facts that paper lists wait for."""
    wanted: dict[str, list[Decides]] = {}
    for path, decides in (*_wanted(result), *((fact, "papers") for fact in of_papers)):
        for place in _lines_of(_FACTS.get(path, path), result):
            kinds = wanted.setdefault(place, [])
            if decides not in kinds:
                kinds.append(decides)
    in_case = result.source.schema == CASE_SCHEMA
    return tuple(_question(path, tuple(kinds), book, in_case=in_case) for path, kinds in wanted.items())


def asked_for(facts: Iterable[str], result: RefundResult) -> tuple[str, ...]:
    """Return the facts that a person can tell: in place of an outcome of the policy, those that it waits for."""
    policy = tuple(fact for fact in result.policy.missing if fact not in _DERIVED)
    told = (path for fact in facts for path in (policy if fact in _OUTCOMES else (fact,)))
    return tuple(dict.fromkeys(told))


def _wanted(result: RefundResult) -> Iterator[tuple[str, Decides]]:
    for fact in result.policy.missing:
        if fact not in _DERIVED:
            yield fact, "policy"
    refund = find(result.quantities, "REFUND")
    for path in result.open_inputs if refund is not None and refund.value is None else ():
        if path not in _DERIVED:
            yield path, "amount"
    may = any(decision.may_refund for decision in result.policy.decisions)
    for reason in result.policy.reasons if may else ():
        for fact in reason.missing if reason.precondition else ():
            if fact not in _DERIVED:
                yield fact, "precondition"


def _lines_of(path: str, result: RefundResult) -> tuple[str, ...]:
    """Return the places of an answer: where the goods come from is asked line by line."""
    if path not in _OF_LINES:
        return (path,)
    name = _OF_LINES[path]
    open_lines = [line.id for line in result.source.lines if getattr(line, name) is None]
    return tuple(f"lines.{line}.{name}" for line in open_lines)


def _question(path: str, decides: tuple[Decides, ...], book: Checklists, *, in_case: bool) -> RefundQuestion:
    last = path.rpartition(".")[2]
    spec = book.book.facts.get(path) or (book.book.facts.get(last) if path.startswith("lines.") else None)
    name = book.place_name(path if spec is None else spec.path)
    place = book.place_spec(path)
    if spec is not None and spec.question_zh:
        text, why = Bilingual(spec.question_zh, spec.question_en), Bilingual(spec.why_zh, spec.why_en)
    elif place is not None and place.question_zh:
        text, why = Bilingual(place.question_zh, place.question_en), Bilingual("", "")
    else:
        text, why = Bilingual(f"请填写：{name.zh}。", f"Please give: {name.en}."), Bilingual("", "")
    where = case_place(path) if in_case else path
    return RefundQuestion(path=where, fact=spec, name=name, text=text, why=why, decides=decides)
