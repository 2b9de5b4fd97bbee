"""What a second person reads through before a shipment goes out (复核): values and rows in words, with their ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.shapes import resolved, table_of
from exporter_desk.domain import edit, paths
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import plain
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.ticks import Tick, TickState, ticks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine, Package
    from exporter_desk.domain.json_value import Json
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.services.analysis import Analysis

CODE = "D39"
_CHOICES = "choices"
_WHOLE_ROWS = ("goods", "packages")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One value or row to look at: where it is, what it is called, what stands there, and its tick if it has one."""

    path: str
    name: Bilingual
    text: Bilingual
    tick: Tick | None

    @property
    def state(self) -> TickState | None:
        """Return how its tick is, None without one."""
        return None if self.tick is None else self.tick.state


def review_rows(analysis: Analysis) -> tuple[ReviewRow, ...]:
    """Return what there is to look at, in the order of the papers: the values of the heads, then rows as a whole."""
    case, codes, set_ones = analysis.case, analysis.desk.codes, ticks(analysis.case)
    return tuple(
        ReviewRow(path, name, text, set_ones.get(path))
        for path, name, text in (*_heads(case, codes), *_rows(analysis))
        if text.zh
    )


def _heads(case: Case, codes: CodeTables) -> Iterator[tuple[str, Bilingual, Bilingual]]:
    for pattern, row in codes.rows("needed_values").items():
        if pattern.partition(".")[0] not in _WHOLE_ROWS:
            for path in resolved(case, pattern):
                yield path, Bilingual(row["zh"], row["en"]), _in_words(case, codes, pattern, path)


def _in_words(case: Case, codes: CodeTables, pattern: str, path: str) -> Bilingual:
    head, _, rest = path.partition(".")
    try:
        text = (case.choice(rest) or "") if head == _CHOICES else edit.display_text(case, path)
    except paths.PathError:
        return Bilingual("", "")
    table = table_of(pattern)
    names = [codes.name(table, text, language) if table and text else None for language in ("zh", "en")]
    zh, en = (f"{text} {name}" if name else text for name in names)
    return Bilingual(zh, en)


def _rows(analysis: Analysis) -> Iterator[tuple[str, Bilingual, Bilingual]]:
    codes = analysis.desk.codes
    for line in analysis.case.goods:
        path = f"goods.{line.id}"
        yield path, analysis.name_of(path), Bilingual(_goods(line, codes, "zh"), _goods(line, codes, "en"))
    for package in analysis.case.packages:
        path = f"packages.{package.id}"
        yield path, analysis.name_of(path), Bilingual(_boxes(package, codes, "zh"), _boxes(package, codes, "en"))


def _goods(line: GoodsLine, codes: CodeTables, language: str) -> str:
    named = line.name_en if language == "en" else line.name_zh
    unit = codes.label("units", line.unit, "en" if language == "en" else "zh")
    quantity = "" if line.qty is None else f"{plain(line.qty)} {unit}".strip()
    price = "" if line.unit_price is None else f"× {plain(line.unit_price)}"
    net = "" if line.net_kg is None else f"{plain(line.net_kg)} kg"
    return _joined(named or line.name_zh or line.name_en, line.hs, f"{quantity} {price}".strip(), net)


def _boxes(package: Package, codes: CodeTables, language: str) -> str:
    numbers = "" if package.first is None and package.last is None else f"{package.first}–{package.last}"
    kind = codes.label("packaging_types", package.kind, "en" if language == "en" else "zh")
    gross = "" if package.gross_kg is None else f"G.W. {plain(package.gross_kg)} kg"
    net = "" if package.net_kg is None else f"N.W. {plain(package.net_kg)} kg"
    return _joined(numbers, kind, gross, net)


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def tick_findings(case: Case) -> tuple[Finding, ...]:
    """Return a question for each value that was ticked and is another one now (D39)."""
    return tuple(
        Finding(CODE, Severity.CONFIRM, (path,), {"by": tick.by or ""}, variant="" if tick.by else "unnamed")
        for path, tick in ticks(case).items()
        if tick.state is TickState.CHANGED
    )


def ticks_json(case: Case) -> list[Json]:
    """Return the ticks as the check report lists them: path, who, when, and how each is now."""
    return [{"path": one.path, "by": one.by, "at": one.at, "state": str(one.state)} for one in ticks(case).values()]
