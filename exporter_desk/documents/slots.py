"""Tables of equal slots at fixed places, as a declaration prints its lines: six on the first page, more on others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.ink import Ink, Line, Page
from exporter_desk.documents.sheet import Annexed, Setting, Sheet, set_line
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
        left = column.edge_mm - column.width_mm if column.align == "right" else column.edge_mm
        for place, bound, lines in _placed(sheet, slots, column, row):
            size = min(_fitting_size(sheet, line, column.width_mm) for line in lines)
            setting = Setting(size, align=column.align, width=column.width_mm)
            for y, line in zip(slots.baselines_mm[place:], lines, strict=False):
                inks.append(set_line(sheet, line, left, top + y, setting, bound))
    return inks


def _placed(sheet: Sheet, slots: Slots, column: SlotColumn, row: Row) -> list[tuple[int, Bound, list[str]]]:
    """Return (first line, origin, lines) of every value of one column; a value of two lines moves the next one down."""
    placed: list[tuple[int, Bound, list[str]]] = []
    taken = 0
    for number, value in enumerate(column.lines):
        bound = sheet.printed(value, row)
        text = str(bound.value or "").replace("\n", " ")
        if not text:
            continue
        place, below = number + taken, len(column.lines) - number - 1
        free = len(slots.baselines_mm) - place - below
        room = min(value.most_lines, free) if below else free
        lines = _lines(sheet, text, column.width_mm, room, smaller=value.most_lines > 1)
        if len(lines) > room or breaks_figure(text, lines):
            label = value.label if value.label.zh else column.label
            own = value.value == slots.annex_of
            _annex(sheet, Annexed(str(row.cells["no"].value), bound, label, own))
            lines = _begun(sheet, text, lines, room, column.width_mm)
        placed.append((place, bound, lines))
        taken += len(lines) - 1
    return placed


def _lines(sheet: Sheet, text: str, width: float, room: int, *, smaller: bool) -> list[str]:
    one_word = text.isascii() and text.isalnum()
    if (room == 1 or one_word or smaller) and sheet.fits(text, width, _SMALLEST):
        return [text]
    lines = sheet.lines(text, width, _SIZE)
    too_long = smaller and len(lines) > room
    return sheet.lines(text, width, _SMALLEST) if too_long or breaks_figure(text, lines) else lines


def _annex(sheet: Sheet, entry: Annexed) -> None:
    """Put a text on the annex page, and say so where the annex is not made for such texts."""
    if not entry.own:
        sheet.note_too_long(entry.bound, entry.label, annexed=True)
    sheet.annexed.append(entry)


def _begun(sheet: Sheet, text: str, lines: list[str], room: int, width: float) -> list[str]:
    """Return the beginning of a text and, behind it, that the whole stands on the annex page."""
    rest = sheet.say(_REST)
    if breaks_figure(text, lines):
        return [rest]
    *whole, last = lines[:room]
    size = min(_fitting_size(sheet, line, width) for line in (*whole, last))
    left = width - sheet.fonts.width(rest, size)
    beside = sheet.lines(last, left, size)
    return [*whole, rest if left < width / 2 or breaks_figure(last, beside) else f"{beside[0]}{rest}"]


def _fitting_size(sheet: Sheet, text: str, width: float) -> float:
    size = _SIZE
    while size > _SMALLEST and not sheet.fits(text, width, size):
        size -= 0.2
    return size
