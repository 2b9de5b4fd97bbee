"""The comparison with an expected mode and with other answers, as JSON keys of the `advise` command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.case import FactValue
from exporter_desk.domain.numbers import trimmed
from exporter_desk.modes.compare import why_not
from exporter_desk.modes.wording import VERDICTS, expected_sentence, weight_sentence, what_if_sentence
from exporter_desk.rules.facts import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.modes.advice import Advice, ModeAdvice, Reason
    from exporter_desk.modes.changes import Change
    from exporter_desk.modes.compare import Instead, Weight, WhatIf
    from exporter_desk.rules.rulebook import Datum, RuleBook
    from exporter_desk.rules.schema import FactSpec

    Reasons = Callable[[Iterable[Reason]], list[Json]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to compare: the code of a mode they expected, and answers to be tried instead."""

    expect: str = ""
    settings: Mapping[str, FactValue | None] = field(default_factory=dict)


def expected_json(advice: Advice, code: str, found: Iterable[Change], book: RuleBook, reasons: Reasons) -> JsonObject:
    """Return the keys `expected` and `why_not`: how the mode stands and the answers that weigh most against it."""
    mode = advice.mode(code)
    zh, en = expected_sentence(mode)
    weights = why_not(advice, code, found, book)
    return {
        "expected": {"code": code, "verdict": str(mode.verdict), "zh": zh, "en": en},
        "why_not": [_weight(one, code, reasons) for one in weights],
    }


def _weight(one: Weight, code: str, reasons: Reasons) -> JsonObject:
    zh, en = weight_sentence(one, code)
    instead: list[Json] = [_instead(entry, one.spec) for entry in one.instead]
    answer = None if one.answer is None else answer_json(one.answer)
    return {
        "fact": one.spec.path,
        "answer": answer,
        "zh": zh,
        "en": en,
        "reasons": reasons(one.reasons),
        "instead": instead,
    }


def _instead(entry: Instead, spec: FactSpec) -> JsonObject:
    zh, en = wording(spec, entry.answer)
    return {"answer": answer_json(entry.answer), "answer_zh": zh, "answer_en": en, "verdict": str(entry.verdict)}


def what_if_json(found: WhatIf) -> JsonObject:
    """Return the key `what_if`: every mode as it is and as it would be with the other answers."""
    zh, en = what_if_sentence(found)
    turned: list[Json] = [_turned(before, after) for before, after in found.turned()]
    settings: JsonObject = {
        fact: list(value) if isinstance(value, tuple) else value for fact, value in found.settings.items()
    }
    return {"set": settings, "day": found.after.day.isoformat(), "modes": turned, "zh": zh, "en": en}


def _turned(before: ModeAdvice, after: ModeAdvice) -> JsonObject:
    return {
        "code": before.mode.code,
        "verdict_from": str(before.verdict),
        "verdict_to": str(after.verdict),
        "zh": f"{VERDICTS[before.verdict][0]} → {VERDICTS[after.verdict][0]}",
        "en": f"{VERDICTS[before.verdict][1]} → {VERDICTS[after.verdict][1]}",
        "channel_from": before.channel.value,
        "channel_to": after.channel.value,
        "refund_from": before.refund.value,
        "refund_to": after.refund.value,
    }


def answer_json(value: Datum) -> Json:
    """Return an answer as a case would hold it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return list(value)
    return trimmed(value) if isinstance(value, Decimal) else str(value)
