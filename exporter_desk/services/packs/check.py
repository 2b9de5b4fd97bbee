"""Looks a pack over before it is accepted: its head, its rules over the shipped ones, and its own worked scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import exporter_desk
from exporter_desk.rules.checklists import read_checklists
from exporter_desk.rules.lint import Beside, LintMessage, lint
from exporter_desk.rules.loader import read_book
from exporter_desk.rules.pack_layers import layered
from exporter_desk.rules.packs import HEAD, SCENARIOS, PackHead, read_pack
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.rules.texts import load_texts
from exporter_desk.rules.worked import read_worked
from exporter_desk.services.packs.scenarios import Outcome, run_scenarios

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from exporter_desk.refund.book import RefundBook
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.rules.packs import Pack

_RULES, _FINDINGS, _CODES = "rules", "text/findings", "codes"


@dataclass(frozen=True, slots=True)
class Trees:
    """Files by path inside their folder: rules, wording of findings, code tables, worked scenarios."""

    rules: Mapping[str, bytes]
    findings: Mapping[str, bytes]
    codes: Mapping[str, bytes]
    scenarios: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class PackReport:
    """What was found: problems and remarks with file and place, how the scenarios came out; `head` None without one."""

    head: PackHead | None
    problems: tuple[RuleDataProblem, ...]
    messages: tuple[LintMessage, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def accepted(self) -> bool:
        """Tell whether the pack may be used."""
        grave = any(message.grave for message in self.messages)
        return not (self.problems or grave or any(one.differences for one in self.outcomes))


def examine_shipped(shipped: Trees, day: date) -> PackReport:
    """Look the shipped rules over."""
    return _examine(shipped, SCENARIOS, day)


def examine_pack(files: Mapping[str, bytes], shipped: Trees, day: date, others: Iterable[Pack] = ()) -> PackReport:
    """Look a pack over as it would stand above the shipped rules; everything wrong with it is told together.

    `others` are the installed packs that stay beside it.
    """
    pack, problems = read_pack(files, exporter_desk.__version__)
    if pack is None:
        return PackReport(None, problems, (), ())
    packs = (*others, pack)
    rules, findings, codes = (
        layered(base, packs, part)
        for base, part in ((shipped.rules, _RULES), (shipped.findings, _FINDINGS), (shipped.codes, _CODES))
    )
    whole = Trees(rules.files, findings.files, codes.files, pack.part(SCENARIOS))
    report = _examine(whole, HEAD, day, needs_scenario=bool(pack.part(_RULES)))
    layers = (*rules.problems, *findings.problems, *codes.problems)
    own = {path for path, origin in rules.origin.items() if origin == pack.head.id}
    messages = (*_own(report.messages, own), *_expired(pack, day))
    return PackReport(pack.head, (*problems, *layers, *report.problems), messages, report.outcomes)


def _examine(trees: Trees, where: str, day: date, *, needs_scenario: bool = True) -> PackReport:
    reading = read_book(trees.rules)
    checklists, listed = read_checklists(trees.rules, reading.book)
    worked, unread = read_worked(trees.scenarios)
    problems = [*_in(_RULES, (*reading.problems, *listed)), *_texts(trees.findings), *_in(SCENARIOS, unread)]
    if needs_scenario and not worked and not unread:
        problems.append(RuleDataProblem(where, "", "there is no worked scenario"))
    beside = Beside(checklists.records(), checklists.used, checklists.read_from)
    messages = tuple(
        replace(message, file=message.file and f"{_RULES}/{message.file}")
        for message in lint(reading.book, day, beside, reading.places)
    )
    refund = cache(partial(_refund_book, checklists, trees.codes))
    ran = () if problems else run_scenarios(worked, reading.book, refund)
    outcomes = tuple(replace(one, file=f"{SCENARIOS}/{one.file}") for one in ran)
    return PackReport(None, tuple(problems), messages, outcomes)


def _refund_book(checklists: Checklists, codes: Mapping[str, bytes]) -> RefundBook:
    """Return the refund rules with the bundled rates, so that a scenario means the same on every machine."""
    from exporter_desk.refund.book import RefundBook, bundled_table
    from exporter_desk.rules.codes import CodeTables

    tables = CodeTables.load(codes)
    return RefundBook(checklists, bundled_table(tables), codes=tables)


def _in(folder: str, problems: Iterable[RuleDataProblem]) -> list[RuleDataProblem]:
    return [problem._replace(file=f"{folder}/{problem.file}") for problem in problems]


def _texts(files: Mapping[str, bytes]) -> list[RuleDataProblem]:
    try:
        load_texts(files)
    except RuleDataErrors as error:
        return _in(_FINDINGS, error.problems)
    return []


def _own(messages: Iterable[LintMessage], own: set[str]) -> list[LintMessage]:
    """Keep what the pack has to answer for: remarks on its own files, and grave ones that it causes in others."""
    return [message for message in messages if message.grave or message.file.removeprefix(f"{_RULES}/") in own]


def _expired(pack: Pack, day: date) -> list[LintMessage]:
    head = pack.head
    if head.expires >= day:
        return []
    return [
        LintMessage("stale", head.name, f"expired on {head.expires}; it still counts, with a warning", HEAD, "expires")
    ]
