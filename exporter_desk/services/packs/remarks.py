"""What must be said wherever a pack counts: that one was put aside, or is past its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.packs.gate import expired

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.desk import Desk


def remarks(desk: Desk, day: date) -> tuple[Finding, ...]:
    """Return the remarks on the packs of a desk."""
    return (*desk.packs.aside, *(expired(pack, day) for pack in desk.packs.expired(day)))
