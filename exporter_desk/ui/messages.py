"""The only way to speak to the user: a banner in the window, and a question only before data would be lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from exporter_desk.ui.widgets.cards import Banner
    from exporter_desk.ui.widgets.painting import MarkKind

Words: TypeAlias = str | Callable[[], str]
"""Words as they stand, or how to say them in the language of the window now."""


def said(words: Words) -> str:
    """The words in the language of the window now."""
    return words if isinstance(words, str) else words()


class Message(NamedTuple):
    """What happened, what it means, what to do; with at most one verb.

    Words that can be asked for again follow the language of the window; a message in fixed words leaves with its
    language, unless it is about a trouble that lasts.
    """

    kind: MarkKind
    text: Words
    place: Words = ""
    verb: Words = ""
    act: Callable[[], None] | None = None
    detail: str = ""


class Messages(Protocol):
    """What pages and the composition root know; tests give a double that records."""

    def say(self, message: Message) -> None:
        """Show a message in the window until the next one or until clear()."""

    def clear(self) -> None:
        """Take the message away."""

    def withdraw(self, message: Message) -> None:
        """Take this message away; another one that was said since stays."""

    def may_lose(self, question: str, consequence: str, keep: str, lose: str) -> bool:
        """Ask before data would be lost; True only if the user chose the verb `lose`."""


class WindowMessages:
    """Messages in a banner of the main window; questions in a dialog of its own."""

    def __init__(self, banner: Banner, window: QWidget) -> None:
        self._banner, self._window = banner, window
        self._shown: Message | None = None
        banner.acted.connect(self._run)
        banner.hide()

    def say(self, message: Message) -> None:
        self._shown = message
        self._banner.say(message.kind, said(message.place), said(message.text), said(message.verb))
        self._banner.text.setToolTip(message.detail)
        self._banner.show()

    def clear(self) -> None:
        self._shown = None
        self._banner.hide()

    def withdraw(self, message: Message) -> None:
        if self._shown is message:
            self.clear()

    def is_saying(self) -> bool:
        """Tell whether a message stands in the window now."""
        return self._shown is not None

    def retranslate(self) -> None:
        """Say the message again in the language of the window now."""
        shown = self._shown
        if shown is None:
            return
        if isinstance(shown.text, str) and shown.kind not in {"error", "warn"}:
            self.clear()
        else:
            self.say(shown)

    def may_lose(self, question: str, consequence: str, keep: str, lose: str) -> bool:
        """Verbs on the buttons; Esc and Enter keep."""
        from PySide6.QtWidgets import QMessageBox  # with its five enums, which the first window does without

        box = QMessageBox(QMessageBox.Icon.NoIcon, self._window.windowTitle(), question, parent=self._window)
        box.setInformativeText(consequence)
        losing = box.addButton(lose, QMessageBox.ButtonRole.DestructiveRole)
        keeping = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keeping)
        box.setEscapeButton(keeping)
        box.exec()
        return box.clickedButton() is losing

    def _run(self) -> None:
        shown = self._shown
        self.clear()
        if shown is not None and shown.act is not None:
            shown.act()
