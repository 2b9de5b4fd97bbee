"""Hand-overs (交付记录): who got which version of the packet when, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json, stood, ticks

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case, Choice

WHAT = "handed_over"
_NOTES = frozenset({WHAT, ticks.WHAT})
_TO, _VERSION = "to", "version"
_PARTS = (
    "number", "day", "facts", "parties", "terms", "goods", "packages", "route", "tax", "attachments", "estimate",
    "choices",
)  # fmt: skip
"""The parts of a case that papers show; a note or an origin alone makes no new version."""
_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One receiver got one version: `receiver` (broker, tax …), `to` a name, `day` as said, `at` when it was noted.

    `parts` are check sums of the parts of the case as they were then, by name; `values` the texts of its places, with
    the first hand-over of a version alone.
    """

    receiver: str
    to: str
    day: date | None
    version: int
    at: str | None
    by: str | None
    parts: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What the papers of now replace: a version, the parts of the case that changed since, and the places in them."""

    version: int
    parts: tuple[str, ...]
    places: tuple[stood.Changed, ...]


def hand_overs(case: Case) -> tuple[HandOver, ...]:
    """Return what was handed over, the earliest first."""
    return tuple(_read(choice) for choice in case.choices if choice.what == WHAT and choice.value)


def _read(choice: Choice) -> HandOver:
    version = choice.facts.get(_VERSION, "")
    return HandOver(
        receiver=str(choice.value),
        to=choice.facts.get(_TO, ""),
        day=choice.day,
        version=int(version) if version.isdecimal() and len(version) < _DIGITS else 1,
        at=choice.at,
        by=choice.by,
        parts={key: text for key, text in choice.found.items() if not key.startswith(stood.MARK)},
        values={key: text for key, text in choice.found.items() if key.startswith(stood.MARK)},
    )


def without(case: Case) -> Case:
    """Return the case as if nothing had been handed over or ticked: such notes change no paper."""
    if not any(choice.what in _NOTES for choice in case.choices):
        return case
    return replace(case, choices=tuple(choice for choice in case.choices if choice.what not in _NOTES))


def check_sums(case: Case) -> dict[str, str]:
    """Return a check sum of each part of the case that papers show; an empty part has none."""
    plain = json.loads(case_json.dump(without(case)))
    return {part: _sum(plain[part]) for part in _PARTS if plain.get(part)}


def _sum(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_DIGITS]


def changed_parts(case: Case) -> tuple[str, ...]:
    """Return the parts of the case that changed since the latest hand-over; none while nothing was handed over."""
    done = hand_overs(case)
    if not done:
        return ()
    return _parts_since(done[-1], case)


def _parts_since(then: HandOver, case: Case) -> tuple[str, ...]:
    now = check_sums(case)
    return tuple(part for part in _PARTS if then.parts.get(part) != now.get(part))


def replaced(case: Case, receiver: str) -> Replaced | None:
    """Return what the papers as they are now replace for a receiver; None when nobody got an earlier version.

    That is the latest earlier version that this receiver got, or anybody where no hand-over to it was noted. Papers
    made again after their own hand-over say the same as before.
    """
    number = version(case)
    earlier = [one for one in hand_overs(case) if one.version < number]
    own = [one for one in earlier if one.receiver == receiver]
    if not earlier:
        return None
    then = (own or earlier)[-1]
    values = next((one.values for one in earlier if one.version == then.version and one.values), {})
    places = stood.changes(values, values_of(case)) if values else ()
    return Replaced(version=then.version, parts=_parts_since(then, case), places=places)


def values_of(case: Case) -> dict[str, str]:
    """Return the texts of the places that papers show, by path."""
    return stood.noted(json.loads(case_json.dump(without(case))))


def version(case: Case) -> int:
    """Return the version of the papers as the case is now: a change after a hand-over makes the next one."""
    done = hand_overs(case)
    latest = max((one.version for one in done), default=0)
    return latest if done and not changed_parts(case) else latest + 1


def standing(case: Case) -> int:
    """Return the version that was handed over and still says what the case does; 0 where there is none."""
    done = hand_overs(case)
    return version(case) if done and not changed_parts(case) else 0


def basis(case: Case, to: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a hand-over to `to` notes: facts (name, version), and the check sums of the parts.

    The first one of a version notes the texts of all places too, so that a later version can list its changes.
    """
    number = version(case)
    known = any(one.version == number and one.values for one in hand_overs(case))
    return {_TO: to, _VERSION: str(number)}, check_sums(case) | ({} if known else values_of(case))
