"""Money with thousandths and money without a coin: figures, words, message and refund show one amount."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from exporter_desk.documents.bind import bind, bind_rows
from exporter_desk.documents.formats import AMOUNTS, written
from exporter_desk.documents.registry import ROWS
from exporter_desk.documents.render import compose
from exporter_desk.domain.case import Case
from exporter_desk.domain.tax import Receipt, TaxFile
from exporter_desk.refund.for_case import from_case
from tests.documents import sample, views_sample
from tests.documents.messages import message_sample
from tests.documents.messages.message_rules import decimals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.documents.bound import Bound
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.schema import Form

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


def bound_amounts(form: Form, dossier: Dossier) -> Iterator[tuple[str, Bound]]:
    """Every amount and price of a paper with its format, wherever it stands."""
    for block in form.blocks:
        values = (*block.fields, *dict(block.values).values())
        yield from ((one.format, bind(dossier, one.value)) for one in values if one.format in AMOUNTS)
        rows = [row for name in (block.rows, block.total) if name in ROWS for row in bind_rows(dossier, name)]
        columns = [one for one in block.columns if one.format in AMOUNTS]
        yield from ((one.format, bind(dossier, one.value, row)) for row in rows for one in columns)


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
def test_every_amount_on_paper_knows_its_currency_and_prints_its_decimals(currency: str) -> None:
    receipt = Receipt(id="x1", day=sample.DAY, currency=currency, amount=Decimal(900), payer="P")
    case = replace(dealt_in(currency), tax=TaxFile(receipts=(receipt,)))
    dossier = views_sample.full(case=case, estimate=replace(views_sample.estimate(), currency=currency))
    found = {
        form: [
            (bound.currency, written(style, bound.value, ("en",), bound.currency))
            for style, bound in bound_amounts(sample.forms()[form], dossier)
            if isinstance(bound.value, Decimal) and style != "figure"  # rates of the refund are bare numbers
        ]
        for form in sample.forms()
    }
    told = {form for form, amounts in found.items() if amounts}
    assert told >= {"commercial_invoice", "sales_contract", "proforma_invoice", "warehouse_order", "cost_estimate"}
    assert told >= {"receipt_declaration", "cost_calculation"}
    printed = [(code, text) for amounts in found.values() for code, text in amounts if code != "CNY"]
    assert {code for code, _ in printed} == {currency}
    assert not any(text.endswith(".00") for _, text in printed) or currency == "KWD"
    assert "900" in {text.removesuffix(".00") for _, text in printed}


def test_the_invoice_in_yen_is_printed_without_hundredths() -> None:
    dossier = sample.dossier(case=dealt_in("JPY"))
    page = compose(sample.forms()["commercial_invoice"], dossier, sample.fonts()).pages[0]
    texts = [run.text for run in page.texts()]
    assert {"120", "233", "353", "1.0005", "7.7776"} <= set(texts)
    assert not [text for text in texts if text.endswith(".00")]
