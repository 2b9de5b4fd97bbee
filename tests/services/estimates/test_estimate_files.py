"""The files of an estimate from the command line: one page, the full calculation, a workbook; in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from exporter_desk.domain.text import Language
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.files import CALCULATION, Outputs, estimate_pdf
from exporter_desk.services.estimates.study import studied_case
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
