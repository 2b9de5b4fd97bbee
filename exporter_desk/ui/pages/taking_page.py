"""Base of the pages that bring something into the shipment: look first, then take all of it as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.widgets import Button, Label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class TakingPage(CasePage):
    """Nothing is written before `take_it` runs; Alt+← and the other button leave everything as it was.

    A subclass fills `column` and ends with `add_foot()`; it says in `ready()` whether there is something to take.
    """

    step: Step | None = Step.GOODS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self.told = Label("", "table", "ink2")
        self.told.setWordWrap(True)
        self.take, self.leave = Button("", "primary", key="Ctrl+Enter"), Button("", "text")
        self.take.clicked.connect(self.take_it)
        self.leave.clicked.connect(self.go_back)
        theme.set_spacing(self.column, 10, (24, 12, 24, 14))

    def add_foot(self) -> None:
        foot = QHBoxLayout()
        theme.set_spacing(foot, 12)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.leave)
        foot.addWidget(self.take)
        self.column.addLayout(foot)

    # -- for subclasses

    def ready(self) -> bool:
        """There is something to take."""
        raise NotImplementedError

    def write(self) -> str:
        """Take it, as one step; return the path to show afterwards."""
        raise NotImplementedError

    def name(self) -> str:
        """What the page is called."""
        raise NotImplementedError

    # -- what every one does

    def take_it(self) -> None:
        """Write and go back, with the cursor on what is new."""
        shown: list[str] = []
        if self.ready() and self.attempt(lambda: shown.append(self.write())):
            if shown[0]:
                aim_at(shown[0])
            self.go_back()

    def go_back(self) -> None:
        self.travel(self.home())

    def home(self) -> str:
        """The page that this one belongs to."""
        return places.STEPS[Step.GOODS]

    def say_ready(self, words: str) -> None:
        """Enable the button as it applies, and say beside it what it will do."""
        self.told.setText(words)
        self.take.setEnabled(self.ready())

    def title(self) -> str:
        return self.name()

    def breadcrumb(self) -> Sequence[Crumb]:
        if not self.has_case():
            return ()
        name = pick(self.session.desk.workflow_wording.say(f"steps.{self.step or Step.GOODS}"))
        return (*super().breadcrumb(), Crumb(name, self.home(), self.session.case_id))

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {**super().commands(), "case.continue": self.take_it}

    def retranslate(self) -> None:
        self.leave.setText(translate("TakingPage", "Leave as it was"))
        self.leave.updateGeometry()
        super().retranslate()
