"""Draws boxes at fixed places: caption, code behind it, value wrapped or shrunk, never cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.ink import SOFT, Ink, frame
from exporter_desk.documents.schema import Value
from exporter_desk.documents.sheet import UNKNOWN, Annexed, Setting, Sheet, set_line, set_lines, with_short_sign
from exporter_desk.documents.wrap import breaks_figure
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.bound import Bound
    from exporter_desk.documents.schema import Box

SMALLEST = 0.8
_STEP = 0.05
_ANY_HEIGHT = 9999.0
# Lines set close: a Hanzi reaches 0.8 of its size above the baseline; nothing touches the caption or the frame.
_CLOSE_SCALES = (0.8, 0.75, 0.7)
_RISE, _FOOT = 0.8, 0.3
DOES_NOT_FIT = Bilingual("内容太长，见核对结果", "TOO LONG, SEE FINDINGS")
IN_ANNEX = Bilingual("见附页", "SEE ANNEX")


def boxes_on(sheet: Sheet, *pages: str) -> list[Ink]:
    """Return the ink of all boxes that belong on the named pages."""
    inks: list[Ink] = []
    for box in sheet.form.boxes:
        if box.on in pages and sheet.holds(box.when):
            inks += draw_box(sheet, box)
    return inks


def draw_box(sheet: Sheet, box: Box) -> list[Ink]:
    """Return frame, caption, code and value of one box."""
    x, y, w, h = box.at_mm
    style = sheet.form.style
    inks: list[Ink] = [frame(x, y, w, h, style.line_mm)] if box.border else []
    caption = Setting(style.caption_pt, bold=style.caption_bold, grey=SOFT if not style.caption_bold else 0.0)
    text = sheet.say(box.label) if box.caption != "none" else ""
    left = x + style.inset_mm
    reach = left + sheet.fonts.width(text, caption.size, bold=caption.bold)
    if text:
        inks.append(set_line(sheet, text, left, y + style.caption_baseline_mm, caption))
    if box.code:
        code = sheet.printed(Value(value=box.code))
        if code.value:
            room = (x + w - style.inset_mm - reach - 1.1, 0.0)
            lines, place = fitted(sheet, "shrink", code, box.label, room, Setting(9.0, grey=SOFT))
            inks += set_lines(sheet, lines[:1], reach + 1.1, y + style.caption_baseline_mm, place, code)
    return [*inks, *_value(sheet, box, reach)]


def _value(sheet: Sheet, box: Box, reach: float) -> list[Ink]:
    bound = sheet.printed(box)
    if not bound.value:
        return []
    x, y, w, h = box.at_mm
    style = sheet.form.style
    beside = box.caption in {"left", "inline"}
    left = reach + 1.1 if beside else x + style.inset_mm
    first = style.caption_baseline_mm if beside else style.value_baseline_mm
    room = (x + w - style.inset_mm - left, h - first)
    setting = Setting(box.size or style.value_pt, style.leading, bold=box.bold, align=box.align, width=room[0])
    found = _first_fit(sheet, box.overflow, bound, room, setting)
    if found is None and box.overflow in {"shrink", "next_page"} and _is_low(room[1], setting):
        top = style.caption_baseline_mm + _FOOT if box.caption == "above" else _FOOT
        close = _close_lines(sheet, bound, (room[0], h - top), setting)
        if close is not None:
            lines, setting = close
            first = (h + top - len(lines) * setting.pitch) / 2 + _RISE * setting.pitch
            return [*set_lines(sheet, lines, left, y + first, setting, bound)]
    lines, setting = found or _moved_or_refused(sheet, box.overflow, bound, box.label, room, setting)
    return [*set_lines(sheet, lines, left, y + first, setting, bound)]


def _is_low(height: float, setting: Setting) -> bool:
    """Tell whether `height` mm below the first baseline leave room for one line only, however small."""
    return _most_lines(height, setting.shrunk(setting.size * SMALLEST)) == 1


def _close_lines(
    sheet: Sheet, bound: Bound, room: tuple[float, float], setting: Setting
) -> tuple[list[str], Setting] | None:
    """Set a value in small lines without air between them; None where that is too little for it."""
    text = str(bound.value)
    for scale in _CLOSE_SCALES:
        trial = replace(setting, size=setting.size * scale, leading=1.0)
        lines = sheet.lines(text, room[0], trial.size, bold=trial.bold)
        if len(lines) * trial.pitch <= room[1] and not breaks_figure(text, lines):
            return lines, trial
    return None


def fitted(
    sheet: Sheet, overflow: str, bound: Bound, name: Bilingual, room: tuple[float, float], setting: Setting
) -> tuple[list[str], Setting]:
    """Fit a value into `room` (width, height below the first baseline) as the overflow mode allows.

    wrap breaks lines; shrink also goes down to 80 % of the size; next_page moves what still does not fit to an annex
    page; refuse allows one line only. What does not fit is replaced by a note and a finding, never cut. A figure that
    would be broken is set smaller in any of them; an estimate gets the short sign where its word has no room.
    """
    found = _first_fit(sheet, overflow, bound, room, setting)
    return found or _moved_or_refused(sheet, overflow, bound, name, room, setting)


def _moved_or_refused(
    sheet: Sheet, overflow: str, bound: Bound, name: Bilingual, room: tuple[float, float], setting: Setting
) -> tuple[list[str], Setting]:
    if overflow == "next_page":
        sheet.annexed.append(Annexed(sheet.say(name), bound))
        return [sheet.say(IN_ANNEX)], setting
    sheet.note_too_long(bound, name)
    smallest = setting.shrunk(setting.size * SMALLEST)
    return sheet.lines(sheet.say(DOES_NOT_FIT), room[0], smallest.size)[: _most_lines(room[1], smallest)], smallest


def _first_fit(
    sheet: Sheet, overflow: str, bound: Bound, room: tuple[float, float], setting: Setting
) -> tuple[list[str], Setting] | None:
    text = str(bound.value)
    for words in (text, with_short_sign(text)) if bound.estimated and overflow != "next_page" else (text,):
        found = _tried(sheet, overflow, words, room, setting)
        if found is not None:
            return found
    return None


def _most_lines(height: float, setting: Setting) -> int:
    """Return how many lines stand in `height` mm below the first baseline."""
    return 1 + int(max(0.0, height - 0.6) / setting.pitch)


def _tried(
    sheet: Sheet, overflow: str, text: str, room: tuple[float, float], setting: Setting
) -> tuple[list[str], Setting] | None:
    """Return the lines of a text at the largest size that fits, None where none does."""
    for scale in _scales():
        trial = setting.shrunk(setting.size * scale)
        lines = sheet.lines(text, room[0], trial.size, bold=trial.bold)
        most = 1 if overflow == "refuse" else _most_lines(room[1], trial)
        broken = breaks_figure(text, lines)
        if len(lines) <= most and not broken:
            return lines, trial
        if overflow in {"wrap", "refuse"} and not broken:
            break
    return None


def whole_figures(
    sheet: Sheet, bound: Bound, name: Bilingual, setting: Setting, largest: float
) -> tuple[list[str], Setting]:
    """Break a value of any length to the width of its setting; one with a figure that would be broken is set smaller.

    It goes down to 80 % of `largest` points, so that a paper that is set smaller as a whole finds the same. So does
    待确认 TO CONFIRM, whose words are broken only where that is not enough.
    """
    text = str(bound.value or "")
    lines = sheet.lines(text, setting.width, setting.size, bold=setting.bold)
    if len(lines) <= 1:  # as good as every text
        return lines, setting
    if not breaks_figure(text, lines):
        return _with_whole_gaps(sheet, text, lines, setting, largest)
    return fitted(sheet, "shrink", bound, name, (setting.width, _ANY_HEIGHT), setting.shrunk(largest))


def _with_whole_gaps(
    sheet: Sheet, text: str, lines: list[str], setting: Setting, largest: float
) -> tuple[list[str], Setting]:
    if sheet.say(UNKNOWN) not in text or not _breaks_gap(text, lines):
        return lines, setting
    for scale in _scales():
        trial = setting.shrunk(largest * scale)
        smaller = sheet.lines(text, trial.width, trial.size, bold=trial.bold)
        if not _breaks_gap(text, smaller):
            return smaller, trial
    return lines, setting


def _breaks_gap(text: str, lines: list[str]) -> bool:
    words = (UNKNOWN.zh, *UNKNOWN.en.split())
    return any(sum(line.count(word) for line in lines) < text.count(word) for word in words)


def _scales() -> list[float]:
    steps = round((1 - SMALLEST) / _STEP)
    return [1 - step * _STEP for step in range(steps + 1)]
