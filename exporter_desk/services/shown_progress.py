"""What the list of shipments shows of the steps: computed while a case is open, kept beside it, never while saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.workflow import done_count, next_step
from exporter_desk.storage.summary import Summary, plain_summary

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.workflow import StepState


class ShownProgress:
    """Summarises cases for the list. A saved field must not wait for a whole analysis: the steps last known stay."""

    def __init__(self) -> None:
        self._known: dict[str, Summary] = {}
        self._steps: dict[str, tuple[StepState, ...]] = {}

    def forget(self) -> None:
        """Know nothing: another database may hold these cases otherwise."""
        self._known.clear()
        self._steps.clear()

    def __call__(self, case: Case) -> Summary:
        """Return the summary of a case with the steps as they were last computed."""
        plain, known = plain_summary(case), self._known.get(str(case.id))
        if known is None:
            return plain
        return plain._replace(
            status=known.status,
            next_step=known.next_step,
            steps_done=known.steps_done,
            steps_total=known.steps_total,
        )

    def learn(self, case: Case, steps: tuple[StepState, ...]) -> Summary | None:
        """Keep the steps of a case and return its summary, None when nothing is new."""
        state = next_step(steps)
        summary = plain_summary(case)._replace(
            status=str(state.status),
            next_step=str(state.step),
            steps_done=done_count(steps),
            steps_total=len(steps),
        )
        if self._known.get(str(case.id)) == summary:
            return None
        self._known[str(case.id)] = summary
        return summary

    def latest_steps(self, analysis: Analysis) -> tuple[StepState, ...]:
        """Return the steps of a case as they were last computed, () before the first time; computes nothing."""
        key = str(analysis.case.id)
        if analysis.is_complete:
            self._steps[key] = analysis.steps
        return self._steps.get(key, ())
