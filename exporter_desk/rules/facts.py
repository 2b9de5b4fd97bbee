"""The facts of a case, typed: what was answered, what follows from the data, and where the two disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeGuard

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import parse_decimal, trimmed
from exporter_desk.domain.record import is_of_our_time, shown
from exporter_desk.domain.text import entries
from exporter_desk.rules.conditions import Knowledge, evaluate
from exporter_desk.rules.derive import DERIVATIONS
from exporter_desk.rules.rulebook import Datum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.case import FactValue
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import FactSpec

_EXPECTED = {
    "bool": ("是或否", "yes or no"),
    "date": (
        "日历上有的日期，写成年-月-日（如 2026-11-22），在 2000 到 2099 年之间",
        "a day of the calendar written as 2026-11-22, between 2000 and 2099",
    ),
    "decimal": ("数字", "a number"),
    "list": ("一个清单", "a list"),
    "code": ("一个选项", "one of the answers"),
    "text": ("文字", "text"),
}


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Known facts by name; what is in neither `values` nor `not_known` was never asked.

    `derived` names the facts that follow from other data; `findings` are answers that could not be taken.
    """

    values: Mapping[str, Datum]
    derived: frozenset[str] = frozenset()
    not_known: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    def answered(self, path: str, value: Datum | None) -> FactSheet:
        """Return the sheet as it would be with that answer, None for 不清楚."""
        values = {key: known for key, known in self.values.items() if key != path}
        return replace(self, values=values if value is None else {**values, path: value})


def read_facts(case: Case | Mapping[str, FactValue], book: RuleBook, day: date) -> FactSheet:
    """Type the answers of a case (or of bare facts) by the catalogue and add what its data and industry imply."""
    whole = case if isinstance(case, Case) else Case(facts=case)
    findings: list[Finding] = []
    typed: dict[str, Datum] = {}
    for path, raw in whole.facts.items():
        value = _read(path, raw, book.facts.get(path), findings)
        if value is not None:
            typed[path] = value
    derived = _derived(whole, book)
    derived |= _implied({**derived, **typed}, book, day)
    typed = {path: value for path, value in typed.items() if not _is_one_of(value, derived.get(path))}
    clashes = sorted(path for path in typed.keys() & derived.keys() if typed[path] != derived[path])
    findings += [_contradiction(book.facts[path], typed[path], derived[path]) for path in clashes]
    prefix = "facts."
    asked = frozenset(path.removeprefix(prefix) for path in whole.not_known if path.startswith(prefix))
    return FactSheet(
        {**derived, **typed}, frozenset(derived) - frozenset(typed), asked - frozenset(derived), tuple(findings)
    )


def refuse_unknown_facts(names: Iterable[str], book: RuleBook) -> None:
    """Raise CaseRefusedError with a finding (D20) for each name that is no fact a person can answer.

    Such an answer would be lost without a word.
    """
    wrong = tuple(_no_fact(name) for name in names if not _can_be_answered(book.facts.get(name)))
    if wrong:
        raise CaseRefusedError(wrong)


def _can_be_answered(spec: FactSpec | None) -> TypeGuard[FactSpec]:
    return spec is not None and not spec.reserved and spec.means is None


def _no_fact(path: str) -> Finding:
    return Finding("D20", Severity.ERROR, (f"facts.{path}",), {"name": shown(path)})


def _is_one_of(typed: Datum, derived: Datum | None) -> bool:
    """Tell whether an answer is one of several that the data give: then all of them count, the data say more."""
    return isinstance(derived, tuple) and typed in derived


def _derived(case: Case, book: RuleBook) -> dict[str, Datum]:
    found = {path: DERIVATIONS[spec.derive](case) for path, spec in book.facts.items() if spec.derive}
    return {path: value for path, value in found.items() if value is not None and _allowed(book.facts[path], value)}


def _allowed(spec: FactSpec, value: Datum) -> bool:
    return not spec.allowed or value in {entry.value for entry in spec.allowed}


