"""The panes of the window as the keyboard sees them: F6 goes from one to the next, a pane gives the focus inside.

Nobody here asks a widget for its nextInFocusChain(): PySide takes what that returns for a child of the one asked. Soon
the whole window is the child of some button, and all of its menus die for Python with that button.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_pane(pane: QWidget) -> bool:
    """Give the focus to the first control inside a pane; False where there is none."""
    for widget in pane.findChildren(QWidget):
        if takes_focus(widget):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


def focus_first(panes: Sequence[QWidget]) -> bool:
    """Give the focus to the first of these panes that has a control: a page may have none as yet."""
    return any(focus_pane(pane) for pane in panes)


def focus_next(panes: Sequence[QWidget], focused: QWidget | None, step: int) -> None:
    """Give the focus to the pane that lies `step` panes after the one with the focus."""
    at = next((i for i, pane in enumerate(panes) if focused is not None and pane.isAncestorOf(focused)), -1)
    focus_pane(panes[(at + step) % len(panes)])


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
    for widget in pane.findChildren(QWidget):
        if name and takes_focus(widget) and said_name(widget) == name:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
    focus_pane(pane)


def takes_focus(widget: QWidget) -> bool:
    """Tab can come to it now."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
