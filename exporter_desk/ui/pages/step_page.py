"""Base of the working pages: a page of one step, on which people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.case_page import CasePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.workflow import Step


class StepPage(CasePage):
    """A page of one step on which people type."""

    step: Step

    def together(self, act: Callable[[], None], step: str = "fill_in") -> None:
        """Do several edits as one step for undo, called as `step` says, and show the result once."""

        def at_once() -> None:
            with self.session.one_step(step):
                act()

        self.attempt(at_once)
        self._case_changed(())

    def tell_left_out(self, what: str) -> None:
        """Say what of a pasted text did not come in."""

        def words() -> str:
            told = translate("StepPage", "The table has no column for this, so it was not taken: {what}")
            return told.format(what=what)

        self.messages.say(Message("warn", words))

    # -- what the frame asks

    def current_step(self) -> str:
        return places.STEPS[self.step]
