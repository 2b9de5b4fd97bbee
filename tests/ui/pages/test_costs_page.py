"""Warehouse costs: the sample's figures, what is left out, an estimate begun on the page, routes that need none."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtWidgets import QWidget

from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.estimates.headline import headlines
from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.costs import cost_work
from exporter_desk.ui.pages.costs.costs import ANSWERS, COMPARE, INPUTS, CostsPage
from exporter_desk.ui.widgets import CELL_ROLE, ComboBox, LineEdit
from tests.ui.pages.company import Company


def costs_page(company: Company, sample: str) -> CostsPage:
    company.open(sample, Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    return page


def studied(company: Company, page: CostsPage) -> None:
    """Wait until the answers behind the window have arrived."""
    company.bot.waitUntil(lambda: page.answers.is_current() and page.answers.studied is not None, timeout=20_000)


def computed(company: Company, page: CostsPage) -> None:
    """Wait until the figures are those of what was typed last."""
    company.bot.waitUntil(lambda: page.work.is_ready() and not page.work.is_working(), timeout=20_000)


def test_lines_end_in_the_sum_of_what_stands_above(company: Company) -> None:
    page = costs_page(company, "furniture")
    lines, sums = page.result.model, page.result.sums
    likely = [lines.index(row, 3).data(CELL_ROLE).text for row in range(lines.rowCount())]
    total = sums.index(0, 3).data(CELL_ROLE).text
    assert sum(map(_cents, likely)) == _cents(total)
    assert page.headline.boxes["total"].range.text() == total
    assert page.headline.boxes["total"].chip.text() == "估算"


def _cents(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def test_what_is_left_out_is_in_view(company: Company) -> None:
    page = costs_page(company, "furniture")
    assert "平台广告费" in page.result.left_out_text.text()
    assert page.result.left_out_card.isVisible()
    assert page.result.open_card.isVisible()
    assert "估算" in page.result.open_text.text()


def test_unknown_price_of_the_goods_leaves_no_total(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.skus.0.cost", None)
    computed(company, page)
    assert page.headline.boxes["total"].range.text() == "现在还不能算"
    last = page.result.sums.index(0, 3).data(CELL_ROLE)
    assert (last.text, last.state) == ("不能算", "unknown")
    assert page.result.open_text.text()


def test_route_without_warehouse_needs_no_estimate(company: Company) -> None:
    page = costs_page(company, "apparel")
    assert page.empty.isVisible()
    assert page.empty.paragraph.text() == "货物不经过海外仓，不用估算。"
    assert not page.views.isVisible()
    assert not page.outputs.isVisible()
    page.empty.acted.emit(0)
    assert page.inputs.isVisible()
    assert not page.views.isVisible()
    page.inputs.drop.click()
    assert page.empty.isVisible()


def test_estimate_is_begun_with_a_card_and_a_few_inputs(company: Company) -> None:
    page = costs_page(company, "apparel")
    page.choose_view(INPUTS)
    page.inputs.card.setCurrentIndex(page.inputs.card.findData("DE-EXAMPLE-2026"))
    page.inputs.card.activated.emit(1)
    for name, text in {
        "lots.0.depart": "2026-12-12",
        "lots.0.arrive": "2027-01-20",
        "demand.sell_out_days": "90",
    }.items():
        page.inputs.editors[name].setText(text)
    page.inputs.editors["returns.rate"].setText("5")
    assert set(page.inputs.rates) == {"EUR", "USD"}
    page.inputs.rates["EUR"].editor.setProperty("text", "8.25")
    page.inputs.run.click()
    computed(company, page)
    estimate = company.session.case.estimate
    assert estimate["cards"] == ["DE-EXAMPLE-2026"]
    assert estimate["lots"] == [{"depart": "2026-12-12", "arrive": "2027-01-20"}]
    assert estimate["demand"] == {"sell_out_days": 90}
    assert estimate["returns"] == {"rate": "0.05"}
    assert estimate["fx"] == {"EUR": "8.25"}
    assert page.result.isVisible()
    assert page.result.model.rowCount() > 1
    assert "EUR" not in page.headline.boxes["total"].range.text()


def test_unreadable_input_writes_nothing_and_says_why(company: Company) -> None:
    page = costs_page(company, "apparel")
    page.choose_view(INPUTS)
    page.inputs.editors["lots.0.arrive"].setText("明年")
    page.inputs.run.click()
    assert not company.session.case.estimate
    assert page.inputs.fields["lots.0.arrive"].message() == "请填日期，例如 2026-12-18。"


def test_chart_has_its_figures_in_words(company: Company) -> None:
    page = costs_page(company, "furniture")
    assert page.result.chart_card.isVisible()
    assert "27,335" in page.result.chart.accessibleDescription()


def test_chart_speaks_the_language_of_the_window(company: Company, language: Language) -> None:
    company.open("furniture", Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    assert "费用" in page.result.chart.accessibleDescription()
    language.set("en")
    company.settle(Step.COSTS)
    told = page.result.chart.accessibleDescription()
    assert "27,335" in told
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in told)


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_the_total_is_always_in_sight(company: Company, size: tuple[int, int]) -> None:
    page = costs_page(company, "furniture")
    company.window.resize(*size)
    studied(company, page)
    result = page.result
    for part in (
        *page.headline.boxes.values(),
        result.lines,
        result.total_line,
        result.left_out_card,
        result.open_card,
    ):
        company.bot.waitUntil(lambda part=part: part.isVisible() and _bottom(company, part) < size[1], timeout=5_000)


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_every_estimate_is_called_one(company: Company, size: tuple[int, int]) -> None:
    """Slanted digits alone do not say it: the word stands with each figure above, and in each line that is one."""
    page = costs_page(company, "furniture")
    company.window.resize(*size)
    studied(company, page)
    for key in ("per_unit", "total", "profit", "peak"):
        chip = page.headline.boxes[key].chip
        assert (chip.isVisible(), chip.text()) == (True, "估算"), key
    assert not page.headline.boxes["months"].chip.isVisible()
    lines = page.result.model
    for row in range(lines.rowCount()):
        likely, source = (lines.index(row, column).data(CELL_ROLE) for column in (3, 5))
        assert source.chip == ("估算" if likely.state == "estimated" else "")


def test_a_low_window_says_how_much_more_could_move_the_total(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.window.resize(1024, 560)
    studied(company, page)
    result = page.result
    company.bot.waitUntil(lambda: len(result.movers.lines()) == 2, timeout=5_000)
    assert (result.more.isVisible(), result.more.text()) == (True, "还有 2 项")
    result.more.click()
    assert (len(result.movers.lines()), result.more.text()) == (4, "少显示")
    company.window.resize(1366, 768)
    company.bot.waitUntil(lambda: not result.more.isVisible(), timeout=5_000)
    assert len(result.movers.lines()) == 4


def _bottom(company: Company, part: QWidget) -> int:
    return part.mapTo(company.window, part.rect().bottomLeft()).y()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_lines_are_not_cut_at_the_right(company: Company, size: tuple[int, int]) -> None:
    page = costs_page(company, "furniture")
    company.window.resize(*size)
    assert page.result.lines.mapTo(company.window, page.result.lines.rect().bottomRight()).x() < size[0]


def test_what_moves_the_total_is_named_with_its_amount(company: Company) -> None:
    """The goods cost 153,312.00 without VAT after the refund; 10 % of what is paid less refund moves the total most."""
    page = costs_page(company, "furniture")
    studied(company, page)
    movers = page.result.movers.lines()
    assert len(movers) == 4
    assert movers[0][0].startswith("货物 −10 % … +10 %")
    amounts = [_cents(amount.removeprefix("± ")) for _, amount in movers]
    assert amounts == sorted(amounts, reverse=True)


def test_a_card_is_chosen_with_its_source_and_days(company: Company) -> None:
    page = costs_page(company, "furniture")
    page.card.choice.setCurrentIndex(page.card.choice.findData("DE-EXAMPLE-2026"))
    page.card.choice.activated.emit(1)
    computed(company, page)
    assert company.session.case.estimate["cards"] == ["DE-EXAMPLE-2026"]
    assert page.card.chip.text() == "示例"
    assert "有效至 2026-12-31" in page.card.valid.label.text()


def test_without_a_card_the_own_lines_are_typed_next(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.cards", ["DE-EXAMPLE-2026"])
    computed(company, page)
    page.card.choice.setCurrentIndex(0)
    page.card.choice.activated.emit(0)
    assert company.session.case.estimate["cards"] == []
    assert page.own_lines.isVisible()
    assert page.views.selected() == INPUTS


def test_what_is_being_computed_is_not_said_to_be_impossible(company: Company) -> None:
    page = costs_page(company, "furniture")
    estimate = page.analysis.estimate
    assert estimate is not None
    page.headline.show_figures(headlines(estimate, None, company.session.desk.cost_texts))
    for key in ("peak", "months"):
        box = page.headline.boxes[key]
        assert (box.range.text(), box.likely_word.text()) == ("正在算", "")


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_a_low_window_shows_fields_and_the_first_group(company: Company, language: Language, spoken: str) -> None:
    language.set(spoken)
    company.window.resize(1024, 560)
    page = costs_page(company, "furniture")
    page.choose_view(INPUTS)
    first = next(iter(page.inputs.groups.heads.values())).button
    company.bot.waitUntil(
        lambda: (
            page.inputs.page.viewport()
            .rect()
            .contains(first.mapTo(page.inputs.page.viewport(), first.rect().bottomLeft()))
        ),
        timeout=20_000,
    )


def test_several_cards_are_not_replaced_unasked(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.cards", ["DE-EXAMPLE-2026", "US-CN3PL-2024"])
    computed(company, page)
    assert page.card.choice.currentText() == "2 张费用表"
    page.card.choice.activated.emit(page.card.choice.currentIndex())
    assert company.session.case.estimate["cards"] == ["DE-EXAMPLE-2026", "US-CN3PL-2024"]


def test_written_down_and_compared(company: Company) -> None:
    page = costs_page(company, "furniture")
    studied(company, page)
    before = page.result.sums.index(0, 3).data(CELL_ROLE).text
    page.outputs.write.click()
    assert page.views.selected() == ANSWERS
    company.session.set_value("estimate.lines.0.rate", "7000")
    page.choose_view(COMPARE)
    studied(company, page)
    rows = page.compare.figures_model
    total = [rows.index(0, column).data(CELL_ROLE).text for column in range(3)]
    assert total[2] == before
    assert _cents(total[1]) - _cents(before) > 0
    changes = page.compare.changes_model
    names = [changes.index(row, 0).data(CELL_ROLE).text for row in range(changes.rowCount())]
    assert "输入 · 第 1 项费用 · 单价" in names
    assert names[-2:] == ["全部费用", "利润"]


def test_nothing_was_written_down_yet(company: Company) -> None:
    page = costs_page(company, "furniture")
    page.choose_view(COMPARE)
    assert "还没有写入过测算" in page.compare.empty.text()
    assert not page.compare.figures.isVisible()


class Paper:
    """A printer that keeps no paper."""


def test_one_page_is_printed(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    page = costs_page(company, "furniture")
    studied(company, page)
    sheets: list[int] = []
    monkeypatch.setattr(page.outputs, "ask", lambda _parent, _title: Paper())
    monkeypatch.setattr(
        "exporter_desk.ui.pages.costs.cost_outputs.print_sheets",
        lambda _printer, pages, _picture, _progress: sheets.append(len(pages)) or len(pages),
    )
    page.outputs.print.click()
    company.bot.waitUntil(lambda: bool(sheets) and not company.window.tasks.running(), timeout=20_000)
    assert sheets == [1]
    assert "1" in company.window.banner.text.text()


def test_without_a_printer_it_is_said(company: Company) -> None:
    page = costs_page(company, "furniture")
    studied(company, page)
    page.outputs.print.click()
    assert "没有打印机" in company.window.banner.text.text()


def test_a_question_on_duty_is_answered_among_the_inputs(company: Company) -> None:
    page = costs_page(company, "furniture")
    value: JsonObject = {"amount": "10000", "currency": "USD"}
    duty: JsonObject = {"value": value, "hs": "9403609990", "destination": "US", "day": "2027-01-01"}
    company.session.set_value("estimate.duty", {**duty, "conditions": {"ocean": True}})
    computed(company, page)
    low, _, high = page.headline.boxes["total"].range.text().partition(" – ")
    assert _cents(low) < _cents(high)
    assert page.headline.boxes["total"].likely_word.text() == "取决于没有回答的问题"
    assert page.headline.boxes["total"].likely_word.isVisible()
    assert "还不知道货物是哪一种" in page.result.open_text.text()
    page.choose_view(INPUTS)
    assert set(page.inputs.questions) == {"ocean", "kitchen_cabinet"}
    field = page.inputs.questions["kitchen_cabinet"]
    assert field.label.text() == "成品橱柜或浴室柜"
    field.editor.setProperty("currentIndex", 2)
    page.inputs.run.click()
    assert company.session.case.estimate["duty"] == {**duty, "conditions": {"ocean": True, "kitchen_cabinet": False}}
    computed(company, page)
    assert round(_cents(page.headline.boxes["total"].range.text()) / 100) == _cents(low)


def test_the_answer_stands_above_the_lines(company: Company) -> None:
    page = costs_page(company, "furniture")
    studied(company, page)
    shown = {key: (box.range.text(), box.likely_word.text()) for key, box in page.headline.boxes.items()}
    assert shown["profit"] == ("179,441.49", "利润率 31.29 %")
    assert shown["peak"] == ("290,509.99", "2027-05-01 回本；不含退税 19,930.56")
    assert page.headline.boxes["peak"].toolTip() == "不含退税 19,930.56，到账日还不知道"
    assert shown["months"] == ("3.9", "2027-05-27 卖完")


def test_a_figure_that_is_not_known_says_why(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.price", None)
    computed(company, page)
    box = page.headline.boxes["profit"]
    assert (box.range.text(), box.likely_word.text()) == ("现在还不能算", "还没有售价")


def test_figures_of_before_cannot_leave_the_page(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    page = costs_page(company, "furniture")
    studied(company, page)
    before = page.headline.boxes["total"].range.text()
    gate, compute = Event(), cost_work._computed
    monkeypatch.setattr(cost_work, "_computed", lambda *given: (gate.wait(20), compute(*given))[1])
    company.session.set_value("estimate.lines.0.rate", "7000")
    company.bot.waitUntil(page.waiting.isVisible, timeout=5_000)
    assert page.headline.boxes["total"].range.text() == before
    assert not page.outputs.print.isEnabled()
    page.waiting.stop.click()
    assert page.waiting.words.label.text() == "已停下。现在看到的数不是按刚填的算的。"
    gate.set()
    page.waiting.again.click()
    company.bot.waitUntil(lambda: page.headline.boxes["total"].range.text() != before, timeout=20_000)
    studied(company, page)
    assert not page.waiting.isVisible()
    assert page.outputs.print.isEnabled()


def test_inputs_of_one_shipment_are_not_those_of_another(company: Company) -> None:
    page = costs_page(company, "furniture")
    page.choose_view(INPUTS)
    page.inputs.editors["capital_pct"].setModified(True)
    page = costs_page(company, "apparel")
    page.choose_view(INPUTS)
    assert page.inputs.editors["capital_pct"].text() == ""
    assert [field.editor.property("text") for field in page.inputs.rates.values() if field.isVisible()] == [""]


def test_condition_of_a_charge_is_asked_for_and_taken(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.cards", ["US-CN3PL-2024"])
    computed(company, page)
    page.choose_view(INPUTS)
    field = page.inputs.asked.fields["facts.loading"]
    assert field.isVisible()
    editor = field.editor
    assert isinstance(editor, ComboBox)
    assert [editor.itemText(at) for at in range(editor.count())] == ["", "散装（地板货）", "托盘", "散箱"]
    editor.setEditText("散装（地板货）")
    company.session.set_value("estimate.capital_pct", "7")
    computed(company, page)
    assert editor.currentText() == "散装（地板货）"
    page.inputs.submit()
    computed(company, page)
    assert company.session.case.estimate["facts"] == {"loading": "floor"}
    estimate = page.analysis.estimate
    assert estimate is not None
    assert not any("estimate.facts.loading" in one.places for one in estimate.findings)


def test_antidumping_rate_is_asked_for_and_a_word_refused(company: Company) -> None:
    page = costs_page(company, "furniture")
    duty: JsonObject = {"destination": "US", "hs": "9403509990", "value": {"amount": "33792", "currency": "USD"}}
    company.session.set_value("estimate.duty", duty)
    computed(company, page)
    page.choose_view(INPUTS)
    field = page.inputs.asked.fields["duty.antidumping_pct"]
    assert isinstance(field.editor, LineEdit)
    field.editor.setFocus()
    company.type("many")
    page.inputs.submit()
    assert field.message()
    field.editor.selectAll()
    company.type("38.5")
    page.inputs.submit()
    computed(company, page)
    kept = company.session.case.estimate["duty"]
    assert isinstance(kept, dict)
    assert kept["antidumping_pct"] == "38.5"


def test_layer_before_a_court_can_be_left_out_and_taken_in_again(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.duty.without", ["us_x"])
    computed(company, page)
    page.choose_view(INPUTS)
    box = page.inputs.asked.fields["duty.without.us_x"].editor
    assert isinstance(box, ComboBox)
    assert box.currentData() is True
    box.set_value(False)
    page.inputs.submit()
    computed(company, page)
    kept = company.session.case.estimate["duty"]
    assert isinstance(kept, dict)
    assert not kept.get("without")


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_card_without_an_end_says_its_age_and_keeps_to_the_page(
    company: Company, language: Language, spoken: str
) -> None:
    language.set(spoken)
    company.window.resize(1024, 560)
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.cards", ["US-CN3PL-2024"])
    computed(company, page)
    assert "2024-10-09" in page.card.valid.label.text()
    assert "800" in page.card.choice.toolTip()
    assert page.head.minimumSizeHint().width() <= page.head.width()
    assert page.card.geometry().right() <= page.head.width()
