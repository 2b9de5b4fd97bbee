"""Terms and route of a shipment (一票货): what was agreed, and how the goods travel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """Freight, insurance or other charges (运费 保费 杂费).

    `mark` is the customs fee mark: 1 rate in percent, 2 price per tonne, 3 total amount; a rate has no currency.
    """

    amount: Decimal | None = None
    currency: str | None = None
    mark: str = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The deal: Incoterms 2020 rule and named place, currency, charges, payment, numbers and days of the papers."""

    incoterm: str | None = None
    place: str | None = None
    currency: str | None = None
    freight: Fee | None = None
    insurance: Fee | None = None
    other_charges: Fee | None = None
    payment: str | None = None
    tolerance_pct: Decimal | None = None
    contract_no: str | None = None
    contract_date: date | None = None
    contract_place: str | None = None
    invoice_no: str | None = None
    invoice_date: date | None = None
    order_no: str | None = None
    ship_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container: size and type (20GP 40GP 40HQ 40RF …), number and seal once known."""

    kind: str | None = None
    number: str | None = None
    seal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way of the goods: customs codes of exit and arrival, carrier papers, marks (唛头).

    `transport` one-digit code; `exit_district` 出境关别 (4), `exit_port` 离境口岸 (6), `dest_port` 指运港 (6),
    `dest` destination country and `trade_country` country of the contract party, both ISO alpha-2.
    """

    transport: str | None = None
    from_place: str | None = None
    exit_district: str | None = None
    exit_port: str | None = None
    dest_port: str | None = None
    dest: str | None = None
    trade_country: str | None = None
    vessel: str | None = None
    bl_no: str | None = None
    departed: date | None = None
    entry_date: date | None = None
    containers: tuple[Container, ...] = ()
    marks: tuple[str, ...] = ()
    remark: str | None = None
