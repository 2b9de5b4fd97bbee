"""The panes of the window as the keyboard sees them: F6 goes from one to the next, a pane gives the focus inside.

Nobody here asks a widget for its nextInFocusChain(): PySide takes what that returns for a child of the one asked. Soon
the whole window is the child of some button, and all of its menus die for Python with that button.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_pane(pane: QWidget) -> None:
    """Give the focus to the first control inside a pane."""
    for widget in pane.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return


def focus_next(panes: Sequence[QWidget], focused: QWidget | None, step: int) -> None:
    """Give the focus to the pane that lies `step` panes after the one with the focus."""
    at = next((i for i, pane in enumerate(panes) if focused is not None and pane.isAncestorOf(focused)), -1)
    focus_pane(panes[(at + step) % len(panes)])
