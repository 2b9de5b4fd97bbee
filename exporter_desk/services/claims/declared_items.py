"""Which goods lines stand on a declaration (报关单): typed and shown by their rows, proposed where only one fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.domain.positions import position
from exporter_desk.domain.text import folded, half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine

_BETWEEN = re.compile(r"[,，、;；\n]+")
_AROUND = re.compile(r"商品|货物|第|行|项|\b(?:goods|lines?|items?)\b", re.IGNORECASE)
_TO = re.compile(r"\s*[-–—~～至到]\s*")
_ROWS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_NUMBERED = re.compile(r"(\d{1,6})\s+\S.*")
_QUOTES = "“”\"'"
_LEAST_RUN = 3


def items_text(case: Case, lines: Sequence[str]) -> str:
    """Return goods lines by their rows in the order of their items: `1-3, 7`; what is not among the goods in quotes."""
    return ", ".join(_run_text(run) for run in _runs([_row_of(case, one) for one in lines]))


def _row_of(case: Case, goods: str) -> int | str:
    at = position(case.goods, goods)
    return f"“{goods}”" if at is None else at + 1


def _runs(rows: Sequence[int | str]) -> Iterator[list[int | str]]:
    """Yield rows that follow each other together, everything else alone."""
    run: list[int | str] = []
    for row in rows:
        last = run[-1] if run else None
        if not (isinstance(row, int) and isinstance(last, int) and row == last + 1):
            if run:
                yield run
            run = []
        run.append(row)
    if run:
        yield run


def _run_text(run: Sequence[int | str]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) >= _LEAST_RUN else ", ".join(str(row) for row in run)


def items_read(case: Case, text: str) -> tuple[str, ...]:
    """Return the goods lines that are named by rows (`1,2,3`, `1-3`, `商品1、2`), by names or ids, in that order.

    What names no goods stays as it was typed: the checks tell that there are no such goods.
    """
    if whole := _named(case, text):  # a name may hold a comma
        return whole
    parts = (part.strip().strip(_QUOTES).strip() for part in _BETWEEN.split(half_width(text)))
    return tuple(one for part in parts if part for one in _read_part(case, part))


def _read_part(case: Case, part: str) -> tuple[str, ...]:
    spans = [_ROWS.fullmatch(word) for word in _AROUND.sub(" ", _TO.sub("-", part)).split()]
    rows = [found for found in spans if found is not None]
    if rows and len(rows) == len(spans):
        return tuple(one for found in rows for one in _rows_read(case, found))
    if named := _named(case, part):
        return named
    offered = _NUMBERED.fullmatch(part)  # a row before its name, as the list offers it
    row = _span(case, int(offered[1]), int(offered[1])) if offered else ()
    return row or (part,)


def _rows_read(case: Case, found: re.Match[str]) -> tuple[str, ...]:
    typed, first, last = found[0], int(found[1]), int(found[2] or found[1])
    return _span(case, first, last) or _named(case, typed) or (typed,)


def _span(case: Case, first: int, last: int) -> tuple[str, ...]:
    """Return the goods from row to row, either way round; nothing where one of the rows does not exist."""
    if not (0 < first <= len(case.goods) and 0 < last <= len(case.goods)):
        return ()
    step = 1 if last >= first else -1
    return tuple(case.goods[row - 1].id for row in range(first, last + step, step))


def _named(case: Case, text: str) -> tuple[str, ...]:
    """Return the one goods line with that id, name, or number of the seller."""
    if position(case.goods, text) is not None:
        return (text,)
    wanted = folded(text)
    called = [line.id for line in case.goods if wanted in {folded(name) for name in _names(line) if name}]
    return tuple(called) if len(called) == 1 else ()


def _names(line: GoodsLine) -> tuple[str | None, ...]:
    return line.name_zh, line.name_en, line.sku, line.model


def proposed_items(case: Case) -> dict[str, tuple[str, ...]]:
    """Return for the one declaration that lists no goods those that stand on no other, in the order of the draft.

    Nothing while several declarations list none: which goods left with which nobody knows. What takes an earlier claim
    back was declared with that one.
    """
    blank = [one.id for one in case.tax.declarations if not one.lines]
    listed = {goods for one in case.tax.declarations for goods in one.lines}
    back = {line.id for line in case.tax.lines if line.reversal}
    rest = tuple(line.id for line in case.goods if line.id not in listed and line.id not in back)
    return {blank[0]: rest} if len(blank) == 1 and rest else {}
