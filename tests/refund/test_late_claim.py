"""A claim after the last day to declare is no claim in time: no firm refund, both days named."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.domain.finding import Finding
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from exporter_desk.refund.reminders import reminders
from tests.support.refund_book import book, checklists, texts

TODAY = date(2031, 6, 1)
LINE = {"id": "1", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "10", "unit": "011", "name_zh": "木制餐桌"}
PAPER = {"amount": "1000", "qty": "10", "rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general"}


def result(day: date = TODAY, kind: str = "trader", **parts: object) -> RefundResult:
    data: dict[str, object] = {
        "taxpayer": {"taxpayer": "general", "kind": kind},
        "lines": [LINE],
        "invoices": [PAPER],
        **parts,
    }
    return assess(scenario.load(json.dumps(data)).source, book(), day)


def late(one: RefundResult) -> list[Finding]:
    found = [finding for finding in one.findings if finding.code == "T100"]
    for finding in found:
        texts().render(finding, checklists().book.sources)
    return found


# §6: the last day is export + 36 months, the same day number, clamped to the end of the month:
# 2026-09-10 -> 2029-09-10, 2028-02-29 -> 2031-02-28. A claim a day later is not in time.
DAYS = [
    ("2026-09-10", "2029-09-10", "2029-09-11"),
    ("2026-09-10", "2029-09-10", "2031-01-01"),
    ("2028-02-29", "2031-02-28", "2031-03-01"),
]


@pytest.mark.parametrize("declared", [True, None])
@pytest.mark.parametrize(("export", "last", "claim"), DAYS)
def test_a_claim_after_the_last_day_is_told_and_leaves_the_refund_open(
    export: str, last: str, claim: str, declared: bool | None
) -> None:
    one = result(dates={"export": export, "claim": claim}, state={"declared": declared})
    (finding,) = late(one)
    assert finding.places == ("dates.claim", "dates.export")
    assert (finding.values["claim"], finding.values["last"], finding.values["months"]) == (claim, last, "36")
    refund = find(one.quantities, "REFUND")
    assert one.policy.result == "to_confirm"
    # 1,000 x 13 % = 130.00 if something was declared in time, nothing if not
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, Decimal("0.00"), Decimal("130.00"))


@pytest.mark.parametrize(("export", "last", "_claim"), DAYS)
def test_a_claim_on_the_last_day_is_in_time(export: str, last: str, _claim: str) -> None:
    one = result(dates={"export": export, "claim": last})
    assert (late(one), one.policy.result) == ([], "refund")


def test_neither_the_lapse_nor_the_tax_is_settled_by_it() -> None:
    one = result(dates={"export": "2026-09-10", "claim": "2029-09-11"}, state={"declared": True})
    states = {each.rule.id: each.state for each in reminders(one, checklists().deadlines, TODAY)}
    assert "settled" not in {states["lapse_last_day"], states["deemed_domestic"]}
    in_time = result(dates={"export": "2026-09-10", "claim": "2029-09-10"})
    states = {each.rule.id: each.state for each in reminders(in_time, checklists().deadlines, TODAY)}
    assert states["lapse_last_day"] == "settled"


def test_a_claim_planned_too_late_is_told_before() -> None:
    one = result(date(2026, 11, 25), dates={"export": "2026-09-10", "claim": "2029-09-11"})
    assert [finding.values["last"] for finding in late(one)] == ["2029-09-10"]
    assert one.policy.result == "to_confirm"


def test_a_month_of_the_claim_after_the_last_day_is_told() -> None:
    (finding,) = late(result(dates={"export": "2026-09-10"}, claim_period="202910"))
    assert finding.places == ("claim_period", "dates.export")
    assert not late(result(dates={"export": "2026-09-10"}, claim_period="202909"))


def test_only_the_lines_that_had_lapsed_are_open() -> None:
    # line 1 left on 2026-09-10 (last day 2029-09-10), line 2 on 2026-09-20 (2029-09-20); claimed on 2029-09-15
    lines = [
        {**LINE, "exported": "2026-09-10", "goods": "a"},
        {**LINE, "id": "2", "exported": "2026-09-20", "goods": "b"},
    ]
    papers = [{**PAPER, "goods": name} for name in ("a", "b")]
    one = result(dates={"claim": "2029-09-15"}, lines=lines, invoices=papers)
    assert [decision.result for decision in one.policy.decisions] == ["to_confirm", "refund"]
    refund = find(one.quantities, "REFUND")
    assert refund is not None
    assert (refund.low, refund.high) == (Decimal("130.00"), Decimal("260.00"))


def test_own_produce_of_a_grower_stays_exempt() -> None:
    # §1.2 row 3: exempt goods of a domestic sale stay exempt after the 36 months (9(1)4(7))
    line = {"id": "1", "hs": "0805100000", "qty": "10", "vat_rate": "0.09", "refund_rate": "0.09", "made": "own"}
    dates = {"export": "2026-09-10", "claim": "2029-09-11"}
    one = result(kind="grower", lines=[line], invoices=[], dates=dates)
    assert (one.policy.result, late(one)) == ("exempt", [])


def test_older_exports_never_lapse() -> None:
    # exports to 2025-12-31 keep the old rule and are not taxed for lateness (§4)
    assert not late(result(dates={"export": "2025-12-31", "claim": "2031-01-05"}))


@pytest.mark.parametrize("kind", ["trader", "producer"])
@pytest.mark.parametrize(
    ("claim", "told"), [("2027-04-15", False), ("2027-04-16", True), ("2027-04-30", True), ("2027-05-01", False)]
)
def test_a_claim_after_the_april_filing_period_is_asked(kind: str, claim: str, *, told: bool) -> None:
    """§6.1: the window ends on 30 April, the filing period of April normally on the 15th."""
    dates = {"export": "2026-09-10", "claim": claim}
    found = [one for one in result(date(2027, 6, 1), kind, dates=dates).findings if one.code == "T122"]
    assert bool(found) is told
    for one in found:
        texts().render(one, checklists().book.sources)
        assert (one.values["practical"], one.values["end"]) == ("2027-04-15", "2027-04-30")
        assert one.places == ("dates.claim", "dates.export")
