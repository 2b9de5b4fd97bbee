"""What stands on a scan is typed beside its pages, compared, marked where it differs, and found again by a jump."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.domain.attachment import Attachment
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at
from exporter_desk.ui.pages.papers.attachments import AttachmentsPage
from exporter_desk.ui.widgets import LineEdit
from tests.ui.pages.company import Company

LADING = Attachment(id="a1", paper="transport", name="提单.pdf", pages=1)
AGENCY = Attachment(id="a2", paper="agency", name="委托.pdf", pages=1)


@pytest.fixture
def page(company: Company) -> AttachmentsPage:
    company.open("furniture", Step.PACKET)
    session = company.session
    session.take_change(replace(session.case, attachments=(LADING, AGENCY)), "attach", file="提单.pdf")
    return shown(company)


def shown(company: Company) -> AttachmentsPage:
    company.window.navigate(places.ATTACHMENTS, company.session.case_id)
    found = company.window.page(places.ATTACHMENTS)
    assert isinstance(found, AttachmentsPage)
    return found


def type_into(page: AttachmentsPage, name: str, text: str) -> LineEdit:
    field = page.figures.field_at(f"attachments.a1.stated_{name}")
    assert field is not None
    assert isinstance(field.editor, LineEdit)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, text)
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    return field.editor


def test_a_figure_that_differs_is_marked_at_its_field(page: AttachmentsPage, company: Company) -> None:
    page.figures.open.click()
    type_into(page, "packages", "3")
    assert company.session.case.attachments[0].stated_packages == Decimal(3)
    field = page.figures.field_at("attachments.a1.stated_packages")
    assert field is not None
    company.bot.waitUntil(lambda: "提单.pdf" in field.message(), timeout=20_000)
    told = {finding.code for finding in company.session.analysis().own_findings}
    assert "X77" in told


def test_only_papers_that_are_compared_have_fields(page: AttachmentsPage) -> None:
    assert not page.figures.isHidden()
    assert [field.path.rpartition(".")[2] for field in page.figures.fields] == [
        "stated_number", "stated_packages", "stated_gross_kg",
    ]  # fmt: skip
    page.list.select(1)
    assert page.figures.isHidden()


def test_a_jump_opens_the_fields_and_puts_the_cursor_there(page: AttachmentsPage, company: Company) -> None:
    assert page.figures.flow_box.isHidden()
    company.window.navigate("home")
    aim_at("attachments.a1.stated_gross_kg")
    again = shown(company)
    field = again.figures.field_at("attachments.a1.stated_gross_kg")
    assert field is not None
    assert not again.figures.flow_box.isHidden()
    assert field.editor.hasFocus()


def test_what_was_typed_is_open_when_one_comes_back(page: AttachmentsPage, company: Company) -> None:
    page.figures.open.click()
    type_into(page, "number", "BL-1")
    page.list.select(1)
    page.list.select(0)
    assert not page.figures.flow_box.isHidden()
    company.session.undo()
    assert company.session.case.attachments[0].stated_number is None


def test_the_field_that_a_finding_leads_to_is_marked(page: AttachmentsPage, company: Company) -> None:
    session = company.session
    second = replace(LADING, id="a3", name="第二份.pdf", stated_packages=Decimal(3))
    session.take_change(replace(session.case, attachments=(LADING, AGENCY, second)), "attach", file="第二份.pdf")
    company.bot.waitUntil(lambda: page.is_concluded() and not page.is_waiting(), timeout=20_000)
    page.list.select(2)
    field = page.figures.field_at("attachments.a3.stated_packages")
    assert field is not None
    assert "第二份.pdf" in field.message()
