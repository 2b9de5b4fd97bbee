"""Worked scenarios of a pack: answers and a day in, what the rules must say of them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.schema import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.domain.case import FactValue
    from exporter_desk.domain.json_value import Json, JsonObject


class Expected(Record, frozen=True, kw_only=True):
    """What must come out; what is not named is not looked at.

    `ranked` are the recommended and possible modes in order, `verdicts` single ones by mode. Channel, digits and refund
    are those of the first mode. `warnings`, `papers`, `asks` must be among those told, `without` must not. `figures`
    are dated values in force. `deadlines`, `amounts` and `policy` are of the refund.
    """

    ranked: tuple[str, ...] | None = None
    verdicts: dict[str, str] | None = None
    channel: str | None = None
    hs_digits: int | None = None
    refund: str | None = None
    warnings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    upcoming: tuple[str, ...] = ()
    registrations: dict[str, str] | None = None
    figures: dict[str, object] | None = None
    policy: str | None = None
    deadlines: dict[str, date] | None = None
    amounts: dict[str, str] | None = None


class Worked(Record, frozen=True, kw_only=True):
    """One scenario: why it is there, the day, answers (`facts`) or input of the refund part, and what is expected."""

    id: str
    why_zh: str
    why_en: str
    day: date
    facts: dict[str, object] | None = None
    refund_input: dict[str, object] | None = None
    expect: Expected


@dataclass(frozen=True, slots=True)
class WorkedFile:
    """A scenario with the file and place it came from."""

    file: str
    place: str
    worked: Worked


def read_worked(files: Mapping[str, bytes]) -> tuple[tuple[WorkedFile, ...], tuple[RuleDataProblem, ...]]:
    """Read the files of a `scenarios` folder; every problem of the run is told."""
    problems: list[RuleDataProblem] = []
    found: list[WorkedFile] = []
    for file, content in files.items():
        entries = (read_table(file, content, problems) or {}).get("scenario", [])
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            place = f"scenario[{index}]"
            worked = read_record(Worked, file, place, entry, problems)
            if worked is not None:
                found.append(WorkedFile(file, place, worked))
    problems += [
        RuleDataProblem(one.file, one.place, "expects nothing") for one in found if one.worked.expect == Expected()
    ]
    problems += _doubles(found)
    return tuple(found), tuple(problems)


def _doubles(found: list[WorkedFile]) -> list[RuleDataProblem]:
    seen: dict[str, WorkedFile] = {}
    twice = [one for one in found if seen.setdefault(one.worked.id, one) is not one]
    return [RuleDataProblem(one.file, one.place, f"{one.worked.id} is there already") for one in twice]


def plain_facts(facts: Mapping[str, object]) -> dict[str, FactValue]:
    """Write answers as a case keeps them: figures and days as text, lists as tuples."""
    return {
        key: tuple(str(item) for item in value)
        if isinstance(value, list)
        else value
        if isinstance(value, bool)
        else str(value)
        for key, value in facts.items()
    }


def plain_json(value: object) -> Json:
    """Write decoded TOML as decoded JSON: figures with a point and days become text."""
    if isinstance(value, dict):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_json(item) for item in value]
    return value if isinstance(value, bool | int | str) or value is None else str(value)


def refund_object(worked: Worked) -> JsonObject:
    """Return the input of the refund part as the command line would read it, for the day of the scenario."""
    data: JsonObject = {key: plain_json(value) for key, value in (worked.refund_input or {}).items()}
    return {"day": worked.day.isoformat(), **data}
