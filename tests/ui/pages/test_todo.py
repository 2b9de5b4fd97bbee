"""The to-do list: facts in words, eight rows, one filled button, note and timeline."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Terms
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.workflow import Progress, Step
from exporter_desk.storage.summary import Event
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.case_facts import case_facts
from exporter_desk.ui.pages.todo import TodoPage
from exporter_desk.ui.widgets import Fact
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import DESK, FakeSession

FULL = Case(
    id="f" * 16,
    number="2026-014",
    title="餐桌椅",
    parties=(
        Party(id="pt1", roles=("seller",), name_zh="某贸易公司"),
        Party(id="pt2", roles=("buyer",), name_en="ACME"),
    ),
    terms=Terms(incoterm="FOB", place="YANTIAN", currency="USD"),
    goods=(GoodsLine(id="g1", name_zh="桌", qty=Decimal(120), unit="011", unit_price=Decimal("320.00")),),
    packages=(
        Package(id="p1", first=1, last=240, gross_kg=Decimal(36), size_cm=(Decimal(100), Decimal(70), Decimal(40))),
    ),
    origins={"packages.p1.gross_kg": Origin(kind=OriginKind.ESTIMATED)},
)
DOING = Progress(
    describe_total=8, describe_answered=8, describe_unknown=1, goods_lines=1, cartons="240", weight_estimated=True,
    mode_adopted=("9810", Bilingual("海外仓", "Warehouse")), errors=2, confirm=3, hints=5,
)  # fmt: skip


@pytest.fixture
def session() -> FakeSession:
    return FakeSession(case=FULL, progress=DOING)


def todo(desk: MainWindow) -> TodoPage:
    desk.navigate(places.TODO, "f" * 16)
    page = desk.page(places.TODO)
    assert isinstance(page, TodoPage)
    return page


def where(desk: MainWindow) -> str:
    place = desk.place()
    assert place is not None
    return place.key


def told(session: FakeSession) -> tuple[Fact, ...]:
    return case_facts(session.analysis(), DESK.codes)  # type: ignore[arg-type]  # the fake has what it reads


def test_facts_of_a_full_case(desk: MainWindow, session: FakeSession) -> None:
    facts = told(session)
    assert [fact.value for fact in facts] == [
        "某贸易公司", "ACME", "FOB YANTIAN  USD 38,400.00", "120 件 / 240 件", "8,640.0 kg", "67.20 m³",
    ]  # fmt: skip
    assert [fact.estimated for fact in facts] == ["", "", "", "", "估算", ""]


@pytest.mark.parametrize(
    ("place", "guessed"),
    [
        ("goods.g1.unit_price", {2}),
        ("goods.g1.qty", {2, 3}),
        ("packages.p1.to", {3, 4, 5}),
        ("packages.p1.size_cm", {5}),
        ("packages.p1.net_kg", set()),
    ],
)
def test_what_comes_from_an_estimate_says_so(
    desk: MainWindow, session: FakeSession, place: str, guessed: set[int]
) -> None:
    session.case = replace(FULL, origins={place: Origin(kind=OriginKind.ESTIMATED)})
    facts = told(session)
    assert {number for number, fact in enumerate(facts) if fact.estimated} == guessed


def test_how_many_lines_there_are_is_no_estimate(desk: MainWindow, session: FakeSession) -> None:
    other = replace(FULL.goods[0], id="g2", unit="035")
    session.case = replace(
        FULL, goods=(*FULL.goods, other), origins={"goods.g1.qty": Origin(kind=OriginKind.ESTIMATED)}
    )
    assert not told(session)[3].estimated


def test_unknown_facts_are_words(desk: MainWindow) -> None:
    facts = told(FakeSession())
    assert [fact.value for fact in facts] == ["未填", "未填", "总价未填", "未填", "未填", "未填"]


def test_different_units_are_never_added(desk: MainWindow, session: FakeSession) -> None:
    session.case = replace(FULL, goods=(*FULL.goods, replace(FULL.goods[0], id="g2", unit="035")))
    facts = told(session)
    assert facts[3].value == "2 行商品 / 240 件"


def test_eight_rows_with_word_and_mark_and_one_filled_button(desk: MainWindow) -> None:
    rows = [line.row for line in todo(desk).list.rows()]
    assert len(rows) == 8
    assert [row.cells[2].text for row in rows[:3]] == ["已完成", "已完成", "进行中"]
    filled = [(row.cells[1].text, verb.text) for row in rows for verb in row.verbs if verb.rank == "primary"]
    assert filled == [("核对", "去处理")]
    assert rows[2].cells[3].mark == "warn"
    assert rows[6].cells[3].mark == "error"


def test_untouched_step_carries_no_mark(desk: MainWindow, session: FakeSession) -> None:
    session.case, session.progress = Case(id="f" * 16), Progress(goods_confirm=1, confirm=1)
    assert [line.row.cells[3].mark for line in todo(desk).list.rows()] == [None] * 8


def test_enter_on_a_row_opens_its_step(desk: MainWindow, press: Press) -> None:
    page = todo(desk)
    page.list.rows()[0].setFocus()
    press(Qt.Key.Key_Return)
    assert where(desk) == places.step_key(Step.DESCRIBE)


def test_adopted_mode_opens_its_conclusion_and_can_be_judged_again(desk: MainWindow) -> None:
    row = todo(desk).list.rows()[1]
    assert [button.text() for button in row.buttons] == ["重新判断", "查看"]
    QTest.mouseClick(row.buttons[1], Qt.MouseButton.LeftButton)
    assert where(desk) == places.RESULT
    QTest.mouseClick(todo(desk).list.rows()[1].buttons[0], Qt.MouseButton.LeftButton)
    assert where(desk) == "case.mode"


def test_copy_opens_the_copy(desk: MainWindow) -> None:
    QTest.mouseClick(todo(desk).copy, Qt.MouseButton.LeftButton)
    place = desk.place()
    assert place is not None
    assert (place.key, place.case_id) == (places.TODO, "c" * 16)


def test_note_is_kept_when_it_is_left(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = todo(desk)
    page.note.setFocus()
    QTest.keyClicks(page.note, "call the broker")
    assert session.case.note is None
    press(Qt.Key.Key_Tab)
    assert session.case.note == "call the broker"


def test_note_is_kept_after_a_pause_without_losing_the_cursor(
    qtbot: QtBot, desk: MainWindow, session: FakeSession
) -> None:
    page = todo(desk)
    page.note.setFocus()
    QTest.keyClicks(page.note, "abc")
    qtbot.waitUntil(lambda: session.case.note == "abc", timeout=20_000)
    QTest.keyClicks(page.note, "d")
    assert page.note.toPlainText() == "abcd"
    assert page.note_field.label.buddy() is page.note


def test_note_never_wanders_to_another_shipment(desk: MainWindow, session: FakeSession) -> None:
    page = todo(desk)
    page.note.setFocus()
    QTest.keyClicks(page.note, "first")
    session.case = Case(id="b" * 16)
    desk.navigate(places.TODO, "b" * 16)
    assert session.case.note is None
    assert page.note.toPlainText() == ""


def test_timeline_shows_the_latest_first(desk: MainWindow, session: FakeSession) -> None:
    session.events = (
        Event("new", Bilingual("建立", "Created"), "2026-11-02T08:55:00+00:00"),
        Event("adopt", Bilingual("采用 9810", "Adopted 9810"), "2026-11-04T14:20:00+00:00", "张会计"),
    )
    layout = todo(desk).timeline.layout()
    names = [layout.itemAt(index).widget().accessibleName() for index in range(layout.count())]
    assert names == ["11-04 14:20 · 张会计 采用 9810", "11-02 08:55 建立"]


def test_undo_is_offered_only_when_there_is_something(desk: MainWindow, session: FakeSession, press: Press) -> None:
    todo(desk)
    assert not desk.commands.action("edit.undo").isEnabled()
    session.undo_name = Bilingual("导入装箱单", "Import the packing list")
    todo(desk)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.undo_name is None
    assert desk.banner.text.text() == "已撤销：导入装箱单"


def test_short_window_keeps_all_rows_and_the_filled_button(qtbot: QtBot, desk: MainWindow) -> None:
    page = todo(desk)
    desk.resize(1024, 560)
    qtbot.waitUntil(lambda: page.list.rows()[0].height() < 50, timeout=20_000)
    assert page.paper.widget().width() <= page.paper.viewport().width()
    assert len(page.list.rows()) == 8
    assert not page.timeline.isVisible()
