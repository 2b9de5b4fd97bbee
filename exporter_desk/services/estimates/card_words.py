"""What price lists say in words (condition, rounding, half a date): put into the columns it means, or kept as it is."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain.text import entries, half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# One filled cell of a row: the key of its column, where it stands (B7), its text.
Cell = tuple[str, str, str]

_FACTS = frozenset({"region", "lane", "zone", "programme", "container", "loading"})
# What the program does anyway, and says so: no condition that somebody would have to answer.
_ALWAYS = frozenset({"age counted per lot from inbound", "upper bound inclusive", "上限含本数", "按批次入库日计算库龄"})
_FREE_DAYS = re.compile(r"(\d{1,3}) days? free|free for (\d{1,3}) days|前?(\d{1,3})天免费|免费(\d{1,3})天")
_FLOOR = re.compile(r"floor-loaded (20|40|45) ?ft")
_BEYOND = re.compile(r"each [a-z]+ over (\d+)\b.*")
_BOUNDS = re.compile(r"min (\d+(?:\.\d+)?) max (\d+(?:\.\d+)?)")
_PER_WORD = re.compile(r"\d+(?:\.\d+)? per [a-z]+")
_GREATER = re.compile(r"max\((\d+(?:\.\d+)?) per unit, (\d+(?:\.\d+)?) per cuft\)")
_LEAST = re.compile(r"volume below (\d+(?:\.\d+)?) counts as \1")
_HALF_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?: \(.*\))?")
_DAYS = ("as_of", "valid_from", "valid_to")
_NO_BOUNDS = frozenset({"no min or max", "none", "无"})


@dataclass(slots=True)
class Spoken:
    """A row with its words put into columns; `left` are texts that no column holds, `guessed` days read from less."""

    cells: list[Cell] = field(default_factory=list)
    left: list[Cell] = field(default_factory=list)
    guessed: list[Cell] = field(default_factory=list)


def spoken(row: Sequence[Cell]) -> Spoken:
    """Return the cells of a row as the reader of columns understands them."""
    said = Spoken()
    conditions: list[Cell] = []
    fact = next((text.lower() for key, _, text in row if key == "tier_by" and text.lower() in _FACTS), "")
    for key, cell, text in row:
        if key == "applies_if":
            conditions += _conditions(cell, text)
        elif fact and key in {"tier_by", "tier_from"}:
            conditions += [("applies_if", cell, f"{fact}={text}")] if key == "tier_from" else []
        else:
            _add(said, key, cell, text)
    said.cells += [one for one in conditions if one[0] != "applies_if"]
    words = [text for key, _, text in conditions if key == "applies_if"]
    where = next((cell for key, cell, _ in conditions if key == "applies_if"), "")
    said.cells += [("applies_if", where, "; ".join(words))] if words else []
    return said


def _conditions(cell: str, text: str) -> Iterator[Cell]:
    for entry in entries(half_width(text)):
        words = entry.strip().lower()
        free, floor, beyond = (_FREE_DAYS.fullmatch(words), _FLOOR.fullmatch(words), _BEYOND.fullmatch(words))
        if free is not None:
            yield "free_days", cell, next(filter(None, free.groups()))
        elif floor is not None:
            yield "applies_if", cell, f"container={floor[1]}; loading=floor"
        elif beyond is not None:
            yield "free_quantity", cell, beyond[1]
        elif words not in _ALWAYS:
            yield "applies_if", cell, entry.strip()


def _add(said: Spoken, key: str, cell: str, text: str) -> None:
    words = text.lower()
    if key == "min_charge" and (bounds := _BOUNDS.fullmatch(words)):
        said.cells += [(key, cell, bounds[1]), ("max_charge", cell, bounds[2])]
    elif key == "min_charge" and words in _NO_BOUNDS:
        return
    elif key == "min_charge" and _PER_WORD.fullmatch(words):
        said.left.append((key, cell, text))
    elif key == "rate" and (greater := _GREATER.fullmatch(words)):
        said.cells += [(key, cell, greater[2]), ("per_unit", cell, greater[1])]
    elif key == "qty_rounding" and (least := _LEAST.fullmatch(words)):
        said.cells.append(("qty_min", cell, least[1]))
    elif key in _DAYS and (half := _HALF_DATE.fullmatch(text)):
        day = _day_in(int(half[1]), int(half[2] or 0), last=key == "valid_to")
        said.cells.append((key, cell, text if day is None else day))
        said.guessed += [] if day is None else [(key, cell, text)]
    else:
        said.cells.append((key, cell, text))


def _day_in(year: int, month: int, *, last: bool) -> str | None:
    """Return the first day of a month or year, or its last: what is meant may be older, never newer."""
    try:
        first = date(year, month or (12 if last else 1), 1)
    except ValueError:
        return None
    return first.replace(day=monthrange(first.year, first.month)[1] if last else 1).isoformat()
