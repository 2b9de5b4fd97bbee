"""Starts that are not ordinary: somebody else has the data, it is damaged, a travelling file was clicked."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping import second_start
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import company_path, list_cases
from exporter_desk.storage.backup import read_backup
from exporter_desk.system import clock, settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import start
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.messages import Message
from exporter_desk.ui.theme import Appearance
from tests.ui.pages.company import DESK, Company, opened_company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from exporter_desk.ui.pages.office.backup import BackupPage

pytestmark = pytest.mark.usefixtures("desk_home")
HELD = UserFacingError("S28", "李敏正在使用。", "In use by 李敏.")


@pytest.fixture
def company(tmp_path: Path, qtbot: QtBot, appearance: Appearance, language: Language) -> Iterator[Company]:
    yield from opened_company(tmp_path, qtbot, appearance, language)


@pytest.fixture
def damaged(desk_home: Path) -> UserFacingError:
    """A company with a backup whose database was cut off."""
    list_cases(DESK).close()
    company_backups().write_now()
    path = company_path()
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(UserFacingError) as caught:
        list_cases(DESK)
    return caught.value


def test_what_somebody_else_has_open_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_start, "WAIT_S", 0.05)
    monkeypatch.setattr(second_start, "call", lambda file: False)
    asked: list[dict[str, object]] = []
    start.opened_otherwise(HELD, lambda **how: asked.append(how), None)  # type: ignore[arg-type,return-value]  # a double
    assert asked == [{"read_only": True}]


def test_a_second_start_that_was_heard_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(second_start, "call", lambda file: True)
    with pytest.raises(start.AnsweredError) as caught:
        start.opened_otherwise(HELD, pytest.fail, None)
    assert start.tell_refusal(caught.value) == 0
    assert capsys.readouterr().err == ""


def test_a_damaged_database_is_mended_only_if_wished(damaged: UserFacingError, monkeypatch: pytest.MonkeyPatch) -> None:
    assert damaged.code == "S24"
    before = company_path().read_bytes()
    monkeypatch.setattr(start, "ask_restore", lambda *_: False)
    with pytest.raises(UserFacingError, match="S24"):
        start.opened_otherwise(damaged, pytest.fail, None)
    assert company_path().read_bytes() == before
    monkeypatch.setattr(start, "ask_restore", lambda *_: True)
    start.opened_otherwise(damaged, lambda: list_cases(DESK), None).close()
    assert read_backup(company_path()).cases == 3
    assert [one.path.read_bytes() for one in company_backups().listed() if one.kind == "set_aside"] == [before]


@pytest.mark.parametrize(("code", "told"), [("zh", "李敏正在使用。\n"), ("en", "In use by 李敏.\n")])
def test_a_refusal_is_told_in_the_language_of_the_settings(
    capsys: pytest.CaptureFixture[str], code: str, told: str
) -> None:
    settings.load(find_paths().settings).set(settings.LANGUAGE, code)
    assert start.tell_refusal(HELD) == 3
    assert capsys.readouterr().err == told


OFFER = """
import json
from PySide6.QtWidgets import QApplication, QMessageBox
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui import start

application = QApplication([])
def show(box):
    words = [box.text(), box.informativeText(), *(button.text() for button in box.buttons())]
    print(json.dumps([words, box.font().families()]))
    return 0
QMessageBox.exec = show
try:
    start.opened_otherwise(UserFacingError("S24", "坏了。", "Broken."), None, None)
except UserFacingError:
    print(application.translate("Start", "Restore"))
