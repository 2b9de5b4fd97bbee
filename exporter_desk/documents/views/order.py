"""What orders and lists price their lines at: as agreed, or at FOB; papers and messages show the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, needed, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, rows_of, view
from exporter_desk.documents.views.deal import total_amount, total_fob
from exporter_desk.documents.views.goods import line_amount, unit_price
from exporter_desk.domain import totals
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.money import round_half_up, split_last
from exporter_desk.domain.numbers import fixed
from exporter_desk.rules.field_words import word_for, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine

BASIS, FOB, DEAL = "choices.order_price_basis", "fob", "deal"
MESSAGE_DIGITS = 5
_CENT = Decimal("0.01")
_LISTS = ("list", "list_statistics")


def price_basis(dossier: Dossier) -> str | None:
    """Return `fob` or `deal`: how orders and lists price their lines; None while that has to be asked.

    Without freight and insurance in the price both are the same.
    """
    term = INCOTERMS.get(dossier.case.terms.incoterm or "")
    if term is not None and not (term.freight_in_price or term.insurance_in_price):
        return DEAL
    typed = dossier.case.choice(BASIS.partition(".")[2]) or ""
    chosen = word_for(words_of(dossier.codes, BASIS), typed)
    return chosen if chosen in (FOB, DEAL) else None


def shares(dossier: Dossier) -> list[tuple[Bound, Bound]]:
    """Return price and total of every line: as agreed, or its share of the FOB value in whole minor units."""
    goods, case = dossier.case.goods, dossier.case
    if price_basis(dossier) == DEAL:
        return [(unit_price(case, line), line_amount(case, line)) for line in goods]
    if price_basis(dossier) is None:
        asked = _asked_basis(dossier)
        return [(asked, asked) for _ in goods]
    amounts = [totals.line_amount(case, line).value for line in goods]
    fob, weights = totals.fob_value(case), [amount for amount in amounts if amount is not None]
    if fob.value is None or len(weights) != len(goods) or sum(weights) <= 0 or fob.value <= 0:
        unknown = needed(*(fob.missing or ("goods",)))
        return [(unknown, unknown) for _ in goods]
    bound, shares = total_fob(dossier), split_last(fob.value, weights, case.terms.currency or "")
    return [_priced(line, share, bound) for line, share in zip(goods, shares, strict=True)]


def _asked_basis(dossier: Dossier) -> Bound:
    """Nobody is guessed an amount that customs compare with the declaration: until it is said, the amounts wait."""
    return needed(BASIS if dossier.case.terms.incoterm in INCOTERMS else "terms.incoterm")


def _priced(line: GoodsLine, share: Decimal, fob: Bound) -> tuple[Bound, Bound]:
    """Return a share as it stands, so that all add up to the FOB value, and its price with five places."""
    if not line.qty:
        return needed(f"goods.{line.id}.qty"), needed(f"goods.{line.id}.qty")
    return fob.with_value(round_half_up(share / line.qty, MESSAGE_DIGITS)), fob.with_value(share)


def loose_prices(dossier: Dossier) -> Iterator[tuple[GoodsLine, Decimal, Decimal]]:
    """Yield the lines whose price of five places, times the quantity, is off the total by more than a cent.

    With the line come the price and the difference; only FOB shares can be that far off.
    """
    yield from ((line, price, gap) for line, price, gap in _gaps(dossier) if gap > _CENT)


def rounded_prices(dossier: Dossier) -> tuple[GoodsLine, ...]:
    """Return the lines whose price times the quantity is not the total to five places, but within a cent of it.

    The total of a line is in whole cents, as on the invoice; a receiver that multiplies again finds the difference.
    """
    return tuple(line for line, _, gap in _gaps(dossier) if 0 < gap <= _CENT)


def _gaps(dossier: Dossier) -> Iterator[tuple[GoodsLine, Decimal, Decimal]]:
    for line, (price, amount) in zip(dossier.case.goods, shares(dossier), strict=True):
        if isinstance(price.value, Decimal) and isinstance(amount.value, Decimal) and line.qty is not None:
            product = round_half_up(price.value * line.qty, MESSAGE_DIGITS)
            yield line, price.value, abs(product - amount.value)


@view("machine.goods_value")
def goods_value(dossier: Dossier) -> Bound:
    """Return 商品金额: the sum of the lines as the message prices them."""
    parts = [amount for _, amount in shares(dossier)]
    values = [part.value for part in parts if isinstance(part.value, Decimal)]
    if not parts or len(values) != len(parts):
        return needed(*dict.fromkeys(path for part in parts for path in part.missing) or ("goods",))
    guessed = any(part.estimated for part in parts)
    return replace(parts[0].with_value(sum(values, Decimal(0))), estimated=guessed)


@view("machine.order_freight")
def order_freight(dossier: Dossier) -> Bound:
    """Return 运杂费 outside the goods value: zero, or what a price with freight holds besides the FOB value."""
    if price_basis(dossier) == DEAL:
        return Bound(Decimal(0), ("terms.incoterm",))
    agreed, value = total_amount(dossier), goods_value(dossier)
    if not isinstance(agreed.value, Decimal) or not isinstance(value.value, Decimal):
        return value if agreed.known else agreed
    charges = agreed.with_value(round_half_up(agreed.value - value.value, MESSAGE_DIGITS))
    return replace(charges, estimated=agreed.estimated or value.estimated)


def is_listed(dossier: Dossier) -> bool:
    """Tell whether the goods are declared by a list alone, which is priced as orders are."""
    return dossier.facts.get("channel") in _LISTS


@view("list.total_text")
def list_total(dossier: Dossier) -> Bound:
    """Return currency and total of a list, as its message sums it up."""
    total, money = goods_value(dossier), at(dossier.case, "terms.currency")
    if not money.known or not isinstance(total.value, Decimal):
        return total if money.known else money
    return total.with_value(f"{money.value} {fixed(total.value, 2)}")


@view("list.barcode")
def barcode(dossier: Dossier) -> Bound:
    """Return 条码 of a line as the message of the list writes it: goods have none here."""
    del dossier
    return wording("无", "goods")


@rows("list.lines")
def list_lines(dossier: Dossier) -> Rows:
    """Return the lines of a list as a declaration prints them, at the prices of its message."""
    listed = zip(rows_of(dossier, "customs.lines"), shares(dossier), strict=True)
    return tuple(Row({**row.cells, "unit_price": price, "amount": amount}) for row, (price, amount) in listed)


@rows("order.lines")
def order_paper_lines(dossier: Dossier) -> Rows:
    """Return the lines of a warehouse order at their declared value: that of the list, else of the declaration."""
    lines = rows_of(dossier, "lines")
    if not is_listed(dossier):
        return lines
    listed = zip(lines, shares(dossier), strict=True)
    return tuple(Row({**row.cells, "amount": amount}) for row, (_, amount) in listed)


@view("order.declared_total")
def declared_total(dossier: Dossier) -> Bound:
    """Return the declared value of a warehouse order; see `order_paper_lines`."""
    return goods_value(dossier) if is_listed(dossier) else total_amount(dossier)


def unlike_declared(dossier: Dossier) -> tuple[Decimal, Decimal] | None:
    """Return the totals of the order and of the declaration that refers to it where they differ, else None."""
    order, agreed = goods_value(dossier).value, total_amount(dossier).value
    if not isinstance(order, Decimal) or not isinstance(agreed, Decimal) or order == agreed:
        return None
    return order, agreed
