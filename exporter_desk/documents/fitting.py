"""Fits the running part of a form to its pages: leaves out spare lines, sets smaller where that saves a whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.blocks import block_pieces
from exporter_desk.documents.pieces import Piece, flow, page_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.documents.ink import Page
    from exporter_desk.documents.sheet import Sheet

_SMALLER = (0.96, 0.92, 0.88, 0.84)
_WORTH_SAVING = 0.2  # share of the pages before that a last page may hold at most to be drawn in
_LEAST_SPARE = 3


def running_pages(sheet: Sheet, new_page: Callable[[int], Page]) -> list[Page]:
    """Return pages filled with the blocks of the form; `new_page` makes page number n (from 0)."""
    form = sheet.form
    return flow(_chosen(sheet), new_page, form.body_mm, form.body_next_mm)


def _chosen(sheet: Sheet) -> list[Piece]:
    """The pieces at the largest size that does not waste a page; the full size where smaller ones save none."""
    whole = _pieces(sheet, 1.0)
    pages, annexed = _count(sheet, whole), list(sheet.annexed)
    goal = sheet.form.most_pages or pages - 1
    if pages <= max(goal, 1) or not (sheet.form.most_pages or _is_widow(sheet, whole, pages)):
        return whole
    if _is_hopeless(sheet, whole, max(goal, 1)):
        return whole
    fitted = _without_spare(sheet, whole, goal, _LEAST_SPARE)
    if fitted is not None:
        return fitted
    last_resort = _without_spare(sheet, _pieces(sheet, _SMALLER[-1]), goal, 0)
    if last_resort is None:
        sheet.scale, sheet.annexed[:] = 1.0, annexed
        return whole
    for scale in _SMALLER:
        fitted = _without_spare(sheet, _pieces(sheet, scale), goal, _LEAST_SPARE)
        if fitted is not None:
            return fitted
    return last_resort  # set at the smallest size, as the last try was


def _pieces(sheet: Sheet, scale: float) -> list[Piece]:
    """Set all blocks anew; what an earlier size moved to the annex is forgotten."""
    sheet.scale = scale
    sheet.annexed.clear()
    return block_pieces(sheet, sheet.form.blocks, sheet.form.body_mm[2])


def _count(sheet: Sheet, pieces: list[Piece]) -> int:
    return page_count(pieces, sheet.form.body_mm, sheet.form.body_next_mm)


def _is_widow(sheet: Sheet, pieces: list[Piece], pages: int) -> bool:
    room = sheet.form.body_mm[3] + (pages - 2) * sheet.form.body_next_mm[3]
    return sum(piece.height for piece in pieces) <= room * (1 + _WORTH_SAVING)


def _is_hopeless(sheet: Sheet, pieces: list[Piece], goal: int) -> bool:
    """Tell whether not even the smallest size could do it: heights shrink with the size and with the lines it saves."""
    room = sheet.form.body_mm[3] + (goal - 1) * sheet.form.body_next_mm[3]
    needed = sum(piece.height for piece in pieces if not piece.spare)
    return needed * _SMALLER[-1] ** 3 > room


def _without_spare(sheet: Sheet, pieces: list[Piece], goal: int, least: int) -> list[Piece] | None:
    """Take spare pieces away from the last one on until `goal` pages hold the rest; None when that is not enough."""
    if _count(sheet, pieces) <= goal:
        return pieces
    spare = [place for place, piece in enumerate(pieces) if piece.spare]
    for left in range(len(spare) - 1, least - 1, -1):
        gone = set(spare[left:])
        rest = pieces[spare[left]].rest
        kept: list[Piece] = []
        for place, piece in enumerate(pieces):
            if place == spare[left] and rest is not None:
                kept.append(rest)
            if place not in gone:
                kept.append(piece)
        if _count(sheet, kept) <= goal:
            return kept
    return None
