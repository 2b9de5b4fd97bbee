"""The import page: a file is read, columns are chosen, everything is shown, and only then taken."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.pages.goods.sheet_import import SheetImportPage
from exporter_desk.ui.theme import Appearance
from tests.ui.pages.company import Company

ROWS = [
    ["赣州某某家具有限公司"],
    ["品名", "数量", "单位", "单价", "颜色"],
    ["餐桌", 48, "件", 168, "原木"],
    ["餐椅", "19O", "件", 34.5, "白"],
]


def workbook(path: Path, rows: list[list[object]], name: str = "清单") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


@pytest.fixture
def page(company: Company) -> SheetImportPage:
    company.begin(Step.GOODS)
    goods = company.pages[Step.GOODS]
    assert isinstance(goods, GoodsPage)
    goods.tools.bring.click()
    found = company.window.page(places.IMPORT)
    assert isinstance(found, SheetImportPage)
    return found


def read(page: SheetImportPage, company: Company, path: Path) -> None:
    page.read(path)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def test_list_is_shown_first_and_taken_by_one_press(page: SheetImportPage, company: Company, tmp_path: Path) -> None:
    assert not page.take.isEnabled()
    read(page, company, workbook(tmp_path / "发货清单.xlsx", ROWS))
    assert page.mapping.fields() == {0: "name_zh", 1: "qty", 2: "unit", 3: "unit_price"}
    assert page.preview.rowCount() == 2
    assert page.problems.label.text().startswith("B4  ")
    assert company.session.case.goods == ()
    company.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    table, chair = company.session.case.goods
    assert (table.name_zh, table.qty, table.unit, chair.qty) == ("餐桌", Decimal(48), "011", None)
    assert company.window.place().key == places.STEPS[Step.GOODS]  # type: ignore[union-attr]  # some place it is
    company.session.undo()
    assert company.session.case.goods == ()


def test_column_is_chosen_by_hand_and_remembered(page: SheetImportPage, company: Company, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    read(page, company, path)
    box = page.mapping.boxes[4]
    box.set_value("material")
    box.activated.emit(box.currentIndex())
    page.take.click()
    assert company.session.case.goods[0].material == "原木"
    company.window.navigate(places.IMPORT, company.session.case_id)
    read(page, company, path)
    assert page.mapping.fields()[4] == "material"


def test_field_is_filled_by_one_column_only(page: SheetImportPage, company: Company, tmp_path: Path) -> None:
    read(page, company, workbook(tmp_path / "a.xlsx", ROWS))
    box = page.mapping.boxes[4]
    box.set_value("name_zh")
    box.activated.emit(box.currentIndex())
    assert page.mapping.fields() == {1: "qty", 2: "unit", 3: "unit_price", 4: "name_zh"}


def test_other_titles_and_the_other_kind(page: SheetImportPage, company: Company, tmp_path: Path) -> None:
    rows: list[list[object]] = [["箱号", "品名", "每箱数量"], ["1-3", "餐桌", 2], ["品名", "数量", "x"], ["桌", 3, ""]]
    company.session.add_rows("goods", [{"name_zh": "餐桌", "qty": "6"}])
    read(page, company, workbook(tmp_path / "a.xlsx", rows))
    assert page.kind.selected() == 1
    page.take.click()
    assert company.session.case.packages[0].contents == {"g1": Decimal(2)}
    company.window.navigate(places.IMPORT, company.session.case_id)
    read(page, company, tmp_path / "a.xlsx")
    page.header.set_value(2)
    page.header.activated.emit(page.header.currentIndex())
    page.kind.chosen.emit(0)
    assert page.mapping.fields() == {0: "name_zh", 1: "qty"}


def test_file_that_is_no_table_is_told_and_nothing_happens(
    page: SheetImportPage, company: Company, tmp_path: Path
) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    read(page, company, path)
    assert "照片.xlsx" in company.window.banner.text.text()
    assert not page.take.isEnabled()
    assert page.file_name.text() == ""


def test_reading_that_takes_too_long_is_given_up(page: SheetImportPage, company: Company, tmp_path: Path) -> None:
    page.read(workbook(tmp_path / "a.xlsx", ROWS))
    page._limit.timeout.emit()  # as if 20 seconds had passed
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    assert "20 秒" in company.window.banner.text.text()
    assert page.mapping.boxes == {}


def test_spreadsheet_is_dropped_onto_the_goods(company: Company, tmp_path: Path) -> None:
    company.begin(Step.GOODS)
    goods, data = company.pages[Step.GOODS], QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(workbook(tmp_path / "清单.xlsx", ROWS)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(goods, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(goods, QDropEvent(QPointF(50, 50), copy, data, left, none))
    found = company.window.page(places.IMPORT)
    assert isinstance(found, SheetImportPage)
    company.bot.waitUntil(lambda: found.preview.rowCount() == 2, timeout=20_000)


def test_photo_is_not_dropped_onto_the_goods(company: Company, tmp_path: Path) -> None:
    company.begin(Step.GOODS)
    goods, data = company.pages[Step.GOODS], QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    enter = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    QApplication.sendEvent(goods, enter)
    assert not enter.isAccepted()


@pytest.mark.parametrize(("size", "scale"), [((1024, 560), 1.0), ((1366, 768), 1.0), ((1920, 1080), 2.0)])
def test_everything_is_inside_the_window(
    page: SheetImportPage, company: Company, appearance: Appearance, tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    appearance.set_scale(scale)
    company.window.resize(*size)
    wide: list[list[object]] = [
        [f"列{n}" for n in range(14)],
        *([f"{row}-{n}" for n in range(14)] for row in range(30)),
    ]
    wide[0][:3] = ["品名", "数量", "单价"]
    read(page, company, workbook(tmp_path / "a.xlsx", wide))
    QApplication.processEvents()
    corner = page.take.mapTo(company.window, page.take.rect().bottomRight())
    assert corner.x() < size[0]
    assert corner.y() < size[1]
