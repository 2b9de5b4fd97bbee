"""What a page is to the frame: a widget with a title, a way back, steps, help and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QMenu

    from exporter_desk.ui.help_content import HelpContent
    from exporter_desk.ui.shell_state import Crumb, Room, Step


class Page(QWidget):
    """Base of every page. Override what the page has; add content to `column`.

    The frame draws breadcrumb, title, step strip and help from the answers below and asks again after `changed`.
    A page never knows the window: it emits `go(key, case_id)`, `changed`, and `explained(content)` with what the help
    panel is to say of one thing until the page is left or the panel closed; None takes that back.
    """

    changed = Signal()
    go = Signal(str, object)
    explained = Signal(object)

    nav_key = ""
    """The navigation entry that is current while this page shows; empty means the page's own key."""
    docks_help = True
    """False on pages that need the full width: help then lies over the right edge, opened by F1."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.column = QVBoxLayout(self)
        theme.set_spacing(self.column, 16, (24, 12, 24, 14))

    def title(self) -> str:
        raise NotImplementedError

    def subtitle(self) -> str:
        """Shown small behind the title, for example the date on the workbench."""
        return ""

    def breadcrumb(self) -> Sequence[Crumb]:
        """The way here, without the page itself. The back arrow leads to the last crumb that has a key."""
        return ()

    def head_widget(self) -> QWidget | None:
        """Buttons at the right end of the title row; the same object at each call."""
        return None

    def steps(self) -> Sequence[Step]:
        """The eight steps of the case, or nothing on pages outside of a case."""
        return ()

    def current_step(self) -> str:
        return ""

    def help(self) -> HelpContent | None:
        return None

    def help_widget(self) -> QWidget | None:
        """Own content of the panel instead of help(); the same object at each call."""
        return None

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Commands of the menu that this page answers while it shows (ids in commands.py)."""
        return {}

    def activated(self, case_id: str | None) -> None:
        """The page comes to the front for a case, or for none."""

    def keep_typed(self) -> None:
        """Save what was typed or picked and waits for a key: the page is left, the window closes, Ctrl+S was pressed.

        Fields that save when the cursor leaves them have done so by then.
        """

    def explanation_closed(self) -> None:
        """The person closed what `explained` had shown."""

    def extend_menu(self, menu: QMenu, widget: QWidget) -> None:
        """Add what can be done with the figure in `widget` to its context menu."""

    def arrange(self, room: Room) -> None:
        """The window's room changed; short windows drop hints and lower rows."""

    def retranslate(self) -> None:
        """The language changed: set every text of the window chrome again."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard should be when the page comes to the front; None takes the first control."""
        return None
