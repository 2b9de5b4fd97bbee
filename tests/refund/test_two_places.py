"""Two places of a file beside each other: link number and month, flag and rate, no voucher and invoices."""

from __future__ import annotations

import json
from datetime import date

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from tests.support.refund_book import book, told_of

LINE: dict[str, object] = {"id": "1", "name_zh": "桌", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "10"}
PAPER = {"id": "p", "amount": "1000", "qty": "10", "rate": "0.13", "voucher": "vat_special"}


def told(line: dict[str, object], **more: object) -> list[Finding]:
    data: dict[str, object] = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [{**LINE, **line}],
        "invoices": [{**PAPER, "supplier_taxpayer": "general"}],
        **more,
    }
    one = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))
    return told_of(one, "T116")


@pytest.mark.parametrize(
    ("line", "more", "variant", "places"),
    [
        # 202609 001 0000007 beside a claim of 202610
        ({"link": "20260900100000007"}, {"claim_period": "202610"}, "", ("lines.1.link", "claim_period")),
        (
            {"link": "20261000200000007"},
            {"claim_period": "202610", "claim_batch": "001"},
            "",
            ("lines.1.link", "claim_period"),
        ),
        ({"zero_flag": "1"}, {}, "flag", ("lines.1.zero_flag", "lines.1.refund_rate")),
        ({}, {"voucher": "none"}, "voucher", ("voucher", "invoices.p.voucher")),
        ({"link": "A"}, {"invoices": [{**PAPER, "link": "B"}]}, "invoice", ("invoices.p.link", "lines.1.link")),
        (
            {},
            {"invoices": [{**PAPER, "simple_method": True}]},
            "simple",
            ("invoices.p.simple_method", "invoices.p.rate"),
        ),
        (
            {"certificate": "D1"},
            {"taxpayer": {"taxpayer": "general", "kind": "trader", "channel": "own"}},
            "certificate",
            ("channel", "lines.1.certificate"),
        ),
        (
            {"certificate": "D1"},
            {"taxpayer": {"taxpayer": "general", "kind": "producer", "channel": "service_company"}},
            "service",
            ("channel", "lines.1.certificate"),
        ),
    ],
)
def test_what_cannot_both_be_right_is_told(
    line: dict[str, object], more: dict[str, object], variant: str, places: tuple[str, ...]
) -> None:
    [found] = told(line, **more)
    assert (found.severity, found.variant, found.places) == (Severity.CONFIRM, variant, places)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ({"link": "20261000100000007"}, {"claim_period": "202610", "claim_batch": "001"}),
        ({"link": "20260900100000007"}, {}),
        ({"link": "A-7"}, {"claim_period": "202610"}),  # a name of the user's own is no link number of the tax office
        ({"zero_flag": "1", "refund_rate": "0"}, {}),
        ({}, {"voucher": "vat_special"}),
        ({"link": "A"}, {"invoices": [{**PAPER, "link": "A"}]}),
        ({}, {"invoices": [{**PAPER, "link": "B"}]}),  # the line has none: the program writes it
        ({}, {"voucher": "none", "invoices": []}),
        ({}, {"invoices": [{**PAPER, "simple_method": True, "rate": "0.03"}]}),
        ({"certificate": "D1"}, {"taxpayer": {"taxpayer": "general", "kind": "trader", "channel": "agent"}}),
        ({}, {"rates": [{"day": "2026-09-01", "currency": "CNY", "cny": "1"}]}),
    ],
)
def test_what_goes_together_is_not_told(line: dict[str, object], more: dict[str, object]) -> None:
    assert told(line, **more) == []


def test_a_rate_of_the_yuan_that_is_not_one_is_used_for_nothing() -> None:
    (found,) = told({}, rates=[{"day": "2026-09-01", "currency": "CNY", "cny": "0.99"}])
    assert (found.severity, found.variant, found.places) == (Severity.HINT, "home", ("rates.0.cny",))


@pytest.mark.parametrize(
    ("day", "more", "asked"),
    [
        ("2026-10-31", {}, False),
        ("2026-11-01", {}, True),
        ("2026-11-01", {"claim": "2026-11-12"}, False),  # filed in November for October
    ],
)
def test_an_invoice_of_after_the_month_of_the_claim_is_asked_about(
    day: str, more: dict[str, object], asked: bool
) -> None:
    data = {"lines": [LINE], "invoices": [{**PAPER, "day": day}], "claim_period": "202610", "dates": more}
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))
    found = [(one.severity, one.variant, one.places) for one in told_of(result, "T55")]
    assert found == ([(Severity.CONFIRM, "period", ("invoices.p.day", "claim_period"))] if asked else [])
