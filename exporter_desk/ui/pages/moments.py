"""Moments as the database keeps them, read for showing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo


def local_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """The moment where the user is; None when it cannot be read, so that the text is shown as it stands."""
    try:
        return datetime.fromisoformat(text).astimezone(zone)
    except (ValueError, OverflowError):
        return None
