"""Review ticks (已核): a value was looked at; its tick turns when that value changes later, and for nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from exporter_desk.domain import paths

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case, Choice
    from exporter_desk.domain.json_value import Json

WHAT = "checked"
_SEEN, _CHOICES = "seen", "choices"
_DIGITS = 16


class TickState(StrEnum):
    """What became of a tick: the value stands as it was seen, it is another one now, or its row is gone."""

    HOLDS = "holds"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One tick: the path of the value or row, who set it and when, the digest of what was seen, and how it is now."""

    path: str
    by: str | None
    at: str | None
    seen: str
    state: TickState


def ticks(case: Case) -> dict[str, Tick]:
    """Return the ticks that stand, by path in the order in which they were set; one that was taken back is none."""
    latest: dict[str, Choice] = {}
    for choice in case.choices:
        if choice.what == WHAT and choice.value:
            latest.pop(choice.value, None)
            if choice.found.get(_SEEN):
                latest[choice.value] = choice
    return {path: _tick(case, path, choice) for path, choice in latest.items()}


def _tick(case: Case, path: str, choice: Choice) -> Tick:
    seen, now = choice.found[_SEEN], digest(case, path)
    state = TickState.GONE if now is None else TickState.HOLDS if now == seen else TickState.CHANGED
    return Tick(path=path, by=choice.by, at=choice.at, seen=seen, state=state)


def noted(case: Case, path: str, *, on: bool) -> dict[str, str]:
    """Return what the decision notes of the value at `path`: its digest, or nothing where the tick is taken back."""
    seen = digest(case, path)
    return {_SEEN: seen} if on and seen else {}


def digest(case: Case, path: str) -> str | None:
    """Return a digest of what stands at `path`, of text that cannot be read yet too; None where the path leads nowhere.

    Equal numbers are one value, however many zeros were typed.
    """
    head, _, rest = path.partition(".")
    try:
        value = case.choice(rest) if head == _CHOICES else paths.read(case, path)
    except paths.PathError:
        return None
    drafts = {place: text for place, text in case.drafts.items() if paths.is_below(place, path)}
    text = json.dumps([_plain(value), drafts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_DIGITS]


def _plain(value: object) -> Json:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool) else None
