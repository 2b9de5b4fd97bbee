"""The workbench: worst first, the list by pages, keys, recycle bin with the way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import settings
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.shipments.workbench import LOOKED_THROUGH, MOST_IN_SHORT, WorkbenchPage, urgent_matters
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Fact
from exporter_desk.ui.widgets.table import cell_of
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import CLOCK, FakeSession, many, summary
from tests.ui.pages.room import scrolls, whole


def home(desk: MainWindow) -> WorkbenchPage:
    desk.navigate(places.HOME)
    page = desk.page(places.HOME)
    assert isinstance(page, WorkbenchPage)
    return page


def shown(page: WorkbenchPage, row: int) -> list[str]:
    model = page.list.model
    return [cell_of(model.index(row, column)).text for column in range(model.columnCount())]


def test_row_says_everything_in_words(desk: MainWindow, session: FakeSession) -> None:
    session.rows = [summary(14, goods="餐桌椅", mode="9810", steps_done=2)]
    assert shown(home(desk), 0) == ["2026-014", "餐桌椅", "德国", "9810", "2/8", "商品与装箱", "今天 08:12"]


def test_unknown_parts_are_words_and_never_blank(desk: MainWindow, session: FakeSession) -> None:
    session.rows = [summary(1, goods="", dest=None, mode=None, next_step="", status="", steps_total=0)]
    assert shown(home(desk), 0)[1:6] == ["未填", "未填", "未选", "打开后可见", "打开后可见"]


def test_days_before_yesterday_are_dates(desk: MainWindow, session: FakeSession) -> None:
    session.rows = [summary(1, at="2026-11-21T23:59:00+00:00"), summary(2, at="2026-11-20T10:00:00+00:00")]
    page = home(desk)
    assert [shown(page, row)[6] for row in (0, 1)] == ["昨天 23:59", "2026-11-20"]


def test_samples_carry_their_chip(desk: MainWindow, session: FakeSession) -> None:
    session.rows = [summary(1, sample="furniture"), summary(2)]
    model = home(desk).list.model
    assert [cell_of(model.index(row, 1)).chip for row in (0, 1)] == ["示例", ""]


def test_enter_opens_the_shipment(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.rows = many(3)
    home(desk)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    place = desk.place()
    assert place is not None
    assert (place.key, place.case_id) == (places.TODO, f"{2:016x}")


def test_ctrl_n_begins_a_new_shipment(desk: MainWindow, press: Press) -> None:
    home(desk)
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    place = desk.place()
    assert place is not None
    assert place.key == places.NEW


def test_delete_goes_to_the_bin_and_the_banner_brings_it_back(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    session.rows = many(2)
    home(desk)
    press(Qt.Key.Key_Delete)
    assert [row.number for row in session.bin] == ["2026-001"]
    assert "回收站" in desk.banner.text.text()
    QTest.mouseClick(desk.banner.verb, Qt.MouseButton.LeftButton)
    assert session.bin == []
    assert [row.number for row in session.rows] == ["2026-001", "2026-002"]


def test_refusal_of_the_machine_is_said_and_nothing_is_lost(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    session.rows = many(1)
    session.refusal = UserFacingError("S02", "磁盘满了。", "The disk is full.", "先清理。", "Free some space.")
    home(desk)
    press(Qt.Key.Key_Delete)
    assert desk.banner.text.text() == "磁盘满了。先清理。"
    assert len(session.rows) == 1


def test_menu_offers_to_copy(desk: MainWindow, session: FakeSession) -> None:
    session.rows = many(1)
    menu = home(desk).list.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "复制为新业务").trigger()
    assert session.case.note == f"copy of {1:016x}"


def test_five_thousand_shipments_fetch_only_what_is_seen(desk: MainWindow, session: FakeSession) -> None:
    session.rows = many(5000)
    session.fetched.clear()
    page = home(desk)
    assert page.list.model.rowCount() == 5000
    assert sum(limit for limit, _ in session.fetched) <= LOOKED_THROUGH + 100
    session.fetched.clear()
    assert shown(page, 4321)[0] == "2026-4322"
    assert session.fetched == [(50, 4300)]


def test_search_filters_and_says_when_nothing_fits(
    qtbot: QtBot, desk: MainWindow, session: FakeSession, press: Press
) -> None:
    session.rows = many(3)
    page = home(desk)
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.search, "2026-002")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1, timeout=20_000)
    QTest.keyClicks(page.search, "x")
    press(Qt.Key.Key_Return)
    assert page.nothing_found.isVisible()
    assert not page.empty.isVisible()


def test_first_start_says_what_can_be_done(desk: MainWindow, session: FakeSession) -> None:
    page = home(desk)
    assert page.empty.isVisible()
    assert page.empty.paragraph.text() == "还没有业务。可以先打开一个示例看看，或者直接新建。"
    assert not page.urgent.isVisible()


def test_problems_come_first_and_samples_never(desk: MainWindow, session: FakeSession) -> None:
    bad = summary(7, status="problem", next_step="check")
    session.rows = [summary(1), summary(2, status="problem", sample="furniture"), bad]
    assert urgent_matters(session.rows) == (bad,)
    page = home(desk)
    assert [row.row.cells[1].text for row in page.urgent.rows()] == ["2026-007"]
    QTest.mouseClick(page.urgent.rows()[0].buttons[0], Qt.MouseButton.LeftButton)
    place = desk.place()
    assert place is not None
    assert place.case_id == bad.id


def test_a_short_window_scrolls_the_list_and_not_the_page(
    desk: MainWindow, session: FakeSession, qtbot: QtBot, language: Language
) -> None:
    session.rows = [summary(number, status="problem", next_step="check", steps_done=0) for number in range(1, 13)]
    page = home(desk)
    page.refunds.facts.set_facts((Fact("Refund", "¥1.00"),))
    page.refunds.show()
    language.set("en")
    assert len(page.urgent.rows()) == 3
    desk.resize(1024, 560)
    qtbot.waitUntil(lambda: len(page.urgent.rows()) == MOST_IN_SHORT, timeout=20_000)
    page.reload()
    page.refunds.show()
    qtbot.waitUntil(lambda: not scrolls(page), timeout=20_000)
    assert not page.note.isVisible()
    assert whole(page.list, 0, 4)
    page.refunds.facts.set_facts([Fact(f"Refund {number}", "2029-01-10 Last day to declare") for number in range(4)])
    page.refunds._long = True
    page.refunds.told.emit()
    assert len(page.urgent.rows()) == MOST_IN_SHORT - 1
    qtbot.waitUntil(lambda: not scrolls(page), timeout=20_000)


@pytest.mark.parametrize(
    ("more", "words", "mark"),
    [
        ({"handed_over": 2}, "已交付 第 2 版", "ok"),
        ({"handed_over": 2, "status": "problem"}, "2/8", None),  # there is something to put right first
        ({}, "2/8", None),
    ],
)
def test_version_that_was_handed_over_stands_in_place_of_the_steps(
    desk: MainWindow, session: FakeSession, more: dict[str, object], words: str, mark: str | None
) -> None:
    session.rows = [summary(3, **more)]
    cell = cell_of(home(desk).list.model.index(0, 4))
    assert (cell.text, cell.mark) == (words, mark)


def test_english(desk: MainWindow, session: FakeSession, language: Language) -> None:
    session.rows = [summary(14, goods="餐桌椅", goods_en="Dining sets")]
    page = home(desk)
    language.set("en")
    assert desk.head.title.text() == "Home"
    assert desk.head.subtitle.text() == "Sunday 22 Nov 2026"
    assert shown(page, 0)[1] == "Dining sets"
    assert shown(page, 0)[2:] == ["Germany", "Not chosen", "2/8", "Goods and packing", "Today 08:12"]


def test_large_text_hides_the_change_and_the_next_step_before_the_goods(
    desk: MainWindow, session: FakeSession, appearance: Appearance
) -> None:
    session.rows = many(3)
    view = home(desk).list.view
    assert [column for column in range(7) if view.isColumnHidden(column)] == []
    appearance.set_scale(2.0)
    QApplication.processEvents()
    # About 1140 pixels; the columns want 278 for the goods and 1328 besides, 226 of it the change, 296 the next step.
    assert [column for column in range(7) if view.isColumnHidden(column)] == [5, 6]
    assert view.columnWidth(1) >= 278


def test_home_is_narrowed_and_remembers_it(
    qtbot: QtBot, desk: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    session.rows = [summary(1, dest="SG"), summary(2, status="problem"), summary(3, dest="SG", status="problem")]
    kept = settings.load(tmp_path / "settings.json")
    page = WorkbenchPage(session, desk.messages, CLOCK, None, kept)  # type: ignore[arg-type]  # the fake's face
    qtbot.addWidget(page)
    page.activated(None)
    for box, value in ((page.filters.status, "problem"), (page.filters.country, "SG")):
        box.set_value(value)
        box.activated.emit(box.currentIndex())
    found = page.list.model.summary(0)
    assert found is not None
    assert (found.number, page.list.model.rowCount()) == ("2026-003", 1)
    assert page.mine_title.count.text() == "1 / 3"
    again = WorkbenchPage(session, desk.messages, CLOCK, None, settings.load(tmp_path / "settings.json"))  # type: ignore[arg-type]
    qtbot.addWidget(again)
    again.activated(None)
    assert again.filters.only() == ("problem", "SG")
    assert again.list.model.rowCount() == 1


def test_a_remembered_country_that_is_gone_hides_nothing(
    qtbot: QtBot, desk: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    kept = settings.load(tmp_path / "settings.json")
    kept.set(settings.HOME_COUNTRY, "SG")
    session.rows = [summary(1)]
    page = WorkbenchPage(session, desk.messages, CLOCK, None, kept)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.activated(None)
    assert page.list.model.rowCount() == 1
