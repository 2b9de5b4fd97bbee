"""The shape of every rule file: strict records that refuse keys they do not know."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeVar

import msgspec


class Confidence(StrEnum):
    """How far a source or value can be trusted, best first; `unconfirmed` is shown as 待确认."""

    OFFICIAL = "official"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"

    @property
    def rank(self) -> int:
        """Return 0 for the best label, growing towards the weakest."""
        return _RANKS[self]


_RANKS = {label: rank for rank, label in enumerate(Confidence)}


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all rule records: immutable, and a key that the record does not know is an error."""


T = TypeVar("T", bound=Record)
_PLACE = re.compile(r" - at `\$(?P<place>[^`]*)`$")


class ShapeError(ValueError):
    """Data that does not have the shape of its record; `place` is the path inside it."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(problem)
        self.place = place


def shaped(kind: type[T], data: object) -> T:
    """Convert decoded data into a record, nothing guessed; raises ShapeError."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        found = _PLACE.search(str(error))
        place = found["place"].lstrip(".") if found else ""
        raise ShapeError(place, _PLACE.sub("", str(error))) from error


class Cite(Record, frozen=True, kw_only=True):
    """Where a rule says so: the id of a source and the article inside it.

    `confidence` lowers the label where this part of the source was only seen in a summary. `past` cites it for what
    it once said, so that it may be out of force.
    """

    source: str
    article: str = ""
    confidence: Confidence | None = None
    past: bool = False


class Effect(Record, frozen=True, kw_only=True):
    """What a later instrument (`by`, empty while not known) does to a source, or to its `article`, from a day on.

    `repealed` and `replaced` end it, `disapplied` leaves the text but it no longer counts; `amended`, `extended` and
    `absorbed` let it stand in another shape; `open` is not known yet.
    """

    kind: Literal["repealed", "replaced", "disapplied", "amended", "extended", "absorbed", "open"]
    by: str = ""
    article: str = ""
    from_: date | None = msgspec.field(name="from", default=None)
    zh: str
    en: str
    confidence: Confidence | None = None

    @property
    def ends(self) -> bool:
        """Tell whether the source, or the named article, no longer counts from the day on."""
        return self.kind in ("repealed", "replaced", "disapplied")


class Source(Record, frozen=True, kw_only=True):
    """A cited law, notice, guide or page; `checked` is the day of the last comparison, absent when only recalled.

    `title_zh` is the name of the instrument, or its subject where its full name was not seen. `read` says what was
    read: full text, mirror, translation, summary, or nothing. `rest` is the label outside the articles that were read.
    The effective day is a fact of its own with its label.
    """

    id: str
    number: str = ""
    title_zh: str
    title_en: str
    issuer: str = ""
    issuer_en: str = ""
    issued: date | None = None
    effective: date | None = None
    effective_confidence: Confidence | None = None
    effect: tuple[Effect, ...] = ()
    about_zh: str = ""
    about_en: str = ""
    address: str = ""
    read: str = ""
    confidence: Confidence
    rest: Confidence | None = None
    checked: date | None = None
    note_zh: str = ""
    note_en: str = ""

    def label(self, article: str = "") -> Confidence:
        """Return how far the source can be trusted at an article, or as a whole where none is named."""
        whole = (self.confidence, self.rest or self.confidence)
        return self.confidence if article else max(whole, key=lambda label: label.rank)

    def out_of_force(self, article: str, day: date) -> Effect | None:
        """Return what had ended the source, or that article of it, by `day`; None while it counts."""
        ended = (one for one in self.effect if one.ends and one.from_ is not None and one.from_ <= day)
        return next((one for one in ended if one.article in ("", article)), None)


class DatedValue(Record, frozen=True, kw_only=True):
    """One value of a fact of law from a day on; `announced` is not yet law, `none` ends the fact."""

    from_: date = msgspec.field(name="from")
    value: object = None
    status: Literal["in_force", "announced"] = "in_force"
    none: bool = False
    confidence: Confidence | None = None
    cite: tuple[Cite, ...]
    note_zh: str = ""
    note_en: str = ""


class Value(Record, frozen=True, kw_only=True):
    """A dated fact of law: rate, limit, deadline, day or list; `type` says what each `value` must be.

    `unit` names what a figure counts (CNY, day, percent, month …). `range` bounds every figure of the file.
    """

    id: str
    zh: str
    en: str
    type: Literal["money", "ratio", "quantity", "duration", "day", "code_list", "flag", "text"]
    unit: str = ""
    range: tuple[Decimal, Decimal] | None = None
    still_valid_on: date
    value: tuple[DatedValue, ...]
    note_zh: str = ""
    note_en: str = ""


