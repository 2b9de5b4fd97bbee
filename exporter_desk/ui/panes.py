"""The panes of the window as the keyboard sees them: F6 goes from one to the next, Tab through each as it is read.

The order of Qt itself is that in which controls were made: what is shown later would come last in the whole window.
Nobody here asks a widget for its nextInFocusChain(): PySide takes what that returns for a child of the one asked. Soon
the whole window is the child of some button, and all of its menus die for Python with that button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WHOLE = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
"""Controls of Qt whose parts are no stops of their own."""


def focus_pane(pane: QWidget) -> bool:
    """Give the focus to the first control inside a pane; False where there is none."""
    first = next(stops(pane), None)
    if first is not None:
        first.setFocus(Qt.FocusReason.TabFocusReason)
    return first is not None


def focus_first(panes: Sequence[QWidget]) -> bool:
    """Give the focus to the first of these panes that has a control: a page may have none as yet."""
    return any(focus_pane(pane) for pane in panes)


def focus_next(panes: Sequence[QWidget], focused: QWidget | None, step: int) -> None:
    """Give the focus to the pane that lies `step` panes after the one with the focus."""
    at = next((i for i, pane in enumerate(panes) if focused is not None and pane.isAncestorOf(focused)), -1)
    focus_pane(panes[(at + step) % len(panes)])


def tab(panes: Sequence[QWidget], focused: QWidget | None, step: int) -> bool:
    """Give the focus to the control that is read next (1) or before (-1); False where `focused` is none of theirs."""
    order = [widget for pane in panes for widget in stops(pane)]
    # Row of a list and verb in it are both stops: the innermost one that holds the cursor is meant.
    inside = [widget is focused or (focused is not None and widget.isAncestorOf(focused)) for widget in order]
    if not any(inside):
        return False
    at = len(inside) - 1 - inside[::-1].index(True)
    reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
    order[(at + step) % len(order)].setFocus(reason)
    return True


def stops(pane: QWidget) -> Iterator[QWidget]:
    """The controls of a pane that Tab can come to now, in the order in which one reads them."""
    if not pane.isVisible():
        return
    if takes_focus(pane):
        yield pane
    if not isinstance(pane, _WHOLE):
        inside = (child for child in pane.children() if isinstance(child, QWidget) and not child.isWindow())
        for child in _as_read([child for child in inside if not child.isHidden()]):
            yield from stops(child)


def _as_read(parts: list[QWidget]) -> list[QWidget]:
    """What stands in one parent: line by line from the top, in each line from the left."""
    if len(parts) < 2:
        return parts
    for spans in ([(part.y(), part.height()) for part in parts], [(part.x(), part.width()) for part in parts]):
        before, behind = _apart(parts, spans)
        if behind:
            return [*_as_read(before), *_as_read(behind)]
    return sorted(parts, key=lambda part: (part.y(), part.x()))


def _apart(parts: list[QWidget], spans: list[tuple[int, int]]) -> tuple[list[QWidget], list[QWidget]]:
    """Cut at the widest gap that goes through between the parts; nothing is behind where there is none.

    `spans` are start and length of each, down or across.
    """
    order = sorted(range(len(parts)), key=lambda at: spans[at])
    end, widest, cut = sum(spans[order[0]]), -1, len(parts)
    for place, at in enumerate(order):
        start, length = spans[at]
        if place and start - end > widest:
            widest, cut = start - end, place
        end = max(end, start + length)
    ordered = [parts[at] for at in order]
    return ordered[:cut], ordered[cut:]


def keep_typed(window: QWidget) -> QWidget | None:
    """Let the editor with the cursor keep what is half typed in it, as when the cursor leaves; return where it was."""
    focused = QApplication.focusWidget()
    if focused is None or not window.isAncestorOf(focused):
        return None
    focused.clearFocus()
    return focused


def give_back(focused: QWidget | None) -> None:
    """Put the cursor back where it was; the editor of a cell is gone by then, and its table takes the cursor."""
    while focused is not None and not (focused.isVisible() and focused.focusPolicy() & Qt.FocusPolicy.TabFocus):
        focused = focused.parentWidget()
    if focused is not None:
        focused.setFocus(Qt.FocusReason.OtherFocusReason)


def said_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return widget.accessibleName() or str(widget.property("text") or "")


def keep_inside(pane: QWidget, name: str) -> None:
    """Put the cursor back into a pane that lost it: on what bears the name now, else on the first control."""
    for widget in stops(pane):
        if name and said_name(widget) == name:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
    focus_pane(pane)


def takes_focus(widget: QWidget) -> bool:
    """Tab can come to it now."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
