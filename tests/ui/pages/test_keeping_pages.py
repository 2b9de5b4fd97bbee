"""Backup, settings, self-check and the person view over a real company."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from exporter_desk.domain.attachment import Attachment
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import company_path
from exporter_desk.storage.backup import read_backup
from exporter_desk.system import sealed, settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.backup import BackupPage
from exporter_desk.ui.pages.office.doctor import DoctorPage
from exporter_desk.ui.pages.office.person import PersonPage
from exporter_desk.ui.pages.office.sealing import sheet_of
from exporter_desk.ui.pages.office.settings import SettingsPage
from exporter_desk.ui.theme import Appearance
from tests.ui.pages.company import Company, opened_company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("desk_home")
PHRASE = "桌子 窗户 铅笔"


@pytest.fixture
def company(tmp_path: Path, qtbot: QtBot, appearance: Appearance, language: Language) -> Iterator[Company]:
    yield from opened_company(tmp_path, qtbot, appearance, language)


@pytest.fixture
def settle(company: Company) -> Callable[[], None]:
    def wait() -> None:
        company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)

    return wait


def banner(company: Company) -> str:
    return company.window.messages._banner.text.text()


@pytest.fixture
def page(company: Company) -> BackupPage:
    company.window.navigate(places.BACKUP)
    return cast("BackupPage", company.window.page(places.BACKUP))


def test_one_click_writes_a_backup_and_says_what_is_in_it(
    page: BackupPage, company: Company, settle: Callable[[], None]
) -> None:
    page.now.click()
    settle()
    assert "3" in banner(company)
    assert [one.kind for one in company_backups().listed()] == ["by_hand"]
    assert page.model.rowCount() == 1


def test_a_backup_that_holds_a_shipment_nobody_can_read_is_written_and_names_it(
    page: BackupPage, company: Company, settle: Callable[[], None]
) -> None:
    [first, *_] = company.session.summaries()
    with closing(sqlite3.connect(company_path())) as other, other:
        other.execute("UPDATE goods_line SET name_zh = CAST(x'e69cff' AS TEXT) WHERE case_id = ?", (first.id,))
    page.now.click()
    settle()
    assert "备份已写好" in banner(company)
    assert f"这份备份里，业务“{first.number}”读不出来" in banner(company)
    [written] = company_backups().listed()
    page.look_into(written.path)
    settle()
    assert f"这份备份里，业务“{first.number}”读不出来" in banner(company)


def test_reading_through_finds_an_attachment_that_is_not_there(
    page: BackupPage, company: Company, settle: Callable[[], None]
) -> None:
    page.check.click()
    settle()
    assert banner(company) == "数据已从头检查，未发现问题。"
    case = company.session.open(company.session.summaries()[0].id)
    lost = Attachment(id="a1", name="提单.jpg", sha256="0" * 64)
    company.session.take_change(replace(case, attachments=(lost,)), "attach", file="提单.jpg")
    page.check.click()
    settle()
    assert banner(company) == f"业务数据完好，但有附件缺失或已经变了：{case.number} 提单.jpg。"


def test_three_clicks_bring_a_backup_back_and_keep_the_present(
    page: BackupPage, company: Company, settle: Callable[[], None]
) -> None:
    page.now.click()
    settle()
    company.session.new_case("later")
    assert company.session.count() == 4
    page.list.opened.emit(0)
    settle()
    assert company.session.count() == 4, "looking inside changes nothing"
    company.window.messages._banner.acted.emit()
    settle()
    assert company.window.isEnabled()
    assert company.session.count() == 3
    assert company.session.case_id is None
    [kept] = [one.path for one in company_backups().listed() if one.kind == "set_aside"]
    assert read_backup(kept).cases == 4
    company.session.new_case("typing goes on")
    assert company.session.count() == 4


def test_a_damaged_backup_is_refused_and_changes_nothing(
    page: BackupPage, company: Company, settle: Callable[[], None], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.exdb"
    bad.write_bytes(company_path().read_bytes()[:5000])
    page.look_into(bad)
    settle()
    assert "bad.exdb" in banner(company)
    assert company.session.count() == 3


def test_the_second_place_is_remembered_and_forgotten(page: BackupPage, tmp_path: Path) -> None:
    page.set_second(str(tmp_path))
    assert settings.load(find_paths().settings).get(settings.BACKUP_SECOND) == str(tmp_path)
    assert str(tmp_path) in page.second.text()
    page.forget.click()
    assert settings.load(find_paths().settings).get(settings.BACKUP_SECOND) == ""


def test_a_sealed_backup_waits_for_the_same_passphrase_twice(
    page: BackupPage, company: Company, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed.Cost.__init__, "__defaults__", (2**14, 8, 1))
    line, target = page.sealing, tmp_path / "一.exdb.sealed"
    line.phrase.setText(PHRASE)
    assert not line.write.isEnabled()
    line.again.setText(PHRASE)
    assert line.write.isEnabled()
    line.seal_to(target)
    settle()
    assert sealed.is_sealed(target)
    assert sheet_of(target).exists()
    assert line.phrase.text() == line.again.text() == ""
    page.look_into(target)
    settle()
    assert company.session.count() == 3
    line.phrase.setText(PHRASE)
    page.look_into(target)
    settle()
    company.window.messages._banner.acted.emit()
    settle()
    assert [one.kind for one in company_backups().listed()] == ["set_aside"]
    assert not list(company_path().parent.glob(".sealing-*"))


def test_the_check_reads_the_data_through(page: BackupPage, company: Company, settle: Callable[[], None]) -> None:
    page.check.click()
    settle()
    assert company.window.messages._banner.isVisible()


def test_settings_take_effect_and_are_kept(company: Company) -> None:
    company.window.navigate(places.SETTINGS)
    page = cast("SettingsPage", company.window.page(places.SETTINGS))
    page.name.setText(" 李敏 ")
    page.name.editingFinished.emit()
    assert settings.load(find_paths().settings).get(settings.MY_NAME) == "李敏"
    page.language.setCurrentIndex(page.language.findData("en"))
    page.language.activated.emit(page.language.currentIndex())
    assert company.window.language.code == "en"
    assert page.title() == "Settings"
    company.window.language.set("zh")


def test_the_data_is_moved_after_a_word_and_the_window_goes_on(
    company: Company, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.window.navigate(places.SETTINGS)
    page = cast("SettingsPage", company.window.page(places.SETTINGS))
    asked: list[tuple[str, ...]] = []

    def answer(*words: str) -> bool:
        asked.append(words)
        return len(asked) > 1

    monkeypatch.setattr(page.messages, "may_lose", answer)
    count, before = company.session.count(), company_path()
    page.ask_to_move(tmp_path / "OneDrive")
    assert company_path() == before
    assert any("OneDrive" in words for words in asked[0])
    page.ask_to_move(tmp_path / "D")
    settle()
    assert company_path() == tmp_path / "D" / "company.exdb"
    assert company.session.count() == count
    assert page.place.text() == str(tmp_path / "D")
    company.session.new_case("新业务")
    assert company.session.count() == count + 1
    page.ask_to_move(tmp_path / "D")
    assert company.window.messages._banner.isVisible()


def test_a_start_password_is_set_by_typing_it_twice_and_taken_off_by_knowing_it(
    company: Company, settle: Callable[[], None]
) -> None:
    company.window.navigate(places.SETTINGS)
    line, file = cast("SettingsPage", company.window.page(places.SETTINGS)).lock, find_paths().start_password
    assert str(file) in line.lost.text()
    line.typed.setText("door")
    assert not line.set.isEnabled()
    line.again.setText("door")
    line.set.click()
    settle()
    assert file.exists()
    assert line.typed.text() == ""
    for typed, there in (("Door", True), ("door", False)):
        line.typed.setText(typed)
        line.remove.click()
        settle()
        assert file.exists() is there


def test_the_self_check_is_text_without_the_business(
    company: Company, settle: Callable[[], None], tmp_path: Path
) -> None:
    company.window.navigate(places.DOCTOR)
    settle()
    page = cast("DoctorPage", company.window.page(places.DOCTOR))
    text = page.text.toPlainText()
    assert "业务库" in text
    for summary in company.session.summaries():
        assert summary.shown.title not in text
    page.save_to(tmp_path / "doctor.txt")
    assert (tmp_path / "doctor.txt").read_text(encoding="utf-8-sig").rstrip("\n") == text


def test_a_person_is_found_written_out_and_removed(
    company: Company, settle: Callable[[], None], tmp_path: Path
) -> None:
    company.window.navigate(places.PERSON)
    page = cast("PersonPage", company.window.page(places.PERSON))
    page.name.setText("李某堃")
    page.look.click()
    settle()
    assert page.view is not None
    assert page.model.rowCount() == page.view.count > 0
    assert page.view.part_count == 0
    page.export_to(tmp_path / "person.json")
    assert "李某堃" in (tmp_path / "person.json").read_text(encoding="utf-8")
    page.remove_now()
    settle()
    page.name.setText("李某堃")
    page.search()
    settle()
    assert page.view is not None
    assert page.view.count == 0
    assert [one.kind for one in company_backups().listed()] == ["before"]


def test_one_click_writes_all_shipments_and_offers_the_folder(
    page: BackupPage, company: Company, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(page.everything, "open_folder", seen.append)
    company.session.new_case("typed just now")
    page.everything.export_to(tmp_path / "all.zip")
    assert (page.everything.write.isEnabled(), page.everything.cancel.isVisible()) == (False, True)
    settle()
    assert banner(company).startswith("4 票业务已写入 all.zip，")
    assert (page.everything.write.isEnabled(), page.everything.cancel.isVisible()) == (True, False)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert sum(name.endswith("/case.json") for name in archive.namelist()) == 4
    company.window.messages._banner.acted.emit()
    assert seen == [tmp_path]


def test_a_stopped_export_leaves_no_zip(
    page: BackupPage, company: Company, settle: Callable[[], None], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    page.everything.export_to(out / "all.zip")
    page.everything.cancel.click()
    settle()
    assert banner(company) == "已停止，没有写 zip。"
    assert list(out.iterdir()) == []
