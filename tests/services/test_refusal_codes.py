"""A code of a refusal has one meaning: said in two modules only where both say the same."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.support.source_tree import ROOT

PACKAGE = ROOT / "exporter_desk"

# The same meaning, with the remedy of its place: no such shipment, no such name in a list, what is missing,
# no number of rows, no passphrase, no data yet.
WORDED_BY_PLACE = {"S40", "S41", "S43", "S46", "S90", "S276"}


def said_in() -> dict[str, set[str]]:
    """Return the modules by the code that they name in a refusal of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserFacingError" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found[str(first.value)].add(file.relative_to(PACKAGE).as_posix())
    return found


def test_a_code_is_worded_in_one_module() -> None:
    modules = said_in()
    assert len(modules) > 80
    twice = {code: sorted(where) for code, where in modules.items() if len(where) > 1}
    assert set(twice) == WORDED_BY_PLACE, twice
