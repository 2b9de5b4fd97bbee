"""Running text: title on the first page, blocks top down, a running head on later pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.annex import annex_pages
from exporter_desk.documents.boxes import boxes_on
from exporter_desk.documents.fitting import running_pages
from exporter_desk.documents.furniture import form_title, page_size, title_inks
from exporter_desk.documents.ink import FAINT, SOFT, Line, Page
from exporter_desk.documents.sheet import Setting, Sheet, set_line

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD_Y = 16.0


def compose(sheet: Sheet) -> list[Page]:
    """Return the pages of a running-text form."""
    return run(sheet, lambda page: page.add([*title_inks(sheet), *boxes_on(sheet, "first", "every")]))


def run(sheet: Sheet, first_page: Callable[[Page], None]) -> list[Page]:
    """Fill pages with the form's blocks; `first_page` draws the head of the first one."""
    size = page_size(sheet.form)

    def new_page(number: int) -> Page:
        page = Page.empty(size)
        if number == 0:
            first_page(page)
        else:
            running_head(sheet, page)
        return page

    pages = running_pages(sheet, new_page)
    return [*pages, *annex_pages(sheet)]


def running_head(sheet: Sheet, page: Page) -> None:
    """Set the title small at the head of a later page, and boxes that stand on every page."""
    x, _, width, _ = sheet.form.body_next_mm
    setting = Setting(8.5, bold=True, grey=SOFT)
    page.add([set_line(sheet, sheet.say(form_title(sheet)), x, _HEAD_Y, setting)])
    page.add([Line(x, _HEAD_Y + 2, x + width, _HEAD_Y + 2, 0.15, grey=FAINT)])
    page.add(boxes_on(sheet, "every", "later"))
