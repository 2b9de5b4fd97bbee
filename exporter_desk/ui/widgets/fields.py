"""Editors and the field around them: label, hint, the reason of an error, and input methods left in peace."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from exporter_desk.ui import icons, theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.labels import Label, Mark
from exporter_desk.ui.widgets.painting import MARK_TEXT_TONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QPaintEvent, QWheelEvent

    from exporter_desk.ui.widgets.painting import MarkKind

EditState = Literal["typed", "computed", "estimated", "to_confirm", "wrong", "read_only"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDEST = 220
"""A label that is wider than this and than its editor, in token pixels, goes on in a second line."""


def plain_width(text: str) -> str:
    """Full-width digits, letters, commas and signs as plain ones, outer blanks gone: what number fields accept."""
    return unicodedata.normalize("NFKC", text).strip()


def _is_left_to_page(event: QEvent, can_undo: Callable[[], bool], can_redo: Callable[[], bool]) -> bool:
    """Whether a key asks to undo or redo what an editor has nothing of: Qt would swallow it, the page around has it."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
    if (undo and not can_undo()) or (redo and not can_redo()):
        event.ignore()
        return True
    return False


class _Line(QLineEdit):
    """One line of text that undoes only what was typed in it; any other undo is the page's."""

    @guarded(instead=False)
    def event(self, event: QEvent) -> bool:
        return not _is_left_to_page(event, self.isUndoAvailable, self.isRedoAvailable) and super().event(event)


class LineEdit(_Line):
    """A one-line editor.

    `normalise` is applied when editing ends, never while typing. `submitted` is Enter outside of an IME composition:
    during composition Enter belongs to the IME.
    """

    submitted = Signal()

    def __init__(self, text: str = "", placeholder: str = "", normalise: Callable[[str], str] | None = None) -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)
        self._normalise = normalise
        self._composing = False
        theme.set_role(self, "body")
        theme.set_control_size(self, None, 32)
        theme.set_look(self, "state", "typed")
        self.editingFinished.connect(self._tidy)

    def is_composing(self) -> bool:
        """An input method holds text that is not yet part of the value."""
        return self._composing

    def set_state(self, state: EditState) -> None:
        """Show where the value comes from; computed and read-only values cannot be typed over."""
        theme.set_role(self, "body", italic=state == "estimated")
        self.setReadOnly(state in {"computed", "read_only"})
        theme.set_look(self, "state", state)

    @guarded()
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu, and what the page around the field can do with its figure."""
        menu, around = self.createStandardContextMenu(), self.parentWidget()
        while around is not None and not hasattr(around, "extend_menu"):
            around = around.parentWidget()
        if around is not None:
            around.extend_menu(menu, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @guarded()
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self._composing:
            event.accept()
            return
        super().keyPressEvent(event)
        if event.key() in _ENTER:
            self.submitted.emit()

    def _tidy(self) -> None:
        if self._normalise is None or self._composing:
            return
        tidy = self._normalise(self.text())
        if tidy != self.text():
            self.setText(tidy)
            self.textEdited.emit(tidy)


class TextEdit(QPlainTextEdit):
    """A note of several lines; Tab leaves it."""

    def __init__(self, text: str = "", lines: int = 3) -> None:
        super().__init__(text)
        self._lines = lines
        self.setTabChangesFocus(True)
        theme.set_role(self, "table")
        self.restyle()

    @guarded(instead=False)
    def event(self, event: QEvent) -> bool:
        """An undo that this note has nothing of is the page's."""
        can = self.document()
        return not _is_left_to_page(event, can.isUndoAvailable, can.isRedoAvailable) and super().event(event)

    def restyle(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + theme.current().space(24))


