"""What the `advise` command reads beside the case, and the lines it prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.compare import with_answers
from exporter_desk.modes.explain_compare import Asked
from exporter_desk.rules.facts import read_facts
from exporter_desk.services.answers import BAD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from exporter_desk.domain.case import Case, FactValue
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.rulebook import RuleBook

_TRUTHS: dict[str, FactValue] = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_UNKNOWN = frozenset({"null", "不清楚"})
_VERDICTS = {
    "recommended": Bilingual("推荐", "recommended"),
    "possible": Bilingual("可以", "possible"),
    "to_confirm": Bilingual("待确认", "to confirm"),
    "not_applicable": Bilingual("不适用", "not applicable"),
}
_WEIGHTS = {"block": "■", "fix": "!", "warn_high": "▲", "warn": "▲", "info": "●"}
_SIGNS = {"failed": "-", "unknown": "?", "met": "+"}


def read_asked(expect: str, settings: Iterable[str], book: RuleBook) -> Asked:
    """Read the code of an expected mode and answers as `fact=value`; raises UserFacingError for what is neither."""
    if expect and expect not in book.modes:
        raise _wrong_mode(expect, book)
    tried: dict[str, FactValue | None] = {}
    for fact, value in (_setting(text, book) for text in settings):
        if fact in tried and tried[fact] != value:
            raise _two_answers(fact)
        tried[fact] = value
    return Asked(expect, tried)


def _setting(text: str, book: RuleBook) -> tuple[str, FactValue | None]:
    fact, sign, raw = text.partition("=")
    fact, raw = fact.strip(), raw.strip()
    if not sign or not fact:
        raise _wrong_setting(text)
    spec = book.facts.get(fact)
    if raw in _UNKNOWN:
        return fact, None
    if spec is not None and spec.type == "list":
        return fact, tuple(part.strip() for part in raw.split(",") if part.strip())
    if spec is not None and spec.type == "bool":
        return fact, _TRUTHS.get(raw.lower(), raw)
    return fact, raw


def unreadable(case: Case, asked: Asked, book: RuleBook, today: date) -> tuple[Finding, ...]:
    """Return every answer, of the case or to be tried, that no fact of the catalogue takes."""
    found = (*read_facts(case, book, today).findings, *_tried(case, asked, book, today))
    return tuple({(one.code, one.places): one for one in found if one.severity is Severity.ERROR}.values())


def _tried(case: Case, asked: Asked, book: RuleBook, today: date) -> tuple[Finding, ...]:
    # 不清楚 is no value that could be wrong, but its name can be.
    names = {fact: "" if value is None and fact not in book.facts else value for fact, value in asked.settings.items()}
    return read_facts(with_answers(case, names), book, today).findings if names else ()


def advice_lines(data: JsonObject) -> tuple[Bilingual, ...]:
    """Return the answer in lines: what contradicts, each mode with what decides about it, and what was asked beside."""
    parts = (_findings, _modes, _warnings, _missing, _decided, _expected, _what_if)
    return tuple(line for part in parts for line in part(data))


def _findings(data: JsonObject) -> Iterator[Bilingual]:
    for one in _objects(data["findings"]):
        sign = "■" if one["severity"] == "error" else "▲"
        yield Bilingual(
            f"{sign} {one['code']} {one['zh']}{one['remedy_zh']}",
            f"{sign} {one['code']} {one['en']} {one['remedy_en']}",
        )


def _modes(data: JsonObject) -> Iterator[Bilingual]:
    for mode in _objects(data["modes"]):
        verdict = _VERDICTS[str(mode["verdict"])]
        yield Bilingual(f"{mode['code']}  {verdict.zh}  {mode['zh']}", f"{mode['code']}  {verdict.en}  {mode['en']}")
        for reason in _deciding(mode):
            sign = _SIGNS[str(reason["outcome"])]
            yield Bilingual(f"    {sign} {reason['zh']}", f"    {sign} {reason['en']}")


def _deciding(mode: JsonObject) -> list[JsonObject]:
    """Return what rules the mode out, else what is open about it, else what it rests on and what comes first."""
    reasons = _objects(mode["reasons"])
    blocking = [reason for reason in reasons if reason["blocks"]]
    first = [reason for reason in reasons if not reason["blocks"] and reason["outcome"] == "failed"]
    for outcome in ("failed", "unknown"):
        found = [reason for reason in blocking if reason["outcome"] == outcome]
        if found:
            return found
    rows = [row for row in _objects(mode["channel_reasons"]) if mode["channel"] is None or row["outcome"] == "met"]
    return [*blocking, *rows, *first]


def _warnings(data: JsonObject) -> Iterator[Bilingual]:
    for one in _objects(data["warnings"]):
        sign = _WEIGHTS[str(one["severity"])]
        yield Bilingual(f"{sign} {one['code']} {one['zh']}", f"{sign} {one['code']} {one['en']}")


def _missing(data: JsonObject) -> Iterator[Bilingual]:
    """Name the registrations that are still missing, each with its steps."""
    for one in _objects(data["registrations"]):
        if one["state"] == "needed":
            zh, en = _steps(one["steps_zh"], ""), _steps(one["steps_en"], " ")
            yield Bilingual(f"! {one['id']} {one['zh']}：{zh}", f"! {one['id']} {one['en']}: {en}")


def _steps(listed: Json, between: str) -> str:
    return between.join(str(step) for step in listed) if isinstance(listed, list) else ""


def _decided(data: JsonObject) -> Iterator[Bilingual]:
    adopted = data.get("adopted")
    if isinstance(adopted, dict):
        yield Bilingual(str(adopted["zh"]), str(adopted["en"]))


def _expected(data: JsonObject) -> Iterator[Bilingual]:
    expected = data.get("expected")
    if isinstance(expected, dict):
        yield Bilingual(str(expected["zh"]), str(expected["en"]))
        for one in _objects(data["why_not"]):
            yield Bilingual(f"    - {one['zh']}", f"    - {one['en']}")


def _what_if(data: JsonObject) -> Iterator[Bilingual]:
    found = data.get("what_if")
    if isinstance(found, dict):
        yield Bilingual(str(found["zh"]), str(found["en"]))


def _objects(listed: Json) -> list[JsonObject]:
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _wrong_mode(found: str, book: RuleBook) -> UserFacingError:
    listed = ", ".join(book.modes)
    return UserFacingError(
        "S41",
        f"没有代码是“{found}”的监管方式。",
        f"There is no export mode “{found}”.",
        f"可以用：{listed}。",
        f"Known: {listed}.",
        exit_code=BAD_INPUT,
    )


def _two_answers(fact: str) -> UserFacingError:
    return UserFacingError(
        "S246",
        f"“{fact}”给了两个不同的答案。",
        f"Two different answers were given for “{fact}”.",
        "一次只能换成一个答案；要比较几个答案，请分几次试。",
        "Try one answer at a time; run the command again for the other.",
        exit_code=BAD_INPUT,
    )


def _wrong_setting(found: str) -> UserFacingError:
    return UserFacingError(
        "S246",
        f"“{found}”不是“名称=答案”的写法。",
        f"“{found}” is not written as fact=value.",
        "例如 --set buyer=consumer、--set want_refund=false；不清楚的写 null。",
        "For example --set buyer=consumer or --set want_refund=false; null for not known.",
        exit_code=BAD_INPUT,
    )
