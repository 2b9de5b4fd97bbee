"""Hand-overs in words, for the timeline and the page of the packet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.handover import hand_overs
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.summary import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.handover import HandOver
    from exporter_desk.services.desk import Desk


def receiver_name(receiver: str, desk: Desk) -> Bilingual:
    """Return what a receiver of packets is called; a strange one names itself."""
    known = desk.library.receivers.get(receiver)
    return Bilingual(receiver, receiver) if known is None else known.name


def event_of(one: HandOver, desk: Desk) -> Event:
    """Return a hand-over as a line of the timeline."""
    name, text = receiver_name(one.receiver, desk), desk.case_wording.texts["event.handed_over"]
    to = Bilingual(f"（{one.to}）", f" ({one.to})") if one.to else ""
    said = text.filled(version=one.version, receiver=name, to=to)
    return Event("handed_over", said, one.at or "", one.by)


def with_hand_overs(done: Sequence[Event], case: Case, desk: Desk) -> Sequence[Event]:
    """Return what happened to a case with its hand-overs among it, oldest first."""
    return sorted((*done, *(event_of(one, desk) for one in hand_overs(case))), key=lambda event: event.at)
