"""Own rate cards: copied from any card, edited, every saved version kept; as pure functions and TOML text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import Card, read_card, read_card_toml
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import write_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from exporter_desk.domain.json_value import Json, JsonObject

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,59}[A-Za-z0-9_-])?")
# Names that Windows keeps for devices, with whatever follows a full stop; a card is a folder of its own.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """All own cards: each file (`CARD-ID/version.toml`) is one version, none is ever overwritten."""

    files: Mapping[str, bytes]

    def versions(self, card_id: str) -> tuple[Card, ...]:
        """Return every readable version of one card, the oldest first."""
        mine = [content for name, content in self._sorted() if name.startswith(f"{card_id}/")]
        cards = (read_card_toml(content, card_id).card for content in mine)
        return tuple(card for card in cards if card is not None)

    def _sorted(self) -> list[tuple[str, bytes]]:
        """Return the files by card and version; the first version of a day comes before its numbered ones."""
        return sorted(self.files.items(), key=lambda pair: pair[0].removesuffix(".toml"))

    def current(self) -> tuple[Mapping[str, Card], tuple[Finding, ...]]:
        """Return the newest version of each card by id, and the problems of files that cannot be read."""
        cards: dict[str, Card] = {}
        findings: list[Finding] = []
        for name, content in self._sorted():
            reading = read_card_toml(content, name)
            findings.extend(reading.findings)
            if reading.card is not None:
                cards[reading.card.card.card_id or ""] = reading.card
        return cards, tuple(findings)


def copied(card: Card, *, card_id: str, day: date) -> Card:
    """Return a copy of `card` under an id of its own; its prices keep their labels until somebody vouches for them."""
    return replace(card, card=replace(card.card, card_id=card_id, version=day.isoformat()))


def vouched(card: Card, *, source: str, day: date, valid_to: date | None = None) -> Card:
    """Return `card` as the user's own quotation of `day`: no example any more, and only what he says himself."""
    head = replace(
        card.card,
        version=day.isoformat(),
        as_of=day,
        valid_from=day,
        valid_to=valid_to,
        confidence="user",
        example=False,
        undated=False,
        source=source,
        note_zh=None,
        note_en=None,
    )
    charges = tuple(replace(charge, source=None, as_of=None, confidence=None) for charge in card.charge)
    return replace(card, card=head, charge=charges)


def saved(shelf: Shelf, data: JsonObject, *, day: date) -> tuple[Shelf, str] | tuple[Finding, ...]:
    """Return the shelf with one more version of a card and the name of its file; or every problem of the card.

    A version is named by its day; a second one of a day gets a number. Nothing that was saved before is changed.
    """
    reading = read_card(data, "card")
    if reading.card is None:
        return reading.findings
    card_id = reading.card.card.card_id or ""
    if not _ID.fullmatch(card_id) or _DEVICE.fullmatch(card_id):
        values = {"found": card_id, "allowed": "A-Z 0-9 . _ -"}
        variant = "folder" if _DEVICE.fullmatch(card_id) or card_id.endswith(".") else ""
        return (Finding("C12", Severity.ERROR, ("card.card.card_id",), values, variant=variant),)
    version = _next_version(shelf.files, card_id, day)
    card = replace(reading.card, card=replace(reading.card.card, version=version))
    name = f"{card_id}/{version}.toml"
    return Shelf({**shelf.files, name: card_toml(card).encode()}), name


def _next_version(names: Iterable[str], card_id: str, day: date) -> str:
    """Return the day, with a number of three digits behind it when the day has a version already."""
    taken = {name.removeprefix(f"{card_id}/").removesuffix(".toml") for name in names if name.startswith(f"{card_id}/")}
    number, version = 1, day.isoformat()
    while version in taken:
        number += 1
        version = f"{day.isoformat()}.{number:03d}"
    return version


def card_json(card: Card) -> JsonObject:
    """Return a card as the JSON that it can be read from again."""
    written = write_record(card, "", frozenset())
    return written if isinstance(written, dict) else {}


def card_toml(card: Card) -> str:
    """Return a card as TOML text that reads back to the same card."""
    data = card_json(card)
    head, rest = data.get("card"), {key: value for key, value in data.items() if key != "card"}
    parts = [_table("card", head if isinstance(head, dict) else {})]
    for key, listed in rest.items():
        entries = listed if isinstance(listed, list) else []
        parts += [f"[[{key}]]\n" + _pairs(entry) for entry in entries if isinstance(entry, dict)]
    return "\n".join(parts)


def _table(name: str, values: JsonObject) -> str:
    return f"[{name}]\n" + _pairs(values)


def _pairs(values: JsonObject) -> str:
    return "".join(f"{_key(key)} = {_inline(value)}\n" for key, value in values.items() if value is not None)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _inline(key)


def _inline(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        inner = (f"{_key(key)} = {_inline(part)}" for key, part in value.items() if part is not None)
        return "{ " + ", ".join(inner) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in value) + "]"
    if isinstance(value, int):
        return str(value)
    return '"' + "".join(_ESCAPES.get(char, char) for char in str(value)) + '"'
