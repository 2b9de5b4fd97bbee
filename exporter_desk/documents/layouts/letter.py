"""Letters: the exporter's name and address as head, title, running text; the seal area stays free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.boxes import boxes_on
from exporter_desk.documents.furniture import page_size, title_inks
from exporter_desk.documents.ink import Ink, Line, Page
from exporter_desk.documents.layouts.flow import run
from exporter_desk.documents.schema import Value
from exporter_desk.documents.sheet import Setting, Sheet, set_lines

if TYPE_CHECKING:
    from exporter_desk.documents.bound import Bound

_TOP = 14.0


def compose(sheet: Sheet) -> list[Page]:
    """Return the pages of a letter."""
    return run(sheet, lambda page: _head(sheet, page))


def _head(sheet: Sheet, page: Page) -> None:
    page.add(_letterhead(sheet))
    page.add(title_inks(sheet))
    page.add(boxes_on(sheet, "first", "every"))


def _letterhead(sheet: Sheet) -> list[Ink]:
    name = sheet.printed(Value(value="party.seller", format="party_name"))
    block = sheet.printed(Value(value="party.seller", format="party_block"))
    left, _, width, _ = sheet.form.body_mm
    big, small = Setting(12.0, bold=True), Setting(7.5, leading=1.3)
    inks: list[Ink] = []
    y = _TOP
    for lines, setting, origin in _head_lines(sheet, name, block, width, big, small):
        inks += set_lines(sheet, lines, left, y + setting.rise, setting, origin)
        y += setting.pitch * len(lines)
    right = page_size(sheet.form)[0] - left
    return [*inks, Line(left, y + 1, right, y + 1, 0.4)]


def _head_lines(
    sheet: Sheet, name: Bound, block: Bound, width: float, big: Setting, small: Setting
) -> list[tuple[list[str], Setting, Bound]]:
    names = str(name.value).split("\n")
    rest = " · ".join(line for line in str(block.value).split("\n") if line not in names)
    heads = [line for one in names for line in sheet.lines(one, width, big.size, bold=True)]
    return [(heads, big, name), (sheet.lines(rest, width, small.size), small, block)]
