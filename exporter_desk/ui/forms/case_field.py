"""A field bound to one path of the open case: it shows the value or the draft, and saves when one leaves it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.paths import PathError, type_at
from exporter_desk.system import clock
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.issues import MARKS
from exporter_desk.ui.widgets import ComboBox, Field, LineEdit, TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.models.issues import Issues

    Attempt = Callable[[Callable[[], object]], bool]
    Choices = Callable[[], Sequence[tuple[str, str]]]

WIDTH = 220


class CaseField(Field):
    """Editor by what is given: a code table (list while typing, F4), choices (drop-down), several lines, or plain text.

    Ctrl+; puts today's date into a field of a day. `instead` says below it what is used in its place.
    """

    committed = Signal()

    def __init__(
        self,
        session: Session,
        attempt: Attempt,
        path: str,
        *,
        lookup: CodeLookup | None = None,
        table: str = "",
        choices: Choices | None = None,
        lines: int = 1,
        label: Callable[[], str] | None = None,
        instead: Callable[[], str] | None = None,
        width: int = WIDTH,
    ) -> None:
        self._session, self._attempt, self.path = session, attempt, path
        self._lookup, self._table, self._choices, self._label = lookup, table, choices, label
        self._instead = instead
        editor: LineEdit | ComboBox | TextEdit = LineEdit()
        if choices is not None:
            editor = ComboBox()
        elif lines > 1:
            editor = TextEdit(lines=lines)
        super().__init__(self._name(), editor, width=width)
        self._listen(editor)
        self.show_value(None)

    def _listen(self, editor: LineEdit | ComboBox | TextEdit) -> None:
        if isinstance(editor, ComboBox):
            editor.activated.connect(lambda _index: self._commit())
        elif isinstance(editor, LineEdit):
            editor.editingFinished.connect(self._commit)
            if self._lookup is not None and self._table:
                self._lookup.attach(editor, self._table)
        editor.installEventFilter(self)

    def _name(self) -> str:
        if self._label is not None:
            return self._label()
        name = pick(self._session.name_of(self.path))
        of_what_is_shown = self.path.partition(".")[0] in ("goods", "packages", "parties", "choices")
        return name.rpartition(" · ")[2] if of_what_is_shown else name.replace(" · ", " ")

    def figures_here(self) -> tuple[str, ...]:
        """The value of this field, for the question where it comes from."""
        return (self.path,)

    # -- showing

    def show_value(self, issues: Issues | None) -> None:
        """What the case says now, unless somebody is typing here; with the reason when something is wrong."""
        self.set_label(self._name())
        self._fill()
        finding = issues.at(self.path) if issues is not None else None
        if finding is not None and finding.severity is not Severity.HINT:
            self.set_message(MARKS[finding.severity], finding.text(language()))
        else:
            self.clear_message()
            self._show_estimate()

    def _show_estimate(self) -> None:
        """An estimate is slanted and says so; what is typed over it is no estimate any more."""
        estimated = self._session.is_estimate(self.path)
        instead = self._instead() if self._instead is not None else ""
        self.set_hint(translate("CaseForm", "estimate") if estimated else instead)
        if isinstance(self.editor, LineEdit):
            self.editor.set_state("estimated" if estimated else "typed")

    def _fill(self) -> None:
        shown, editor = self._session.shown_text(self.path), self.editor
        if isinstance(editor, ComboBox):
            empty = (translate("CaseForm", "not filled in"), "")
            editor.set_entries([empty, *(self._choices() if self._choices else ())])
            if not editor.set_value(shown):
                editor.addItem(shown, shown)
                editor.set_value(shown)
        elif isinstance(editor, TextEdit):
            if not editor.hasFocus() and editor.toPlainText() != shown:
                editor.setPlainText(shown)
        elif isinstance(editor, LineEdit) and not (editor.hasFocus() and editor.isModified()):
            editor.setText(self._in_words(shown))
            editor.setCursorPosition(0)

    def _in_words(self, shown: str) -> str:
        known = self._lookup is not None and self._table and shown
        return self._lookup.code_and_name(self._table, shown) if known and self._lookup else shown

    # -- typing

    def _text(self) -> str:
        editor = self.editor
        if isinstance(editor, ComboBox):
            return str(editor.currentData() or "")
        if isinstance(editor, TextEdit):
            return editor.toPlainText()
        text = editor.text() if isinstance(editor, LineEdit) else ""
        return self._lookup.code(self._table, text) if self._lookup and self._table and text.strip() else text

    def _commit(self) -> None:
        if not self._session.is_path(self.path):  # its record was taken out, and with it the field that had the focus
            return
        before, text = self._session.shown_text(self.path), self._text()
        if isinstance(self.editor, LineEdit):
            self.editor.setModified(False)
        if text.strip() == before.strip():
            self._fill()
        elif self._attempt(lambda: self._session.type_text(self.path, text)):
            self._fill()
            self.committed.emit()

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, TextEdit):
            self._commit()
        pressed = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if pressed is not None and isinstance(watched, LineEdit) and self._pressed(watched, pressed):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, editor: LineEdit, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F4 and self._lookup is not None and self._table:
            self._lookup.open_list(editor, self._table)
            return True
        today = event.key() == Qt.Key.Key_Semicolon and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if today and _is_day(self.path):
            editor.setText(clock.today().isoformat())
            self._commit()
            return True
        return False


def _is_day(path: str) -> bool:
    try:
        return type_at(path) is date
    except PathError:
        return False
