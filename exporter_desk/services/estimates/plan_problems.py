"""What an edited plan would be refused for, told before it is written, with the place of each problem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.variants import split_variants
from exporter_desk.services.estimates.plan_block import value_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.json_value import Json, JsonObject

_ROOT = "estimate."


def new_problems(case: Case, after: JsonObject) -> tuple[Finding, ...]:
    """Return the problems that the plan would have with these edits and does not have already."""
    known = {(one.code, one.places) for one in _problems(case)}
    return tuple(one for one in _problems(replace(case, estimate=after)) if (one.code, one.places) not in known)


def _problems(case: Case) -> Iterator[Finding]:
    """Yield what cannot be read in the plan, then in each variant of it, told at the variant."""
    plan, variants, findings = split_variants(cast("JsonObject", dict(case.estimate)))
    own = scenario_from_case(replace(case, estimate=plan)).findings if plan else ()
    yield from own
    yield from findings
    if own:
        return
    for number, one in enumerate(variants):
        for finding in scenario_from_case(replace(case, estimate=one.data)).findings:
            places = tuple(f"{_ROOT}variants.{number}.changes.{place.removeprefix(_ROOT)}" for place in finding.places)
            yield replace(finding, places=places)


def field_of(place: str, fields: Sequence[str], plan: JsonObject) -> str | None:
    """Return which of the fields, named by their places, a problem belongs to: its own, else the first near it.

    A problem may name the first entry where a field does not, and the other way round.
    """
    path = _bare(_numbered(place.removeprefix(_ROOT), plan))
    known = [(_bare(name), name) for name in fields]
    exact = [(bare, name) for bare, name in known if path == bare or path.startswith(f"{bare}.")]
    if exact:
        return max(exact, key=lambda pair: len(pair[0]))[1]
    return next((name for bare, name in known if bare.startswith(f"{path}.")), None)


def _bare(path: str) -> str:
    return ".".join(step for step in path.split(".") if step != "0")


def _numbered(path: str, plan: Json) -> str:
    """Return a place with the entries of lists by their number, where a problem names them by their id."""
    steps = list[str]()
    for named in path.split("."):
        step = named
        if isinstance(plan, list) and not named.isdecimal():
            known = [number for number, one in enumerate(plan) if isinstance(one, dict) and one.get("id") == named]
            step = str(known[0]) if known else named
        steps.append(step)
        plan = value_at(plan, step)
    return ".".join(steps)
