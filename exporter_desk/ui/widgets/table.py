"""Tables in a rounded card: grids for entering and lists for choosing, painted from CellState."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPainterPath, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
)

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.cell import CELL_ROLE, FIGURE_ROLE, CellState
from exporter_desk.ui.widgets.cell_painting import cell_ground, natural_width, paint_cell
from exporter_desk.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, QRect
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from exporter_desk.ui.theme import Theme

    AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

TableKind = Literal["list", "grid"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ONLY_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_WITH_HEADER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def cell_of(index: AnyIndex) -> CellState:
    """The state of a cell; models that give only text are shown as typed."""
    cell = index.data(CELL_ROLE)
    return cell if isinstance(cell, CellState) else CellState(str(index.data() or ""))


class CellDelegate(QStyledItemDelegate):
    """Paints grounds, hairlines, current row or cell, and the content; edits with a LineEdit."""

    def __init__(self, view: CellTable) -> None:
        super().__init__(view)
        self._view = view

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        now, cell, area = theme.current(), cell_of(index), QRectF(_rect(option))
        painter.save()
        try:
            self._paint_ground(painter, area, index, cell, now)
            self._paint_lines(painter, area, index, now)
            pad = now.space(self._view.padding(index.column()))
            paint_cell(painter, area.adjusted(pad, 0, -now.space(8), 0), cell, now)
            if self._view.kind == "grid" and self._view.currentIndex() == index and self._view.hasFocus():
                _paint_current_cell(painter, area, now)
        finally:
            painter.restore()

    @guarded(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(self._view.needed_width(index), self._view.row_height())

    @guarded()
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        editor = LineEdit()
        editor.setParent(parent)
        editor.setProperty("cell", "true")
        theme.set_role(editor, "table")
        right = cell_of(index).alignment == "right"
        editor.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        editor.setMinimumHeight(0)
        editor.setMaximumHeight(16777215)
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(title or ""))
        return editor

    @guarded()
    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """What is being typed is not taken away because other cells change meanwhile."""
        if not (isinstance(editor, LineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter that ends an IME composition must not end the editing of the cell."""
        composing = isinstance(watched, LineEdit) and watched.is_composing()
        if composing and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            return False
        return super().eventFilter(watched, event)

    def _paint_ground(self, painter: QPainter, area: QRectF, index: AnyIndex, cell: CellState, now: Theme) -> None:
        view = self._view
        current = view.kind == "list" and view.currentIndex().row() == index.row()
        painting.fill(painter, area, cell_ground(cell, now) or now.colour(self._row_ground(index, current)))
        if not current:
            return
        if now.outlined or view.hasFocus():
            painting.fill(painter, QRectF(area.left(), area.top(), area.width(), 1), now.colour("accent"))
            painting.fill(painter, QRectF(area.left(), area.bottom() - 2, area.width(), 1), now.colour("accent"))
        if index.column() == view.edges()[0]:
            bar = QRectF(area.left() + 2, area.center().y() - area.height() * 0.25, 3, area.height() * 0.5)
            painting.paint_box(painter, bar, now.colour("accent"), None, 1.5)

    def _row_ground(self, index: AnyIndex, current: bool) -> str:
        """Painted in any case: the style would lay its own highlight under a selected cell."""
        view = self._view
        several = view.kind == "grid" and view.currentIndex() != index and view.selectionModel().isSelected(index)
        if current or several:
            return "accent_soft"
        return "sunken" if index.row() == view.hovered_row() else "surface"

    def _paint_lines(self, painter: QPainter, area: QRectF, index: AnyIndex, now: Theme) -> None:
        line = now.colour("line")
        if index.row() < index.model().rowCount() - 1 or self._view.rows_end_early():
            painting.fill(painter, QRectF(area.left(), area.bottom() - 1, area.width(), 1), line)
        if self._view.kind == "grid" and index.column() != self._view.edges()[1]:
            painting.fill(painter, QRectF(area.right() - 1, area.top(), 1, area.height()), line)


def _rect(option: QStyleOptionViewItem) -> QRect:
    return option.rect  # type: ignore[no-any-return,attr-defined,unused-ignore]  # the stubs differ on this attribute


