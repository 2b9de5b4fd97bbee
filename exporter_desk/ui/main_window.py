"""The window: assembles menu, navigation, sheet, help panel and status bar, and shows one page at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui import panes, theme
from exporter_desk.ui.commands import Commands
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.help_panel import HelpPanel
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message, WindowMessages
from exporter_desk.ui.navigation import ENTRIES, Navigation
from exporter_desk.ui.shell_state import History, Place, Room
from exporter_desk.ui.status_bar import StatusBar
from exporter_desk.ui.tasks import Tasks
from exporter_desk.ui.widgets.cards import Banner, scrolling
from exporter_desk.ui.widgets.focus_ring import FocusRing
from exporter_desk.ui.widgets.page_head import PageHead
from exporter_desk.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent

    from exporter_desk.ui.help_content import HelpContent
    from exporter_desk.ui.i18n import Language, Translated
    from exporter_desk.ui.shell_state import Status
    from exporter_desk.ui.theme import Appearance
    from exporter_desk.ui.widgets.page import Page

MINIMUM = (1024, 560)
DESIGN = (1366, 768)


class MainWindow(QMainWindow):
    """Pages are registered by key and shown by navigate(key, case_id); the window knows no domain."""

    navigated = Signal(str, object)
    closing = Signal()
    backup_known = Signal(object)
    """When the newest backup was written, None for never; told once the data was looked after."""

    def __init__(self, appearance: Appearance, language: Language) -> None:
        super().__init__()
        self.appearance, self.language = appearance, language
        self.appearance.set_language(language.code)
        self.tasks = Tasks(self)
        self.navigation, self.head, self.help, self.status = Navigation(), PageHead(), HelpPanel(), StatusBar()
        self.banner, self.stack = Banner(), QStackedWidget()
        self.messages = WindowMessages(self.banner, self)
        self.commands = Commands(self.menuBar(), self)
        self._pages: dict[str, Page] = {}
        self._makers: dict[str, Callable[[], Page]] = {}
        self._history = History()
        self._place: Place | None = None
        self._help_open = False
        self._told: HelpContent | None = None
        self._tell_again: Callable[[], HelpContent] | None = None
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the window closes; what it refuses it has said why."""
        self._ring = FocusRing(self)
        self._build()
        self._connect()
        self.setMinimumSize(*MINIMUM)
        self.resize(*DESIGN)
        self.retranslate()

    # -- what the composition root uses

    def add_page(self, key: str, page: Page) -> None:
        """Register a page; navigation entries without a page stay disabled."""
        self._pages[key] = page
        self._makers.pop(key, None)
        self.stack.addWidget(scrolling(page))
        page.go.connect(self.navigate)
        page.changed.connect(lambda: self._refresh(page))
        page.explained.connect(lambda content: self._explain(page, content))
        self._offer(key)

    def offer_pages(self, makers: Mapping[str, Callable[[], Page]]) -> None:
        """Register pages, each of them made when somebody first goes there, so that the window opens fast."""
        self._makers.update(makers)
        self._offer(*makers)

    def _offer(self, *keys: str) -> None:
        known = self._pages.keys() | self._makers.keys()
        self.navigation.set_known(tuple(entry.key for entry in ENTRIES if entry.key in known))
        if "settings" in keys:
            self.commands.handle({"tools.settings": lambda: self.navigate("settings")})

    def page(self, key: str) -> Page:
        """Return a page, made now if need be; raises KeyError for a key that was never registered."""
        if key not in self._pages:
            self.add_page(key, self._makers[key]())
        return self._pages[key]

    def place(self) -> Place | None:
        return self._place

    def navigate(self, key: str, case_id: str | None = None) -> None:
        """Bring a page to the front; raises KeyError for a key that was never registered.

        Where its shipment cannot be opened, the page before stays and the reason is said.
        """
        place = Place(key, case_id)
        if self._came_to(place):
            self._history.visit(place)

    def _came_to(self, place: Place) -> bool:
        former = self._place
        self.messages.clear()
        # What comes reads the shipment: a change that it heard of while still hidden would stay unseen on it.
        cursor = self._keep_typed()
        if former is not None and former.key == place.key:
            panes.give_back(cursor)
        try:
            self._show(place)
        except UserFacingError as error:
            self._place = former
            self._tell(error)
            panes.give_back(cursor)
            return False
        return True

    def back(self) -> None:
        """Go to the place before this one, or do nothing at the first; stay where that cannot be shown."""
        former, place = self._place, self._history.back()
        if place is not None and not self._came_to(place) and former is not None:
            self._history.visit(former)

    def _tell(self, error: UserFacingError) -> None:
        self.messages.say(Message("error", partial(_sentence, error), detail=repr(error)))

    def room(self) -> Room:
        return Room(self.width(), self.height(), theme.current().scale)

    def set_status(self, status: Status) -> None:
        self.status.set_status(status)

    def set_company(self, name: str, note: str = "") -> None:
        self.navigation.badge.set_company(name, note)

    # -- help panel

    def help_docked(self) -> bool:
        page = self._current()
        return self.room().wide and page is not None and page.docks_help and self._has_help(page)

    def toggle_help(self) -> None:
        """F1: opens the panel where it is closed; a docked panel takes the focus."""
        if self.help_docked():
            self._untell()
            panes.focus_pane(self.help)
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and self.help.isAncestorOf(focused)
        self._help_open = not self._help_open
        self._untell()
        self._arrange()
        if self._help_open:
            panes.focus_pane(self.help)
        elif inside:
            panes.focus_pane(self.stack)

    def close_help(self) -> None:
        if self._help_open:
            self.toggle_help()
        else:
            self._untell()

    def tell(self, content: Callable[[], HelpContent]) -> None:
        """Let the panel say something about the program, over what the page in front has to say; asked per language."""
        page = self._current()
        if page is not None:
            page.explanation_closed()
            self._explain(page, content())
            self._tell_again = content
            panes.focus_pane(self.help)

    def _explain(self, page: Page, content: HelpContent | None) -> None:
        """Let the panel say something about one thing of the page, over what it says otherwise."""
        if page is self._current():
            self._told, self._tell_again = content, None
            self._help_open = content is not None and not self.help_docked()
            self._refresh(page)

    def _untell(self) -> None:
        """The panel goes back to what the page has to say."""
        page = self._current()
        if self._told is not None and page is not None:
            self._told = None
            page.explanation_closed()
            self._refresh(page)

    # -- inside

    def _build(self) -> None:
        sheet = Sheet()
        notes = QHBoxLayout()
        theme.set_spacing(notes, 0, (24, 4, 24, 0))
        notes.addWidget(self.banner)
        column = QVBoxLayout(sheet)
        theme.set_spacing(column, 0)
        column.addWidget(self.head)
        column.addLayout(notes)
        self.stack.setObjectName("stack")
        column.addWidget(self.stack, 1)
        self._desk = QWidget()
        self._row = QHBoxLayout(self._desk)
        theme.set_spacing(self._row, 0)
        self._row.addWidget(self.navigation)
        self._row.addWidget(sheet, 1)
        self._row.addWidget(self.help)
        frame = QWidget()
        frame.setObjectName("frame")
        whole = QVBoxLayout(frame)
        theme.set_spacing(whole, 0)
        whole.addWidget(self._desk, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(frame)
        theme.set_role(self.menuBar(), "table")
        theme.set_control_size(self.menuBar(), None, 32)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.navigate)
        self.head.back.connect(self._up)
        self.head.crumb_opened.connect(self.navigate)
        self.head.steps.opened.connect(lambda key: self.navigate(key, self._place.case_id if self._place else None))
        self.head.help_wanted.connect(self.toggle_help)
        self.help.closed.connect(self.close_help)
        self.appearance.changed.connect(self._arrange)
        self.language.changed.connect(lambda: self.appearance.set_language(self.language.code))
        self.language.changed.connect(self.retranslate)
        self.tasks.changed.connect(self._show_tasks)
        self.tasks.unheard.connect(self._tell)
        self.commands.keep_typed = self._keep_typed
        self.commands.handle(self._handlers())

    def _handlers(self) -> dict[str, Callable[[], None]]:
        look, speak = self.appearance, self.language
        return {
            "app.quit": self._quit,
            "nav.back": self.back,
            "help.panel": self.toggle_help,
            "pane.next": lambda: panes.focus_next(self.panes(), self.focusWidget(), 1),
            "pane.previous": lambda: panes.focus_next(self.panes(), self.focusWidget(), -1),
            "view.larger": lambda: look.step_scale(1),
            "view.smaller": lambda: look.step_scale(-1),
            "view.normal": lambda: look.step_scale(0),
            "look.light": lambda: look.set_variant("light"),
            "look.dark": lambda: look.set_variant("dark"),
            "look.contrast": lambda: look.set_variant("contrast"),
            "language.zh": lambda: speak.set("zh"),
            "language.en": lambda: speak.set("en"),
        }

    def _quit(self) -> None:
        self.close()

    def _current(self) -> Page | None:
        return self._pages[self._place.key] if self._place else None

    def _keep_typed(self) -> QWidget | None:
        """Save what is half typed in the page in front; return where the cursor was."""
        cursor, page = panes.keep_typed(self), self._current()
        if page is not None:
            page.keep_typed()
        return cursor

    def _has_help(self, page: Page) -> bool:
        return page.help() is not None or page.help_widget() is not None

    def _up(self) -> None:
        """The arrow leads to the last crumb that is a place; without one it goes back."""
        page = self._current()
        ways = [crumb for crumb in page.breadcrumb() if crumb.key] if page else []
        if ways:
            self.navigate(ways[-1].key, ways[-1].case_id)
        else:
            self.back()

    def _show(self, place: Place) -> None:
        page = self.page(place.key)
        self._place = place
        self._help_open, self._told = False, None
        page.activated(place.case_id)
        self.stack.setCurrentIndex(list(self._pages).index(place.key))
        self.navigation.set_current(page.nav_key or place.key)
        self._refresh(page)
        focus = page.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if focus is None or self.focusWidget() is None:
            panes.focus_first((page, self.head, self.navigation))
        self.navigated.emit(place.key, place.case_id)

    def _refresh(self, page: Page) -> None:
        if page is not self._current():
            return
        own, content = page.help_widget(), page.help()
        if self._told is not None:
            self.help.show_content(self._told)
        elif own is not None:
            self.help.show_widget(own, content)
        else:
            self.help.show_content(content)
        self.commands.set_page(page.commands())
        self._arrange()

    def _arrange(self) -> None:
        """Put navigation and help where the room allows, and tell the page; the cursor stays where one works."""
        room, page = self.room(), self._current()
        cursor = self._cursor_at_work(page)
        name = panes.said_name(cursor) if cursor is not None else ""
        self.commands.tick("look.", (f"look.{theme.current().variant}",))
        self.commands.tick("language.", (f"language.{self.language.code}",))
        self.navigation.set_narrow(not room.wide)
        docked = self.help_docked()
        if docked and self._row.indexOf(self.help) < 0:
            self._row.addWidget(self.help)
        elif not docked and self._row.indexOf(self.help) >= 0:
            self._row.removeWidget(self.help)
        self.help.setVisible(docked or self._help_open)
        if not docked:
            self._lay_help_over()
        if page is not None:
            wanted = self._has_help(page) and not docked
            content = page.help()
            words = (content.opener if content else "") or translate("MainWindow", "Sources and help")
            self.head.show_page(page, opener=words if wanted else "")
            page.arrange(room)
            if cursor is not None and self._cursor_at_work(page) is None:
                panes.keep_inside(page, name)

    def _cursor_at_work(self, page: Page | None) -> QWidget | None:
        """What has the cursor, if it is in the page or in what the panel says of it."""
        focused = self.focusWidget()
        inside = (
            page is not None and focused is not None and any(part.isAncestorOf(focused) for part in (page, self.help))
        )
        return focused if inside else None

    def _lay_help_over(self) -> None:
        width = theme.current().size("help_panel")
        self.help.setGeometry(self._desk.width() - width, 0, width, self._desk.height())
        self.help.raise_()

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in reading order."""
        help_pane = [self.help] if self.help.isVisible() else []
        return [self.navigation, self.head, self.stack, *help_pane]

    def _show_tasks(self) -> None:
        running = self.tasks.running()
        if running:
            self.status.show_task(running[-1].label, running[-1].done, running[-1].total)
        else:
            self.status.show_task("", 0, 0)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("MainWindow", "Exporter Desk"))
        frame: tuple[Translated, ...] = (
            self.commands, self.navigation, self.head, self.messages, self.help, self.status
        )  # fmt: skip
        for part in (*frame, *self._pages.values()):
            part.retranslate()
        self._show_tasks()
        if self._told is not None and self._tell_again is not None:
            self._told = self._tell_again()
        page = self._current()
        if page is not None:
            self._refresh(page)

    # -- Qt calls these

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ring.watch()
        self._arrange()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_help()
        super().keyPressEvent(event)

    @guarded(instead=False)
    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab asks each parent up to the window."""
        order = [self.navigation, self.head, self.banner, self.stack, self.help, self.status]
        return panes.tab(order, self.focusWidget(), 1 if forward else -1) or super().focusNextPrevChild(forward)

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        cursor = self._keep_typed()
        if not self.may_close():
            event.ignore()
            panes.give_back(cursor)
            return
        self.closing.emit()
        self.tasks.finish()
        super().closeEvent(event)


def _sentence(error: UserFacingError) -> str:
    return error.sentence(language())
