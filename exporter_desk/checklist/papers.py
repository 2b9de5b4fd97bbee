"""The list of papers of a refund file: what this taxpayer, mode and industry need, and what is still open about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.attachment import Attachment
from exporter_desk.rules.answer_json import source_json
from exporter_desk.rules.checklists import PaperRule
from exporter_desk.rules.conditions import Evaluation, Knowledge, evaluate
from exporter_desk.rules.schema import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.tax import PaperState
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.rules.rulebook import Datum

State = Literal["have", "waiting", "missing", "unknown"]
GROUPS = ("registration", "claim", "archive", "mode", "industry", "first_claim")
_STATES: dict[str | None, State] = {"have": "have", "waiting": "waiting", "missing": "missing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """One paper of the list; `needed` is None while the facts in `missing` are not known, `filed` by `filed_missing`.

    `state` is what was noted about it, `due` the day of the deadline it falls under, if that is known; `kept_as` the
    way of storage, `file` and `sha256` name and digest of a file that was only noted, `scans` what is attached.
    """

    rule: PaperRule
    needed: bool | None
    missing: tuple[str, ...]
    confidence: Confidence
    filed: bool | None
    filed_missing: tuple[str, ...] = ()
    state: State = "unknown"
    number: str | None = None
    place: str | None = None
    kept_as: str | None = None
    file: str | None = None
    sha256: str | None = None
    due: date | None = None
    scans: tuple[Attachment, ...] = ()


def papers(
    facts: Mapping[str, Datum],
    taxpayer_kind: str | None,
    mode: str | None,
    industry: str | None,
    book: Checklists,
    day: date,
) -> tuple[PaperItem, ...]:
    """Return the papers that are needed or may be, by group in the order of the rules; the others are left out.

    `facts` are named as in the checklist rules; `taxpayer_kind` (producer, trader …), `mode` and `industry` join them.
    """
    joined = {"kind": taxpayer_kind, "mode": mode, "industry": industry}
    known = {**facts, **{path: value for path, value in joined.items() if value is not None}}
    knowledge = Knowledge(known, book.at(day))
    items = (_item(rule, knowledge, book) for rule in book.papers)
    listed = [item for item in items if item.needed is not False]
    return tuple(sorted(listed, key=lambda item: GROUPS.index(item.rule.group)))


def _item(rule: PaperRule, knowledge: Knowledge, book: Checklists) -> PaperItem:
    judged, filed = evaluate(rule.when, knowledge), _filed(rule, knowledge)
    return PaperItem(
        rule=rule,
        needed=judged.outcome,
        missing=judged.missing,
        confidence=book.book.confidence_of(rule.cite, rule.confidence),
        filed=filed.outcome,
        filed_missing=filed.missing,
    )


def _filed(rule: PaperRule, knowledge: Knowledge) -> Evaluation:
    """Judge whether the paper is handed in; unknown for one that may be either while its condition is open."""
    if rule.handling == "filed_or_kept":
        return evaluate(rule.filed_when, knowledge) if rule.filed_when is not None else Evaluation(None)
    return Evaluation(rule.handling == "filed")


def with_states(
    items: Iterable[PaperItem],
    states: Iterable[PaperState],
    days: Mapping[str, date | None],
    scans: Mapping[str, tuple[Attachment, ...]] | None = None,
    numbers: Mapping[str, str] | None = None,
) -> tuple[PaperItem, ...]:
    """Return the list with what was noted about each paper and the days of its deadlines (deadline id to day).

    `scans` are the attachments that show each paper, `numbers` what the shipment already tells of its number, by id.
    """
    noted = {state.id: state for state in states}
    result = []
    for item in items:
        note = noted.get(item.rule.id)
        state = _STATES.get(None if note is None else note.state, "unknown")
        kept = item if note is None else _noted(item, note)
        kept = replace(kept, number=kept.number or (numbers or {}).get(item.rule.id))
        attached = (scans or {}).get(item.rule.id, ())
        result.append(replace(kept, state=state, due=days.get(item.rule.due), scans=attached))
    return tuple(result)


def waiting_facts(items: Iterable[PaperItem]) -> tuple[str, ...]:
    """Return the facts that decide whether papers are needed, or handed in, and that nobody has told yet."""
    return tuple(dict.fromkeys(fact for item in items for fact in (*item.missing, *item.filed_missing)))


def _noted(item: PaperItem, note: PaperState) -> PaperItem:
    return replace(item, number=note.number, place=note.place, kept_as=note.kept_as, file=note.file, sha256=note.sha256)


def papers_json(items: Iterable[PaperItem], book: Checklists) -> list[Json]:
    """Return the list as the `papers` of the command line's refund output."""
    return [_json(item, book) for item in items]


def _json(item: PaperItem, book: Checklists) -> JsonObject:
    rule = item.rule
    handling = {True: "filed", False: "kept", None: "filed_or_kept"}[item.filed]
    return {
        "id": rule.id,
        "group": rule.group,
        "zh": rule.zh,
        "en": rule.en,
        "issuer": {"zh": rule.issuer_zh, "en": rule.issuer_en},
        "need": rule.need,
        "needed": item.needed,
        "missing": list(item.missing),
        "when": {"zh": rule.when_zh, "en": rule.when_en},
        "filed_or_kept": handling,
        "deadline": rule.due or None,
        "due": None if item.due is None else item.due.isoformat(),
        "state": item.state,
        "number": item.number,
        "place": item.place,
        "kept_as": item.kept_as,
        "file": item.file,
        "sha256": item.sha256,
        "scans": [_scan_json(one) for one in item.scans],
        "must_match": [{"zh": figure.zh, "en": figure.en} for figure in rule.must_match],
        "note": {"zh": rule.note_zh, "en": rule.note_en} if rule.note_zh else None,
        "sources": [source_json(book.book.source(cite.source), cite.article) for cite in rule.cite],
        "confidence": item.confidence.value,
    }


def _scan_json(one: Attachment) -> JsonObject:
    return {"id": one.id, "name": one.name, "pages": one.pages, "bytes": one.size_bytes, "sha256": one.sha256}
