"""Money with thousandths and money without a coin: figures, words, message and refund show one amount."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from exporter_desk.documents.bind import bind
from exporter_desk.domain.case import Case
from exporter_desk.refund.for_case import from_case
from tests.documents import sample
from tests.documents.messages import message_sample
from tests.documents.messages.message_rules import decimals

# 120 × 1.0005 = 120.06, 30 × 7.77755 = 233.3265: what papers show has two decimals, where there is a coin at all.
PRICES = {"g1": "1.0005", "g2": "7.77755"}
TOTALS = {
    "KWD": ("353.39", "SAY KUWAITI DINARS {whole} AND FILS THREE HUNDRED AND NINETY ONLY."),
    "BHD": ("353.39", "SAY BAHRAINI DINARS {whole} AND FILS THREE HUNDRED AND NINETY ONLY."),
    "JOD": ("353.39", "SAY JORDANIAN DINARS {whole} AND FILS THREE HUNDRED AND NINETY ONLY."),
    "OMR": ("353.39", "SAY OMANI RIALS {whole} AND BAISA THREE HUNDRED AND NINETY ONLY."),
    "TND": ("353.39", "SAY TUNISIAN DINARS {whole} AND MILLIMES THREE HUNDRED AND NINETY ONLY."),
    "USD": ("353.39", "SAY US DOLLARS {whole} AND CENTS THIRTY-NINE ONLY."),
    "JPY": ("353", "SAY JAPANESE YEN {whole} ONLY."),
    "KRW": ("353", "SAY SOUTH KOREAN WON {whole} ONLY."),
    "VND": ("353", "SAY VIETNAMESE DONG {whole} ONLY."),
    "CLP": ("353", "SAY CHILEAN PESOS {whole} ONLY."),
}
WHOLE = "THREE HUNDRED AND FIFTY-THREE"


def dealt_in(currency: str) -> Case:
    case = message_sample.case()
    goods = tuple(replace(line, unit_price=Decimal(PRICES[line.id])) for line in case.goods)
    return replace(case, goods=goods, terms=replace(case.terms, currency=currency))


def by_hand(case: Case, total: str) -> list[Decimal]:
    """Quantity × price of each line, half up, by fractions: as many decimals as the total has."""
    unit = Fraction(1, 10 ** len(total.partition(".")[2]))
    exact = [Fraction(line.qty or 0) * Fraction(line.unit_price or 0) for line in case.goods]
    units = [(amount / unit + Fraction(1, 2)).__floor__() for amount in exact]
    return [Decimal(count) * unit.numerator / unit.denominator for count in units]


@pytest.mark.parametrize(("currency", "total", "words"), [(code, *told) for code, told in TOTALS.items()])
def test_every_paper_shows_one_amount_and_its_words_name_it(currency: str, total: str, words: str) -> None:
    case = dealt_in(currency)
    lines, dossier = by_hand(case, total), sample.dossier(case=case)
    assert sum(lines) == Decimal(total)
    assert bind(dossier, "total.amount").value == Decimal(total)
    assert bind(dossier, "total.words_en").value == words.format(whole=WHOLE)
    assert decimals(message_sample.xml("decmessage", case), "DeclTotal") == lines
    assert decimals(message_sample.xml("ceb303", case), "goodsValue") == [Decimal(total)]
    assert [line.amount for line in from_case(case).lines] == lines
