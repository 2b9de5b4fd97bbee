"""The tool gates: import contracts, lint, format and types, each run as a user would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT

SCRIPTS = Path(sys.executable).parent
CHECKED = ("exporter_desk", "installers", "tests")


def run_tool(*command: str) -> None:
    """Run one tool in the project and fail with its own words."""
    environment = {**os.environ, "PYTHONWARNINGS": "default", "MYPYPATH": "installers"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def script(name: str) -> str:
    """Path of a console script of the running environment, on Windows too."""
    return str(SCRIPTS / (name + (".exe" if os.name == "nt" else "")))


@pytest.mark.slow
def test_import_contracts() -> None:
    run_tool(script("lint-imports"), "--no-cache")


@pytest.mark.slow
def test_ruff_finds_nothing() -> None:
    run_tool(sys.executable, "-m", "ruff", "check", "--no-cache", *CHECKED)


@pytest.mark.slow
def test_ruff_would_change_no_format() -> None:
    run_tool(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", *CHECKED)


@pytest.mark.slow
def test_types_are_sound() -> None:
    run_tool(sys.executable, "-m", "mypy", "--strict", "-p", "exporter_desk", "-p", "first_run")
