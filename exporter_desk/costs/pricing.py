"""Prices a scenario line by line, in the order in which each line's base is known."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import LANDED_STAGES, ChargeTerms, Item
from exporter_desk.costs.charged_days import within
from exporter_desk.costs.customs import YEAR, price_duty, price_tax
from exporter_desk.costs.lines import HUNDRED, Priced, exact_product, exact_quotient, number
from exporter_desk.costs.months import price_months
from exporter_desk.costs.order import CAPITAL, DUTY, REFUND, TAX, in_order, steps_of
from exporter_desk.costs.percent import price_import_tax, price_of_sales, price_percent, price_premium
from exporter_desk.costs.quantities import PLAIN_BASES, price_parcels, price_plain
from exporter_desk.costs.stock import SHIPPED, SOLD, missing, missing_at
from exporter_desk.costs.storage import STORAGE_BASES, price_storage
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_money
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.questions import Amount
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Figure, Sheet

# Later phases are shares of what earlier ones found; shares of stages come when all of those are priced.
_PHASES: tuple[frozenset[str] | str, ...] = (
    (PLAIN_BASES | STORAGE_BASES) - {"month"},
    frozenset({"pct_of_goods"}),
    frozenset({"pct_of_cif"}),
    DUTY,
    frozenset({"pct_of_customs_value"}),
    frozenset({"pct_of_tax_base"}),
    TAX,
    frozenset({"pct_of_sale"}),
    frozenset({"pct_of_stage"}),
    frozenset({"month"}),
    REFUND,
    CAPITAL,
)
_PRICERS: dict[str, Callable[[Sheet, Item], None]] = {
    **dict.fromkeys(PLAIN_BASES, price_plain),
    **dict.fromkeys(STORAGE_BASES, price_storage),
    "parcel": price_parcels,
    "month": price_months,
    "pct_of_goods": price_percent,
    "pct_of_customs_value": price_percent,
    "pct_of_stage": price_percent,
    "pct_of_cif": price_premium,
    "pct_of_tax_base": price_import_tax,
    "pct_of_sale": price_of_sales,
}


def price_all(sheet: Sheet, items: tuple[Item, ...]) -> None:
    """Fill `sheet` with every line: goods first, then each charge when everything that it is a share of is known."""
    for sku in sheet.scenario.skus:
        _price_goods(sheet, sku)
    order = in_order(sheet, steps_of(sheet, _PHASES, items))
    for step in order.steps:
        if step.item is None:
            _OWN[step.own](sheet)
        else:
            _price_item(sheet, step.item, order.refused.get(step))


def _price_item(sheet: Sheet, item: Item, refusal: Finding | None = None) -> None:
    """Price one charge as far as it is due; a typed line that is not stays in the table with nought."""
    held = within(sheet.stock, item, sheet.day) if item.due else None
    if held is None:
        if not item.card_id:
            sheet.add(
                item,
                Priced(
                    Decimal(0),
                    f"0 = {plain(round_money(Decimal(0), item.currency))} {item.currency}",
                    Decimal(0),
                    Decimal(0),
                ),
            )
    elif isinstance(held, Finding):
        sheet.add(item, held)
    elif held.asks is not None or refusal is not None:
        sheet.add(item, held.asks or refusal or missing_at(item.place, "rate"))
    else:
        _PRICERS[held.basis](sheet, held)


def _own_item(sheet: Sheet, stage: str, charge_id: str, currency: str, place: str) -> Item:
    return Item(
        terms=ChargeTerms(stage=stage, basis="unit"),
        charge_id=charge_id,
        currency=currency or sheet.exchange.reporting,
        min_charge=None,
        source="",
        as_of=None,
        confidence="user",
        card_id="",
        place=f"estimate.{place}",
    )


def _price_goods(sheet: Sheet, sku: Sku) -> None:
    if sku.cost is None or sku.cost.amount is None:
        return
    item = _own_item(sheet, "goods", f"goods.{sku.id}", sku.cost.currency or "", f"skus.{sku.id}.cost")
    units = sheet.stock.units(SHIPPED, sku)
    if isinstance(units, Finding):
        sheet.add(item, units, sku=sku.id)
        return
    amount = round_money(units * sku.cost.amount, item.currency)
    text = f"{units} × {number(sku.cost.amount)} = {plain(amount)} {item.currency}"
    sheet.add(item, Priced(amount, text, Decimal(units), sku.cost.amount), sku=sku.id)


def _price_refund(sheet: Sheet) -> None:
    """Add the export refund as a negative line: the stated figure, else each article's trader formula."""
    stated = sheet.scenario.refund
    if stated is not None and stated.amount is not None:
        item = _own_item(sheet, "refund", "export_refund", stated.currency or "", "refund")
        amount = -round_money(stated.amount, item.currency)
        sheet.add(item, Priced(amount, f"{plain(amount)} {item.currency}", Decimal(1), amount))
        return
    for sku in sheet.scenario.skus:
        if sku.refund_pct is not None:
            _price_traders_refund(sheet, sku, sku.refund_pct, sku.cost)


