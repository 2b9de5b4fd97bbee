"""Numbers of invoices as lists have them: behind signs of a spreadsheet, or cut by one that took them for amounts."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.text import half_width, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.domain.tax import PurchaseInvoice

_DAMAGED = re.compile(r"[\d.]+E\+?\d+", re.IGNORECASE)  # a spreadsheet took the number for a quantity
_KEPT_AS_TEXT = re.compile(r"""="(.*)"|'(.*)""", re.DOTALL)
_AS_TEXT = re.compile(r"""=?(["'])(.*)\1|'(.*)""")  # ="2636…" and '2636…: signs that make a spreadsheet keep it as text


def as_typed(text: str) -> str:
    """Return the text of a cell without the signs that make a spreadsheet keep it as text: ="2636…" and '2636…."""
    plain = text.strip()
    quoted = _KEPT_AS_TEXT.fullmatch(plain)
    return plain if quoted is None else (quoted[1] or quoted[2] or "").strip()


def number_of(cells: Mapping[str, str]) -> str | None:
    """Return the 20 digits of a digital invoice; of a paper one its code and number together."""
    if "long_number" in cells:
        return _plain(cells["long_number"])
    number = _plain(cells["number"]) if "number" in cells else None
    return number if number is None else _plain(cells.get("code", "")) + number


def _plain(text: str) -> str:
    plain = half_width(text)
    quoted = _AS_TEXT.fullmatch(plain)
    return plain if quoted is None else half_width(quoted[2] or quoted[3] or "")


def is_cut(number: str) -> bool:
    """Tell whether a number is one of which a spreadsheet left only the first digits (2.6E+19)."""
    return _DAMAGED.fullmatch(number) is not None


def can_be(cut: str | None, number: str) -> bool:
    """Tell whether `number` can be what was cut; nothing that was cut can be any."""
    if cut is None or not is_cut(cut):
        return cut is None
    whole = plain_number(number)
    if not whole.isdigit():
        return False
    left = Decimal(cut)
    digits = len(left.as_tuple().digits)
    return Decimal(whole).normalize(Context(prec=digits)) == left.normalize(Context(prec=digits))


def same_line(values: Mapping[str, object], suppliers: Iterable[str], held: PurchaseInvoice) -> bool:
    """Tell whether a line of a list says nothing of goods, day, quantity, amount or supplier that `held` denies.

    Name, quantity and amount are all there; `suppliers` are the parties that the line can mean.
    """
    if any(values.get(field) is None or values.get(field) != getattr(held, field) for field in ("qty", "amount")):
        return False
    if values.get("name_zh") != held.name_zh:
        return False
    pairs = ((values.get(field), getattr(held, field)) for field in ("day", "rate"))
    named = tuple(suppliers)
    fits = held.supplier is None or not named or held.supplier in named
    return fits and all(None in pair or pair[0] == pair[1] for pair in pairs)
