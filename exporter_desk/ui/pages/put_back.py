"""Work that needs the database closed: it is closed, the work runs behind the window, and it is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.company import list_cases
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

Result = TypeVar("Result")


def while_closed(
    page: QWidget, session: Session, tasks: Tasks, label: str, work: Callable[[], Result],
    done: Callable[[Result], None], failed: Callable[[Exception], None],
) -> None:  # fmt: skip
    """Run `work` while nobody has the database open; the window takes no input meanwhile."""
    window = page.window()

    def back() -> None:
        session.reopen(list_cases(session.desk))
        window.setEnabled(True)

    def fine(result: Result) -> None:
        back()
        done(result)

    def refused(error: Exception) -> None:
        back()
        failed(error)

    window.setEnabled(False)
    tasks.finish(-1)
    session.close()
    tasks.start(label, lambda _progress: work(), fine, refused)


def say_refusal(messages: Messages, error: Exception) -> None:
    """Say what the machine refused; anything else is told as such, with its detail in the tooltip."""

    def words() -> str:
        if isinstance(error, UserFacingError):
            return error.sentence(language())
        return translate("Backup", "This did not work. The data is unchanged; try again.")

    messages.say(Message("error", words, detail=repr(error)))
