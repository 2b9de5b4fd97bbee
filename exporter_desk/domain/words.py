"""Amounts in words as they stand on paper: 人民币大写, SAY … ONLY., and packages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from exporter_desk.domain.money import minor_digits, round_half_up
from exporter_desk.domain.text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = Decimal("9999999999999.99")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_WAN, _YI = 10_000, 100_000_000

_SMALL = [
    "ZERO",
    "ONE",
    "TWO",
    "THREE",
    "FOUR",
    "FIVE",
    "SIX",
    "SEVEN",
    "EIGHT",
    "NINE",
    "TEN",
    "ELEVEN",
    "TWELVE",
    "THIRTEEN",
    "FOURTEEN",
    "FIFTEEN",
    "SIXTEEN",
    "SEVENTEEN",
    "EIGHTEEN",
    "NINETEEN",
]
_TENS = ["TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY"]
_GROUPS = ("", " THOUSAND", " MILLION", " BILLION", " TRILLION")


class WordsRefusedError(ValueError):
    """An amount that has no words on paper; `reason` is a code, never a sentence.

    Reasons: not_a_number, negative, zero, too_small, too_large, unknown_currency, fraction (of a currency without minor
    unit).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CurrencyWords:
    """How a currency is written in English capitals: itself, its minor unit behind it, and the minor unit alone.

    Without a name the minor unit is written as a fraction, `AND 50/100`.
    """

    code: str
    major: str
    minor: str = ""
    minor_alone: str = ""


def cny_words(amount: Decimal) -> str:
    """Return `amount` yuan as 人民币大写, rounded half up to the fen: 107000.53 is 人民币壹拾万柒仟元零伍角叁分.

    The wording follows 《支付结算办法》 (银发〔1997〕393号) annex 1; where it leaves a choice, the shortest common form
    is taken. Raises WordsRefusedError for a negative amount, for one above LARGEST, and for one that rounds to nothing.
    """
    rounded = _checked(amount, 2)
    if amount and not rounded:
        raise WordsRefusedError("too_small")
    return "".join(choices[0] for choices in _cny_pieces(rounded))


def cny_words_accepts(text: str, amount: Decimal) -> bool:
    """Tell whether `text` is a permitted wording of `amount` yuan: 圆, 正, a free 整 after 角, an optional 零."""
    written = "".join(half_width(text).split()).replace("圆", "元").replace("正", "整")
    pieces = list(_cny_pieces(_checked(amount, 2)))
    return any("".join(choice) == written for choice in product(*pieces))


def _checked(amount: Decimal, digits: int) -> Decimal:
    if not amount.is_finite():
        raise WordsRefusedError("not_a_number")
    if amount < 0:
        raise WordsRefusedError("negative")
    if amount > LARGEST + 1:
        raise WordsRefusedError("too_large")
    rounded = round_half_up(amount, digits)
    if rounded > LARGEST:
        raise WordsRefusedError("too_large")
    return rounded


def _cny_pieces(amount: Decimal) -> Iterator[tuple[str, ...]]:
    """Yield the wording piece by piece; each piece is a tuple of permitted forms, the canonical one first."""
    yuan, fen = divmod(int(amount.scaleb(2)), 100)
    yield ("人民币",)
    if yuan or not fen:
        yield from _section(yuan)
        yield ("元",)
    if not fen:
        yield ("整",)
        return
    jiao, cents = divmod(fen, 10)
    if yuan:
        yield _zero_after_yuan(yuan, jiao)
    if jiao:
        yield (_DIGITS[jiao] + "角",)
    yield (_DIGITS[cents] + "分",) if cents else ("", "整")


def _zero_after_yuan(yuan: int, jiao: int) -> tuple[str, ...]:
    if not jiao:
        return ("零",)
    return ("零", "") if yuan % 10 == 0 else ("",)


def _section(number: int) -> Iterator[tuple[str, ...]]:
    """Yield the pieces of a whole number: 亿 over 万 over four digits."""
    for size, name in ((_YI, "亿"), (_WAN, "万")):
        if number >= size:
            high, low = divmod(number, size)
            yield from _section(high)
            yield (name,)
            if low:
                yield _zero_between(high, low, size)
                yield from _section(low)
            return
    yield (_four_digits(number),)


def _zero_between(high: int, low: int, size: int) -> tuple[str, ...]:
    if low < size // 10:
        return ("零",)
    return ("", "零") if high % 10 == 0 else ("",)


def _four_digits(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    result, pending_zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            result += ("零" if pending_zero else "") + _DIGITS[digit] + _PLACES[place]
        pending_zero = bool(result) and not digit
    return result


def english_words(names: CurrencyWords | None, amount: Decimal) -> str:
    """Return `amount` as `SAY US DOLLARS … AND CENTS … ONLY.`, rounded half up to the minor unit of its currency.

    Raises WordsRefusedError for zero, negative and too large amounts, for currencies without known words (None), and
    for a fraction of a currency that has no minor unit.
    """
    if names is None:
        raise WordsRefusedError("unknown_currency")
    digits = minor_digits(names.code)
    rounded = _checked(amount, digits)
    if not digits and rounded != amount:
        raise WordsRefusedError("fraction")
    if not rounded:
        raise WordsRefusedError("zero")
    whole, rest = divmod(int(rounded.scaleb(digits)), 10**digits)
    return f"SAY {_in_currency(names, whole, rest, digits)} ONLY."


def _in_currency(names: CurrencyWords, whole: int, rest: int, digits: int) -> str:
    major = f"{names.major} {_english(whole)}" if whole else ""
    if not rest:
        return major
    if not names.minor:
        return f"{major or names.major}{' AND' if whole else ''} {rest:0{digits}}/{10**digits}"
    minor = f"{names.minor if whole else names.minor_alone} {_english(rest)}"
    return f"{major} AND {minor}" if whole else minor


def packages_words(count: int, unit_singular: str, unit_plural: str) -> str:
    """Return `SAY TOTAL SIX (6) CARTONS ONLY.`; raises WordsRefusedError for a count below one."""
    if count < 1:
        raise WordsRefusedError("zero" if count == 0 else "negative")
    unit = unit_singular if count == 1 else unit_plural
    return f"SAY TOTAL {_english(int(_checked(Decimal(count), 0)))} ({count}) {unit.upper()} ONLY."


def _english(number: int) -> str:
    groups = []
    rest, name = number, 0
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            groups.append(_group_words(group) + _GROUPS[name])
        name += 1
    if number > 1000 and 0 < number % 1000 < 100:
        groups[0] = f"AND {groups[0]}"
    return " ".join(reversed(groups))


def _group_words(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    words = [f"{_SMALL[hundreds]} HUNDRED"] if hundreds else []
    if rest:
        words.append(_below_hundred(rest))
    return " AND ".join(words)


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")
