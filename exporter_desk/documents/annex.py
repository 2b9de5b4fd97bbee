"""Annex pages: values that do not fit their place are printed whole on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.furniture import form_title
from exporter_desk.documents.ink import A4, Ink, Line, Page
from exporter_desk.documents.pieces import Piece, flow
from exporter_desk.documents.sheet import Setting, Sheet, set_line, set_lines
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.sheet import Annexed

_AREA = (20.0, 30.0, 170.0, 245.0)
_NAME_X, _TEXT_X = 2.0, 14.7
_TITLE_PT = 14.0
_ANNEX = Bilingual("附页", "Annex")
_COLON = Bilingual("：", ": ")


def annex_pages(sheet: Sheet) -> list[Page]:
    """Return the annex pages of the paper; none when everything fitted."""
    if not sheet.annexed:
        return []
    slots = sheet.form.slots
    own = slots is not None and all(entry.own for entry in sheet.annexed)
    title = form_title(sheet)
    text = slots.annex if slots and own else Bilingual(f"{title.zh} {_ANNEX.zh}", f"{title.en} {_ANNEX.en}")
    pieces = [piece for entry in sheet.annexed for piece in _entry(sheet, entry, "" if own else _called(sheet, entry))]
    return flow(pieces, lambda _: _page(sheet, text), _AREA, _AREA)


def _page(sheet: Sheet, text: Bilingual) -> Page:
    page = Page.empty(A4)
    page.annex = sheet.form.slots is not None
    words = sheet.say(text)
    size = min(_TITLE_PT, _TITLE_PT * _AREA[2] / sheet.fonts.width(words, _TITLE_PT, bold=True))
    page.add([set_line(sheet, words, 0, 22.0, Setting(size, bold=True, align="centre", width=A4[0]))])
    return page


def _called(sheet: Sheet, entry: Annexed) -> str:
    """What a text is, before it; annexes that hold texts of one kind say it in their title."""
    words = sheet.say(entry.label)
    return f"{words}{sheet.say(_COLON)}" if words else ""


def _entry(sheet: Sheet, entry: Annexed, called: str) -> list[Piece]:
    """One entry: its number or name at the left, its text beside it; a long text may run over pages."""
    setting, name, bound = Setting(10.5, leading=1.3), entry.name, entry.bound
    beside = sheet.fits(name, _TEXT_X - _NAME_X - 1, setting.size)
    lines = sheet.lines(f"{called}{bound.value}", _AREA[2] - _TEXT_X, setting.size)
    pieces = (
        []
        if beside
        else [Piece(setting.pitch + 0.6, (set_line(sheet, name, _NAME_X, setting.rise, setting),), keep=True)]
    )
    for number, line in enumerate(lines):
        inks: list[Ink] = [*set_lines(sheet, [line], _TEXT_X, 0.4 + setting.rise, setting, bound)]
        if beside and number == 0:
            inks.insert(0, set_line(sheet, name, _NAME_X, 0.4 + setting.rise, setting))
        if number == len(lines) - 1:
            inks.append(Line(0, setting.pitch + 0.8, _AREA[2], setting.pitch + 0.8, 0.1, grey=0.7))
        pieces.append(Piece(setting.pitch + 0.5, tuple(inks)))
    return pieces
