"""Deadlines as an iCalendar file (RFC 5545): all-day events with alarms that any calendar can take in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_OCTETS = 75
PRODUCT = "-//Exporter Desk//Deadlines//ZH"
ALARM_HOUR = 9
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One all-day event; the same `uid` replaces an earlier one, `alarms` are the days on which to be reminded."""

    uid: str
    day: date
    summary: str
    description: str = ""
    alarms: tuple[date, ...] = ()


def to_ics(events: Iterable[Event], stamp: date, name: str) -> bytes:
    """Return the calendar in UTF-8 with CRLF; `stamp` is the day of the conclusion: no clock enters the file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line)).encode("utf-8")


def _event(event: Event, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    yield "TRANSP:TRANSPARENT"
    for alarm in event.alarms:
        if alarm < event.day:
            yield from _alarm(event, alarm)
    yield "END:VEVENT"


def _alarm(event: Event, day: date) -> Iterator[str]:
    """Ring at nine in the morning of `day`: so many hours before the event begins at midnight."""
    hours = (event.day - day).days * 24 - ALARM_HOUR
    days, rest = divmod(hours, 24)
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(event.summary)}"
    yield f"TRIGGER:-P{f'{days}D' if days else ''}{f'T{rest}H' if rest else ''}"
    yield "END:VALARM"


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def fold(line: str) -> Iterator[str]:
    """Split a line at 75 octets, never inside a sign; each further part begins with a blank."""
    part, room = "", MAX_OCTETS
    for sign in line:
        size = len(sign.encode("utf-8"))
        if size > room:
            yield part
            part, room = " ", MAX_OCTETS - 1
        part += sign
        room -= size
    yield part