"""


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize(("code", "words"), [("zh", "不恢复，退出"), ("en", "Leave it and close")])
def test_the_offer_of_a_backup_speaks_one_language_in_the_shipped_font(
    fresh_python: Callable[[str], str], code: str, words: str
) -> None:
    settings.load(find_paths().settings).set(settings.LANGUAGE, code)
    shown, after = fresh_python(OFFER).splitlines()
    texts, families = json.loads(shown)
    assert words in texts
    assert any("一" <= letter <= "鿿" for letter in "".join(texts)) is (code == "zh")
    assert "Noto Sans SC" in families
    assert after == "Restore"  # the window brings its own translator


def test_without_its_resources_the_terminal_has_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr("exporter_desk.system.resources.read_text", lambda name: (_ for _ in ()).throw(OSError(name)))
    start.tell("程序出错")
    assert capsys.readouterr().err == "程序出错\n"


def test_a_refusal_without_a_terminal_does_not_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert start.tell_refusal(HELD) == 3


def test_a_travelling_file_is_taken_over_only_after_a_word(company: Company, tmp_path: Path) -> None:
    [first, *_] = company.session.summaries()
    file = tmp_path / "赣州 餐桌.exdesk"
    company.session.cases.export_file(first.id, file)
    count = company.session.count()
    upkeep = start.Upkeep(company.window, company.session)
    upkeep.begin(file)
    banner = company.window.messages._banner
    company.bot.waitUntil(lambda: banner.isVisible() and not company.window.tasks.running(), timeout=10_000)
    assert "赣州 餐桌.exdesk" in banner.text.text()
    assert company.session.count() == count
    banner.acted.emit()
    company.bot.waitUntil(lambda: company.session.count() == count + 1, timeout=10_000)
    assert [one.kind for one in company_backups().listed()].count("before") == 1
    place = company.window.place()
    assert place is not None
    assert (place.key, place.case_id) == ("case.todo", company.session.case_id)


def test_what_lay_in_the_recycle_bin_for_thirty_days_goes_at_a_start(company: Company) -> None:
    old, young, *_ = company.session.summaries()
    for one in (old, young):
        company.session.delete_case(one.id)
    company.session.cases.contents.keep(b"a scan that no shipment names")
    with closing(sqlite3.connect(company_path())) as other, other:
        other.execute("UPDATE shipment SET deleted_at = '2020-01-01' WHERE case_id = ?", (old.id,))
        other.execute("UPDATE content SET unused_since = '2020-01-01'")
    start.Upkeep(company.window, company.session).begin()
    company.bot.waitUntil(
        lambda: not company.window.tasks.running() and company_backups().latest_moment() is not None, timeout=10_000
    )
    assert [one.id for one in company.session.summaries(deleted=True)] == [young.id]
    with closing(sqlite3.connect(company_path())) as other:
        assert other.execute("SELECT count(*) FROM content").fetchone() == (0,)


def rested(company: Company) -> None:
    """Wait until nothing is at work behind the window."""
    tasks = company.window.tasks
    company.bot.waitUntil(lambda: not tasks._quiet and not tasks.running(), timeout=20_000)


def looked_after(company: Company) -> start.Upkeep:
    """Go through a start until its upkeep is over."""
    upkeep, known = start.Upkeep(company.window, company.session), list[object]()
    company.window.backup_known.connect(known.append)
    upkeep.begin()
    company.bot.waitUntil(lambda: bool(known) and not company.window.tasks.running(), timeout=20_000)
    return upkeep


def test_a_run_that_died_is_told_at_the_next_start_and_only_then(company: Company) -> None:
    died = find_paths().logs / "hard-20261120-080000-0.txt"
    died.parent.mkdir(parents=True, exist_ok=True)
    died.write_text("Fatal Python error: Segmentation fault", encoding="utf-8")
    looked_after(company)
    banner = company.window.messages._banner
    report = died.with_name("crash-20261120-080000-0.txt")
    assert banner.text.text().endswith(f"报告：{report}")
    assert report.exists()
    company.window.messages.clear()
    looked_after(company)
    assert not banner.isVisible()


def test_a_second_place_that_is_away_is_told_once_at_a_start_with_its_last_day(
    company: Company, tmp_path: Path, language: Language
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    settings.load(find_paths().settings).set(settings.BACKUP_SECOND, str(stick))
    looked_after(company)
    banner = company.window.messages._banner
    assert not banner.isVisible()
    stick.rename(tmp_path / "拔掉")
    upkeep = looked_after(company)
    assert f"第二份备份的位置“{stick}”现在不在" in banner.text.text()
    assert f"那里最近一份是 {clock.today()} 的" in banner.text.text()
    language.set("en")
    assert f"the newest copy there is of {clock.today()}" in banner.text.text()
    banner.acted.emit()
    place = company.window.place()
    assert place is not None
    assert place.key == start.BACKUP
    assert "is not there now" in cast("BackupPage", company.window.page(start.BACKUP)).second.text()
    upkeep.look_again()
    rested(company)
    assert not banner.isVisible()


def test_a_stick_that_is_away_takes_the_place_of_no_other_message(company: Company, tmp_path: Path) -> None:
    settings.load(find_paths().settings).set(settings.BACKUP_SECOND, str(tmp_path / "never there"))
    company.window.messages.say(Message("error", "先看这个。"))
    looked_after(company)
    assert company.window.messages._banner.text.text() == "先看这个。"


def test_a_shipment_that_the_backup_of_a_start_cannot_read_is_told(company: Company) -> None:
    [first, *_] = company.session.summaries()
    with closing(sqlite3.connect(company_path())) as other, other:
        other.execute("UPDATE shipment SET day = 'nonsense' WHERE case_id = ?", (first.id,))
    looked_after(company)
    assert f"这份备份里，业务“{first.number}”读不出来" in company.window.messages._banner.text.text()


def test_a_window_that_is_left_open_backs_up_the_next_day(company: Company) -> None:
    upkeep = looked_after(company)
    [backup] = company_backups().listed()
    upkeep.look_again()
    rested(company)
    assert len(company_backups().listed()) == 1
    yesterday = clock.today() - timedelta(days=1)
    backup.path.rename(backup.path.with_name(f"company.{yesterday:%Y-%m-%d}.no0001.exdb"))
    upkeep.look_again()
    company.bot.waitUntil(lambda: len(company_backups().listed()) == 2, timeout=20_000)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def test_a_look_for_the_new_day_that_the_machine_refuses_is_told_once(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    upkeep = looked_after(company)
    gone = UserFacingError("S24", "数据盘不在了。", "The disk of the data is gone.")
    monkeypatch.setattr(type(company_backups()), "wants_a_new_day", lambda _backups: (_ for _ in ()).throw(gone))
    assert upkeep._each_hour.isActive()
    upkeep.look_again()
    rested(company)
    assert company.window.messages._banner.text.text() == "数据盘不在了。"
    assert not upkeep._each_hour.isActive()


def test_work_that_nobody_waits_for_is_told_when_it_is_refused(company: Company) -> None:
    def work(_progress: object) -> None:
        raise HELD

    company.window.tasks.start("x", work)
    rested(company)
    assert company.window.messages._banner.text.text() == "李敏正在使用。"


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_further_start_is_heard_by_the_window(company: Company) -> None:
    upkeep = start.Upkeep(company.window, company.session)
    upkeep.begin()
    company.window.showMinimized()
    heard, known = [], []
    company.window.backup_known.connect(known.append)
    place = second_start.folder() / "9.call"
    place.with_suffix(".part").write_text(
        f'{{"who": "{second_start.this_user("").who}", "file": null}}', encoding="utf-8"
    )
    place.with_suffix(".part").replace(place)
    company.bot.waitUntil(lambda: not place.exists(), timeout=20_000)
    heard.append(not company.window.isMinimized())
    assert heard == [True]
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=10_000)
    assert [one.kind for one in company_backups().listed()] == ["daily"]
    company.bot.waitUntil(lambda: known == [company_backups().latest_moment()], timeout=20_000)


def test_the_module_starts_with_a_file_or_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from exporter_desk import __main__, app, cli

    opened: list[object] = []
    monkeypatch.setattr(app, "main", lambda file=None: opened.append(file) or 0)
    monkeypatch.setattr(cli, "main", lambda words: opened.append(tuple(words)) or 0)
    for words in ([], ["doctor"], ["/家/一 票.EXDESK"], ["check", "a.exdesk"]):
        monkeypatch.setattr(sys, "argv", ["exporter-desk", *words])
        assert __main__.main() == 0
    assert opened == [None, ("doctor",), Path("/家/一 票.EXDESK"), ("check", "a.exdesk")]
