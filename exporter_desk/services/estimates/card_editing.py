"""A rate card as a table that a person edits: plain prices are typed, tiers and tables stay as they are in the card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.costs.own_cards import card_json, vouched
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import parse_decimal, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.charge import CardCharge
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Language

PRICED = ("rate", "min_charge", "max_charge", "qty_min", "qty_step")
_RANGE_PARTS = 3


def rows_of(card: Card, language: Language) -> list[dict[str, str]]:
    """Return one row of texts for each charge, in the order of the card."""
    return [_row(charge, language) for charge in card.charge]


def _row(charge: CardCharge, language: Language) -> dict[str, str]:
    name = charge.name_zh if language == "zh" else charge.name_en
    row = {"id": charge.id, "name": name or charge.id, "basis": charge.basis or ""}
    rate = charge.rate
    if rate is not None:
        parts = (rate.low, rate.likely, rate.high)
        row["rate"] = (
            " / ".join(dict.fromkeys(plain(part) for part in parts))
            if rate.low == rate.high
            else " / ".join(plain(part) for part in parts)
        )
    for key in PRICED[1:]:
        value = getattr(charge, key)
        row[key] = "" if value is None else plain(value)
    return row


def edited(
    card: Card, rows: Sequence[Mapping[str, str]], *, card_id: str, source: str, day: date, valid_to: date | None
) -> JsonObject | tuple[Finding, ...]:
    """Return the card with the typed prices as the user's own quotation of `day`; or every cell that is no price."""
    own = vouched(card, source=source, day=day, valid_to=valid_to)
    data = card_json(replace(own, card=replace(own.card, card_id=card_id)))
    charges = data.get("charge")
    findings: list[Finding] = []
    for charge, row in zip(charges if isinstance(charges, list) else [], rows, strict=True):
        if isinstance(charge, dict):
            findings.extend(_take(charge, row))
    return tuple(findings) or data


def _take(charge: dict[str, Json], row: Mapping[str, str]) -> list[Finding]:
    findings = []
    for key in PRICED:
        text = row.get(key, "").strip()
        if not text:
            if key != "rate":
                charge.pop(key, None)
            continue
        value = _price(text) if key == "rate" else _number(text)
        if value is None:
            place = f"{row.get('id', '')} · {key}"
            values = {"cell": place, "found": text[:40], "allowed": "0 …"}
            findings.append(Finding("C61", Severity.ERROR, (f"cell.{row.get('id', '')}.{key}",), values))
        else:
            charge[key] = value
    return findings


def _price(text: str) -> Json:
    """Read one price, or low / likely / high in order."""
    parts = [_number(part) for part in text.split("/")]
    known = [part for part in parts if part is not None]
    if len(known) != len(parts) or len(parts) not in (1, _RANGE_PARTS):
        return None
    if len(known) == 1:
        return known[0]
    low, likely, high = known
    return {"low": low, "likely": likely, "high": high}


def _number(text: str) -> str | None:
    read = parse_decimal(text.strip())
    return None if read is None or read < 0 else plain(read)