def _price_traders_refund(sheet: Sheet, sku: Sku, refund_pct: Decimal, cost: Amount | None) -> None:
    currency = cost.currency if cost is not None else None
    item = _own_item(sheet, "refund", f"refund.{sku.id}", currency or "", f"skus.{sku.id}.refund_pct")
    units = sheet.stock.units(SHIPPED, sku)
    if sku.vat_pct is None or cost is None or cost.amount is None or isinstance(units, Finding):
        wanted = "cost" if cost is None or cost.amount is None else "vat_pct"
        reason = units if isinstance(units, Finding) else missing(f"skus.{sku.id}.{wanted}", wanted)
        sheet.add(item, reason, sku=sku.id)
        return
    with_vat = round_money(units * cost.amount, item.currency)
    net = round_money(exact_quotient(with_vat, 1 + sku.vat_pct / HUNDRED), item.currency)
    amount = -round_money(exact_product(net, refund_pct / HUNDRED), item.currency)
    text = f"−({plain(with_vat)} ÷ {number(1 + sku.vat_pct / HUNDRED)} = {plain(net)}) × {number(refund_pct)} %"
    priced = Priced(amount, f"{text} = {plain(amount)} {item.currency}", net, refund_pct)
    sheet.add(item, priced, sku=sku.id)


def counts_as_landed(line: CostLine) -> bool:
    """Tell whether a line belongs to landed-to-shelf: its stages, without the financing of tax that is got back."""
    return line.stage in LANDED_STAGES and not line.recoverable


def landed_to_shelf(sheet: Sheet) -> Figure:
    """Return goods, freight, entry and receiving together, in the reporting currency, before any refund."""
    if not any(line.stage == "goods" for line in sheet.lines):
        return missing("skus", "cost")
    return sheet.sum_of(sheet.exchange.reporting, counts_as_landed)


def landed_per_unit(sheet: Sheet) -> Figure:
    """Return landed-to-shelf ÷ units shipped, unrounded."""
    landed, units = landed_to_shelf(sheet), sheet.stock.all_units(SHIPPED)
    if isinstance(landed, Finding) or isinstance(units, Finding):
        return landed if isinstance(landed, Finding) else missing("skus", "units")
    return exact_quotient(landed, Decimal(units)) if units else missing("skus", "units")


def _price_capital(sheet: Sheet) -> None:
    """Add the financing of the goods: landed per unit × unit-days × yearly rate ÷ 365, in the reporting currency."""
    yearly = sheet.scenario.capital_pct
    if yearly is None:
        return
    item = _own_item(sheet, "capital", "capital", sheet.exchange.reporting, "capital_pct")
    unit, days = landed_per_unit(sheet), _financed_unit_days(sheet)
    reason = next((part for part in (unit, days) if isinstance(part, Finding)), None)
    if reason is not None or isinstance(unit, Finding) or isinstance(days, Finding):
        sheet.add(item, reason or missing("demand", "demand"))
        return
    exact = exact_quotient(exact_product(unit, days, yearly / HUNDRED), YEAR)
    amount = round_money(exact, item.currency)
    text = f"{number(unit)} × {number(days)} × {number(yearly)} % ÷ 365 = {plain(amount)} {item.currency}"
    whole = sheet.scenario.receivable_days is not None and all(lot.depart for lot in sheet.scenario.lots)
    sheet.add(item, Priced(amount, text, days, yearly), estimated=not whole)


def _financed_unit_days(sheet: Sheet) -> Figure:
    """Return unit-days in transit and on hand, and receivable days × units sold.

    Time in transit and waiting for the money count only when they are stated; what is left out is told.
    """
    stock, waiting = sheet.stock, sheet.scenario.receivable_days
    on_hand, sold, transit = stock.unit_days_on_hand(), stock.all_units(SOLD), stock.unit_days_in_transit()
    if isinstance(on_hand, Finding) or isinstance(sold, Finding):
        return on_hand if isinstance(on_hand, Finding) else missing("demand", "demand")
    if isinstance(transit, Finding):
        sheet.findings.append(Finding("C59", Severity.CONFIRM, transit.places, variant="transit"))
    if waiting is None:
        sheet.findings.append(Finding("C59", Severity.CONFIRM, ("estimate.receivable_days",)))
    return Decimal((0 if isinstance(transit, Finding) else transit) + on_hand + (waiting or 0) * sold)


_OWN: dict[str, Callable[[Sheet], None]] = {
    DUTY: price_duty, TAX: price_tax, REFUND: _price_refund, CAPITAL: _price_capital,
}  # fmt: skip