class ComboBox(QComboBox):
    """A list to choose from. `look="fill"` is the quiet one for filters. Free typing only where asked for."""

    def __init__(
        self,
        entries: Sequence[tuple[str, object]] = (),
        *,
        look: Literal["field", "fill"] = "field",
        icon: str = "",
        small: bool = False,
        editable: bool = False,
    ) -> None:
        """`entries` are (text, value); the value comes back from currentData()."""
        super().__init__()
        self._icon, self._told = icon, ""
        if editable:
            line = _Line()
            self.setLineEdit(line)
            # What is typed stands as it is: 1 does not become 10 because the list has that.
            line.setCompleter(None)  # type: ignore[arg-type]  # None takes it away; the stubs do not know
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        theme.set_role(self, "table" if small else "body")
        theme.set_control_size(self, None, 28 if small else 32)
        theme.set_look(self, "look", look)
        theme.set_look(self, "state", "typed")
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[tuple[str, object]]) -> None:
        """Replace the list and keep the chosen value where it still exists."""
        kept = self.currentData()
        self.clear()
        for text, value in entries:
            self.addItem(text, value)
        if kept is not None:
            self.set_value(kept)

    def set_value(self, value: object) -> bool:
        """Choose by value; False when the list does not hold it (then nothing is chosen)."""
        index = self.findData(value)
        self.setCurrentIndex(index)
        return index >= 0

    def set_state(self, state: EditState) -> None:
        theme.set_look(self, "state", state)

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a closed list scrolls the page instead of changing a value unseen."""
        event.ignore()

    def shown_text(self) -> str:
        """What stands in the closed list: the chosen entry, with three dots where there is no room for all of it."""
        if self._has_room():
            return self.currentText()
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox  # 600 names: the first page does without them

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room - 2)

    @guarded(instead=False)
    def event(self, event: QEvent) -> bool:
        """The tip of a list that has none of its own says all of a cut entry."""
        if event.type() == QEvent.Type.ToolTip and self.toolTip() in ("", self._told):
            text = self.currentText()
            self._told = text if not self.isEditable() and self.shown_text() != text else ""
            self.setToolTip(self._told)
        return super().event(event)

    @guarded()
    def showPopup(self) -> None:
        """The open list is as wide as its longest entry, as far as the window is."""
        words = (self.itemText(index) for index in range(self.count()))
        longest = max((self.fontMetrics().horizontalAdvance(text) for text in words), default=0)
        self.view().setMinimumWidth(min(longest + theme.current().space(48), self.window().width()))
        super().showPopup()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable() or self._has_room():
            super().paintEvent(event)
        else:
            self._paint_closed()
        now, side = theme.current(), theme.current().size("icon_button")
        box = QRectF(self.width() - side - now.space(8), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "down", box, now.colour("ink2" if self.isEnabled() else "ink3"))

    def _has_room(self) -> bool:
        """Whether the list is as wide as its longest entry wants it."""
        return self.width() >= self.sizeHint().width()

    def _paint_closed(self) -> None:
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class CheckBox(QCheckBox):
    """A tick box with its words; three states where the answer may stay unknown."""

    def __init__(self, text: str, *, three_states: bool = False) -> None:
        super().__init__(text)
        self.setTristate(three_states)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.set_role(self, "body")

    @guarded(instead=False)
    def hitButton(self, pos: object) -> bool:
        return True

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now = theme.current()
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(int(now.control(18) + now.space(8) + words) + 2, max(now.control(26), self.fontMetrics().height()))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        side = now.control(18)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        on, enabled = self.checkState(), self.isEnabled()
        filled = on == Qt.CheckState.Checked
        strong = "accent" if filled else "line_strong"
        ground = now.colour(("accent" if enabled else "ink3") if filled else ("surface" if enabled else "sunken"))
        painting.paint_box(painter, box, ground, now.colour(strong if enabled else "line"), now.radius("control"))
        if filled:
            self._tick(painter, box)
        elif on == Qt.CheckState.PartiallyChecked:
            bar = QRectF(box.x() + side * 0.25, box.center().y() - 1, side * 0.5, 2)
            painter.fillRect(bar, now.colour("ink2"))
        area = QRectF(side + now.space(8), 0, self.width(), self.height())
        painting.paint_text(painter, area, self.text(), self.font(), now.colour("ink" if enabled else "ink3"))

    def _tick(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(theme.current().colour("on_accent"))
        pen.setWidthF(box.width() * 0.11)
        painter.setPen(pen)
        x, y, side = box.x(), box.y(), box.width()
        shares = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))
        painter.drawPolyline([QPointF(x + side * across, y + side * down) for across, down in shares])
        painter.restore()


class Field(QWidget):
    """An editor with its label above and a line below for a hint or for what is wrong."""

    def __init__(self, label: str, editor: QWidget, hint: str = "", *, width: int | None = None) -> None:
        """`width` is the editor's width in token pixels; None lets it grow."""
        super().__init__()
        self.editor = editor
        self.label = Label(label, "table", "ink2")
        self.label.setBuddy(editor)
        self._hint = hint
        self._mark = Mark("error", size=13)
        theme.set_control_size(self._mark, 13, 18, wordless=True)  # as high as the first line beside it
        self._line = Label(hint, "note", "ink3")
        self._line.setWordWrap(True)
        if width:
            theme.set_control_size(editor, width)
        self._fixed = bool(width)
        self.label.setWordWrap(self._fixed)
        self._build()
        self.set_label(label)
        self.clear_message()

    def _build(self) -> None:
        below = QHBoxLayout()
        theme.set_spacing(below, 5)
        below.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._line, 1)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 4)
        column.addWidget(self.label)
        left = Qt.AlignmentFlag.AlignLeft if self._fixed else Qt.AlignmentFlag(0)
        column.addWidget(self.editor, 0, left)
        column.addLayout(below)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """A field of fixed width is as wide as editor and label: what is longer wraps, and moves no neighbour."""
        column = self.layout()
        if not self._fixed or column is None:
            return super().sizeHint()
        words = min(self.label.fontMetrics().horizontalAdvance(self.label.text()) + 2, theme.current().control(_WIDEST))
        width = max(self.editor.minimumWidth(), words)
        return QSize(width, column.totalHeightForWidth(width))

    def set_label(self, label: str) -> None:
        self.label.setText(label)
        self.editor.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self.clear_message()

    def message(self) -> str:
        return self._line.text()

    def is_wrong(self) -> bool:
        """An error is told at the field."""
        return not self._mark.isHidden() and self._mark.kind == "error"

    def set_message(self, kind: MarkKind, text: str) -> None:
        """Show a finding at the field: same words as in the summary on top of the page."""
        self._mark.set_kind(kind, text)
        self._mark.show()
        self._show(text, MARK_TEXT_TONE[kind])
        self.editor.setAccessibleDescription(text)
        set_state = getattr(self.editor, "set_state", None)
        if set_state is not None and kind in {"error", "warn"}:
            set_state("wrong" if kind == "error" else "to_confirm")

    def clear_message(self) -> None:
        """Back to the hint; the editor's ground becomes that of a typed value if it showed a finding."""
        self._mark.hide()
        self._show(self._hint, "ink3")
        self.editor.setAccessibleDescription(self._hint)
        if self.editor.property("state") in {"wrong", "to_confirm"}:
            self.editor.set_state("typed")  # type: ignore[attr-defined]  # only editors with states carry the property

    def _show(self, text: str, tone: str) -> None:
        self._line.setText(text)
        self._line.set_tone(tone)
        self._line.setVisible(bool(text))
