"""Packing: box numbers and contents (X4), marks (X10), kind of packing against the wood statement (X14)."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import (
    Context,
    at_line,
    at_package,
    confirm,
    contents_are_known,
    error,
    hint,
    line_words,
    package_words,
)
from exporter_desk.domain import loading
from exporter_desk.domain.money import WIDE
from exporter_desk.domain.numbers import plain, trimmed
from exporter_desk.domain.record import is_untouched
from exporter_desk.domain.text import display_width
from exporter_desk.domain.totals import cartons, packed_quantity
from exporter_desk.rules.typed_packing import read_packing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import Package

_BOX_RANGE = re.compile(r"C/?\s*NO\.?\s*:?\s*(\d+)\s*[-–~]\s*(\d+)", re.IGNORECASE)
_SIDES = 3
# No shipment has as many boxes, and no box of a form as many digits.
_LAST_BOX = 9_999_999
_CUBIC_CM_OF_A_CBM = 1_000_000
# The ways in which no marks are written; N/M is the one for the papers.
_NO_MARKS = re.compile(r"N\s*[/.]?\s*M\.?|NO\s+MARKS?|无唛头?", re.IGNORECASE)
# Kinds whose name says wood: a statement that there is none contradicts them.
_WOOD = {"natural": "", "wooden": "wooden"}


def box_numbers_run_forward(case: Case, _: Context) -> Iterator[Finding]:
    """X4: a run of boxes starts at 1 or later, does not run backwards and ends at a number that boxes have."""
    for package in case.packages:
        first, last = package.first, package.last
        if first is not None and (first < 1 or (last is not None and last < first)):
            yield error("X4", at_package(package, "from"), variant="backwards", **package_words(case, package))
        if max(first or 0, last or 0) > _LAST_BOX:
            key, limit = "to" if (last or 0) > _LAST_BOX else "from", str(_LAST_BOX)
            yield error("X4", at_package(package, key), variant="huge", limit=limit, **package_words(case, package))


def box_numbers_follow_each_other(case: Case, _: Context) -> Iterator[Finding]:
    """X4: no box number twice, none left out."""
    for before, after in pairwise(_in_box_order(case)):
        if before.last is None or after.first is None or after.first == before.last + 1:
            continue
        double = after.first <= before.last
        make, variant = (error, "overlap") if double else (confirm, "gap")
        values = {**package_words(case, after), "before": str(before.last), "first": str(after.first)}
        yield make("X4", at_package(after, "from"), at_package(before, "to"), variant=variant, **values)


def _in_box_order(case: Case) -> list[Package]:
    counted = [package for package in case.packages if package.count is not None]
    return sorted(counted, key=lambda package: package.first or 0)


def containers_hold_the_packages(case: Case, _: Context) -> Iterator[Finding]:
    """X4: once packages are put into one of several containers, each goes into one, and each container holds some."""
    known = ", ".join(one.number or str(place) for place, one in enumerate(case.route.containers, start=1))
    for package in case.packages:
        if package.container and loading.container_of(case, package) is None:
            words = {"found": package.container, "known": known or "-", **package_words(case, package)}
            yield confirm("X4", at_package(package, "container"), variant="container_unknown", **words)
    if not loading.is_divided(case):
        return
    left = [package for package in case.packages if not package.container]
    if left:
        words = {"count": str(len(left)), **package_words(case, left[0])}
        yield confirm("X4", *(at_package(one, "container") for one in left), variant="container_open", **words)
    elif not loading.unplaced(case):
        for load in loading.loads(case):
            if not load.packages:
                name = load.container.number or str(load.place + 1)
                yield confirm("X4", f"route.containers.{load.place}", variant="container_empty", found=name)


def contents_name_goods(case: Case, _: Context) -> Iterator[Finding]:
    """X4: what lies in a box is a line of this case, and more than nothing of it."""
    for package in case.packages:
        words = package_words(case, package)
        for goods, quantity in package.contents.items():
            place = at_package(package, f"contents.{goods}")
            if case.line(goods) is None:
                yield error("X4", place, variant="unknown_line", found=goods, **words)
            elif quantity <= 0:
                yield error("X4", place, variant="nothing", found=plain(quantity), **words)


def contents_add_up(case: Case, _: Context) -> Iterator[Finding]:
    """X4: packages × contents is the quantity of every line."""
    complete = contents_are_known(case)
    for line in case.goods:
        packed = packed_quantity(case, line).value
        if packed is None or line.qty is None or packed == line.qty or (packed < line.qty and not complete):
            continue
        holding = tuple(at_package(one, f"contents.{line.id}") for one in case.packages if line.id in one.contents)
        values = {"packed": trimmed(packed), "qty": trimmed(line.qty), **line_words(case, line)}
        yield error("X4", *holding, at_line(line, "qty"), **values)


def every_line_is_packed(case: Case, _: Context) -> Iterator[Finding]:
    """X4: when all packages say what lies in them, every line lies in one; an empty row is only to be filled."""
    if not case.packages or not contents_are_known(case):
        return
    for line in case.goods:
        if not any(line.id in package.contents for package in case.packages):
            make = confirm if is_untouched(line) else error
            yield make("X4", at_line(line, "qty"), "packages", variant="unpacked", **line_words(case, line))


def goods_are_packed(case: Case, _: Context) -> Iterator[Finding]:
    """X4: without packages there is no packing list, no number of pieces and no gross weight."""
    if case.goods and not case.packages:
        yield confirm("X4", "packages", variant="none")


def kinds_of_packing(case: Case, context: Context) -> Iterator[Finding]:
    """X4: several kinds of outer packing need a word on which one the declaration counts."""
    kinds = {package.kind: package for package in case.packages if package.kind is not None}
    if len(kinds) > 1 and case.choice("package_kind") is None:
        zh = "、".join(context.codes.label("packaging_types", kind, "zh") for kind in kinds)
        en = ", ".join(context.codes.label("packaging_types", kind, "en") for kind in kinds)
        places = tuple(at_package(package, "kind") for package in kinds.values())
        yield hint("X4", *places, variant="kinds", kinds_zh=zh, kinds_en=en)


def other_packing_is_readable(case: Case, context: Context) -> Iterator[Finding]:
    """X4: packing of other kinds is typed as kinds of the table with their numbers."""
    unread = read_packing(context.codes, case.choice("other_packing")).unread
    if unread:
        yield confirm("X4", "choices.other_packing", variant="other_packing", found="；".join(unread))


def sizes_are_plausible(case: Case, context: Context) -> Iterator[Finding]:
    """D37: a package goes into a container and weighs about what its size lets one expect."""
    longest, shortest = context.limit("package_longest_cm"), context.limit("package_shortest_cm")
    for package in case.packages:
        place, words = at_package(package, "size_cm"), package_words(case, package)
        if package.size_cm and min(package.size_cm) <= 0:
            yield confirm("D37", place, variant="zero", found=trimmed(min(package.size_cm)), **words)
            continue
        sides = [side for side in package.size_cm if side > longest or side < shortest]
        if sides:
            variant = "" if sides[0] > longest else "thin"
            yield hint("D37", place, variant=variant, found=trimmed(sides[0]), **words)
            continue
        weight = _kg_per_cbm(package)
        if weight is not None and not context.limit("package_lightest") <= weight <= context.limit("package_densest"):
            variant = "heavy" if weight > context.limit("package_densest") else "light"
            places = (place, at_package(package, "gross_kg"))
            yield hint("D37", *places, variant=variant, found=trimmed(weight), **words)


def _kg_per_cbm(package: Package) -> Decimal | None:
    """Return the kilograms of gross weight in a cubic metre of a package, to a tenth; None while not known."""
    if package.gross_kg is None or len(package.size_cm) != _SIDES:
        return None
    cubic_cm = prod(package.size_cm)
    return (
        (package.gross_kg * _CUBIC_CM_OF_A_CBM / cubic_cm).quantize(Decimal("0.1"), context=WIDE) if cubic_cm else None
    )


def marks_fit(case: Case, context: Context) -> Iterator[Finding]:
    """X10: the marks fit the boxes of the papers; without marks the papers say N/M."""
    lines, width = context.limit("marks_lines"), context.limit("marks_width")
    if not case.route.marks:
        yield hint("X10", "route.marks", variant="none")
    if len(case.route.marks) > lines:
        yield hint("X10", "route.marks", variant="lines", found=str(len(case.route.marks)), limit=str(lines))
    bare = [index for index, mark in enumerate(case.route.marks) if _NO_MARKS.fullmatch(mark.strip())]
    if bare and len(case.route.marks) > 1:
        yield confirm("X10", f"route.marks.{bare[0]}", variant="mixed", found=case.route.marks[bare[0]])
    for index, mark in enumerate(case.route.marks):
        if display_width(mark) > width:
            yield hint("X10", f"route.marks.{index}", found=mark, limit=str(width))


def marks_count_the_packages(case: Case, _: Context) -> Iterator[Finding]:
    """X10: box numbers in the marks (C/NO. 1-384) end at the number of packages."""
    count = cartons(case).value
    for index, mark in enumerate(case.route.marks):
        match = _BOX_RANGE.search(mark)
        if match and count is not None and int(match[2]) - int(match[1]) + 1 != count:
            values = {"found": mark, "count": trimmed(count)}
            yield confirm("X10", f"route.marks.{index}", "packages", variant="count", **values)


def wood_is_stated(case: Case, context: Context) -> Iterator[Finding]:
    """X14: what is said of wood packing agrees with the kind of packing on the packing list."""
    stated = case.facts.get("wood_packing")
    for package in case.packages:
        row = context.codes.row("packaging_types", package.kind)
        wood = "" if row is None else row["wood"]
        if not wood:
            continue
        words = {**package_words(case, package), **context.names("kind", "packaging_types", package.kind)}
        places = (at_package(package, "kind"), "facts.wood_packing")
        yield from _wood_findings(wood, stated, places, words)


def _wood_findings(wood: str, stated: object, places: tuple[str, str], words: dict[str, str]) -> Iterator[Finding]:
    if stated is None:
        yield confirm("X14", *places, variant="unknown", **words)
    elif wood in _WOOD and stated == "none":
        yield error("X14", *places, variant=_WOOD[wood], **words)
    elif wood in _WOOD and stated == "unmarked":
        yield error("X14", *places, variant="unmarked", **words)
    elif stated == "none":
        yield hint("X14", *places, variant="processed", **words)


def marked_wood_is_packed(case: Case, context: Context) -> Iterator[Finding]:
    """X14: marked wood packing is stated, yet no package is of wood (dunnage, or a wrong answer)."""
    kinds = [context.codes.row("packaging_types", package.kind) for package in case.packages]
    wooden = any(row is None or row["wood"] for row in kinds)
    if case.facts.get("wood_packing") in ("marked", "unmarked") and case.packages and not wooden:
        yield confirm("X14", "facts.wood_packing", at_package(case.packages[0], "kind"), variant="no_wood")
