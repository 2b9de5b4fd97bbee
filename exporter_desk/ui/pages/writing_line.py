"""Base of the lines that write one large file behind the window: a button, and beside it the way to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from exporter_desk.services.keeping.company import open_cases
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.put_back import say_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Task, Tasks
    from exporter_desk.ui.widgets import Button

Written = TypeVar("Written")


class WritingLine(QWidget, Generic[Written]):
    """Writes at most one file at a time; a stopped one is not there."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks, write: Button, cancel: Button) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self._writing: Task[Written] | None = None
        self.write, self.cancel = write, cancel
        self.cancel.clicked.connect(self._stop)

    def is_writing(self) -> bool:
        return self._writing is not None

    def begin(
        self, label: Callable[[], str], make: Callable[[CaseService, Progress], Written], stopped: Callable[[], str]
    ) -> None:
        """Let `make` write, the shipments read over a connection of its own; `stopped` says that it was stopped."""
        desk = self._session.desk

        def work(progress: Progress) -> Written:
            cases = open_cases(desk, read_only=True)  # the open database belongs to the thread that types
            try:
                return make(cases, progress)
            finally:
                cases.close()

        self._messages.clear()
        task = self._tasks.start(label, work, self.written, lambda error: say_refusal(self._messages, error))
        self._writing = task
        task.cancelled.connect(lambda: self._messages.say(Message("hint", stopped)))
        task.ended.connect(self._ended)
        self.show_state()

    def written(self, done: Written) -> None:
        """Say what was written."""
        raise NotImplementedError

    def show_state(self) -> None:
        self.write.setEnabled(self._writing is None)
        self.cancel.setVisible(self._writing is not None)

    def _stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _ended(self) -> None:
        self._writing = None
        self.show_state()
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)
