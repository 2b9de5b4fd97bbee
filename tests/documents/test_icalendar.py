"""The calendar file, read by a small reader of its own: lines, folding, signs, all-day events, alarms."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.documents.icalendar import Event, fold, to_ics

STAMP = date(2026, 11, 22)
_DURATION = re.compile(r"-P(?:(\d+)D)?(?:T(\d+)H)?")
_SIGNS = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}


def unfolded(data: bytes) -> list[str]:
    """Lines as RFC 5545 3.1 unfolds them: on the octets, before they are read as UTF-8."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert not any(b"\r" in line or b"\n" in line for line in physical)
    return b"\r\n".join(physical).replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def events(data: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    open_parts: list[str] = []
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                found.append({"alarms": []})
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            assert name not in found[-1]
            found[-1][name] = re.sub(r"\\.", lambda sign: _SIGNS[sign[0]], value)
        elif open_parts[-1] == "VALARM" and name == "TRIGGER":
            alarms = found[-1]["alarms"]
            assert isinstance(alarms, list)
            alarms.append(value)
    assert open_parts == []
    return found


def rings(event: dict[str, object]) -> list[datetime]:
    start = datetime.strptime(str(event["DTSTART;VALUE=DATE"]), "%Y%m%d")  # noqa: DTZ007 - floating, as the format has it
    found = []
    alarms = event["alarms"]
    assert isinstance(alarms, list)
    for trigger in alarms:
        match = _DURATION.fullmatch(trigger)
        assert match is not None
        found.append(start - timedelta(days=int(match[1] or 0), hours=int(match[2] or 0)))
    return found


def test_an_event_is_a_whole_day_with_what_a_reader_needs() -> None:
    one = Event(uid="a1-fx@exporter-desk", day=date(2027, 4, 30), summary="收汇截止：B-2026-014")
    data = to_ics([one], STAMP, "期限")
    assert unfolded(data)[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Exporter Desk//Deadlines//ZH"]
    assert events(data) == [
        {
            "alarms": [],
            "UID": "a1-fx@exporter-desk",
            "DTSTAMP": "20261122T000000Z",
            "DTSTART;VALUE=DATE": "20270430",
            "DTEND;VALUE=DATE": "20270501",
            "SUMMARY": "收汇截止：B-2026-014",
            "TRANSP": "TRANSPARENT",
        }
    ]


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2025, 12, 31), date(2027, 4, 30), date(2026, 3, 1)])
def test_alarms_ring_at_nine_on_their_days(day: date) -> None:
    before = [day - timedelta(days=days) for days in (60, 30, 7, 1)]
    [event] = events(to_ics([Event(uid="u", day=day, summary="s", alarms=tuple(before))], STAMP, "n"))
    assert rings(event) == [datetime(one.year, one.month, one.day, 9) for one in before]  # noqa: DTZ001 - floating


def test_the_last_day_of_the_year_ends_in_the_next() -> None:
    [event] = events(to_ics([Event(uid="u", day=date(2025, 12, 31), summary="s")], STAMP, "n"))
    assert event["DTEND;VALUE=DATE"] == "20260101"


def test_an_alarm_on_the_day_itself_or_later_is_left_out() -> None:
    day = date(2026, 5, 1)
    [event] = events(to_ics([Event(uid="u", day=day, summary="s", alarms=(day, date(2026, 5, 2)))], STAMP, "n"))
    assert event["alarms"] == []


def test_signs_of_the_format_are_kept_as_text() -> None:
    summary = "a;b,c\\d\ne：" + "长" * 80
    [event] = events(to_ics([Event(uid="u", day=STAMP, summary=summary, description=summary)], STAMP, "n;,"))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (summary, summary)


def test_no_events_are_a_calendar_too() -> None:
    assert events(to_ics([], STAMP, "n")) == []


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_folding_keeps_every_sign_and_75_octets(line: str) -> None:
    parts = list(fold(line))
    assert all(len(part.encode("utf-8")) <= 75 for part in parts)
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line
    assert all(part.startswith(" ") for part in parts[1:])
