"""The help panel: contents, a page's own widget, and what stays when nothing changed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpSource, HelpText
from exporter_desk.ui.help_panel import HelpPanel
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Button, Label, MarkLabel, Paragraph


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance, language: Language) -> HelpPanel:
    box = HelpPanel()
    qtbot.addWidget(box)
    box.show()
    return box


def words(panel: HelpPanel) -> list[str]:
    """Everything the panel says below its head."""
    QApplication.processEvents()
    found = panel.passages.findChildren(QWidget)
    return [w.text() for w in found if isinstance(w, Label | Paragraph) and w.isVisible() and w.text()]


def test_page_without_notes_says_so(panel: HelpPanel) -> None:
    assert (panel.title.text(), words(panel)) == ("依据与说明", ["这一页没有说明。"])


def test_all_kinds_of_passages_are_shown(panel: HelpPanel) -> None:
    source = HelpSource(3, "示例办法", ("生效 20XX",), warning="核对已过 252 天", chip="示例")
    panel.show_content(
        HelpContent("依据 1 条", (HelpText("为什么", "因为"), source, HelpPairs("已知", (("国", "德"),))))
    )
    said = words(panel)
    assert [said.count(word) for word in ("为什么", "因为", "示例办法", "生效 20XX", "已知", "国", "德")] == [1] * 7
    assert panel.passages.findChild(MarkLabel).mark.kind == "warn"


def test_verb_of_a_source_runs(qtbot: QtBot, panel: HelpPanel) -> None:
    ran: list[str] = []
    verbs = (("看原文摘要", lambda: ran.append("summary")),)
    panel.show_content(HelpContent("依据", (HelpSource(1, "示例", verbs=verbs),)))
    qtbot.mouseClick(panel.passages.findChild(Button), Qt.MouseButton.LeftButton)
    assert ran == ["summary"]


def test_widget_of_the_page_outlives_other_contents(panel: HelpPanel) -> None:
    own = Label("239 箱")
    panel.show_widget(own, HelpContent("K-12"))
    panel.show_content(None)
    assert "239 箱" not in words(panel)
    panel.show_widget(own, HelpContent("K-12"))
    assert (panel.title.text(), words(panel)) == ("K-12", ["239 箱"])


def test_same_content_is_not_built_again(panel: HelpPanel) -> None:
    content = HelpContent("依据", (HelpText("为什么", "因为"),))
    panel.show_content(content)
    before = panel.passages.findChild(Paragraph)
    panel.show_content(content)
    assert panel.passages.findChild(Paragraph) is before


def test_language_changes_the_words_of_the_panel(language: Language, panel: HelpPanel) -> None:
    language.set("en")
    panel.retranslate()
    assert (panel.title.text(), words(panel)) == ("Sources and help", ["This page has no notes."])


def test_escape_asks_to_close(qtbot: QtBot, panel: HelpPanel) -> None:
    with qtbot.waitSignal(panel.closed, timeout=20_000):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
