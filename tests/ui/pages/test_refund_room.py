"""Room of the refund pages: the list keeps its rows beside many findings, figures are whole, the words are there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea

from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Code, Language
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refund.refund import ANSWERS, DEADLINES, EXCHANGE, PAPERS, RECORDS, RefundPage
from exporter_desk.ui.pages.refund.refund_month import RefundMonthPage
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import TableCard
from tests.support import claim_cases
from tests.ui.pages.company import Company
from tests.ui.pages.room import scrolls, whole

SHORT = (1024, 560)


def import_trader(company: Company, number: str = "2026-101", **tax: object) -> str:
    case = replace(claim_cases.trader(**tax), id=f"{int(number[-3:]):016x}", number=number)
    return company.session.cases.import_case(case).id


def file_of(company: Company, case_id: str) -> RefundPage:
    company.window.navigate(places.STEPS[Step.REFUND], case_id)
    page = company.window.page(places.STEPS[Step.REFUND])
    assert isinstance(page, RefundPage)
    company.bot.waitUntil(lambda: page.is_concluded() and not company.window.tasks.running(), timeout=20_000)
    return page


def month(company: Company, name: str = "2026-04") -> RefundMonthPage:
    company.window.navigate(places.REFUNDS)
    page = company.window.page(places.REFUNDS)
    assert isinstance(page, RefundMonthPage)
    page.month.setText(name)
    page.look_through()
    company.bot.waitUntil(lambda: page.model.rowCount() > 0 and not company.window.tasks.running(), timeout=20_000)
    return page


def rows_seen(table: TableCard) -> int:
    return table.view.viewport().height() // table.view.row_height()


@pytest.mark.parametrize(("size", "rows"), [((1366, 768), 6), (SHORT, 4)])
def test_six_shipments_that_contradict_each_other_stay_in_sight(
    company: Company, size: tuple[int, int], rows: int
) -> None:
    for number in range(101, 107):
        import_trader(company, f"2026-{number}")
    company.window.resize(*size)
    page = month(company)
    assert page.model.rowCount() == 6
    company.bot.waitUntil(lambda: rows_seen(page.list) >= rows, timeout=20_000)
    assert not scrolls(page)


def test_the_gravest_finding_is_in_the_strip_and_all_of_them_one_click_away(company: Company) -> None:
    for number in ("2026-101", "2026-102", "2026-103"):
        import_trader(company, number)
    page = month(company)
    findings = page.findings
    assert claim_cases.NUMBER in findings.strip.text.text()
    assert not findings.all.isVisible()
    company.bot.mouseClick(findings.strip.verb, Qt.MouseButton.LeftButton)
    assert findings.all.isVisible()
    assert not page.list.isVisible()
    assert findings.all.hasFocus()
    assert findings.texts.text().count("\n") + 1 == int(findings.strip.text.text().split()[1])
    company.bot.mouseClick(findings.strip.verb, Qt.MouseButton.LeftButton)
    assert page.list.isVisible()
    assert not findings.all.isVisible()


def test_a_month_without_contradictions_has_no_strip(company: Company) -> None:
    import_trader(company)
    assert not month(company).findings.isVisible()


def test_the_month_calls_a_shipment_what_home_calls_it(company: Company, language: Language) -> None:
    case = claim_cases.trader()
    case = replace(case, goods=tuple(replace(line, name_en=f"CHAIR {line.id}") for line in case.goods))
    company.session.cases.import_case(case)
    page = month(company)
    assert page.model.index(0, 1).data() == "餐椅 (+1)"
    language.set("en")
    assert page.model.index(0, 1).data() == "CHAIR g1 (+1)"


def test_in_a_short_window_the_day_has_its_word(company: Company) -> None:
    company.window.resize(*SHORT)
    page = file_of(company, import_trader(company))
    company.bot.waitUntil(lambda: not page.facts.isVisible(), timeout=20_000)
    assert page.policy.label.text().endswith(" · ¥1,326.00 · 过了 2027-04-30 就失去")


def test_in_a_short_window_what_is_overdue_stands_in_a_line_of_its_own(company: Company) -> None:
    old = [{"id": "d1", "number": claim_cases.NUMBER, "export_date": "2023-03-10", "lines": ["g1", "g2"]}]
    page = file_of(company, import_trader(company, declarations=old, claim_date=None, claim_period=None))
    assert not page.pressing.isVisible()
    company.window.resize(*SHORT)
    company.bot.waitUntil(page.pressing.isVisible, timeout=20_000)
    assert page.pressing.label.text().startswith("已过期 2024-04-")


def test_the_export_day_that_is_used_stands_below_the_empty_field(company: Company) -> None:
    page = file_of(company, import_trader(company))
    for view, fields in ((DEADLINES, page.dates), (ANSWERS, page.answers.groups["claim"])):
        page.choose_view(view)
        field = fields.field_at("facts.export_date")
        assert field is not None
        assert field.message() == "按报关单的 2026-03-12 算"
    company.session.set_value("facts.export_date", "2026-03-12")
    page.show_case()
    assert field.message() == ""


def test_an_undated_declaration_says_that_it_counts(company: Company) -> None:
    undated = [{"id": "d1", "number": claim_cases.NUMBER, "lines": ["g1", "g2"]}]
    page = file_of(company, import_trader(company, declarations=undated))
    field = page.dates.field_at("facts.export_date")
    assert field is not None
    assert field.message() == "按报关单算，那里还没填出口日期"


def test_of_several_declarations_the_earliest_counts(company: Company) -> None:
    days = ("2026-03-15", "2026-03-12")
    several = [
        {"id": f"d{at}", "number": claim_cases.NUMBER, "export_date": day, "lines": [f"g{at}"]}
        for at, day in enumerate(days, start=1)
    ]
    page = file_of(company, import_trader(company, declarations=several))
    field = page.dates.field_at("facts.export_date")
    assert field is not None
    assert field.message() == "按最早的报关单 2026-03-12 算"


@pytest.mark.parametrize("size", [(1366, 768), SHORT])
def test_numbers_and_balances_are_whole(company: Company, language: Language, size: tuple[int, int]) -> None:
    company.window.resize(*size)
    page = file_of(company, import_trader(company))
    language.set("en")
    page.choose_view(EXCHANGE)
    exchange = page.tables[EXCHANGE]
    for row in range(page.models[EXCHANGE].rowCount()):
        assert all(whole(exchange, row, column) for column in (0, 1, 3, 4)), row
    page.choose_view(PAPERS)
    papers = [paper.number or "" for paper in page._papers]
    assert whole(page.tables[PAPERS], papers.index(claim_cases.NUMBER), 4)


@pytest.mark.parametrize("size", [(1366, 768), SHORT])
@pytest.mark.parametrize("amount", ["5000.00", "987654321.00"])
def test_an_amount_to_be_paid_back_is_whole_in_the_month(
    company: Company, language: Language, size: tuple[int, int], amount: str
) -> None:
    """The column is as wide as its longest figure, whatever language says that it is to be paid back."""
    lines = [{"id": one, "reversal": True, "refund_rate": "0.13", "vat_rate": "0.13"} for one in ("g1", "g2")]
    supplied = {"day": "2026-02-01", "supplier": "pt3", "unit": "007", "rate": "0.13", "voucher": "vat_special"}
    red = [
        {"id": "i1", "number": "10", "goods": "g1", "name_zh": "餐椅", "qty": "-100", "amount": "-5200.00", **supplied},
        {
            "id": "i2",
            "number": "30",
            "goods": "g2",
            "name_zh": "餐桌",
            "qty": "-50",
            "amount": f"-{amount}",
            **supplied,
        },
    ]
    case = claim_cases.trader(lines=lines, purchase_invoices=red)
    company.session.cases.import_case(case)
    company.window.resize(*size)
    page = month(company)
    language.set("en")
    assert str(page.model.index(0, 3).data()).startswith("to be paid back: ¥")
    company.bot.waitUntil(lambda: whole(page.list, 0, 3), timeout=20_000)


@pytest.mark.parametrize("size", [(1366, 768), SHORT])
def test_the_number_of_an_invoice_is_whole(company: Company, size: tuple[int, int]) -> None:
    invoice = {
        "id": "i1", "number": "26362000000000000011", "day": "2026-02-01", "supplier": "pt3", "goods": "g1",
        "unit": "007", "qty": "100", "amount": "3000.00", "rate": "0.13", "voucher": "vat_special",
    }  # fmt: skip
    company.window.resize(*size)
    page = file_of(company, import_trader(company, purchase_invoices=[invoice]))
    page.choose_view(RECORDS)
    grid = page.records.grids["tax.purchase_invoices"]
    company.bot.waitUntil(lambda: whole(grid, 0, 1), timeout=20_000)


def test_what_a_result_waits_for_is_filled_in_by_one_click(company: Company) -> None:
    # Whether it was claimed is not said, and the day of the claim lies behind the 36 months: 2026-03-12 + 36 months.
    page = file_of(company, import_trader(company, claim_date="2029-03-13"))
    assert page.unclear.isVisible()
    company.bot.mouseClick(page.unclear.verb, Qt.MouseButton.LeftButton)
    field = page.answers.groups["answers"].field_at("tax.declared")
    assert page.views.selected() == ANSWERS
    assert field is not None
    assert field.editor.hasFocus()


def test_an_error_in_the_tax_file_is_told_with_the_way_to_the_report(company: Company) -> None:
    page = file_of(company, import_trader(company))
    assert not page.wrong.isVisible()
    red = {"id": "i9", "number": "99", "day": "2026-02-20", "supplier": "pt3", "goods": "g1", "name_zh": "餐椅",
           "unit": "007", "qty": "-500", "amount": "-9000.00", "rate": "0.13", "voucher": "vat_special"}  # fmt: skip
    page = file_of(company, import_trader(company, "2026-102", purchase_invoices=[red]))
    assert page.wrong.isVisible()
    assert "99" in page.wrong.text.text()
    company.bot.mouseClick(page.wrong.verb, Qt.MouseButton.LeftButton)
    place = company.window.place()
    assert place is not None
    assert place.key == places.STEPS[Step.CHECK]


def sideways(page: RefundPage) -> list[str]:
    """What scrolls to the side: the frame round the page, and areas inside it."""
    areas = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    above = page.parentWidget()
    while above is not None:
        areas += [above] if isinstance(above, QScrollArea) else []
        above = above.parentWidget()
    return [type(area).__name__ for area in areas if area.horizontalScrollBar().maximum() > 0]


@pytest.mark.parametrize("size", [SHORT, (1366, 768)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_the_refund_file_never_scrolls_to_the_side(
    company: Company, appearance: Appearance, language: Language, size: tuple[int, int], scale: float, spoken: Code
) -> None:
    language.set(spoken)
    appearance.set_language(spoken)
    appearance.set_scale(scale)
    company.window.resize(*size)
    company.open("furniture", Step.REFUND)
    page = company.pages[Step.REFUND]
    assert isinstance(page, RefundPage)
    for view in (PAPERS, DEADLINES, EXCHANGE, ANSWERS, RECORDS):
        page.choose_view(view)
        company.bot.waitUntil(lambda: not sideways(page), timeout=5_000)
        for piece in (page.views, page.sheets, page.calendar):
            end = piece.mapTo(page, piece.rect().bottomRight())
            assert page.rect().contains(end)


@pytest.mark.parametrize(("scale", "lines"), [(1.0, 1), (2.0, 2)])
def test_the_views_go_on_in_a_second_line_where_large_text_needs_it(
    company: Company, appearance: Appearance, language: Language, scale: float, lines: int
) -> None:
    language.set("en")
    appearance.set_scale(scale)
    company.window.resize(*SHORT)
    company.open("furniture", Step.REFUND)
    page = company.pages[Step.REFUND]
    assert isinstance(page, RefundPage)
    segments = page.views.findChildren(QAbstractButton)
    company.bot.waitUntil(lambda: len({one.y() for one in segments}) == lines, timeout=5_000)
    assert all(page.views.rect().contains(one.geometry()) for one in segments)
    assert page.sheets.y() == page.calendar.y()
