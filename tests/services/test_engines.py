"""The engines tell whether they are loaded, so that a window loads them before somebody waits for them."""

from __future__ import annotations

from collections.abc import Callable


def test_engines_tell_when_they_are_loaded(fresh_python: Callable[[str], str]) -> None:
    code = """
from exporter_desk.services import engines
before = engines.are_loaded()
engines.load()
print(before, engines.are_loaded())
"""
    assert fresh_python(code) == "False True\n"


def test_a_module_that_is_still_being_imported_does_not_count(fresh_python: Callable[[str], str]) -> None:
    code = """
import sys, types
from exporter_desk.services import engines
sys.modules["exporter_desk.services.analysis"] = types.ModuleType("begun")
print(engines.are_loaded())
"""
    assert fresh_python(code) == "False\n"
