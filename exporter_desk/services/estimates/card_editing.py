"""A rate card as a table that a person edits: prices, steps with their limits, weight tables and surcharges."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.own_cards import card_json, vouched
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import parse_decimal, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Bilingual, Language

    Words = Mapping[str, Bilingual]
    TableRow = dict[str, str]

PRICED = ("rate", "min_charge", "max_charge", "qty_min", "qty_step")
LIMIT = "to"
TIER, CHARGE, PART = "tier", "charge", "part"
_LIMITS = ("to_kg", "to_lb")
_RANGE_PARTS = 3
_OF_STEPS = ("tiers", "tier_by", "mode")
_AGED = frozenset({"cbm_day", "cuft_snapshot"})
# Why a cell cannot be taken: variants of the finding.
_NOT_HERE, _NUMBER, _PRICE = "typed_astray", "typed_number", "typed_price"


def rows_of(card: Card, language: Language, words: Words) -> list[TableRow]:
    """Return one row of texts for each charge in the order of the card, and below it one for each further price.

    `kind` is charge, tier or part; `index` the place of the charge in the card, `path` that of a part in its charge.
    `words` are the wordings of the cost part, for what steps go by.
    """
    return charge_rows(_objects(card_json(card).get("charge")), language, words)


def charge_rows(charges: Sequence[JsonObject], language: Language, words: Words) -> list[TableRow]:
    """Return the rows of charges in the keys of a rate card, whatever they belong to."""
    return [row for index, charge in enumerate(charges) for row in _rows(charge, index, language, words)]


def _rows(charge: JsonObject, index: int, language: Language, words: Words) -> Iterator[TableRow]:
    key = str(charge.get("id") or "")
    said = {"index": str(index), "id": key}
    head = said | {"kind": CHARGE, "path": "", "basis": str(charge.get("basis") or ""), LIMIT: ""}
    head["name"] = str(charge.get(f"name_{language}") or charge.get("name_zh") or key)
    for name in PRICED:
        value = charge.get(name)
        head[name] = _range(value) if isinstance(value, dict) else "" if value is None else str(value)
    yield head
    by = words.get(f"tier_by.{charge.get('tier_by') or default_step(charge.get('basis'))}")
    for number, tier in enumerate(_objects(charge.get("tiers"))):
        word = by if "to" in tier else words.get("part.rest")
        name = f"└ {'' if word is None else word.in_language(language)}"
        yield said | {"kind": TIER, "path": f"tiers.{number}", "name": name, LIMIT: _text(tier.get("to")),
                      "rate": _text(tier.get("rate")), "per_unit": _text(tier.get("per_unit"))}  # fmt: skip
    for path, name, limit, rate in _parts(charge, language, words):
        yield said | {"kind": PART, "path": path, "name": f"└ {name}", LIMIT: limit, "rate": rate}


def default_step(basis: Json) -> str:
    """Return what steps go by where nothing is said: storage by age, all else by quantity."""
    return "age_days" if basis in _AGED else "quantity"


def _range(rate: JsonObject) -> str:
    return " / ".join(dict.fromkeys(str(rate[name]) for name in ("low", "likely", "high")))


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Json) -> str:
    return "" if value is None else str(value)


def _parts(charge: JsonObject, language: Language, words: Words) -> Iterator[tuple[str, str, str, str]]:
    """Yield path, name, limit and price of what a charge holds besides its rate and steps."""

    def word(key: str, name: str = "") -> str:
        return words[f"part.{key}"].in_language(language).format(name=name)

    yield from _weights(charge, "", "", word)
    for number, fee in enumerate(_objects(charge.get("fees"))):
        yield from _weights(fee, f"fees.{number}.", f"{fee.get('size')} ", word)
    for number, extra in enumerate(_objects(charge.get("surcharges"))):
        for key in extra.keys() & {"flat", "pct"}:
            name = word(f"surcharge_{key}", _text(extra.get("id")))
            yield f"surcharges.{number}.{key}", name, "", _text(extra[key])
    if "minimum_spend" in charge:
        yield "minimum_spend", word("minimum_spend"), "", _text(charge["minimum_spend"])


def _weights(
    holder: JsonObject, prefix: str, size: str, word: Callable[..., str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the prices of a weight table, by zone where there are zones, and of what is heavier."""
    for number, band in enumerate(_objects(holder.get("table"))):
        limit, unit = next(((_text(band[key]), key[-2:]) for key in _LIMITS if key in band), ("", ""))
        name, zones = size + word("weight", unit), band.get("zone")
        if "rate" in band:
            yield f"{prefix}table.{number}.rate", name, limit, _text(band["rate"])
        for zone, price in zones.items() if isinstance(zones, dict) else ():
            yield f"{prefix}table.{number}.zone.{zone}", f"{name} {word('zone', zone)}", limit, _text(price)
    over = holder.get("over")
    for key, price in over.items() if isinstance(over, dict) else ():
        if key in {"rate", "per_kg", "per_lb"}:
            yield f"{prefix}over.{key}", size + word(f"over_{key}"), "", _text(price)


def with_step(rows: Sequence[TableRow], at: int) -> list[TableRow]:
    """Return the rows with one more step behind row `at`; a plain price becomes the first of two steps."""
    charge = rows[at]
    step = {"index": charge["index"], "id": charge["id"], "kind": TIER, "path": "", "name": "└", LIMIT: "", "rate": ""}
    made = list(rows)
    if charge["kind"] == TIER:
        return [*made[: at + 1], step | {"name": charge["name"]}, *made[at + 1 :]]
    if charge["kind"] == CHARGE and charge.get("rate") and "/" not in charge["rate"]:
        made[at] = charge | {"rate": ""}
        return [*made[: at + 1], step | {"rate": charge["rate"]}, step, *made[at + 1 :]]
    return made


