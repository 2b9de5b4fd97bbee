"""What a screen reader hears of the painted controls that Qt would announce as check boxes: places, steps and views.

They are tabs, one of which is selected; what holds them is a list of tabs. Their classes say so by `spoken_role`. It is
announced behind the window: these names of Qt cost a fiftieth of the start, and few computers ask for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface

ROLES = {"tab": QAccessible.Role.PageTab, "tabs": QAccessible.Role.PageTabList}


class _Tab(QAccessibleWidget):
    """A button that is selected where it is checked. A screen reader can press it."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, ROLES["tab"])
        self._button = button

    @guarded("")
    def text(self, kind: QAccessible.Text, /) -> str:
        said = super().text(kind)
        return self._button.text() if not said and kind == QAccessible.Text.Name else said

    @guarded(QAccessible.State())
    def state(self) -> QAccessible.State:
        told = super().state()
        told.selectable, told.selected = True, self._button.isChecked()
        return told

    @guarded([])
    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), *super().actionNames()]

    @guarded()
    def doAction(self, name: str, /) -> None:
        if name == QAccessibleActionInterface.pressAction():
            self._button.click()
        else:
            super().doAction(name)


def announce() -> None:
    """From now on widgets with a `spoken_role` are announced by it."""
    QAccessible.installFactory(_face)


def _face(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt keeps what is returned as long as the widget lives."""
    role = ROLES.get(getattr(thing, "spoken_role", ""))
    if role is None or not isinstance(thing, QWidget):
        return None
    if role == ROLES["tab"] and isinstance(thing, QAbstractButton):
        return _Tab(thing)
    return QAccessibleWidget(thing, role)
