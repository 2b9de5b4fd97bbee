"""What is wrong or open with the fields of the goods page, by path, worst first; and the obvious repair of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.numbers import parse_decimal, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.ui.widgets import MarkKind

MARKS: dict[Severity, MarkKind] = {Severity.ERROR: "error", Severity.CONFIRM: "warn", Severity.HINT: "hint"}
_ABOUT_FIELDS, _ABOUT_CELLS = ("X", "D"), ("X", "D", "T")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "。": ".", "，": ",", "、": "."})


class Issues:
    """Findings by the place they name: on papers and data (X, D) for fields, and on the refund (T) too for cells.

    What a refund finding asks of a field stands beside it on the refund page, what it says of one of many rows is
    marked in its row; cost findings have a page of their own.
    """

    def __init__(self, findings: Iterable[RenderedFinding] = ()) -> None:
        self._by_path: dict[str, RenderedFinding] = {}
        self._by_cell: dict[str, RenderedFinding] = {}
        self._below: dict[str, tuple[str, RenderedFinding]] = {}
        for finding in findings:
            if finding.code.startswith(_ABOUT_CELLS):
                self._learn(finding)

    def _learn(self, finding: RenderedFinding) -> None:
        of_fields = finding.code.startswith(_ABOUT_FIELDS)
        for path in finding.places:
            self._by_cell.setdefault(path, finding)
            if of_fields:
                self._by_path.setdefault(path, finding)
            holder = path.rpartition(".")[0]
            while holder and holder not in self._below:
                self._below[holder] = path, finding
                holder = holder.rpartition(".")[0]

    def at(self, path: str) -> RenderedFinding | None:
        """The worst finding about one field."""
        return self._by_path.get(path)

    def in_cell(self, path: str) -> RenderedFinding | None:
        """The worst finding about one cell of a grid of records."""
        return self._by_cell.get(path)

    def below(self, path: str) -> tuple[str, RenderedFinding] | None:
        """The worst finding about a row, and the field of the row that it names."""
        return self._below.get(path)


_NOTHING: tuple[tuple[RenderedFinding, ...], Issues] = ((), Issues())


class IssuesOf:
    """The issues of the findings shown last: a page that shows the same analysis again does not sort them again."""

    def __init__(self) -> None:
        self._last = _NOTHING

    def __call__(self, findings: tuple[RenderedFinding, ...]) -> Issues:
        if findings is not self._last[0]:
            self._last = findings, Issues(findings)
        return self._last[1]


issues_of = IssuesOf()
"""Shared by the pages: they show one analysis."""


def obvious_repair(drafts: Mapping[str, str], path: str) -> str:
    """The number that a waiting text must have meant (48O is 480), "" when that is not obvious."""
    text = drafts.get(path, "")
    if not any(char.isdigit() for char in text) or parse_decimal(text) is not None:
        return ""
    number = parse_decimal(text.translate(_LOOKALIKES))
    return "" if number is None else plain(number)
