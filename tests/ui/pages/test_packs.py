"""The page of packs by keyboard: a pack on offer with its effect, taken or not, gone back from, removed, trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import current_thread, main_thread

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from exporter_desk.domain import case_json
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.desk import user_desk
from exporter_desk.services.keeping.company import list_cases
from exporter_desk.services.packs.fetch import shown_address
from exporter_desk.services.packs.office import PackOffice
from exporter_desk.services.session import Session
from exporter_desk.system import clock
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.packs import PacksPage
from exporter_desk.ui.theme import Appearance
from tests.support.pack_files import LIMIT, SCENARIO
from tests.support.signed_packs import Maker, Profile

FACTS = {
    "transaction": "sale", "buyer": "business", "deal_channel": "platform_own", "sale_state": "sold", "route": "direct",
    "ticket_cny": "5500", "licence": False, "inspection": False, "export_duty": False, "want_refund": False,
    "can_send_data": True, "declare_at_zone_customs": True, "customs_filed": True, "cbec_type_filed": True,
}  # fmt: skip
CASE = {"schema": "exporter-desk/case", "schema_version": 1, "number": "2026-001", "title": "样品", "facts": FACTS}
LAW = "rules/values/list_ticket_limit_cny.toml"


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


@pytest.fixture
def profile(desk_home: Path, maker: Maker) -> Profile:
    return Profile(desk_home).trusting(maker)


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, language: Language, profile: Profile) -> Iterator[MainWindow]:
    desk = user_desk()
    session = Session(desk, list_cases(desk), clock.today, clock.now)
    session.cases.import_case(case_json.load(json.dumps(CASE)))
    frame = MainWindow(appearance, language)
    frame.add_page(places.PACKS, PacksPage(session, frame.messages, frame.tasks))
    frame.navigate(places.PACKS)
    frame.show()
    qtbot.waitExposed(frame)
    yield frame
    frame.tasks.finish(-1)
    frame.close()
    session.close()
    shiboken6.delete(frame)


@pytest.fixture
def page(window: MainWindow) -> PacksPage:
    found = window.page(places.PACKS)
    assert isinstance(found, PacksPage)
    return found


def offered(page: PacksPage, qtbot: QtBot, path: Path) -> list[list[str]]:
    """Look at a pack and return what the page says of its effect."""
    page.look(path)
    qtbot.waitUntil(page.offer.isVisible, timeout=20_000)
    model = page.offer.model
    return [[str(model.index(row, column).data()) for column in range(4)] for row in range(model.rowCount())]


def taken(page: PacksPage, qtbot: QtBot, profile: Profile, version: int) -> None:
    """Wait until the pack counts: it is taken behind the window."""
    qtbot.waitUntil(lambda: not page.tasks.running(), timeout=20_000)
    assert profile.serial() == version


def names(page: PacksPage) -> list[str]:
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def lower(maker: Maker, serial: int) -> bytes:
    """The pack with the limit of 5,000, so that a shipment of 5,500 goes by full declaration again."""
    scenario = SCENARIO.replace('channel = "list"', 'channel = "declaration"').replace("= 6000 }", "= 5000 }")
    law = LIMIT.replace("value = 6000", "value = 5000")
    return maker.signed(serial, **{LAW: law.encode(), "scenarios/lists.toml": scenario.encode()})


def test_the_effect_is_shown_and_a_no_changes_nothing(
    page: PacksPage, qtbot: QtBot, profile: Profile, maker: Maker
) -> None:
    before = page.session.desk.rules
    rows = offered(page, qtbot, profile.put(maker.signed()))
    assert rows[0] == ["2026-001 样品", "贸易方式 9710", "推荐，报关单", "推荐，清单"]
    assert QApplication.focusWidget() is page.offer.decline
    press(Qt.Key.Key_Return)
    assert page.held.isVisible()
    assert profile.serial() is None
    assert page.session.desk.rules is before
    assert names(page) == ["程序自带的规则"]


def test_a_pack_is_taken_gone_back_from_and_removed_by_keys(
    page: PacksPage, qtbot: QtBot, profile: Profile, maker: Maker
) -> None:
    for content, version in ((maker.signed(3), 3), (lower(maker, 4), 4)):
        offered(page, qtbot, profile.put(content))
        QTest.keyClick(page.offer.decline, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is page.offer.take
        press(Qt.Key.Key_Return)
        taken(page, qtbot, profile, version)
    assert page.session.desk.rules.version.endswith("+trial-city@2026.11.1")
    assert names(page) == ["程序自带的规则", "trial-city"]
    page.list.select(1)
    page.back.setFocus()
    press(Qt.Key.Key_Return)
    assert profile.serial() == 3
    page.list.select(1)
    assert not page.back.isEnabled()
    page.remove.setFocus()
    press(Qt.Key.Key_Return)
    assert profile.serial() is None
    assert names(page) == ["程序自带的规则"]


def test_a_pack_that_cannot_be_taken_changes_nothing_and_says_why(
    page: PacksPage, qtbot: QtBot, profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []

    def full(*_: object) -> None:
        threads.append(current_thread() is main_thread())
        raise UserFacingError("S20", "磁盘满了。", "The disk is full.")

    offered(page, qtbot, profile.put(maker.signed(3)))
    monkeypatch.setattr(PackOffice, "accept", full)
    page.offer.taken.emit()
    qtbot.waitUntil(lambda: bool(threads) and not page.tasks.running(), timeout=20_000)
    assert (threads, profile.serial()) == ([False], None)
    assert names(page) == ["程序自带的规则"]


def test_the_effect_is_that_of_the_pack(page: PacksPage, qtbot: QtBot, profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed(3))
    page.session.packs_changed()
    rows = offered(page, qtbot, profile.put(lower(maker, 4)))
    assert ["2026-001 样品", "贸易方式 9710", "推荐，清单", "推荐，报关单"] in rows


def test_a_shipment_that_cannot_be_read_is_told_before_a_pack_is_looked_at(
    page: PacksPage, window: MainWindow, profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise UserFacingError("S380", "2026-014 读不出来。", "2026-014 cannot be read.")

    monkeypatch.setattr(type(page.session), "own_cases", refused)
    page.look(profile.put(maker.signed(3)))
    assert window.messages._banner.text.text() == "2026-014 读不出来。"
    assert not page.tasks.running()


def test_an_unknown_key_is_trusted_by_its_number(
    window: MainWindow, page: PacksPage, qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    stranger = Maker(tmp_path, "stranger")
    path = profile.put(stranger.signed())
    assert offered(page, qtbot, path) == []
    assert not page.offer.take.isVisible()
    assert QApplication.focusWidget() is page.offer.number
    page.offer.number.setText("0" * 16)
    press(Qt.Key.Key_Return)
    assert "不是你给的" in window.banner.text.text()
    assert not page.offer.take.isVisible()
    page.offer.number.setText(stranger.public.id)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.offer.take.isVisible, timeout=20_000)


def test_nothing_of_a_pack_is_read_as_markup(page: PacksPage, qtbot: QtBot, profile: Profile, maker: Maker) -> None:
    offered(page, qtbot, profile.put(maker.signed(head__zh="<b>粗</b><img src=x>")))
    assert "<b>粗</b>" in page.offer.name.text()
    assert {label.textFormat() for label in page.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_the_network_is_off_until_an_address_stands_there(page: PacksPage, window: MainWindow, qtbot: QtBot) -> None:
    page.network.ask.click()
    qtbot.waitUntil(lambda: "不联网" in window.banner.text.text(), timeout=20_000)
    page.network.address.setText("http://elsewhere.invalid/pack.edpack")
    page.network.ask.click()
    assert "https://" in window.banner.text.text()
    assert shown_address() == ""
