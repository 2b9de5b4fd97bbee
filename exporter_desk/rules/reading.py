"""TOML bytes into one strict record, with file and place of everything that is wrong."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation

from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.rules.schema import ShapeError, T, shaped

MOST_BYTES = 4_000_000
MOST_DIGITS = 30
Table = dict[str, object]


def read_table(file: str, content: bytes, problems: list[RuleDataProblem]) -> Table | None:
    """Parse one TOML file; figures with a point become Decimal, anything unreadable is a problem and gives None."""
    if len(content) > MOST_BYTES:
        problems.append(RuleDataProblem(file, "", f"is larger than {MOST_BYTES} bytes"))
        return None
    try:
        return tomllib.loads(content.decode("utf-8"), parse_float=_decimal)
    except ValueError as error:
        problems.append(RuleDataProblem(file, "", str(error)))
    except RecursionError:
        problems.append(RuleDataProblem(file, "", "is nested too deeply"))
    return None


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text} is not a figure") from error
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(f"{text} is not a figure")
    return number


def read_record(kind: type[T], file: str, place: str, data: object, problems: list[RuleDataProblem]) -> T | None:
    """Convert decoded data into a record; a wrong key or type is a problem and gives None."""
    try:
        return shaped(kind, data)
    except ShapeError as error:
        where = ".".join(part for part in (place, error.place) if part)
        problems.append(RuleDataProblem(file, where, str(error)))
        return None
