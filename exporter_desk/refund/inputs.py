"""What the refund part works on: taxpayer, export lines, purchase invoices, rates and days, all of them optional."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from exporter_desk.domain.shipment import Fee
from exporter_desk.domain.tax import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxpayer:
    """Who claims.

    `taxpayer` general | small_scale (一般纳税人, 小规模纳税人); `kind` producer | trader | grower | coop |
    individual_business | other_unit; `channel` own | agent | service_company (自营, 委托代理出口, 外综服代办退税);
    `place` city | county | other (for the city maintenance tax); `small_profit` tells a 小型微利企业.
    """

    name: str | None = None
    taxpayer: str | None = None
    kind: str | None = None
    channel: str | None = None
    place: str | None = None
    small_profit: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The deal as declared: Incoterms 2020 rule or 成交方式 (C&I too), currency, charges, gross weight in kg."""

    incoterm: str | None = None
    currency: str | None = None
    freight: Fee | None = None
    insurance: Fee | None = None
    other_charges: Fee | None = None
    gross_kg: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the export declaration (报关单项).

    `amount` is the declared total in the currency of the deal; `goods` names the pool of purchase invoices that
    belong to it (its own id when not given); `vat_rate` and `refund_rate` are shares such as 0.13; `zero_flag` is the
    特殊商品标识 of a zero rate (1 taxed, 2 exempt); `made` own | deemed_own | bought_in; `sold_qty` counts what was
    sold by the day of the claim (海外仓).
    """

    id: str
    declaration: str | None = None
    item: int | None = None
    goods: str | None = None
    hs: str | None = None
    name_zh: str | None = None
    unit: str | None = None
    qty: Decimal | None = None
    amount: Decimal | None = None
    vat_rate: Decimal | None = None
    refund_rate: Decimal | None = None
    zero_flag: str | None = None
    made: str | None = None
    sold_qty: Decimal | None = None

    @property
    def pool(self) -> str:
        """Return the name that joins this line to its purchase invoices."""
        return self.goods or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One line of a purchase invoice: `amount` without tax in CNY, `rate` a share, `goods` the pool it belongs to.

    `voucher` vat_special | customs_payment | agency_refund | ordinary | farm_purchase | government_receipt | auction |
    reorganisation | none; `supplier_taxpayer` general | small_scale; `simple_method` tells 简易计税.
    """

    id: str
    number: str | None = None
    day: date | None = None
    goods: str | None = None
    name_zh: str | None = None
    unit: str | None = None
    qty: Decimal | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    voucher: str | None = None
    supplier: str | None = None
    supplier_taxpayer: str | None = None
    simple_method: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days that deadlines run from; a day that nobody typed stays unknown.

    `export` 出口日期 of the declaration, `departed` the day the goods left, `sale` 销售发生日, `contract_final` the
    last day of payment in the contract, `claim` 申报日, `pre_refund_done` the day the tax office finished the
    pre-refund (海外仓预退), `warehouse_sale` the sale abroad.
    """

    export: date | None = None
    departed: date | None = None
    sale: date | None = None
    contract_final: date | None = None
    claim: date | None = None
    pre_refund_done: date | None = None
    warehouse_sale: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedAmount:
    """An amount in CNY with its rates: domestic sales (销售额), or exempt material bought (免税购进原材料)."""

    amount: Decimal | None = None
    vat_rate: Decimal | None = None
    refund_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VatPeriod:
    """The VAT return of the period (CNY): output tax or the domestic sales behind it, input tax, credit brought in.

    `carried_mdt` is 上期结转免抵退税额 (zero or negative), `carried_bdm_deduction` the part of the deduction that the
    cap of the last period left over.
    """

    output_tax: Decimal | None = None
    domestic_sales: tuple[TaxedAmount, ...] = ()
    input_tax: Decimal | None = None
    previous_credit: Decimal | None = None
    exempt_material: tuple[TaxedAmount, ...] = ()
    carried_mdt: Decimal | None = None
    carried_bdm_deduction: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportState:
    """What is known of the export itself; None is unknown.

    `exchange` collected | deemed | not_collectable | pending (收汇, 视同收汇, 不能收汇, 尚未收汇); `declared` tells
    whether anything, refund or exemption, was already declared to the tax office.
    """

    own_name: bool | None = None
    departed: bool | None = None
    false_papers: bool | None = None
    booked_as_sale: bool | None = None
    exchange: str | None = None
    archive_kept: bool | None = None
    declared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInput:
    """Everything that the refund part may need; `rate_rule` day | first_of_month, `match` oldest_first | as_listed.

    `voucher` says which purchase voucher there is, or will be, for lines without an invoice in `invoices`; `estimated`
    are the paths of values that are estimates (估算): what is computed from them is an estimate too. With the `schema`
    of a case, findings name the places of the case.
    """

    schema: str | None = None
    schema_version: int | None = None
    day: date | None = None
    mode: str | None = None
    industry: str | None = None
    taxpayer: Taxpayer = field(default_factory=Taxpayer)
    terms: Deal = field(default_factory=Deal)
    lines: tuple[Line, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    rates: tuple[Rate, ...] = ()
    rate_rule: str | None = None
    match: str | None = None
    voucher: str | None = None
    dates: Dates = field(default_factory=Dates)
    vat: VatPeriod = field(default_factory=VatPeriod)
    state: ExportState = field(default_factory=ExportState)
    estimated: tuple[str, ...] = ()
