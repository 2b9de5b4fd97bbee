"""A list of purchase invoices in the window: one step for undo, told, stoppable, refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter_desk.services.claims import invoice_list
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.refund.refund import RECORDS, RefundPage
from tests.ui.pages.company import Company

PATIENCE = 20_000
LIST = "发票号码,开票日期,货物名称,数量,单位,金额,税率\n" + "".join(
    f"2536{number:016d},2026-06-03,实木餐桌,1,件,10.00,13%\n" for number in range(300)
)


@pytest.fixture
def page(company: Company) -> RefundPage:
    company.open("furniture", Step.REFUND)
    found = company.pages[Step.REFUND]
    assert isinstance(found, RefundPage)
    found.choose_view(RECORDS)
    return found


def listed(tmp_path: Path, text: str = LIST) -> Path:
    path = tmp_path / "发票.csv"
    path.write_text(text, encoding="gb18030")
    return path


def idle(company: Company, page: RefundPage) -> None:
    company.bot.waitUntil(lambda: not page.lists.is_reading() and not company.window.tasks.running(), timeout=PATIENCE)


def test_a_list_is_taken_as_one_step(company: Company, page: RefundPage, tmp_path: Path) -> None:
    before = company.session.case
    page.lists.take(listed(tmp_path))
    assert page.records.take_list.text() == "停止读取"
    idle(company, page)
    assert len(company.session.case.tax.purchase_invoices) == 303
    assert page.records.grids["tax.purchase_invoices"].model.rowCount() == 303
    assert page.records.take_list.text() == "导入清单 …"
    name = company.session.undo_name
    assert name is not None
    assert name.zh == "导入发票清单"
    company.session.undo()
    assert company.session.case.tax == before.tax


def test_stopping_changes_nothing(
    company: Company, page: RefundPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoice_list, "TOLD_EVERY", 1)
    before = company.session.case
    page.lists.take(listed(tmp_path))
    page.records.take_list.click()
    idle(company, page)
    assert company.session.case is before
    assert not page.lists.is_reading()


def test_what_was_typed_meanwhile_is_not_overwritten(company: Company, page: RefundPage, tmp_path: Path) -> None:
    page.lists.take(listed(tmp_path))
    company.session.type_text("tax.purchase_invoices.i1.amount", "80000")
    idle(company, page)
    assert len(company.session.case.tax.purchase_invoices) == 3
    assert str(company.session.case.tax.purchase_invoices[0].amount) == "80000"


@pytest.mark.parametrize("text", ["品名,数量\n椅子,3\n", "\x00\x01\x02"])
def test_a_file_that_is_no_list_changes_nothing(company: Company, page: RefundPage, tmp_path: Path, text: str) -> None:
    before = company.session.case
    page.lists.take(listed(tmp_path, text))
    idle(company, page)
    assert company.session.case is before


def test_what_became_of_a_red_line_and_of_a_cut_number_is_told(
    company: Company, page: RefundPage, tmp_path: Path
) -> None:
    titles, line = "发票号码,开票日期,货物名称,数量,单位,金额,税率\n", "2026-06-03,实木餐桌,{},件,{},13%\n"
    cut = f"2.536E+19,{line.format(1, '10.00')}"
    page.lists.take(listed(tmp_path, titles + cut))
    idle(company, page)
    assert "其中 1 格是表格丢了末几位的号码" in company.window.banner.text.text()
    red = f"25360000000000000099,{line.format(-1, '-10.00')}"
    page.lists.take(listed(tmp_path, titles + red))
    idle(company, page)
    assert company.window.banner.text.text() == (
        "从 发票.csv 加入了 1 行发票。 这里有 1 行红字发票，各冲哪一张看核对结果。"
    )
