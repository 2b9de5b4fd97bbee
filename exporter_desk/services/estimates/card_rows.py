"""Rows of a price list put together to charges: steps by quantity or age, free days, weight tables, surcharges."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import BASIS_WORDS, SURCHARGE_SIZES
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import Json
from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.services.estimates.card_columns import PERCENT, SheetRow, told, wrong_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter_desk.domain.json_value import JsonObject

_PLAIN = (
    "id", "stage", "basis", "name_zh", "name_en", "min_charge", "max_charge", "qty_min", "qty_step", "fixed", "mode",
    "tier_by", "first_day_age", "snapshot", "snapshot_day", "each", "density_kg_per_cbm", "minimum_spend", "counts",
    "of", "valid_from", "valid_to", "as_of", "source", "confidence", "note",
)  # fmt: skip
_STEPPED = ("tier_to", "tier_from", "free_days", "free_quantity", "tier_by")
_WEIGHED = ("to_kg", "to_lb", "zone", "over_per_kg", "over_per_lb")
_AGED = frozenset({"cbm_day", "cuft_snapshot", "pallet_day"})
_TOGETHER = _AGED | {"cuft_month"}
_ZERO, _LEAST_PERCENT = Decimal(0), Decimal(1)


@dataclass(slots=True)
class Charges:
    """The charges as a card keeps them; `cells` tells where each of their values stood, by its path in the card."""

    charges: list[Json] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    wrong: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    @property
    def objects(self) -> list[JsonObject]:
        """Return the charges, each as the object that it is."""
        return [one for one in self.charges if isinstance(one, dict)]


def charges_of(rows: Sequence[SheetRow]) -> Charges:
    """Join the rows that belong to one charge; everything that does not fit together is told with its cell."""
    made = Charges()
    groups: dict[str, list[SheetRow]] = {}
    for row in rows:
        if "surcharge_of" not in row.values:
            groups.setdefault(_identity(row), []).append(row)
    for group in groups.values():
        _add(made, group)
    for row in rows:
        if "surcharge_of" in row.values:
            _add_surcharge(made, row)
    _check_surcharges(made, rows)
    made.notices += [*(note for row in rows for note in row.notes), *_side_by_side(made)]
    return made


def _side_by_side(made: Charges) -> Iterator[Finding]:
    """Tell of several kinds of storage that hold at once: all of them are charged, which a price list seldom means."""
    alike: dict[str, list[JsonObject]] = {}
    for charge in made.objects:
        basis = BASIS_WORDS.get(str(charge.get("basis")), charge.get("basis"))
        if basis in _TOGETHER or (charge.get("stage") == "headhaul" and basis == "container"):
            key = repr([charge.get("stage"), basis, charge.get("applies_if")])
            alike.setdefault(key, []).append(charge)
    for charges in alike.values():
        met = [one for one in charges if any(one is not other and _meet(one, other) for other in charges)]
        names = list(dict.fromkeys(str(one.get("id")) for one in met))
        if len(names) > 1:
            yield told("together", made.cells[f"card.charge.{names[0]}"], " / ".join(names))


def _meet(first: JsonObject, second: JsonObject) -> bool:
    """Tell whether two charges of different names hold on one day: by their months, and from when until when."""
    months = [set(_months_of(one)) for one in (first, second)]
    starts = max(str(one.get("valid_from") or "") for one in (first, second))
    ends = min(str(one.get("valid_to") or "9999") for one in (first, second))
    return first.get("id") != second.get("id") and bool(months[0] & months[1]) and starts <= ends


def _months_of(charge: JsonObject) -> Sequence[Json]:
    season = charge.get("season")
    months = season.get("months") if isinstance(season, dict) else None
    return months if isinstance(months, list) else range(1, 13)


def _identity(row: SheetRow) -> str:
    """Return what tells charges apart that share an id: the conditions, months and days in which they hold."""
    return repr([row.values.get(key) for key in ("id", "applies_if", "months", "valid_from", "valid_to")])


def _add(made: Charges, group: Sequence[SheetRow]) -> None:
    if any(row.values.keys() & set(_WEIGHED) for row in group):
        made.charges.append(_common(made, group) | _weighed(made, group))
    elif any(row.values.keys() & set(_STEPPED) for row in group):
        made.charges.append(_common(made, group) | _tiered(made, group))
    else:
        for row in group:  # two plain prices under one id: the card says that it cannot know which one counts
            rate = _rate(made, row)
            made.charges.append(_common(made, (row,)) | ({} if rate is None else {"rate": rate}))


def _common(made: Charges, group: Sequence[SheetRow]) -> JsonObject:
    """Return what holds for the whole charge; a row may leave it blank, but not say something else."""
    first = group[0]
    name = str(first.values.get("id") or "")
    charge: JsonObject = {}
    for key in _PLAIN:
        said = [row for row in group if row.values.get(key) not in (None, "undated")]
        if said:
            charge[key] = said[0].values[key]
            made.cells[f"card.charge.{name}.{key}"] = said[0].cell(key)
        made.wrong += [_contradiction(row, key, said[0]) for row in said if row.values[key] != said[0].values[key]]
    made.cells[f"card.charge.{name}"] = first.cell("id")
    made.cells[f"card.charge.{name}.rate"] = first.cell("rate")
    charge |= _conditions(made, first) | _rounded(first)
    if charge.get("basis") == PERCENT:
        made.wrong.append(wrong_cell(first.cell("basis"), PERCENT, "pct_of_goods … pct_of_stage"))
    return charge


def _contradiction(row: SheetRow, key: str, first: SheetRow) -> Finding:
    return wrong_cell(row.cell(key), str(row.values[key]), f"{first.values[key]} ({first.cell(key)})")


def _conditions(made: Charges, row: SheetRow) -> JsonObject:
    """Return the conditions and months; a condition in words becomes a question with the answer yes."""
    found: JsonObject = {}
    pairs = row.values.get("applies_if")
    if isinstance(pairs, dict):
        found["applies_if"] = {name: value or "yes" for name, value in pairs.items()}
        made.notices += [told("words", row.cell("applies_if"), name) for name, value in pairs.items() if not value]
    if "months" in row.values:
        found["season"] = {"months": row.values["months"]}
    if "density_kg_per_cbm" not in row.values and "divisor_cm_kg" in row.values and not _is_weighed(row):
        found["divisor_cm_kg"] = row.values["divisor_cm_kg"]
    return found


def _is_weighed(row: SheetRow) -> bool:
    return bool(row.values.keys() & set(_WEIGHED))


def _rounded(row: SheetRow) -> JsonObject:
    step = row.values.get("qty_rounding")
    found: JsonObject = {} if step is None or "qty_step" in row.values else {"qty_step": step}
    return found


def _rate(made: Charges, row: SheetRow) -> Json:
    """Return one price, or low, likely and high; None for a blank one, which only a minimum a month may leave out."""
    rate, low, high = (row.values.get(key) for key in ("rate", "rate_low", "rate_high"))
    if rate is None:
        if "minimum_spend" not in row.values:
            made.wrong.append(wrong_cell(row.cell("rate"), "", "0 …"))
        return None
    negative = str(rate).startswith("-")
    if negative and row.values.get("stage") != "refund":
        made.wrong.append(wrong_cell(row.cell("rate"), str(rate), "0 …"))
    if str(row.values.get("basis", "")).startswith("pct_") and _ZERO < _decimal(rate) < _LEAST_PERCENT:
        made.notices.append(told("percent", row.cell("rate"), str(rate)))
    if low is None and high is None:
        return rate
    if low is None or high is None:
        made.wrong.append(wrong_cell(row.cell("rate_low" if low is None else "rate_high"), "", "≤ … ≥"))
        return rate
    return {"low": low, "likely": rate, "high": high}


def _decimal(value: Json) -> Decimal:
    return parse_decimal(str(value)) or _ZERO


# -- steps


def _tiered(made: Charges, group: Sequence[SheetRow]) -> JsonObject:
    """Return steps that hold up to a limit, inclusive, after the free days; above the last limit the price is open."""
    first, basis = group[0], group[0].values.get("basis")
    free = next((row for row in group if "free_days" in row.values), None)
    tiers: list[Json] = []
    beyond = next((row for row in group if "free_quantity" in row.values), None)
    if beyond is not None:
        return _beyond(made, group, beyond)
    if free is not None and basis not in _AGED:
        made.wrong.append(wrong_cell(free.cell("free_days"), str(free.values["free_days"]), " / ".join(sorted(_AGED))))
    if free is not None and free.values["free_days"]:
        tiers.append({"to": str(free.values["free_days"]), "rate": "0"})
    _check_starts(made, group, _ZERO if free is None else _decimal(free.values["free_days"]))
    for row in group:
        rate = _rate(made, row)
        if isinstance(rate, dict):
            made.wrong.append(wrong_cell(row.cell("rate_low"), str(rate["low"]), "—"))
            continue
        parts = {"to": row.values.get("tier_to"), "rate": rate, "per_unit": row.values.get("per_unit")}
        tiers.append({key: value for key, value in parts.items() if value is not None})
    if "tier_to" in group[-1].values:
        made.notices.append(told("open", group[-1].cell("tier_to"), str(group[-1].values["tier_to"])))
        tiers.append({})
    made.cells[f"card.charge.{first.values.get('id')}.tiers"] = group[-1].cell("tier_to")
    if basis == "pallet_day" and free is None and not any("tier_by" in row.values for row in group):
        made.wrong.append(wrong_cell(first.cell("basis"), "pallet_day", "age_days / quantity", "pallet_steps"))
    found: JsonObject = {"tiers": tiers, **_age_words(basis, group)}
    return found


def _beyond(made: Charges, group: Sequence[SheetRow], row: SheetRow) -> JsonObject:
    """Return a price for what is beyond a free quantity; it stands alone."""
    cell, free = row.cell("free_quantity"), str(row.values["free_quantity"])
    if len(group) > 1 or any(key in row.values for key in ("tier_to", "tier_from", "free_days")):
        made.wrong.append(wrong_cell(cell, free, "—"))
    rate = _rate(made, row)
    return {"mode": "slab", "tiers": [{"to": free, "rate": "0"}, {} if rate is None else {"rate": rate}]}


def _age_words(basis: Json, group: Sequence[SheetRow]) -> JsonObject:
    """Steps of storage go by age; those of pallets only where there are free days, else somebody must say so."""
    said = any("tier_by" in row.values for row in group)
    by_age = basis in _AGED and (basis != "pallet_day" or any("free_days" in row.values for row in group))
    found: JsonObject = {"tier_by": "age_days"} if by_age and not said else {}
    return found


def _check_starts(made: Charges, group: Sequence[SheetRow], free: Decimal) -> None:
    """A step begins where the one before ends: what lies between would have no price."""
    ends = [free, *(_decimal(row.values.get("tier_to")) for row in group[:-1])]
    for row, end in zip(group, ends, strict=True):
        start = row.values.get("tier_from")
        if start is not None and not end <= _decimal(start) <= end + 1:
            made.wrong.append(wrong_cell(row.cell("tier_from"), str(start), f"{end} … {end + 1}", "gap"))


# -- weights


def _weighed(made: Charges, group: Sequence[SheetRow]) -> JsonObject:
    """Return a weight table, by zone where there are zones, and the price of what is heavier."""
    unit = "lb" if any("to_lb" in row.values for row in group) else "kg"
    bands: dict[str, JsonObject] = {}
    for row in group:
        limit = row.values.get(f"to_{unit}")
        if "over_per_kg" in row.values or "over_per_lb" in row.values:
            limit = limit if limit is not None else ""
        _add_band(made, bands, row, limit, unit)
    _check_bands(made, [row for row in group if f"to_{unit}" in row.values], unit)
    table: list[Json] = list(bands.values())
    found: JsonObject = {"table": table}
    rule = {"divisor": f"divisor_{'in_lb' if unit == 'lb' else 'cm_kg'}", "step": f"step_{unit}"}
    weight = {key: row.values[key] for row in group for key in rule.values() if key in row.values}
    if weight:
        mode = "max_actual_dim" if rule["divisor"] in weight else "actual"
        found["weight"] = {"mode": mode, **weight}
    return found | _over(made, group, unit, list(bands))


def _add_band(made: Charges, bands: dict[str, JsonObject], row: SheetRow, limit: Json, unit: str) -> None:
    if limit == "":
        return
    rate, zone = _rate(made, row), row.values.get("zone")
    band = bands.setdefault(str(limit), {} if limit is None else {f"to_{unit}": limit})
    zones = band.setdefault("zone", {}) if zone is not None else None
    if isinstance(zones, dict) and str(zone) not in zones:
        zones[str(zone)] = rate
    elif zone is None and "rate" not in band and not isinstance(rate, dict):
        band["rate"] = rate
    else:
        made.wrong.append(wrong_cell(row.cell("zone" if zone is not None else f"to_{unit}"), str(zone or limit), "—"))


def _check_bands(made: Charges, rows: Sequence[SheetRow], unit: str) -> None:
    key = f"to_{unit}"
    by_zone: dict[str, list[SheetRow]] = {}
    for row in rows:
        by_zone.setdefault(str(row.values.get("zone", "")), []).append(row)
    for listed in by_zone.values():
        for before, row in pairwise(listed):
            if _decimal(row.values[key]) <= _decimal(before.values[key]):
                made.wrong.append(wrong_cell(row.cell(key), str(row.values[key]), f"> {before.values[key]}"))


def _over(made: Charges, group: Sequence[SheetRow], unit: str, limits: Sequence[str]) -> JsonObject:
    key = f"over_per_{unit}"
    row = next((row for row in group if key in row.values), None)
    if row is None:
        return {}
    if not limits:
        made.wrong.append(wrong_cell(row.cell(key), str(row.values[key]), f"to_{unit}"))
        return {}
    return {"over": {f"above_{unit}": limits[-1], f"per_{unit}": row.values[key]}}


# -- surcharges


def _add_surcharge(made: Charges, row: SheetRow) -> None:
    """Hang a surcharge on the charge that it names."""
    owner = next((one for one in made.charges if _is(one, row.values["surcharge_of"])), None)
    if not isinstance(owner, dict):
        names = " / ".join(str(one.get("id")) for one in made.charges if isinstance(one, dict))
        made.wrong.append(wrong_cell(row.cell("surcharge_of"), str(row.values["surcharge_of"]), names[:200]))
        return
    rate = _rate(made, row)
    percent = row.values.get("basis") == PERCENT
    entry: JsonObject = {"id": row.values.get("id"), "pct" if percent else "flat": rate}
    if percent:
        entry["on"] = row.values.get("surcharge_on", ["parcel"])
    sizes = row.values.get("applies_if")
    if isinstance(sizes, dict):
        bad = [
            name for name, value in sizes.items() if name not in SURCHARGE_SIZES or parse_decimal(str(value)) is None
        ]
        made.wrong += [wrong_cell(row.cell("applies_if"), name, " ".join(SURCHARGE_SIZES)) for name in bad]
        entry["if"] = sizes
    listed = owner.setdefault("surcharges", [])
    if isinstance(listed, list):
        listed.append(entry)


def _is(charge: Json, name: Json) -> bool:
    return isinstance(charge, dict) and charge.get("id") == name


def _check_surcharges(made: Charges, rows: Sequence[SheetRow]) -> None:
    """A percentage names what it is of: the parcel itself or other surcharges; a name nobody knows counts nothing."""
    extra = [row for row in rows if "surcharge_of" in row.values]
    for row in extra:
        known = {"parcel", *(str(one.values.get("id")) for one in _beside(row, extra))}
        names = row.values.get("surcharge_on")
        for name in names if isinstance(names, list) else []:
            if name not in known:
                made.wrong.append(wrong_cell(row.cell("surcharge_on"), str(name), " / ".join(sorted(known))))


def _beside(row: SheetRow, extra: Sequence[SheetRow]) -> list[SheetRow]:
    return [one for one in extra if one.values["surcharge_of"] == row.values["surcharge_of"]]


def cell_of(place: str, cells: Mapping[str, str]) -> str | None:
    """Return the cell in which the value at a path of the card stood, or the nearest one above it."""
    while place:
        if place in cells:
            return cells[place]
        place = place.rpartition(".")[0]
    return None
