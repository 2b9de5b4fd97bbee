"""Commodity codes (X7) and statutory quantities (X21) against the code table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import KILOGRAM, Context, at_line, confirm, error, hint, line_words
from exporter_desk.domain.identity import is_hs10
from exporter_desk.domain.numbers import decimals, plain, trimmed
from exporter_desk.domain.totals import line_net_kg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine

_TOLERANCE = Decimal("0.01")


def codes_are_in_force(case: Case, context: Context) -> Iterator[Finding]:
    """X7: a commodity code has ten digits and stands in the list of the year."""
    for line in case.goods:
        if line.hs is None or context.hs.lookup(line.hs) is not None:
            continue
        words, place = line_words(case, line), at_line(line, "hs")
        old = context.hs.obsolete(line.hs)
        if not is_hs10(line.hs):
            yield error("X7", place, found=line.hs, **words)
        elif not context.codes.has("hs_chapters", line.hs[:2]):
            yield error("X7", place, variant="no_chapter", found=line.hs, chapter=line.hs[:2], **words)
        elif old is not None:
            yield error(
                "X7", place, variant="obsolete" if old.candidates else "gone", **_ages(line.hs, old.candidates), **words
            )
        else:
            variant = "unlisted" if context.hs.covers(line.hs) else "not_covered"
            make = hint if variant == "not_covered" and line.hs_confirmed_by else confirm
            yield make("X7", place, variant=variant, found=line.hs, as_of=_as_of(context), **words)


def _ages(code: str, candidates: tuple[str, ...]) -> dict[str, str]:
    return {"found": code, "candidates": " ".join(candidates)}


def _as_of(context: Context) -> str:
    return context.codes.info("hs").as_of.isoformat()


def codes_are_confirmed(case: Case, context: Context) -> Iterator[Finding]:
    """X7: somebody stands for the classification of every line."""
    for line in case.goods:
        if context.hs.lookup(line.hs) is not None and not line.hs_confirmed_by:
            values = {"found": line.hs or "", **line_words(case, line)}
            yield confirm("X7", at_line(line, "hs_confirmed_by"), at_line(line, "hs"), variant="unconfirmed", **values)


def endangered_species_need_a_permit(case: Case, context: Context) -> Iterator[Finding]:
    """X7: a code for endangered species contradicts the answer that no licence is needed."""
    for line in case.goods:
        entry = context.hs.lookup(line.hs)
        if entry is not None and entry.endangered and case.facts.get("licence") is not True:
            values = {"found": entry.code, "name": entry.zh, **line_words(case, line)}
            yield confirm("X7", at_line(line, "hs"), "facts.licence", variant="endangered", **values)


def statutory_units_follow_the_table(case: Case, context: Context) -> Iterator[Finding]:
    """X21: the statutory units are those of the commodity code, the second one included."""
    for line in case.goods:
        entry = context.hs.lookup(line.hs)
        for position, wanted in enumerate(() if entry is None else entry.units, start=1):
            found = line.unit1 if position == 1 else line.unit2
            if found == wanted or (found is None and position == 1):
                continue
            variant = "unit" if found is not None else "second_missing"
            make = error if entry is not None and entry.units_complete and found is not None else confirm
            values = {"position": str(position), **line_words(case, line)}
            values |= context.names("wanted", "units", wanted) | context.names("found", "units", found)
            yield make("X21", at_line(line, f"unit{position}"), at_line(line, "hs"), variant=variant, **values)


def no_second_unit_too_many(case: Case, context: Context) -> Iterator[Finding]:
    """X21: a code with one statutory unit takes no second quantity."""
    for line in case.goods:
        entry = context.hs.lookup(line.hs)
        if entry is not None and len(entry.units) == 1 and entry.units_complete and line.unit2 is not None:
            values = {**context.names("found", "units", line.unit2), **line_words(case, line)}
            yield error("X21", at_line(line, "unit2"), at_line(line, "hs"), variant="second_extra", **values)


def statutory_quantities_are_positive(case: Case, context: Context) -> Iterator[Finding]:
    """X21: a statutory quantity is above zero, and stands wherever its unit stands."""
    for line in case.goods:
        for name, quantity in (("qty1", line.qty1), ("qty2", line.qty2)):
            if quantity is not None and quantity <= 0:
                yield error("X21", at_line(line, name), variant="zero", found=plain(quantity), **line_words(case, line))
        if line.unit2 is not None and line.qty2 is None:
            values = {**context.names("found", "units", line.unit2), **line_words(case, line)}
            yield confirm("X21", at_line(line, "qty2"), variant="second_quantity", **values)


def statutory_quantities_can_be_printed(case: Case, context: Context) -> Iterator[Finding]:
    """X21: a statutory quantity has no more decimals than the declaration takes, else papers print another one."""
    digits = context.limit("quantity_digits")
    for line in case.goods:
        for name, _, quantity in _statutory(line):
            if quantity is not None and decimals(quantity) > digits:
                values = {"found": plain(quantity), "digits": str(digits), **line_words(case, line)}
                yield error("X21", at_line(line, name), variant="decimals", **values)


def same_unit_same_quantity(case: Case, context: Context) -> Iterator[Finding]:
    """X21: where deal unit and statutory unit are one, both quantities are one."""
    for line in case.goods:
        for name, unit, quantity in _statutory(line):
            if unit == line.unit and None not in (unit, quantity, line.qty) and quantity != line.qty:
                values = {"found": trimmed(quantity or Decimal(0)), "qty": trimmed(line.qty or Decimal(0))}
                values |= {**context.names("unit", "units", unit), **line_words(case, line)}
                yield error("X21", at_line(line, name), at_line(line, "qty"), **values)


def kilograms_within_the_line(case: Case, _: Context) -> Iterator[Finding]:
    """X21: kilograms declared for a line are not more than its net weight; less is a question."""
    for line in case.goods:
        net = line_net_kg(case, line).value
        for name, unit, quantity in _statutory(line):
            if unit != KILOGRAM or net is None or quantity is None or abs(quantity - net) <= _TOLERANCE:
                continue
            make, variant = (error, "kilograms") if quantity > net else (confirm, "kilograms_less")
            values = {"found": trimmed(quantity), "net": trimmed(net), **line_words(case, line)}
            yield make("X21", at_line(line, name), at_line(line, "net_kg"), variant=variant, **values)


def _statutory(line: GoodsLine) -> tuple[tuple[str, str | None, Decimal | None], ...]:
    return (("qty1", line.unit1, line.qty1), ("qty2", line.unit2, line.qty2))
