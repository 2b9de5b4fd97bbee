"""Names of the places in the window: the keys that pages are registered under and travel to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter_desk.services.workflow import Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.services.workflow import StepState

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


def place_of(step: Step, open_questions: int) -> str:
    """Where a step opens now: the mode step shows its conclusion once none of its questions is open."""
    return RESULT if step is Step.MODE and not open_questions else STEPS[step]


def state_of(steps: Sequence[StepState], step: Step) -> StepState:
    """The state of one step; raises KeyError when it is not among them."""
    found = next((state for state in steps if state.step is step), None)
    if found is None:
        raise KeyError(step)
    return found
