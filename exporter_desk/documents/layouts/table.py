"""Lists: the title and the head boxes stand on every page, the table runs below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.annex import annex_pages
from exporter_desk.documents.boxes import boxes_on
from exporter_desk.documents.fitting import running_pages
from exporter_desk.documents.furniture import page_size, title_inks
from exporter_desk.documents.ink import Page

if TYPE_CHECKING:
    from exporter_desk.documents.sheet import Sheet


def compose(sheet: Sheet) -> list[Page]:
    """Return the pages of a list form."""
    pages = running_pages(sheet, lambda number: _page(sheet, number))
    return [*pages, *annex_pages(sheet)]


def _page(sheet: Sheet, number: int) -> Page:
    page = Page.empty(page_size(sheet.form))
    page.add(title_inks(sheet))
    page.add(boxes_on(sheet, "every", "later" if number else "first"))
    return page
