"""Base of the working pages: what takes long (papers, findings, steps) is concluded behind the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.services.workflow import Step
    from exporter_desk.ui import shell_state
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress


class StepPage(CasePage):
    """A page of one step on which people type.

    `show_case()` shows what is known at once. `show_conclusions()` follows when papers and findings are ready; until
    then the step strip stays as it was, so that typing never waits.
    """

    step: Step

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages)
        self.tasks = tasks or Tasks(self)
        self._strip: tuple[str | None, str, Sequence[shell_state.Step]] = (None, "", ())
        self._pending: Analysis | None = None

    def together(self, act: Callable[[], None], step: str = "fill_in") -> None:
        """Do several edits as one step for undo, called as `step` says, and show the result once."""

        def at_once() -> None:
            with self.session.one_step(step):
                act()

        self.attempt(at_once)
        self._case_changed(())

    def show_conclusions(self) -> None:
        """Fill in what needs papers and findings; `self.analysis` has them."""

    def is_concluded(self) -> bool:
        """Papers, findings and steps of the case as it is now are known."""
        return self.has_case() and {"findings", "steps"} <= vars(self.analysis).keys()

    def conclude(self) -> None:
        """Show the conclusions: now if they are known, else as soon as the work behind the window is done."""
        if not self.has_case():
            return
        if self.is_concluded():
            self.show_conclusions()
        elif self._pending is not self.analysis:
            self._pending = analysis = self.analysis
            self.tasks.start(
                lambda: translate("StepPage", "Checking"),
                lambda progress: _concluded(analysis, progress),
                lambda _: self._arrived(analysis),
                self._failed,
            )

    def _arrived(self, analysis: Analysis) -> None:
        self._pending = None
        if self.has_case() and self.analysis is analysis:
            if self.isVisible():
                self.show_conclusions()
                self.changed.emit()
        elif self.isVisible():
            self.conclude()

    def _failed(self, error: Exception) -> None:
        self._pending = None
        self.messages.say(Message("error", _unfinished, detail=repr(error)))

    # -- what the frame asks

    def title(self) -> str:
        return pick(self.session.desk.workflow_wording.say(f"steps.{self.step}"))

    def steps(self) -> Sequence[shell_state.Step]:
        if not self.has_case():
            return ()
        case_id, spoken, _ = self._strip
        if self.is_concluded() or (case_id, spoken) != (self.session.case_id, language()):
            self._strip = (self.session.case_id, language(), super().steps())
        return self._strip[2]

    def current_step(self) -> str:
        return places.STEPS[self.step]

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        self.conclude()

    def retranslate(self) -> None:
        super().retranslate()
        if self.isVisible():
            self.conclude()

    def _case_changed(self, paths: tuple[str, ...]) -> None:
        super()._case_changed(paths)
        if self.isVisible():
            self.conclude()


def _unfinished() -> str:
    return translate("StepPage", "Checking did not finish. What was typed is saved. Change something or press F5.")


def _concluded(analysis: Analysis, progress: Progress) -> None:
    progress.check()
    analysis.findings  # noqa: B018  # computed here, behind the window
    progress.check()
    analysis.steps  # noqa: B018
