"""Hand-overs in words, for the timeline and the page of the packet."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain.edit import read_typed
from exporter_desk.domain.handover import hand_overs
from exporter_desk.domain.text import Bilingual, half_width
from exporter_desk.storage.summary import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.handover import HandOver
    from exporter_desk.services.desk import Desk

_WRITTEN = re.compile(r"\d{4}\D?\d{1,2}\D?\d{1,2}日?", re.ASCII)
NO_DAY = Bilingual("请填交付的日期，例如 2026-11-22。", "Type the day of the hand-over, such as 2026-11-22.")
NOT_A_DAY = Bilingual("“{text}”不是日期，请写成 2026-11-22 这样。", "“{text}” is no day; write it like 2026-11-22.")
NO_SUCH_DAY = Bilingual("日历上没有 {text} 这一天，请核对。", "The calendar has no {text}; look at it again.")
AHEAD = Bilingual(
    "{text} 还没到：没有发生的交付不能记录。请填实际交出的日期。",
    "{text} lies ahead: a hand-over that has not happened cannot be noted. Type the day the papers were handed over.",
)


def day_read(text: str, today: date) -> tuple[date | None, Bilingual | None]:
    """Return the day of a hand-over; where it cannot be one, None and what is wrong with it."""
    plain = half_width(text)
    day = read_typed(date, plain)
    if isinstance(day, date):
        return (day, None) if day <= today else (None, AHEAD.filled(text=plain))
    wrong = NO_SUCH_DAY if _WRITTEN.fullmatch(plain) else NOT_A_DAY
    return None, wrong.filled(text=plain) if plain else NO_DAY


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
