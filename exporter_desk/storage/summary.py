"""What the list of cases shows of one case, kept beside it so that the list never opens a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.text import Bilingual


class Summary(NamedTuple):
    """The shown parts of a case; `status` and `next_step` are keys of the workflow, "" while nobody computed them.

    `handed_over` is the version of the papers that somebody got and that is still what the case says, else 0.
    """

    title: str = ""
    goods: str = ""
    dest: str | None = None
    mode: str | None = None
    status: str = ""
    next_step: str = ""
    steps_done: int = 0
    steps_total: int = 0
    goods_en: str = ""
    handed_over: int = 0


class CaseSummary(NamedTuple):
    """One row of the list of cases; moments are ISO texts."""

    id: str
    number: str | None
    sample: str | None
    modified_at: str
    deleted_at: str | None
    shown: Summary


class Only(NamedTuple):
    """What a list is narrowed to: a status of the next step, a country of destination; None takes all."""

    status: str | None = None
    dest: str | None = None


class Stamp(NamedTuple):
    """When something was said, as an ISO moment, and by whom."""

    at: str
    by: str | None = None


class History(NamedTuple):
    """Names of the steps that can be undone and redone, the nearest first."""

    undo: tuple[Bilingual, ...]
    redo: tuple[Bilingual, ...]


class Event(NamedTuple):
    """One line of the timeline of a case: a kind for the program, a sentence for people."""

    kind: str
    text: Bilingual
    at: str
    by: str | None = None


Summarise: TypeAlias = "Callable[[Case], Summary]"


def plain_summary(case: Case) -> Summary:
    """Return what the case alone can tell; the steps are added by those who know the workflow."""
    from exporter_desk.domain import handover  # a list that is only read does without it

    goods = _first_and_more([line.name_zh or line.name_en or line.id for line in case.goods])
    english = _first_and_more([line.name_en or line.name_zh or line.id for line in case.goods])
    dest = case.route.dest or _text(case, "dest")
    return Summary(
        title=case.title or "",
        goods=goods,
        dest=dest,
        mode=case.choice("mode"),
        goods_en=english,
        handed_over=handover.standing(case),
    )


def _first_and_more(names: list[str]) -> str:
    return f"{names[0]} (+{len(names) - 1})" if len(names) > 1 else "".join(names)


def _text(case: Case, fact: str) -> str | None:
    value = case.facts.get(fact)
    return value if isinstance(value, str) else None


def searched_text(case: Case, shown: Summary) -> str:
    """Return everything that a search of the list looks through, in small letters."""
    names = [name for party in case.parties for name in (party.name_zh, party.name_en)]
    names += [name for line in case.goods for name in (line.name_zh, line.name_en, line.hs)]
    parts = (case.number, shown.title, shown.goods, shown.dest, shown.mode, case.terms.contract_no, *names)
    return "\n".join(part for part in parts if part).casefold()
