"""What typing into a field does to a case: text becomes a value, or stays as a draft until it can be read."""

from __future__ import annotations

import re
import typing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from exporter_desk.domain import paths
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import has_foreign_digit, parse_decimal, plain
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.record import LARGEST_WHOLE, MAX_TEXT, is_of_our_time, is_share, shown
from exporter_desk.domain.text import half_width, has_control_character

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter_desk.domain.case import Case

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d{2}))(\d{1,2})日?", re.ASCII)
_BETWEEN_SIZES = re.compile(r"[x×*,;\s]+", re.IGNORECASE)
_BARS = re.compile(r"[|｜]")
_TRUTHS = {True: ("是", "yes", "true"), False: ("否", "no", "false")}
PORT_NAMES = {"route.exit_port": "exit_port_en", "route.dest_port": "dest_port_en"}
"""What a person decided to call a port in English, by the place of its code."""
# Full-width digits and letters in a text with Hanzi; its punctuation, such as （ ） in a firm's name, stays.
_WIDE_LETTERS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()} | {0x3000: " "}


def type_text(case: Case, path: str, text: str) -> Case:
    """Return the case after `text` was typed at `path`.

    Full-width digits, letters and signs are read as half-width ones. Text that the field's type cannot read is kept in
    `drafts` and the value is unset; empty text clears the field. Raises PathError when the path leads nowhere.
    """
    hint, typed = paths.type_at(path), _visible(text)
    place, _, key = path.rpartition(".")
    if key.isdecimal() and paths.type_at(place) == tuple[Decimal, ...]:
        return _type_entry(case, place, int(key), typed)
    if _has_bars(path) and not _BARS.sub("", typed).strip():
        typed = ""  # bars with nothing between them are a form that nobody filled in
    value = _read_as(hint, path, typed)
    if value is None and typed.strip():
        return keep_draft(case, path, typed)
    return _settle(_without_former_name(case, paths.write(case, path, value), path), path)


def keep_draft(case: Case, path: str, text: str) -> Case:
    """Return the case with `text` waiting at `path` until it can be read; the value there is unset."""
    unset = _without_former_name(case, paths.write(case, path, None), path)
    return replace(unset, drafts={**unset.drafts, path: _visible(text)}, origins=_without(unset.origins, path))


def set_value(case: Case, path: str, value: object) -> Case:
    """Return the case after a person chose `value` (no text) at `path`: like typing, it clears draft and estimate."""
    return _settle(_without_former_name(case, paths.write(case, path, value), path), path)


def may_be_estimate(case: Case, path: str) -> bool:
    """Tell whether a number stands at `path` that a person may call an estimate (估算)."""
    try:
        number = paths.type_at(path) in (Decimal, tuple[Decimal, ...])
        return number and paths.read(case, path) not in (None, ())
    except paths.PathError:
        return False


def mark_estimate(case: Case, path: str, *, estimate: bool, at: str | None = None) -> Case:
    """Return the case with the number at `path` called an estimate, or vouched for; where it came from stays noted.

    Raises PathError when no number stands there.
    """
    if not may_be_estimate(case, path):
        raise paths.PathError(path, "no number stands here")
    former, origins = case.origins.get(path), _without(case.origins, path)
    if estimate:
        origins[path] = Origin(kind=OriginKind.ESTIMATED, at=at, note=None if former is None else former.note)
    return replace(case, origins=origins)


def _without_former_name(before: Case, after: Case, path: str) -> Case:
    """A name that was typed for a port is not that of another one."""
    what = PORT_NAMES.get(path)
    if what is None or paths.read(before, path) == paths.read(after, path):
        return after
    return replace(after, choices=tuple(one for one in after.choices if one.what != what))


def _settle(case: Case, path: str) -> Case:
    """Clear the draft of a value that was just typed; its origin is now the keyboard, also over a computed value."""
    origins = _without(case.origins, path)
    former = case.origins.get(path)
    if former is not None and former.kind in (OriginKind.COMPUTED, OriginKind.OVERRIDDEN):
        origins[path] = Origin(kind=OriginKind.OVERRIDDEN, note=former.note)
    return replace(case, drafts=_without(case.drafts, path), origins=origins)


Kept = typing.TypeVar("Kept")


def _without(notes: Mapping[str, Kept], path: str) -> dict[str, Kept]:
    below = path + "."  # there are tens of thousands of notes after an import: no call for each
    return {place: note for place, note in notes.items() if place != path and not place.startswith(below)}


def _type_entry(case: Case, place: str, index: int, text: str) -> Case:
    """Type one of several numbers (length, width, height): those behind a hole wait as drafts until it is filled."""
    known = [plain(number) for number in cast("tuple[Decimal, ...]", paths.read(case, place))]
    texts = dict(enumerate(known))
    for path, draft in case.drafts.items():
        if path.startswith(place + ".") and path.removeprefix(place + ".").isdecimal():
            texts[int(path.removeprefix(place + "."))] = draft
    texts[index] = text
    numbers: list[Decimal] = []
    while (number := parse_decimal(texts.get(len(numbers), ""))) is not None:
        numbers.append(number)
    waiting = {f"{place}.{at}": rest for at, rest in texts.items() if at >= len(numbers) and rest.strip()}
    written = _settle(paths.write(case, place, tuple(numbers)), place)
    return replace(written, drafts={**written.drafts, **waiting})


