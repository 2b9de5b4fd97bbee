"""The refund file: papers whose state is set by keys, figures with their reasons, deadlines that name missing dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from exporter_desk.domain.tax import TaxLine
from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.aim import aim_at
from exporter_desk.ui.pages.refund.refund import ANSWERS, DEADLINES, FIGURES, PAPERS, RECORDS, RefundPage
from exporter_desk.ui.widgets import CELL_ROLE, CellState
from tests.ui.pages.company import Company


def refund_page(company: Company, sample: str) -> RefundPage:
    company.open(sample, Step.REFUND)
    page = company.pages[Step.REFUND]
    assert isinstance(page, RefundPage)
    return page


def rows(model: TitledRows) -> dict[str, list[CellState]]:
    """Cells behind the first one, by its text."""
    table = [
        [model.index(row, at).data(CELL_ROLE) for at in range(model.columnCount())] for row in range(model.rowCount())
    ]
    return {cells[0].text: cells[1:] for cells in table}


def test_figures_of_a_trader_have_their_official_names(company: Company) -> None:
    # 72,960 + 60,672 + 19,680 = 153,312 without tax, at 13 %.
    found = rows(refund_page(company, "furniture").models[FIGURES])
    assert found["计税依据"][0].text == "153,312.00"
    assert found["应退税额"][0].text == "19,930.56"
    assert found["应退税额"][1].text == "9,484.80 + 7,887.36 + 2,558.40"


def test_figure_that_is_not_known_is_a_range_with_its_reason(company: Company) -> None:
    page = refund_page(company, "navel-orange")
    assert rows(page.models[FIGURES])["应退税额"][0].text == "8,067.52"
    for name in ("output_tax", "input_tax", "previous_credit"):
        company.session.set_value(f"tax.vat.{name}", None)
    page = refund_page(company, "navel-orange")
    found = rows(page.models[FIGURES])
    assert found["应退税额"][0].text == "0.00 – 8,720.25"
    assert found["应退税额"][1].text == "还缺：当期销项税额、当期进项税额、上期留抵税额"
    assert found["期末留抵税额"][0].text == "不能算"


def test_deadline_without_its_date_says_which_to_type(company: Company) -> None:
    page = refund_page(company, "furniture")
    found = rows(page.models[DEADLINES])
    assert found["正常申报期截止"][0].text == "2027-04-30"
    waiting = found["备案单证归档截止"][0]
    assert waiting.mark == "warn"
    assert waiting.text.startswith("不能算，先填：")


def test_date_typed_below_the_deadlines_gives_the_day(company: Company) -> None:
    page = refund_page(company, "furniture")
    page.choose_view(DEADLINES)
    field = page.dates.field_at("tax.claim_date")
    assert field is not None
    field.editor.setFocus()
    company.type("2027-02-10")
    company.key(Qt.Key.Key_Return)
    assert rows(page.models[DEADLINES])["备案单证归档截止"][0].mark is None


def test_state_of_a_paper_is_set_by_keys_and_can_be_undone(company: Company) -> None:
    page = refund_page(company, "furniture")
    total = page.models[PAPERS].rowCount()
    assert page.counts["unknown"].label.text() == f"没说明 {total}"
    row = [paper.rule.id for paper in page._papers].index("CLM-2")
    page.tables[PAPERS].select(row)
    page.tables[PAPERS].view.setFocus()
    company.key(Qt.Key.Key_Return)
    assert page.note.state.hasFocus()
    company.key(Qt.Key.Key_Down)
    assert [(one.id, one.state) for one in company.session.case.tax.papers] == [("CLM-2", "have")]
    assert page.counts["have"].label.text() == "有 1"
    company.session.undo()
    assert page.counts["have"].label.text() == "有 0"


def test_missing_paper_comes_first(company: Company) -> None:
    page = refund_page(company, "furniture")
    page.note.show_paper("BA-6", "")
    page.note._say("state", "missing")
    first = page.models[PAPERS].index(0, 0).data(CELL_ROLE)
    assert (first.text, first.mark) == ("缺", "error")
    assert page._papers[0].rule.id == "BA-6"


def test_number_of_a_paper_is_kept(company: Company) -> None:
    page = refund_page(company, "furniture")
    page.note.show_paper("CLM-1", "出口货物报关单")
    page.note.texts["number"].setFocus()
    company.type("531620260123456789")
    company.key(Qt.Key.Key_Return)
    assert company.session.case.tax.papers[0].number == "531620260123456789"


def test_policy_has_reasons_and_sources_in_the_panel(company: Company) -> None:
    page = refund_page(company, "furniture")
    assert page.policy.label.text() == "退（免）税：免退税（待确认）"
    content = page.help()
    assert content is not None
    assert content.title == page.policy.label.text()
    assert len(content.blocks) > 3


def test_jump_to_a_date_of_the_claim(company: Company) -> None:
    aim_at("tax.claim_date")
    page = refund_page(company, "furniture")
    assert page.views.selected() == DEADLINES
    field = page.dates.field_at("tax.claim_date")
    assert field is not None
    assert field.editor.hasFocus()


def test_purchase_invoice_is_typed_on_the_records_view(company: Company) -> None:
    page = refund_page(company, "furniture")
    page.choose_view(RECORDS)
    grid = page.records.grids["tax.purchase_invoices"]
    assert grid.model.rowCount() == 3
    grid.reveal("tax.purchase_invoices.i1.amount")
    company.type("80000")
    company.key(Qt.Key.Key_Return)
    # 80,000 + 60,672 + 19,680 at 13 % is 20,845.76.
    company.bot.waitUntil(lambda: rows(page.models[FIGURES])["应退税额"][0].text == "20,845.76", timeout=20_000)
    page.records.adds["tax.receipts"].click()
    assert len(company.session.case.tax.receipts) == 1


def test_goods_line_of_an_invoice_is_its_row_number(company: Company) -> None:
    page = refund_page(company, "furniture")
    grid = page.records.grids["tax.purchase_invoices"]
    column = [one.field for one in grid.model.columns].index("goods")
    grid.model.type_into(0, column, "2")
    assert company.session.case.tax.purchase_invoices[0].goods == "g2"
    assert grid.model.text_at(0, column) == "2 实木餐椅"


def test_what_is_chosen_from_a_list_is_typed_by_its_words(company: Company) -> None:
    page = refund_page(company, "furniture")
    grid = page.records.grids["tax.purchase_invoices"]
    column = [one.field for one in grid.model.columns].index("voucher")
    for typed, kept, shown in (("普通", "ordinary", "普通发票"), ("ｖａｔ_special", "vat_special", "增值税专用发票")):
        grid.model.type_into(1, column, typed)
        assert company.session.case.tax.purchase_invoices[1].voucher == kept
        assert grid.model.text_at(1, column) == shown


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_fields_of_the_paper_fit(company: Company, size: tuple[int, int]) -> None:
    page = refund_page(company, "furniture")
    company.window.resize(*size)
    bottom = page.note.mapTo(company.window, page.note.rect().bottomRight())
    assert bottom.x() < size[0]
    assert bottom.y() < size[1]


def asked_of_lines(page: RefundPage) -> list[str]:
    lines = page.answers.lines
    return [one.field for at, one in enumerate(lines.model.columns) if not lines.view.isColumnHidden(at)]


def test_a_producer_says_of_each_line_where_the_goods_come_from(company: Company) -> None:
    page = refund_page(company, "navel-orange")
    page.choose_view(ANSWERS)
    assert page.answers.editor_of("tax.lines.g1.made") is page.answers.lines.view
    assert asked_of_lines(page) == ["row", "name", "made", "refund_rate", "vat_rate", "zero_flag", "reversal"]
    company.type("own")
    company.key(Qt.Key.Key_Return)
    company.bot.waitUntil(lambda: company.session.case.tax.lines[:1] == (TaxLine(id="g1", made="own"),), timeout=20_000)


def test_a_trader_is_not_asked_where_the_goods_come_from(company: Company) -> None:
    page = refund_page(company, "apparel")
    assert "made" not in asked_of_lines(page)


def test_a_grower_is_asked_where_the_goods_come_from_but_for_no_vat_return(company: Company) -> None:
    page = refund_page(company, "navel-orange")
    page.choose_view(ANSWERS)
    company.session.set_value("parties.pt1.kind", "grower")
    company.bot.waitUntil(page.answers.groups["vat"].isHidden, timeout=20_000)
    assert "made" in asked_of_lines(page)


def test_a_line_that_takes_a_claim_back_is_told_by_a_word_and_then_asked_for_its_value(company: Company) -> None:
    page = refund_page(company, "navel-orange")
    page.choose_view(ANSWERS)
    model = page.answers.lines.model
    column = [one.field for one in model.columns].index("reversal")
    model.type_into(0, column, "maybe")
    assert company.session.case.tax.lines == ()
    model.type_into(0, column, translate("Tax", "yes"))
    assert company.session.case.tax.lines[:1] == (TaxLine(id="g1", reversal=True),)
    assert model.text_at(0, column) == translate("Tax", "yes")
    company.bot.waitUntil(lambda: asked_of_lines(page)[-2:] == ["reversal", "fob_cny"], timeout=20_000)
    model.type_into(0, column, "")
    assert all(one.reversal is None for one in company.session.case.tax.lines)


def test_a_scan_of_a_paper_is_noted_with_its_digest_and_the_paper_is_there(company: Company, tmp_path: Path) -> None:
    page = refund_page(company, "furniture")
    path = tmp_path / "合同.pdf"
    path.write_bytes(b"abc")
    paper = page._papers[0].rule.id
    page.tables[PAPERS].select(0)
    page.note.take_scan(path)
    company.settle(Step.REFUND)
    noted = next(one for one in company.session.case.tax.papers if one.id == paper)
    assert (noted.state, noted.kept_as, noted.file) == ("have", "image", str(path))
    assert noted.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