def _implied(facts: Mapping[str, Datum], book: RuleBook, day: date) -> dict[str, Datum]:
    knowledge = Knowledge(facts, book.at(day))
    implied = (entry for industry in book.industries.values() for entry in industry.implies)
    return {entry.fact: entry.value for entry in implied if evaluate(entry.when, knowledge).outcome}


def _contradiction(spec: FactSpec, typed: Datum, derived: Datum) -> Finding:
    values = {"name_zh": spec.zh, "name_en": spec.en}
    for name, value in (("typed", typed), ("derived", derived)):
        values[f"{name}_zh"], values[f"{name}_en"] = wording(spec, value)
    return Finding("D21", Severity.CONFIRM, (f"facts.{spec.path}",), values)


def wording(spec: FactSpec, value: Datum) -> tuple[str, str]:
    """Return an answer in Chinese and English as a reader should see it."""
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    if isinstance(value, Decimal):
        return trimmed(value), trimmed(value)
    if isinstance(value, tuple):
        parts = [wording(spec, item) for item in value]
        return "、".join(part[0] for part in parts), ", ".join(part[1] for part in parts)
    known = next((entry for entry in spec.allowed if entry.value == value), None)
    return (str(value), str(value)) if known is None else (known.zh, known.en)


def _read(path: str, raw: FactValue, spec: FactSpec | None, findings: list[Finding]) -> Datum | None:
    place = (f"facts.{path}",)
    if not _can_be_answered(spec):
        findings.append(_no_fact(path))
        return None
    names = {"name_zh": spec.zh, "name_en": spec.en}
    value = _typed(spec, raw)
    if value is None:
        zh, en = _expected(spec)
        values = {**names, "found": shown(raw), "expected_zh": zh, "expected_en": en}
        findings.append(Finding("D22", Severity.ERROR, place, values))
        return None
    wrong = [item for item in (value if isinstance(value, tuple) else (value,)) if not _allowed(spec, item)]
    if wrong:
        zh = "、".join(f"{entry.zh}（{entry.value}）" for entry in spec.allowed)
        en = ", ".join(f"{entry.en} ({entry.value})" for entry in spec.allowed)
        values = {**names, "found": shown(wrong[0]), "allowed_zh": zh, "allowed_en": en}
        findings.append(Finding("D23", Severity.ERROR, place, values))
        return None
    return value


def _expected(spec: FactSpec) -> tuple[str, str]:
    zh, en = _EXPECTED[spec.type]
    if spec.least is not None:
        zh, en = f"{zh}，不小于 {trimmed(spec.least)}", f"{en} of {trimmed(spec.least)} or more"
    if spec.most is not None:
        zh, en = f"{zh}，不大于 {trimmed(spec.most)}", f"{en}, at most {trimmed(spec.most)}"
    return zh, en


def _within(spec: FactSpec, value: Decimal) -> bool:
    return (spec.least is None or spec.least <= value) and (spec.most is None or value <= spec.most)


def _typed(spec: FactSpec, raw: FactValue) -> Datum | None:
    if spec.type == "bool":
        return raw if isinstance(raw, bool) else None
    if spec.type == "list":
        return entries(raw) if isinstance(raw, str) and not spec.allowed else raw if isinstance(raw, tuple) else None
    if not isinstance(raw, str) or not raw.strip():
        return None
    if spec.type == "decimal":
        value = parse_decimal(raw)
        return value if value is not None and _within(spec, value) else None
    return answered_day(raw) if spec.type == "date" else raw.strip()


def answered_day(typed: object) -> date | None:
    """Return the day that an answer of the user names, None where it names none that can be of a shipment."""
    text = typed.strip() if isinstance(typed, str) else ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and is_of_our_time(day) else None


def typed_day(sheet: FactSheet, path: str) -> date | None:
    """Return a fact that is a day, None while it is unknown."""
    value = sheet.values.get(path)
    return value if isinstance(value, date) else None
