"""ARCHITECTURE.md names every module of every package, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "exporter_desk"
TABLE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## One module, one line")[1].split("## ")[0]
ROWS = dict(re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", TABLE, flags=re.MULTILINE))
TOP = {"app", "cli", "output", "usage", "__main__", "__init__"}


def modules(package: Path) -> set[str]:
    inside = {file.stem for file in package.glob("*.py")} - {"__init__"}
    return inside | {folder.parent.name for folder in package.glob("*/__init__.py")}


def named(row: str) -> set[str]:
    """The names in backticks; `a/b` means b in a, `plan_*` and `explain…` all that begin so."""
    return set(re.findall(r"`([a-z0-9_]+(?:/[a-z0-9_]*)?[*…]?)`", row))


def begins(name: str) -> str:
    return name.rstrip("*…").split("/")[0]


def test_every_package_has_its_row() -> None:
    packages = {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}
    assert set(ROWS) == packages
    assert {file.stem for file in PACKAGE.glob("*.py")} == TOP


@pytest.mark.parametrize("package", sorted(ROWS))
def test_every_module_is_named(package: str) -> None:
    names = named(ROWS[package])
    whole = {begins(name) for name in names if not name.endswith("…")}
    heads = tuple(name.rstrip("…") for name in names if name.endswith("…"))
    assert {one for one in modules(PACKAGE / package) - whole if not (heads and one.startswith(heads))} == set()


@pytest.mark.parametrize("package", sorted(ROWS))
def test_every_name_is_a_module(package: str) -> None:
    there = PACKAGE / package
    for name in named(ROWS[package]):
        found = list(there.glob(f"**/{name.rstrip('/').replace('…', '*')}.py")) or list(
            there.glob(f"**/{name.rstrip('/')}")
        )
        assert found, f"{package}: {name}"
