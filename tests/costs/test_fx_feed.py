"""The reference rates of the ECB: read in their published shape, refused in any other, laid over the bundled ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.costs.fx import FxHistory, read_history
from exporter_desk.costs.fx_feed import FeedError, checked, read_feed, to_csv, with_rows

D = Decimal
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
    'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject><Cube>'
)
FOOT = "</Cube></gesmes:Envelope>"
DAY = "<Cube time='2026-11-20'>{}</Cube>"
GOOD = "<Cube currency='USD' rate='1.1600'/><Cube currency='JPY' rate='180.00'/><Cube currency='CNY' rate='8.1200'/>"
KNOWN = FxHistory("bundled", (date(2026, 10, 30),), {date(2026, 10, 30): {"USD": D("6.6529"), "PLN": D("1.8")}})


def feed(days: str) -> bytes:
    return (HEAD + days + FOOT).encode()


def test_cross_rates_go_through_the_euro() -> None:
    rows = read_feed(feed(DAY.format(GOOD)))
    assert rows == {date(2026, 11, 20): {"EUR": D("8.1200"), "USD": D("7.00000000"), "JPY": D("0.04511111")}}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html><body>Sign in</body></html>", b"{}", feed(""), feed(DAY.format(GOOD))[:-20],
        feed(DAY.format("<Cube currency='USD' rate='1.1'/>")),
        feed(DAY.format(GOOD.replace("8.1200", "0"))), feed(DAY.format(GOOD.replace("8.1200", "NaN"))),
        feed(DAY.format(GOOD.replace("8.1200", "-8.12"))), feed(DAY.format(GOOD.replace("USD", "usd;"))),
        feed(DAY.format(GOOD).replace("2026-11-20", "20.11.2026")),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + feed(DAY.format(GOOD)),
    ],
)  # fmt: skip
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(FeedError):
        read_feed(content)


def test_a_rate_far_from_the_known_one_is_refused() -> None:
    with pytest.raises(FeedError, match="USD"):
        checked({date(2026, 11, 20): {"USD": D("70.0")}}, KNOWN, date(2026, 11, 22))
    checked({date(2026, 11, 20): {"USD": D("7.0"), "CHF": D("99")}}, KNOWN, date(2026, 11, 22))


def test_days_to_come_are_refused() -> None:
    with pytest.raises(FeedError, match="2026-11-23"):
        checked({date(2026, 11, 23): {"USD": D("7")}}, KNOWN, date(2026, 11, 22))


def test_fetched_days_lie_over_the_bundled_ones() -> None:
    joined = with_rows(KNOWN, {date(2026, 11, 20): {"USD": D("7")}}, "fetched")
    quotes = [joined.on(code, date(2026, 11, 22)) for code in ("USD", "PLN")]
    assert [(one.rate, one.as_of) for one in quotes if one] == [
        (D("7"), date(2026, 11, 20)), (D("1.8"), date(2026, 10, 30)),
    ]  # fmt: skip


def test_what_is_stored_reads_back() -> None:
    rows = read_feed(feed(DAY.format(GOOD)))
    assert read_history(to_csv(rows), "x").rows == rows
