"""Papers on the desk: cards, soft strips, banners with a verb, the facts strip, empty states, scrolling pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets.buttons import Button
from exporter_desk.ui.widgets.fields import Field
from exporter_desk.ui.widgets.flow import Flow
from exporter_desk.ui.widgets.labels import Chip, Label, Mark, MarkLabel, Paragraph
from exporter_desk.ui.widgets.painting import MARK_TEXT_TONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLayout

    from exporter_desk.ui.widgets.painting import MarkKind

Ground = Literal["surface", "paper", "sunken", "warn_soft", "error_soft", "hint_soft"]


class Card(QFrame):
    """A paper (surface) or a soft strip (sunken, warn_soft …) with its content in a column."""

    def __init__(self, ground: Ground = "surface", *, padding: int = 16, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("ground", ground)
        self.column = QVBoxLayout(self)
        theme.set_spacing(self.column, spacing, (padding, padding, padding, padding))

    def add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.column.addWidget(widget)


class Rule(QFrame):
    """A hairline."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("rule", "true")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Fact(NamedTuple):
    """One entry of a facts strip; `estimated` slants the digits and adds the chip, `missing` is a word like 未填."""

    label: str
    value: str
    strong: bool = False
    estimated: str = ""
    mark: MarkKind | None = None


class FactsStrip(QFrame):
    """What one has to know of a case, in one soft strip: label above, value below; wraps where room is missing."""

    def __init__(self, facts: Sequence[Fact] = ()) -> None:
        super().__init__()
        self.setProperty("ground", "sunken")
        self._flow = Flow(self)
        theme.set_spacing(self._flow, 28, (16, 10, 16, 10))
        # Fixed would hold it to the height of one line: what wraps would be cut.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        empty_layout(self._flow)
        for fact in facts:
            self._flow.addWidget(_fact_widget(fact))


def _fact_widget(fact: Fact) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    theme.set_spacing(column, 2)
    column.addWidget(Label(fact.label, "note", "ink3"))
    row = QHBoxLayout()
    theme.set_spacing(row, 8)
    if fact.mark:
        row.addWidget(MarkLabel(fact.mark, fact.value))
    else:
        row.addWidget(Label(fact.value, "body", bold=fact.strong, italic=bool(fact.estimated)))
    if fact.estimated:
        row.addWidget(Chip(fact.estimated, "warn"))
    row.addStretch(1)
    column.addLayout(row)
    return box


class Banner(QFrame):
    """A strip that says what happened, what it means, and offers the verb to do something about it."""

    acted = Signal()

    def __init__(self, kind: MarkKind = "hint", place: str = "", text: str = "", verb: str = "") -> None:
        super().__init__()
        self.mark = Mark(kind, size=15)
        self.place = Label("", "table", bold=True)
        self.text = Label("", "table")
        self.text.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # the one that wrapping gave it goes with its old policy
        self.text.setSizePolicy(policy)
        self.verb = Button("", "text", small=True)
        self.verb.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 8, (12, 2, 4, 2))
        row.addWidget(self.mark)
        row.addWidget(self.place)
        row.addWidget(self.text, 1)
        row.addWidget(self.verb)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(kind, place, text, verb)

    def say(self, kind: MarkKind, place: str, text: str, verb: str = "") -> None:
        """Show a message. `place` is bold and may be empty; without a verb there is no button."""
        grounds = {"error": "error_soft", "warn": "warn_soft", "hint": "hint_soft"}
        theme.set_look(self, "ground", grounds.get(kind, "sunken"))
        self.mark.set_kind(kind)
        self.place.setText(place)
        self.place.set_tone(MARK_TEXT_TONE[kind])
        self.place.setVisible(bool(place))
        self.text.setText(text)
        self.verb.setText(verb)
        self.verb.setVisible(bool(verb))
        self.verb.updateGeometry()
        self.setAccessibleName(f"{place} {text}".strip())
        self.restyle()

    def restyle(self) -> None:
        self._make_room()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """As high as all lines of the text want at this width: a fixed height is by the width that Qt would like."""
        self.setMinimumHeight(max(theme.current().size("control"), self.heightForWidth(self.width())))


class EmptyState(QWidget):
    """What a page says when there is nothing yet, with at most two verbs."""

    acted = Signal(int)

    def __init__(self, text: str, verbs: Sequence[str] = ()) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.set_spacing(column, 12, (0, 24, 0, 24))
        self.paragraph = Paragraph(text)
        column.addWidget(self.paragraph)
        row = QHBoxLayout()
        theme.set_spacing(row, 8)
        for index, verb in enumerate(verbs):
            button = Button(verb, "fill")
            button.clicked.connect(lambda _checked=False, chosen=index: self.acted.emit(chosen))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


class ScrollPage(QScrollArea):
    """Scrolls down, and sideways only where the body cannot be as narrow. Add widgets to `column`."""

    def __init__(self, *, max_width: int = 0, spacing: int = 16) -> None:
        """`max_width` in token pixels (form_max 740 for forms and questions); 0 for the full width."""
        super().__init__()
        self.setObjectName("scrollPage")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._max_width = max_width
        self.body = QWidget()
        self.body.setObjectName("scrollBody")
        self.column = QVBoxLayout(self.body)
        theme.set_spacing(self.column, spacing)
        self._whole = QWidget()
        self._whole.setObjectName("scrollBody")
        row = QHBoxLayout(self._whole)
        theme.set_spacing(row, 0)
        row.addWidget(self.body, 1, Qt.AlignmentFlag.AlignTop)
        if max_width:
            row.addStretch(0)
        self.setWidget(self._whole)
        self._following = False
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._go_along())
        self.verticalScrollBar().actionTriggered.connect(lambda _how: self._stay())
        self.restyle()

    def restyle(self) -> None:
        if self._max_width:
            self.body.setMaximumWidth(theme.current().control(self._max_width))

    def add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.column.addWidget(widget)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that a widget is seen, of a table its current cell, and give it the focus.

        What was added or shown just now gets its place later: what has the focus is kept in sight until one scrolls.
        """
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._following = True
        self._go_along()

    def _go_along(self) -> None:
        """Now, and once more when what waits for its place has it: a form may move inside without becoming longer."""
        self._follow()
        QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        focused = QApplication.focusWidget()
        if not self._following or focused is None or not self.isAncestorOf(focused):
            return
        table = focused if isinstance(focused, QAbstractItemView) else None
        if table is None or not table.currentIndex().isValid():
            field = focused.parentWidget()  # its label and what is wrong are wanted too, where there is room for them
            fits = isinstance(field, Field) and field.height() < self.viewport().height() // 2
            self.ensureWidgetVisible(field if fits and field else focused, 0, theme.current().space(8 if fits else 32))
            return
        table.scrollTo(table.currentIndex())
        cell = table.visualRect(table.currentIndex())
        spot = table.viewport().mapTo(self._whole, cell.center())
        self.ensureVisible(spot.x(), spot.y(), 0, cell.height() + theme.current().space(32))

    def _stay(self) -> None:
        self._following = False


def scrolling(page: QWidget) -> QScrollArea:
    """A page in a frame that scrolls only where the window is smaller than the page can be."""
    area = QScrollArea()
    area.setObjectName("scrollPage")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
