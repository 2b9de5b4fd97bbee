"""Names of the places in the window: the keys that pages are registered under and travel to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter_desk.services.workflow import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME: Final = "home"
CASES: Final = "cases"
REFUNDS: Final = "refunds"
PACKS: Final = "pack"
NEW: Final = "case.new"
TODO: Final = "case.todo"
GUIDED: Final = "case.goods.guided"
"""Goods one question at a time."""
BOXING: Final = "case.goods.boxing"
EARLIER: Final = "case.goods.earlier"
IMPORT: Final = "case.goods.import"
"""Pages that bring goods or boxes into the shipment."""
ATTACHMENTS: Final = "case.packet.attachments"
"""Scans that are attached to the shipment."""
HAND_OVER: Final = "case.packet.hand_over"
"""Where it is noted who got the papers."""
TEMPLATES: Final = "case.packet.templates"
"""Sheets of brokers and portals that packets fill."""
REVIEW: Final = "case.check.review"
"""Where a second person ticks values."""
EXCHANGE: Final = "case.exchange"
"""The hand-over file between two computers."""
PRACTICE: Final = "training"
BACKUP: Final = "backup"
SETTINGS: Final = "settings"
DOCTOR: Final = "settings.doctor"
PERSON: Final = "settings.person"
RESULT: Final = "case.mode_result"
"""The conclusion of step 2; its questions have the key of the step itself."""


def step_key(step: Step) -> str:
    """Key of the page of a step: case.describe, case.mode, case.goods … case.packet."""
    return f"case.{step}"


STEPS: Final[Mapping[Step, str]] = {step: step_key(step) for step in Step}


def place_of(step: Step, *, decided: bool) -> str:
    """Where a step opens now: the mode step shows its conclusion once there is nothing left to ask."""
    return RESULT if step is Step.MODE and decided else STEPS[step]
