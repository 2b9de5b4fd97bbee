"""Codes of the rate library for a goods line: offered where several stand under its code, by the day of its export."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.book import RefundBook
from exporter_desk.refund.rate_table import RateRecord, RateTable
from exporter_desk.services.claims.library_codes import library_codes
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY, RATE = date(2026, 6, 1), D("0.13")
TABLE = RateTable(
    (
        RateRecord(code="940169009901", refund_rate=D("0.09"), name="藤椅"),
        RateRecord(code="940169009902", refund_rate=RATE, end=date(2026, 3, 31)),
        RateRecord(code="940169009903", refund_rate=None, start=date(2026, 4, 1)),
        RateRecord(code="940360999001", refund_rate=RATE, tax="V"),
        RateRecord(code="940360999001", refund_rate=D("0.10"), tax="C"),
    )
)
IN_MARCH = {"940169009901": "940169009901 9% 藤椅", "940169009902": "940169009902 13%"}
IN_JUNE = {"940169009901": "940169009901 9% 藤椅", "940169009903": "940169009903 ?"}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    book = RefundBook(made.checklists, TABLE, bundled=False)
    monkeypatch.setattr(Desk, "refund_book", property(lambda _: book))
    return made


@pytest.mark.parametrize(
    ("goods", "tax", "expected"),
    [
        ("g1", {}, IN_MARCH),  # exported on 12 March
        ("g1", {"declarations": None}, IN_JUNE),
        ("g2", {}, {}),  # one code of two taxes is no choice of codes
        ("g3", {}, {}),
    ],
)
def test_codes_are_offered_where_several_fit(
    desk: Desk, goods: str, tax: dict[str, object], expected: dict[str, str]
) -> None:
    assert library_codes(claim_cases.trader(**tax), goods, desk, DAY) == expected
