"""Names of the places in the window: the keys that pages are registered under and travel to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter_desk.services.workflow import Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.services.workflow import Progress, StepState

HOME: Final = "home"
CASES: Final = "cases"
NEW: Final = "case.new"
TODO: Final = "case.todo"
RESULT: Final = "case.mode_result"
"""The conclusion of step 2; its questions have the key of the step itself."""


def step_key(step: Step) -> str:
    """Key of the page of a step: case.describe, case.mode, case.goods … case.packet."""
    return f"case.{step}"


STEPS: Final[Mapping[Step, str]] = {step: step_key(step) for step in Step}


def place_of(step: Step, progress: Progress) -> str:
    """Where a step opens now: the mode step shows its conclusion once one was adopted or no question is open."""
    decided = progress.mode_adopted is not None or not progress.mode_questions
    return RESULT if step is Step.MODE and decided else STEPS[step]


def state_of(steps: Sequence[StepState], step: Step) -> StepState:
    """The state of one step; raises KeyError when it is not among them."""
    found = next((state for state in steps if state.step is step), None)
    if found is None:
        raise KeyError(step)
    return found
