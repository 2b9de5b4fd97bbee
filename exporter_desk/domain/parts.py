"""A shipment in parts of so many lines each, as declarations and certificates are limited: goods, packages, charges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.money import is_currency, split_last
from exporter_desk.domain.totals import AMOUNT, line_amount
from exporter_desk.domain.trace import total

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine, Package
    from exporter_desk.domain.shipment import Fee, Terms

_FEES = ("freight", "insurance", "other_charges")


def parts(case: Case, most: int) -> tuple[Case, ...]:
    """Return the case in parts of at most `most` goods lines, in the order of the lines; the case itself if they fit.

    A package belongs to the part that its contents belong to; one that straddles two parts stands in both without box
    numbers, so that their count and gross weight are unknown. Amounts of freight, insurance and other charges are
    shared by the value of the goods, the remainder on the last part.
    """
    if most <= 0 or len(case.goods) <= most:
        return (case,)
    groups = [case.goods[start : start + most] for start in range(0, len(case.goods), most)]
    terms = _shared_terms(case, groups)
    torn = {package.id for package in straddling(case, most)}
    return tuple(
        replace(case, goods=group, packages=_packages(case, group, torn), terms=own)
        for group, own in zip(groups, terms, strict=True)
    )


def straddling(case: Case, most: int) -> tuple[Package, ...]:
    """Return the packages that hold goods of more than one part, and those that do not say what lies in them."""
    part_of = {line.id: place // most for place, line in enumerate(case.goods)}
    return tuple(
        package
        for package in case.packages
        if len({part_of[goods] for goods in package.contents if goods in part_of}) != 1
    )


def _packages(case: Case, group: tuple[GoodsLine, ...], torn: set[str]) -> tuple[Package, ...]:
    own = {line.id for line in group}
    return tuple(
        replace(package, first=None, last=None) if package.id in torn else package
        for package in case.packages
        if package.id in torn or own & package.contents.keys()
    )


def _shared_terms(case: Case, groups: list[tuple[GoodsLine, ...]]) -> list[Terms]:
    """Return the terms of each part; an amount that cannot be shared yet is unknown in every part."""
    values = [total(line_amount(case, line) for line in group).value for group in groups]
    weights = [value for value in values if value is not None and value >= 0]
    usable = weights if len(weights) == len(groups) and sum(weights) > 0 else None
    shares = {name: _shares(getattr(case.terms, name), usable, len(groups)) for name in _FEES}
    return [
        replace(case.terms, freight=freight, insurance=insurance, other_charges=other)
        for freight, insurance, other in zip(*shares.values(), strict=True)
    ]


def _shares(fee: Fee | None, weights: list[Decimal] | None, count: int) -> list[Fee | None]:
    """Share a charge; a rate or a price per tonne is the same in every part."""
    if fee is None or fee.amount is None or fee.mark != AMOUNT:
        return [fee] * count
    if weights is None or fee.currency is None or not is_currency(fee.currency):
        return [replace(fee, amount=None)] * count
    return [replace(fee, amount=amount) for amount in split_last(fee.amount, weights, fee.currency)]
