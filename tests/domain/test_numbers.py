"""Numbers as typed and as printed."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.numbers import (
    fixed,
    grouped,
    money_text,
    parse_decimal,
    plain,
    price_text,
    trimmed,
    with_commas,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("38.5", "38.5"),
        ("３８．５", "38.5"),
        ("38。5", "38.5"),
        ("1,234,567.80", "1234567.80"),
        ("１，２３４", "1234"),
        ("￥ 12.30", "12.30"),
        ("-3", "-3"),
        (".5", "0.5"),
        ("1 200", "1200"),
    ],
)
def test_typed_numbers_are_read(typed: str, value: str) -> None:
    assert parse_decimal(typed) == D(value)


# Arabic-Indic, Devanagari, superscript, circled, with a stop, mathematical: half-width, some of them would be 122.
FOREIGN = ("١٠", "१२", "12²", "12①", "⒈5", "𝟏𝟐", "1½")


@pytest.mark.parametrize(
    "typed", ["48O", "", "1,23", "1e5", "NaN", "Infinity", "一百", "1.2.3", "9" * 31, "--1", *FOREIGN]
)
def test_anything_else_is_unknown(typed: str) -> None:
    assert parse_decimal(typed) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=5))
def test_what_is_printed_reads_back(value: D) -> None:
    assert parse_decimal(plain(value)) == value
    assert parse_decimal(trimmed(value)) == value
    assert parse_decimal(grouped(value, 5)) == value


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "USD", "1,234.50"),
        ("1234.567", "USD", "1,234.57"),
        ("1234.5", None, "1,234.50"),
        ("120000", "JPY", "120,000"),
        ("120000.00", "KRW", "120,000"),
        ("120000.5", "JPY", "120,000.5"),  # an error, which X1 and X2 tell: it is not rounded out of sight
        ("353.39", "KWD", "353.39"),  # the declaration has two decimals, and all papers with it
        ("353.3", "KWD", "353.30"),
        ("353.125", "BHD", "353.125"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: str, currency: str | None, text: str) -> None:
    assert money_text(D(amount), currency) == text


@pytest.mark.parametrize(
    ("price", "currency", "text"),
    [
        ("24.5", "USD", "24.50"),
        ("72.33335", "USD", "72.3334"),
        ("2400", "JPY", "2,400"),
        ("2400.25", "JPY", "2,400.25"),
        ("2.5", "KWD", "2.50"),
    ],
)
def test_a_price_has_the_decimals_of_its_currency_and_those_typed(price: str, currency: str, text: str) -> None:
    assert price_text(D(price), currency) == text


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("96 × 1804.61 = 173242.56 CNY", "96 × 1,804.61 = 173,242.56 CNY"),
        ("−(173242.56 ÷ 1.13) × 13 % = -19930.56", "−(173,242.56 ÷ 1.13) × 13 % = -19,930.56"),
        ("0.123456 × 999 = 12345678", "0.123456 × 999 = 12,345,678"),
        ("VAT (2026-11-20) at 1,200.00, HS9403609990", "VAT (2026-11-20) at 1,200.00, HS9403609990"),
    ],
)
def test_a_formula_shows_its_numbers_as_amounts_are_shown(formula: str, shown: str) -> None:
    assert with_commas(formula) == shown


def test_paper_formats() -> None:
    assert grouped(D("12345.605"), 2) == "12,345.61"
    assert fixed(D("66.65"), 4) == "66.6500"
    assert trimmed(D("56.00")) == "56"
    assert trimmed(D("1E+3")) == "1000"
