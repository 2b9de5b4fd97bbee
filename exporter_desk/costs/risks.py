"""Usual swings, shocks and risks of a plan, read from `risks.toml`; what a scenario says itself wins."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.costs.charge import STAGES
from exporter_desk.costs.questions import FACTORS, Risk, Swing
from exporter_desk.domain.record import Reader
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from exporter_desk.costs.scenario import Scenario
    from exporter_desk.domain.json_value import JsonObject

Kind = TypeVar("Kind", Swing, Risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTable:
    """The bundled assumptions with their source; `shocks` are percentages by factor."""

    swings: tuple[Swing, ...] = ()
    shocks: tuple[tuple[str, tuple[Decimal, ...]], ...] = ()
    risks: tuple[Risk, ...] = ()
    source: Bilingual | None = None
    as_of: date | None = None
    confidence: str = ""


def read_risks(content: bytes) -> RiskTable:
    """Read `risks.toml`; raises ValueError, KeyError or TypeError when it is broken."""
    table = tomllib.loads(content.decode("utf-8"))
    source = f"{table['source_en']} ({table['confidence']}, {table['as_of'].isoformat()})"
    return RiskTable(
        swings=tuple(_read(Swing, entry) for entry in table["swing"]),
        shocks=tuple((one["factor"], tuple(map(Decimal, one["by_pct"]))) for one in table["shock"]),
        risks=tuple(replace(_read(Risk, entry), source=source) for entry in table["risk"]),
        source=Bilingual(table["source_zh"], table["source_en"]),
        as_of=table["as_of"],
        confidence=table["confidence"],
    )


def _read(kind: type[Kind], entry: Mapping[str, object]) -> Kind:
    reader = Reader([], set())
    data: JsonObject = {key: value if isinstance(value, int | str) else str(value) for key, value in entry.items()}
    record = reader.record(kind, data, "")
    if record is None or reader.findings:
        raise ValueError(f"{entry}: {reader.findings}")
    return record


def swings_of(scenario: Scenario, table: RiskTable) -> tuple[Swing, ...]:
    """Return the swings of a plan: its own, and the usual ones of factors it says nothing about."""
    own = {swing.factor for swing in scenario.swings}
    return scenario.swings + tuple(swing for swing in table.swings if swing.factor not in own)


def risks_of(scenario: Scenario, table: RiskTable, stages: Set[str]) -> tuple[Risk, ...]:
    """Return the risks of a plan: its own, and the usual ones of the other factors that the plan has."""
    own = {risk.factor for risk in scenario.risks}
    own |= {"fx"} if any(factor.startswith("fx.") for factor in own) else set()
    absent = frozenset(STAGES) - stages - frozenset(FACTORS) | ({"freight"} if "headhaul" not in stages else set())
    usual = (_with_mean(risk, scenario) for risk in table.risks if risk.factor not in own | absent)
    return scenario.risks + tuple(risk for risk in usual if risk is not None)


def _with_mean(risk: Risk, scenario: Scenario) -> Risk | None:
    """A usual return rate spreads around the planned one; a plan without returns has no such risk."""
    if risk.factor != "returns":
        return risk
    rate = scenario.returns.rate if scenario.returns else Decimal(0)
    return replace(risk, mean=rate) if rate else None
