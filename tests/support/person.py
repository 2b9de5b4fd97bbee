"""A person at the keyboard: presses, types and pastes in the window, looks where the cursor is, and notes each act."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from exporter_desk.domain.case import Case
from exporter_desk.services.session import Session
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages.case_page import CasePage

Kind = Literal["key", "type", "paste", "look"]
PATIENCE = 30.0  # seconds
MOST_TABS = 90


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done, where it was done, and the shipment as it was saved afterwards."""

    kind: Kind
    text: str
    place: str
    saved: Case | None


class LostError(AssertionError):
    """The person does not get where the keyboard should lead."""


class Person:
    """Only keys go in; session and widgets are looked at, never called."""

    def __init__(self, window: MainWindow, session: Session, pause: Callable[[], None] = lambda: None) -> None:
        self.window, self.session, self._pause = window, session, pause
        self.acts: list[Act] = []

    # -- what hands do

    def key(self, keys: str, times: int = 1) -> None:
        """Press keys written as in a menu: Ctrl+N, Shift+Tab, F7, 1."""
        for _ in range(times):
            pressed = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs do not know that it is a sequence
            QTest.keyClick(self.window.windowHandle(), pressed.key(), pressed.keyboardModifiers())
            self._note("key", keys)

    def write(self, text: str) -> None:
        """Type plain letters; anything else comes from the clipboard, as from an input method."""
        if not text.isascii() or "\t" in text or "\n" in text:
            self.paste(text)
            return
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)  # type: ignore[call-overload]  # a letter works too
        self._note("type", text)

    def paste(self, text: str) -> None:
        """Paste what was copied elsewhere."""
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self._note("paste", text)

    def look(self, name: str) -> None:
        """Look at the window: a picture is taken here when the walk is repeated on a screen."""
        self._note("look", name)

    def tab_to(self, name: str, *, back: bool = False, kind: type[QWidget] = QWidget) -> None:
        """Press Tab until the cursor is in the control of that name (and kind)."""
        for _ in range(MOST_TABS):
            if self.focus_name() == name and isinstance(self.focus(), kind):
                return
            self.key("Shift+Tab" if back else "Tab")
        raise LostError(f"{MOST_TABS} tabs and no {name!r}; now in {self.focus_name()!r}")

    def _note(self, kind: Kind, text: str) -> None:
        self.rest()
        if QGuiApplication.focusWindow() is None:
            # Without a screen nobody gives the focus back when a menu closes, as the manager of windows does.
            self.window.activateWindow()
            QCoreApplication.processEvents()
        saved = self.session.case if self.session.case_id is not None else None
        self.acts.append(Act(kind, text, self.place(), saved))

    # -- what eyes see

    def rest(self) -> None:
        """Wait until the window has nothing more to do."""
        until = time.monotonic() + PATIENCE
        while True:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            page = self.window.page(self.place())
            waiting = isinstance(page, CasePage) and page.has_case() and (page.is_waiting() or not page.is_concluded())
            if not self.window.tasks.running() and not waiting:
                break
            if time.monotonic() > until:
                raise LostError(f"still at work on {self.place()}")
            time.sleep(0.01)
        QCoreApplication.processEvents()
        self._pause()

    def place(self) -> str:
        place = self.window.place()
        if place is None:
            raise LostError("no page is shown")
        return place.key

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        if widget is None:
            raise LostError(f"no cursor on {self.place()}")
        return widget

    def focus_name(self) -> str:
        """What a screen reader says of the control with the cursor."""
        widget = self.focus()
        return widget.accessibleName() or str(widget.property("text") or "")

    def must_be_on(self, place: str) -> None:
        if self.place() != place:
            raise LostError(f"on {self.place()}, not on {place}")
