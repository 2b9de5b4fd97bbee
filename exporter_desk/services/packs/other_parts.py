"""What a look over the shipped files finds beside the rules: forms, files for other programs, texts, code tables."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from exporter_desk.documents.library import read_parts
from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.problems import UNUSABLE, RuleDataProblem
from exporter_desk.services.desk import Desk
from exporter_desk.services.packs.broken_files import BrokenFileError, problems_of
from exporter_desk.services.papers.sheet_templates import read_messages
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_READERS: dict[str, Callable[[Mapping[str, bytes]], object]] = {
    "forms": read_parts,
    "messages": read_messages,
    "codes": CodeTables.load,
}
_WORDINGS = ("workflow_wording", "case_wording", "cost_texts", "foreign_texts", "cost_places", "plan_form")
FINDING_CODES = "text/finding_codes.toml"


def other_problems() -> tuple[RuleDataProblem, ...]:
    """Return everything wrong in the shipped files that are no rules, with file and place."""
    found = [problem for folder, read in _READERS.items() for problem in _of(folder, read)]
    unread = [problem for name, content in resources.read_tree("text").items() for problem in _syntax(name, content)]
    shapes = () if unread else tuple(_wordings())
    return (*found, *unread, *shapes, *_without_wording())


def _of(folder: str, read: Callable[[Mapping[str, bytes]], object]) -> Iterable[RuleDataProblem]:
    try:
        read(resources.read_tree(folder))
    except (FormRefusedError, *UNUSABLE) as error:
        return problems_of(error, folder)
    return ()


def _syntax(name: str, content: bytes) -> Iterable[RuleDataProblem]:
    """Findings are read with their whole shape where the rules are."""
    if name.endswith(".toml") and not name.startswith("findings/"):
        try:
            tomllib.loads(content.decode("utf-8"))
        except ValueError as error:
            yield RuleDataProblem(f"text/{name}", "", str(error))


def _wordings() -> Iterable[RuleDataProblem]:
    desk = Desk()
    for name in _WORDINGS:
        try:
            getattr(desk, name)
        except BrokenFileError as error:
            yield from error.problems


def _without_wording() -> Iterable[RuleDataProblem]:
    """Yield every finding of the program that nobody could read: its file is gone."""
    try:
        codes = tomllib.loads(resources.read_text(FINDING_CODES))["codes"]
    except (OSError, *UNUSABLE) as error:
        yield from problems_of(error, FINDING_CODES)
        return
    there = resources.read_tree("text/findings")
    for code in codes:
        if f"{code}.toml" not in there:
            yield RuleDataProblem(f"text/findings/{code}.toml", "", "is missing")
