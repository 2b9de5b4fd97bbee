"""Spreadsheets as plain data, so that what fills them and what writes them need not know each other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, a number or nothing; `digits` places after the point are shown at least, `open` is marked.

    `left` sets a number at the left, where figures and texts stand below each other.
    """

    value: str | Decimal | None = None
    digits: int | None = None
    title: bool = False
    open: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of cells, widths of the columns in characters, and how many rows stay in sight."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    frozen_rows: int = 1
