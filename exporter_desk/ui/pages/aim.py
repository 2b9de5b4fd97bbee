"""Where the cursor should go on the page that comes next: set by a jump, taken once by the page that arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.services.session import Session

_HOMES: dict[str, Step] = {
    "goods": Step.GOODS,
    "packages": Step.GOODS,
    "parties": Step.GOODS,
    "terms": Step.GOODS,
    "route": Step.GOODS,
    "estimate": Step.COSTS,
}
_DATES = frozenset({"facts.export_date"})
"""Facts with a field of their own: beside the deadlines that start from them."""
_AIMED: list[str] = []


def aim_at(path: str) -> None:
    """Remember the place that the next page should show."""
    _AIMED[:] = [path]


def take_aim() -> str:
    """The place that was aimed at, "" when the page was not jumped to; asking again gives nothing."""
    return _AIMED.pop() if _AIMED else ""


def home_of(session: Session, path: str) -> str:
    """Key of the page where the field at `path` is filled in."""
    head, _, fact = path.partition(".")
    if head == "facts":
        described = fact in session.questions.describe
        return places.STEPS[Step.REFUND if path in _DATES else Step.DESCRIBE if described else Step.MODE]
    if head == "choices":
        return places.RESULT if fact == "mode" else places.STEPS[Step.GOODS]
    if head == "attachments":
        return places.ATTACHMENTS
    if head in ("number", "title", "day", "note"):
        return places.TODO
    return places.STEPS[_HOMES.get(head, Step.REFUND)]


def best_place(paths: Iterable[str]) -> str:
    """Of the places of a finding, the one a jump goes to: the first; "" when it has none."""
    return next(iter(paths), "")
