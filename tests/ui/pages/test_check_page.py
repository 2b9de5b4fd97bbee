"""The check report: counters that filter, the explanation beside the list, the jump, and a case without findings."""

from __future__ import annotations

from typing import Literal

import pytest
from PySide6.QtCore import QRect, Qt

from exporter_desk.domain.finding import Severity
from exporter_desk.services.workflow import Step
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.help_content import HelpPairs, HelpText
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import home_of
from exporter_desk.ui.pages.finding_help import value_at
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.pages.papers.check import CheckPage
from tests.ui.pages.company import Company


@pytest.fixture
def page(company: Company) -> CheckPage:
    company.open("furniture", Step.CHECK)
    found = company.pages[Step.CHECK]
    assert isinstance(found, CheckPage)
    return found


def codes(page: CheckPage) -> list[str]:
    return [str(page.model.index(row, 1).data()) for row in range(page.model.rowCount())]


def row_of(page: CheckPage, code: str) -> int:
    return codes(page).index(code)


def test_counters_count_what_the_list_shows(page: CheckPage) -> None:
    found = page.analysis.findings
    assert len(codes(page)) == len(found) > 0
    confirm = sum(one.severity is Severity.CONFIRM for one in found)
    assert page.counters.counters["warn"].accessibleName() == f"{confirm} 待确认"
    assert page.counters.passed.accessibleName() == f"{page.analysis.passed} 通过"


def test_counter_takes_its_kind_out_of_the_list(page: CheckPage, company: Company) -> None:
    before = codes(page)
    page.counters.counters["warn"].setFocus()
    company.key(Qt.Key.Key_Space)
    hints = [one.code for one in page.analysis.findings if one.severity is Severity.HINT]
    assert codes(page) == hints != before
    company.key(Qt.Key.Key_Space)
    assert codes(page) == before


def test_error_comes_first_and_only_there_stands_an_error(page: CheckPage, company: Company) -> None:
    company.session.type_text("packages.p1.net_kg", "40")  # above its 38 kg gross, and not the 3,264 kg of its line
    company.settle(Step.CHECK)
    assert page.analysis.findings[0].severity is Severity.ERROR
    assert page.counters.counters["error"].accessibleName().startswith("2 ")
    assert page.place_name(page.analysis.findings[0]).startswith("装箱 第1行")


def test_chosen_finding_is_explained_with_the_present_value(page: CheckPage) -> None:
    page.list.select(row_of(page, "X5"))
    content = page.help()
    assert content is not None
    pairs = [block for block in content.blocks if isinstance(block, HelpPairs)]
    assert pairs[0].rows == (("装箱 第2行 · 单箱毛重 kg", "14.6 （估算）"),)
    assert any("过磅" in block.text for block in content.blocks if isinstance(block, HelpText))


def test_enter_jumps_to_the_field(page: CheckPage, company: Company) -> None:
    page.list.select(row_of(page, "X5"))
    page.list.view.setFocus()
    company.key(Qt.Key.Key_Return)
    goods = company.pages[Step.GOODS]
    assert isinstance(goods, GoodsPage)
    assert goods.isVisible()
    assert goods.packing.path() == "packages.p2.gross_kg"
    assert goods.packing.view.hasFocus()


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("goods.g1.hs", places.STEPS[Step.GOODS]),
        ("route.trade_country", places.STEPS[Step.GOODS]),
        ("terms.incoterm", places.STEPS[Step.GOODS]),
        ("estimate.fx.EUR", places.STEPS[Step.COSTS]),
        ("tax.claim_date", places.STEPS[Step.REFUND]),
        ("facts.export_date", places.STEPS[Step.REFUND]),
        ("facts.licence", places.STEPS[Step.MODE]),
    ],
)
def test_each_place_has_a_page(company: Company, path: str, home: str) -> None:
    assert home_of(company.session, path) == home


def test_describing_facts_are_asked_on_the_first_step(company: Company) -> None:
    fact = company.session.questions.describe[0]
    assert home_of(company.session, f"facts.{fact}") == places.STEPS[Step.DESCRIBE]


def test_f5_checks_again_and_keeps_the_chosen_finding(page: CheckPage, company: Company) -> None:
    page.list.select(row_of(page, "T14"))
    company.key(Qt.Key.Key_F5)
    company.settle(Step.CHECK)
    chosen = page.chosen()
    assert chosen is not None
    assert chosen.code == "T14"
    assert page.checked_at.text().startswith("核对于 ")


def test_no_finding_is_worded_as_such(page: CheckPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(page.analysis), "findings", ())
    page.show_conclusions()
    assert page.state.text() == f"{page.analysis.passed} 项核对未发现问题。"
    assert not page.list.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_list_and_note_fit(page: CheckPage, company: Company, language: Language, size: tuple[int, int]) -> None:
    language.set("en")
    company.window.resize(*size)
    bottom = page.list.mapTo(company.window, page.list.rect().bottomRight())
    assert bottom.x() < size[0]
    assert bottom.y() < size[1]


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
@pytest.mark.parametrize("code", ["zh", "en"])
def test_sentences_stand_whole(
    page: CheckPage, company: Company, language: Language, size: tuple[int, int], code: Literal["zh", "en"]
) -> None:
    language.set(code)
    company.window.resize(*size)
    view = page.list.view
    step = view.fontMetrics().height()
    for row in range(page.model.rowCount()):
        for column in (2, 3):
            text = page.model.index(row, column).data()
            room = QRect(0, 0, view.columnWidth(column) - 16, 1000)
            lines = round(view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() / step)
            assert view.rowHeight(row) >= lines * step + 4, text


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
@pytest.mark.parametrize("code", ["X15", "X56"])
def test_field_that_is_jumped_to_is_in_sight_with_its_label(company: Company, size: tuple[int, int], code: str) -> None:
    """Also where the form was left scrolled elsewhere, and is made anew for another line."""
    company.open("apparel", Step.GOODS)
    goods = company.pages[Step.GOODS]
    assert isinstance(goods, GoodsPage)
    company.window.resize(*size)
    for start in (0, 10_000):
        company.open("apparel", Step.CHECK)
        page = company.pages[Step.CHECK]
        assert isinstance(page, CheckPage)
        goods.deal.verticalScrollBar().setValue(start)
        page.jump(row_of(page, code))
        company.bot.waitUntil(lambda: field_in_sight(goods), timeout=20_000)


def field_in_sight(goods: GoodsPage) -> bool:
    field = next((one for one in goods.deal.findChildren(CaseField) if one.editor.hasFocus()), None)
    if field is None:
        return False
    top = field.mapTo(goods.deal.viewport(), field.rect().topLeft()).y()
    return top >= 0 and top + field.height() <= goods.deal.viewport().height()


def test_decision_is_explained_in_its_own_words(page: CheckPage, company: Company) -> None:
    path = "choices.origin_certificate"
    assert value_at(company.session, path) == "未填"
    company.session.type_text(path, "co")
    assert value_at(company.session, path) == "一般原产地证（非优惠）"
