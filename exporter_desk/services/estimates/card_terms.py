"""Prices of several dates under one id: each holds until the day before the next one begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exporter_desk.services.estimates.card_columns import SheetRow, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.finding import Finding


def with_ends(rows: Sequence[SheetRow]) -> tuple[list[SheetRow], list[Finding]]:
    """Return the rows with the end that a later price of the same charge gives them, and what that ended.

    Only where every row of the charge says when it begins and none says when it ends.
    """
    starts: dict[str, list[str]] = {}
    for row in rows:
        starts.setdefault(_charge(row), []).append(str(row.values.get("valid_from", "")))
    ends = [_end(row, sorted(set(starts[_charge(row)]))) for row in rows if row.values.keys()]
    made = [
        row if end is None else replace(row, values={**row.values, "valid_to": end})
        for row, end in zip(rows, ends, strict=True)
    ]
    ended = {str(row.values.get("id")): row for row, end in zip(rows, ends, strict=True) if end is not None}
    return made, [told("replaced", row.cell("id"), name) for name, row in ended.items()]


def _charge(row: SheetRow) -> str:
    named = [row.values.get(key) for key in ("id", "applies_if", "months", "surcharge_of")]
    return repr([*named, "valid_to" in row.values])


def _end(row: SheetRow, starts: Sequence[str]) -> str | None:
    """Return the day before the next start; None without one, and where a row says when it ends or not its start."""
    start = str(row.values.get("valid_from", ""))
    later = [one for one in starts if one > start]
    if not starts[0] or not later or "valid_to" in row.values:
        return None
    return (date.fromisoformat(later[0]) - timedelta(days=1)).isoformat()
