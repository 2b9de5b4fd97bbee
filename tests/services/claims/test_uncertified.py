"""An export through an agent whose certificate has no number yet: an estimate, in its file and in the month alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.refund.explain import to_json
from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()
OPEN = ("tax.declarations.d1.agent_certificate",)


def through(channel: str, certificate: str | None) -> Case:
    data = {"id": "d1", "number": "400420260000123456", "export_date": "2026-03-12", "lines": ["g1", "g2"]}
    return claim_cases.trader(
        channel=channel, declarations=[data | ({"agent_certificate": certificate} if certificate else {})]
    )


@pytest.mark.parametrize(
    ("channel", "certificate", "asked"), [("agent", None, True), ("agent", "123456", False), ("own", None, False)]
)
def test_the_month_and_the_file_both_wait_for_the_certificate(
    channel: str, certificate: str | None, asked: bool
) -> None:
    claim = month_claim([through(channel, certificate)], "202604", DESK, DAY)
    (shipment,) = claim.view.shipments
    money = shipment.outlook.money
    # 5,200 + 5,000 at 13 %
    assert (money.value, money.estimated) == (D("1326.00"), asked)
    quantities = to_json(shipment.member.result, DESK.refund_book, DESK.texts)["quantities"]
    assert isinstance(quantities, list)
    marks = [one["estimated"] for one in quantities if isinstance(one, dict) and one["symbol"] == "REFUND"]
    assert marks == [asked]
    assert {row["certificate"].missing for row in claim.sheets.exports} == {OPEN if asked else ()}
    statuses = {one.id: one.status for one in claim_files(claim.sheets, "202604", DAY)}
    assert (statuses["trader_exports"] == "draft") is asked
    told = [one for one in DESK.render(claim.view.findings) if "代理出口货物证明" in one.zh]
    assert [one.zh.startswith("业务 2026-101：委托代理出口") for one in told] == [True] * asked
