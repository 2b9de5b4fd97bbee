"""Words of a command that stand for a day or a month."""

from __future__ import annotations

import re
from datetime import date

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import half_width
from exporter_desk.services.answers import BAD_INPUT

_MONTH = re.compile(r"(\d{4})-?(0[1-9]|1[0-2])")


def read_day(text: str) -> date:
    """Read `2026-04-01`; raises UserFacingError."""
    try:
        return date.fromisoformat(half_width(text))
    except ValueError as error:
        raise UserFacingError(
            "S71",
            f"“{text}”不是日期。",
            f"“{text}” is no day.",
            "请写成 2026-04-01 这样。",
            "Write it like 2026-04-01.",
            exit_code=BAD_INPUT,
        ) from error


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
