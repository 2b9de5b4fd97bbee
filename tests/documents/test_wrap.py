"""Line breaking: nothing is lost, nothing is wider than the line, punctuation stays where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.documents.wrap import wrap


def width(text: str) -> float:
    return float(sum(2 if ord(char) >= 0x2E80 else 1 for char in text))


@given(st.text(alphabet="ab -/,.，。（）赣州木 ", max_size=60), st.integers(min_value=6, max_value=30))
def test_nothing_but_blanks_is_lost(text: str, room: int) -> None:
    lines = wrap(text, room, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(alphabet="ab 赣州木", max_size=60), st.integers(min_value=6, max_value=30))
def test_no_line_is_too_wide(text: str, room: int) -> None:
    assert all(width(line) <= room for line in wrap(text, room, width))


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("short", 10, ["short"]),
        ("two words here", 9, ["two words", "here"]),
        ("江西省赣州市", 6, ["江西省", "赣州市"]),
        ("江西省，赣州", 6, ["江西", "省，赣", "州"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a\nb", 9, ["a", "b"]),
        ("door-to-door way", 8, ["door-to-", "door way"]),
        ("", 5, [""]),
        ("45.6千克（估算）", 12, ["45.6千克", "（估算）"]),
        ("12千克（估算 est.）", 10, ["12千克", "（估算", "est.）"]),
    ],
)
def test_lines_end_where_they_may(text: str, room: int, lines: list[str]) -> None:
    assert wrap(text, room, width) == lines
