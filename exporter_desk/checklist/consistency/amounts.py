"""Amounts: lines and total (X1), printed price (X2), one currency (X3), FOB value (X9), amount in words (X19)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, at_line, confirm, error, hint, line_words
from exporter_desk.domain.money import deal_digits, round_deal, round_half_up
from exporter_desk.domain.numbers import money_text, plain, trimmed
from exporter_desk.domain.totals import AMOUNT, fob_value, invoice_total, line_amount
from exporter_desk.domain.words import WordsRefusedError, english_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.shipment import Fee

_CENT, _WHOLE = Decimal("0.01"), 100
_HOME = "CNY"
_GROUND = "choices.receipt_currency"
_UNCHECKED = "unconfirmed"


def amounts_are_positive(case: Case, _: Context) -> Iterator[Finding]:
    """X1: a line without value cannot be part of a total that everybody signs."""
    for line in case.goods:
        amount = line_amount(case, line).value
        if amount is not None and amount <= 0:
            places = (at_line(line, "unit_price"), at_line(line, "qty"))
            yield error("X1", *places, amount=trimmed(amount), **line_words(case, line))


def tolerance_is_a_share(case: Case, _: Context) -> Iterator[Finding]:
    """X1: a tolerance (溢短装) is a share of the quantity: not below zero, less than all of it."""
    found = case.terms.tolerance_pct
    if found is not None and not 0 <= found < _WHOLE:
        yield error("X1", "terms.tolerance_pct", variant="tolerance", found=plain(found))


def receipts_fit_the_total(case: Case, _: Context) -> Iterator[Finding]:
    """X1: what was received in the deal currency is not more than the total and its tolerance."""
    code = case.terms.currency or ""
    paid = [entry for entry in case.tax.receipts if entry.currency == case.terms.currency]
    total = invoice_total(case).value
    received = sum((entry.amount for entry in paid if entry.amount is not None), Decimal(0))
    if not paid or total is None or received <= total * (1 + (case.terms.tolerance_pct or Decimal(0)) / 100):
        return
    values = {"currency": code, "received": money_text(received, code), "total": money_text(total, code)}
    yield confirm("X1", f"tax.receipts.{paid[-1].id}.amount", "goods", variant="receipts", **values)


def charges_can_be_printed(case: Case, _: Context) -> Iterator[Finding]:
    """X1: a charge has no more decimals than papers show, else the declaration has a figure that the invoice rounds."""
    for name in ("freight", "insurance", "other_charges"):
        fee: Fee | None = getattr(case.terms, name)
        if fee is None or fee.amount is None or fee.currency is None or fee.mark != AMOUNT:
            continue
        if round_deal(fee.amount, fee.currency) != fee.amount:
            digits = str(deal_digits(fee.currency))
            values = {"found": plain(fee.amount), "currency": fee.currency, "digits": digits}
            yield error("X1", f"terms.{name}.amount", variant="charge", **values)


def amounts_are_whole_where_money_is(case: Case, _: Context) -> Iterator[Finding]:
    """X2: in money without a smaller coin (yen, won, dong) quantity × price is a whole number, as its amount is."""
    currency = case.terms.currency or ""
    for line in case.goods:
        amount = line_amount(case, line).value
        if amount is None or line.qty is None or line.unit_price is None:
            continue
        exact = line.qty * line.unit_price
        if abs(exact - amount) > _CENT:
            values = {"exact": trimmed(exact), "amount": trimmed(amount), "currency": currency}
            yield error("X2", at_line(line, "unit_price"), variant="whole", **values, **line_words(case, line))


def printed_price_gives_the_amount(case: Case, context: Context) -> Iterator[Finding]:
    """X2: quantity × the price as the declaration prints it equals the amount; longer prices are pointed out."""
    digits = context.limit("price_digits")
    for line in case.goods:
        amount = line_amount(case, line).value
        if line.unit_price is None or line.qty is None or amount is None:
            continue
        printed = round_half_up(line.unit_price, digits)
        if printed == line.unit_price:
            continue
        gap = abs(line.qty * printed - amount)
        values = {"price": plain(line.unit_price), "printed": plain(printed), "gap": trimmed(round_half_up(gap, 2))}
        same = round_half_up(line.qty * printed, 2) == amount
        make, variant = (error, "") if gap > _CENT else (hint, "rounded" if same else "decimals")
        yield make("X2", at_line(line, "unit_price"), variant=variant, **values, **line_words(case, line))


def quantities_can_be_printed(case: Case, context: Context) -> Iterator[Finding]:
    """X2: a quantity is above zero and has no more decimals than the declaration takes."""
    digits = context.limit("quantity_digits")
    for line in case.goods:
        if line.qty is not None and (line.qty <= 0 or round_half_up(line.qty, digits) != line.qty):
            values = {"found": plain(line.qty), "digits": str(digits), **line_words(case, line)}
            yield error("X2", at_line(line, "qty"), variant="quantity", **values)


def one_currency(case: Case, context: Context) -> Iterator[Finding]:
    """X3: receipts come in the currency of the deal, unless somebody said on what ground; that currency is in use."""
    currency = case.terms.currency
    row = context.codes.row("currencies", currency)
    if row is not None and row["obsolete"]:
        yield error("X3", "terms.currency", variant="obsolete", found=currency or "")
    for entry in case.tax.receipts:
        if currency is not None and entry.currency not in (None, currency):
            places = (f"tax.receipts.{entry.id}.currency", "terms.currency", _GROUND)
            values, ground = {"found": entry.currency or "", "currency": currency}, case.choice("receipt_currency")
            if ground:
                yield confirm("X3", *places, variant="agreed", ground=ground, **values)
            else:
                yield error("X3", *places, **values)


def fob_is_positive(case: Case, _: Context) -> Iterator[Finding]:
    """X9: the price less freight and insurance leaves a FOB value above zero."""
    fob = fob_value(case)
    if fob.value is not None and fob.value <= 0:
        told = money_text(fob.value, case.terms.currency)
        yield error("X9", "terms.freight.amount", "goods", fob=told, formula=fob.formula)


def fees_share_the_currency(case: Case, _: Context) -> Iterator[Finding]:
    """X9: a charge in another currency leaves the FOB value open until it is converted.

    The refund converts it by its own rates: then one paper has a FOB value and the other has none, which is told.
    """
    rated = {rate.currency for rate in case.tax.rates if rate.cny is not None} | {_HOME}
    for name, fee in (("freight", case.terms.freight), ("insurance", case.terms.insurance)):
        currency = None if fee is None else fee.currency
        if currency is not None and case.terms.currency is not None and currency != case.terms.currency:
            values = {"found": currency, "currency": case.terms.currency}
            variant = "currency_rated" if {currency, case.terms.currency} <= rated else "currency"
            yield confirm("X9", f"terms.{name}.currency", "terms.currency", variant=variant, **values)


def total_can_be_written(case: Case, context: Context) -> Iterator[Finding]:
    """X19: the total has words, so that words and figures can agree."""
    total, currency = invoice_total(case).value, case.terms.currency
    if total is None or currency is None or total <= 0:
        return
    try:
        english_words(context.codes.currency_words(currency), total)
    except WordsRefusedError as refusal:
        unknown = refusal.reason == "unknown_currency"
        make, variant = (confirm, "currency") if unknown else (error, "")
        values = {"total": money_text(total, currency), "currency": currency}
        yield make("X19", "terms.currency", "goods", variant=variant, **values)
        return
    if (context.codes.row("currencies", currency) or {}).get("words_confidence") == _UNCHECKED:
        yield hint("X19", "terms.currency", variant="unchecked", currency=currency)