def _read_as(hint: object, path: str, text: str) -> object:
    """Read typed text by the type of its field; None when it is empty or cannot be read."""
    if _has_bars(path):
        return _between_bars(text)
    if is_share(path):
        return _share(text)
    if hint in _READERS:
        return _READERS[hint](text)
    if hint is paths.FACT or hint is paths.JSON:
        return _text(text)
    raise paths.PathError(path, "nothing can be typed here")


def _has_bars(path: str) -> bool:
    """Tell whether the declaration elements of a line stand at `path`: all of them are one text with bars."""
    return path.startswith("goods.") and path.endswith(".elements")


def read_typed(kind: type, text: str) -> object:
    """Read text as a field of that type reads what is typed; None when it is empty or cannot be read."""
    return _READERS[kind](text)


def clean(text: str) -> str:
    """Return typed text as it is kept: half-width where it is a code or a number, without invisible characters.

    In a text with Hanzi only digits and letters become half-width: the signs of a registered name stay as they are.
    """
    seen = _visible(text)
    narrow = half_width(seen)
    return narrow if narrow.isascii() else seen.translate(_WIDE_LETTERS).strip()


def _visible(text: str) -> str:
    """Return text without control characters and halves of characters, which no file and no paper can hold."""
    return "".join(char for char in text if not has_control_character(char))


def _text(text: str) -> str | None:
    kept = clean(text)
    return kept if 0 < len(kept) <= MAX_TEXT else None


def _share(text: str) -> Decimal | None:
    """Read a rate of tax as the share that a case keeps: 0.13, and 13% as what it says."""
    plain = half_width(text)
    if not plain.endswith("%"):
        return parse_decimal(text)
    number = None if has_foreign_digit(text) else parse_decimal(plain.removesuffix("%"))
    return None if number is None else number.scaleb(-2)


def _whole(text: str) -> int | None:
    number = parse_decimal(text)
    fits = number is not None and number == number.to_integral_value() and abs(number) <= LARGEST_WHOLE
    return int(number) if number is not None and fits else None


def _day(text: str) -> date | None:
    """Read a day of our time: 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日 or 20261122."""
    read = _any_day(text)
    return read if read is not None and is_of_our_time(read) else None


def _any_day(text: str) -> date | None:
    match = _DAY.fullmatch(re.sub(r"\s", "", half_width(text)))
    if match is None or has_foreign_digit(text):
        return None
    year, *months, day = match.groups()
    try:
        return date(int(year), int(next(month for month in months if month)), int(day))
    except ValueError:
        return None


def _lines(text: str) -> tuple[str, ...] | None:
    """Read one text a line; blank lines between others stay."""
    return _cleaned(text.strip().split("\n"))


def _between_bars(text: str) -> tuple[str, ...] | None:
    """Read declaration elements 0|0|…, or one a line: each means something by its place, so empty ones keep theirs."""
    return _cleaned(_BARS.split(text) if _BARS.search(text) else text.rstrip("\n").split("\n"))


def _cleaned(parts: list[str]) -> tuple[str, ...] | None:
    texts = [clean(part) for part in parts]
    return tuple(texts) if any(texts) and max(map(len, texts)) <= MAX_TEXT else None


def _truth(text: str) -> bool | None:
    """Read yes or no; None for any other word."""
    word = clean(text).casefold()
    return next((truth for truth, words in _TRUTHS.items() if word in words), None)


def _sizes(text: str) -> tuple[Decimal, ...] | None:
    """Read several numbers as they are written for sizes: 150×90×20."""
    if has_foreign_digit(text):
        return None
    numbers = [parse_decimal(part) for part in _BETWEEN_SIZES.split(half_width(text))]
    known = tuple(number for number in numbers if number is not None)
    return known if len(known) == len(numbers) else None


_READERS: dict[object, Callable[[str], object]] = {
    str: _text,
    int: _whole,
    bool: _truth,
    Decimal: parse_decimal,
    date: _day,
    tuple[str, ...]: _lines,
    tuple[Decimal, ...]: _sizes,
}


def display_text(case: Case, path: str) -> str:
    """Return what stands in the field at `path`: the draft if there is one, else the value; "" when unset."""
    if path in case.drafts:
        return case.drafts[path]
    return _shown(paths.read(case, path), "|" if _has_bars(path) else "\n")


def _shown(value: object, between: str = "\n") -> str:
    if isinstance(value, tuple):
        sign = "×" if value and isinstance(value[0], Decimal) else between
        return sign.join(_shown(entry) for entry in value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def draft_findings(case: Case) -> tuple[Finding, ...]:
    """Return one finding per text that waits: D05 number, D06 day, D08 length, D14 number taken, D03 anything else."""
    return tuple(_draft_finding(path, text) for path, text in case.drafts.items())


def _draft_finding(path: str, text: str) -> Finding:
    code, expected = _expected(path)
    if len(text) > MAX_TEXT and code in ("D03", "D14"):
        length = {"length": str(len(text)), "limit": str(MAX_TEXT)}
        return Finding("D08", Severity.ERROR, (path,), length)
    values = {"found": shown(text)} | ({"expected": expected} if code == "D03" else {})
    variant = "share" if code == "D05" and is_share(path) else "years" if code == "D06" and _any_day(text) else ""
    return Finding(code, Severity.ERROR, (path,), values, variant=variant)


def _expected(path: str) -> tuple[str, str]:
    if path == "number":
        return "D14", ""
    try:
        hint = paths.type_at(path)
    except paths.PathError:
        return "D03", "…"
    if hint is Decimal or hint == tuple[Decimal, ...]:
        return "D05", ""
    if hint is date:
        return "D06", ""
    if hint is bool:
        return "D03", "是 / 否 (yes / no)"
    return "D03", "123" if hint is int else "…"
