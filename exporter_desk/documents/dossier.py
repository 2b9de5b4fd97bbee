"""Everything that a paper may show, gathered by the services: the case, the conclusions about it, names, versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.chart import Chart, ChartSpec
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.handover import without
from exporter_desk.domain.parts import parts
from exporter_desk.domain.text import Bilingual, Language
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.rules.codes import CodeTables

NO_TEXT = Bilingual("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A cited source as screen and paper show it: number, title, issuer, what it says in our words, what changed it.

    `number` is empty for a page that has none. The weaker label of source and effective day is its `confidence`.
    """

    id: str
    number: str = ""
    title: Bilingual = NO_TEXT
    issuer: Bilingual = NO_TEXT
    summary: Bilingual = NO_TEXT
    effects: tuple[Bilingual, ...] = ()
    note: Bilingual = NO_TEXT
    address: str = ""
    effective: date | None = None
    confidence: str = "unconfirmed"
    checked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """One reason of a conclusion: outcome met | failed | unknown, its sentence, the sources and the facts.

    A `note` goes with the conclusion and decides nothing.
    """

    outcome: str
    text: Bilingual
    sources: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeView:
    """One export mode with its verdict (recommended | possible | to_confirm | not_applicable) and what it is for."""

    code: str
    name: Bilingual
    verdict: str
    reasons: tuple[ReasonView, ...] = ()
    about: Bilingual = NO_TEXT

    @property
    def is_open(self) -> bool:
        """Tell whether it can be recommended or used as things stand."""
        return self.verdict in ("recommended", "possible")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer that a conclusion rests on: what was asked and what was said, both in words."""

    path: str
    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashView:
    """Answers that contradict each other, in one sentence, with their paths and the sources that need one of them."""

    text: Bilingual
    paths: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """What was decided about the mode (a code, None for none of them), and what is different now, by sentences.

    `is_due` tells whether it should be looked at again.
    """

    code: str | None
    at: str
    is_due: bool
    sentences: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingView:
    """A change of the law that lies ahead and touches the case; `counted` when the conclusion has it in already."""

    day: date
    text: Bilingual
    sources: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceView:
    """The comparison of modes: all modes in order, what was answered, and what would change the conclusion.

    While answers clash nothing is ranked. `decision` is None while nobody has decided about the mode. `upcoming` are
    changes of the law in the next months, earliest first.
    """

    modes: tuple[ModeView, ...] = ()
    answers: tuple[AnswerView, ...] = ()
    changes: tuple[Bilingual, ...] = ()
    sources: tuple[SourceView, ...] = ()
    clashes: tuple[ClashView, ...] = ()
    decision: DecisionView | None = None
    upcoming: tuple[UpcomingView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLineView:
    """One line of the estimate: stage, name, readable formula, three amounts in the reporting currency, its basis."""

    stage: Bilingual
    label: Bilingual
    low: Trace[Decimal]
    likely: Trace[Decimal]
    high: Trace[Decimal]
    source: str = ""


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure an owner decides by: name, the text to show, whether it is on the first page, key, is it an estimate.

    Words in place of a figure, such as that it cannot be given, are no estimate.
    """

    name: Bilingual
    text: Bilingual
    main: bool = False
    figure: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class MoverView:
    """One factor with its range that moves the total, and by how much at most; `usual` for a rule of thumb."""

    name: Bilingual
    amount: Decimal
    usual: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario of a plan: its name, and its figures in the order of the columns that compare them."""

    name: Bilingual
    figures: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """What an estimate says besides its lines: figures, charts by name, the biggest risks, how old its prices are."""

    figures: tuple[FigureView, ...] = ()
    charts: Mapping[str, Chart] = field(default_factory=dict)
    risks: tuple[Bilingual, ...] = ()
    prices: tuple[Bilingual, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    movers: tuple[MoverView, ...] = ()
    scenarios: tuple[ScenarioView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateView:
    """The overseas-warehouse estimate: lines, totals, figures per unit, and what was left out (never empty)."""

    currency: str
    lines: tuple[CostLineView, ...]
    low: Trace[Decimal]
    likely: Trace[Decimal]
    high: Trace[Decimal]
    not_included: tuple[Bilingual, ...]
    per_unit: Trace[Decimal] | None = None
    card: str = ""
    valid_until: date | None = None
    chart: ChartSpec | None = None
    answers: AnswersView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFigureView:
    """One figure of the refund computation by its official name; `currency` is empty for a rate."""

    label: Bilingual
    value: Trace[Decimal]
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPaperView:
    """One paper of the refund file: who gives it, its state (have | waiting | missing | unknown), what must agree.

    `filed` tells whether it is handed in, None when only a late claim needs it; `needed` None while that is not known.
    """

    label: Bilingual
    giver: Bilingual
    state: str
    must_match: Bilingual = NO_TEXT
    number: str = ""
    place: str = ""
    note: Bilingual = NO_TEXT
    filed: bool | None = False
    needed: bool | None = True
    path: str = "tax.papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """One deadline; `day` unknown means that a date it starts from is not typed yet; `note` then names that date."""

    label: Bilingual
    day: Trace[date]
    note: Bilingual = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView:
    """The refund conclusion: policy, method, figures, papers, deadlines."""

    policy: Bilingual
    method: Bilingual = NO_TEXT
    reasons: tuple[ReasonView, ...] = ()
    figures: tuple[RefundFigureView, ...] = ()
    papers: tuple[RefundPaperView, ...] = ()
    deadlines: tuple[DeadlineView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding in words; code and `variant` together are its kind."""

    code: str
    severity: Severity
    text: Bilingual
    remedy: Bilingual = NO_TEXT
    places: tuple[str, ...] = ()
    variant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """An open question for the slip: what is asked, why, whom by role (broker, customs, tax, bank), the fact."""

    text: Bilingual
    why: Bilingual = NO_TEXT
    asked: str = "broker"
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One paper in the table of contents: first page in the file, pages, copies, status and why it is not final."""

    title: Bilingual
    status: str
    pages: int
    first_page: int
    copies: int
    sign: Bilingual = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place that changed: what it is called, and its words before and after."""

    name: Bilingual
    before: Bilingual
    after: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedView:
    """What a later version replaces: the number of the version, the parts that changed, and the places in them.

    A hand-over of former times noted no places.
    """

    version: int
    parts: tuple[Bilingual, ...]
    places: tuple[PlaceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketView:
    """What the cover of one receiver's packet lists: its papers, and what is open about them, one row a kind.

    `elsewhere` counts errors that make drafts of these papers though they are no business of the receiver; `replaced`
    is the version that the receiver has, None while it has none.
    """

    receiver: Bilingual
    replaced: ReplacedView | None = None
    entries: tuple[EntryView, ...] = ()
    open_items: tuple[FindingView, ...] = ()
    elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """One kind of paper that goes up with the declaration: what it is called, and the customs code of its kind.

    `code` is empty where the broker decides under which kind it goes. What is not `ready` stays out of the upload set;
    `places` are then those that keep it. `files` are the names of its files, none while they are not made.
    """

    kind: str
    name: Bilingual
    code: str = ""
    ready: bool = True
    places: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The whole input of a packet; equal dossiers give equal bytes.

    `day` is the one whose law counts (a planned export day too), `made_on` the one on which the papers are made, where
    that is another; `languages` those of the papers (trade papers carry all, internal ones the first); `version` counts
    hand-overs; `replaced` says by receiver what a later version replaces; `notice` warns of expired rule data on
    internal papers; `practice` marks every page as an exercise. The plan fills `uploads` (what goes up with the
    declaration), `paper_findings` (what the papers themselves lack) and `packet` (contents for the cover). A paper that
    is made in parts sees the lines of one part as the case; `part` then says which one of how many, and `whole` is the
    case itself.
    """

    case: Case
    codes: CodeTables
    day: date
    languages: tuple[Language, ...] = ("zh", "en")
    advice: AdviceView | None = None
    estimate: EstimateView | None = None
    refund: RefundView | None = None
    worksheets: Worksheets | None = None
    findings: tuple[FindingView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    rules: str = ""
    version: int = 1
    replaced: Mapping[str, ReplacedView] = field(default_factory=dict)
    notice: Bilingual | None = None
    practice: bool = False
    program: str = "Exporter Desk"
    facts: Mapping[str, str | bool] = field(default_factory=dict)
    uploads: tuple[UploadView, ...] = ()
    packet: PacketView | None = None
    paper_findings: tuple[FindingView, ...] = ()
    whole: Case | None = None
    part: tuple[int, int] = (1, 1)
    made_on: date | None = None

    @property
    def pack_day(self) -> date:
        """Return the day that papers and files carry as their own."""
        return self.made_on or self.day

    def in_parts(self, most_lines: int) -> tuple[Dossier, ...]:
        """Return the dossier in parts of at most `most_lines` lines of goods, 0 for any number; see domain.parts."""
        cases = parts(self.case, most_lines)
        if len(cases) == 1:
            return (self,)
        places = enumerate(cases, start=1)
        return tuple(replace(self, case=case, whole=self.case, part=(place, len(cases))) for place, case in places)

    @cached_property
    def known_values(self) -> dict[str, object]:
        """Return what single places of this dossier were bound to already; see `known_rows`."""
        return {}

    @cached_property
    def known_rows(self) -> dict[str, object]:
        """Return what was bound of this dossier already: a value never changes, and many papers list the same rows."""
        return {}

    @property
    def language(self) -> Language:
        """Return the language of internal papers."""
        return self.languages[0]

    @cached_property
    def data_hash(self) -> str:
        """Return the first eight hexadecimal digits of the SHA-256 over the case as stored, without hand-overs."""
        return _hash_of(_Same(self.whole or self.case))

    @property
    def has_errors(self) -> bool:
        """Tell whether the case has an error: then every page is a draft; an error of one paper marks that one."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A case by its identity: the copies of a dossier that a packet is made from all hold the same one."""

    case: Case

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.case is self.case

    def __hash__(self) -> int:
        return id(self.case)


@lru_cache(maxsize=2)
def _hash_of(same: _Same) -> str:
    return hashlib.sha256(case_json.dump(without(same.case)).encode("utf-8")).hexdigest()[:8]
