"""Declarative cases of the mode advisor: facts in, verdicts, channel and warnings out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from exporter_desk.domain.case import FactValue
from exporter_desk.modes.advice import Advice, Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.loader import load
from exporter_desk.rules.rulebook import RuleBook
from exporter_desk.system.resources import read_tree

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "modes"
USUAL: dict[str, FactValue] = {
    "transaction": "sale",
    "customs_filed": True,
    "cbec_type_filed": True,
    "fx_directory": True,
    "refund_filed": True,
    "eport_card": True,
    "can_send_data": True,
    "licence": False,
    "inspection": False,
    "export_duty": False,
    "want_refund": False,
    "consolidated": False,
    "seller_taxpayer": "general",
    "declarant": "own_name",
}


@dataclass(frozen=True, kw_only=True)
class ModeCase:
    """One declarative case; what is not expected is not checked."""

    id: str
    why: str
    day: date
    facts: dict[str, FactValue]
    usual: bool = False
    ranked: list[str]
    recommended: str | None = None
    channel: str | None = None
    hs_digits: int | None = None
    refund: str | None = None
    scenario: str | None = None
    never: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    to_confirm: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    severities: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fixes: list[str] = field(default_factory=list)
    no_fixes: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    no_papers: list[str] = field(default_factory=list)
    registrations: dict[str, str] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)

    def advice(self) -> Advice:
        facts = {**(USUAL if self.usual else {}), **self.facts}
        sheet = read_facts(facts, book(), self.day)
        assert sheet.findings == ()
        return assess(sheet, book(), self.day)


@cache
def book() -> RuleBook:
    return load(read_tree("rules"))


@cache
def cases() -> tuple[ModeCase, ...]:
    tables: list[dict[str, Any]] = []
    for file in sorted(FOLDER.glob("*.toml")):
        tables += tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    return tuple(ModeCase(**{**table, "facts": plain_facts(table["facts"])}) for table in tables)


def plain_facts(table: dict[str, Any]) -> dict[str, FactValue]:
    """Write facts as a case keeps them: figures and days as text, lists as tuples."""
    return {
        key: tuple(value) if isinstance(value, list) else value if isinstance(value, bool) else str(value)
        for key, value in table.items()
    }


def ranked(advice: Advice) -> list[str]:
    return [one.mode.code for one in advice.modes if one.verdict in (Verdict.RECOMMENDED, Verdict.POSSIBLE)]


def with_verdict(advice: Advice, verdict: Verdict) -> set[str]:
    return {one.mode.code for one in advice.modes if one.verdict is verdict}
