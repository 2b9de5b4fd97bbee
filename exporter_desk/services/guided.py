"""Guided questions: one fact a page, with why it is asked, what may be answered and where that comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from exporter_desk.domain import paths
from exporter_desk.domain.case import FactValue
from exporter_desk.domain.stood import text_of
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.source_view import confirmed_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.case import Case
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import FactSpec

Kind = Literal["bool", "code", "country", "date", "decimal", "text", "list"]
_YES_NO = ((True, Bilingual("是", "Yes")), (False, Bilingual("否", "No")))


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to pick."""

    value: FactValue
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedQuestion:
    """One question: `path` is where the answer goes; `answer` is None while it is open or 不清楚.

    `sources` are the ids of the sources whose rules look at this fact; `example` says how it is for the goods at hand.
    """

    path: str
    kind: Kind
    name: Bilingual
    text: Bilingual
    why: Bilingual
    options: tuple[Option, ...] = ()
    sources: tuple[str, ...] = ()
    example: str = ""
    answer: FactValue | None = None
    not_known: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has said anything yet."""
        return self.answer is None and not self.not_known


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """Which facts describe a shipment, and which of them live in a field of the case."""

    describe: tuple[str, ...]
    countries: frozenset[str]
    warehouse_routes: frozenset[str]
    ask_broker: tuple[str, ...]
    fields: Mapping[str, str]

    @classmethod
    def load(cls, content: bytes) -> QuestionPlan:
        """Read resources/text/questions.toml; a missing key raises KeyError."""
        data = tomllib.loads(content.decode("utf-8"))
        return cls(
            tuple(data["describe"]),
            frozenset(data["countries"]),
            frozenset(data["warehouse_routes"]),
            tuple(data["ask_broker"]),
            data["fields"],
        )

    def path_of(self, fact: str) -> str:
        """Return the fact path where an answer goes."""
        return self.fields.get(fact, f"facts.{fact}")

    def describing(self, case: Case, book: RuleBook) -> tuple[GuidedQuestion, ...]:
        """Return the questions that describe the shipment, answered or not."""
        return tuple(self.question(fact, case, book) for fact in self.describe)

    def deciding(self, case: Case, book: RuleBook, wanted: Iterable[str]) -> tuple[GuidedQuestion, ...]:
        """Return the questions about the mode: those answered so far, then the `wanted` ones in their order.

        What only single papers print is among them where it is wanted. What was typed and cannot be read is asked too.
        """
        told = (*case.not_known, *case.drafts)
        said = {path.removeprefix("facts.") for path in told if path.startswith("facts.")} | set(case.facts)
        asked = list(wanted)
        known = [fact for fact in book.facts if fact in said and fact not in self.describe]
        answered = [fact for fact in known if fact in asked or not book.facts[fact].printed]
        asked = [fact for fact in asked if fact not in answered]
        return tuple(self.question(fact, case, book) for fact in [*answered, *asked])

    def question(self, fact: str, case: Case, book: RuleBook) -> GuidedQuestion:
        """Return the question about one fact as the case stands."""
        spec, path = book.facts[fact], self.path_of(fact)
        return GuidedQuestion(
            path=path,
            kind="country" if fact in self.countries else _kind(spec),
            name=Bilingual(spec.zh, spec.en),
            text=Bilingual(spec.question_zh or spec.zh, spec.question_en or spec.en),
            why=Bilingual(spec.why_zh, spec.why_en),
            options=_options(spec),
            sources=confirmed_first(book.cited_about(fact), book),
            example=spec.examples.get(str(case.facts.get("pack", "")), ""),
            answer=_shown(spec, _answer(case, path)),
            not_known=path in case.not_known,
        )


def _kind(spec: FactSpec) -> Kind:
    """A list with nothing to tick is typed, one entry after another."""
    return "text" if spec.type == "list" and not spec.allowed else spec.type


def _shown(spec: FactSpec, value: FactValue | None) -> FactValue | None:
    return "；".join(value) if isinstance(value, tuple) and _kind(spec) == "text" else value


def _options(spec: FactSpec) -> tuple[Option, ...]:
    if spec.type == "bool":
        return tuple(Option(value, text) for value, text in _YES_NO)
    return tuple(Option(entry.value, Bilingual(entry.zh, entry.en)) for entry in spec.allowed)


def option_word(spec: FactSpec, text: str) -> Bilingual:
    """Return what an answer that is kept as text is called: 是 for true, the word of an option for its code."""
    words = {text_of(one.value): one.text for one in _options(spec)}
    return words.get(text, Bilingual(text, text))


def _answer(case: Case, path: str) -> FactValue | None:
    value = paths.read(case, path)
    return None if value is None else cast("FactValue", value)
