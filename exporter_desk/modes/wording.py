"""Sentences of the advisor that are made from parts, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Verdict
from exporter_desk.rules.facts import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.modes.advice import ModeAdvice
    from exporter_desk.modes.changes import Change, Effect
    from exporter_desk.modes.compare import Instead, Weight, WhatIf
    from exporter_desk.modes.questions import Supposed
    from exporter_desk.rules.rulebook import Datum
    from exporter_desk.rules.schema import FactSpec

VERDICTS = {
    Verdict.RECOMMENDED: ("推荐", "recommended"),
    Verdict.POSSIBLE: ("可以", "possible"),
    Verdict.TO_CONFIRM: ("待确认", "to be confirmed"),
    Verdict.NOT_APPLICABLE: ("不适用", "not applicable"),
}
CHANNELS = {
    "declaration": ("报关单", "full declaration"),
    "list": ("清单", "list"),
    "list_then_declaration": ("清单核放、汇总申报", "lists with summary declaration"),
    "list_statistics": ("清单核放、汇总统计", "lists with summary statistics"),
    None: ("待确认", "to be confirmed"),
}


def effect_sentence(change: Change) -> tuple[str, str]:
    """Say in Chinese and English what one other answer would turn."""
    zh, en = _alternatives(change)
    effects = [_turned(effect) for effect in change.effects]
    if change.clashes:
        effects.insert(0, ("与别的回答矛盾，先不排序", "that contradicts another answer and nothing is ranked"))
    return (
        f"如果「{change.spec.zh}」改为「{zh}」：" + "；".join(effect[0] for effect in effects) + "。",
        f'If "{change.spec.en}" were "{en}": ' + "; ".join(effect[1] for effect in effects) + ".",
    )


def _alternatives(change: Change) -> tuple[str, str]:
    """Return the other answer; several that turn the same things are alternatives, unless the fact is a list."""
    if not isinstance(change.answer_to, tuple) or change.spec.type == "list":
        return wording(change.spec, change.answer_to)
    told = [wording(change.spec, answer) for answer in change.answer_to]
    return "」或「".join(zh for zh, _ in told), '" or "'.join(en for _, en in told)


def outcome_sentence(found: Supposed) -> tuple[str, str]:
    """Say which mode an answer would lead to, or how many it would leave open."""
    best = [code for code, verdict in found.verdicts.items() if verdict is Verdict.RECOMMENDED]
    if best:
        return f"推荐 {best[0]}", f"{best[0]} is recommended"
    open_ = [code for code, verdict in found.verdicts.items() if verdict is Verdict.POSSIBLE]
    if open_:
        return f"{'、'.join(open_)} 可以", f"{', '.join(open_)} possible"
    left = [code for code, verdict in found.verdicts.items() if verdict is not Verdict.NOT_APPLICABLE]
    if not left:
        return "这几种方式都不适用", "none of these modes applies"
    if len(left) == 1:
        return f"{left[0]} 待确认", f"{left[0]} has to be confirmed"
    return f"还要在 {'、'.join(left)} 之间确认", f"{', '.join(left)} stay open"


def undecided_sentence(what: tuple[str, str], missing: Iterable[FactSpec]) -> tuple[str, str]:
    """Say what cannot be decided yet (channel, refund) and on which answers it hangs."""
    listed = list(missing)
    names = "".join(f"「{spec.zh}」" for spec in listed), ", ".join(f'"{spec.en}"' for spec in listed)
    return f"{what[0]}还要看：{names[0]}。", f"{what[1]} hangs on: {names[1]}."


def answers_sentence(answers: Iterable[tuple[FactSpec, Datum]]) -> tuple[str, str]:
    """Put answers beside each other in Chinese and English."""
    told = [(spec, *wording(spec, value)) for spec, value in answers]
    return (
        "；".join(f"{spec.zh}「{zh}」" for spec, zh, _ in told),
        "; ".join(f'{spec.en}: "{en}"' for spec, _, en in told),
    )


def _turned(effect: Effect) -> tuple[str, str]:
    if effect.verdict_from is effect.verdict_to:
        zh, en = CHANNELS[effect.channel_to]
        return f"{effect.mode} 的申报通道变为{zh}", f"the channel of {effect.mode} becomes: {en}"
    zh, en = VERDICTS[effect.verdict_to]
    if effect.verdict_to is Verdict.TO_CONFIRM:
        return f"{effect.mode} 变为{zh}", f"{effect.mode} then has to be confirmed"
    return f"{effect.mode} 变为{zh}", f"{effect.mode} becomes {en}"


def weight_sentence(weight: Weight, code: str) -> tuple[str, str]:
    """Say which answer stands in the way of the expected mode, and which one would lift it."""
    name_zh, name_en = weight.spec.zh, weight.spec.en
    if weight.answer is None:
        head = (f"「{name_zh}」还不知道", f'"{name_en}" is not known yet')
    else:
        zh, en = wording(weight.spec, weight.answer)
        head = (f"「{name_zh}」的回答是「{zh}」", f'The answer to "{name_en}" is "{en}"')
    lifts = [_lift(weight.spec, entry, code) for entry in weight.instead]
    if not lifts:
        alone = ("只改这一项还不够", "changing this answer alone is not enough")
        tail = alone if weight.answer is not None else ("光有这一个答案还不够", "this answer alone is not enough")
        return f"{head[0]}；{tail[0]}。", f"{head[1]}; {tail[1]}."
    return f"{head[0]}；{'；'.join(one[0] for one in lifts)}。", f"{head[1]}; {'; '.join(one[1] for one in lifts)}."


def _lift(spec: FactSpec, entry: Instead, code: str) -> tuple[str, str]:
    zh, en = wording(spec, entry.answer)
    if entry.verdict is Verdict.TO_CONFIRM:
        return f"如果是「{zh}」，{code} 就还有可能（待确认）", f'with "{en}" {code} could still apply (to be confirmed)'
    verdict_zh, verdict_en = VERDICTS[entry.verdict]
    return f"如果是「{zh}」，{code} 就变为{verdict_zh}", f'with "{en}" {code} would be {verdict_en}'


def expected_sentence(mode: ModeAdvice) -> tuple[str, str]:
    """Say how the mode stands that somebody expected."""
    zh, en = VERDICTS[mode.verdict]
    if mode.verdict is Verdict.RECOMMENDED:
        return f"{mode.mode.code} 就是现在推荐的方式。", f"{mode.mode.code} is what is recommended now."
    return f"{mode.mode.code} 现在是「{zh}」。", f'{mode.mode.code} is now "{en}".'


def what_if_sentence(found: WhatIf) -> tuple[str, str]:
    """Say what the other answers would turn, or that they turn nothing."""
    parts = [_stands(before, after) for before, after in found.turned()]
    parts = [part for part in parts if part[0]]
    if found.after.clashes:
        parts.insert(0, ("与别的回答矛盾，先不排序", "that contradicts another answer and nothing is ranked"))
    if not parts:
        return "这样答，结论不变。", "With that the conclusion stays the same."
    zh, en = "；".join(one[0] for one in parts), "; ".join(one[1] for one in parts)
    return f"这样答：{zh}。", f"With that: {en}."


def _stands(before: ModeAdvice, after: ModeAdvice) -> tuple[str, str]:
    """Say how one mode turns, nothing when it does not."""
    (from_zh, from_en), (to_zh, to_en) = VERDICTS[before.verdict], VERDICTS[after.verdict]
    code = before.mode.code
    if before.verdict is not after.verdict:
        return f"{code} 由{from_zh}变为{to_zh}", f"{code}: {from_en} → {to_en}"
    if before.channel.value != after.channel.value:
        zh, en = CHANNELS[after.channel.value]
        return f"{code} 的申报通道变为{zh}", f"the channel of {code} becomes: {en}"
    return "", ""
