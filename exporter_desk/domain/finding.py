"""Findings: problems of a case are values with a code, a weight, places and a remedy, never exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Weight of a finding, worst first: ■ 错误, ▲ 待确认, ● 提醒."""

    ERROR = "error"
    CONFIRM = "confirm"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """Return 0 for the worst severity, growing towards the mildest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a case.

    `code` names the rule (`W` modes, `X` papers, `T` refund, `C` costs, `D` data, `S` machine) and never changes
    meaning; its wording and remedy stand in `resources/text/findings/<code>.toml`. `variant` picks one of several
    wordings of a code. `places` are fact paths, the first one is where a jump lands. `values` fill the placeholders
    of the wording. `sources` are ids of cited sources.
    """

    code: str
    severity: Severity
    places: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    variant: str = ""


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """Return the worst severity among `findings`, None when there is none."""
    return min((finding.severity for finding in findings), key=lambda s: s.rank, default=None)
