"""What a foreign packing list tells of containers: number, type and seal go into the route's list of containers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.identity import has_container_shape, is_container_number, tidy_container_number
from exporter_desk.domain.shipment import Container
from exporter_desk.domain.text import Bilingual, folded, half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.domain.case import Case

COLUMNS = {"container_kind": "kind", "seal": "seal"}
"""Columns of a packing list that tell something of the container beside its number, and the fields they fill."""
PATH = "route.containers"
_SIGNS = re.compile(r"['’′\"\s]")

NO_CONTAINER = Bilingual(
    "这一行没有柜号，“{text}”不知道是哪个集装箱的，不会写进去。",
    "The row names no container, so it is not known whose “{text}” is; it is left out.",
)
NO_NUMBER = Bilingual(
    "“{text}”不是集装箱号（四个字母加七位数字，第四个字母是 U、J 或 Z），集装箱表里不会添加它。",
    "“{text}” is no container number (four letters, the last U, J or Z, and seven digits); it is not added.",
)
WRONG_DIGIT = Bilingual(
    "集装箱号 {text} 的校验码（最后一位）不对，照写进去，请对照箱体核对。",
    "The check digit (the last one) of container number {text} is wrong; it goes in as it is, check it with the box.",
)
TIDIED = Bilingual("“{text}”按集装箱号 {number} 写。", "“{text}” is written as container number {number}.")
DIFFERS = Bilingual(
    "集装箱 {number} 已经写了“{known}”，这里的“{text}”不会写进去。",
    "Container {number} has “{known}” already; “{text}” is left out.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one row of a list says of its container: texts by `number`, `kind`, `seal`; each with its cell."""

    texts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be said of one cell; `kept` texts go in all the same."""

    cell: str
    text: Bilingual
    kept: bool


def tidy_kind(text: str) -> str:
    """Return a container type as it is looked up: 40'HQ and 40 HQ are 40HQ."""
    return _SIGNS.sub("", half_width(text))


def loaded(case: Case, told: Iterable[Told]) -> tuple[Case, dict[str, str], tuple[Doubt, ...]]:
    """Return the case with the containers of a list, the cell of each place that was filled, and every doubt.

    A container that is there already keeps what it says; what it does not say yet is filled in.
    """
    listed = _Listed(case.route.containers)
    for row in told:
        listed.take(row)
    if not listed.cells:
        return case, {}, tuple(listed.doubts)
    route = replace(case.route, containers=tuple(listed.containers))
    return replace(case, route=route), listed.cells, tuple(listed.doubts)


class _Listed:
    """The list of containers while rows are taken in."""

    def __init__(self, known: Sequence[Container]) -> None:
        self.containers = list(known)
        self.cells: dict[str, str] = {}
        self.doubts: list[Doubt] = []
        self._places = {tidy_container_number(one.number): at for at, one in enumerate(known) if one.number}
        self._said: set[str] = set()

    def take(self, told: Told) -> None:
        """Take in what one row says: its container is looked up, or added, and filled in."""
        others = {field: one for field, one in told.texts.items() if field != "number"}
        if "number" not in told.texts:
            self.doubts += [Doubt(cell, _said(NO_CONTAINER, text), kept=False) for text, cell in others.values()]
            return
        place = self._place(*told.texts["number"], others.get("kind", ("", ""))[0])
        if place is not None:
            for field, (text, cell) in others.items():
                self._fill(place, field, text, cell)

    def _place(self, text: str, cell: str, kind: str) -> int | None:
        number = tidy_container_number(text)
        if number.isdecimal() and 0 < int(number) <= len(self.containers):
            return int(number) - 1
        if number not in self._places and not has_container_shape(number):
            self.doubts.append(Doubt(cell, _said(NO_NUMBER, text), kept=False))
            return None
        self._tell_once(number, text, cell)
        if number not in self._places:
            self._places[number] = place = self._free(kind)
            self.containers[place] = replace(self.containers[place], number=number)
            self.cells[f"{PATH}.{place}.number"] = cell
        return self._places[number]

    def _free(self, kind: str) -> int:
        """Return the place of the first booked container of that type that has no number yet, else a new place."""
        for place, one in enumerate(self.containers):
            if one.number is None and (not kind or not one.kind or _same(kind, one.kind)):
                return place
        self.containers.append(Container())
        return len(self.containers) - 1

    def _tell_once(self, number: str, text: str, cell: str) -> None:
        """Say how a number is written and whether its check digit fits, at the first cell that has it."""
        if text in self._said:
            return
        self._said.add(text)
        if number != text:
            self.doubts.append(Doubt(cell, _said(TIDIED, text, number=number), kept=False))
        if not is_container_number(number):
            self.doubts.append(Doubt(cell, _said(WRONG_DIGIT, number), kept=True))

    def _fill(self, place: int, field: str, text: str, cell: str) -> None:
        container = self.containers[place]
        known = getattr(container, field)
        if known is None:
            self.containers[place] = replace(container, **{field: text})
            self.cells[f"{PATH}.{place}.{field}"] = cell
        elif not _same(known, text):
            number = container.number or str(place + 1)
            self.doubts.append(Doubt(cell, _said(DIFFERS, text, number=number, known=known), kept=False))


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _said(words: Bilingual, text: str, **values: str) -> Bilingual:
    return words.filled(text=text, **values)
