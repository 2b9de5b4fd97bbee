"""From a whole case to the input of the refund part; what the case does not say stays missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.refund.inputs import Dates, Deal, ExportState, Invoice, Line, RefundInput, Taxpayer

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case, FactValue
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.tax import Declaration, PurchaseInvoice

from datetime import date
from decimal import Decimal

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.money import round_money
from exporter_desk.domain.numbers import parse_decimal

# How the short facts of a case answer what the refund asks.
_CHANNELS = {"own_name": "own", "real_agent": "agent"}
_NAMES = {"own_name": True, "real_agent": True, "other_name": False}
_VOUCHERS = {"vat_special": "vat_special", "farm_purchase": "farm_purchase", "ordinary": "ordinary", "none": "none"}


def from_case(case: Case) -> RefundInput:
    """Return the refund input of a case: goods as declared, invoices and rates of its tax file."""
    return RefundInput(
        schema=CASE_SCHEMA,
        day=case.day,
        mode=case.choice("mode"),
        industry=_text(case.facts.get("pack")),
        taxpayer=_taxpayer(case),
        terms=_deal(case),
        lines=tuple(_line(case, goods) for goods in case.goods),
        invoices=tuple(_invoice(case, one) for one in case.tax.purchase_invoices),
        rates=case.tax.rates,
        rate_rule=case.tax.rate_rule,
        dates=Dates(export=_export_day(case), departed=case.route.departed, claim=case.tax.claim_date),
        voucher=_VOUCHERS.get(_text(case.facts.get("voucher")) or ""),
        state=_state(case),
        estimated=tuple(path for path in case.origins if case.is_estimated(path)),
    )


def _text(value: FactValue | None) -> str | None:
    return value if isinstance(value, str) else None


def _taxpayer(case: Case) -> Taxpayer:
    seller = case.party("seller")
    channel = _CHANNELS.get(_text(case.facts.get("declarant")) or "")
    if seller is None:
        kind, taxpayer, name = None, None, None
    else:
        kind, taxpayer, name = seller.kind, seller.taxpayer, seller.name_zh
    return Taxpayer(
        name=name,
        taxpayer=taxpayer or _text(case.facts.get("seller_taxpayer")),
        kind=kind or _text(case.facts.get("seller_kind")),
        channel=channel,
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
        gross_kg=sum(known, Decimal(0)) if known and len(known) == len(weights) else None,
    )


def _declaration(case: Case, goods: GoodsLine) -> Declaration | None:
    return next((one for one in case.tax.declarations if goods.id in one.lines), None)


def _export_day(case: Case) -> date | None:
    """Return the export day of the declarations, when they agree, else the one that was typed as a fact."""
    days = {one.export_date for one in case.tax.declarations}
    if len(days) == 1 and None not in days:
        return days.pop()
    typed = _text(case.facts.get("export_date")) if not days else None
    try:
        return None if typed is None else date.fromisoformat(typed)
    except ValueError:
        return None


def _line(case: Case, goods: GoodsLine) -> Line:
    declared = _declaration(case, goods)
    currency = case.terms.currency
    amount = None
    if goods.qty is not None and goods.unit_price is not None and currency:
        amount = round_money(goods.qty * goods.unit_price, currency)
    unit, qty = _billed(case, goods)
    return Line(
        id=goods.id,
        declaration=None if declared is None else declared.number,
        item=None if declared is None else declared.lines.index(goods.id) + 1,
        hs=goods.hs,
        name_zh=goods.name_zh,
        unit=unit,
        qty=qty,
        amount=amount,
        made=_made(case, goods),
        sold_qty=_sold(case, qty),
    )


def _sold(case: Case, qty: Decimal | None) -> Decimal | None:
    """Return what was sold of a line by the share that was answered, when that is a whole quantity."""
    share = parse_decimal(_text(case.facts.get("sold_share")) or "")
    if share is None or qty is None or not 0 <= share <= 1:
        return None
    sold = qty * share
    return sold if sold == sold.to_integral_value() else None


def _billed(case: Case, goods: GoodsLine) -> tuple[str | None, Decimal | None]:
    """Return unit and quantity as the suppliers billed them: one of the three declared units, else the deal unit."""
    units = {one.unit for one in case.tax.purchase_invoices if one.goods == goods.id}
    pairs = ((goods.unit, goods.qty), (goods.unit1, goods.qty1), (goods.unit2, goods.qty2))
    return next((pair for pair in pairs if units == {pair[0]}), pairs[0])


def _made(case: Case, goods: GoodsLine) -> str | None:
    """Goods without a supplier say nothing; goods supplied by the seller itself are its own making."""
    supplier = case.party_by_id(goods.supplier)
    seller = case.party("seller")
    return "own" if supplier is not None and supplier is seller else None


def _invoice(case: Case, one: PurchaseInvoice) -> Invoice:
    supplier = case.party_by_id(one.supplier)
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
        supplier=one.supplier,
        supplier_taxpayer=None if supplier is None else supplier.taxpayer,
    )


def _state(case: Case) -> ExportState:
    declarant = _text(case.facts.get("declarant")) or ""
    return ExportState(own_name=_NAMES.get(declarant))
