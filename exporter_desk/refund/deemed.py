"""Exchange that counts as received (视同收汇): its reason and evidence against what is said of the exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.refund.examined import Examined

DEEMED, NOT_COLLECTABLE = "deemed", "not_collectable"
# The rules list its answers.
DEEMED_REASON = "deemed_reason"
_EXCHANGE, _REASON, _EVIDENCE = "state.exchange", f"state.{DEEMED_REASON}", "state.deemed_evidence"


def deemed_findings(file: Examined) -> Iterator[Finding]:
    """Yield a reason beside exchange that is said to have none, and what a deemed collection still lacks."""
    state = file.basis.source.state
    if state.exchange == NOT_COLLECTABLE and state.deemed_reason:
        values = {"reason": foreign(state.deemed_reason)}
        yield Finding("T103", Severity.ERROR, (_EXCHANGE, _REASON), values, ("TAX-K", "L19"))
    told = {_REASON: state.deemed_reason, _EVIDENCE: state.deemed_evidence}
    open_places = tuple(place for place, text in told.items() if not text)
    if state.exchange == DEEMED and open_places:
        yield Finding("T104", Severity.CONFIRM, open_places, file.named("missing", open_places), ("L19",))
