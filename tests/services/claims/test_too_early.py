"""A month's claim with goods that left only in that month: told, and what they earn is not certain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()


def with_tables_on(day: str) -> Case:
    """The chairs (5,200 at 13 % = 676.00) left on 12 March, the tables (5,000 = 650.00) on a day of their own."""
    declared = [
        {"id": "d1", "number": "400420260000123456", "export_date": "2026-03-12", "lines": ["g1"]},
        {"id": "d2", "number": "400420260000123457", "export_date": day, "lines": ["g2"]},
    ]
    return claim_cases.trader(declarations=declared, claim_date=None)


@pytest.mark.parametrize(("day", "low", "told"), [("2026-03-31", "1326.00", 0), ("2026-04-01", "676.00", 1)])
def test_the_sum_of_the_month_is_not_certain_by_what_left_too_late(day: str, low: str, told: int) -> None:
    view = month_claim([with_tables_on(day)], "202604", DESK, DAY).view
    assert (view.claimed.low, view.claimed.high) == (D(low), D("1326.00"))
    found = [one for one in view.findings if one.code == "T28"]
    assert [one.variant for one in found] == ["shipment"] * told
    for one in found:
        assert one.places[0] == "2026-101:tax.claim_period"
        (text,) = DESK.render([one])
        assert text.zh.startswith("业务 2026-101：申报年月是 202604，有货物 202604 才出口")
