"""Which deadlines an export line is concerned by: those whose missing would change what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter_desk.refund.policy import TAXED, Decision, alike, decided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.refund.policy import Law, Policy
    from exporter_desk.rules.checklists import Concern
    from exporter_desk.rules.rulebook import Datum

_IN_TIME: Final[dict[str, Datum]] = {"lapsed": False}
_TOO_LATE: Final[dict[str, Datum]] = {"lapsed": True, "declared": False}
_COLLECTED: Final[dict[str, Datum]] = {"lapsed": False, "exchange": "collected"}


def concerns(
    lines: Mapping[str, Mapping[str, Datum]], facts: Mapping[str, Datum], law: Law, policy: Policy
) -> dict[str, frozenset[Concern]]:
    """Return what each line (its id to its facts) can still lose: a refund, a time to declare, its treatment.

    Every line is judged as if it were in time, as if nothing had been declared by the last day, and as if the exchange
    were in: a deadline concerns it where that makes a difference, or where nobody can tell. What `policy` decided of
    lines of which that holds anyhow is not decided again.
    """
    first = alike(lines or {"": {}}, law)
    kinds = {line: lines.get(line, {}) for line in dict.fromkeys(first.values())}
    timely, late, collected = (
        _supposed(kinds, facts, law, given, policy) for given in (_IN_TIME, _TOO_LATE, _COLLECTED)
    )
    found = {line: _of_line(timely[line], late[line], collected[line]) for line in kinds}
    return {line: found[one] for line, one in first.items()}


def _of_line(timely: Decision, late: Decision, collected: Decision) -> frozenset[Concern]:
    held: set[Concern] = {"refund"} if collected.may_refund else set()
    if set(timely.could_be) != {TAXED}:
        held |= {"claim", "lapse"} if _differs(timely, late) else {"claim"}
    return frozenset(held)


def _supposed(
    lines: Mapping[str, Mapping[str, Datum]],
    facts: Mapping[str, Datum],
    law: Law,
    given: Mapping[str, Datum],
    policy: Policy,
) -> dict[str, Decision]:
    holds = {
        line for line, own in lines.items() if line not in law.undated and {**facts, **own}.items() >= given.items()
    }
    own = {line: {**of_line, **given} for line, of_line in lines.items() if line not in holds}
    return {line: policy.of(line) for line in holds} | {one.line: one for one in decided(own, facts, law)}


def _differs(timely: Decision, late: Decision) -> bool:
    """Tell whether a lapse changes what a line can be; so it may where the steps of the lapse do not all say no."""
    judged = {one.outcome for one in late.reasons if one.by_lapse}
    return judged != {"failed"} or set(timely.could_be) != set(late.could_be)
