"""Packing of other kinds is typed in words: kinds by name or code, each with its number; what means none is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.typed_packing import TypedPacking, read_packing

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "codes"
CODES = CodeTables.load({path.name: path.read_bytes() for path in FOLDER.iterdir()})


@pytest.mark.parametrize(
    ("typed", "counts", "unread"),
    [
        ("纸箱 120", {"22": 120}, ()),
        ("纸箱120；袋 3", {"22": 120, "06": 3}, ()),
        ("22 120, 06：3", {"22": 120, "06": 3}, ()),
        ("carton × 12", {"22": 12}, ()),
        ("纸制或纤维板制盒/箱 40、天然木托 2", {"22": 40, "93": 2}, ()),
        ("纸箱 20；22 5", {"22": 25}, ()),
        ("", {}, ()),
        ("；", {}, ()),
        ("若干", {}, ("若干",)),
        ("纸箱", {}, ("纸箱",)),
        ("盒子 3；纸箱 1", {"22": 1}, ("盒子 3",)),
        ("纸箱 0", {}, ("纸箱 0",)),
        ("22", {}, ("22",)),
    ],
)
def test_kinds_with_their_numbers_are_read(typed: str, counts: dict[str, int], unread: tuple[str, ...]) -> None:
    assert read_packing(CODES, typed) == TypedPacking(counts, unread)


def test_nothing_typed_is_nothing_read() -> None:
    assert read_packing(CODES, None) == TypedPacking({})


@given(st.text(max_size=40))
def test_any_text_is_read_or_told(typed: str) -> None:
    found = read_packing(CODES, typed)
    assert all(CODES.has("packaging_types", kind) and count > 0 for kind, count in found.counts.items())
