"""The closed list of formats: how a bound value becomes text on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.money import deal_digits, round_half_up
from exporter_desk.domain.numbers import decimals, fixed, grouped, money_text, plain, price_text, trimmed
from exporter_desk.domain.parties import Party
from exporter_desk.domain.text import Bilingual, Language
from exporter_desk.domain.words import cny_words

if TYPE_CHECKING:
    from collections.abc import Callable

Languages = tuple[Language, ...]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_TRUTH = {True: Bilingual("是", "Yes"), False: Bilingual("否", "No")}


def written(name: str, value: object, languages: Languages, currency: str = "") -> str:
    """Return `value` as the format `name` writes it, an amount as its currency is; raises KeyError for no format."""
    if name in AMOUNTS and isinstance(value, Decimal):
        return AMOUNTS[name](value, currency)
    return FORMATS[name](value, languages)


def text_of(value: object, languages: Languages) -> str:
    """Return any value as plain text; a bilingual one in each language on a line of its own."""
    if isinstance(value, Bilingual):
        return "\n".join(dict.fromkeys(filter(None, (_worded(value, language) for language in languages))))
    if isinstance(value, bool):
        return text_of(_TRUTH[value], languages)
    if isinstance(value, tuple):
        return "\n".join(text_of(item, languages) for item in value)
    if isinstance(value, Party):
        return _party_name(value, languages)
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _worded(text: Bilingual, language: Language) -> str:
    """English goes with straight quotation marks: the font draws the curly ones as wide as a Hanzi."""
    words = text.in_language(language)
    return words.translate(_STRAIGHT) if language == "en" else words


def _party_name(party: Party, languages: Languages) -> str:
    return "\n".join(filter(None, (_name(party, language) for language in languages))) or _name(party, "zh") or ""


def _name(party: Party, language: Language) -> str | None:
    """Return a name on one line, however it was typed or pasted."""
    name = party.name_zh if language == "zh" else party.name_en
    return " ".join(name.split()) if name else None


def _party_block(value: object, languages: Languages) -> str:
    """Write name and address in each language, then the credit code, as trade papers show a party."""
    if not isinstance(value, Party):
        return text_of(value, languages)
    lines: list[str | None] = [_name(value, language) for language in languages]
    addresses = {"zh": value.address_zh, "en": value.address_en}
    lines += [addresses[language] for language in languages]
    numbers = (f"USCC: {value.uscc}" if value.uscc else None, f"TEL: {value.phone}" if value.phone else None)
    lines.append("   ".join(filter(None, numbers)))
    return "\n".join(line for line in lines if line)


def _party_english(value: object, languages: Languages) -> str:
    """Write a party abroad: English name and address, the Chinese name only when there is no other."""
    if not isinstance(value, Party):
        return text_of(value, languages)
    lines = [_name(value, "en") or _name(value, "zh"), value.address_en or value.address_zh]
    lines.append(f"TEL: {value.phone}" if value.phone else None)
    return "\n".join(line for line in lines if line)


def _decimal(writing: Callable[[Decimal], str]) -> Callable[[object, Languages], str]:
    def write(value: object, languages: Languages) -> str:
        return writing(value) if isinstance(value, Decimal) else text_of(value, languages)

    return write


def _at_least(value: Decimal, least: int, most: int) -> str:
    """Write at least `least` decimals and at most `most`, grouped."""
    return grouped(value, max(least, decimals(round_half_up(value, most))))


def _quantity(value: Decimal) -> str:
    return _at_least(value, 0, 5)


def _bare(value: Decimal) -> str:
    """Write a number as customs sheets do: no commas, no padding, at most five decimals."""
    return trimmed(round_half_up(value, 5))


def _volume(value: Decimal) -> str:
    """Write three decimals as carriers do; a box too small for them is no empty place."""
    return grouped(value, 3) if round_half_up(value, 3) or not value else _at_least(value, 3, 6)


def _dated(writing: Callable[[date], str]) -> Callable[[object, Languages], str]:
    def write(value: object, languages: Languages) -> str:
        return writing(value) if isinstance(value, date) else text_of(value, languages)

    return write


def _date_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _date_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _date(value: object, languages: Languages) -> str:
    if not isinstance(value, date):
        return text_of(value, languages)
    return _date_zh(value) if languages[0] == "zh" else _date_en(value)


# How amounts are written: the decimals follow their currency.
AMOUNTS: dict[str, Callable[[Decimal, str], str]] = {
    "money": money_text,
    "price": price_text,
    "figure": lambda value, currency: _at_least(value, deal_digits(currency), 6),
}
FORMATS: dict[str, Callable[[object, Languages], str]] = {
    "text": text_of,
    **dict.fromkeys(AMOUNTS, text_of),
    "code": text_of,
    "lines": text_of,
    "zh": lambda value, _: text_of(value, ("zh",)),
    "en": lambda value, _: text_of(value, ("en",)),
    "en_capitals": lambda value, _: text_of(value, ("en",)).upper(),
    "both": lambda value, _: text_of(value, ("zh", "en")),
    "first": lambda value, languages: text_of(value, languages[:1]),
    "date": _date,
    "date_iso": _dated(date.isoformat),
    "date_zh": _dated(_date_zh),
    "date_en": _dated(_date_en),
    "bare2": _decimal(lambda value: fixed(value, 2)),
    "bare4": _decimal(lambda value: fixed(value, 4)),
    "bare": _decimal(_bare),
    "qty": _decimal(_quantity),
    "kg2": _decimal(lambda value: _at_least(value, 2, 5)),
    "cbm3": _decimal(_volume),
    "whole": _decimal(lambda value: grouped(value, 0)),
    "words_cny": _decimal(cny_words),
    "party_name": text_of,
    "party_block": _party_block,
    "party_english": _party_english,
}
