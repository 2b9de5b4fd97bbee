"""Packs in words and as JSON: what one is, what became of it, what it would change; for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.rules.packs import sha256
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, Answer, finding_line, same
from exporter_desk.services.packs.answers import head_json, problem_json
from exporter_desk.services.packs.gate import BAD_HEAD, UNREADABLE
from exporter_desk.services.packs.reasons import told_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.packs import PackHead
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.packs.effect import CaseEffect, Change
    from exporter_desk.services.packs.gate import Verdict
    from exporter_desk.services.packs.store import Trusted

WHAT = {
    "verdict": Bilingual("贸易方式", "export mode"),
    "refund": Bilingual("退税", "refund"),
    "deadline": Bilingual("期限", "deadline"),
    "cost": Bilingual("费用", "cost"),
    "finding": Bilingual("核对结果", "finding"),
}
BY = {
    "program": Bilingual("程序自带", "shipped with the program"),
    "user": Bilingual("你自己信任的", "trusted by you"),
}


def head(action: str) -> JsonObject:
    """Return the beginning of an answer of the `pack` command."""
    return {"schema": "exporter-desk/pack", "schema_version": 1, "action": action}


def verdict_answer(
    action: str, verdict: Verdict, desk: Desk, *, changed: bool = False, effect: Sequence[CaseEffect] | None = None
) -> Answer:
    """Return what was found out about a pack, and whether anything was changed on this computer."""
    told = desk.render(verdict.findings)
    pack = verdict.pack
    data = head(action) | {
        "file": verdict.file,
        "accepted": verdict.accepted,
        "changed": changed,
        "pack": None if pack is None else head_json(pack.head),
        "digest": None if pack is None else sha256(pack.manifest),
        "signer": None if verdict.signer is None else key_json(verdict.signer),
        "announced": [key_json(one) for one in verdict.announced],
        "findings": [finding_json(one) for one in told],
        "problems": [problem_json(one) for one in verdict.problems],
        "effect": None if effect is None else [effect_json(one) for one in effect],
    }
    lines = [] if pack is None else [head_line(pack.head, verdict.signer)]
    lines += [] if effect is None else effect_lines(effect)
    lines += [Bilingual(f"  {said.zh}", f"  {said.en}") for said in map(told_problem, verdict.problems)]
    code = FINE if verdict.accepted else _refusal_code(verdict)
    return Answer(data=data, lines=tuple(lines), messages=tuple(finding_line(one) for one in told), exit_code=code)


def _refusal_code(verdict: Verdict) -> int:
    return BAD_INPUT if verdict.refused(UNREADABLE) or verdict.refused(BAD_HEAD) else CASE_ERRORS


def key_json(key: Trusted) -> JsonObject:
    """Return a key with where the trust in it comes from."""
    return {"id": key.id, "name": key.name, "from": key.from_.isoformat(), "by": key.by}


def head_line(one: PackHead, signer: Trusted | None) -> Bilingual:
    """Return a pack in one line: name, serial, dates, who signed."""
    zh = [one.zh or one.id, one.name, f"序号 {one.serial}", f"发布 {one.published}", f"核对 {one.checked_on}"]
    en = [one.en or one.id, one.name, f"serial {one.serial}", f"published {one.published}", f"checked {one.checked_on}"]
    zh, en = [*zh, f"到期 {one.expires}"], [*en, f"expires {one.expires}"]
    if signer is not None:
        zh, en = [*zh, f"签名 {signer.name} {signer.id}"], [*en, f"signed by {signer.name} {signer.id}"]
    return Bilingual("\t".join(zh), "\t".join(en))


def effect_json(one: CaseEffect) -> JsonObject:
    """Return what changes in one shipment."""
    changes: list[Json] = [_change(change) for change in one.changes]
    return {"id": one.id, "number": one.number, "title": one.title, "changes": changes}


def _change(one: Change) -> JsonObject:
    return {
        "what": one.what,
        "name": {"zh": one.name.zh, "en": one.name.en},
        "was": {"zh": one.was.zh, "en": one.was.en},
        "now": {"zh": one.now.zh, "en": one.now.en},
    }


def effect_lines(effect: Sequence[CaseEffect]) -> list[Bilingual]:
    """Return what changes in the shipments, one line each."""
    if not effect:
        return [Bilingual("你的业务里没有结论会变。", "No conclusion of your shipments would change.")]
    lines = [Bilingual(f"有 {len(effect)} 票业务的结论会变：", f"Conclusions of {len(effect)} shipments would change:")]
    for one in effect:
        lines.append(same(f"{one.number}\t{one.title}"))
        lines += [change_line(change) for change in one.changes]
    return lines


def change_line(one: Change) -> Bilingual:
    """Return one change as a line."""
    what = WHAT[one.what]
    zh = f"  {what.zh}\t{one.name.zh}\t{one.was.zh} → {one.now.zh}"
    return Bilingual(zh, f"  {what.en}\t{one.name.en}\t{one.was.en} → {one.now.en}")
