"""Weights (X5): net within gross, lines within packages, statutory kilograms within the net weight, estimates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import (
    KILOGRAM,
    Context,
    at_line,
    at_package,
    confirm,
    contents_are_known,
    error,
    line_words,
    package_words,
)
from exporter_desk.domain.numbers import decimals, plain, trimmed
from exporter_desk.domain.totals import net_kg, package_net_kg
from exporter_desk.domain.trace import total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine

# Packing list and declaration may differ by this much (kg).
_TOLERANCE = Decimal("0.01")


def net_within_gross(case: Case, _: Context) -> Iterator[Finding]:
    """X5: no package weighs less than what lies in it."""
    for package in case.packages:
        net, gross = package.net_kg, package.gross_kg
        if net is not None and gross is not None and net > gross:
            values = {"net": trimmed(net), "gross": trimmed(gross), **package_words(case, package)}
            yield error("X5", at_package(package, "net_kg"), at_package(package, "gross_kg"), **values)


def weights_are_positive(case: Case, _: Context) -> Iterator[Finding]:
    """X5: a weight is above zero."""
    for package in case.packages:
        for name, weight in (("gross_kg", package.gross_kg), ("net_kg", package.net_kg)):
            if weight is not None and weight <= 0:
                words = package_words(case, package)
                yield error("X5", at_package(package, name), variant="zero", found=plain(weight), **words)


def weights_can_be_printed(case: Case, context: Context) -> Iterator[Finding]:
    """X5: a weight has no more decimals than the declaration takes, else papers print another one."""
    digits = context.limit("weight_digits")
    for package in case.packages:
        for name, weight in (("gross_kg", package.gross_kg), ("net_kg", package.net_kg)):
            if weight is not None and decimals(weight) > digits:
                values = {"found": plain(weight), "digits": str(digits), **package_words(case, package)}
                yield error("X5", at_package(package, name), variant="decimals", **values)
    for line in case.goods:
        if line.net_kg is not None and decimals(line.net_kg) > digits:
            values = {"found": plain(line.net_kg), "digits": str(digits), **line_words(case, line)}
            yield error("X5", at_line(line, "net_kg"), variant="line_decimals", **values)


def lines_weigh_what_packages_weigh(case: Case, _: Context) -> Iterator[Finding]:
    """X5: the net weights of all lines add up to the net weight of the packing list."""
    packed = net_kg(case).value
    weights = [line.net_kg for line in case.goods]
    known = [weight for weight in weights if weight is not None]
    if packed is None or not known or len(known) != len(weights):
        return
    lines = sum(known, Decimal(0))
    if abs(lines - packed) > _TOLERANCE and not _wrong_lines(case):
        values = {"lines": trimmed(lines), "packed": trimmed(packed)}
        yield error("X5", at_line(case.goods[0], "net_kg"), "packages", variant="total", **values)


def _wrong_lines(case: Case) -> list[tuple[GoodsLine, Decimal]]:
    """Return the lines that fill packages of their own but weigh something else, with the packed weight."""
    found = []
    for line in case.goods if contents_are_known(case) else ():
        runs = [package for package in case.packages if line.id in package.contents]
        packed = total(package_net_kg(case, run) for run in runs).value
        alone = all(len(run.contents) == 1 for run in runs)
        if alone and packed is not None and line.net_kg is not None and abs(line.net_kg - packed) > _TOLERANCE:
            found.append((line, packed))
    return found


def each_line_weighs_what_its_packages_weigh(case: Case, _: Context) -> Iterator[Finding]:
    """X5: a line that fills packages of its own weighs what they weigh net."""
    for line, packed in _wrong_lines(case):
        values = {"found": trimmed(line.net_kg or Decimal(0)), "packed": trimmed(packed), **line_words(case, line)}
        yield error("X5", at_line(line, "net_kg"), "packages", variant="line", **values)


def statutory_kilograms_within_net(case: Case, _: Context) -> Iterator[Finding]:
    """X5: the kilograms declared as statutory quantity are not more than the net weight."""
    packed = net_kg(case).value
    declared = [weight for line in case.goods if (weight := _kilograms(line)) is not None]
    if packed is None or sum(declared, Decimal(0)) <= packed + _TOLERANCE:
        return
    field = "qty1" if case.goods[0].unit1 == KILOGRAM else "qty2"
    values = {"declared": trimmed(sum(declared, Decimal(0))), "packed": trimmed(packed)}
    yield error("X5", at_line(case.goods[0], field), "packages", variant="statutory", **values)


def _kilograms(line: GoodsLine) -> Decimal | None:
    if line.unit1 == KILOGRAM:
        return line.qty1
    return line.qty2 if line.unit2 == KILOGRAM else None


def weights_are_weighed(case: Case, _: Context) -> Iterator[Finding]:
    """X5: an estimated weight stays a question until somebody has weighed."""
    for package in case.packages:
        for name, weight in (("gross_kg", package.gross_kg), ("net_kg", package.net_kg)):
            path = at_package(package, name)
            if weight is not None and case.is_estimated(path):
                words = package_words(case, package)
                yield confirm("X5", path, variant="estimated", found=trimmed(weight), **words)
