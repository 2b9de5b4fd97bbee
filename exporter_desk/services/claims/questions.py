"""Questions about the refund of a shipment as the guided pages show them: where the answer goes, what may be said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from exporter_desk.domain import paths
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.questions import refund_questions
from exporter_desk.services.guided import GuidedQuestion, Kind, Option

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case, FactValue
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.questions import RefundQuestion
    from exporter_desk.rules.checklists import Checklists

_KINDS: dict[object, Kind] = {bool: "bool", str: "text", Decimal: "decimal", date: "date"}
_YES_NO = (Option(value=True, text=Bilingual("是", "Yes")), Option(value=False, text=Bilingual("否", "No")))


def guided_refund_questions(
    case: Case, result: RefundResult, book: Checklists, of_papers: tuple[str, ...] = ()
) -> tuple[GuidedQuestion, ...]:
    """Return the questions whose answer is a single value of the case, in the order in which they matter.

    A question about a whole list (purchase invoices, rates) is answered in its table and not asked here.
    """
    asked = refund_questions(result, book, of_papers)
    return tuple(_guided(one, case) for one in asked if _is_value(case, one.path))


def _is_value(case: Case, path: str) -> bool:
    try:
        value = paths.read(case, path)
        hint = paths.type_at(path)
    except paths.PathError:
        return False
    return not isinstance(value, tuple) and (hint is paths.FACT or hint in _KINDS)


def _guided(one: RefundQuestion, case: Case) -> GuidedQuestion:
    value = paths.read(case, one.path)
    kind, options = _form(one)
    return GuidedQuestion(
        path=one.path,
        kind=kind,
        name=one.name,
        text=one.text,
        why=one.why,
        options=options,
        answer=cast("FactValue | None", value),
        not_known=one.path in case.not_known,
    )


def _form(one: RefundQuestion) -> tuple[Kind, tuple[Option, ...]]:
    hint = paths.type_at(one.path)
    if hint is bool or (hint is paths.FACT and one.fact is not None and one.fact.type == "bool"):
        return "bool", _YES_NO
    if one.fact is not None and one.fact.allowed:
        return "code", tuple(Option(entry.value, Bilingual(entry.zh, entry.en)) for entry in one.fact.allowed)
    return _KINDS.get(hint, "text"), ()
