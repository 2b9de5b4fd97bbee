"""The forms, receivers, limits, finding texts and fonts that a packet is made from, read once from resources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exporter_desk.documents.bind import name_problems
from exporter_desk.documents.fonts import Fonts
from exporter_desk.documents.formats import FORMATS
from exporter_desk.documents.loader import FormRefusedError, read_forms
from exporter_desk.documents.schema import Form
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.texts import FindingTexts

_RECEIVER_KEYS = frozenset({"zh", "en", "short_zh", "cover", "upload", "hears", "not_about"})
RECEIVERS, LIMITS = "receivers.toml", "attachment_limits.toml"


@dataclass(frozen=True, slots=True)
class ReceiverInfo:
    """One receiver: its names, whether a cover leads the packet, whether customs upload files are made.

    The cover lists findings of the families that he `hears` (first letters of codes, empty for all), about nothing in
    the parts of a case that are `not_about` his papers.
    """

    id: str
    name: Bilingual
    short_zh: str
    cover: bool
    upload: bool
    hears: tuple[str, ...] = ()
    not_about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """Limits of one customs attachment from a day on: bytes per file and page, half-width cells of the name."""

    valid_from: date
    max_file_bytes: int
    max_page_bytes: int
    max_name_width: int
    least_pdf_version: str


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that stays the same from packet to packet."""

    forms: Mapping[str, Form]
    receivers: Mapping[str, ReceiverInfo]
    limits: tuple[AttachmentLimits, ...]
    texts: FindingTexts
    fonts: Fonts

    def limits_on(self, day: date) -> AttachmentLimits:
        """Return the limits in force on `day`; before the first entry the first one counts."""
        in_force = [limit for limit in self.limits if limit.valid_from <= day]
        return max(in_force or self.limits[:1], key=lambda limit: limit.valid_from)


def load_library(files: Mapping[str, bytes], texts: FindingTexts, fonts: Fonts) -> Library:
    """Read the library from the files of `resources/forms`, by path inside it; raises FormRefusedError."""
    forms, receivers, limits = read_parts(files)
    return Library(forms, receivers, limits, texts, fonts)


def read_parts(
    files: Mapping[str, bytes],
) -> tuple[dict[str, Form], dict[str, ReceiverInfo], tuple[AttachmentLimits, ...]]:
    """Read forms, receivers and limits; raises FormRefusedError with everything that is wrong."""
    forms, problems = read_forms(files, FORMATS)
    receivers: dict[str, ReceiverInfo] = {}
    limits: tuple[AttachmentLimits, ...] = ()
    try:
        receivers = {key: _receiver(key, entry) for key, entry in _table(files, RECEIVERS).items()}
        limits = tuple(_limit(entry) for entry in _table(files, LIMITS)["limit"])
    except (KeyError, TypeError, ValueError) as error:
        problems.append(f"{RECEIVERS} or {LIMITS}: {error!r}")
    else:
        problems += [problem for form in forms.values() for problem in _unknown_receivers(form, receivers)]
    problems += [f"{form.id}/form.toml.{problem}" for form in forms.values() for problem in name_problems(form)]
    if problems:
        raise FormRefusedError(problems)
    return forms, receivers, limits


def _unknown_receivers(form: Form, receivers: Mapping[str, ReceiverInfo]) -> list[str]:
    missing = (one.id for one in form.receivers if one.id not in receivers)
    return [f"{form.id}/form.toml: receiver {key} is not in {RECEIVERS}" for key in missing]


def _table(files: Mapping[str, bytes], name: str) -> dict[str, list[dict[str, object]] | dict[str, object]]:
    return tomllib.loads(files[name].decode("utf-8"))


def _receiver(key: str, entry: object) -> ReceiverInfo:
    if not isinstance(entry, dict) or entry.keys() - _RECEIVER_KEYS:
        raise ValueError(f"{key}: the keys of a receiver are {', '.join(sorted(_RECEIVER_KEYS))}")
    name = Bilingual(str(entry["zh"]), str(entry["en"]))
    return ReceiverInfo(
        key,
        name,
        str(entry.get("short_zh", name.zh)),
        entry["cover"] is True,
        entry.get("upload") is True,
        tuple(map(str, entry.get("hears", ()))),
        tuple(map(str, entry.get("not_about", ()))),
    )


def _limit(entry: object) -> AttachmentLimits:
    if not isinstance(entry, dict) or not isinstance(entry["from"], date):
        raise TypeError("a limit starts on a day")
    return AttachmentLimits(
        entry["from"],
        int(entry["max_file_bytes"]),
        int(entry["max_page_bytes"]),
        int(entry["max_name_width"]),
        str(entry["least_pdf_version"]),
    )
