"""What the machine refused to write is not lost behind anybody's back: leaving a shipment or the window asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages.refusal import attempt

if TYPE_CHECKING:
    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.services.session import Session
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.messages import Messages

_NAMED = 3
"""So many fields are named; the rest is counted."""


def ask_before_losing(window: MainWindow, session: Session) -> None:
    """Let the session and the window ask before what is unsaved goes; it was tried once more by then."""

    def may_lose(refusal: UserFacingError) -> bool:
        return window.messages.may_lose(
            _question(session),
            f"{refusal.sentence(language())}\n\n{_consequence()}",
            translate("Unsaved", "Stay here"),
            translate("Unsaved", "Leave without it"),
        )

    session.may_lose = may_lose
    window.may_close = lambda: attempt(window.messages, session.let_go)
    window.commands.handle({"file.save": lambda: _save_if_need_be(window, session)})


def save_again(messages: Messages, session: Session) -> None:
    """Ctrl+S: everything is saved already, but for what the machine refused; that is tried again."""
    if attempt(messages, session.save_again):
        messages.say(Message("ok", lambda: translate("CasePage", "Saved. Every entry is saved at once.")))


def _save_if_need_be(window: MainWindow, session: Session) -> None:
    """Ctrl+S where no shipment is in front: one may be open all the same."""
    if session.unsaved_places():
        save_again(window.messages, session)


def _question(session: Session) -> str:
    """Name the fields whose new values would be lost, as somebody will have to type them again."""
    names = list(dict.fromkeys(pick(session.name_of(path)) for path in session.unsaved_places()))
    told = comma().join(names[:_NAMED])
    if len(names) > _NAMED:
        told = translate("Unsaved", "{names} and {count} more").format(names=told, count=len(names) - _NAMED)
    words = translate("Unsaved", "Not saved in shipment {number}: {names}")
    return words.format(number=session.case.number or "–", names=told)


def _consequence() -> str:
    return translate("Unsaved", "If you leave now, this is lost; everything that was saved before stays.")
