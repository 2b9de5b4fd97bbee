"""Declarative cases of the estimate: a scenario, and what hand arithmetic says must come out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from exporter_desk.costs.estimate import Estimate
from exporter_desk.domain.case_json import parse
from exporter_desk.domain.json_value import JsonObject
from tests.costs.support import DAY, ROOT, priced


@dataclass(frozen=True)
class CostCase:
    """One case; `expect` maps what is looked at to its figure, `codes` are findings that must be told."""

    id: str
    why: str
    scenario: JsonObject
    expect: dict[str, str]
    codes: frozenset[str]
    without: frozenset[str]
    day: date

    def result(self) -> Estimate:
        """Price the scenario."""
        return priced(self.scenario, day=self.day)


@cache
def cases() -> tuple[CostCase, ...]:
    """Read every case of tests/cases/costs."""
    files = sorted((ROOT / "tests" / "cases" / "costs").glob("*.toml"))
    tables = [entry for file in files for entry in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]
    return tuple(
        CostCase(
            entry["id"],
            entry["why"],
            {"reporting": "USD"} | parse(entry["scenario"].encode()),
            entry.get("expect", {}),
            frozenset(entry.get("codes", ())),
            frozenset(entry.get("without", ())),
            entry.get("day", DAY),
        )
        for entry in tables
    )


def figure(result: Estimate, name: str) -> str:
    """Return one figure of an estimate as text: `total`, `profit`, `sold`, or of one line, as `amount.ID`."""
    kind, _, charge_id = name.partition(".")
    lines = [line for line in result.lines if line.charge_id == charge_id]
    if kind == "limit":
        return lines[0].limit
    if kind in {"low", "high"}:
        return str(getattr(result.total if charge_id == "total" else lines[0], kind))
    if kind in {"amount", "reported", "quantity"}:
        field = {"amount": "amount", "reported": "amount_reporting", "quantity": "quantity"}[kind]
        values = [getattr(line, field) for line in lines]
        return "none" if not values or None in values else str(sum(values, Decimal(0)))
    whole = {
        "total": result.total.value,
        "landed": result.landed.value,
        "profit": result.decisions.profit.value,
        "margin": result.decisions.margin_pct.value,
        "per_unit_sold": result.per_unit["per_unit_sold"].value,
        "confidence": result.confidence,
    }
    return str(whole[name]) if name in whole else str(getattr(result.stock, name))


__all__ = ["CostCase", "cases", "figure"]
