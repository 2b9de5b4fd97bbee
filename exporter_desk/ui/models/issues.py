"""What is wrong or open with the fields of the goods page, by path, worst first; and the obvious repair of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.ui.widgets import MarkKind

MARKS: dict[Severity, MarkKind] = {Severity.ERROR: "error", Severity.CONFIRM: "warn", Severity.HINT: "hint"}
_ABOUT_FIELDS = ("X", "D")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "。": ".", "，": ",", "、": "."})


class Issues:
    """Findings on papers and data (X, D) by the place they name; refund and cost findings have pages of their own."""

    def __init__(self, findings: Iterable[RenderedFinding] = ()) -> None:
        self.found = tuple(one for one in findings if one.code.startswith(_ABOUT_FIELDS))
        self._by_path: dict[str, RenderedFinding] = {}
        for finding in self.found:
            for path in finding.places:
                self._by_path.setdefault(path, finding)

    def at(self, path: str) -> RenderedFinding | None:
        """The worst finding about one field."""
        return self._by_path.get(path)

    def below(self, path: str) -> tuple[str, RenderedFinding] | None:
        """The worst finding about a row, and the field of the row that it names."""
        hits = ((place, finding) for finding in self.found for place in finding.places if place.startswith(f"{path}."))
        return next(hits, None)


def obvious_repair(drafts: Mapping[str, str], path: str) -> str:
    """The number that a waiting text must have meant (48O is 480), "" when that is not obvious."""
    text = drafts.get(path, "")
    if not any(char.isdigit() for char in text) or parse_decimal(text) is not None:
        return ""
    number = parse_decimal(half_width(text.translate(_LOOKALIKES)))
    return "" if number is None else plain(number)
