"""Sentences of the advisor that are made from parts, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Verdict
from exporter_desk.rules.facts import wording

if TYPE_CHECKING:
    from exporter_desk.modes.changes import Change, Effect

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
    zh, en = wording(change.spec, change.answer_to)
    effects = [_turned(effect) for effect in change.effects]
    return (
        f"如果「{change.spec.zh}」是「{zh}」：" + "；".join(effect[0] for effect in effects) + "。",
        f"If “{change.spec.en}” were “{en}”: " + "; ".join(effect[1] for effect in effects) + ".",
    )


def _turned(effect: Effect) -> tuple[str, str]:
    if effect.verdict_from is effect.verdict_to:
        zh, en = CHANNELS[effect.channel_to]
        return f"{effect.mode}的申报通道变为{zh}", f"the channel of {effect.mode} becomes: {en}"
    zh, en = VERDICTS[effect.verdict_to]
    return f"{effect.mode}变为{zh}", f"{effect.mode} becomes {en}"
