"""Cited sources in the help panel: number, title, issuer, days, confidence, and how long ago they were checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.help_content import HelpSource
from exporter_desk.ui.i18n import pick, translate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.documents.dossier import SourceView

STALE_DAYS = 180
"""A source that was compared longer ago than this is marked; a hint to look, not a rule of law."""


def help_sources(sources: Sequence[SourceView], today: date) -> tuple[HelpSource, ...]:
    """The sources with their numbers, from 1 in the given order."""
    return tuple(help_source(number, source, today) for number, source in enumerate(sources, start=1))


def help_source(number: int, source: SourceView, today: date) -> HelpSource:
    """One source; 待确认 stands beside what nobody has compared with a trustworthy text."""
    name = pick(source.title)
    title = source.number or name
    lines = (
        name if name != title else "",
        pick(source.issuer),
        pick(source.summary),
        *(pick(effect) for effect in source.effects),
        pick(source.note),
        _days(source),
        _confidence(source.confidence),
        translate("Sources", "Seen at {address}").format(address=source.address) if source.address else "",
    )
    chip = translate("Sources", "To confirm") if source.confidence == "unconfirmed" else ""
    return HelpSource(number, title, tuple(line for line in lines if line), _warning(source, today), chip)


def _days(source: SourceView) -> str:
    effective = source.effective.isoformat() if source.effective else translate("Sources", "not known")
    checked = source.checked.isoformat() if source.checked else translate("Sources", "never")
    return translate("Sources", "In force {effective} · checked {checked}").format(effective=effective, checked=checked)


def _confidence(confidence: str) -> str:
    """How the source was read; what is not confirmed carries its chip instead."""
    words = {
        "official": translate("Sources", "Read in the issued text"),
        "secondary": translate("Sources", "Read in a reprint, translation or report"),
    }
    return words.get(confidence, "")


def _warning(source: SourceView, today: date) -> str:
    if source.checked is None:
        return translate("Sources", "Never compared with its text")
    days = (today - source.checked).days
    return translate("Sources", "Checked {days} days ago").format(days=days) if days > STALE_DAYS else ""
