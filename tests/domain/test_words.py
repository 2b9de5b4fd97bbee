"""Amounts in words: the rule's own examples, the canonical choices, permitted variants and refusals."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.words import (
    CurrencyWords,
    WordsRefusedError,
    cny_words,
    cny_words_accepts,
    english_words,
    packages_words,
)
from exporter_desk.rules.codes import CodeTables

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "codes"


@cache
def codes() -> CodeTables:
    return CodeTables.load({path.name: path.read_bytes() for path in FOLDER.iterdir()})


def named(currency: str) -> CurrencyWords | None:
    return codes().currency_words(currency)


# The first block are the examples printed in the rule itself (银发〔1997〕393号, annex 1).
CNY = [
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("0", "零元整"),
    ("0.01", "壹分"),
    ("0.50", "伍角"),
    ("0.56", "伍角陆分"),
    ("1", "壹元整"),
    ("10", "壹拾元整"),
    ("11.05", "壹拾壹元零伍分"),
    ("20.10", "贰拾元零壹角"),
    ("100", "壹佰元整"),
    ("1001", "壹仟零壹元整"),
    ("1010", "壹仟零壹拾元整"),
    ("10000", "壹万元整"),
    ("10001", "壹万零壹元整"),
    ("10500", "壹万零伍佰元整"),
    ("100000", "壹拾万元整"),
    ("1000000", "壹佰万元整"),
    ("1000001.00", "壹佰万零壹元整"),
    ("10005000", "壹仟万伍仟元整"),
    ("20000000", "贰仟万元整"),
    ("100000000", "壹亿元整"),
    ("100001000", "壹亿零壹仟元整"),
    ("100000001", "壹亿零壹元整"),
    ("1020000000", "壹拾亿贰仟万元整"),
    ("105000000", "壹亿零伍佰万元整"),
    ("9999999999999.99", "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ("1000000000000", "壹万亿元整"),
    ("0.005", "壹分"),
    ("2.345", "贰元叁角伍分"),
    ("12.995", "壹拾叁元整"),
]


@pytest.mark.parametrize(("amount", "words"), CNY)
def test_cny_words(amount: str, words: str) -> None:
    assert cny_words(Decimal(amount)) == "人民币" + words


@pytest.mark.parametrize(("amount", "words"), CNY)
def test_the_canonical_wording_is_accepted(amount: str, words: str) -> None:
    assert cny_words_accepts("人民币" + words, Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万零柒仟元零伍角叁分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("1409.50", "人民币壹仟肆佰零玖圆伍角正"),
        ("100", "人民币壹佰圆正"),
    ],
)
def test_permitted_variants_are_accepted(amount: str, words: str) -> None:
    assert cny_words_accepts(words, Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("325.04", "人民币叁佰贰拾伍元肆分"),
        ("100", "人民币壹佰元"),
        ("325.04", "人民币叁佰贰拾伍元零肆分整"),
        ("10001", "人民币壹万壹元整"),
        ("1001", "人民币壹仟零零壹元整"),
        ("15", "人民币拾伍元整"),
        ("100", "壹佰元整"),
        ("20", "人民币廿元整"),
        ("16409.02", "人民币壹万零陆仟肆佰零玖元零贰分"),
    ],
)
def test_other_wordings_are_not_accepted(amount: str, words: str) -> None:
    assert not cny_words_accepts(words, Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("-0.01", "negative"),
        ("10000000000000", "too_large"),
        ("9999999999999.995", "too_large"),
        ("1E+40", "too_large"),
        ("0.004", "too_small"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
    ],
)
def test_cny_refusals(amount: str, reason: str) -> None:
    with pytest.raises(WordsRefusedError) as caught:
        cny_words(Decimal(amount))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("currency", "amount", "words"),
    [
        ("USD", "12450", "SAY US DOLLARS TWELVE THOUSAND FOUR HUNDRED AND FIFTY ONLY."),
        ("USD", "12450.50", "SAY US DOLLARS TWELVE THOUSAND FOUR HUNDRED AND FIFTY AND CENTS FIFTY ONLY."),
        ("USD", "0.05", "SAY US CENTS FIVE ONLY."),
        ("USD", "1", "SAY US DOLLARS ONE ONLY."),
        ("USD", "1000", "SAY US DOLLARS ONE THOUSAND ONLY."),
        ("USD", "1005", "SAY US DOLLARS ONE THOUSAND AND FIVE ONLY."),
        ("USD", "1000005", "SAY US DOLLARS ONE MILLION AND FIVE ONLY."),
        ("USD", "1005000", "SAY US DOLLARS ONE MILLION FIVE THOUSAND ONLY."),
        (
            "USD",
            "101101.21",
            "SAY US DOLLARS ONE HUNDRED AND ONE THOUSAND ONE HUNDRED AND ONE AND CENTS TWENTY-ONE ONLY.",
        ),
        ("USD", "1000000000000", "SAY US DOLLARS ONE TRILLION ONLY."),
        ("EUR", "21.99", "SAY EUROS TWENTY-ONE AND CENTS NINETY-NINE ONLY."),
        ("EUR", "0.40", "SAY EURO CENTS FORTY ONLY."),
        ("GBP", "100.01", "SAY POUNDS STERLING ONE HUNDRED AND PENCE ONE ONLY."),
        ("GBP", "0.5", "SAY PENCE FIFTY ONLY."),
        ("JPY", "8013", "SAY JAPANESE YEN EIGHT THOUSAND AND THIRTEEN ONLY."),
        ("HKD", "0.10", "SAY HONG KONG CENTS TEN ONLY."),
        ("AUD", "0.20", "SAY AUSTRALIAN CENTS TWENTY ONLY."),
        ("CNY", "88.12", "SAY RMB YUAN EIGHTY-EIGHT AND FEN TWELVE ONLY."),
        ("USD", "19.995", "SAY US DOLLARS TWENTY ONLY."),
        ("MYR", "1200.50", "SAY MALAYSIAN RINGGIT ONE THOUSAND TWO HUNDRED AND SEN FIFTY ONLY."),
        ("THB", "0.25", "SAY THAI SATANG TWENTY-FIVE ONLY."),
        ("VND", "25000", "SAY VIETNAMESE DONG TWENTY-FIVE THOUSAND ONLY."),
        ("KRW", "1005", "SAY SOUTH KOREAN WON ONE THOUSAND AND FIVE ONLY."),
        ("CHF", "3.07", "SAY SWISS FRANCS THREE AND CENTIMES SEVEN ONLY."),
        ("CZK", "12.5", "SAY CZECH KORUNY TWELVE AND 50/100 ONLY."),
        ("CZK", "0.05", "SAY CZECH KORUNY 05/100 ONLY."),
        ("KWD", "1.125", "SAY KUWAITI DINARS ONE AND FILS ONE HUNDRED AND TWENTY-FIVE ONLY."),
    ],
)
def test_english_words(currency: str, amount: str, words: str) -> None:
    assert english_words(named(currency), Decimal(amount)) == words


@pytest.mark.parametrize(
    ("currency", "amount", "reason"),
    [
        ("USD", "0", "zero"),
        ("USD", "0.004", "zero"),
        ("USD", "-1", "negative"),
        ("JPY", "10.5", "fraction"),
        ("XXX", "1", "unknown_currency"),
        ("USD", "10000000000000", "too_large"),
    ],
)
def test_english_refusals(currency: str, amount: str, reason: str) -> None:
    with pytest.raises(WordsRefusedError) as caught:
        english_words(named(currency), Decimal(amount))
    assert caught.value.reason == reason


def test_packages_in_words() -> None:
    assert packages_words(220, "carton", "cartons") == "SAY TOTAL TWO HUNDRED AND TWENTY (220) CARTONS ONLY."
    assert packages_words(6, "CARTON", "CARTONS") == "SAY TOTAL SIX (6) CARTONS ONLY."
    assert packages_words(1, "carton", "cartons") == "SAY TOTAL ONE (1) CARTON ONLY."


@pytest.mark.parametrize(("count", "reason"), [(0, "zero"), (-1, "negative")])
def test_packages_refusals(count: int, reason: str) -> None:
    with pytest.raises(WordsRefusedError, match=reason):
        packages_words(count, "carton", "cartons")


@given(st.decimals(min_value=0, max_value=9999999999999, places=2))
def test_cny_words_read_back(amount: Decimal) -> None:
    assert _read_cny(cny_words(amount)) == amount


def _read_cny(words: str) -> Decimal:
    """Read 人民币大写 by adding up digits and places: independent of how the words were made."""
    total = section = digit = 0
    fen = 0
    for char in words.removeprefix("人民币"):
        if char in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
        elif char in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(char) + 1), 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
        elif char == "元":
            total, section, digit = total + section + digit, 0, 0
        elif char in "角分":
            fen, digit = fen + digit * (10 if char == "角" else 1), 0
    return Decimal(total) + Decimal(fen) / 100
