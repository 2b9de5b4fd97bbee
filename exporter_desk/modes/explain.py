"""The advice as the JSON object of the `advise` command, version 1 (resources/schemas/advise.json)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.modes.adopted import recheck
from exporter_desk.modes.assess import assess
from exporter_desk.modes.changes import changes
from exporter_desk.modes.clashes import clash_findings
from exporter_desk.modes.compare import what_if
from exporter_desk.modes.day import advice_day
from exporter_desk.modes.explain_adopted import adopted_json
from exporter_desk.modes.explain_compare import answer_json, expected_json, what_if_json
from exporter_desk.modes.questions import answers, questions
from exporter_desk.modes.upcoming import upcoming_changes
from exporter_desk.modes.wording import effect_sentence, outcome_sentence
from exporter_desk.rules.answer_json import finding_json, source_json
from exporter_desk.rules.facts import read_facts, wording
from exporter_desk.rules.rulebook import RuleBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.modes.advice import Advice, CautionAdvice, ModeAdvice, PaperAdvice, Reason, RegistrationAdvice
    from exporter_desk.modes.changes import Change
    from exporter_desk.modes.explain_compare import Asked
    from exporter_desk.modes.questions import Question, Supposed
    from exporter_desk.rules.schema import Cite, FactSpec
    from exporter_desk.rules.texts import FindingTexts
    from exporter_desk.rules.upcoming import Upcoming

SCHEMA = "exporter-desk/advise"
SCHEMA_VERSION = 1
_OUTCOMES = {True: "met", False: "failed", None: "unknown"}


def advise(case: Case, book: RuleBook, texts: FindingTexts, today: date, asked: Asked | None = None) -> JsonObject:
    """Judge a case (a bare one with facts alone will do) and explain it; pure, `today` is handed in.

    `asked` adds why an expected mode is not the recommended one, and what other answers would make of the case.
    """
    day, day_is = advice_day(read_facts(case, book, today), case.day, today)
    sheet = read_facts(case, book, day)
    advice = assess(sheet, book, day)
    found = changes(advice, book)
    write = _Writer(book, sheet.not_known)
    findings = (*sheet.findings, *clash_findings(advice, book), *_not_in_force(advice, book))
    answer: JsonObject = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "day": day.isoformat(),
        "day_is": day_is,
        "scenarios": write.reasons(advice.scenarios),
        "modes": [write.mode(one) for one in advice.modes],
        "warnings": [write.caution(one) for one in advice.cautions],
        "registrations": [write.registration(one) for one in advice.registrations],
        "papers": [write.paper(one) for one in advice.papers],
        "remarks": write.reasons(advice.remarks),
        "questions": [write.question(one, advice) for one in questions(advice, book)],
        "changes": [write.change(one) for one in found],
        "upcoming": [write.upcoming(one) for one in upcoming_changes(advice, book)],
        "findings": [finding_json(texts.render(finding, book.sources)) for finding in findings],
        "rules": {"version": book.version, "digest": book.digest},
    }
    decided = recheck(case, advice, book)
    if decided is not None:
        answer["adopted"] = adopted_json(decided, write.sources)
    if asked is not None and asked.expect:
        answer |= expected_json(advice, asked.expect, found, book, write.reasons)
    if asked is not None and asked.settings:
        answer["what_if"] = what_if_json(what_if(case, asked.settings, advice, book, today))
    return answer


def _not_in_force(advice: Advice, book: RuleBook) -> Iterator[Finding]:
    for key in advice.no_value:
        value = book.values[key]
        values = {"name_zh": value.zh, "name_en": value.en, "day": advice.day.isoformat()}
        yield Finding("D24", Severity.CONFIRM, ("facts.export_date",), values)


@dataclass(frozen=True, slots=True)
class _Writer:
    book: RuleBook
    not_known: frozenset[str] = frozenset()

    def mode(self, one: ModeAdvice) -> JsonObject:
        mode = one.mode
        features: list[Json] = [{"key": key, "zh": text.zh, "en": text.en} for key, text in one.features.items()]
        return {
            "code": mode.code,
            "zh": mode.zh,
            "en": mode.en,
            "short_zh": mode.short_zh,
            "short_en": mode.short_en,
            "verdict": str(one.verdict),
            "because_zh": mode.because_zh,
            "because_en": mode.because_en,
            "good_for_zh": mode.good_for_zh,
            "good_for_en": mode.good_for_en,
            "wrong_when_zh": mode.wrong_when_zh,
            "wrong_when_en": mode.wrong_when_en,
            "channel": one.channel.value,
            "hs_digits": one.channel.hs_digits,
            "refund": one.refund.value,
            "confidence": str(one.confidence),
            "reasons": self.reasons(one.reasons),
            "channel_reasons": self.reasons(one.channel.reasons),
            "refund_reasons": self.reasons(one.refund.reasons),
            "notes": self.reasons(one.notes),
            "features": features,
            "sources": self.cited(mode.cite),
        }

    def reasons(self, reasons: Iterable[Reason]) -> list[Json]:
        return [self.reason(reason) for reason in reasons]

    def reason(self, reason: Reason) -> JsonObject:
        return {
            "id": reason.id,
            "outcome": _OUTCOMES[reason.outcome],
            "zh": reason.zh,
            "en": reason.en,
            "blocks": reason.blocks,
            "fix": reason.fix or None,
            "missing": self.facts(reason.missing),
            "confidence": str(reason.confidence),
            "sources": self.sources(reason.sources),
        }

    def caution(self, one: CautionAdvice) -> JsonObject:
        return {
            "code": one.caution.code,
            "severity": one.severity,
            "to_confirm": one.to_confirm,
            "zh": one.zh,
            "en": one.en,
            "facts": self.facts(one.facts),
            "missing": self.facts(one.missing),
            "confidence": str(one.confidence),
            "sources": self.sources(one.sources),
        }

    def registration(self, one: RegistrationAdvice) -> JsonObject:
        entry = one.registration
        return {
            "id": entry.id,
            "state": one.state,
            "zh": entry.zh,
            "en": entry.en,
            "where_zh": entry.where_zh,
            "where_en": entry.where_en,
            "steps_zh": list(entry.steps_zh),
            "steps_en": list(entry.steps_en),
            "validity_zh": entry.validity_zh,
            "validity_en": entry.validity_en,
            "cancelled": None if entry.cancelled is None else entry.cancelled.isoformat(),
            "missing": self.facts(one.missing),
            "confidence": str(self.book.confidence_of(entry.cite, entry.confidence)),
            "sources": self.cited(entry.cite),
        }

    def paper(self, one: PaperAdvice) -> JsonObject:
        entry = one.paper
        texts: JsonObject = {
            f"{key}_{language}": str(getattr(entry, f"{key}_{language}"))
            for key in ("issuer", "when", "validity", "note")
            for language in ("zh", "en")
        }
        head: JsonObject = {"id": entry.id, "needed": one.needed, "zh": entry.zh, "en": entry.en}
        return (
            head
            | texts
            | {
                "done_by": entry.done_by,
                "missing": self.facts(one.missing),
                "confidence": str(self.book.confidence_of(entry.cite, entry.confidence)),
                "sources": self.cited(entry.cite),
            }
        )

    def question(self, one: Question, advice: Advice) -> JsonObject:
        spec = one.spec
        allowed: list[Json] = [{"value": entry.value, "zh": entry.zh, "en": entry.en} for entry in spec.allowed]
        return {
            "fact": spec.path,
            "type": spec.type,
            "zh": spec.zh,
            "en": spec.en,
            "question_zh": spec.question_zh,
            "question_en": spec.question_en,
            "why_zh": spec.why_zh,
            "why_en": spec.why_en,
            "allowed": allowed,
            "would_decide": list(one.would_decide),
            "answers": [self.supposed(spec, found) for found in answers(one, advice, self.book)],
            "not_known": spec.path in self.not_known,
        }

    def supposed(self, spec: FactSpec, found: Supposed) -> JsonObject:
        zh, en = wording(spec, found.answer)
        told_zh, told_en = outcome_sentence(found)
        verdicts: JsonObject = {code: str(verdict) for code, verdict in found.verdicts.items()}
        return {
            "answer": answer_json(found.answer),
            "answer_zh": zh,
            "answer_en": en,
            "verdicts": verdicts,
            "zh": told_zh,
            "en": told_en,
        }

    def change(self, one: Change) -> JsonObject:
        before, after = wording(one.spec, one.answer_from), wording(one.spec, one.answer_to)
        sentence = effect_sentence(one)
        effects: list[Json] = [
            {
                "mode": effect.mode,
                "verdict_from": str(effect.verdict_from),
                "verdict_to": str(effect.verdict_to),
                "channel_from": effect.channel_from,
                "channel_to": effect.channel_to,
            }
            for effect in one.effects
        ]
        return {
            "fact": one.spec.path,
            "from": answer_json(one.answer_from),
            "to": answer_json(one.answer_to),
            "from_zh": before[0],
            "from_en": before[1],
            "to_zh": after[0],
            "to_en": after[1],
            "effect": effects,
            "contradicts": one.clashes,
            "zh": sentence[0],
            "en": sentence[1],
        }

    def upcoming(self, one: Upcoming) -> JsonObject:
        return {
            "date": one.day.isoformat(),
            "id": one.id,
            "kind": one.kind,
            "zh": one.zh,
            "en": one.en,
            "counted": one.counted,
            "to_confirm": one.to_confirm,
            "confidence": str(one.confidence),
            "sources": self.sources(one.sources),
        }

    def facts(self, paths: Iterable[str]) -> list[Json]:
        """Name facts as they are asked for; what the advisor sets itself is left out."""
        asked = (self.book.facts[path].asks or path for path in paths)
        return list(dict.fromkeys(path for path in asked if not self.book.facts[path].reserved))

    def cited(self, cites: Iterable[Cite]) -> list[Json]:
        return self.sources(cite.source for cite in cites)

    def sources(self, ids: Iterable[str]) -> list[Json]:
        return [source_json(self.book.source(key)) for key in ids]
