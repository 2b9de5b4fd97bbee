"""What the marks of commodity codes ask of an export, against what was answered (X7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, at_line, confirm, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.rules.hs import HsCode

    Marked = list[tuple[GoodsLine, HsCode]]

_BAN, _LICENCE = "ban", "licence"


def marks_agree_with_the_answers(case: Case, context: Context) -> Iterator[Finding]:
    """X7: a code under licence or inspection (4, B …) contradicts the answer no, and one that is banned every export.

    What was not answered is asked elsewhere; endangered species have a check of their own. A mark that is itself
    unconfirmed asks somebody to look, and is no error.
    """
    found: dict[tuple[str, bool], Marked] = {}
    for line in case.goods:
        entry = context.hs.lookup(line.hs)
        for demand in context.hs.demands(entry) if entry else ():
            told = entry is not None and entry.endangered and demand.asks == _LICENCE
            if entry is not None and not told and (demand.asks == _BAN or case.facts.get(demand.asks) is False):
                found.setdefault((demand.asks, demand.sure), []).append((line, entry))
    for (asks, sure), marked in found.items():
        yield _finding(asks, marked, context, sure=sure)


def _finding(asks: str, marked: Marked, context: Context, *, sure: bool) -> Finding:
    places = [] if asks == _BAN else [f"facts.{asks}"]
    places += [at_line(line, "hs") for line, _ in marked]
    codes = dict.fromkeys(f"{entry.code} ({_marks(entry)})" for _, entry in marked)
    values = {"found": ", ".join(codes), "as_of": context.codes.info("hs").as_of.isoformat()}
    return (error if sure else confirm)("X7", *places, variant=asks, **values)


def _marks(entry: HsCode) -> str:
    return ", ".join(mark for mark in (entry.supervision, entry.inspection) if mark)
