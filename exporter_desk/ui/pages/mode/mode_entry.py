"""One export mode of the list under the conclusion: a row that opens to its full reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import icons, theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.pages.mode.reason_list import ReasonList
from exporter_desk.ui.widgets import Button, CellState
from exporter_desk.ui.widgets.cell_painting import natural_width, paint_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QPaintEvent

    from exporter_desk.documents.dossier import ModeView, SourceView
    from exporter_desk.ui.widgets import MarkKind

VERDICT_MARKS: dict[str, MarkKind] = {
    "recommended": "ok", "possible": "possible", "to_confirm": "warn", "not_applicable": "not_applicable",
}  # fmt: skip
ADOPTABLE = frozenset({"recommended", "possible", "to_confirm"})
_HEIGHT, _PAD = 38, 16
_CODE, _VERDICT = 56, 150
_REASONS = 3


def verdict_word(verdict: str) -> str:
    """推荐, 可以, 待确认, 不适用; no other words are used."""
    words = {
        "recommended": translate("Verdict", "Recommended"),
        "possible": translate("Verdict", "Possible"),
        "not_applicable": translate("Verdict", "Not applicable"),
    }
    return words.get(verdict, translate("Verdict", "To confirm"))


def main_reason(mode: ModeView) -> str:
    """The sentence that says most about the verdict: what fails, else what is not known, else what the mode is for."""
    rules = [reason for reason in mode.reasons if not reason.note]
    if mode.is_open and pick(mode.about):
        return pick(mode.about)
    for outcome in ("failed", "unknown"):
        found = [reason for reason in rules if reason.outcome == outcome]
        if found:
            return pick(found[0].text)
    return pick(rules[-1].text) if rules else ""


class ModeRow(QAbstractButton):
    """Code, name, verdict and the main reason in one line; checked while the reasons are open.

    Rows that stand below each other have the same columns: all of them leave room for the longest name.
    """

    def __init__(self, mode: ModeView) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        quiet = mode.verdict == "not_applicable"
        self._cells = (
            CellState(mode.code, bold=True),
            CellState(pick(mode.name)),
            CellState(verdict_word(mode.verdict), mark=VERDICT_MARKS.get(mode.verdict, "warn"), bold=not quiet),
            CellState(main_reason(mode), tone="ink2"),
        )
        self._beside: tuple[ModeRow, ...] = (self,)
        self.setText(" ".join(cell.text for cell in self._cells))
        self.setAccessibleName(self.text())
        theme.set_role(self, "table")
        theme.set_control_size(self, None, _HEIGHT)

    def stand_below(self, rows: Sequence[ModeRow]) -> None:
        """Take the same columns as these rows, of which this is one."""
        self._beside = tuple(rows)

    def name_width(self) -> float:
        """Return how wide the name is where nothing is cut off it."""
        return natural_width(self._cells[1], theme.current())

    def boxes(self) -> list[tuple[float, float]]:
        """Return where code, name, verdict and reason begin, and how wide each may be."""
        now = theme.current()
        left, right = now.space(_PAD), self.width() - now.space(_PAD) - now.size("icon_button")
        fixed = now.control(_CODE) + now.control(_VERDICT)
        longest = max(row.name_width() for row in self._beside)
        name = min(longest + now.space(24), max(0.0, (right - left - fixed) * 0.55))
        name = max(name, min(now.control(220), (right - left - fixed) * 0.4))
        widths = (now.control(_CODE), name, now.control(_VERDICT), max(0.0, right - left - fixed - name))
        starts = [left + sum(widths[:index]) for index in range(len(widths))]
        return list(zip(starts, widths, strict=True))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        if self.isChecked() or self.underMouse():
            inside = QRectF(self.rect()).adjusted(1, 0, -1, 0)
            painter.fillRect(inside, now.colour("accent_soft" if self.isChecked() else "sunken"))
        for cell, (left, width) in zip(self._cells, self.boxes(), strict=True):
            paint_cell(painter, QRectF(left, 0, width - now.space(8), self.height()), cell, now)
        side = now.size("icon_button")
        box = QRectF(self.width() - now.space(_PAD) - side, (self.height() - side) / 2, side, side)
        icons.paint(painter, "down" if self.isChecked() else "right", box, now.colour("ink2"))

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(theme.current().control(400), self.minimumHeight())

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(240), self.minimumHeight())

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens like Space; Right and Left open and close, Up and Down go to the rows beside."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            if self.isChecked() != (key == Qt.Key.Key_Right):
                self.click()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class ModeEntry(QWidget):
    """The row, and below it the reasons, what weighs against the mode, and the verb to adopt it where it is open."""

    source_wanted = Signal(int)
    adopt_wanted = Signal(str)

    def __init__(
        self,
        mode: ModeView,
        sources: Mapping[str, tuple[int, SourceView]],
        not_known: frozenset[str],
        *,
        last: bool,
        why_not: Callable[[str], QWidget] | None = None,
    ) -> None:
        """`why_not` makes the comparison of a mode; it is asked when the entry is first opened."""
        super().__init__()
        self.mode, self._last, self._why_not = mode, last, why_not
        self.row = ModeRow(mode)
        self.details = QWidget()
        details = self._inside = QVBoxLayout(self.details)
        theme.set_spacing(details, 10, (_PAD + _CODE, 8, _PAD, 14))
        self.reasons = ReasonList(_REASONS)
        self.reasons.show_reasons(mode.reasons, sources, not_known)
        self.reasons.source_wanted.connect(self.source_wanted)
        details.addWidget(self.reasons)
        if mode.verdict in ADOPTABLE:
            details.addLayout(self._verbs())
        self.details.hide()
        column = QVBoxLayout(self)
        theme.set_spacing(column, 0)
        column.addWidget(self.row)
        column.addWidget(self.details)
        self.row.toggled.connect(self._open)

    def _open(self, opened: bool) -> None:
        if opened and self._why_not is not None:
            self._inside.insertWidget(1, self._why_not(self.mode.code))
            self._why_not = None
        self.details.setVisible(opened)

    def _verbs(self) -> QHBoxLayout:
        words = translate("ModeResult", "Adopt {code}").format(code=self.mode.code)
        self.adopt = Button(words, "fill", small=True)
        self.adopt.clicked.connect(lambda: self.adopt_wanted.emit(self.mode.code))
        row = QHBoxLayout()
        row.addWidget(self.adopt)
        row.addStretch(1)
        return row

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._last:
            line = theme.current().colour("line")
            QPainter(self).fillRect(1, self.height() - 1, self.width() - 2, 1, line)


def entries(
    modes: Sequence[ModeView],
    sources: Mapping[str, tuple[int, SourceView]],
    not_known: frozenset[str],
    why_not: Callable[[str], QWidget] | None = None,
) -> list[ModeEntry]:
    """One entry per mode in the given order, their columns below each other."""
    found = [ModeEntry(mode, sources, not_known, last=mode is modes[-1], why_not=why_not) for mode in modes]
    rows = [entry.row for entry in found]
    for row in rows:
        row.stand_below(rows)
    return found
