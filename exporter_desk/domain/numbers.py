"""Decimal numbers as people type them and as paper shows them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from exporter_desk.domain.money import deal_digits, minor_digits, round_half_up
from exporter_desk.domain.text import half_width

# The whole part of a number of four digits or more; what follows the point is no whole part, a year of a day neither.
_IN_FORMULA = re.compile(r"(?<![\w.,])(?<!\d-)[1-9]\d{3,}(?![\w,]|-\d)")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_FULL_WIDTH_DIGITS = frozenset("０１２３４５６７８９")
MAX_DIGITS = 30
_CENTS = 2
_PRICE_DIGITS = 4


def parse_decimal(text: str) -> Decimal | None:
    """Read a typed number; full-width signs and thousands commas are accepted, anything else gives None."""
    if has_foreign_digit(text):
        return None
    plain = half_width(text).replace(" ", "").lstrip("¥$")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain) or len(plain) > MAX_DIGITS:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern admits only what Decimal reads
        return None


def has_foreign_digit(text: str) -> bool:
    """Tell whether `text` holds a sign for a number that is neither 0–9 nor full-width: ١, ², ①, ½, but also 一.

    Nobody here types them, and what comes of them is not what the paper shows: half-width, 12² would be 122.
    """
    return not text.isascii() and any(
        char.isnumeric() and not char.isascii() and char not in _FULL_WIDTH_DIGITS for char in text
    )


def is_too_long(text: str) -> bool:
    """Tell whether a typed number is one, and has more signs than any figure of a shipment."""
    plain = half_width(text).replace(" ", "").lstrip("¥$").replace(",", "")
    return len(plain) > MAX_DIGITS and _PLAIN.fullmatch(plain) is not None


def plain(value: Decimal) -> str:
    """Return `value` in positional notation as it stands, without exponent: `Decimal('1E+3')` is '1000'."""
    return format(value, "f")


def trimmed(value: Decimal) -> str:
    """Return `value` without trailing zeros after the point: 56.00 is '56'."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal, digits: int) -> str:
    """Return `value` rounded half up to `digits` places with thousands commas: '12,345.60'."""
    return f"{round_half_up(value, digits):,f}"


def with_commas(formula: str) -> str:
    """Return a readable formula with the numbers in it as amounts are shown: 173242.56 is '173,242.56'.

    Days (2026-11-20) and words with digits in them stay as they are.
    """
    return _IN_FORMULA.sub(lambda found: f"{int(found[0]):,}", formula)


def money_text(amount: Decimal, currency: str | None) -> str:
    """Return `amount` as papers show it: with the decimals of its currency, two where none is known.

    12345.6 USD is '12,345.60', 1200 JPY '1,200'. A fraction of money that has no coin for it (an error that X1 and X2
    tell) is shown to two decimals, and thousandths of a dinar to three, as far as they stand there: nothing is hidden.
    """
    code = currency or ""
    most = max(_CENTS, minor_digits(code))
    return grouped(amount, max(deal_digits(code), decimals(round_half_up(amount, most))))


def price_text(price: Decimal, currency: str | None) -> str:
    """Return a unit price: with the decimals of its currency at least, and up to four as it was typed."""
    return grouped(price, max(deal_digits(currency or ""), decimals(round_half_up(price, _PRICE_DIGITS))))


def decimals(value: Decimal) -> int:
    """Return how many digits `value` needs after the point: 56.50 needs one."""
    return len(trimmed(value).partition(".")[2])


def fixed(value: Decimal, digits: int) -> str:
    """Return `value` rounded half up to `digits` places without commas, as customs sheets print it."""
    return plain(round_half_up(value, digits))
