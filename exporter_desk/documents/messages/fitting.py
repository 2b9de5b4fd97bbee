"""Puts a value into the form that an element asks for, and says when it does not fit; nothing is ever cut."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.messages.schema import Element
    from exporter_desk.rules.codes import CodeTables

# What XML 1.0 cannot carry at all.
_FOREIGN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"\s*[\t\n\r]+\s*")
GBK = "gb18030"


def written(element: Element, value: object) -> str:
    """Return `value` as it stands in the file: trimmed decimals, YYYYMMDD, one line; an unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return trimmed(value)
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    if isinstance(value, Bilingual):
        return value.zh
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    text = str(value)
    return text.replace("-", "") if element.type == "date" else _BLANKS.sub(" ", text)


def fault(element: Element, text: str, codes: CodeTables) -> str:
    """Return why `text` may not stand in `element`: length, digits, number, date, code, sign; empty when it may."""
    if _FOREIGN.search(text):
        return "sign"
    checks = {"int": _whole, "decimal": _decimal, "signed": _signed, "date": _day, "time": _moment}
    check = checks.get(element.type, _text)
    return check(element, text) or ("" if _is_listed(element.codes, text, codes) else "code")


def _text(element: Element, text: str) -> str:
    least, most = bounds(element.length)
    return "" if least <= len(text) <= most else "length"


def bounds(length: str) -> tuple[int, int]:
    """Return how many characters a text of this length may have."""
    if length.startswith("="):
        return int(length[1:]), int(length[1:])
    least, _, most = length.partition("..")
    return int(least or 0), int(most)


def _whole(element: Element, text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        return "number"
    return "" if len(text) <= int(element.length) else "digits"


def _decimal(element: Element, text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        return "number"
    whole, _, part = text.partition(".")
    digits, after = (int(number) for number in element.length.split(","))
    return "" if len(part) <= after and len(whole) <= digits - after else "digits"


def _signed(element: Element, text: str) -> str:
    """A charge that comes off the price stands with a minus sign."""
    return _decimal(element, text.removeprefix("-"))


def _day(element: Element, text: str) -> str:
    del element
    try:
        date.fromisoformat(text)
    except ValueError:
        return "date"
    return "" if re.fullmatch(r"\d{8}", text) else "date"


def _moment(element: Element, text: str) -> str:
    return "" if re.fullmatch(r"\d{14}", text) and not _day(element, text[:8]) else "date"


def _is_listed(listed: str, text: str, codes: CodeTables) -> bool:
    if not listed:
        return True
    if listed not in codes.tables:
        return text in listed.split("|")
    return codes.has(listed, text) or (codes.info(listed).free and codes.has_shape(listed, text))


def exceeds_in_bytes(element: Element, text: str) -> bool:
    """Tell whether a text that fits by characters is too long where a platform counts bytes, two to a Hanzi."""
    return element.type == "text" and len(text.encode(GBK, "replace")) > bounds(element.length)[1] >= len(text)
