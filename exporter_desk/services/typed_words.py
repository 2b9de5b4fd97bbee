"""Words of a command that stand for a day, a month or a longer period."""

from __future__ import annotations

import re
from datetime import date

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.record import is_of_our_time
from exporter_desk.domain.text import half_width
from exporter_desk.services.answers import BAD_INPUT

_MONTH = re.compile(r"(?!0000|9999)([0-9]{4})-?(0[1-9]|1[0-2])")
_QUARTER, _YEAR = re.compile(r"(?!0000|9999)([0-9]{4})-?[Qq]([1-4])"), re.compile(r"(?!0000|9999)[0-9]{4}")


def read_day(text: str) -> date:
    """Read `2026-04-01`; raises UserFacingError."""
    try:
        day = date.fromisoformat(half_width(text))
    except ValueError:
        day = None
    if day is None or not is_of_our_time(day):
        raise UserFacingError(
            "S71",
            f"“{text}”不是 2000 到 2099 年之间的日期。",
            f"“{text}” is no day between 2000 and 2099.",
            "请写成 2026-04-01 这样。",
            "Write it like 2026-04-01.",
            exit_code=BAD_INPUT,
        )
    return day


def read_month(text: str) -> str:
    """Read `2026-05` or `202605` as `202605`; raises UserFacingError."""
    match = _MONTH.fullmatch(half_width(text))
    if match is None:
        raise UserFacingError(
            "S72",
            f"“{text}”不是月份。",
            f"“{text}” is no month.",
            "请写成 2026-05 这样。",
            "Write it like 2026-05.",
            exit_code=BAD_INPUT,
        )
    return f"{match[1]}{match[2]}"


def read_period(text: str) -> tuple[str, ...]:
    """Read a month `2026-05`, a quarter `2026-Q2` or a year `2026` as its months YYYYMM; raises UserFacingError."""
    plain = half_width(text)
    if quarter := _QUARTER.fullmatch(plain):
        first = 3 * int(quarter[2]) - 2
        return tuple(f"{quarter[1]}{month:02d}" for month in range(first, first + 3))
    if _YEAR.fullmatch(plain):
        return tuple(f"{plain}{month:02d}" for month in range(1, 13))
    if month := _MONTH.fullmatch(plain):
        return (f"{month[1]}{month[2]}",)
    raise UserFacingError(
        "S360",
        f"“{text}”不是月份、季度或年份。",
        f"“{text}” is no month, quarter or year.",
        "请写成 2026-05、2026-Q2 或 2026 这样。",
        "Write it like 2026-05, 2026-Q2 or 2026.",
        exit_code=BAD_INPUT,
    )
