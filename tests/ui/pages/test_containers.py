"""Several containers in the window: typed one by one, and named by the runs of boxes that go into them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.goods.goods import DEAL, GOODS, GoodsPage
from tests.ui.pages.company import Company

NUMBERS = ("CSQU3054383", "TGHU1234567")


@pytest.fixture
def page(company: Company) -> GoodsPage:
    company.open("furniture", Step.GOODS)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    return found


def is_shown(page: GoodsPage, field: str) -> bool:
    column = next(at for at, one in enumerate(page.packing.model.columns) if one.field == field)
    return not page.packing.view.isColumnHidden(column)


def typed(company: Company, *where: str) -> None:
    """A second container, the numbers of both, and where the first runs of boxes go."""
    company.session.add_item("route.containers")
    for place, number in enumerate(NUMBERS):
        company.session.type_text(f"route.containers.{place}.number", number)
    for run, container in enumerate(where, start=1):
        company.session.type_text(f"packages.p{run}.container", container)


def test_one_container_asks_no_row_where_it_goes(page: GoodsPage) -> None:
    assert not is_shown(page, "container")


def test_a_second_container_is_added_typed_and_taken_out_again(page: GoodsPage, company: Company, qtbot: QtBot) -> None:
    page.choose_view(DEAL)
    group = page.deal.containers
    assert len(group.fields) == 3
    group.add_one.click()
    qtbot.waitUntil(lambda: len(group.fields) == 6, timeout=20_000)
    assert [field.path for field in group.fields[3:]] == [
        f"route.containers.1.{name}" for name in ("kind", "number", "seal")
    ]
    company.session.type_text("route.containers.1.number", NUMBERS[1])
    assert is_shown(page, "container")
    group.removers[1].click()
    qtbot.waitUntil(lambda: len(group.fields) == 3, timeout=20_000)
    assert [box.number for box in company.session.case.route.containers] == [None]
    assert not is_shown(page, "container")
    group.removers[0].click()
    qtbot.waitUntil(lambda: not group.fields, timeout=20_000)
    assert not group.removers


def test_the_first_container_is_taken_out_and_boxes_keep_theirs(
    page: GoodsPage, company: Company, qtbot: QtBot
) -> None:
    typed(company, NUMBERS[0], "2", NUMBERS[1])
    company.session.type_text("route.containers.1.number", "")
    page.choose_view(DEAL)
    group = page.deal.containers
    qtbot.waitUntil(lambda: len(group.removers) == 2, timeout=20_000)
    assert [one.text() for one in group.removers] == ["去掉第 1 个", "去掉第 2 个"]
    group.removers[0].click()
    qtbot.waitUntil(lambda: len(group.removers) == 1, timeout=20_000)
    case = company.session.case
    assert [box.number for box in case.route.containers] == [None]
    assert [one.container for one in case.packages] == [None, "1", NUMBERS[1]]
    company.session.undo()
    assert [one.container for one in company.session.case.packages] == [NUMBERS[0], "2", NUMBERS[1]]


def test_rows_of_boxes_say_where_they_go_and_the_open_ones_are_found(page: GoodsPage, company: Company) -> None:
    typed(company, NUMBERS[0], "2")
    assert is_shown(page, "container")
    company.settle(Step.GOODS)
    found = [one for one in page.analysis.own_findings if one.variant == "container_open"]
    assert [one.places for one in found] == [("packages.p3.container",)]


def test_a_jump_goes_to_the_container_in_the_form_and_to_the_cell_of_a_row(page: GoodsPage, company: Company) -> None:
    typed(company)
    assert page.deal.reveal_path("route.containers.1.number")
    page.choose_view(GOODS)
    assert page.packing.reveal("packages.p2.container")
    assert page.packing.path() == "packages.p2.container"


def test_the_group_speaks_the_language_of_the_window(page: GoodsPage, language: Language) -> None:
    group = page.deal.containers
    assert (group.title.text(), group.add_one.text()) == ("集装箱", "增加集装箱")
    language.set("en")
    assert (group.title.text(), group.add_one.text()) == ("Containers", "Add a container")