class ValueRef(Record, frozen=True, kw_only=True):
    """Stands for the dated value with that id, looked up at the day of the question."""

    value_of: str


class Condition(Record, frozen=True, kw_only=True):
    """A condition over facts: exactly one of all / any / not, or one test of one fact.

    Tests: `is` and `in` (a list fact matches when it holds the item), `at_least` and `at_most` (numbers, ends
    included), `before` and `after` (days, the day itself excluded), `known`.
    """

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = msgspec.field(name="not", default=None)
    fact: str | None = None
    is_: bool | str | None = msgspec.field(name="is", default=None)
    in_: tuple[str, ...] | ValueRef | None = msgspec.field(name="in", default=None)
    at_least: Decimal | ValueRef | None = None
    at_most: Decimal | ValueRef | None = None
    before: date | ValueRef | None = None
    after: date | ValueRef | None = None
    known: bool | None = None


class Allowed(Record, frozen=True, kw_only=True):
    """One allowed answer of a fact, with its wording."""

    value: str
    zh: str
    en: str


class FactSpec(Record, frozen=True, kw_only=True):
    """One fact of the catalogue: what it is, what may be answered, why it is asked.

    `derive` names a function that reads the answer out of the case; `means` defines the fact by other facts (such a
    fact is never asked); `reserved` facts are set by the advisor while it works and are never asked nor typed;
    `asks` names the fact to ask for instead. `lines` names the field of the goods lines that answers it, line by line.
    `scope` facts say whom a rule is for. `printed` facts stand on single papers and decide nothing. `least` and `most`
    bound a number.
    """

    path: str
    type: Literal["bool", "code", "date", "decimal", "text", "list"]
    zh: str
    en: str
    question_zh: str = ""
    question_en: str = ""
    why_zh: str = ""
    why_en: str = ""
    allowed: tuple[Allowed, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    derive: str = ""
    means: Condition | None = None
    reserved: bool = False
    asks: str = ""
    lines: str = ""
    scope: bool = False
    printed: bool = False
    packs: tuple[str, ...] = ()
    examples: dict[str, str] = {}


class Gate(Record, frozen=True, kw_only=True):
    """A condition that a mode must meet; failing it blocks the mode (X) or asks for something first (F).

    `unknown` is the weight while an answer is missing, the same as `fails` unless said. `fix` names a registration.
    """

    id: str
    fails: Literal["X", "F"]
    unknown: Literal["X", "F"] | None = None
    when: Condition
    zh: str
    en: str
    failed_zh: str
    failed_en: str
    fix: str = ""
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class Branch(Record, frozen=True, kw_only=True):
    """One row of a list in which the first true row decides; a row without `when` is the rest."""

    value: str
    hs_digits: int | None = None
    when: Condition | None = None
    zh: str
    en: str
    cite: tuple[Cite, ...] = ()


class Note(Record, frozen=True, kw_only=True):
    """A relief or remark that goes with a mode or an industry, under its condition if it has one."""

    id: str
    when: Condition | None = None
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class Feature(Record, frozen=True, kw_only=True):
    """One row of the side-by-side table of modes."""

    key: str
    zh: str
    en: str


class Mode(Record, frozen=True, kw_only=True):
    """A customs supervision mode 监管方式: names, gates by id, channel, refund path and remarks."""

    code: str
    zh: str
    en: str
    short_zh: str
    short_en: str
    order: int
    in_force_from: date | None = None
    because_zh: str
    because_en: str
    good_for_zh: str = ""
    good_for_en: str = ""
    wrong_when_zh: str = ""
    wrong_when_en: str = ""
    gates: tuple[str, ...]
    channel: tuple[Branch, ...] = ()
    refund: tuple[Branch, ...] = ()
    note: tuple[Note, ...] = ()
    feature: tuple[Feature, ...] = ()
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class Scenario(Record, frozen=True, kw_only=True):
    """A business situation and the modes that fit it, best first.

    `requires` must hold for the modes to stay; a `reminder` is only told, it never decides.
    """

    id: str
    when: Condition
    ranked: tuple[str, ...]
    requires: Condition | None = None
    reminder: bool = False
    zh: str
    en: str
    cite: tuple[Cite, ...] = ()


class Fallback(Record, frozen=True, kw_only=True):
    """The mode that is left when every ranked mode is blocked and the condition holds."""

    id: str
    mode: str
    when: Condition
    zh: str
    en: str
    cite: tuple[Cite, ...] = ()


class Demotion(Record, frozen=True, kw_only=True):
    """Moves a mode behind others, or keeps it from being recommended; an unknown condition moves nothing."""

    id: str
    mode: str
    when: Condition
    behind: tuple[str, ...] = ()
    never_recommended: bool = False
    zh: str
    en: str
    cite: tuple[Cite, ...] = ()


class Contradiction(Record, frozen=True, kw_only=True):
    """Answers that cannot all be true: a condition that must not hold, or two days in their order (`order`).

    While one holds nothing is ranked; the citation is that of the rule which needs one of the answers to be right.
    """

    id: str
    when: Condition | None = None
    order: tuple[str, str] | None = None
    zh: str
    en: str
    cite: tuple[Cite, ...]


class Caution(Record, frozen=True, kw_only=True):
    """A warning: raised when `applies` holds and `when` is true; with `ask`, also while `when` is unknown.

    While `block_when` is true the severity is `block`.
    """

    code: str
    severity: Literal["block", "fix", "warn", "warn_high", "info"]
    applies: Condition | None = None
    when: Condition | None = None
    block_when: Condition | None = None
    ask: bool = False
    zh: str
    en: str
    cite: tuple[Cite, ...] = ()
    confidence: Confidence | None = None


class Registration(Record, frozen=True, kw_only=True):
    """A registration an exporter may need; `needed` says for whom, `done` when it is there."""

    id: str
    zh: str
    en: str
    needed: Condition | None = None
    done: Condition | None = None
    cancelled: date | None = None
    where_zh: str
    where_en: str
    steps_zh: tuple[str, ...] = ()
    steps_en: tuple[str, ...] = ()
    validity_zh: str = ""
    validity_en: str = ""
    cite: tuple[Cite, ...] = ()
    confidence: Confidence


class Paper(Record, frozen=True, kw_only=True):
    """A paper or duty of an industry: who issues it, when, how long it lasts; `need` says for whom."""

    id: str
    zh: str
    en: str
    issuer_zh: str
    issuer_en: str
    when_zh: str
    when_en: str
    validity_zh: str = ""
    validity_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    done_by: Literal["seller", "importer", "both"] = "seller"
    need: Condition | None = None
    cite: tuple[Cite, ...] = ()
    confidence: Confidence


class Access(Record, frozen=True, kw_only=True):
    """Whether goods of an industry may enter a destination, and whether registers of both sides are exchanged."""

    dest: tuple[str, ...]
    state: Literal["open", "protocol", "closed"]
    registration: Literal["required", "unknown"] = "unknown"
    since: date | None = None
    zh: str
    en: str
    cite: tuple[Cite, ...] = ()
    confidence: Confidence


class Implied(Record, frozen=True, kw_only=True):
    """A fact that follows from the goods of an industry under a condition, with its citation."""

    fact: str
    value: bool | str
    when: Condition
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class Industry(Record, frozen=True, kw_only=True):
    """An industry pack: its goods, what the engine must know about them, papers and access by destination."""

    id: str
    zh: str
    en: str
    hs: tuple[str, ...]
    implies: tuple[Implied, ...] = ()
    note: tuple[Note, ...] = ()
    paper: tuple[Paper, ...] = ()
    access: tuple[Access, ...] = ()


class Watch(Record, frozen=True, kw_only=True):
    """A day on which something changes that no rule counts with yet; told ahead to the cases it `applies` to."""

    id: str
    from_: date = msgspec.field(name="from")
    applies: Condition | None = None
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class PlaceRow(Record, frozen=True, kw_only=True):
    """One thing known of a place: whether it is open there, only reported, not found, or told in two ways."""

    id: str
    state: Literal["open", "not_open", "reported", "not_found", "conflict"]
    since: date | None = None
    topic_zh: str
    topic_en: str
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence


class Place(Record, frozen=True, kw_only=True):
    """A city with its customs sites and what opened when; `customs_prefix` starts its customs districts."""

    id: str
    zh: str
    en: str
    customs_prefix: str = ""
    customs_prefix_confidence: Confidence | None = None
    row: tuple[PlaceRow, ...] = ()


class FindingText(Record, frozen=True, kw_only=True):
    """The wording of a finding in both languages, and what to do about it."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


class FindingTextFile(FindingText, frozen=True, kw_only=True):
    """A file of `resources/text/findings`: the wording of one code and, by name, of its variants."""

    variant: dict[str, FindingText] = {}
