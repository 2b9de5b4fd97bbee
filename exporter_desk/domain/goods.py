"""Goods lines (商品) and packages (装箱): what is shipped and how it is boxed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

_SIDES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One line of goods.

    `hs` is the 10-digit commodity code, `hs_confirmed_by` and `hs_confirmed_on` who confirmed it and on which day;
    `elements` are the declaration elements 申报要素 in list order;
    `qty`/`unit` is the deal quantity, `qty1`/`unit1` and `qty2`/`unit2` the statutory ones (units: three-digit customs
    codes); `unit_price` in the currency of the terms; `net_kg` of the whole line; `origin` ISO alpha-2;
    `source_district` 境内货源地 (5 characters); `supplier` the id of a party; `levy` the 征免 code.

    What single papers ask besides: `fnsku` the label number of a platform's warehouse; `origin_criterion` and
    `hts` (the code at destination, digits only) for certificates and entry; `harvest_country` (ISO alpha-2),
    `plant_qty` with its `plant_unit` as written there (kg, m3 …) and `recycled_pct` of wood and other plant material;
    `panel_type` (HWPW MDF PB, or `none`), `panel_producer`, `panel_certifier` and `panel_certificate` of composite
    wood; `made_in` the month of making.
    """

    id: str
    name_zh: str | None = None
    name_en: str | None = None
    model: str | None = None
    sku: str | None = None
    hs: str | None = None
    hs_confirmed_by: str | None = None
    hs_confirmed_on: date | None = None
    elements: tuple[str, ...] = ()
    material: str | None = None
    botanical: str | None = None
    qty: Decimal | None = None
    unit: str | None = None
    qty1: Decimal | None = None
    unit1: str | None = None
    qty2: Decimal | None = None
    unit2: str | None = None
    unit_price: Decimal | None = None
    net_kg: Decimal | None = None
    origin: str | None = None
    source_district: str | None = None
    supplier: str | None = None
    levy: str | None = None
    fnsku: str | None = None
    origin_criterion: str | None = None
    hts: str | None = None
    harvest_country: str | None = None
    plant_qty: Decimal | None = None
    plant_unit: str | None = None
    recycled_pct: Decimal | None = None
    panel_type: str | None = None
    panel_producer: str | None = None
    panel_certifier: str | None = None
    panel_certificate: str | None = None
    made_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A run of equal packages, numbered `first` to `last` (箱号); all figures are of one package.

    `kind` is the two-digit packing code (22 carton …); `contents` maps goods line ids to deal quantity in one package;
    `size_cm` is length, width, height. `container` is the one in which the run travels: its number, or its place in the
    list of containers (see domain.loading).
    """

    id: str
    first: int | None = field(default=None, metadata={"key": "from"})
    last: int | None = field(default=None, metadata={"key": "to"})
    kind: str | None = None
    contents: Mapping[str, Decimal] = field(default_factory=dict)
    gross_kg: Decimal | None = None
    net_kg: Decimal | None = None
    size_cm: tuple[Decimal, ...] = ()
    container: str | None = None

    @property
    def count(self) -> int | None:
        """Return how many packages the run holds, None while its numbers are unknown or run backwards."""
        if self.first is None or self.last is None or self.last < self.first:
            return None
        return self.last - self.first + 1

    @property
    def numbers(self) -> str | None:
        """Return the box numbers as papers print them, `7` or `7-12`, None while an end of the run is unknown."""
        if self.first is None or self.last is None:
            return None
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def sides_cm(self) -> tuple[Decimal, ...]:
        """Return length, width and height once all three were measured; a side of nothing was not."""
        return self.size_cm if len(self.size_cm) == _SIDES and min(self.size_cm) > 0 else ()
