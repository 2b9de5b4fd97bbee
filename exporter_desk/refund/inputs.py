"""What the refund part works on: taxpayer, export lines, purchase invoices, rates and days, all of them optional."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from exporter_desk.domain.shipment import Fee
from exporter_desk.domain.tax import Declaration, PreRefund, Rate, Receipt, WarehouseSale


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxpayer:
    """Who claims.

    `taxpayer` general | small_scale (一般纳税人, 小规模纳税人); `kind` producer | trader | grower | coop |
    individual_business | other_unit; `channel` own | agent | service_company (自营, 委托代理出口, 外综服代办退税);
    `place` city | county | other (for the city maintenance tax); `small_profit` tells a 小型微利企业;
    `management_class` 1 to 4 (出口企业管理类别); `false_before` tells of false material within two years.
    """

    name: str | None = None
    taxpayer: str | None = None
    kind: str | None = None
    channel: str | None = None
    place: str | None = None
    small_profit: bool | None = None
    management_class: str | None = None
    false_before: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The deal as declared: Incoterms 2020 rule or 成交方式 (C&I too), currency, charges, gross weight in kg.

    `other_charges_side` included | on_top: whether other charges (杂费) lie in the price, where the term does not tell.
    `contract_no` is the number of the export contract, `contract_date` the day on which it was made.
    """

    incoterm: str | None = None
    currency: str | None = None
    freight: Fee | None = None
    insurance: Fee | None = None
    other_charges: Fee | None = None
    other_charges_side: str | None = None
    gross_kg: Decimal | None = None
    contract_no: str | None = None
    contract_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the export declaration (报关单项).

    `amount` is the declared total in the currency of the deal; `goods` names the pool of purchase invoices that
    belong to it (its own id when not given); `vat_rate` and `refund_rate` are shares such as 0.13; `zero_flag` is the
    特殊商品标识 of a zero rate (1 taxed, 2 exempt); `library_code` the code chosen in the rate library; `made` own |
    deemed_own | bought_in; `sold_qty` counts what was sold by the day of the claim (海外仓), in `unit`. `unit1` and
    `unit2` are the statutory units with their quantities. `exported` is the day of its own declaration if it differs.
    `fob_cny` is a FOB value in CNY that is settled already: the deal is not looked at; with `reversal` (冲减) it is
    negative, and so may be quantity and amount. `certificate` is the number of the 代理出口货物证明.
    """

    id: str
    declaration: str | None = None
    item: int | None = None
    certificate: str | None = None
    exported: date | None = None
    goods: str | None = None
    hs: str | None = None
    library_code: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    unit: str | None = None
    qty: Decimal | None = None
    unit1: str | None = None
    qty1: Decimal | None = None
    unit2: str | None = None
    qty2: Decimal | None = None
    amount: Decimal | None = None
    fob_cny: Decimal | None = None
    reversal: bool | None = None
    vat_rate: Decimal | None = None
    refund_rate: Decimal | None = None
    zero_flag: str | None = None
    made: str | None = None
    sold_qty: Decimal | None = None
    link: str | None = None

    @property
    def pool(self) -> str:
        """Return the name that joins this line to its purchase invoices."""
        return self.goods or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One line of a purchase invoice: `amount` without tax in CNY, `rate` a share, `goods` the pool it belongs to.

    `voucher` vat_special | customs_payment | agency_refund | ordinary | farm_purchase | government_receipt | auction |
    reorganisation | none; `supplier_taxpayer` general | small_scale; `simple_method` tells 简易计税; `supplier_kind`
    producer | trader | grower | coop | other_unit | individual_business; `link` is the 关联号 that joins it to a line.
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
    supplier_kind: str | None = None
    simple_method: bool | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days that deadlines run from; a day that nobody typed stays unknown.

    `export` 出口日期 of the declaration, `noted` the one that was answered for the export as a whole, `departed` the
    day the goods left, `sale` 销售发生日, `contract_final` the last day of payment in the contract, `claim` 申报日,
    `pre_refund_done` the day the tax office finished the pre-refund (海外仓预退), `warehouse_sale` the sale abroad.
    """

    export: date | None = None
    noted: date | None = None
    departed: date | None = None
    sale: date | None = None
    contract_final: date | None = None
    claim: date | None = None
    pre_refund_done: date | None = None
    warehouse_sale: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedAmount:
    """An amount in CNY with its rates: domestic sales (销售额), or exempt material bought (免税购进原材料).

    `id` is that of its record in a case; what two shipments of a month list alike is the same whatever its id.
    """

    id: str | None = field(default=None, compare=False)
    amount: Decimal | None = None
    vat_rate: Decimal | None = None
    refund_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VatPeriod:
    """The VAT return of the period (CNY): output tax or the domestic sales behind it, input tax, credit brought in.

    `period` is its month as YYYYMM and `filed` tells that it was filed; `no_exports` that there was no export in it.
    `input_from_invoices` tells that the purchase invoices are all the input tax there is. `carried_mdt` is
    上期结转免抵退税额 (zero or negative), `carried_bdm_deduction` the part of the deduction that the cap of the last
    period left over. `output_has_deemed` tells that the output tax typed holds that of exports taxed as domestic sales,
    `input_without_exempt` that the input tax typed leaves out that of exempt exports.
    """

    period: str | None = None
    filed: bool | None = None
    no_exports: bool | None = None
    output_tax: Decimal | None = None
    domestic_sales: tuple[TaxedAmount, ...] = ()
    input_tax: Decimal | None = None
    input_from_invoices: bool | None = None
    previous_credit: Decimal | None = None
    exempt_material: tuple[TaxedAmount, ...] = ()
    carried_mdt: Decimal | None = None
    carried_bdm_deduction: Decimal | None = None
    output_has_deemed: bool | None = None
    input_without_exempt: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportState:
    """What is known of the export itself; None is unknown.

    `entry` declaration | list (报关单, 清单); `exchange` collected | deemed | not_collectable | pending (收汇,
    视同收汇, 不能收汇, 尚未收汇), `deemed_reason` and `deemed_evidence` what 视同收汇 rests on;
    `declared` tells whether anything, refund or exemption, was already declared;
    `through_other` that somebody else exports by agreement, and nobody said yet whether as agent or as service company.
    """

    own_name: bool | None = None
    through_other: bool | None = None
    entry: str | None = None
    departed: bool | None = None
    false_papers: bool | None = None
    booked_as_sale: bool | None = None
    exchange: str | None = None
    deemed_reason: str | None = None
    deemed_evidence: str | None = None
    archive_kept: bool | None = None
    declared: bool | None = None
    first_claim: bool | None = None
    broker_used: bool | None = None
    imported_goods: bool | None = None
    hs_changed: bool | None = None
    paper_lost: bool | None = None
    method_changed: bool | None = None
    outside_processing: bool | None = None
    brand_owner: str | None = None
    endangered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The answer to a fact with a closed list of answers, as it was typed; `id` is the name of the fact."""

    id: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A thing that an answer of a case and a record of it tell differently: `id` is the path of the refund input.

    `typed` is the answer, `place` where the case keeps the record, and `found` what stands there.
    """

    id: str
    typed: str
    place: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInput:
    """Everything that the refund part may need; `rate_rule` day | first_of_month, `match` oldest_first | as_listed.

    `mode` is the mode of supervision that was chosen, `proposed` the one in mind, which counts while none is chosen.
    `voucher` says which purchase voucher there is, or will be, for lines without an invoice in `invoices`; `estimated`
    are the paths of values that are estimates (估算): what is computed from them is an estimate too; `unknown` those
    that were asked and are not known, or cannot be believed: nothing is assumed in their place. `claim_period`
    YYYYMM and `claim_batch`, three digits, make the 关联号; `declarations` tell which lines each of them lists. With
    the `schema` of a case, findings name the places of the case; `words` are answers of it that other fields are read
    from, so that one which nobody knows can be told, `disputed` what two places of it tell differently. `payers` are
    the names of the buyer and of those who are known to pay for it; empty while the buyer has no name. `domestic` are
    those of the other firms in China, `noted` the ids of the lines for which a case holds rates and other refund data,
    whether there are such goods or not; `held` are the ids of the papers that the firm has, `lacking` of those that are
    noted as waited for or missing, `scanned` the kinds and ids of papers that a scan shows.
    """

    schema: str | None = None
    schema_version: int | None = None
    day: date | None = None
    mode: str | None = None
    proposed: str | None = None
    industry: str | None = None
    taxpayer: Taxpayer = field(default_factory=Taxpayer)
    terms: Deal = field(default_factory=Deal)
    lines: tuple[Line, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    rates: tuple[Rate, ...] = ()
    rate_rule: str | None = None
    declarations: tuple[Declaration, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    pre_refunds: tuple[PreRefund, ...] = ()
    warehouse_sales: tuple[WarehouseSale, ...] = ()
    claim_period: str | None = None
    claim_batch: str | None = None
    match: str | None = None
    voucher: str | None = None
    dates: Dates = field(default_factory=Dates)
    vat: VatPeriod = field(default_factory=VatPeriod)
    state: ExportState = field(default_factory=ExportState)
    estimated: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    payers: tuple[str, ...] = ()
    domestic: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
