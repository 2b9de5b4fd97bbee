"""A closed list of words under the cell that is being typed: it opens while one types, and on F4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QCompleter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.ui.widgets import LineEdit

_SHOWN = 12


def offer_words(editor: LineEdit, words: Sequence[str]) -> None:
    """Offer these words; without any nothing is offered."""
    if not words:
        return
    completer = QCompleter(list(words), editor)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(_SHOWN)
    set_look(completer, 240)
    editor.setCompleter(completer)

    QShortcut(Qt.Key.Key_F4, editor, lambda: show_all(editor), context=Qt.ShortcutContext.WidgetShortcut)


def set_look(completer: QCompleter, least: int) -> None:
    """Give the list of a completer its ground, and a width of at least that many pixels.

    It is a window of its own: on the clear ground of other lists its words would stand on black.
    """
    popup = completer.popup()
    if popup is not None:
        popup.setObjectName("offered")
        popup.setMinimumWidth(least)


def show_all(editor: LineEdit) -> None:
    """Open the whole list of an editor that has one."""
    completer = editor.completer()
    if completer is not None:
        completer.setCompletionPrefix("")
        completer.complete()
