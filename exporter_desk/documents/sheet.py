"""The desk on which one paper is composed: binds and words its values, sets lines, collects what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.documents.bind import bind, bind_rows, holds
from exporter_desk.documents.bound import GAP, GUESS, Bound, Row, Rows
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.fonts import Fonts
from exporter_desk.documents.formats import written
from exporter_desk.documents.ink import INK, Text
from exporter_desk.documents.schema import NO_TEXT, Form, Value
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.paths import is_below
from exporter_desk.domain.paths import values as stored
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.conditions import Condition
    from exporter_desk.domain.text import Language

UNKNOWN = Bilingual("待确认", "TO CONFIRM")
ESTIMATED = Bilingual("（估算）", " (est.)")
_BOTH_ESTIMATED, _SHORT = "（估算 est.）", "≈"
PT_TO_MM = 25.4 / 72

_HEADER_ROOM = 24.0  # mm for captions or the header of a table above a piece, and the air around its lines
_QUOTED = 40  # characters of a text that a finding repeats

MISSING, UNDRAWABLE, TOO_LONG, ESTIMATE = "X51", "X52", "X53", "X54"


class Annexed(NamedTuple):
    """A text that stands on an annex page: under which number or name, and what of it the text is.

    An `own` text is one of those that the annex of the form is made for.
    """

    name: str
    bound: Bound
    label: Bilingual = NO_TEXT
    own: bool = False


@dataclass(slots=True)
class Sheet:
    """One paper being composed; `findings` grows while values are printed.

    `scale` shrinks the running text where that saves a page.
    """

    form: Form
    dossier: Dossier
    fonts: Fonts
    findings: list[Finding] = field(default_factory=list)
    annexed: list[Annexed] = field(default_factory=list)
    scale: float = 1.0
    # What was printed already, with the records themselves, so that no other record can come to the same id.
    told: dict[tuple[int, int], tuple[Value, Row | None, Bound]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages of this paper's captions and texts, the first one on top."""
        fixed: dict[str, tuple[Language, ...]] = {"zh": ("zh",), "en": ("en",), "first": self.dossier.languages[:1]}
        return fixed.get(self.form.captions, self.dossier.languages)

    def say(self, text: Bilingual, joint: str = " ") -> str:
        """Return a wording of the form in the languages of the paper."""
        parts = (text.in_language(language) for language in self.languages)
        return joint.join(dict.fromkeys(part for part in parts if part))

    def holds(self, condition: Condition) -> bool:
        """Tell whether a condition is known to hold."""
        return holds(self.dossier, condition) is True

    def rows(self, name: str) -> Rows:
        """Return the rows registered under `name`."""
        return bind_rows(self.dossier, name)

    def printed(self, value: Value, row: Row | None = None) -> Bound:
        """Return the text to print with its origin; a needed unknown, and what is unknown of a value, prints 待确认.

        On papers that others rely on it also leaves a finding; on working sheets the engines have said it already.
        """
        key = (id(value), id(row))
        if key not in self.told:
            self.told[key] = (value, row, self._printed(value, row))
        return self.told[key][2]

    def _printed(self, value: Value, row: Row | None) -> Bound:
        bound = bind(self.dossier, value.value, row) if value.value else Bound(blank=True)
        if not bound.known:
            return self._absent(bound, value)
        text = written(value.format, bound.value, self.languages, bound.currency).replace("\t", " ").replace("\r", "")
        if GAP in text:
            self._note_missing(bound, value)
            text = text.replace(GAP, self.say(UNKNOWN))
        if bound.estimated:
            text = self._marked_estimate(text, bound)
        self._check_drawable(text, bound.paths)
        return bound.with_value(text)

    def _absent(self, bound: Bound, value: Value) -> Bound:
        if bound.blank or holds(self.dossier, value.required) is False:
            return bound.with_value("")
        self._note_missing(bound, value)
        return bound.with_value(self.say(UNKNOWN))

    def _note_missing(self, bound: Bound, value: Value) -> None:
        if self.form.status != "data_sheet" or self.form.needs_all:
            places = dict.fromkeys(bound.missing or bound.paths or (value.value,))
            self.note(MISSING, Severity.CONFIRM, tuple(places), bound.gap, **dict(bound.words))

    def _marked_estimate(self, text: str, bound: Bound) -> str:
        if self.form.status == "final":
            guessed = tuple(path for path in bound.paths if self.dossier.case.is_estimated(path))
            self.note(ESTIMATE, Severity.CONFIRM, guessed or bound.paths)
        if GUESS in text:
            return text.replace(GUESS, _SHORT)
        both = len(self.languages) > 1
        return text + (_BOTH_ESTIMATED if both else ESTIMATED.in_language(self.languages[0]))

    def _check_drawable(self, text: str, paths: tuple[str, ...]) -> None:
        missing = self.fonts.missing(text)
        if missing:
            codes = " ".join(f"U+{ord(char):04X}" for char in missing)
            places = self._holding(missing, paths) or paths
            self.note(UNDRAWABLE, Severity.ERROR, places, characters=missing, codes=codes)

    def _holding(self, characters: str, places: tuple[str, ...]) -> tuple[str, ...]:
        """Return where a text has one of `characters`, as papers in capitals have it too: in `places`, else anywhere.

        A sentence names a row by more than the places that it is about.
        """
        texts = {path: value for path, value in stored(self.dossier.case).items() if isinstance(value, str)}
        holding = tuple(path for path, text in texts.items() if set(characters) & {*text, *text.upper()})
        return tuple(path for path in holding if any(is_below(path, place) for place in places)) or holding

    def note(self, code: str, severity: Severity, places: tuple[str, ...], variant: str = "", **values: str) -> None:
        """Add a finding once; `form_zh` and `form_en` of the wording name this paper."""
        values |= {"form_zh": self.form.title.zh, "form_en": self.form.title.en}
        finding = Finding(code, severity, places, values, variant=variant)
        if finding not in self.findings:
            self.findings.append(finding)

    def note_too_long(self, bound: Bound, name: Bilingual, *, annexed: bool = False) -> None:
        """Add the finding of a text that its place cannot hold; what stands on an annex page is only pointed out."""
        words = " ".join(str(bound.value).split())
        quoted = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
        values = {"box_zh": name.zh or name.en, "box_en": name.en or name.zh, "words": quoted}
        if annexed:
            self.note(TOO_LONG, Severity.HINT, bound.paths, "annex", **values)
        else:
            self.note(TOO_LONG, Severity.ERROR, bound.paths, **values)

    def sized(self, size: float) -> float:
        """Return a size of the running text in points as this paper sets it."""
        return size * self.scale

    def most_lines(self, pitch: float, usual: int) -> int:
        """Return how many lines of `pitch` mm a piece may have, so that it fits below a header on every page."""
        room = min(self.form.body_mm[3], self.form.body_next_mm[3]) - _HEADER_ROOM
        return max(1, min(usual, int(room / pitch)))

    def lines(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """Break `text` to `width` mm at `size` points."""
        return self.fonts.lines(text, width, size, bold=bold) if text else []

    def fits(self, text: str, width: float, size: float) -> bool:
        """Tell whether one line of text fits into `width` mm."""
        return self.fonts.width(text, size) <= width


@dataclass(frozen=True, slots=True)
class Setting:
    """How a run of lines is set: size in points, line distance in sizes, weight, grey, alignment in `width` mm."""

    size: float = 9.0
    leading: float = 1.38
    bold: bool = False
    grey: float = INK
    align: str = "left"
    width: float = 0.0

    @property
    def pitch(self) -> float:
        """Return the distance of two baselines in mm."""
        return self.size * self.leading * PT_TO_MM

    @property
    def rise(self) -> float:
        """Return the distance from the top of a line to its baseline in mm."""
        return self.pitch * 0.5 + self.size * 0.36 * PT_TO_MM

    def shrunk(self, size: float) -> Setting:
        """Return the same setting at another size."""
        return replace(self, size=size)


def set_lines(
    sheet: Sheet, lines: list[str], x: float, y: float, setting: Setting, origin: Bound | None = None
) -> list[Text]:
    """Set `lines` with the first baseline at `y`."""
    pitch = setting.pitch
    return [set_line(sheet, line, x, y + number * pitch, setting, origin) for number, line in enumerate(lines) if line]


def set_line(sheet: Sheet, line: str, x: float, y: float, setting: Setting, origin: Bound | None = None) -> Text:
    """Set one line; right and centred lines are placed inside `setting.width`."""
    if setting.align != "left":
        free = setting.width - sheet.fonts.width(line, setting.size, bold=setting.bold)
        x += free if setting.align == "right" else free / 2
    return Text(x, y, line, setting.size, setting.bold, setting.grey, origin=origin)


def with_short_sign(text: str) -> str:
    """Return a text that is marked as an estimate with the short sign before it instead of the word behind it."""
    for word in (_BOTH_ESTIMATED, ESTIMATED.zh, ESTIMATED.en):
        if text.endswith(word):
            return f"{_SHORT}{text.removesuffix(word)}"
    return text
