"""The charges that a plan brings itself (费用行), as a table that a person types: the same rows as those of a card."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.costs.charge import BASES, BASIS_WORDS, STAGES
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.text import Bilingual, folded, half_width
from exporter_desk.services.estimates.card_editing import (
    CHARGE,
    LIMIT,
    PRICED,
    TIER,
    charge_rows,
    default_step,
    take_prices,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter_desk.domain.json_value import Json
    from exporter_desk.domain.text import Language

    Words = Mapping[str, Bilingual]
    TableRow = dict[str, str]

DETAIL = "detail"
HEAD = ("stage", "basis", "quantity", "currency")
TYPED = ("name", *HEAD, LIMIT, *PRICED)
_CARD_KEYS = {"charge_id": "id", "min": "min_charge"}
# What the price alone does not say, by basis; and what only steps make necessary.
_DETAILS: dict[str, tuple[str, ...]] = {
    "rt": ("density_kg_per_cbm",),
    "chargeable_kg": ("divisor_cm_kg", "density_kg_per_cbm"),
    "pct_of_stage": ("of",),
    "pct_of_tax_base": ("recovered_after_days",),
}
_STEP_DETAILS = {"pallet_day": ("tier_by",)}
_ALL_DETAILS = frozenset(name for names in (*_DETAILS.values(), *_STEP_DETAILS.values()) for name in names)
_WHOLE = frozenset({"recovered_after_days"})
_TIER_WORDS = ("age_days", "quantity")
_LISTS = {"stage": ("stage.", STAGES), "basis": ("basis.", BASES), "of": ("stage.", STAGES),
          "tier_by": ("steps.", _TIER_WORDS)}  # fmt: skip


class Wrong(NamedTuple):
    """A cell that cannot be taken, by its row and column, and why."""

    row: int
    key: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Taken:
    """What typed rows mean as `lines` of a plan, and every cell that stands in the way."""

    lines: tuple[JsonObject, ...]
    wrong: tuple[Wrong, ...]


def lines_of(estimate: Mapping[str, object]) -> list[JsonObject]:
    """Return the lines that a plan has typed into it."""
    listed = estimate.get("lines")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def line_rows(lines: Sequence[JsonObject], language: Language, words: Words) -> list[TableRow]:
    """Return the rows of the lines of a plan: of each its charge, its steps, and what its basis needs besides."""
    rows: list[TableRow] = []
    for index, line in enumerate(lines):
        charge = _as_charge(line)
        mine = charge_rows([charge], language, words)
        mine[0] |= {name: _text(charge.get(name)) for name in HEAD}
        mine[0] |= {name: word_of(name, mine[0][name], language, words) for name in ("stage", "basis")}
        rows += [row | {"index": str(index)} for row in mine]
    return with_details(rows, lines, language, words)


def with_details(
    rows: Sequence[TableRow], lines: Sequence[JsonObject], language: Language, words: Words
) -> list[TableRow]:
    """Return the rows with those that each basis needs, filled from the lines where nobody has typed there yet."""
    made: list[TableRow] = []
    for group in _groups(rows):
        typed = {row["path"]: row["rate"] for row in group if row["kind"] == DETAIL}
        kept = [row for row in group if row["kind"] != DETAIL]
        line = _line_at(lines, group[0]["index"])
        basis = key_of("basis", group[0].get("basis", ""), words) or ""
        by = key_of("tier_by", typed.get("tier_by", ""), words) or _text(line.get("tier_by"))
        made += [row | _step_name(row, by or default_step(basis), language, words) for row in kept]
        for name in _needed(basis, stepped=any(row["kind"] == TIER for row in kept)):
            shown = typed[name] if name in typed else _shown(name, line.get(name), language, words)
            label = words[f"detail.{name}"].in_language(language)
            made.append({"index": group[0]["index"], "id": group[0]["id"], "kind": DETAIL, "path": name,
                         "name": f"└ {label}", LIMIT: "", "rate": shown})  # fmt: skip
    return made


def _step_name(row: TableRow, by: str, language: Language, words: Words) -> dict[str, str]:
    """Return what a step goes by, as the editing of cards names it."""
    if row["kind"] != TIER:
        return {}
    word = words.get(f"tier_by.{by}") if row.get(LIMIT, "").strip() else words.get("part.rest")
    return {"name": f"└ {'' if word is None else word.in_language(language)}"}


def in_language(
    rows: Sequence[TableRow], lines: Sequence[JsonObject], language: Language, words: Words
) -> list[TableRow]:
    """Return rows with the words of the closed lists in another language; all else stays as it was typed."""
    made = []
    for row in rows:
        known = {name: key_of(name, row.get(name, ""), words) for name in ("stage", "basis") if row.get(name)}
        said = {name: word_of(name, key, language, words) for name, key in known.items() if key is not None}
        made.append(row | said)
    return with_details(made, lines, language, words)


def new_row(rows: Sequence[TableRow], currency: str) -> TableRow:
    """Return an empty row for one more line."""
    index = 1 + max((int(row["index"]) for row in rows), default=-1)
    return {"index": str(index), "id": "", "kind": CHARGE, "path": "", **dict.fromkeys(TYPED, ""), "currency": currency}


def is_blank(row: Mapping[str, str]) -> bool:
    """Tell whether nothing was typed into the first row of a line yet; its currency came by itself."""
    return row["kind"] == CHARGE and not any(row.get(name, "").strip() for name in TYPED if name != "currency")


def taken(rows: Sequence[TableRow], lines: Sequence[JsonObject], language: Language, words: Words) -> Taken:
    """Return the lines that the rows mean; `lines` are those that the rows were made of.

    A row in which nothing was typed yet is no line. What a row cannot say (a season, a condition) stays as it was.
    """
    called = {
        row["index"]: row.get("name", "").strip() or row.get("stage", "") for row in rows if row["kind"] == CHARGE
    }
    numbered = [row | {"id": str(number), "said": called[row["index"]]} for number, row in enumerate(rows)]
    made: list[JsonObject] = []
    first_rows: list[int] = []
    wrong: list[Wrong] = []
    names = {str(one.get("charge_id")) for one in lines}
    for group in _groups(numbered):
        if _is_empty(group):
            continue
        before = _line_at(lines, group[0]["index"])
        line, found = _line(group, before, language, words)
        if "charge_id" not in line:
            line["charge_id"] = _free_id(names)
        names.add(str(line["charge_id"]))
        wrong += found
        made.append(line)
        first_rows.append(int(group[0]["id"]))
    if not wrong:
        wrong += _refused(made, numbered, first_rows)
    return Taken(tuple(made), tuple(wrong))


def word_of(column: str, key: str, language: Language, words: Words) -> str:
    """Return the word for a key of a closed list; a key without one stays as it is."""
    found = words.get(f"{_LISTS[column][0]}{key}")
    return key if found is None else found.in_language(language)


def choices(column: str, language: Language, words: Words) -> list[str]:
    """Return the words that a column of a closed list takes, in the order of the cost chain."""
    return [word_of(column, key, language, words) for key in _LISTS[column][1]] if column in _LISTS else []


def key_of(column: str, text: str, words: Words) -> str | None:
    """Return the key that a typed word means: the key itself, its word in either language, or the start of one alone.

    `每柜` is a container as `柜` is.
    """
    group, keys = _LISTS[column]
    wanted = folded(text)
    wanted = wanted if len(wanted) < 2 else wanted.removeprefix("每").removeprefix("per ")
    named = {key: [folded(end) for end in (key, *_ends(words.get(f"{group}{key}")))] for key in keys}
    exact = [key for key, names in named.items() if wanted in names]
    begun = [key for key, names in named.items() if wanted and any(name.startswith(wanted) for name in names)]
    other = BASIS_WORDS.get(wanted) if column == "basis" else None
    return next(iter(exact), other or (begun[0] if len(begun) == 1 else None))


def without_rate(lines: Iterable[JsonObject], estimate: Mapping[str, object]) -> list[str]:
    """Return the currencies of the lines that no exchange rate is known for yet."""
    fx, home = estimate.get("fx"), estimate.get("reporting") or "CNY"
    known = {str(home), *(fx if isinstance(fx, dict) else {})}
    return sorted({str(one["currency"]) for one in lines if one.get("currency")} - known)


# -- from the plan


def _as_charge(line: JsonObject) -> JsonObject:
    """Return a line in the keys of a rate card."""
    charge = deepcopy(line)
    return {_CARD_KEYS.get(key, key): value for key, value in charge.items()}


def _as_line(charge: JsonObject) -> JsonObject:
    own = {card: key for key, card in _CARD_KEYS.items()}
    return {own.get(key, key): value for key, value in charge.items()}


def _text(value: Json) -> str:
    return "" if value is None else str(value)


def _ends(pair: Bilingual | None) -> tuple[str, ...]:
    return () if pair is None else (pair.zh, pair.en)


def _shown(name: str, value: Json, language: Language, words: Words) -> str:
    if isinstance(value, list):
        return "、".join(word_of(name, str(one), language, words) for one in value)
    return word_of(name, _text(value), language, words) if name in _LISTS else _text(value)


def _needed(basis: str, *, stepped: bool) -> tuple[str, ...]:
    return (*_DETAILS.get(basis, ()), *(_STEP_DETAILS.get(basis, ()) if stepped else ()))


def _groups(rows: Sequence[TableRow]) -> Iterator[list[TableRow]]:
    """Yield the rows of each line; rows of one line stand together."""
    groups: dict[str, list[TableRow]] = {}
    for row in rows:
        groups.setdefault(row["index"], []).append(row)
    yield from groups.values()


def _line_at(lines: Sequence[JsonObject], index: str) -> JsonObject:
    return lines[int(index)] if int(index) < len(lines) else {}


# -- from the rows


def _is_empty(group: Sequence[TableRow]) -> bool:
    return len(group) == 1 and is_blank(group[0])


def _free_id(names: set[str]) -> str:
    number = 1
    while f"own_{number}" in names:
        number += 1
    return f"own_{number}"


def _line(
    group: Sequence[TableRow], before: JsonObject, language: Language, words: Words
) -> tuple[JsonObject, list[Wrong]]:
    head, charge = group[0], _as_charge(before)
    wrong: list[Wrong] = []
    for name in ("stage", "basis"):
        text = head.get(name, "").strip()
        key = key_of(name, text, words)
        charge[name] = key
        if key is None:
            wrong.append(_not_listed(head, name, text, words))
    charge["currency"] = half_width(head.get("currency", "")).upper() or None
    _take_number(charge, head, "quantity", "quantity", wrong)
    _take_name(charge, head.get("name", "").strip(), language, words)
    other_basis = charge["basis"] != key_of("basis", _text(before.get("basis")), words)
    wrong += _take_details(charge, group, words, other_basis=other_basis)
    priced = [row | {"name": row["said"]} for row in group if row["kind"] != DETAIL]
    wrong += [_by_number(one) for one in take_prices(charge, priced)]
    wrong += [_astray(row, name) for row in group if row["kind"] != CHARGE for name in HEAD if row.get(name)]
    line: JsonObject = {key: value for key, value in _as_line(charge).items() if value is not None}
    return line, wrong


def _take_name(charge: JsonObject, text: str, language: Language, words: Words) -> None:
    """Keep a name in the language in which it was typed; the other one follows while it says nothing of its own.

    A line without a name is called like its stage.
    """
    own, other = ("name_zh", "name_en") if language == "zh" else ("name_en", "name_zh")
    shown = _text(charge.get(own) or charge.get("name_zh") or charge.get("id"))
    if text and text == shown:
        return
    stage = words.get(f"stage.{charge.get('stage')}")
    if not text and stage is not None:
        charge |= {"name_zh": stage.zh, "name_en": stage.en}
    elif text:
        follows = charge.get(other) in (None, charge.get(own))
        stood = stage is not None and charge.get(other) == getattr(stage, other.removeprefix("name_"))
        charge[own] = text
        charge[other] = text if follows or stood else charge[other]


def _take_number(charge: JsonObject, row: TableRow, name: str, cell: str, wrong: list[Wrong]) -> None:
    text = row.get(cell, "").strip()
    read = parse_decimal(text) if text else None
    if text and (read is None or read < 0):
        values = {"cell": row["said"], "column": name, "found": text[:40]}
        wrong.append(Wrong(int(row["id"]), cell, _finding(values, "number")))
    if read is None:
        charge.pop(name, None)
    elif name in _WHOLE and read == read.to_integral_value():
        charge[name] = int(read)
    else:
        charge[name] = plain(read)


def _take_details(charge: JsonObject, group: Sequence[TableRow], words: Words, *, other_basis: bool) -> list[Wrong]:
    """Take what a basis needs besides its price; what another basis needed goes with that."""
    wrong: list[Wrong] = []
    rows = {row["path"]: row for row in group if row["kind"] == DETAIL}
    needed = _needed(str(charge.get("basis")), stepped=any(row["kind"] == TIER for row in group))
    for name in sorted(_ALL_DETAILS):
        if name not in rows:
            if other_basis and name not in needed:
                charge.pop(name, None)
        elif name == "of":
            charge[name] = _stages(rows[name], words, wrong)
        elif name in _LISTS:
            charge[name] = _listed(rows[name], name, words, wrong)
        else:
            _take_number(charge, rows[name], name, "rate", wrong)
    return wrong


def _listed(row: TableRow, name: str, words: Words, wrong: list[Wrong]) -> str | None:
    text = row.get("rate", "").strip()
    key = key_of(name, text, words)
    if key is None:
        wrong.append(_not_listed(row, name, text, words, "rate"))
    return key


def _stages(row: TableRow, words: Words, wrong: list[Wrong]) -> list[Json]:
    texts = [text for text in half_width(row.get("rate", "")).replace(",", "、").split("、") if text.strip()]
    keys = [key_of("of", text, words) for text in texts]
    for text, key in zip(texts or [""], keys or [None], strict=True):
        if key is None:
            wrong.append(_not_listed(row, "of", text, words, "rate"))
    return list(keys)


def _not_listed(row: TableRow, name: str, text: str, words: Words, column: str = "") -> Wrong:
    allowed = {f"allowed_{end}": " / ".join(choices(name, end, words)) for end in _END_LANGUAGES}
    values = {"cell": row["said"], "column": name, "found": text[:40], **allowed}
    return Wrong(int(row["id"]), column or name, _finding(values, "listed" if text else "blank"))


_END_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def _finding(values: dict[str, str], variant: str) -> Finding:
    return Finding("C61", Severity.ERROR, (f"cell.{values['column']}",), values, variant=f"typed_{variant}")


def _by_number(finding: Finding) -> Wrong:
    """Return what the editing of cards says of a cell; the rows were given their numbers as ids."""
    _, row, key = finding.places[0].split(".")
    return Wrong(int(row), key, finding)


def _astray(row: TableRow, name: str) -> Wrong:
    values = {"cell": row["said"], "column": name, "found": row[name][:40]}
    return Wrong(int(row["id"]), name, _finding(values, "astray"))


def _refused(lines: Sequence[JsonObject], rows: Sequence[TableRow], first_rows: Sequence[int]) -> Iterator[Wrong]:
    """Yield what the estimate itself would refuse of the lines, at the cell where it was typed."""
    listed: list[Json] = list(lines)
    for finding in read_scenario({"lines": listed}).findings:
        _, _, number, *rest = [*finding.places[0].split("."), ""][:4]
        first = first_rows[int(number)]
        name = rest[0] if rest else ""
        key = {"min": "min_charge", "tiers": LIMIT, "": "name"}.get(name, name)
        detail = next((n for n, row in enumerate(rows) if n > first and row["path"] == name and
                       row["index"] == rows[first]["index"]), None)  # fmt: skip
        step = first + 1 if key == LIMIT else first
        yield Wrong(step if detail is None else detail, "rate" if detail is not None else key, finding)
