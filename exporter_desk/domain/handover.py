"""Hand-overs (交付记录): who got which version of the packet when, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json, ticks

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

    `parts` are check sums of the parts of the case as they were then, by name.
    """

    receiver: str
    to: str
    day: date | None
    version: int
    at: str | None
    by: str | None
    parts: Mapping[str, str]


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
        parts=choice.found,
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
    then, now = done[-1].parts, check_sums(case)
    return tuple(part for part in _PARTS if then.get(part) != now.get(part))


def version(case: Case) -> int:
    """Return the version of the papers as the case is now: a change after a hand-over makes the next one."""
    done = hand_overs(case)
    latest = max((one.version for one in done), default=0)
    return latest if done and not changed_parts(case) else latest + 1


def basis(case: Case, to: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a hand-over to `to` notes: facts (name, version), and the check sums of the parts."""
    return {_TO: to, _VERSION: str(version(case))}, check_sums(case)
