"""Rate cards (报价卡): one provider, region, validity and currency; read strictly from TOML or JSON."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import BASES, BASIS_WORDS, STAGES, CardCharge, ChargeTerms, Item, SizeClass, Spread
from exporter_desk.costs.checks import card_problems
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import FloatText, Reader, Record, joined, keys_of, shown, write_record

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHead:
    """Who quoted, for where, when, in which currency; `confidence` is user, high, medium or low.

    `example` marks a card whose prices are assumptions for learning (示例): it says so on every line. `undated` marks
    one from a page without a date, so that nobody can say how old it is.
    """

    card_id: str | None = None
    version: str | None = None
    provider: str | None = None
    country: str | None = None
    currency: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    as_of: date | None = None
    source: str | None = None
    confidence: str = "user"
    example: bool = False
    undated: bool = False
    note_zh: str | None = None
    note_en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGap:
    """What a card does not say (缺口), for example a peak season; without days always, else told within them."""

    id: str
    valid_from: date | None = field(default=None, metadata={"key": "from"})
    valid_to: date | None = field(default=None, metadata={"key": "to"})
    zh: str | None = None
    en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A rate card as it was quoted: its head, charges, size classes (the first that fits counts) and known gaps."""

    card: CardHead = field(default_factory=CardHead)
    charge: tuple[CardCharge, ...] = ()
    size: tuple[SizeClass, ...] = ()
    gap: tuple[CardGap, ...] = ()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content, in hex; it is recorded with every estimate."""
        text = json.dumps(write_record(self, "", frozenset()), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def items(self, place: str, *, only: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> tuple[Item, ...]:
        """Return the charges as items to be priced; `only` and `skip` choose by charge id."""
        chosen = [charge for charge in self.charge if (not only or charge.id in only) and charge.id not in skip]
        return tuple(self._item(charge, place) for charge in chosen)

    def _item(self, charge: CardCharge, place: str) -> Item:
        head = self.card
        return Item(
            terms=charge,
            charge_id=charge.id,
            currency=head.currency or "",
            min_charge=charge.min_charge,
            source=charge.source or head.source or "",
            as_of=charge.as_of or head.as_of,
            confidence="low" if head.example else charge.confidence or head.confidence,
            card_id=head.card_id or "",
            place=f"{place}.charge.{charge.id}",
            classes=self.size,
        )


class CardReader(Reader):
    """Reads cards and typed lines: a rate is one decimal, or an object of low, likely and high."""

    def value(self, hint: object, data: Json, place: str) -> object:
        """Read one value; a bare rate stands for three equal ones."""
        if hint is Spread and not isinstance(data, dict):
            rate = self.scalar(Decimal, data, place)
            return Spread(low=rate, likely=rate, high=rate) if isinstance(rate, Decimal) else None
        if hint is Spread:
            return self._spread(data, place)
        return super().value(hint, data, place)

    def record(self, kind: type[Record], data: Json, place: str) -> Record | None:
        """Read one record; a charge may name its basis by another word, and what holds for a time may hold for ever."""
        charge = isinstance(data, dict) and issubclass(kind, ChargeTerms)
        lasting = any(item.name == "valid_to" for item in keys_of(kind).values())
        outside, self.any_year = self.any_year, self.any_year or lasting
        read = super().record(kind, _own_words(data) if charge and isinstance(data, dict) else data, place)
        self.any_year = outside
        return read

    def items(self, hint: object, data: Json, place: str) -> tuple[object, ...] | None:
        """Read a list; the charges of a card may share an id when they do not hold at once (seasons, conditions)."""
        if hint is not CardCharge or not isinstance(data, list):
            return super().items(hint, data, place)
        read = [self.value(hint, entry, joined(place, _name(entry, index))) for index, entry in enumerate(data)]
        return tuple(charge for charge in read if charge is not None)

    def _spread(self, data: Json, place: str) -> Spread | None:
        rates = self.mapping(Decimal, data, place) or {}
        if rates.keys() != {"low", "likely", "high"}:
            self.refuse("D03", place, found=shown(sorted(rates)), expected='{"low": …, "likely": …, "high": …}')
            return None
        return Spread(**{name: rate for name, rate in rates.items() if isinstance(rate, Decimal)})


def _own_words(data: JsonObject) -> JsonObject:
    """Say the basis in our words: `feu` is a container, `pct_of_fulfilment` a percentage of that stage."""
    basis = data.get("basis")
    if not isinstance(basis, str):
        return data
    stage = basis.removeprefix("pct_of_")
    if basis != stage and stage in STAGES and basis not in BASES:
        named: JsonObject = {"of": [stage], **data, "basis": "pct_of_stage"}
        return named
    return {**data, "basis": BASIS_WORDS.get(basis, basis)}


def _name(entry: Json, index: int) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else str(index)


@dataclass(frozen=True, slots=True)
class CardReading:
    """A card, or None with every problem found in it."""

    card: Card | None
    findings: tuple[Finding, ...]


def read_card(data: JsonObject, place: str) -> CardReading:
    """Read one card from decoded JSON; unknown keys are refused, all problems are reported together."""
    reader = CardReader([], set())
    card = reader.record(Card, data, place)
    findings = [replace(finding, code="C" + finding.code[1:]) for finding in reader.findings]
    findings += [] if card is None else card_problems(card, place)
    return CardReading(card if not findings else None, tuple(findings))


def read_card_toml(content: bytes, place: str) -> CardReading:
    """Read one card from TOML text; money is text in the file, a number with a point is refused."""
    data = decode_toml(content, place)
    return CardReading(None, (data,)) if isinstance(data, Finding) else read_card(data, place)


def decode_toml(content: bytes, place: str) -> JsonObject | Finding:
    """Return TOML text as the JSON that cards are read from, or why it cannot be read."""
    try:
        return _plain_table(tomllib.loads(content.decode("utf-8-sig"), parse_float=FloatText))
    except (ValueError, RecursionError) as error:
        return Finding("C01", Severity.ERROR, (place,), {"detail": shown(error)})


def load_cards(files: Mapping[str, bytes]) -> tuple[Mapping[str, Card], tuple[Finding, ...]]:
    """Read a folder of TOML cards; returns the good ones by card id, and every problem of the others."""
    readings = [read_card_toml(content, name) for name, content in sorted(files.items()) if name.endswith(".toml")]
    cards = {reading.card.card.card_id or "": reading.card for reading in readings if reading.card is not None}
    return cards, tuple(finding for reading in readings for finding in reading.findings)


def _plain_table(table: Mapping[str, object]) -> JsonObject:
    return {key: _plain(value) for key, value in table.items()}


def _plain(value: object) -> Json:
    if isinstance(value, Mapping):
        return _plain_table(value)
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
