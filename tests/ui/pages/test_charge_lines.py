"""The plan's own charges typed in the window: worked example A line by line, wrong cells, steps, undo, removal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.workflow import Step
from exporter_desk.ui.forms.charge_lines import ChargeLines
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.costs.costs import INPUTS, CostsPage
from exporter_desk.ui.widgets import CELL_ROLE, LineEdit
from tests.costs.support import scenario_json
from tests.ui.pages.company import Company

# Worked example A as its charges read on the quotations: name, stage, basis, quantity, price, currency.
ORANGES = [
    ("冷藏拖车", "国内段", "柜", "", "9800", "CNY"),
    ("报关植检", "国内段", "票", "", "1450", "CNY"),
    ("码头费", "国内段", "每柜", "", "1130", "CNY"),
    ("海运费", "头程运输", "柜", "", "2100", "USD"),
    ("冷藏附加费", "头程运输", "柜", "", "260", "USD"),
    ("保险", "货运保险", "CIF 的 %", "", "0.20", "USD"),
    ("清关", "目的港与清关", "票", "", "1850", "MYR"),
    ("拖车", "拖车到仓", "柜", "", "900", "MYR"),
    ("托盘入库", "入库上架", "托", "", "12", "MYR"),
    ("冷库", "仓储", "托·天", "", "3.50", "MYR"),
    ("托盘出库", "出库操作", "托", "21", "12", "MYR"),
    ("销毁", "损耗", "件", "", "1.20", "MYR"),
    ("收款", "收款费用", "售价的 %", "", "1", "MYR"),
]


@pytest.fixture
def page(company: Company) -> CostsPage:
    """A new shipment whose plan has everything of example A but its charges."""
    company.begin(Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    plan: JsonObject = {key: value for key, value in scenario_json("oranges_my").items() if key != "lines"}
    with company.session.one_step("fill_in"):
        for key, value in plan.items():
            company.session.set_value(f"estimate.{key}", value)
    computed(company, page)
    page.choose_view(INPUTS)
    page.inputs.lines.click()
    return page


def computed(company: Company, page: CostsPage) -> None:
    company.bot.waitUntil(lambda: page.work.is_ready() and not page.work.is_working(), timeout=20_000)


def column(form: ChargeLines, key: str) -> int:
    return [one.key for one in form.model.columns].index(key)


def put(form: ChargeLines, row: int, **texts: str) -> None:
    form.model.fill([(row, column(form, key), text) for key, text in texts.items()])


def written(company: Company) -> list[JsonObject]:
    found = company.session.case.estimate.get("lines") or []
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, dict)]


def wait_for(company: Company, count: int) -> None:
    company.bot.waitUntil(lambda: len(written(company)) == count, timeout=20_000)


def editors(form: ChargeLines) -> list[LineEdit]:
    return [one for one in form.grid.view.viewport().findChildren(LineEdit) if one.isVisible()]


def type_line(company: Company, form: ChargeLines, texts: tuple[str, ...]) -> None:
    """Type one line with the keys of the keyboard, cell by cell."""
    row = form.model.rowCount() - 1
    for key, text in zip(("name", "stage", "basis", "quantity", "rate", "currency"), texts, strict=True):
        if text:
            form.grid.view.go_to(form.model.index(row, column(form, key)))
            form.grid.view.setFocus()
            form.grid.view.edit(form.grid.view.currentIndex())
            [editor] = editors(form)
            editor.setText(text)
            QTest.keyClick(editor, Qt.Key.Key_Return)
            company.bot.waitUntil(lambda: not editors(form), timeout=20_000)


def test_example_a_is_typed_line_by_line_and_gives_its_total(company: Company, page: CostsPage) -> None:
    form = page.own_lines
    assert form.isVisible()
    for number, line in enumerate(ORANGES):
        if number:
            form.add.click()
        type_line(company, form, line)
        wait_for(company, number + 1)
    computed(company, page)
    form.done.click()
    assert page.inputs.isVisible()
    total = page.analysis.estimate
    assert total is not None
    assert str(total.total.value) == "134207.72"
    assert page.headline.boxes["total"].range.text() == "134,207.72"


def test_words_of_a_closed_list_are_offered(page: CostsPage) -> None:
    form = page.own_lines
    form.grid.view.edit(form.model.index(0, column(form, "stage")))
    [editor] = editors(form)
    completer = editor.completer()
    assert completer is not None
    completer.setCompletionPrefix("运")
    shown = [completer.completionModel().index(n, 0).data() for n in range(completer.completionCount())]
    assert shown == ["头程运输", "货运保险"]


def test_a_wrong_cell_says_why_and_keeps_what_was_typed(company: Company, page: CostsPage) -> None:
    form = page.own_lines
    put(form, 0, name="海运费", stage="头程运输", basis="立方", rate="很贵")
    company.bot.waitUntil(form.state.isVisible, timeout=20_000)
    assert written(company) == []
    assert "立方" in form.told.text()
    cell = form.model.index(0, column(form, "rate")).data(CELL_ROLE)
    assert (cell.text, cell.state) == ("很贵", "wrong")
    assert "要填 0 或更大的数字" in cell.note
    put(form, 0, basis="立方米", rate="90")
    wait_for(company, 1)
    assert not form.state.isVisible() or "CNY" not in form.told.text()
    assert written(company)[0] == {
        "charge_id": "own_1", "stage": "headhaul", "basis": "cbm", "rate": "90", "currency": "CNY",
        "name_zh": "海运费", "name_en": "海运费",
    }  # fmt: skip


def test_free_days_and_steps_are_typed_as_rows_of_a_line(company: Company, page: CostsPage) -> None:
    """90 days of 10 pallets: 30 free, the others 1.20: the steps are those of the card editor."""
    form = page.own_lines
    put(form, 0, name="仓租", stage="仓储", basis="托·天", rate="1.20", currency="MYR")
    wait_for(company, 1)
    form.grid.view.go_to(form.model.index(0, 0))
    form.add_step.click()
    kinds = [row["kind"] for row in form.model.rows]
    assert kinds == ["charge", "tier", "tier", "detail"]
    assert "分档依据" in form.told.text()
    put(form, 1, to="30", rate="0")
    put(form, 2, rate="1.20")
    put(form, 3, rate="库龄")
    company.bot.waitUntil(lambda: "tiers" in written(company)[0], timeout=20_000)
    assert written(company)[0]["tiers"] == [{"to": "30", "rate": "0"}, {"rate": "1.20"}]
    assert written(company)[0]["tier_by"] == "age_days"
    assert "rate" not in written(company)[0]


def test_a_line_is_taken_away_and_brought_back_by_undo(company: Company, page: CostsPage) -> None:
    form = page.own_lines
    put(form, 0, name="报关", stage="国内段", basis="票", rate="450")
    wait_for(company, 1)
    form.add.click()
    put(form, 1, name="提货", stage="国内段", basis="票", rate="300")
    wait_for(company, 2)
    form.grid.view.go_to(form.model.index(0, 0))
    form.remove.click()
    wait_for(company, 1)
    assert written(company)[0]["name_zh"] == "提货"
    page.undo()
    assert [one["name_zh"] for one in written(company)] == ["报关", "提货"]
    assert [row["name"] for row in form.model.rows] == ["报关", "提货"]


def test_what_is_not_complete_stays_typed_but_never_for_another_shipment(company: Company, page: CostsPage) -> None:
    form = page.own_lines
    put(form, 0, name="半行", stage="国内段")
    page.type_lines(typing=False)
    page.type_lines(typing=True)
    assert form.model.rows[0]["name"] == "半行"
    company.open("furniture", Step.COSTS)
    assert "半行" not in {row["name"] for row in form.model.rows}


def test_rows_follow_the_language_of_the_window(company: Company, page: CostsPage, language: Language) -> None:
    form = page.own_lines
    put(form, 0, name="报关", stage="国内段", basis="票", rate="450")
    wait_for(company, 1)
    language.set("en")
    company.bot.waitUntil(lambda: form.model.rows[0]["stage"] == "Domestic leg", timeout=20_000)
    assert form.model.rows[0]["basis"] == "shipment"
    assert form.model.rows[0]["name"] == "报关"
    assert len(written(company)) == 1


def test_the_keyboard_leaves_the_lines(company: Company, page: CostsPage) -> None:
    form = page.own_lines
    form.grid.view.setFocus()
    form.grid.view.go_to(form.model.index(0, 1))
    company.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is form.add
    assert "Ctrl+Tab 离开表格" in form.keys.text()