def _paint_current_cell(painter: QPainter, area: QRectF, now: Theme) -> None:
    painter.setPen(QPen(now.colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -2, -2))
    handle = QRectF(area.right() - 6, area.bottom() - 6, 6, 6)
    painting.fill(painter, handle, now.colour("surface"))
    painting.fill(painter, handle.adjusted(1, 1, 0, 0), now.colour("accent"))


def _empty_mime_data() -> QMimeData:
    """Something to put on the clipboard, made by Qt.

    The clipboard may keep it until the libraries are unloaded. What Python made ends the process by a crash there,
    because Python has gone by then.
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    return data


class CellHeader(QHeaderView):
    """Header cells: note size, second ink, sunken ground, the card's round corners."""

    def __init__(self, view: CellTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionsClickable(view.kind == "list")
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    @guarded()
    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        now, area = theme.current(), QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._shape(area, logical, now), now.colour("sunken"))
        painting.fill(painter, QRectF(area.left(), area.bottom() - 1, area.width(), 1), now.colour("line"))
        if self._view.kind == "grid" and logical != self._view.edges()[1]:
            painting.fill(painter, QRectF(area.right() - 1, area.top(), 1, area.height()), now.colour("line"))
        align = self.model().headerData(logical, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        flag = Qt.AlignmentFlag(int(align)) if align else Qt.AlignmentFlag.AlignLeft
        inner = area.adjusted(now.space(self._view.padding(logical)), 0, -now.space(8), 0)
        text = str(self.model().headerData(logical, self.orientation()) or "")
        side = flag & Qt.AlignmentFlag.AlignHorizontal_Mask
        painting.paint_text(painter, inner, text, now.font("note"), now.colour("ink2"), side)
        painter.restore()

    def _shape(self, area: QRectF, logical: int, now: Theme) -> QPainterPath:
        radius, path = now.radius("card") - 1, QPainterPath()
        first, last = self._view.edges()
        if logical not in (first, last):
            path.addRect(area)
            return path
        path.addRoundedRect(area, radius, radius)
        square = QPainterPath()
        square.addRect(QRectF(area.left(), area.top() + radius, area.width(), area.height() - radius))
        path = path.united(square)
        beside = QPainterPath()
        if logical != first:
            beside.addRect(QRectF(area.left(), area.top(), radius, area.height()))
        elif logical != last:
            beside.addRect(QRectF(area.right() - radius, area.top(), radius, area.height()))
        return path.united(beside)


class CellTable(QTableView):
    """The view inside a TableCard."""

    opened = Signal(int)
    acted = Signal(int, int)
    row_changed = Signal(int)
    pasted = Signal(str)
    fill_down = Signal()
    cleared = Signal()

    def __init__(self, kind: TableKind, row: int) -> None:
        super().__init__()
        self.kind: TableKind = kind
        self._row, self._hover = row, -1
        self._counting: frozenset[int] = frozenset()
        self.setProperty("cells", kind)
        theme.set_role(self, "table")
        self.setHorizontalHeader(CellHeader(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        listing = kind == "list"
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if listing else mode.ExtendedSelection)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if listing else behaviour.SelectItems)
        if listing:
            self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self.setTabKeyNavigation(False)
        self.doubleClicked.connect(self._double_clicked)
        self.restyle()

    def edges(self) -> tuple[int, int]:
        """First and last column that can be seen."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        seen = [column for column in order if not self.isColumnHidden(column)]
        return (seen[0], seen[-1]) if seen else (0, 0)

    def padding(self, column: int) -> int:
        """Left padding of a column in token pixels: lists start at 16."""
        return 16 if self.kind == "list" and column == self.edges()[0] else 8

    def row_height(self) -> int:
        now = theme.current()
        return max(now.control(self._row), self.fontMetrics().height() + 8)

    def set_row(self, row: int) -> None:
        """Row height in token pixels: 42 38 36 in lists, 34 or 30 in grids."""
        self._row = row
        self.restyle()

    def hovered_row(self) -> int:
        return self._hover if self.kind == "list" else -1

    def rows_end_early(self) -> bool:
        """The table is higher than its rows, so the last row needs a line under it."""
        rows = self.model().rowCount() if self.model() else 0
        return self.maximumViewportSize().height() > rows * self.row_height() + 1

    def restyle(self) -> None:
        now = theme.current()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.horizontalHeader().setFixedHeight(max(now.control(32 if self.kind == "list" else 30), 20))

    @guarded()
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self._repaint()
        if current.row() != previous.row():
            self.row_changed.emit(current.row())

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_C and event.modifiers() == _WITH_HEADER:
            self.copy(header=True)
        elif event.matches(QKeySequence.StandardKey.Paste) and self.kind == "grid":
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() in _ENTER and self.state() != QAbstractItemView.State.EditingState:
            self._enter()
        else:
            super().keyPressEvent(event)

    def figures_here(self) -> tuple[str, ...]:
        """The figures of the case in the marked cells, that of the current one first; in a list, of its row."""
        current = self.currentIndex()
        if not current.isValid():
            return ()
        cells = sorted(self.selectedIndexes(), key=lambda index: index != current) if self.kind == "grid" else []
        if not cells:
            columns = range(current.model().columnCount())
            cells = [current, *(current.siblingAtColumn(column) for column in columns)]
        found = (index.data(FIGURE_ROLE) for index in cells)
        return tuple(dict.fromkeys(str(figure) for figure in found if figure))

    def _enter(self) -> None:
        """In a list Enter opens the row, in a grid it goes one row down."""
        current = self.currentIndex()
        if not current.isValid():
            return
        if self.kind == "list":
            self.opened.emit(current.row())
        elif current.row() + 1 < self.model().rowCount():
            self.go_to(current.siblingAtRow(current.row() + 1))

    def go_to(self, index: QModelIndex) -> None:
        """Make a row (or cell) the current and only marked one and bring it into view.

        Qt's setCurrentIndex looks at the keyboard: with Shift held it would mark everything in between.
        """
        flags = _ONLY_ROW if self.kind == "list" else QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def needed_width(self, index: AnyIndex) -> int:
        """Width in pixels at which a cell shows everything."""
        now = theme.current()
        return int(natural_width(cell_of(index), now) + now.space(self.padding(index.column()) + 8)) + 1

    def count_hidden(self, columns: Collection[int]) -> None:
        """These columns are hidden for want of room alone: a line of copied or pasted cells goes through them."""
        self._counting = frozenset(columns)

    def counted(self) -> list[int]:
        """The columns that a line of cells has, in order."""
        columns = self.model().columnCount()
        return [at for at in range(columns) if at in self._counting or not self.isColumnHidden(at)]

    def only_numbers(self, column: int) -> bool:
        """A column of a grid without a title numbers its rows: nothing of it is copied or pasted."""
        return self.kind == "grid" and not self.model().headerData(column, Qt.Orientation.Horizontal)

    def copied(self) -> list[QModelIndex]:
        """The selected cells with those between them that are hidden for want of room, by row; no numbers of rows."""
        marked: dict[int, set[int]] = {}
        for index in self.selectedIndexes():
            if not self.only_numbers(index.column()):
                marked.setdefault(index.row(), set()).add(index.column())
        for columns in marked.values():
            columns |= {at for at in self._counting if min(columns) < at < max(columns)}
        return [self.model().index(row, at) for row in sorted(marked) for at in sorted(marked[row])]

    def copy(self, *, header: bool = False) -> None:
        """Put the selected cells on the clipboard as tab separated text and as an HTML table."""
        from html import escape

        marked = [(index.row(), index.column(), str(index.data() or "")) for index in self.copied()]
        lines: dict[int, list[str]] = {}
        if header:
            across = Qt.Orientation.Horizontal
            titles = sorted({column for _, column, _ in marked})
            lines[-1] = [str(self.model().headerData(column, across) or "") for column in titles]
        for row, _, text in marked:
            lines.setdefault(row, []).append(text)
        rows = ["<tr>" + "".join(f"<td>{escape(text)}</td>" for text in cells) + "</tr>" for cells in lines.values()]
        data = _empty_mime_data()
        data.setText("\n".join("\t".join(cells) for cells in lines.values()))
        data.setHtml(f"<table>{''.join(rows)}</table>")
        QGuiApplication.clipboard().setMimeData(data)

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and cell_of(index).verb:
            self.acted.emit(index.row(), index.column())

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.kind == "list":
            self.opened.emit(index.row())

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hover(self.rowAt(int(event.position().y())))

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hover(-1)

    def _set_hover(self, row: int) -> None:
        if row != self._hover:
            self._hover = row
            self._repaint()

    def _repaint(self) -> None:
        """Mark all cells for painting. Asking for the viewport makes PySide load every kind of widget first: 6 ms."""
        self.setDirtyRegion(QRegion(self.rect()))

    @guarded(instead=False)
    def viewportEvent(self, event: QEvent) -> bool:
        """The tooltip of a cell is the reason of its state, or its whole text when that is cut."""
        if event.type() == QEvent.Type.ToolTip:
            where = getattr(event, "pos", QPoint)()
            index = self.indexAt(where)
            cell = cell_of(index)
            cut = natural_width(cell, theme.current()) > self.columnWidth(index.column())
            self.setToolTip(cell.note or (cell.text if cut else ""))
        return super().viewportEvent(event)


class TableCard(QFrame):
    """A table on a paper. `widths` are token pixels per column, 0 for the one column that takes the rest.

    Signals: `opened(row)` Enter or double click in a list, `acted(row, column)` click on a verb, `row_changed(row)`;
    of the view: pasted(text), fill_down, cleared. With `hug` the card is as high as its
    rows; otherwise it fills the room and scrolls inside.
    """

    opened = Signal(int)
    acted = Signal(int, int)
    row_changed = Signal(int)

    def __init__(self, kind: TableKind = "list", *, row: int = 0, hug: bool = False, name: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._hug = hug
        self._widths: tuple[int, ...] = ()
        self._whole: frozenset[int] = frozenset()
        self.view = CellTable(kind, row or (42 if kind == "list" else 34))
        if hug:
            self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.opened.connect(self.opened)
        self.view.acted.connect(self.acted)
        self.view.row_changed.connect(self.row_changed)
        self.setFocusProxy(self.view)

    def set_model(self, model: QAbstractItemModel, widths: tuple[int, ...], whole: Collection[int] = ()) -> None:
        """Show a model; every later change of its rows keeps widths and height right.

        Columns that are `whole` are as wide as their longest cell where that needs more: figures are never cut.
        """
        self.view.setModel(model)
        self._widths, self._whole = widths, frozenset(whole)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.columnsInserted):
            signal.connect(self.restyle)
        self.restyle()

    def set_row(self, row: int) -> None:
        self.view.set_row(row)
        self.restyle()

    def widths(self) -> tuple[int, ...]:
        """Token pixels per column."""
        return self._widths

    def set_widths(self, widths: tuple[int, ...]) -> None:
        self._widths = widths
        self.restyle()

    def select(self, row: int, column: int = 0) -> None:
        """Make a row (or cell) the current and only marked one and bring it into view."""
        self.view.go_to(self.view.model().index(row, column))

    def restyle(self) -> None:
        header, now = self.view.horizontalHeader(), theme.current()
        for index, width in enumerate(self._widths[: header.count()]):
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(index, mode)
            if width:
                header.resizeSection(index, max(now.control(width), self._longest(index)))
        self.view.restyle()
        if self._hug:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setFixedHeight(self._full_height())

    def _longest(self, column: int) -> int:
        """Width that the longest cell of a column needs; 0 for columns whose cells may be cut."""
        model = self.view.model()
        rows = range(model.rowCount() if column in self._whole else 0)
        return max((self.view.needed_width(model.index(row, column)) for row in rows), default=0)

    def _full_height(self) -> int:
        rows = self.view.model().rowCount() if self.view.model() else 0
        return self.view.horizontalHeader().height() + rows * self.view.row_height() + 2
