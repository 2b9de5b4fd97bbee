"""Sides, girth and weights of one piece in metric and American units, and the size class of a card it falls into."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import exact_product, exact_quotient
from exporter_desk.costs.stock import missing
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.costs.charge import Item, SizeClass, WeightRule
    from exporter_desk.costs.scenario import Sku

KG_PER_POUND = Decimal("0.45359237")
CM_PER_INCH = Decimal("2.54")
_SIDES = ("longest", "median", "shortest")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece ready to be sent: its sides in cm, longest first, and its actual weight."""

    sides_cm: tuple[Decimal, ...]
    gross_kg: Decimal

    @property
    def sides_in(self) -> tuple[Decimal, ...]:
        """Return the sides in inches."""
        return tuple(exact_quotient(side, CM_PER_INCH) for side in self.sides_cm)

    @property
    def pounds(self) -> Decimal:
        """Return the actual weight in pounds."""
        return exact_quotient(self.gross_kg, KG_PER_POUND)

    def measures(self) -> dict[str, Decimal]:
        """Return every measure that a card may set a limit to, by its name with the unit."""
        found = {"weight_kg": self.gross_kg, "weight_lb": self.pounds}
        for unit, sides in (("cm", self.sides_cm), ("in", self.sides_in)):
            found |= {f"{name}_{unit}": side for name, side in zip(_SIDES, sides, strict=True)}
            found |= {f"second_{unit}": sides[1], f"girth_{unit}": sides[0] + 2 * (sides[1] + sides[2])}
        return found

    def dim_pounds(self, divisor: Decimal, least: Decimal | None) -> Decimal:
        """Return the volume weight in pounds; the two shorter sides count at least `least` inches."""
        longest, *others = self.sides_in
        counted = [side if least is None else max(side, least) for side in others]
        return exact_quotient(exact_product(longest, *counted), divisor)

    def dim_kg(self, divisor: Decimal) -> Decimal:
        """Return the volume weight in kg."""
        return exact_quotient(exact_product(*self.sides_cm), divisor)

    def weighed(self, rule: WeightRule, *, pounds: bool) -> Decimal:
        """Return the weight that a carrier bills before stepping it up."""
        actual = self.pounds if pounds else self.gross_kg
        divisor = rule.divisor_in_lb if pounds else rule.divisor_cm_kg
        if rule.mode == "actual" or divisor is None:
            return actual
        return max(actual, self.dim_pounds(divisor, rule.least_side_in) if pounds else self.dim_kg(divisor))


def piece_of(sku: Sku) -> Piece | Finding:
    """Return one unit of `sku` as a piece, or what is missing to measure it."""
    if len(sku.size_cm) != len(_SIDES):
        return missing(f"skus.{sku.id}.size_cm", "size_cm")
    if sku.gross_kg is None:
        return missing(f"skus.{sku.id}.gross_kg", "gross_kg")
    return Piece(tuple(sorted(sku.size_cm, reverse=True)), sku.gross_kg)


def class_of(item: Item, sku: Sku) -> SizeClass | Finding:
    """Return the first size class of the card into which a unit of `sku` fits; none is a price to be asked."""
    piece = piece_of(sku)
    if isinstance(piece, Finding):
        return piece
    found = next((entry for entry in item.classes if _fits(entry, piece)), None)
    if found is not None:
        return found
    return Finding("C46", Severity.CONFIRM, (item.place,), {"sku": sku.id, "card": item.card_id or item.charge_id})


def _fits(entry: SizeClass, piece: Piece) -> bool:
    found = piece.measures()
    sides = (f"{name}_{unit}" for name in (*_SIDES, "girth") for unit in ("in", "cm"))
    if any((limit := getattr(entry, name)) is not None and found[name] > limit for name in sides):
        return False
    if any(
        (limit := getattr(entry, name)) is not None and weight <= limit
        for name, weight in (("over_lb", piece.pounds), ("over_kg", piece.gross_kg))
    ):
        return False
    return _light_enough(entry, piece)


def _light_enough(entry: SizeClass, piece: Piece) -> bool:
    pounds, kg = piece.pounds, piece.gross_kg
    if entry.greater and entry.divisor_in_lb is not None:
        pounds = max(pounds, piece.dim_pounds(entry.divisor_in_lb, entry.least_side_in))
    if entry.divisor_cm_kg is not None:
        volume = piece.dim_kg(entry.divisor_cm_kg)
        if entry.dim_kg is not None and volume > entry.dim_kg:
            return False
        kg = max(kg, volume) if entry.greater else kg
    limits = ((entry.weight_lb, pounds), (entry.weight_kg, kg))
    return all(limit is None or weight <= limit for limit, weight in limits)


def of_sizes(item: Item, skus: Sequence[Sku]) -> tuple[Sku, ...] | Finding:
    """Return the articles to which a charge limited to some size classes applies; all without such a limit."""
    if not item.terms.sizes:
        return tuple(skus)
    kept = []
    for sku in skus:
        found = class_of(item, sku)
        if isinstance(found, Finding):
            return found
        if found.id in item.terms.sizes:
            kept.append(sku)
    return tuple(kept)
