"""The commands of menu and keyboard; one without a handler is disabled and says why, never a dead click."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from exporter_desk.ui import panes
from exporter_desk.ui.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenuBar, QWidget


class Command(NamedTuple):
    """An id, the words (asked for again at each language change) and the keys.

    One that `takes_typed` is about all of the shipment: what is half typed in the field with the cursor belongs to it.
    What is not `covered` yet (暂未覆盖) works on no page.
    """

    id: str
    words: Callable[[], str]
    keys: tuple[str, ...] = ()
    takes_typed: bool = False
    covered: bool = True


SEPARATOR = Command("", lambda: "")


def _file() -> str:
    return translate("Menu", "&File")


def _edit() -> str:
    return translate("Menu", "&Edit")


def _shipment() -> str:
    return translate("Menu", "&Shipment")


def _documents() -> str:
    return translate("Menu", "&Documents")


def _tools() -> str:
    return translate("Menu", "&Tools")


def _training() -> str:
    return translate("Menu", "Trainin&g")


def _help() -> str:
    return translate("Menu", "&Help")


MENUS: tuple[tuple[Callable[[], str], tuple[Command, ...]], ...] = (
    (
        _file,
        (
            Command("case.new", lambda: translate("Menu", "New shipment"), ("Ctrl+N",)),
            Command("case.open", lambda: translate("Menu", "Find shipment"), ("Ctrl+O",)),
            Command("file.save", lambda: translate("Menu", "Save"), ("Ctrl+S",), takes_typed=True),
            SEPARATOR,
            Command("file.print", lambda: translate("Menu", "Print…"), ("Ctrl+P",), takes_typed=True),
            Command("backup.now", lambda: translate("Menu", "Back up now")),
            SEPARATOR,
            Command("app.quit", lambda: translate("Menu", "Quit"), ("Ctrl+Q",)),
        ),
    ),
    (
        _edit,
        (
            Command("edit.undo", lambda: translate("Menu", "Undo"), ("Ctrl+Z",)),
            Command("edit.redo", lambda: translate("Menu", "Redo"), ("Ctrl+Y",)),
            SEPARATOR,
            Command("edit.fill_down", lambda: translate("Menu", "Fill down"), ("Ctrl+D",)),
            Command("edit.origin", lambda: translate("Menu", "Where this comes from"), ("Ctrl+I",)),
            Command("edit.estimate", lambda: translate("Menu", "Estimate or not"), ("F8",)),
            SEPARATOR,
            Command("edit.find", lambda: translate("Menu", "Find"), ("Ctrl+F",)),
        ),
    ),
    (
        _shipment,
        (
            Command("case.todo", lambda: translate("Menu", "To-do list")),
            Command("case.exchange", lambda: translate("Menu", "Hand-over file …")),
            Command("case.copy", lambda: translate("Menu", "Copy as a new shipment"), takes_typed=True),
            Command("case.continue", lambda: translate("Menu", "Continue"), ("Ctrl+Return",)),
            Command("nav.back", lambda: translate("Menu", "Back"), ("Alt+Left",)),
        ),
    ),
    (
        _documents,
        (
            Command("case.recheck", lambda: translate("Menu", "Check again"), ("F5",), takes_typed=True),
            Command("case.check", lambda: translate("Menu", "Check report"), ("F7",)),
            Command("case.questions", lambda: translate("Menu", "Question slip")),
            Command("case.packet", lambda: translate("Menu", "Packet"), ("F9",)),
        ),
    ),
    (
        _tools,
        (
            Command("view.larger", lambda: translate("Menu", "Larger text"), ("Ctrl+=", "Ctrl++")),
            Command("view.smaller", lambda: translate("Menu", "Smaller text"), ("Ctrl+-",)),
            Command("view.normal", lambda: translate("Menu", "Normal text size"), ("Ctrl+0",)),
            SEPARATOR,
            Command("look.light", lambda: translate("Menu", "Light theme")),
            Command("look.dark", lambda: translate("Menu", "Dark theme")),
            Command("look.contrast", lambda: translate("Menu", "High contrast")),
            SEPARATOR,
            Command("language.zh", lambda: "简体中文"),
            Command("language.en", lambda: "English"),
            SEPARATOR,
            Command("tools.settings", lambda: translate("Menu", "Settings")),
        ),
    ),
    (
        _training,
        (
            Command("training.practice", lambda: translate("Menu", "Practice")),
            Command("training.class", lambda: translate("Menu", "Class"), covered=False),
        ),
    ),
    (
        _help,
        (
            Command("help.panel", lambda: translate("Menu", "Sources and help"), ("F1",)),
            Command("pane.next", lambda: translate("Menu", "Next pane"), ("F6",)),
            Command("pane.previous", lambda: translate("Menu", "Previous pane"), ("Shift+F6",)),
            SEPARATOR,
            Command("help.keys", lambda: translate("Menu", "Keyboard list")),
            Command("help.about", lambda: translate("Menu", "About")),
        ),
    ),
)


class Commands(QObject):
    """Actions of the window. `triggered` tells which id ran; handlers of the page in front win over the frame's."""

    triggered = Signal(str)

    def __init__(self, bar: QMenuBar, window: QWidget) -> None:
        super().__init__(window)
        self.keep_typed: Callable[[], QWidget | None] = lambda: panes.keep_typed(window)
        """Saves what is half typed, for the commands that take it along; tells where the cursor was."""
        self._actions: dict[str, QAction] = {}
        self._taking: set[str] = set()
        self._uncovered: set[str] = set()
        self._words: list[tuple[QAction, Callable[[], str]]] = []
        self._frame: dict[str, Callable[[], None]] = {}
        self._page: Mapping[str, Callable[[], None]] = {}
        for words, commands in MENUS:
            menu = QMenu(bar)
            menu.setToolTipsVisible(True)
            bar.addMenu(menu)
            self._words.append((menu.menuAction(), words))
            for command in commands:
                self._add(menu, command, window)
        self.retranslate()

    def _add(self, menu: QMenu, command: Command, window: QWidget) -> None:
        if not command.id:
            menu.addSeparator()
            return
        action = menu.addAction("")
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.triggered.connect(lambda _checked=False, chosen=command.id: self.run(chosen))
        window.addAction(action)
        self._actions[command.id] = action
        if command.takes_typed:
            self._taking.add(command.id)
        if not command.covered:
            self._uncovered.add(command.id)
        self._words.append((action, command.words))

    def action(self, command: str) -> QAction:
        return self._actions[command]

    def handle(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Give the frame's own handlers, for all pages."""
        self._frame.update(handlers)
        self._enable()

    def set_page(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Handlers of the page that came to the front."""
        self._page = handlers
        self._enable()

    def tick(self, prefix: str, chosen: tuple[str, ...]) -> None:
        """Show which of the choices beginning with `prefix` hold now."""
        for command, action in self._actions.items():
            if command.startswith(prefix):
                action.setCheckable(True)
                action.setChecked(command in chosen)

    def run(self, command: str) -> None:
        handler = self._page.get(command) or self._frame.get(command)
        if handler is not None:
            if command in self._taking:
                panes.give_back(self.keep_typed())
            self.triggered.emit(command)
            handler()

    def retranslate(self) -> None:
        for action, words in self._words:
            action.setText(words())
        self._enable()

    def _enable(self) -> None:
        for command, action in self._actions.items():
            known = command in self._page or command in self._frame
            action.setEnabled(known)
            action.setToolTip("" if known else self._why_not(command))

    def _why_not(self, command: str) -> str:
        if command in self._uncovered:
            return translate("Menu", "Not covered yet")
        return translate("Menu", "Nothing to do on this page now")
