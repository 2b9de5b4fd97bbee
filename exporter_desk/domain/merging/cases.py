"""Merges two copies of a shipment: fields by themselves, lists by ids, decisions as one history."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json, handover, lists, ticks
from exporter_desk.domain.case import Case
from exporter_desk.domain.merging.copies import EMPTY, Copies
from exporter_desk.domain.merging.references import named_items
from exporter_desk.domain.merging.removals import item, settled
from exporter_desk.domain.merging.values import ABSENT, Comparison, Conflict, Side, Taken
from exporter_desk.domain.origin import OriginKind
from exporter_desk.domain.paths import is_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.domain.case import Choice
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.domain.origin import Origin

# What names a copy, and what is put together below by rules of its own.
_OWN = frozenset({"schema", "schema_version", "id", "number", "sample", "practice", "choices", "origins", "last_ids"})
_HISTORY = frozenset({handover.WHAT, ticks.WHAT})


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged shipment, what was taken from the other copy, and what both changed, answered or not."""

    case: Case
    taken: tuple[Taken, ...]
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...] = field(default=())


def merged(copies: Copies, decided: Mapping[str, Side] | None = None) -> Merged:
    """Merge two copies; a conflict that nobody decided keeps what is here and stays in `open`.

    Raises CaseRefusedError when what comes out is no case.
    """
    answers = dict(decided or {})
    comparison = Comparison(answers, _asked(copies))
    given, copies = copies, settled(copies, comparison)
    commons = tuple(map(_body, copies.bases))
    body = comparison.records("", commons, _body(copies.here), _body(copies.there))
    choices = _choices(copies, comparison)
    whole = case_json.from_object(body)
    case = replace(
        whole,
        id=copies.here.id,
        number=copies.here.number,
        sample=copies.here.sample,
        practice=copies.here.practice,
        choices=choices,
        origins=_origins(copies, comparison.taken),
        last_ids=_highest(copies),
    )
    case = _with_named_items(case, given, comparison)
    unanswered = tuple(one for one in comparison.conflicts if one.path not in answers)
    return Merged(case, tuple(comparison.taken), tuple(comparison.conflicts), unanswered)


def _asked(copies: Copies) -> frozenset[str]:
    """Ask for the currency where one side changed it and the other one set prices, which it meant in the former one."""
    here, there = copies.here.terms.currency, copies.there.terms.currency
    for base in copies.bases:
        renamed_by = {side for side, one in (("here", here), ("there", there)) if one != base.terms.currency}
        priced_by = {
            side for side, case in (("here", copies.here), ("there", copies.there)) if _prices(case) - _prices(base)
        }
        if here != there and renamed_by and priced_by - renamed_by:
            return frozenset({"terms.currency"})
    return frozenset()


def _prices(case: Case) -> set[tuple[str, object]]:
    return {(line.id, line.unit_price) for line in case.goods if line.unit_price is not None}


def _body(case: Case) -> JsonObject:
    return {key: value for key, value in case_json.to_object(case).items() if key not in _OWN}


def _highest(copies: Copies) -> dict[str, int]:
    here, there = copies.here.last_ids, copies.there.last_ids
    return {place: max(here.get(place, 0), there.get(place, 0)) for place in dict.fromkeys((*here, *there))}


# Decisions: all of them are history; of each thing the last one counts.


def _choices(copies: Copies, comparison: Comparison) -> tuple[Choice, ...]:
    here = copies.here.choices
    new = [one for one in copies.there.choices if one not in here]
    listed = [*here, *new]
    for what in dict.fromkeys(one.what for one in new if one.what not in _HISTORY):
        before = tuple(one.choice(what) for one in copies.bases)
        wanted = comparison.merged(f"choices.{what}", before, copies.here.choice(what), copies.there.choice(what))
        last = next((one for one in reversed(listed) if one.what == what and one.value == wanted), None)
        if last is not None:
            listed = [*(one for one in listed if one is not last), last]
    return tuple(listed)


# Where values come from follows the values.


def _origins(copies: Copies, taken: list[Taken]) -> dict[str, Origin]:
    here, there = copies.here.origins, copies.there.origins
    common = (copies.common or EMPTY).origins
    places = [one.path for one in taken]
    found: dict[str, Origin] = {}
    for path in dict.fromkeys((*here, *there)):
        ours, theirs = here.get(path), there.get(path)
        if any(is_below(path, place) for place in places) or ours == common.get(path):
            origin = theirs
        elif theirs == common.get(path):
            origin = ours
        else:  # whoever calls it an estimate is believed
            origin = next((one for one in (ours, theirs) if one and one.kind is OriginKind.ESTIMATED), ours)
        if origin is not None:
            found[path] = origin
    return found


# What one side removed and the other side names.


def _with_named_items(case: Case, copies: Copies, comparison: Comparison) -> Case:
    """Bring back what one side removed and the other still names, unless it was decided otherwise; a conflict."""
    for place, key in list(_missing(case)):
        path = f"{place}.{key}"
        ours, theirs = item(copies.here, place, key), item(copies.there, place, key)
        present = theirs if ours is ABSENT else ours
        if present is ABSENT:
            continue
        case = _put_back(case, place, key, copies.there if ours is ABSENT else copies.here)
        if all(one.path != path for one in comparison.conflicts):
            comparison.taken[:] = [one for one in comparison.taken if one.path != path]
            comparison.settle(path, item(copies.common or EMPTY, place, key), ours, theirs)
        chosen = {"here": ours, "there": theirs}.get(comparison.decided.get(path, ""), present)
        if chosen is ABSENT:
            case = lists.remove(case, path)
    return case


def _missing(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the lines and parties that something names and that are not there."""
    lines, parties = {one.id for one in case.goods}, {one.id for one in case.parties}
    for place, key in named_items(case):
        if key not in (lines if place == "goods" else parties):
            yield place, key


def _put_back(case: Case, place: str, key: str, source: Case) -> Case:
    if place == "goods":
        return replace(case, goods=(*case.goods, *(one for one in source.goods if one.id == key)))
    return replace(case, parties=(*case.parties, *(one for one in source.parties if one.id == key)))
