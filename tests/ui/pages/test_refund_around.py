"""The refund file in the window beside the other shipments: looked at behind it, told while they are not known."""

from __future__ import annotations

from threading import Event

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.case_service import CaseService
from exporter_desk.services.claims.company_look import CompanyLook
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.pages.refund.refund import FIGURES, RefundPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.services.claims.test_carried import NOTHING, shipment
from tests.ui.pages.company import Company

APRIL = shipment("2026-201", "202604", NOTHING, back=True)
MAY = shipment("2026-202", "202605", {**NOTHING, "previous_credit": "2068.00"})
TWIN = shipment("2026-203", "202605", {**NOTHING, "previous_credit": "2068.00"})


def opened(company: Company, *cases: Case) -> RefundPage:
    """The refund file of the last of these shipments."""
    for case in cases:
        last = company.session.cases.import_case(case)
    company.window.navigate(places.STEPS[Step.REFUND], last.id)
    page = company.pages[Step.REFUND]
    assert isinstance(page, RefundPage)
    return page


def refund(page: RefundPage) -> tuple[str, str]:
    """Name and amount of the first figure, the refund."""
    model = page.models[FIGURES]
    name, amount = (str(model.index(0, at).data(CELL_ROLE).text) for at in range(2)) if model.rowCount() else ("", "")
    return name, amount


def settled(company: Company, page: RefundPage) -> None:
    company.bot.waitUntil(lambda: page.is_concluded() and not page.is_waiting(), timeout=20_000)


def test_the_page_says_what_the_month_and_the_command_say(company: Company) -> None:
    # April leaves MDT -1,278.00, which May's return does not bring in: 0.00 to 1,278.00
    page = opened(company, APRIL, MAY)
    settled(company, page)
    assert refund(page)[1] == "0.00 – 1,278.00"
    assert not page.around.isVisibleTo(page)
    assert "T102" in [one.code for one in page.analysis.findings]


def test_until_the_others_are_looked_at_the_refund_is_to_be_confirmed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, look = Event(), CompanyLook.look
    monkeypatch.setattr(CompanyLook, "look", lambda *given: (go_on.wait(20), look(*given))[1])
    page = opened(company, APRIL, MAY)
    company.bot.waitUntil(lambda: page.around.isVisibleTo(page), timeout=20_000)
    assert refund(page) == ("应退税额（待确认）", "1,278.00")
    assert page.around.text.text().startswith("正在看本公司的其他业务")
    assert not page.sheets.isEnabled()
    assert not page.is_concluded()
    packet = company.pages[Step.PACKET]
    assert isinstance(packet, PacketPage)
    assert not packet.is_ready()
    go_on.set()
    settled(company, page)
    assert refund(page) == ("应退税额", "0.00 – 1,278.00")
    assert page.sheets.isEnabled()


def test_several_shipments_of_a_month_are_one_claim(company: Company) -> None:
    # one: LD 2,000 - 568 + 2,068 - 500 = 3,000, MDT 1,278.00; both: LD 2,432.00, MDT 2,556.00
    page = opened(company, MAY, TWIN)
    settled(company, page)
    assert page.around.text.text().startswith("2026-05 整月 2 票合并申报，应退税额（元）：2,432.00")
    asked: list[str] = []
    page.go.connect(lambda place, _case: asked.append(place))
    page.around.verb.click()
    assert asked == [places.REFUNDS]


def test_others_that_cannot_be_read_leave_it_to_be_confirmed_until_they_can(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise UserFacingError("S27", "读不出来。", "It cannot be read.")

    with monkeypatch.context() as broken:
        broken.setattr(CompanyLook, "look", refused)
        page = opened(company, APRIL, MAY)
        settled(company, page)
    assert refund(page) == ("应退税额（待确认）", "1,278.00")
    assert page.around.text.text().endswith("读不出来。")
    page.around.verb.click()
    settled(company, page)
    assert refund(page) == ("应退税额", "0.00 – 1,278.00")


def test_typing_what_changes_no_claim_looks_at_nobody_again(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(company, APRIL, MAY)
    settled(company, page)
    monkeypatch.setattr(CompanyLook, "look", lambda *_: pytest.fail("looked again"))
    company.session.type_text("tax.vat.carried_mdt", "-1278")
    assert not page.looks_around()
    settled(company, page)
    assert refund(page) == ("应退税额", "0.00")


def test_a_bug_in_the_look_is_not_called_looking(company: Company) -> None:
    page = opened(company, APRIL, MAY)
    settled(company, page)
    around = company.session.around
    around.forget()
    company.session.look_again(lambda: around.give_up(around.hangs_on(page.case), None))
    assert page.around.text.text() == "没能读到其他业务，应退税额待确认。"
    assert page.around.verb.text()
    page.around.verb.click()
    settled(company, page)
    assert refund(page)[1] == "0.00 – 1,278.00"


def test_a_shipment_deleted_or_restored_meanwhile_counts_for_the_open_one(company: Company) -> None:
    page = opened(company, TWIN, MAY)
    settled(company, page)
    twin = page.analysis.found.beside.month[0].case.id
    assert twin
    company.session.delete_case(twin)
    settled(company, page)
    assert not page.around.isVisibleTo(page)
    company.session.restore_case(twin)
    settled(company, page)
    assert page.around.text.text().startswith("2026-05 整月 2 票")
    around = company.session.around
    late = around.hangs_on(page.case)
    around.forget()
    around.take(late, page.analysis.found.beside)
    assert around.is_open(page.case)


def test_a_shipment_that_cannot_be_read_is_not_taken_for_one_that_claims_nothing(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_cases: CaseService, _case_id: str) -> Case:
        raise UserFacingError("S27", "读不出来。", "It cannot be read.")

    with monkeypatch.context() as broken:
        broken.setattr(CaseService, "peek", refused)
        page = opened(company, TWIN, MAY)
        settled(company, page)
    assert page.around.text.text().endswith("读不出来。")
    page.around.verb.click()
    settled(company, page)
    assert page.around.text.text().startswith("2026-05 整月 2 票")
