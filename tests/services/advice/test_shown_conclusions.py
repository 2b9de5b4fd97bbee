"""What the papers show of the conclusions about the shipped samples, against the figures they were made from."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pypdf
import pytest

from exporter_desk.documents.bind import bind_rows
from exporter_desk.services.analysis import Analysis, analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.papers.packets import paper_pdf, receiver_pdf
from exporter_desk.system import resources

if TYPE_CHECKING:
    from exporter_desk.domain.text import Language

SAMPLES = ("apparel", "furniture", "navel-orange")


@cache
def analysis(sample: str, language: Language = "zh") -> Analysis:
    desk = Desk()
    asking = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
    return analyse(desk.sample(sample), desk, date(2026, 11, 22), asking, language)


def read(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_note_on_the_mode_is_one_page(sample: str, language: Language) -> None:
    found = analysis(sample, language)
    pages = read(paper_pdf(found, "mode_note"))
    assert len(pages) == 1
    assert str(found.case.choice("mode")) in pages[0]


def test_the_bars_of_the_chart_reach_the_total() -> None:
    view = analysis("furniture").dossier.estimate
    assert view is not None
    assert view.chart is not None
    assert sum((bar.likely for bar in view.chart.bars), Decimal(0)) == view.likely.value == view.chart.likely
    assert any(bar.likely < 0 for bar in view.chart.bars)  # the export refund lowers the cost
    assert view.chart.axis_reach() <= view.chart.axis_step() * 6


def test_the_estimate_tells_the_boss_first_and_the_lines_behind() -> None:
    first, second = read(paper_pdf(analysis("furniture"), "cost_estimate"))
    assert "CNY 393,953" in first
    assert "没有算进去" in first
    assert "EUR × 8.25 CNY/EUR" in second  # every line shows how its own currency becomes the one of the total
    assert second.count("393,952.65") == 1  # one amount column: low, likely and high are the same here


def test_a_shipment_without_estimate_gets_no_sheet_about_it() -> None:
    with pytest.raises(KeyError):
        paper_pdf(analysis("apparel"), "cost_estimate")


def test_the_papers_of_the_refund_file_are_grouped_and_counted() -> None:
    found = analysis("furniture")
    rows = bind_rows(found.dossier, "refund.papers")
    numbered = [row for row in rows if row.kind in {"", "noted"}]
    assert len(numbered) == len(found.papers)
    groups = [str(row.cells["text"].value.zh) for row in rows if row.kind == "group"]
    handed_in = sum(1 for item in found.papers if item.filed is True and item.state != "have")
    assert groups[0] == f"要交给税务机关的（{handed_in}）"


def test_a_deadline_that_waits_says_for_what_and_known_ones_come_by_day() -> None:
    rows = bind_rows(analysis("furniture").dossier, "refund.deadlines")
    days = [row.cells["day"].value for row in rows]
    known = [day for day in days if day is not None]
    assert days[: len(known)] == sorted(known)
    assert all("后算出" in row.cells["note"].value.zh for row in rows if row.cells["day"].value is None)


def test_no_open_item_shows_a_path() -> None:
    for sample in SAMPLES:
        for page in read(receiver_pdf(analysis(sample), "archive"))[:1]:
            assert not any(word in page for word in ("packages.p", "goods.g", "terms.", "route."))


def test_an_estimated_weight_is_named_at_its_own_field() -> None:
    papers = (one.paper for receiver in analysis("furniture").plan.receivers for one in receiver.papers)
    places = {one.places for paper in papers for one in paper.findings if one.code == "X54"}
    assert places == {("packages.p2.gross_kg",)}
