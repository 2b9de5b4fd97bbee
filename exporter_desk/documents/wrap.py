"""Breaking text into lines of a given width: Hanzi anywhere, Latin words at blanks, nothing ever cut off."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEVER_FIRST = set("，。、；：？！）》」』”’】…%,.;:?!)]}")
_NEVER_LAST = set("（《「『“‘【([{")
_BREAK_AFTER = set("-/|,;&")
_WIDE_FROM = 0x2E80
_MARK = re.compile("（估算")  # the mark of an estimate is one word
# A date or a number that stands for itself; digits inside of words and codes with letters are none.
_FIGURE = re.compile(r"(?<![\w.,])-?(?:\d{4}-\d\d-\d\d|\d[\d.,]*\d)(?!\w)", re.ASCII)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break `text` into lines no wider than `width`; line ends in the text are kept.

    A piece that alone is wider than the line is broken between characters. Blanks at a break are dropped.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width, measure)]


def breaks_figure(text: str, lines: list[str]) -> bool:
    """Tell whether a number or a date of `text` was broken between two of its `lines`."""
    if len(lines) <= 1:
        return False
    whole = "\n".join(lines)
    return any(figure not in whole for figure in _FIGURE.findall(text))


def _wrap_paragraph(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    if measure(text) <= width:
        yield text
        return
    line = ""
    for piece in _pieces(text):
        if measure(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        *full, line = _broken(piece.lstrip(), width, measure)
        yield from full
    yield line.rstrip()


def _pieces(text: str) -> list[str]:
    """Cut `text` where a line may end; the pieces joined give the text back."""
    pieces = [text[:1]]
    inside = {place for mark in _MARK.finditer(text) for place in range(mark.start() + 1, mark.end())}
    for place, (before, char) in enumerate(itertools.pairwise(text), start=1):
        if place not in inside and _may_break(before, char):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or after == " ":
        return False
    if before == " " or _is_wide(before) or _is_wide(after):
        return True
    return before in _BREAK_AFTER and not after.isdigit()


def _is_wide(char: str) -> bool:
    return ord(char) >= _WIDE_FROM


def _broken(piece: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break an over-long piece between characters; the last part stays open for more text."""
    parts, line = [], ""
    for char in piece:
        if line and measure(line + char) > width:
            parts.append(line)
            line = ""
        line += char
    return [*parts, line]
