"""The tax side of a case: customs declarations as released, purchase invoices, receipts, exchange rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A released export declaration: 18-digit number, export day, and the goods lines in item order."""

    id: str
    number: str | None = None
    export_date: date | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseInvoice:
    """One line of a purchase invoice (进项发票): `amount` without tax in CNY, `rate` a share such as 0.13."""

    id: str
    number: str | None = None
    day: date | None = None
    supplier: str | None = None
    goods: str | None = None
    name_zh: str | None = None
    unit: str | None = None
    qty: Decimal | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    voucher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One receipt of foreign exchange (收汇)."""

    id: str
    day: date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    payer: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A middle rate (人民币汇率中间价): CNY for `per` units of `currency` on `day`."""

    day: date | None = None
    currency: str | None = None
    cny: Decimal | None = None
    per: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxFile:
    """All tax records of a case; `rate_rule` is day | first_of_month; `claim_date` the day of the refund claim."""

    declarations: tuple[Declaration, ...] = ()
    purchase_invoices: tuple[PurchaseInvoice, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    rate_rule: str | None = None
    rates: tuple[Rate, ...] = ()
    claim_date: date | None = None
    papers: tuple[PaperState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperState:
    """What is known of one paper of the refund file: have | waiting | missing, its number and where it lies."""

    id: str
    state: str | None = None
    number: str | None = None
    place: str | None = None
    note: str | None = None
