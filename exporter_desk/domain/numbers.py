"""Decimal numbers as people type them and as paper shows them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from exporter_desk.domain.money import round_half_up
from exporter_desk.domain.text import half_width

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
MAX_DIGITS = 30


def parse_decimal(text: str) -> Decimal | None:
    """Read a typed number; full-width signs and thousands commas are accepted, anything else gives None."""
    plain = half_width(text).replace(" ", "").lstrip("¥$")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain) or len(plain) > MAX_DIGITS:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern admits only what Decimal reads
        return None


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


def fixed(value: Decimal, digits: int) -> str:
    """Return `value` rounded half up to `digits` places without commas, as customs sheets print it."""
    return plain(round_half_up(value, digits))
