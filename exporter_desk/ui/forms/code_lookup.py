"""Codes on screen: their names, the code that a typed name means, and the list that opens while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from exporter_desk.rules.typed_codes import code_for, commodity_code
from exporter_desk.ui.forms.word_completer import set_look
from exporter_desk.ui.i18n import language

if TYPE_CHECKING:
    from exporter_desk.services.desk import Desk
    from exporter_desk.ui.widgets import LineEdit

HS = "hs"
MOST_SHOWN = 12
_CODE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class CodeLookup:
    """Reads the code tables of the desk for cells and fields; the commodity codes are one of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self, table: str, code: str) -> str:
        """The name of a code in the language of the window; the text itself when no code of the table."""
        return code if table == HS else self._desk.codes.label(table, code, language())

    def code_and_name(self, table: str, code: str) -> str:
        """Code and name, as fields show it: 5316 大鹏海关."""
        name = self._desk.codes.label(table, code, language())
        return code if name == code else f"{code} {name}"

    def code(self, table: str, text: str) -> str:
        """The code that typed text means: a code, a name, or both as a field shows them; else the text as it is."""
        typed = text.strip()
        digits = commodity_code(typed) if table == HS else None
        return digits or code_for(self._desk.codes, table, typed)

    def suggestions(self, table: str, text: str) -> list[tuple[str, str]]:
        """Up to twelve (code, words) for what was typed so far."""
        if table == HS:
            found = self._desk.hs.search(text, MOST_SHOWN)
            return [(one.code, f"{one.code}  {one.zh if language() == 'zh' else one.en or one.zh}") for one in found]
        codes, key = self._desk.codes, self._desk.codes.info(table).key
        rows = codes.search(table, text, MOST_SHOWN) if text else tuple(codes.rows(table).values())[:MOST_SHOWN]
        return [(row[key], self.code_and_name(table, row[key])) for row in rows]

    def attach(self, editor: LineEdit, table: str) -> None:
        """Let a list of codes open under the editor while a person types; Down and Enter choose, Esc closes it."""
        model = QStandardItemModel(editor)
        completer = QCompleter(model, editor)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(_CODE_ROLE)
        completer.setMaxVisibleItems(MOST_SHOWN)
        set_look(completer, 300)
        editor.setCompleter(completer)
        editor.textEdited.connect(lambda text: self._fill(model, table, text))

    def open_list(self, editor: LineEdit, table: str) -> None:
        """F4: show what fits the present text, or the head of the table."""
        completer = editor.completer()
        model = completer.model() if completer is not None else None
        if completer is not None and isinstance(model, QStandardItemModel):
            self._fill(model, table, editor.text())
            if not model.rowCount():
                self._fill(model, table, "")
            completer.complete()

    def _fill(self, model: QStandardItemModel, table: str, text: str) -> None:
        model.clear()
        for code, words in self.suggestions(table, text):
            item = QStandardItem(words)
            item.setData(code, _CODE_ROLE)
            model.appendRow(item)
