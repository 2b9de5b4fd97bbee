"""The decision on the mode beside the present advice: the JSON key `adopted` of the `advise` command, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.modes.explain_compare import answer_json
from exporter_desk.modes.wording import CHANNELS, VERDICTS
from exporter_desk.rules.facts import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.modes.adopted import FactChanged, Recheck, RuleChanged

    Sources = Callable[[Iterable[str]], list[Json]]

_OUTCOMES = {
    "met": ("符合", "met"),
    "failed": ("不符合", "failed"),
    "unknown": ("待确认", "to be confirmed"),
    None: ("没有这一条", "not there"),
}
_OPEN = ("还不知道", "not known")


def adopted_json(found: Recheck, sources: Sources) -> JsonObject:
    """Return who decided what on which rules, what it rests on, and everything that is different now."""
    choice = found.choice
    sentences = recheck_sentences(found)
    facts: list[Json] = [_fact(one) for one in found.facts]
    rules: list[Json] = [_rule(one, sources) for one in found.rules]
    return {
        "code": found.code,
        "by": choice.by,
        "at": choice.at,
        "day": None if choice.day is None else choice.day.isoformat(),
        "rules": choice.rules,
        "day_now": found.day_now.isoformat(),
        "rules_now": found.rules_now,
        "remembered": found.remembered,
        "recheck": found.is_due,
        "verdict_was": None if found.verdict_was is None else str(found.verdict_was),
        "verdict_now": None if found.verdict_now is None else str(found.verdict_now),
        "facts": facts,
        "rules_changed": rules,
        "zh": "".join(one[0] for one in sentences),
        "en": " ".join(one[1] for one in sentences),
    }


def _fact(one: FactChanged) -> JsonObject:
    zh, en = fact_changed_sentence(one)
    was, now = (None if value is None else answer_json(value) for value in (one.was, one.now))
    return {"fact": one.spec.path, "was": was, "now": now, "zh": zh, "en": en}


def _rule(one: RuleChanged, sources: Sources) -> JsonObject:
    zh, en = rule_changed_sentence(one)
    cited = () if one.reason is None else one.reason.sources
    return {"id": one.id, "was": one.was, "now": one.now, "zh": zh, "en": en, "sources": sources(cited)}


def recheck_sentences(found: Recheck) -> tuple[tuple[str, str], ...]:
    """Say what became of the decision: first how the mode stands, then every difference, one sentence each."""
    return (*_standing(found), *_differences(found))


def _standing(found: Recheck) -> Iterator[tuple[str, str]]:
    code, now = found.code, found.verdict_now
    if code is None:
        yield "这几种方式都不采用，问报关行。", "None of these modes was adopted, the broker is asked."
    elif now is None:
        yield f"采用的是{code}，现在的规则里没有这种方式。", f"{code} was adopted; the present rules have no such mode."
    elif found.verdict_was is None:
        zh, en = VERDICTS[now]
        yield f"采用的是{code}，现在是「{zh}」。", f'{code} was adopted and is now "{en}".'
    elif found.verdict_was is now:
        zh, en = VERDICTS[now]
        yield f"采用的是{code}，现在仍是「{zh}」。", f'{code} was adopted and is still "{en}".'
    else:
        (was_zh, was_en), (zh, en) = VERDICTS[found.verdict_was], VERDICTS[now]
        told = f'{code} was "{was_en}" when it was adopted and is now "{en}".'
        yield f"采用{code}时是「{was_zh}」，现在是「{zh}」。", told


def _differences(found: Recheck) -> Iterator[tuple[str, str]]:
    if found.newer_rules:
        rules, now = found.rules_was, found.rules_now
        yield f"当时的规则是{rules}，现在是{now}。", f"The rules were {rules} then and are {now} now."
    yield from (fact_changed_sentence(one) for one in found.facts)
    yield from (rule_changed_sentence(one) for one in found.rules)


def fact_changed_sentence(one: FactChanged) -> tuple[str, str]:
    """Say which answer is another one now."""
    was, now = (_OPEN if value is None else wording(one.spec, value) for value in (one.was, one.now))
    return (
        f"「{one.spec.zh}」当时是「{was[0]}」，现在是「{now[0]}」。",
        f'"{one.spec.en}" was "{was[1]}" and is "{now[1]}" now.',
    )


def rule_changed_sentence(one: RuleChanged) -> tuple[str, str]:
    """Say which rule comes out otherwise, with its present wording."""
    was, now = _state(one.was), _state(one.now)
    text = ("", "") if one.reason is None else (f"：{one.reason.zh}", f": {one.reason.en}")
    zh = f"规则{one.id}当时是「{was[0]}」，现在是「{now[0]}」{text[0]}"
    en = f'Rule {one.id} was "{was[1]}" and is "{now[1]}" now{text[1]}'
    return zh if zh.endswith("。") else f"{zh}。", en if en.endswith(".") else f"{en}."


def _state(text: str | None) -> tuple[str, str]:
    return _OUTCOMES.get(text) or CHANNELS.get(text) or (str(text), str(text))
