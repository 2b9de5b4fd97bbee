"""What every check works with: tables, day, and short ways to make a finding that names its line or package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.positions import positions
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.hs import HsTable

if TYPE_CHECKING:
    from exporter_desk.domain.goods import GoodsLine, Package
    from exporter_desk.domain.parties import Party

KILOGRAM = "035"
_WORD = re.compile(r"[A-Z0-9]+")
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Context:
    """The tables that a check looks into, and the day for which it judges."""

    codes: CodeTables
    hs: HsTable
    day: date

    def limit(self, name: str) -> int:
        """Return one limit of the table `declaration_limits`; raises KeyError for an unknown name."""
        return int(self.codes.rows("declaration_limits")[name]["value"])

    def names(self, key: str, table: str, code: str | None) -> dict[str, str]:
        """Return the values `key_zh` and `key_en` with the name of `code`."""
        return {f"{key}_zh": self.codes.label(table, code, "zh"), f"{key}_en": self.codes.label(table, code, "en")}


Check: TypeAlias = Callable[[Case, Context], Iterator[Finding]]


def error(code: str, *places: str, variant: str = "", **values: str) -> Finding:
    """Return an error (■): as it stands the papers would be refused or contradict each other."""
    return Finding(code, Severity.ERROR, places, values, variant=variant)


def confirm(code: str, *places: str, variant: str = "", **values: str) -> Finding:
    """Return a question (▲): unknown, estimated, or right only if somebody says so."""
    return Finding(code, Severity.CONFIRM, places, values, variant=variant)


def hint(code: str, *places: str, variant: str = "", **values: str) -> Finding:
    """Return a reminder (●): worth a look, may well be right."""
    return Finding(code, Severity.HINT, places, values, variant=variant)


def missing(case: Case, code: str, path: str, *places: str, variant: str = "", **values: str) -> Finding:
    """Return the finding for a value that a paper must have: an error, a question once somebody said 不清楚."""
    parts = path.split(".")
    asked = any(".".join(parts[:length]) in case.not_known for length in range(1, len(parts) + 1))
    return (confirm if asked else error)(code, path, *places, variant=variant, **values)


def at_line(line: GoodsLine, field: str) -> str:
    """Return the path of one field of a goods line."""
    return f"goods.{line.id}.{field}"


def at_package(package: Package, field: str) -> str:
    """Return the path of one field of a run of packages."""
    return f"packages.{package.id}.{field}"


def contents_are_known(case: Case) -> bool:
    """Tell whether every package says what lies in it; until then nothing can be missing from the packages."""
    return all(package.contents for package in case.packages)


def line_words(case: Case, line: GoodsLine) -> dict[str, str]:
    """Return `line_zh` and `line_en`: the row number and the name of the goods, if they have one."""
    number = positions(case.goods)[line.id] + 1
    zh, en = line.name_zh or line.name_en, line.name_en or line.name_zh
    named_zh, named_en = (f"（{zh}）", f" ({en})") if zh else ("", "")
    return {"line_zh": f"商品第 {number} 行{named_zh}", "line_en": f"goods row {number}{named_en}"}


def package_words(case: Case, package: Package) -> dict[str, str]:
    """Return `package_zh` and `package_en`: the row number and the box numbers."""
    number, first, last = case.packages.index(package) + 1, package.first, package.last
    boxes = f"{'?' if first is None else first}-{'?' if last is None else last}"
    return {"package_zh": f"装箱第 {number} 行（箱号 {boxes}）", "package_en": f"packing row {number} (no. {boxes})"}


def party_words(party: Party) -> dict[str, str]:
    """Return `party_zh` and `party_en`: the name of a party, if it has one."""
    zh, en = party.name_zh or party.name_en, party.name_en or party.name_zh
    return {"party_zh": zh or "还没有名称的一方", "party_en": en or "a party without a name"}


def names_words(name: str, text: str) -> bool:
    """Tell whether a text has the words of an English name one after the other, whatever stands around them."""
    words = _words(name)
    return len(words) >= _LEAST_LETTERS and f" {words} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.upper()))
