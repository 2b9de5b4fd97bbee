"""The tax side of a case: declarations, purchase invoices, receipts, rates, the VAT return, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from exporter_desk.domain.positions import position


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A released export declaration: 18-digit number, export day, and the goods lines in item order.

    `agent_certificate` is the number of the 代理出口货物证明 of an export through an agent.
    """

    id: str
    number: str | None = None
    export_date: date | None = None
    lines: tuple[str, ...] = ()
    agent_certificate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseInvoice:
    """One line of a purchase invoice (进项发票): `amount` without tax in CNY, `rate` a share such as 0.13.

    `simple_method` tells that the supplier is taxed by 简易计税.
    """

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
    simple_method: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One receipt of foreign exchange (收汇): `amount` is that of the voucher.

    `goods_amount` is the part of it that pays these goods, all of it when not given; `declaration` the id of the
    declaration that it pays for; `payer_relation` how the payer is related to the buyer when it is another firm.
    """

    id: str
    day: date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    payer: str | None = None
    reference: str | None = None
    goods_amount: Decimal | None = None
    declaration: str | None = None
    payer_relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A middle rate (人民币汇率中间价): CNY for `per` units of `currency` on `day`."""

    day: date | None = None
    currency: str | None = None
    cny: Decimal | None = None
    per: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """What the refund needs of one goods line (`id`) beyond the goods themselves; rates are shares such as 0.13.

    `made` own | deemed_own | bought_in; `zero_flag` the 特殊商品标识 of a zero refund rate (1 taxed, 2 exempt);
    `library_code` the code of the rate library that a person chose where several fit; `sold_qty` what was sold of
    warehouse goods by the day of the claim, in the unit of the goods line; `link` the 关联号 or 申报序号 of the claim.
    `reversal` tells that the line takes an earlier claim back (冲减): the goods stand as they were declared, the claim
    has them below zero. `fob_cny` is a FOB value in CNY that is settled already, of a reversal that of its claim.
    """

    id: str
    made: str | None = None
    vat_rate: Decimal | None = None
    refund_rate: Decimal | None = None
    zero_flag: str | None = None
    library_code: str | None = None
    sold_qty: Decimal | None = None
    link: str | None = None
    reversal: bool | None = None
    fob_cny: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptMaterial:
    """Material bought exempt from tax for the goods of the period (免税购进原材料): price in CNY, rates as shares."""

    id: str
    amount: Decimal | None = None
    vat_rate: Decimal | None = None
    refund_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VatReturn:
    """The VAT return of the period of the claim (CNY).

    `period` is its month as YYYYMM, `filed` tells that it was filed, `no_exports` that nothing was exported in it.
    `carried_mdt` is 上期结转免抵退税额 (zero or negative), `carried_bdm_deduction` what the cap of the last period left
    over of the deduction for exempt material; `input_from_invoices` tells that the purchase invoices of this case are
    all the input tax there is. `output_has_deemed` tells that the output tax holds that of exports taxed as domestic
    sales, `input_without_exempt` that the input tax leaves out that of exempt exports.
    """

    period: str | None = None
    filed: bool | None = None
    no_exports: bool | None = None
    output_tax: Decimal | None = None
    input_tax: Decimal | None = None
    previous_credit: Decimal | None = None
    carried_mdt: Decimal | None = None
    carried_bdm_deduction: Decimal | None = None
    input_from_invoices: bool | None = None
    output_has_deemed: bool | None = None
    input_without_exempt: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreRefund:
    """What was claimed of a goods line on departure as 海外仓预退: quantity, amount, and the day it was finished.

    `outcome` is None while it is open, else what was chosen when it was reconciled: equal | adjusted | unsold; on that
    day, `reconciled`, its sales were counted.
    """

    id: str
    goods: str | None = None
    qty: Decimal | None = None
    refund: Decimal | None = None
    done: date | None = None
    outcome: str | None = None
    reconciled: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseSale:
    """A sale from the overseas warehouse (海外仓实际销售): goods line, day, quantity, amount at FOB, its evidence."""

    id: str
    goods: str | None = None
    day: date | None = None
    qty: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperState:
    """What is known of one paper of the refund file: have | waiting | missing, its number and where it lies.

    `kept_as` paper | image | digital (存放方式); `file` is the name of the scan and `sha256` its digest.
    """

    id: str
    state: str | None = None
    number: str | None = None
    place: str | None = None
    note: str | None = None
    kept_as: str | None = None
    file: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxFile:
    """All tax records of a case and the answers that a refund hangs on.

    `rate_rule` is day | first_of_month; `claim_date` the day of the claim, `claim_period` its month YYYYMM,
    `claim_batch` its three digits; `sale_date` the day the sale arises, `contract_final` the last day of payment in
    the contract; `channel` own | agent | service_company (自营, 委托代理, 外综服代办退税); `place` city | county |
    other and `small_profit` (小型微利企业) decide the surcharges; `management_class` 1 to 4; `exchange` collected |
    deemed | not_collectable | pending, with `deemed_reason` and `deemed_evidence` for 视同收汇.
    """

    declarations: tuple[Declaration, ...] = ()
    purchase_invoices: tuple[PurchaseInvoice, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    rate_rule: str | None = None
    rates: tuple[Rate, ...] = ()
    claim_date: date | None = None
    papers: tuple[PaperState, ...] = ()
    lines: tuple[TaxLine, ...] = ()
    vat: VatReturn | None = None
    exempt_material: tuple[ExemptMaterial, ...] = ()
    pre_refunds: tuple[PreRefund, ...] = ()
    warehouse_sales: tuple[WarehouseSale, ...] = ()
    claim_period: str | None = None
    claim_batch: str | None = None
    sale_date: date | None = None
    contract_final: date | None = None
    channel: str | None = None
    place: str | None = None
    small_profit: bool | None = None
    management_class: str | None = None
    booked_as_sale: bool | None = None
    exchange: str | None = None
    deemed_reason: str | None = None
    deemed_evidence: str | None = None
    archive_kept: bool | None = None
    false_papers: bool | None = None
    false_before: bool | None = None
    declared: bool | None = None
    first_claim: bool | None = None
    broker_used: bool | None = None
    imported_goods: bool | None = None
    hs_changed: bool | None = None
    paper_lost: bool | None = None
    method_changed: bool | None = None
    outside_processing: bool | None = None
    brand_owner: str | None = None

    def line(self, goods: str) -> TaxLine | None:
        """Return what was noted for a goods line, None when nothing was."""
        index = position(self.lines, goods)
        return None if index is None else self.lines[index]

    def declaration_of(self, goods: str) -> Declaration | None:
        """Return the declaration that lists a goods line; None where none does, or several do."""
        listed = [one for one in self.declarations if goods in one.lines]
        return listed[0] if len(listed) == 1 else None