def without_row(rows: Sequence[TableRow], at: int) -> list[TableRow]:
    """Return the rows without a step, or without a whole charge; the other prices of a charge go only with it."""
    gone = rows[at]
    if gone["kind"] == CHARGE:
        return [row for row in rows if row["index"] != gone["index"]]
    return [row for number, row in enumerate(rows) if number != at] if gone["kind"] == TIER else list(rows)


def edited(
    card: Card, rows: Sequence[Mapping[str, str]], *, card_id: str, source: str, day: date, valid_to: date | None
) -> JsonObject | tuple[Finding, ...]:
    """Return the card with the typed prices as the user's own quotation of `day`; or every cell that cannot be taken.

    A charge of which no row is left is not on the card any more.
    """
    own = vouched(card, source=source, day=day, valid_to=valid_to)
    data = card_json(replace(own, card=replace(own.card, card_id=card_id)))
    findings: list[Finding] = []
    charges: list[Json] = []
    for index, charge in enumerate(_objects(data.get("charge"))):
        mine = [row for row in rows if row["index"] == str(index)]
        findings += take_prices(charge, mine)
        charges += [charge] if mine else []
    return tuple(findings) or {**data, "charge": charges}


def take_prices(charge: JsonObject, rows: Sequence[Mapping[str, str]]) -> list[Finding]:
    """Put the typed prices and steps of its rows into a charge; return every cell that cannot be taken."""
    findings: list[Finding] = []
    for row in rows:
        findings += _misplaced(row) if row["kind"] != CHARGE else _take(charge, row)
    return [*findings, *_take_parts(charge, rows)] if rows else findings


def _take(charge: JsonObject, row: Mapping[str, str]) -> list[Finding]:
    findings = []
    if row.get(LIMIT, "").strip():
        findings.append(_wrong(row, LIMIT, _NOT_HERE))
    for key in PRICED:
        text = row.get(key, "").strip()
        if not text:
            charge.pop(key, None)
            continue
        value = _price(text) if key == "rate" else _number(text)
        if value is None:
            findings.append(_wrong(row, key, _PRICE if key == "rate" else _NUMBER))
        else:
            charge[key] = value
    return findings


def _misplaced(row: Mapping[str, str]) -> list[Finding]:
    """Least charges and quantities belong to the whole charge: behind a step they would do nothing."""
    return [_wrong(row, key, _NOT_HERE) for key in PRICED[1:] if row.get(key, "").strip()]


def _take_parts(charge: JsonObject, rows: Sequence[Mapping[str, str]]) -> list[Finding]:
    steps = [row for row in rows if row["kind"] == TIER]
    findings = []
    if steps and "rate" in charge:
        findings.append(_wrong(rows[0], "rate", _NOT_HERE))
    if steps:
        charge["tiers"] = [_step(row, findings) for row in steps]
        if "tier_by" not in charge and charge.get("basis") in _AGED:
            charge["tier_by"] = "age_days"
    else:
        for name in _OF_STEPS:
            charge.pop(name, None)
    for row in rows:
        if row["kind"] == PART:
            findings.extend(_take_part(charge, row))
    return findings


def _step(row: Mapping[str, str], findings: list[Finding]) -> JsonObject:
    """Return a step; without a price it is one that has to be asked for."""
    step: JsonObject = {}
    for key in (LIMIT, "rate", "per_unit"):
        text = row.get(key, "").strip()
        value = _number(text) if text else None
        if value is not None:
            step[key] = value
        elif text:
            findings.append(_wrong(row, key, _NUMBER))
    return step


def _take_part(charge: JsonObject, row: Mapping[str, str]) -> list[Finding]:
    *way, last = row["path"].split(".")
    holder, value = _at(charge, way), _number(row.get("rate", "").strip())
    if value is None or not isinstance(holder, dict):
        return [_wrong(row, "rate", _NUMBER)]
    holder[last] = value
    band = _at(charge, way[: way.index("table") + 2]) if "table" in way else None
    return _take_limit(band if isinstance(band, dict) else {}, row, row.get(LIMIT, "").strip())


def _at(holder: Json, way: Sequence[str]) -> Json:
    """Return what stands at a path inside a charge."""
    for name in way:
        holder = holder[int(name)] if isinstance(holder, list) else holder[name] if isinstance(holder, dict) else None
    return holder


def _take_limit(band: JsonObject, row: Mapping[str, str], limit: str) -> list[Finding]:
    key = next((key for key in _LIMITS if key in band), None)
    value = _number(limit) if limit else None
    if key is None:
        return [_wrong(row, LIMIT, _NOT_HERE)] if limit else []
    if value is None:
        return [_wrong(row, LIMIT, _NUMBER)]
    band[key] = value
    return []


def _wrong(row: Mapping[str, str], key: str, why: str) -> Finding:
    column = "limit" if key == LIMIT else key
    values = {"cell": row.get("name") or row.get("id", ""), "column": column, "found": row.get(key, "").strip()[:40]}
    variant = why if values["found"] else "typed_blank"
    return Finding("C61", Severity.ERROR, (f"cell.{row.get('id', '')}.{key}",), values, variant=variant)


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
    return None if read is None or read < Decimal(0) else plain(read)
