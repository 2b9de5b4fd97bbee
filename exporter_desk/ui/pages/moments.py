"""Moments as the database keeps them, read for showing."""

from __future__ import annotations

from datetime import datetime, tzinfo


def local_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """The moment where the user is; None when it cannot be read, so that the text is shown as it stands."""
    try:
        return datetime.fromisoformat(text).astimezone(zone)
    except (ValueError, OverflowError):
        return None
