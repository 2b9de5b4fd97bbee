"""Work that needs the database closed: it is closed, the work runs behind the window, and it is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.company import list_cases
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.refusal import attempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

Result = TypeVar("Result")


class Speaking(Protocol):
    """What a page gives that lets the database be closed."""

    messages: Messages

    def window(self) -> QWidget:
        """The window that it stands in."""


def while_closed(
    page: Speaking, session: Session, tasks: Tasks, label: str, work: Callable[[], Result],
    done: Callable[[Result], None], failed: Callable[[Exception], None],
) -> None:  # fmt: skip
    """Run `work` while nobody has the database open; the window takes no input meanwhile.

    A step that is not saved is written before, or given up by the person. A database that does not open again leaves
    the choice to try once more or to close the program: nothing can be done without it.
    """
    if not attempt(page.messages, session.let_go):
        return
    window = page.window()

    def back(then: Callable[[], None]) -> None:
        window.setEnabled(True)
        if _opened_again(session, page.messages):
            then()
        else:
            window.close()

    window.setEnabled(False)
    _let_end(tasks)
    session.close()
    tasks.start(
        label,
        lambda _progress: work(),
        lambda result: back(lambda: done(result)),
        lambda error: back(lambda: failed(error)),
    )


def _let_end(tasks: Tasks) -> None:
    """Wait for what is at work and take what it found, as long as the database can be asked about it."""
    tasks.finish(-1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)  # of every receiver
    tasks.finish(-1)


def _opened_again(session: Session, messages: Messages) -> bool:
    """Open the database again, as often as it is refused and the person wishes; False when it stays closed."""
    while True:
        try:
            session.reopen(lambda shown: list_cases(session.desk, summarise=shown))
        except UserFacingError as error:
            if messages.may_lose(
                translate("Backup", "The data could not be opened again."),
                error.sentence(language()),
                translate("Backup", "Try again"),
                translate("Backup", "Close the program"),
            ):
                return False
        else:
            return True


def say_refusal(messages: Messages, error: Exception) -> None:
    """Say what the machine refused; anything else is told as such, with its detail in the tooltip."""

    def words() -> str:
        if isinstance(error, UserFacingError):
            return error.sentence(language())
        return translate("Backup", "This did not work. The data is unchanged; try again.")

    messages.say(Message("error", words, detail=repr(error)))
