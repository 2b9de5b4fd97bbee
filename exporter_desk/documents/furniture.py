"""What every page carries besides its content: title, marks of drafts and samples, foot with page numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound
from exporter_desk.documents.ink import A4, A4_LANDSCAPE, FAINT, GHOST, INK, SOFT, Ink, Line, Page, Text
from exporter_desk.documents.sheet import Setting, Sheet, set_line, set_lines
from exporter_desk.domain.practice import MARK
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.documents.schema import Form

DRAFT = Bilingual("草稿", "DRAFT")
SAMPLE = Bilingual("示例", "SAMPLE")
PAGE_NO = Bilingual("第 {page} 页 / 共 {pages} 页", "Page {page} of {pages}")
ANNEX_NO = Bilingual("附页第 {page} 页 / 共 {pages} 页", "Annex page {page} of {pages}")
LEAF_NO = Bilingual("资料袋第 {leaf} 页 / 共 {leaves} 页", "Packet page {leaf} of {leaves}")

_SIZES = {"A4": A4, "A4-landscape": A4_LANDSCAPE, "100x70": (100.0, 70.0)}
_FOOT_MM = 9.0
_SIDE_MM = 20.0
_MARK_MM, _MARK_X, _MARK_Y = 16.0, 15.0, 10.5
_GHOST_PT = 64.0
_EDGE_MM = 3.0
_LEAST_PT = 6.0


def page_size(form: Form) -> tuple[float, float]:
    """Return the size of the form's pages in mm."""
    return _SIZES[form.page]


def form_title(sheet: Sheet) -> Bilingual:
    """Return the title of the form: that of the first variant whose condition holds, else its own; and which part."""
    title = next((one.title for one in sheet.form.variants if sheet.holds(one.when)), sheet.form.title)
    number, count = sheet.dossier.part
    return title if count == 1 else Bilingual(f"{title.zh} {number}/{count}", f"{title.en} {number}/{count}")


def short_name(sheet: Sheet) -> str:
    """Return the short Chinese name of the paper for file names, that of its variant first."""
    own = next((one.short_zh for one in sheet.form.variants if sheet.holds(one.when)), "")
    return own or sheet.form.short_zh


def title_inks(sheet: Sheet) -> list[Ink]:
    """Set the title, Chinese over English where the paper carries both."""
    if sheet.form.bare:
        return []
    style, (width, _) = sheet.form.style, page_size(sheet.form)
    centre = style.title_x_mm or width / 2
    inks: list[Ink] = []
    y = style.title_y_mm
    for place, part in enumerate(dict.fromkeys(form_title(sheet).in_language(one) for one in sheet.languages)):
        size = _title_size(sheet, part, style.title_pt, width) if place == 0 else style.title_pt * 0.62
        setting = Setting(size, bold=True, align="centre", width=width - 2 * _SIDE_MM, leading=1.2)
        y += setting.rise if place == 0 else setting.pitch * 1.05
        inks.append(set_line(sheet, part, centre - setting.width / 2, y, setting))
    return inks


def _title_size(sheet: Sheet, title: str, size: float, width: float) -> float:
    """A long title is set smaller, so that the marks in the corner stay free."""
    room = width - 2 * (_SIDE_MM + _MARK_MM)
    return min(size, max(8.0, size * room / max(0.1, sheet.fonts.width(title, size, bold=True))))


def mark_words(sheet: Sheet, *, draft: bool) -> list[str]:
    """Return the words that mark a page: exercise first, then draft or the form's own mark, sample."""
    return [sheet.say(mark) for mark in _marks(sheet, draft=draft)]


def _marks(sheet: Sheet, *, draft: bool) -> list[Bilingual]:
    marks = [MARK] if sheet.dossier.practice else []
    if draft:
        marks.append(DRAFT)
    if sheet.form.mark.zh:
        marks.append(sheet.form.mark)
    if sheet.dossier.case.sample:
        marks.append(SAMPLE)
    return marks


def _corner_lines(sheet: Sheet, setting: Setting, *, draft: bool) -> Iterator[str]:
    """Yield the lines of the corner; a mark in two languages that would reach into the title is set on two."""
    titles = (one for one in title_inks(sheet) if isinstance(one, Text))
    taken = max((one.x + sheet.fonts.width(one.text, one.size, bold=True) for one in titles), default=0.0)
    room = _MARK_X + setting.width - taken - _EDGE_MM
    for mark in _marks(sheet, draft=draft):
        line = sheet.say(mark)
        apart = sheet.fonts.width(line, setting.size, bold=True) > room
        yield from dict.fromkeys(mark.in_language(one) for one in sheet.languages) if apart else [line]


def mark_inks(sheet: Sheet, page: Page, *, draft: bool) -> list[Ink]:
    """Set the marks: large and pale across the page, and small and readable at its top."""
    words = mark_words(sheet, draft=draft)
    if not words:
        return []
    place = _own_place(sheet, page, sheet.form.style.mark_mm)
    small = Setting(8.0, leading=1.28, bold=True, grey=SOFT, align="right", width=page.width - 30)
    inks: list[Ink] = [*set_lines(sheet, list(_corner_lines(sheet, small, draft=draft)), _MARK_X, _MARK_Y, small)]
    if place[0]:
        inks = list(_own_marks(sheet, page, words, place))
    large = MARK.in_language(sheet.languages[0]) if sheet.dossier.practice else words[0].split(" ")[0]
    size = min(_GHOST_PT, 0.6 * page.width / max(0.1, sheet.fonts.width(large, 1.0)))
    half = sheet.fonts.width(large, size, bold=True) / 2
    x, y = page.width / 2 - half * 0.82, page.height / 2 + half * 0.57
    return [Text(x, y, large, size, bold=True, grey=GHOST, turn=35.0), *inks]


