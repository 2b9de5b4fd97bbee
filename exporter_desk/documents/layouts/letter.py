"""Letters: the exporter's name and address as head, title, running text; the seal area stays free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.boxes import boxes_on, fitted
from exporter_desk.documents.furniture import form_title, title_inks
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
    """The exporter's names large, its address and numbers small; what is too long stands on an annex page."""
    name = sheet.printed(Value(value="party.seller", format="party_name"))
    left, _, width, _ = sheet.form.body_mm
    names, big = fitted(
        sheet, "next_page", name, form_title(sheet), (width, 6.0), Setting(12.0, bold=True, leading=1.2)
    )
    inks: list[Ink] = [*set_lines(sheet, names, left, _TOP + big.rise, big, name)]
    y = _TOP + big.pitch * len(names)
    rest = _address(sheet, str(name.value).split("\n"))
    lines, small = fitted(sheet, "next_page", rest, form_title(sheet), (width, 4.0), Setting(7.5, leading=1.3))
    inks += set_lines(sheet, lines, left, y + small.rise, small, rest)
    y += small.pitch * len(lines) + 1
    return [*inks, Line(left, y, left + width, y, 0.4)]


def _address(sheet: Sheet, names: list[str]) -> Bound:
    block = sheet.printed(Value(value="party.seller", format="party_block"))
    return block.with_value(" · ".join(line for line in str(block.value).split("\n") if line not in names))
