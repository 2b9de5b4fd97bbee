"""Which inputs the answers of an estimate wait for, so that they can be offered beside the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.costs.study import Study

REFUND_DAY = "refund_after_days"


def waited_for(study: Study) -> Iterator[str]:
    """Yield the places below `estimate` that nobody typed and that an answer waits for."""
    if not isinstance(study.cash, Finding) and study.cash.without:
        yield REFUND_DAY
    if study.lots is None:
        yield "lot_size"
    if study.direct is None:
        yield "direct"
    if study.reorder is None:
        yield "reorder"