def _own_marks(sheet: Sheet, page: Page, words: list[str], place: tuple[float, float]) -> Iterator[Ink]:
    """Set the form's own mark at its place, as large as its values, and the others behind it up to the page number.

    Others that find little room there are set smaller; where nobody could read them, all marks shrink together.
    """
    (x, y), full = place, sheet.form.style.value_pt
    setting = Setting(full, bold=True, grey=SOFT if sheet.form.bare else INK)  # on a label only its content is black
    own = f"{sheet.say(sheet.form.mark)}　"
    others = "　".join(word for word in words if word != own.strip())
    own_mm, others_mm = (sheet.fonts.width(text, full, bold=True) for text in (own, others))
    room = min(end for end in (sheet.form.style.page_no_mm[0], page.width) if end > x) - x - _EDGE_MM
    size, rest = full, min(1.0, (room - own_mm) / max(0.1, others_mm)) * full
    if rest < _LEAST_PT:
        size = rest = full * min(1.0, room / (own_mm + others_mm))
    if own.strip():
        yield set_line(sheet, own.strip(), x, y, setting.shrunk(size))
    if others:
        yield set_line(sheet, others, x + own_mm * size / full, y, setting.shrunk(rest))


def _own_place(sheet: Sheet, page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """The place that the form gives; annex pages of another size use the common one."""
    return place if page.width == page_size(sheet.form)[0] else (0.0, 0.0)


def foot_inks(sheet: Sheet, page: Page) -> list[Ink]:
    """Set page numbers, and on internal papers case number, version, day, rules and data hash.

    Only final papers stay without the page number of the packet.
    """
    if sheet.form.bare:
        return []
    if sheet.form.status == "final":
        return _foot(sheet, page)
    return [*_foot(sheet, page), _leaf(sheet, page), *_recalled(sheet, page)]


def _recalled(sheet: Sheet, page: Page) -> list[Ink]:
    """Say at the foot of a draft what of its layout or rules was not seen in an original."""
    text = sheet.say(sheet.form.recalled)
    if not text:
        return []
    width = page.width - 2 * _SIDE_MM
    size = min(6.5, 6.5 * width / max(0.1, sheet.fonts.width(text, 6.5)))
    above = 0.0 if _own_place(sheet, page, sheet.form.style.page_no_mm)[0] else 5.2 if sheet.form.internal else 3.8
    y = page.height - _FOOT_MM - above
    return [set_line(sheet, text, _SIDE_MM, y, Setting(size, grey=SOFT))]


def _leaf(sheet: Sheet, page: Page) -> Text:
    setting = Setting(7.0, grey=SOFT, align="right", width=page.width - 2 * _SIDE_MM)
    return _paged(sheet, sheet.say(LEAF_NO), _SIDE_MM, page.height - _FOOT_MM + 3.2, setting)


def _foot(sheet: Sheet, page: Page) -> list[Ink]:
    y = page.height - _FOOT_MM
    numbers = sheet.say(ANNEX_NO if page.annex else sheet.form.page_no if sheet.form.page_no.zh else PAGE_NO)
    place = _own_place(sheet, page, sheet.form.style.page_no_mm)
    if place[0]:
        return [_paged(sheet, numbers, *place, Setting(9.0))]
    if not sheet.form.internal:
        setting = Setting(8.0, grey=SOFT, align="centre", width=page.width)
        return [_paged(sheet, numbers, 0, y, setting)]
    setting = Setting(7.0, grey=SOFT)
    right = Setting(7.0, grey=SOFT, align="right", width=page.width - 2 * _SIDE_MM)
    inks: list[Ink] = [Line(_SIDE_MM, y - 4, page.width - _SIDE_MM, y - 4, 0.1, grey=FAINT)]
    trail = _trail(sheet, page.width - 2 * _SIDE_MM - 40)
    inks.append(set_line(sheet, trail, _SIDE_MM, y, setting, Bound(trail, ("number", "day", "rules"))))
    inks.append(_paged(sheet, numbers, _SIDE_MM, y, right))
    notice = sheet.dossier.notice
    if notice:
        inks.append(set_line(sheet, sheet.say(notice), _SIDE_MM, y + 3.2, setting))
    return inks


def _paged(sheet: Sheet, text: str, x: float, y: float, setting: Setting) -> Text:
    """Place a page number by the width of `9 / 9`: digits are equally wide, one more hardly shifts it."""
    sample = re.sub(r"\{\w+\}", "9", text)
    placed = set_line(sheet, sample, x, y, setting)
    return Text(placed.x, y, text, setting.size, grey=setting.grey, paged=True)


def _trail(sheet: Sheet, width: float) -> str:
    """The trail of an internal paper; a number or version too long for the foot stands on the cover alone."""
    dossier, zh = sheet.dossier, sheet.languages[0] == "zh"
    parts = [
        (f"业务 {dossier.case.number}" if zh else f"Case {dossier.case.number}") if dossier.case.number else "",
        f"第 {dossier.version} 版" if zh else f"Version {dossier.version}",
        dossier.pack_day.isoformat(),
        (f"规则 {dossier.rules}" if zh else f"Rules {dossier.rules}") if dossier.rules else "",
        f"数据 {dossier.data_hash}" if zh else f"Data {dossier.data_hash}",
    ]
    return " · ".join(part for part in parts if part and sheet.fits(part, width / len(parts) * 1.6, 7.0))
