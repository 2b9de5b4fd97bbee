"""Import sheets: a broker's workbook is read, what was not recognised is named, and the packet holds it filled."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from exporter_desk.services.papers.sheet_templates import templates_folder
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.pages.papers.templates import TemplatesPage
from tests.ui.pages.company import Company

TITLES = ("序号", "HS编码", "品名", "数量", "单位", "单价", "金额", "流水", "币制")


def sheet_of_a_broker(path: Path, titles: tuple[str, ...] = TITLES) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "录入"
    sheet["A2"] = "合同号："
    for at, title in enumerate(titles, 1):
        sheet.cell(4, at, title)
    sheet.cell(5, 1, "样例")
    book.save(path)
    return path


@pytest.fixture
def page(company: Company) -> TemplatesPage:
    company.open("furniture", Step.PACKET)
    packet = company.pages[Step.PACKET]
    assert isinstance(packet, PacketPage)
    packet.sheets.click()
    found = company.window.page(places.TEMPLATES)
    assert isinstance(found, TemplatesPage)
    return found


@pytest.fixture(autouse=True)
def desk_as_it_was(company: Company) -> object:
    """The desk of these tests is one for all."""
    yield
    company.session.desk.forget_templates()


def read(page: TemplatesPage, company: Company, path: Path) -> None:
    page.read(path)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def choose(page: TemplatesPage, place: str, value: str) -> None:
    """Open the list of a place and take an entry, as keys do."""
    box = page.mapping.boxes[place]
    assert box.set_value(value)
    box.activated.emit(box.currentIndex())


def shown(page: TemplatesPage) -> list[tuple[str, ...]]:
    rows, columns = page.rows.rowCount(), page.rows.columnCount()
    return [tuple(str(page.rows.index(row, at).data()) for at in range(columns)) for row in range(rows)]


def test_what_was_recognised_is_shown_and_what_was_not_is_marked(
    page: TemplatesPage, company: Company, tmp_path: Path
) -> None:
    assert not page.take.isEnabled()
    read(page, company, sheet_of_a_broker(tmp_path / "甲行录入表.xlsx"))
    fields = page.mapping.fields()
    assert fields["B2"] == "head.contract"
    assert (fields["B"], fields["C"], fields["D"]) == ("line.hs", "line.name_zh", "line.qty")
    assert set(page.mapping.boxes) - set(fields) == {"H"}
    assert page.mapping.boxes["H"].accessibleName() == "H 流水"
    assert "line.hs" not in {page.mapping.boxes["B2"].itemData(at) for at in range(page.mapping.boxes["B2"].count())}
    assert page.places_title.count.text() == "共 10 处，填 9 处"
    assert page.told.text().startswith("标题行下面原有 1 格内容")


def test_a_sheet_is_kept_by_name_and_the_packet_holds_it_filled(
    page: TemplatesPage, company: Company, tmp_path: Path
) -> None:
    read(page, company, sheet_of_a_broker(tmp_path / "甲行录入表.xlsx"))
    choose(page, "H", "head.mode")
    title = page._title()
    title.setFocus()
    title.selectAll()
    company.type("JIA")
    company.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [row[:3] for row in shown(page)] == [("JIA", "每一票", "录入 · 5")]
    assert not page.take.isEnabled()
    page.leave.click()
    company.settle(Step.PACKET)
    made = [one for one in company.session.analysis().imports.files if one.id == "template_jia"]
    rows = openpyxl.load_workbook(io.BytesIO(made[0].data))["录入"]
    assert rows["B2"].value == company.session.case.terms.contract_no
    assert [rows.cell(5 + at, 2).value for at in range(len(company.session.case.goods))] == [
        line.hs for line in company.session.case.goods
    ]


def test_the_same_name_again_takes_the_place_of_the_first(
    page: TemplatesPage, company: Company, tmp_path: Path
) -> None:
    for titles in (TITLES, TITLES[:6]):
        read(page, company, sheet_of_a_broker(tmp_path / "甲行.xlsx", titles))
        page.take.click()
    assert [row[0] for row in shown(page)] == ["甲行"]
    assert [row[3] for row in shown(page)] == ["7"]  # one cell, six columns
    assert len(list(templates_folder().iterdir())) == 1


def test_a_sheet_is_removed_and_put_back(page: TemplatesPage, company: Company, tmp_path: Path) -> None:
    read(page, company, sheet_of_a_broker(tmp_path / "甲行.xlsx"))
    page.take.click()
    before = shown(page)
    page.remove.click()
    assert shown(page) == []
    assert page.none.isVisibleTo(page)
    company.window.banner.verb.click()
    assert shown(page) == before


def test_a_sheet_without_known_titles_is_refused_in_words(
    page: TemplatesPage, company: Company, tmp_path: Path
) -> None:
    read(page, company, sheet_of_a_broker(tmp_path / "b.xlsx", ("颜色", "款式", "备注")))
    assert "没有认出商品表的标题行" in company.window.banner.text.text()
    assert not page.take.isEnabled()
    assert not templates_folder().exists()


def test_a_spoilt_one_is_listed_and_can_be_removed(page: TemplatesPage, company: Company, tmp_path: Path) -> None:
    read(page, company, sheet_of_a_broker(tmp_path / "甲行.xlsx"))
    page.take.click()
    [kept] = templates_folder().iterdir()
    (kept / "template.toml").write_text("of = 7", encoding="utf-8")
    company.session.desk.forget_templates()
    page.show_case()
    assert [row[1] for row in shown(page)] == ["读不出来，没有用它"]
    page.remove.click()
    assert shown(page) == []


def test_it_can_be_for_the_broker_of_the_shipment_alone(page: TemplatesPage, company: Company, tmp_path: Path) -> None:
    broker = company.session.case.party("broker")
    assert broker is not None
    read(page, company, sheet_of_a_broker(tmp_path / "甲行.xlsx"))
    assert page._party().set_value(broker.name_zh)
    page.take.click()
    assert [row[1] for row in shown(page)] == [broker.name_zh]
