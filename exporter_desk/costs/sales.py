"""What a piece is sold for: with and without the buyer's VAT, in its own currency and in that of a fee."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import HUNDRED, exact_quotient
from exporter_desk.costs.stock import missing
from exporter_desk.domain.money import round_money

if TYPE_CHECKING:
    from exporter_desk.costs.questions import Amount
    from exporter_desk.costs.scenario import Scenario, Sku
    from exporter_desk.costs.sheet import Figure, Sheet


@dataclass(frozen=True, slots=True)
class SalePrice:
    """The price of one unit as the buyer pays it and without its VAT."""

    gross: Decimal
    net: Decimal
    currency: str


def price_of(scenario: Scenario, sku: Sku) -> SalePrice | None:
    """Return the sale price of one article, its own or the plan's; None when nobody said."""
    price: Amount | None = sku.price or scenario.price
    if price is None or price.amount is None:
        return None
    currency = price.currency or scenario.reporting or ""
    vat = 1 + (scenario.price_vat_pct or Decimal(0)) / HUNDRED
    return SalePrice(price.amount, round_money(exact_quotient(price.amount, vat), currency), currency)


def price_in(sheet: Sheet, sku: Sku, currency: str) -> Figure:
    """Return the price of one article with VAT in another currency, or what is missing."""
    price = price_of(sheet.scenario, sku)
    if price is None:
        return missing("price", "price")
    amount = sheet.exchange.convert(price.gross, price.currency, currency)
    return missing(f"fx.{price.currency}", "fx") if amount is None else amount
