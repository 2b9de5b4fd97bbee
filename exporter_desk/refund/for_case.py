"""From a whole case to the input of the refund part; what the case does not say stays missing."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.money import round_deal
from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.domain.tax import TaxLine, VatReturn
from exporter_desk.domain.totals import OTHER_SIDE
from exporter_desk.refund.inputs import (
    Dates,
    Deal,
    Disputed,
    ExportState,
    Invoice,
    Line,
    RefundInput,
    TaxedAmount,
    Taxpayer,
    VatPeriod,
    Word,
)
from exporter_desk.refund.sound import DECIDED
from exporter_desk.rules.facts import answered_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.domain.case import Case, FactValue
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.tax import PurchaseInvoice, TaxFile

# How the short facts of a case answer what the refund asks. A real agent may be a service company too: that is asked.
_CHANNELS = {"own_name": "own"}
_NAMES = {"own_name": True, "real_agent": True, "other_name": False}
_ENTRIES = {"declaration": "declaration", "list": "list"}
# Answers about the seller, and what its record among the parties calls the same.
_OF_SELLER = {"seller_taxpayer": "taxpayer", "seller_kind": "kind"}
# What of these the answers in `words` decide: borrowing a name is no agency.
_BY_AGREEMENT = {"real_agent": True, "other_name": False}
_HOME = "CN"
HAVE = "have"  # what is noted of a paper that the firm has
# Answers of a tax file about the export and the taxpayer, and what a charge is given in.
_OF_STATE = frozenset(item.name for item in fields(ExportState))
_OF_TAXPAYER = frozenset(item.name for item in fields(Taxpayer))
_MARKS = frozenset({"terms.freight.mark", "terms.insurance.mark"})
_WORDS = ("declarant", "proposed_channel", "proposed_mode", "voucher")
_VOUCHERS = {"vat_special": "vat_special", "farm_purchase": "farm_purchase", "ordinary": "ordinary", "none": "none"}


def from_case(case: Case) -> RefundInput:
    """Return the refund input of a case: goods as declared, invoices and rates of its tax file."""
    tax, disputed = case.tax, _disputed(case)
    return RefundInput(
        schema=CASE_SCHEMA,
        day=case.day,
        mode=case.choice("mode"),
        proposed=_text(case.facts.get("proposed_mode")),
        industry=_text(case.facts.get("pack")),
        taxpayer=replace(_taxpayer(case), **{one.id.removeprefix("taxpayer."): None for one in disputed}),
        terms=_deal(case),
        lines=tuple(_line(case, goods) for goods in case.goods),
        invoices=tuple(_invoice(case, one) for one in tax.purchase_invoices),
        rates=tax.rates,
        rate_rule=tax.rate_rule,
        declarations=tax.declarations,
        receipts=tax.receipts,
        pre_refunds=tax.pre_refunds,
        warehouse_sales=tax.warehouse_sales,
        claim_period=tax.claim_period,
        claim_batch=tax.claim_batch,
        dates=_dates(case),
        vat=_vat(tax),
        voucher=_VOUCHERS.get(_text(case.facts.get("voucher")) or ""),
        state=_state(case),
        estimated=tuple(path for path in case.origins if case.is_estimated(path)),
        unknown=(*_not_known(case), *_of_nobody(case), *(one.id for one in disputed)),
        words=tuple(Word(id=fact, value=text) for fact in _WORDS if (text := _text(case.facts.get(fact))) is not None),
        disputed=disputed,
        payers=_payers(case),
        domestic=_domestic(case),
        noted=tuple(one.id for one in tax.lines),
        held=tuple(one.id for one in tax.papers if one.state == HAVE),
        lacking=tuple(one.id for one in tax.papers if one.state not in (None, HAVE)),
        scanned=_scanned(case),
    )


def _scanned(case: Case) -> tuple[str, ...]:
    """Return what papers lie there as a file: named beside the paper, or attached to the shipment."""
    named = (one.id for one in case.tax.papers if one.file)
    return tuple(dict.fromkeys((*named, *(one.paper for one in case.attachments if one.paper))))


def _payers(case: Case) -> tuple[str, ...]:
    """Return the names of the buyer and of the payers among the parties; without a named buyer nothing compares."""
    named = {role: [name for one in case.parties if role in one.roles for name in (one.name_zh, one.name_en) if name]
             for role in ("buyer", "payer")}  # fmt: skip
    return tuple(dict.fromkeys([*named["buyer"], *named["payer"]])) if named["buyer"] else ()


def _domestic(case: Case) -> tuple[str, ...]:
    """Return the names of all firms of the case that are in China, without the buyer."""
    own = (one for one in case.parties if one.country == _HOME and "buyer" not in one.roles)
    return tuple(dict.fromkeys(name for one in own for name in (one.name_zh, one.name_en) if name))


def _disputed(case: Case) -> tuple[Disputed, ...]:
    """Return what the answers and the record of the seller tell differently: nobody can say which of both is right."""
    seller = case.party("seller")
    found: list[Disputed] = []
    for fact, name in _OF_SELLER.items() if seller is not None else ():
        typed, record = _text(case.facts.get(fact)), getattr(seller, name)
        if seller is not None and typed is not None and record is not None and typed != record:
            place = f"parties.{seller.id}.{name}"
            found.append(Disputed(id=f"taxpayer.{name}", typed=typed, place=place, found=record))
    return tuple(found)


def _not_known(case: Case) -> list[str]:
    """Return what was answered with 不清楚: nothing is assumed in its place."""
    return list(dict.fromkeys(name for path in sorted(case.not_known) for name in _unknown_as(path)))


def _unknown_as(path: str) -> tuple[str, ...]:
    """Return what the refund input calls the answers of a place, those that would be assumed if nobody was asked."""
    head, _, rest = path.partition(".")
    if path in _MARKS or path in DECIDED:
        return DECIDED.get(path, (path,))
    if head != "tax":
        return ()
    if rest in _OF_STATE or rest in _OF_TAXPAYER:
        return (f"{'state' if rest in _OF_STATE else 'taxpayer'}.{rest}",)
    assumed = rest.startswith("vat.") or (rest.startswith("lines.") and rest.endswith(".made"))
    return (rest,) if assumed else ()


def _of_nobody(case: Case) -> list[str]:
    """Return the suppliers of invoices that are no party of the case: what they are, nobody knows."""
    named = [one for one in case.tax.purchase_invoices if one.supplier is not None]
    return [f"invoices.{one.id}.supplier" for one in named if case.party_by_id(one.supplier) is None]


def _dates(case: Case) -> Dates:
    tax = case.tax
    return Dates(
        export=_export_day(case),
        noted=answered_day(case.facts.get("export_date")),
        departed=case.route.departed,
        sale=tax.sale_date,
        contract_final=tax.contract_final,
        claim=tax.claim_date,
        pre_refund_done=max((one.done for one in tax.pre_refunds if one.done is not None), default=None),
        warehouse_sale=min((one.day for one in tax.warehouse_sales if one.day is not None), default=None),
    )


def _vat(tax: TaxFile) -> VatPeriod:
    """Return the VAT return of the case; what nobody typed stays unknown."""
    typed = tax.vat or VatReturn()
    return VatPeriod(
        period=typed.period,
        filed=typed.filed,
        no_exports=typed.no_exports,
        output_tax=typed.output_tax,
        input_tax=typed.input_tax,
        input_from_invoices=typed.input_from_invoices,
        previous_credit=typed.previous_credit,
        carried_mdt=typed.carried_mdt,
        carried_bdm_deduction=typed.carried_bdm_deduction,
        output_has_deemed=typed.output_has_deemed,
        input_without_exempt=typed.input_without_exempt,
        exempt_material=tuple(
            TaxedAmount(id=one.id, amount=one.amount, vat_rate=one.vat_rate, refund_rate=one.refund_rate)
            for one in tax.exempt_material
        ),
    )


def _text(value: FactValue | None) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: FactValue | None) -> bool | None:
    return value if isinstance(value, bool) else None


def _taxpayer(case: Case) -> Taxpayer:
    seller, tax = case.party("seller"), case.tax
    kind, taxpayer, name = (None, None, None) if seller is None else (seller.kind, seller.taxpayer, seller.name_zh)
    return Taxpayer(
        name=name,
        taxpayer=taxpayer or _text(case.facts.get("seller_taxpayer")),
        kind=kind or _text(case.facts.get("seller_kind")),
        channel=tax.channel or _CHANNELS.get(_text(case.facts.get("declarant")) or ""),
        place=tax.place,
        small_profit=tax.small_profit,
        management_class=tax.management_class,
        false_before=tax.false_before,
    )


def _deal(case: Case) -> Deal:
    terms = case.terms
    weights = [(package.count, package.gross_kg) for package in case.packages]
    known = [count * gross for count, gross in weights if count is not None and gross is not None]
    return Deal(
        incoterm=terms.incoterm,
        currency=terms.currency,
        freight=terms.freight,
        insurance=terms.insurance,
        other_charges=terms.other_charges,
        other_charges_side=_text(case.facts.get(OTHER_SIDE)),
        gross_kg=_together(known) if known and len(known) == len(weights) else None,
        contract_no=terms.contract_no,
        contract_date=terms.contract_date,
    )


def _together(weights: Sequence[Decimal]) -> Decimal:
    """Return the sum of weights; one that cannot be stands for all of them, to be told and not hidden in the sum."""
    return sum(weights, Decimal(0)) if min(weights) > 0 else min(weights)


def _export_day(case: Case) -> date | None:
    """Return the export day of the declarations, the earliest of several, else the one that was typed as a fact."""
    days = [one.export_date for one in case.tax.declarations]
    if days:
        return min((day for day in days if day is not None), default=None)
    return answered_day(case.facts.get("export_date"))


def _line(case: Case, goods: GoodsLine) -> Line:
    declared, noted = case.tax.declaration_of(goods.id), case.tax.line(goods.id) or TaxLine(id=goods.id)
    currency = case.terms.currency
    amount = None
    if goods.qty is not None and goods.unit_price is not None and currency:
        amount = round_deal(goods.qty * goods.unit_price, currency)
    back = noted.reversal
    return Line(
        id=goods.id,
        declaration=None if declared is None else declared.number,
        item=None if declared is None else declared.lines.index(goods.id) + 1,
        certificate=None if declared is None else declared.agent_certificate,
        exported=None if declared is None else declared.export_date,
        hs=goods.hs,
        library_code=noted.library_code,
        name_zh=goods.name_zh,
        name_en=goods.name_en,
        unit=goods.unit,
        qty=_signed(goods.qty, back),
        unit1=goods.unit1,
        qty1=_signed(goods.qty1, back),
        unit2=goods.unit2,
        qty2=_signed(goods.qty2, back),
        amount=_signed(amount, back),
        fob_cny=_signed(noted.fob_cny, back),
        reversal=back,
        vat_rate=noted.vat_rate,
        refund_rate=noted.refund_rate,
        zero_flag=noted.zero_flag,
        made=noted.made or _made(case, goods),
        sold_qty=None if back else _sold(case, noted, goods.qty),
        link=noted.link,
    )


def _signed(value: Decimal | None, back: bool | None) -> Decimal | None:
    """Return a figure as the claim has it: below zero on a line that takes back, however the goods stand there."""
    return -abs(value) if back and value is not None else value


def _sold(case: Case, noted: TaxLine, qty: Decimal | None) -> Decimal | None:
    """Return what was sold of a line: as noted, else by the share that was answered, when it is a whole quantity."""
    if noted.sold_qty is not None:
        return noted.sold_qty
    share = parse_decimal(_text(case.facts.get("sold_share")) or "")
    if share is None or qty is None or not 0 <= share <= 1:
        return None
    sold = qty * share
    return sold if sold == sold.to_integral_value() else None


def _made(case: Case, goods: GoodsLine) -> str | None:
    """Goods without a supplier say nothing; goods supplied by the seller itself are its own making."""
    supplier = case.party_by_id(goods.supplier)
    seller = case.party("seller")
    return "own" if supplier is not None and supplier is seller else None


def _invoice(case: Case, one: PurchaseInvoice) -> Invoice:
    supplier, seller = case.party_by_id(one.supplier), case.party("seller")
    own = supplier is not None and seller is not None and supplier.id == seller.id
    return Invoice(
        id=one.id,
        number=one.number,
        day=one.day,
        goods=one.goods,
        name_zh=one.name_zh,
        unit=one.unit,
        qty=one.qty,
        amount=one.amount,
        rate=one.rate,
        voucher=one.voucher or _VOUCHERS.get(_text(case.facts.get("voucher")) or ""),
        supplier=(seller.name_zh if own and seller is not None else None) or one.supplier,
        supplier_taxpayer=None if supplier is None else supplier.taxpayer,
        supplier_kind=None if supplier is None else supplier.kind,
        simple_method=one.simple_method,
    )


def _state(case: Case) -> ExportState:
    declarant, tax = _text(case.facts.get("declarant")) or "", case.tax
    return ExportState(
        own_name=_NAMES.get(declarant),
        through_other=_BY_AGREEMENT.get(declarant),
        entry=_ENTRIES.get(_text(case.facts.get("proposed_channel")) or ""),
        false_papers=tax.false_papers,
        booked_as_sale=tax.booked_as_sale,
        exchange=tax.exchange,
        deemed_reason=tax.deemed_reason,
        deemed_evidence=tax.deemed_evidence,
        archive_kept=tax.archive_kept,
        declared=tax.declared,
        first_claim=tax.first_claim,
        broker_used=tax.broker_used,
        imported_goods=tax.imported_goods,
        hs_changed=tax.hs_changed,
        paper_lost=tax.paper_lost,
        method_changed=tax.method_changed,
        outside_processing=tax.outside_processing,
        brand_owner=tax.brand_owner,
        endangered=_truth(case.facts.get("endangered_species")),
    )
