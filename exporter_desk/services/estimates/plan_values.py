"""Values of a plan as people type them: text to JSON and back, by kind of input (金额、日期、百分数 …)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.edit import read_typed
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.record import MAX_TEXT
from exporter_desk.domain.text import half_width, has_control_character

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.json_value import Json

CHOICE, YES_NO = "choice", "yes_no"
CHOSEN = frozenset({CHOICE, YES_NO})
_HUNDRED = Decimal(100)
_BETWEEN = re.compile(r"[\s,，、;；]+")
_SIDES = re.compile(r"[\s×*xX;；、]+")
_MONEY = re.compile(r"(?P<amount>[^A-Z]*[\d.])\s*(?P<after>[A-Z]{3})?|(?P<before>[A-Z]{3})\s*(?P<rest>[\d.][^A-Z]*)")
_WEIGHED = re.compile(r"(?P<value>[^×*xX]+)[×*xX](?P<weight>[^×*xX]+)")


class UnreadableError(ValueError):
    """The typed text is no value of its kind."""


def read_value(kind: str, text: str) -> Json:
    """Return what was typed as a plan keeps it, None for a blank; raises UnreadableError."""
    typed = text.strip()
    return _READERS[kind](typed) if typed else None


def value_text(kind: str, value: Json) -> str:
    """Return a value of a plan as one types it; "" for what is not there or has another form."""
    if value is None:
        return ""
    shown = _WRITERS.get(kind)
    return str(value) if shown is None else shown(value)


def _number(text: str) -> Decimal:
    value = parse_decimal(text)
    if value is None:
        raise UnreadableError(text)
    return value


def _not_negative(text: str) -> Decimal:
    value = _number(text)
    if value < 0:
        raise UnreadableError(text)
    return value


def _whole(text: str) -> int:
    value = _not_negative(text)
    if value != value.to_integral_value():
        raise UnreadableError(text)
    return int(value)


def _day(text: str) -> str:
    day = read_typed(date, text)
    if not isinstance(day, date):
        raise UnreadableError(text)
    return day.isoformat()


def _text(text: str) -> str:
    if len(text) > MAX_TEXT or has_control_character(text):
        raise UnreadableError(text)
    return text


def _letters(text: str, count: int) -> str:
    code = half_width(text).upper()
    if not re.fullmatch(f"[A-Z]{{{count}}}", code):
        raise UnreadableError(text)
    return code


def _share(text: str) -> str:
    value = _not_negative(text.rstrip("%％"))
    if value > _HUNDRED:
        raise UnreadableError(text)
    return plain(value / _HUNDRED)


def _money(text: str) -> Json:
    """Read `62 USD`, `USD 62` or `62`; without a currency the amount stands alone."""
    found = _MONEY.fullmatch(half_width(text).upper())
    if found is None:
        raise UnreadableError(text)
    amount = plain(_not_negative(found["amount"] or found["rest"]))
    currency = found["after"] or found["before"]
    return {"amount": amount, "currency": currency} if currency else amount


def _end(text: str) -> Json:
    try:
        return _whole(text)
    except UnreadableError:
        return _day(text)


def _several(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(half_width(text)) if part]


def _wholes(text: str) -> Json:
    return [_whole(part) for part in _several(text)]


def _numbers(text: str) -> Json:
    return [plain(_not_negative(part)) for part in _SIDES.split(half_width(text)) if part]


def _texts(text: str) -> Json:
    return [_text(part) for part in _several(text)]


def _weighed(text: str) -> Json:
    pairs = [_WEIGHED.fullmatch(part) for part in _several(text)]
    if None in pairs:
        raise UnreadableError(text)
    return [
        {"value": plain(_number(pair["value"])), "weight": plain(_not_negative(pair["weight"]))}
        for pair in pairs
        if pair is not None
    ]


def _money_text(value: Json) -> str:
    if not isinstance(value, dict):
        return str(value)
    amount, currency = value.get("amount"), value.get("currency")
    return "" if amount is None else f"{amount} {currency or ''}".strip()


def _share_text(value: Json) -> str:
    share = parse_decimal(str(value))
    return str(value) if share is None else plain((share * _HUNDRED).normalize())


def _listed(value: Json) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _weighed_text(value: Json) -> str:
    pairs = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return " ".join(f"{one.get('value')}×{one.get('weight')}" for one in pairs)


_READERS: dict[str, Callable[[str], Json]] = {
    "text": _text, "day": _day, "whole": _whole, "share": _share, "money": _money, "end": _end, "wholes": _wholes,
    "numbers": _numbers, "texts": _texts, "weighed": _weighed,
    "code": lambda text: _letters(text, 3), "country": lambda text: _letters(text, 2),
    "number": lambda text: plain(_not_negative(text)), "signed": lambda text: plain(_number(text)),
}  # fmt: skip
_WRITERS: dict[str, Callable[[Json], str]] = {
    "money": _money_text, "share": _share_text, "wholes": _listed, "numbers": _listed, "texts": _listed,
    "weighed": _weighed_text,
}  # fmt: skip
KINDS = frozenset(_READERS) | CHOSEN
