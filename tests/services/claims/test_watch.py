"""What the first page remembers of the refunds: reckoned once, and anew when a shipment changed or went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.refund import producer_sheet
from exporter_desk.refund.carried import Earlier
from exporter_desk.refund.claimed_twice import Claimed
from exporter_desk.refund.producer_sheet import ProducerPeriod
from exporter_desk.refund.sheet_parts import Member
from exporter_desk.services.claims import watch as watching
from exporter_desk.services.claims.watch import RefundWatch
from exporter_desk.services.desk import Desk
from exporter_desk.storage.summary import CaseSummary, Summary
from tests.support import claim_cases

DESK = Desk()
DAY = date(2026, 6, 1)
OTHER = [{"id": "d1", "number": "400420260000123457", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]


def row(case: Case, at: str = "1") -> CaseSummary:
    return CaseSummary(str(case.id), case.number, None, at, None, Summary())


def looked(watch: RefundWatch, *cases: Case) -> None:
    """What the page does behind the window: look, reckon, and remember both."""
    rows = {one.id: case for case in cases for one in [row(case)]}
    waiting = watch.pending([row(case) for case in cases], DAY)
    found = [watch.look(one, rows[one.id], DAY) for one in waiting]
    watch.take(found, watch.reckoned(found))


@pytest.fixture
def pair() -> tuple[Case, Case]:
    """In April and in May each a refund of LD 2,000 - 568 - 500 = 932.00."""
    vat = {"period": "202605", "filed": True, "output_tax": "500", "input_tax": "2000", "previous_credit": "0"}
    may = {"claim_period": "202605", "claim_date": None, "vat": vat, "declarations": OTHER}
    return claim_cases.producer("2026-201"), claim_cases.producer("2026-202", **may)


def test_what_was_reckoned_behind_the_window_is_not_reckoned_again(
    pair: tuple[Case, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = RefundWatch(DESK)
    assert not watch.is_reckoned
    looked(watch, *pair)
    monkeypatch.delattr(watching, "_standing")
    assert watch.is_reckoned
    assert (watch.standing().shipments, watch.standing().expected.low) == (2, D("1864.00"))


def test_a_shipment_that_went_is_reckoned_out(pair: tuple[Case, Case]) -> None:
    watch = RefundWatch(DESK)
    looked(watch, *pair)
    assert watch.pending([row(pair[0])], DAY) == ()
    assert not watch.is_reckoned
    looked(watch, pair[0])
    assert (watch.standing().shipments, watch.standing().expected.low) == (1, D("932.00"))


def test_on_another_day_everything_is_looked_at_again(pair: tuple[Case, Case]) -> None:
    watch = RefundWatch(DESK)
    looked(watch, *pair)
    assert [one.id for one in watch.pending([row(case) for case in pair], date(2026, 6, 2))] == [c.id for c in pair]
    assert watch.standing().shipments == 0


def test_a_month_that_is_expected_and_at_risk_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten days before the last one, 30 April: both shipments are at risk. LD 2,000 - 1,136 - 500 = 364.00."""
    late, both = date(2027, 4, 20), {"claim_date": None}
    cases = (
        claim_cases.producer("2026-201", **both),
        claim_cases.producer("2026-203", **both, declarations=OTHER),
    )
    watch, computed, plain = RefundWatch(DESK), list[int](), producer_sheet.producer_period

    def counted(
        members: Sequence[Member], earlier: Earlier | None = None, elsewhere: Sequence[Claimed] = ()
    ) -> ProducerPeriod | None:
        computed.append(len(members))
        return plain(members, earlier, elsewhere)

    monkeypatch.setattr(producer_sheet, "producer_period", counted)
    standing = watch.reckoned([watch.look(row(case), case, late) for case in cases])
    assert (standing.expected.low, standing.at_risk.low, computed) == (D("364.00"), D("364.00"), [2])


def test_shipments_that_contradict_each_other_in_the_kind_of_firm_are_not_known(pair: tuple[Case, Case]) -> None:
    """Both left in March: the firm cannot be a general and a small-scale taxpayer in it."""
    own, *others = pair[1].parties
    small = replace(pair[1], parties=(replace(own, taxpayer="small_scale"), *others))
    watch = RefundWatch(DESK)
    looked(watch, pair[0], small)
    assert (watch.standing().expected.low, watch.standing().expected.high) == (None, None)
    again = RefundWatch(DESK)
    looked(again, *pair)
    assert again.standing().expected.low == D("1864.00")


def test_a_rate_that_another_shipment_contradicts_leaves_the_refund_of_a_producer_open(
    pair: tuple[Case, Case],
) -> None:
    rates = (replace(pair[1].tax.rates[0], cny=D("7.20")), *pair[1].tax.rates[1:])
    watch = RefundWatch(DESK)
    looked(watch, pair[0], replace(pair[1], tax=replace(pair[1].tax, rates=rates)))
    # without the value nobody knows how much of 2,000.00 cannot be credited
    assert (watch.standing().expected.low, watch.standing().expected.unknown) == (None, 2)
