"""Does it pay: figures, charts, simulated risks that can be stopped and never block the window, and the files."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from time import thread_time

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer

from exporter_desk.domain.chart import TornadoChart
from exporter_desk.services.estimates.study import Draws
from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.costs.cost_answers import FULL, PAGE, SHEET, CostAnswers
from exporter_desk.ui.pages.costs.costs import ANSWERS, CHART, LINES, CostsPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.ui.pages.company import Company

PATIENCE = 30_000


@pytest.fixture
def answers(company: Company) -> CostAnswers:
    company.open("furniture", Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    page.choose_view(ANSWERS)
    company.bot.waitUntil(lambda: page.answers.studied is not None, timeout=PATIENCE)
    return page.answers


def shown(answers: CostAnswers) -> dict[str, str]:
    model = answers.model
    return {
        model.index(row, 0).data(CELL_ROLE).text: model.index(row, 1).data(CELL_ROLE).text
        for row in range(model.rowCount())
    }


def test_figures_agree_with_the_estimate(answers: CostAnswers) -> None:
    assert answers.studied is not None
    total = answers.studied.study.estimate.total.value
    assert total is not None
    assert shown(answers)["全部费用"] == f"{total:,.2f}"
    assert answers.pictures["cash"].chart is not None
    assert "亏损的可能 %" not in shown(answers)


def test_figures_that_rest_on_estimates_are_called_estimates(answers: CostAnswers) -> None:
    """What the estimated charges go into is one; how long the stock lasts comes from typed sales and is none."""
    model = answers.model
    cells = {
        model.index(row, 0).data(CELL_ROLE).text: model.index(row, 1).data(CELL_ROLE) for row in range(model.rowCount())
    }
    for name in ("利润", "利润率 %", "全部费用", "每卖一件的全部费用", "最多垫多少钱", "哪天回本"):
        assert (cells[name].state, cells[name].chip) == ("estimated", "估算"), name
    for name in ("几个月卖完", "卖完的日子", "每批发多少最省"):
        assert (cells[name].state, cells[name].chip) == ("typed", ""), name


def test_risks_are_simulated_when_asked_and_the_window_stays_awake(company: Company, answers: CostAnswers) -> None:
    beats: list[float] = []  # processor seconds of the window's own thread: a busy machine does not count
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(thread_time()))
    timer.start(5)
    answers.simulate.click()
    company.bot.waitUntil(lambda: answers.pictures["spread"].chart is not None, timeout=PATIENCE)
    timer.stop()
    worked = [later - earlier for earlier, later in pairwise(beats)]
    assert len(worked) > 10
    assert sum(one > 0.05 for one in worked) <= 2
    assert "亏损的可能 %" in shown(answers)


def test_a_simulation_can_be_stopped(company: Company, answers: CostAnswers) -> None:
    answers.refresh(Draws(200_000))
    assert answers.stop.isVisibleTo(answers)
    answers.stop.click()
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=PATIENCE)
    assert answers.state.text() == "已停下"
    assert answers.pictures["spread"].chart is None
    assert answers.simulate.isEnabled()


def test_a_stopped_study_of_another_plan_writes_nothing(company: Company, answers: CostAnswers) -> None:
    before = shown(answers)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    page.choose_view(LINES)
    page._later.setInterval(10 * PATIENCE)
    company.session.set_value("estimate.lines.0.rate", "7000")
    company.bot.waitUntil(page.work.is_ready, timeout=PATIENCE)
    answers.refresh(Draws(200_000))
    answers.cancel()
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=PATIENCE)
    assert shown(answers) == before
    assert not answers.is_current()
    assert not any(button.isEnabled() for button in answers.files.values())
    assert not page.outputs.write.isEnabled()


def test_the_files_are_written(company: Company, answers: CostAnswers, tmp_path: Path) -> None:
    answers.ask_file = lambda kind, proposal: tmp_path / f"{kind}-{proposal.rpartition('.')[2]}"
    for kind in (PAGE, FULL, SHEET):
        answers.save(kind)
        company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=PATIENCE)
    pages = {kind: len(pypdfium2.PdfDocument(tmp_path / f"{kind}-pdf")) for kind in (PAGE, FULL)}
    assert pages[PAGE] == 1
    assert pages[FULL] > 2
    with (tmp_path / "xlsx-xlsx").open("rb") as file:
        assert openpyxl.load_workbook(file).sheetnames[0] == "汇总"


def test_the_full_calculation_has_the_scenarios_of_the_plan(
    company: Company, answers: CostAnswers, tmp_path: Path
) -> None:
    company.session.set_value("estimate.variants", [{"id": "cheap", "changes": {"price.amount": "799"}}])
    company.bot.waitUntil(lambda: answers.files[FULL].isEnabled() and answers.is_current(), timeout=PATIENCE)
    answers.ask_file = lambda kind, proposal: tmp_path / "full.pdf"
    answers.save(FULL)
    company.bot.waitUntil((tmp_path / "full.pdf").exists, timeout=PATIENCE)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=PATIENCE)
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "full.pdf"))
    assert "几种方案放在一起比" in text
    assert any(line.startswith("cheap ") for line in text.splitlines())


def test_a_changed_plan_is_computed_again(company: Company, answers: CostAnswers) -> None:
    before = shown(answers)["全部费用"]
    company.session.set_value("estimate.skus.0.cost", "1904.61")
    company.bot.waitUntil(lambda: shown(answers).get("全部费用") not in (before, None), timeout=PATIENCE)
    # 96 sets × 100.00 more, less 96 × 100 ÷ 1.13 × 13 % more refund, and what hangs on the landed cost
    after = shown(answers)["全部费用"]
    assert float(after.replace(",", "")) > float(before.replace(",", "")) + 8000


def test_another_language_is_spoken_by_the_charts_too(
    company: Company, answers: CostAnswers, language: Language
) -> None:
    language.set("en")
    company.bot.waitUntil(lambda: answers.pictures["cash"].accessibleName() == "Cash over time", timeout=PATIENCE)
    assert "All costs" in shown(answers)


def test_figures_behind_a_chart_are_reached_by_keys(company: Company, answers: CostAnswers) -> None:
    data, chart = answers.data["tornado"], answers.pictures["tornado"].chart
    assert chart is not None
    assert not data.table.isVisible()
    data.button.setFocus()
    company.key(Qt.Key.Key_Space)
    assert data.table.isVisible()
    company.key(Qt.Key.Key_Tab)
    assert data.table.view.hasFocus()
    model = data.table.view.model()
    assert model.rowCount() == len(chart.rows())
    assert isinstance(chart, TornadoChart)
    label, _, low, high = chart.rows()[0]
    shown_row = [model.index(0, column).data(CELL_ROLE).text.replace("−", "-") for column in range(4)]
    assert (shown_row[0], shown_row[2:]) == (label, [f"{low:,.2f}", f"{high:,.2f}"])
    data.button.click()
    assert not data.table.isVisible()


def test_figures_of_the_build_up_take_the_place_of_the_chart(company: Company, answers: CostAnswers) -> None:
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    page.choose_view(CHART)
    page.result.data.button.click()
    model = page.result.data.table.view.model()
    amounts = [
        Decimal(model.index(row, 2).data(CELL_ROLE).text.replace(",", "").replace("−", "-"))
        for row in range(model.rowCount())
    ]
    assert sum(amounts[:-1]) == amounts[-1]
    assert not page.result.chart.isVisible()
    page.choose_view(LINES)
    assert not page.result.data.isVisible()
    page.choose_view(CHART)
    assert page.result.data.table.isVisible()
