"""Refund steps, methods, deal terms, names of figures, deadlines and lists of papers: records and their loader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import translate
from typing import TYPE_CHECKING, Literal, TypeVar

from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.condition_checks import condition_problems
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.rulebook import RuleBook
from exporter_desk.rules.schema import Cite, Condition, Confidence, FactSpec, Note, Record, ValueRef
from exporter_desk.rules.walk import all_of

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.rules.rulebook import RulesAt

T = TypeVar("T", bound=Record)

# Parts of an input whose entries are facts of the rules.
_FACT_HEADS = frozenset({"state", "taxpayer"})

Outcome = Literal["refund", "exempt", "taxed", "to_confirm"]
Concern = Literal["refund", "claim", "lapse"]


class PolicyStep(Record, frozen=True, kw_only=True):
    """One step of the decision whether an export is refunded, exempt or taxed; the first step that is met decides.

    `asked` steps leave the result open while their facts are missing; the others then pass and stay a precondition.
    `per_line` steps look at one export line. `could_be` lists what may follow where the result needs an authority, and
    `asks` the facts that may change it. A step that `goes_on` leaves the result to the later ones: its own is added to
    what they find.
    """

    id: str
    result: Outcome
    could_be: tuple[Outcome, ...] = ()
    when: Condition
    asked: bool = True
    asks: tuple[str, ...] = ()
    goes_on: bool = False
    per_line: bool = False
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class RefundMethod(Record, frozen=True, kw_only=True):
    """A refund method (免抵退税, 免退税, 代办退税) and for whom; `form` names the arithmetic that it uses.

    `files_itself` is false where another firm fills in and files the sheets of the claim.
    """

    id: str
    form: Literal["producer", "trader"]
    files_itself: bool = True
    when: Condition
    asked: bool = True
    zh: str
    en: str
    vouchers: str = ""
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class DealTerm(Record, frozen=True, kw_only=True):
    """A term of delivery and the charges that its price holds beyond FOB; `abroad`: costs at the destination too.

    Those are the other charges (杂费), which have to be told then: nobody can take them for none.
    """

    id: str
    deducts: tuple[Literal["freight", "insurance", "other_charges"], ...] = ()
    abroad: bool = False
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class Symbol(Record, frozen=True, kw_only=True):
    """The name of a computed figure, as the tax forms call it, and the dated values it is computed with."""

    id: str
    zh: str
    en: str
    values: tuple[str, ...] = ()
    cite: tuple[Cite, ...]


class PlaceName(Record, frozen=True, kw_only=True):
    """The name of an input for a sentence, and the question that asks for it; `id` is its path, with * for anything."""

    id: str
    zh: str
    en: str
    question_zh: str = ""
    question_en: str = ""


class DeadlineRule(Record, frozen=True, kw_only=True):
    """A deadline by name: what it ends, how many days before it a reminder is due, which values it uses.

    `remind_month` reminds from the 1st of its month too. `settled_by` names what makes it past caring for: the claim,
    any declaration, the exchange, the archive, the reconciliation; `papers` are those that settle it once the firm has
    all of them. `risk` tells what missing it does to the refund:
    nothing, more papers (harder), gone (lost). `older` is what to say of exports under an earlier law. `concerns` tells
    which goods it is for: those that can be refunded, those that are claimed or declared at all, those that would be
    treated otherwise once nothing was declared in time; all goods where it is empty.
    """

    id: str
    zh: str
    en: str
    remind_days: tuple[int, ...] = ()
    remind_month: bool = False
    settled_by: tuple[Literal["claim", "declared", "exchange", "archive", "reconciled"], ...] = ()
    papers: tuple[str, ...] = ()
    risk: Literal["", "harder", "lost"] = ""
    concerns: Literal["", "refund", "claim", "lapse"] = ""
    values: tuple[str, ...] = ()
    older_zh: str = ""
    older_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


class Figure(Record, frozen=True, kw_only=True):
    """A datum that a paper must share with others (必须一致)."""

    zh: str
    en: str


class PaperRule(Record, frozen=True, kw_only=True):
    """A paper of the refund file: who issues it, for whom, when, whether it is filed or kept, what must agree.

    `need` R required, C conditional; `due` names the deadline it falls under; `filed_when` decides what is either
    filed or kept. `listed` papers stand in the list of papers kept (备案单证目录) as those of the group archive do.
    `number_from` is the path of the case where the number of the paper stands already; `*` stands for every item.
    `asked_with` is the form that tells its issuer what has to stand on it. `of_lines` are the claim lines that a paper
    belongs to, where it is not of all: those of a pre-refund (海外仓预退), or those claimed as usual.
    """

    id: str
    group: Literal["registration", "claim", "archive", "mode", "industry", "first_claim"]
    zh: str
    en: str
    issuer_zh: str
    issuer_en: str
    need: Literal["R", "C"]
    when: Condition | None = None
    when_zh: str
    when_en: str
    handling: Literal["filed", "kept", "filed_or_kept"]
    filed_when: Condition | None = None
    due: str = ""
    listed: bool = False
    number_from: str = ""
    asked_with: str = ""
    of_lines: Literal["", "pre_refund", "normal"] = ""
    must_match: tuple[Figure, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    cite: tuple[Cite, ...]
    confidence: Confidence | None = None


_KINDS: dict[str, type[Record]] = {
    "fact": FactSpec,
    "step": PolicyStep,
    "method": RefundMethod,
    "term": DealTerm,
    "symbol": Symbol,
    "place": PlaceName,
    "deadline": DeadlineRule,
    "note": Note,
    "paper": PaperRule,
}


@dataclass(frozen=True, slots=True)
class Checklists:
    """All checklist rules in the order of their files; `book` is the rule book with the facts that they ask about.

    `case_facts` are the facts of a case, which the rules of the modes ask about.
    """

    book: RuleBook
    steps: tuple[PolicyStep, ...]
    methods: tuple[RefundMethod, ...]
    terms: Mapping[str, DealTerm]
    symbols: Mapping[str, Symbol]
    deadlines: Mapping[str, DeadlineRule]
    notes: tuple[Note, ...]
    papers: tuple[PaperRule, ...]
    places: tuple[PlaceName, ...]
    read_from: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    case_facts: Mapping[str, FactSpec] = field(default_factory=dict)
    _closest_first: list[tuple[Callable[[str], object], PlaceName]] = field(
        default_factory=list, init=False, compare=False, repr=False
    )

    def place_name(self, path: str) -> Bilingual:
        """Return what a reader calls the input at `path`: the name of a fact, of a place, else the path itself.

        Answers about the export and the taxpayer are facts that stand under a head: `state.exchange`.
        """
        place, fact = self.place_spec(path), self.book.facts.get(path)
        head, _, last = path.partition(".")
        if fact is None and place is None and head in _FACT_HEADS:
            fact = self.book.facts.get(last)
        elif head == "facts":
            fact = self.case_facts.get(last)
        named = fact or place
        return Bilingual(path, path) if named is None else Bilingual(named.zh, named.en)

    def place_spec(self, path: str) -> PlaceName | None:
        """Return the closest entry for the input at `path`, None when there is none."""
        if not self._closest_first:
            ordered = sorted(self.places, key=lambda place: -len(place.id))
            self._closest_first[:] = [(re.compile(translate(place.id)).match, place) for place in ordered]
        return next((place for matches, place in self._closest_first if matches(path)), None)

    @property
    def used(self) -> frozenset[str]:
        """Return the ids of all sources and dated values that these rules use (for the look-over of the rule book)."""
        records = [record for _, record in self.records()]
        cited = {cite.source for record in records for _, cite in all_of(Cite, record)}
        referred = {found.value_of for record in records for _, found in all_of(ValueRef, record)}
        named = {name for symbol in self.symbols.values() for name in symbol.values}
        named |= {name for deadline in self.deadlines.values() for name in deadline.values}
        return frozenset(cited | referred | named | {method.vouchers for method in self.methods if method.vouchers})

    def records(self) -> tuple[tuple[str, Record], ...]:
        """Return every rule that cites something, with its id (for the look-over of the rule book)."""
        terms, symbols, deadlines = self.terms.values(), self.symbols.values(), self.deadlines.values()
        listed = (*self.steps, *self.methods, *terms, *self.notes, *self.papers, *symbols, *deadlines)
        return tuple((str(getattr(record, "id", "")), record) for record in listed)

    def at(self, day: date) -> RulesAt:
        """Return the law as it stands on `day`, with the facts of the checklists."""
        return self.book.at(day)


def load_checklists(files: Mapping[str, bytes], book: RuleBook) -> Checklists:
    """Read the `checklists/` part of `resources/rules`; raises RuleDataErrors with everything that is wrong."""
    checklists, problems = read_checklists(files, book)
    if problems:
        raise RuleDataErrors(problems)
    return checklists


def read_checklists(files: Mapping[str, bytes], book: RuleBook) -> tuple[Checklists, list[RuleDataProblem]]:
    """Read what can be read of the `checklists/` part, with everything that is wrong."""
    problems: list[RuleDataProblem] = []
    read: list[tuple[str, str, Record]] = []
    for file, content in files.items():
        if file.partition("/")[0] == "checklists":
            read += _records(file, content, problems)
    facts = {record.path: record for _, _, record in read if isinstance(record, FactSpec)}
    own = replace(book, facts=facts)
    for file, place, record in read:
        problems += [RuleDataProblem(file, f"{place}.{inner}", text) for inner, text in _problems(record, own)]
    problems += _doubles(read)
    listed = [record for _, _, record in read]
    checklists = Checklists(
        book=own,
        steps=_all(PolicyStep, listed),
        methods=_all(RefundMethod, listed),
        terms={record.id: record for record in _all(DealTerm, listed)},
        symbols={record.id: record for record in _all(Symbol, listed)},
        deadlines={record.id: record for record in _all(DeadlineRule, listed)},
        notes=_all(Note, listed),
        papers=_all(PaperRule, listed),
        places=_all(PlaceName, listed),
        read_from={id(record): (file, place) for file, place, record in read},
        case_facts=book.facts,
    )
    return checklists, problems


def _all(kind: type[T], records: list[Record]) -> tuple[T, ...]:
    return tuple(record for record in records if isinstance(record, kind))


def _records(file: str, content: bytes, problems: list[RuleDataProblem]) -> list[tuple[str, str, Record]]:
    found: list[tuple[str, str, Record]] = []
    for key, entries in (read_table(file, content, problems) or {}).items():
        kind = _KINDS.get(key)
        if kind is None or not isinstance(entries, list):
            problems.append(RuleDataProblem(file, key, "is no list of rules that the program knows"))
            continue
        for index, entry in enumerate(entries):
            record = read_record(kind, file, f"{key}[{index}]", entry, problems)
            if record is not None:
                found.append((file, f"{key}[{index}]", record))
    return found


def _problems(record: Record, book: RuleBook) -> list[tuple[str, str]]:
    found = [
        (place, f"no source {cite.source}") for place, cite in all_of(Cite, record) if cite.source not in book.sources
    ]
    for place, condition in all_of(Condition, record):
        found += [(place, text) for text in condition_problems(condition, book)]
    named = [record.vouchers] if isinstance(record, RefundMethod) and record.vouchers else []
    named += record.values if isinstance(record, DeadlineRule | Symbol) else ()
    found += [("values", f"no value {name}") for name in named if name not in book.values]
    if "cite" in record.__struct_fields__ and not getattr(record, "cite", ()):
        found.append(("cite", "cites nothing"))
    return found


def _doubles(read: list[tuple[str, str, Record]]) -> list[RuleDataProblem]:
    seen: set[tuple[type[Record], str]] = set()
    problems = []
    for file, place, record in read:
        key = (type(record), str(getattr(record, "id", getattr(record, "path", ""))))
        if key in seen:
            problems.append(RuleDataProblem(file, place, f"{key[1]} is there already"))
        seen.add(key)
    return problems
