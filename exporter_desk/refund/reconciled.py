"""What is noted of the reconciliation of a pre-refund outside its window (核算期)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from exporter_desk.refund.due import window_of

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.tax import PreRefund
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.rules.checklists import Checklists

Outside = Literal["", "early", "late"]


def outside_window(pre: PreRefund, source: RefundInput, book: Checklists) -> Outside:
    """Tell whether the day noted for a reconciliation lies before or after its window."""
    window, day = window_of(pre, source, book), pre.reconciled
    if window is None or day is None:
        return ""
    return "early" if day < window[0] else "late" if day > window[1] else ""


def with_timely_outcomes(source: RefundInput, book: Checklists, today: date) -> RefundInput:
    """Return the input without outcomes noted after the window: by then the tax office takes the pre-refund back.

    What is noted for a day that is still to come has not been reconciled.
    """
    if all(one.reconciled is None for one in source.pre_refunds):
        return source
    ahead = {one.id for one in source.pre_refunds if one.reconciled is not None and one.reconciled > today}
    undone = ahead | {one.id for one in source.pre_refunds if outside_window(one, source, book) == "late"}
    kept = (replace(one, outcome=None, reconciled=None) if one.id in undone else one for one in source.pre_refunds)
    return replace(source, pre_refunds=tuple(kept))
