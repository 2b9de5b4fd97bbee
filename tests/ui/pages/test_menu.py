"""What the menus offer beside the pages: a backup, the slip of questions, the list of keys, what the program is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from exporter_desk import __version__
from exporter_desk.services.workflow import Step
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.commands import MENUS
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.table import of_any_page
from exporter_desk.ui.widgets import IconButton, Label, Paragraph
from tests.ui.pages.company import Company

UNCOVERED = {"training.class"}


@pytest.fixture
def desk(company: Company) -> Company:
    company.window.commands.handle(of_any_page(company.window))
    return company


def shown(company: Company, kind: type[Label] | type[Paragraph]) -> list[str]:
    """What the panel says now, of one kind."""
    return [part.text() for part in company.window.help.findChildren(kind) if part.isVisible()]


def test_what_no_page_covers_says_so_and_the_rest_says_that_it_has_nothing_to_do_here(desk: Company) -> None:
    desk.window.navigate(places.SETTINGS)
    commands = desk.window.commands
    tips = {one.id: commands.action(one.id).toolTip() for _words, menu in MENUS for one in menu if one.id}
    assert {command for command, tip in tips.items() if tip == "暂未覆盖"} == UNCOVERED
    assert tips["edit.fill_down"] == "这一页现在没有可做的"
    able = {one.id for _words, menu in MENUS for one in menu if one.id and commands.action(one.id).isEnabled()}
    assert {"backup.now", "help.keys", "help.about", "case.open"} <= able
    assert not {tips[command] for command in able} & {"暂未覆盖", "这一页现在没有可做的"}


def test_every_key_of_the_menus_is_in_the_list_of_keys(desk: Company) -> None:
    desk.window.navigate(places.SETTINGS)
    desk.window.commands.action("help.keys").trigger()
    names = shown(desk, Label)
    assert names[0] == "键盘一览"
    keyed = [
        (" / ".join(one.keys).replace("Return", "Enter"), one.words())
        for _words, menu in MENUS
        for one in menu
        if one.keys
    ]
    assert len(keyed) > 15
    for keys, words in keyed:
        assert names[names.index(keys) + 1] == words.rstrip("…")
    assert {"Ctrl+Tab", "Insert", "Esc", "文件", "空格"} <= set(names)


def test_the_panel_about_the_program_follows_the_language_and_closes(
    desk: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    desk.window.navigate(places.CASES)
    desk.window.commands.action("help.about").trigger()
    assert f"出口单证台 {__version__}" in shown(desk, Label)
    assert any("LGPL" in text for text in shown(desk, Paragraph))
    desk.window.commands.action("language.en").trigger()
    desk.bot.waitUntil(lambda: f"Exporter Desk {__version__}" in shown(desk, Label))
    verbs = {one.accessibleName(): one for one in desk.window.help.findChildren(IconButton)}
    QTest.mouseClick(verbs["Go there: Data folder"], Qt.MouseButton.LeftButton)
    assert opened == [str(find_paths().data)]
    desk.key(Qt.Key.Key_Escape)
    assert not desk.window.help.isVisible()


def test_a_backup_is_written_from_any_page(desk: Company) -> None:
    desk.window.navigate(places.CASES)
    desk.window.commands.action("backup.now").trigger()
    desk.bot.waitUntil(lambda: "备份已写好" in desk.window.banner.text.text(), timeout=20_000)
    place = desk.window.place()
    assert place is not None
    assert place.key == places.BACKUP


def test_the_open_questions_are_saved_as_a_paper_from_any_step(
    desk: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "要问的.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.open("navel-orange", Step.GOODS)
    desk.window.commands.action("case.questions").trigger()
    assert desk.window.banner.text.text() == "这票货没有未答的问题，不需要询问单。"
    desk.open("furniture", Step.GOODS)
    open_questions = desk.pages[Step.GOODS].analysis.dossier.questions
    assert len(open_questions) > 1
    desk.window.commands.action("case.questions").trigger()
    assert desk.window.banner.text.text() == "已存成文件：要问的.pdf"
    text = "".join(page.extract_text() for page in PdfReader(target).pages).replace("\n", "")
    assert all(one.text.zh[:8] in text for one in open_questions)
