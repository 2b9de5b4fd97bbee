"""Tables of equal slots at fixed places, as a declaration prints its lines: six on the first page, more on others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.ink import Ink, Line, Page
from exporter_desk.documents.sheet import Setting, Sheet, set_line
from exporter_desk.documents.wrap import breaks_figure
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.documents.bound import Bound, Row
    from exporter_desk.documents.schema import SlotColumn, Slots

_SIZE, _SMALLEST = 9.0, 7.2
_DASH = (0.35, 0.55)
_REST = Bilingual("…全文见附页", "… in full on the annex")


def slot_pages(sheet: Sheet, slots: Slots, new_page: Callable[[int], Page]) -> list[Page]:
    """Return the pages with all lines."""
    lines = sheet.rows(slots.rows)
    pages = [_page(sheet, slots, new_page, 0, lines[: slots.first_count])]
    rest = lines[slots.first_count :]
    for start in range(0, len(rest), slots.next_count):
        pages.append(_page(sheet, slots, new_page, len(pages), rest[start : start + slots.next_count]))
    return pages


def _page(sheet: Sheet, slots: Slots, new_page: Callable[[int], Page], number: int, lines: tuple[Row, ...]) -> Page:
    page = new_page(number)
    caption_y = slots.next_caption_mm if number else slots.first_caption_mm
    top = slots.next_y_mm if number else slots.first_y_mm
    count = slots.next_count if number else slots.first_count
    caption = Setting(7.5, bold=True)
    page.add(
        set_line(sheet, sheet.say(column.label), column.caption_mm, caption_y, caption) for column in slots.columns
    )
    for place in range(count):
        bottom = top + (place + 1) * slots.slot_mm
        page.add([Line(slots.left_mm, bottom, slots.right_mm, bottom, 0.2, _DASH)])
        if place < len(lines):
            page.add(_slot(sheet, slots, lines[place], top + place * slots.slot_mm))
    return page


def _slot(sheet: Sheet, slots: Slots, row: Row, top: float) -> list[Ink]:
    inks: list[Ink] = []
    for column in slots.columns:
        for place, bound, text in _placed(sheet, slots, column, row):
            y = top + slots.baselines_mm[place]
            setting = Setting(_fitting_size(sheet, text, column.width_mm), align=column.align, width=column.width_mm)
            left = column.edge_mm - column.width_mm if column.align == "right" else column.edge_mm
            inks.append(set_line(sheet, text, left, y, setting, bound))
    return inks


def _placed(sheet: Sheet, slots: Slots, column: SlotColumn, row: Row) -> list[tuple[int, Bound, str]]:
    """Return (line, origin, text) of one column; the last value may run over the lines that are left."""
    placed: list[tuple[int, Bound, str]] = []
    for number, value in enumerate(column.lines):
        bound = sheet.printed(value, row)
        text = str(bound.value or "").replace("\n", " ")
        if not text:
            continue
        room = len(slots.baselines_mm) - number if number == len(column.lines) - 1 else 1
        lines = _lines(sheet, text, column.width_mm, room)
        if len(lines) > room or breaks_figure(text, lines):
            lines = _moved_to_annex(sheet, column, bound, row, lines, room)
        placed += [(number + place, bound, line) for place, line in enumerate(lines)]
    return placed


def _lines(sheet: Sheet, text: str, width: float, room: int) -> list[str]:
    one_word = text.isascii() and text.isalnum()
    if (room == 1 or one_word) and sheet.fits(text, width, _SMALLEST):
        return [text]
    lines = sheet.lines(text, width, _SIZE)
    return sheet.lines(text, width, _SMALLEST) if breaks_figure(text, lines) else lines


def _moved_to_annex(sheet: Sheet, column: SlotColumn, bound: Bound, row: Row, lines: list[str], room: int) -> list[str]:
    """Print the beginning and say that the whole text stands on the annex page."""
    number = row.cells["no"].value
    if room == 1:
        sheet.note_too_long(bound, column.label, annexed=True)
    sheet.annexed.append((str(number), bound))
    shown = [] if breaks_figure(str(bound.value), lines) else lines[: room - 1]
    return [*shown, sheet.say(_REST)]


def _fitting_size(sheet: Sheet, text: str, width: float) -> float:
    size = _SIZE
    while size > _SMALLEST and not sheet.fits(text, width, size):
        size -= 0.2
    return size
