"""The files of an estimate from the command line: one page, the full calculation, a workbook; in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from exporter_desk.domain.text import Language
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.files import CALCULATION, PAGE, Outputs, estimate_pdf, studied_view
from exporter_desk.services.estimates.study import studied_case, with_scenarios
from exporter_desk.services.headless import Headless
from exporter_desk.services.session import Session

SCENARIO = Path(__file__).parents[2] / "costs" / "scenarios" / "tables_us.json"


def text_of(file: Path) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(file)
    return len(document), "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize(
    ("language", "left_out", "sheet"), [("zh", "没有算进去", "汇总"), ("en", "Not included", "Summary")]
)
def test_every_file_says_the_loss_of_the_example(language: Language, left_out: str, sheet: str, tmp_path: Path) -> None:
    outputs = Outputs(*(str(tmp_path / name) for name in ("x.xlsx", "full.pdf", "page.pdf")))
    answer = Headless(Desk(), language).estimate(str(SCENARIO), outputs=outputs)
    assert answer.exit_code == 0
    pages, page = text_of(tmp_path / "page.pdf")
    assert pages == 1
    assert "-4,865.25" in page
    assert left_out in page
    count, full = text_of(tmp_path / "full.pdf")
    assert count > 3
    assert "602,521.95" in full
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == sheet


def test_the_page_of_a_stopped_estimate_says_why(tmp_path: Path) -> None:
    plan = json.loads(SCENARIO.read_text(encoding="utf-8"))
    plan["demand"] = []
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    Headless(Desk(), "en").estimate(str(tmp_path / "plan.json"), outputs=Outputs(page=str(tmp_path / "page.pdf")))
    pages, page = text_of(tmp_path / "page.pdf")
    assert pages == 1
    assert "Why there is no total yet" in page
    assert "pace of sales" in page


def test_figures_that_rest_on_estimates_have_the_sign_on_paper_and_it_is_explained(session: Session) -> None:
    session.open(next(one.id for one in session.summaries() if one.sample == "furniture"))
    studied = studied_case(session.analysis())
    assert studied is not None
    document = pypdfium2.PdfDocument(estimate_pdf(studied, session.desk, "zh", (PAGE,)))
    assert len(document) == 1
    page = document[0].get_textpage().get_text_bounded()
    for figure in ("≈179,441.49", "≈31.29", "≈4,103.6734", "≈290,509.99", "带 ≈ 的数是用估算算出来的"):
        assert figure in page
    assert "≈3.9" not in page  # how long the stock lasts comes from typed sales


def test_neither_what_is_left_out_nor_a_table_leaves_one_line_alone(session: Session) -> None:
    session.open(next(one.id for one in session.summaries() if one.sample == "furniture"))
    studied = studied_case(session.analysis())
    assert studied is not None
    document = pypdfium2.PdfDocument(estimate_pdf(studied, session.desk, "zh", (CALCULATION,)))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    steps = [one.name.zh for one in studied.study.estimate.not_included]
    [listed] = [page for page in pages if "没有算进去" in page]
    assert all(step in listed for step in steps)
    tornado = next(page for page in pages if "范围下端的利润" in page)
    assert sum(" … " in line for line in tornado.partition("范围下端的利润")[2].splitlines()) > 1


@pytest.mark.parametrize(
    ("language", "title", "plan"),
    [("zh", "几种方案放在一起比", "原计划"), ("en", "Scenarios side by side", "The plan")],
)
def test_scenarios_stand_on_paper_and_in_the_workbook(
    language: Language, title: str, plan: str, tmp_path: Path
) -> None:
    """The plan loses 4,865.25; at the ocean rate of February it earns 19,033.86."""
    data = json.loads(SCENARIO.read_text(encoding="utf-8"))
    data["variants"] = [{"id": "February rate", "changes": {"lines.ocean_40hq.rate": "2214"}}]
    (tmp_path / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    outputs = Outputs(*(str(tmp_path / name) for name in ("x.xlsx", "full.pdf", "page.pdf")))
    Headless(Desk(), language).estimate(str(tmp_path / "plan.json"), outputs=outputs)
    _, full = text_of(tmp_path / "full.pdf")
    compared = full.partition(title)[2].splitlines()
    rows = {name: next(line for line in compared if line.startswith(name)) for name in (plan, "February rate")}
    assert "-4,865.25" in rows[plan]
    assert "19,033.86" in rows["February rate"]
    told = [
        str(row[0]) for row in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[3].iter_rows(values_only=True)
    ]
    assert title in told
    assert any(line.startswith("February rate") and "19,033.86" in line for line in told)


def test_a_plan_without_scenarios_says_nothing_of_them(tmp_path: Path) -> None:
    Headless(Desk(), "zh").estimate(str(SCENARIO), outputs=Outputs(pdf=str(tmp_path / "full.pdf")))
    assert "几种方案" not in text_of(tmp_path / "full.pdf")[1]


def test_scenarios_of_a_shipment_are_priced_for_its_papers(session: Session) -> None:
    session.open(next(one.id for one in session.summaries() if one.sample == "furniture"))
    studied = studied_case(session.analysis())
    assert studied is not None
    assert with_scenarios(studied, session.analysis()).scenarios is None
    session.set_value("estimate.variants", [{"id": "cheap", "changes": {"price.amount": "799"}}])
    table = with_scenarios(studied, session.analysis()).scenarios
    assert table is not None
    assert [row.name for row in table.rows] == [None, "cheap"]
    view = studied_view(with_scenarios(studied, session.analysis()), session.desk, "zh")
    assert view.answers is not None
    assert [one.name.zh for one in view.answers.scenarios] == ["原计划", "cheap"]
    assert [one.figures[4].zh.partition("；")[2] for one in view.answers.scenarios] == ["不含退税", "不含退税"]
