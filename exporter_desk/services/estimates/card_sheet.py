"""Rate cards from a spreadsheet: a head above the table, or every row with its card; every problem names its cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import read_card
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.estimates.card_columns import (
    HEAD_KEYS,
    NEEDED,
    SheetRow,
    key_of,
    merged,
    read_row,
    told,
    wrong_cell,
)
from exporter_desk.services.estimates.card_rows import cell_of, charges_of
from exporter_desk.services.estimates.card_terms import with_ends
from exporter_desk.tables.goods_sheet import column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter_desk.domain.json_value import Json

MOST_FINDINGS = 50
MOST_CHARGES = 2_000
_SEARCHED_ROWS = 60
_TITLES = "id / stage / basis / rate"


@dataclass(frozen=True, slots=True)
class CardSheet:
    """What a sheet gave for one card: the card as JSON, None when it has problems; findings name cells such as B7.

    `findings` are what stops the card, `notices` what a person should know of it.
    """

    card: JsonObject | None
    findings: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    card_id: str = ""


@dataclass(slots=True)
class _Grid:
    """The rows below the titles by the card that they name; what stops every card, and what stops one of them."""

    rows: dict[str, list[SheetRow]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[Finding] = field(default_factory=list)
    wrong_rows: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))


def read_card_sheet(rows: Sequence[Sequence[str]], words: Mapping[str, Mapping[str, str]]) -> tuple[CardSheet, ...]:
    """Read the cards of a sheet; `words` maps what stages and bases are called to their keys.

    Time and memory stay with the rows given. A sheet without titles gives one card without content.
    """
    at = title_row(rows)
    if at is None:
        return (CardSheet(None, (wrong_cell("A1", "", _TITLES),)),)
    titles = [key_of(cell) for cell in rows[at]]
    grid = _Grid(wrong=[*_unknown_columns(rows, at, titles), *_doubled(rows[at], titles, at)])
    _read_rows(grid, rows, at, titles, words)
    head, lines = _head(rows[:at], words, grid.wrong)
    if not grid.rows and not grid.wrong:
        grid.wrong.append(wrong_cell(f"A{at + 2}", "", _TITLES))
    own = str(head.values.get("card_id", ""))
    if grid.wrong:
        every = merged([*grid.wrong, *(one for listed in grid.wrong_rows.values() for one in listed)])
        return (CardSheet(None, tuple(every[: MOST_FINDINGS + 1]), tuple(lines), own),)
    return tuple(_card(head, listed, grid.wrong_rows[name], tuple(lines)) for name, listed in grid.rows.items())


def title_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row holds the titles of the columns, counted from 0."""
    found = (number for number, row in enumerate(rows[:_SEARCHED_ROWS]) if {*map(key_of, row)}.issuperset(NEEDED))
    return next(found, None)


def _unknown_columns(rows: Sequence[Sequence[str]], at: int, titles: Sequence[str | None]) -> Iterator[Finding]:
    """A column that is filled in but not understood could hold a charge: it stops the card."""
    width = max(len(row) for row in rows[at : at + MOST_CHARGES + 1])
    for index in range(width):
        if index < len(titles) and titles[index] is not None:
            continue
        below = rows[at + 1 : at + 1 + MOST_CHARGES]
        if any(index < len(row) and row[index].strip() for row in below):
            title = rows[at][index] if index < len(rows[at]) else ""
            yield wrong_cell(f"{column_name(index)}{at + 1}", title, "", "column")


def _doubled(cells: Sequence[str], titles: Sequence[str | None], at: int) -> Iterator[Finding]:
    for index, key in enumerate(titles):
        if key is not None and key in titles[:index]:
            yield wrong_cell(f"{column_name(index)}{at + 1}", cells[index], "", "twice")


def _read_rows(
    grid: _Grid,
    rows: Sequence[Sequence[str]],
    at: int,
    titles: Sequence[str | None],
    words: Mapping[str, Mapping[str, str]],
) -> None:
    taken = 0
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in row):
            continue
        taken += 1
        if taken > MOST_CHARGES:
            grid.wrong.append(wrong_cell(f"A{number}", str(len(rows) - number + 1), "", "rest"))
            return
        texts = [
            (key, f"{column_name(index)}{number}", row[index].strip() if index < len(row) else "")
            for index, key in enumerate(titles)
            if key is not None
        ]
        read, wrong = read_row(texts, words)
        name = str(read.values.get("card_id", ""))
        grid.rows[name].append(read)
        grid.wrong_rows[name] += [*wrong, *_lacking(read, wrong)]


def _lacking(row: SheetRow, wrong: Sequence[Finding]) -> Iterator[Finding]:
    """Tell what every charge needs and this row leaves blank; a surcharge takes it from its charge."""
    refused = {one.values["cell"] for one in wrong}
    for key in NEEDED[:-1]:
        if key not in row.values and row.cell(key) not in refused and "surcharge_of" not in row.values:
            yield wrong_cell(row.cell(key), "", "…")


def _head(
    rows: Sequence[Sequence[str]], words: Mapping[str, Mapping[str, str]], wrong: list[Finding]
) -> tuple[SheetRow, list[Finding]]:
    """Read the pairs above the table; a pair nobody understands is left out, and that is told."""
    texts: list[tuple[str, str, str]] = []
    left_out: list[Finding] = []
    for number, row in enumerate(rows, start=1):
        filled = [cell.strip() for cell in row]
        name = key_of(filled[0].rstrip(":：")) if filled else None
        if name in HEAD_KEYS and len(filled) > 1:
            texts.append((str(name), f"B{number}", filled[1]))
        elif sum(map(bool, filled)) > 1:
            left_out.append(told("left_out", f"A{number}", " ".join(filter(None, filled))))
    head, problems = read_row(texts, words)
    wrong += problems
    return head, [*left_out, *head.notes]


def _card(head: SheetRow, rows: Sequence[SheetRow], bad: Sequence[Finding], lines: tuple[Finding, ...]) -> CardSheet:
    """Put one card together from its rows and the head; a value of a row that differs stays with its charge."""
    ended, replaced = with_ends(rows)
    data, cells = _card_head(head, ended)
    if bad:
        return CardSheet(None, tuple(merged(bad)[:MOST_FINDINGS]), lines, str(data.get("card_id", "")))
    own = [replace(row, values=_without(row.values, data)) for row in ended]
    made = charges_of(own)
    wrong = [*made.wrong, *_missing(data, cells)]
    card: JsonObject = {"card": data, "charge": made.charges, **_gaps(rows)}
    if not wrong:
        wrong = [_with_cell(one, {**cells, **made.cells}) for one in read_card(card, "card").findings]
    name = str(data.get("card_id", ""))
    shown = tuple(merged(wrong)[:MOST_FINDINGS])
    return CardSheet(None if shown else card, shown, (*lines, *merged([*replaced, *made.notices])), name)


def _gaps(rows: Sequence[SheetRow]) -> JsonObject:
    """Return what the rows say of prices that no column holds, as gaps: every estimate with the card tells them."""
    texts: dict[str, str] = {}
    for row in rows:
        for cell, text in row.left:
            texts.setdefault(text, cell)
    gaps: list[Json] = [
        {"id": f"cell_{cell}", "zh": f"最低收费“{text}”没有算进去", "en": f"the least charge “{text}” is not included"}
        for text, cell in texts.items()
    ]
    return {"gap": gaps} if gaps else {}


def _card_head(head: SheetRow, rows: Sequence[SheetRow]) -> tuple[JsonObject, dict[str, str]]:
    """Return the head: what stands above the table, else what the rows say of the whole card."""
    data: JsonObject = {}
    cells: dict[str, str] = {}
    for key in HEAD_KEYS:
        said = head if key in head.values else _of_all(key, rows)
        if said is not None:
            data[key] = said.values[key]
            cells[f"card.card.{key}"] = said.cell(key)
    if data.get("as_of") == "undated":
        del data["as_of"]
        data["undated"] = True
    return {"confidence": "user", **data}, cells


def _of_all(key: str, rows: Sequence[SheetRow]) -> SheetRow | None:
    """Return the row whose value holds for the card: of validity the widest, of the price's day the newest."""
    said = [row for row in rows if key in row.values]
    if not said or (key in {"valid_from", "valid_to"} and len(said) < len(rows)):
        return None
    if key == "valid_from":
        return min(said, key=lambda row: str(row.values[key]))
    return max(said, key=lambda row: str(row.values[key])) if key in {"valid_to", "as_of"} else said[0]


def _without(values: Mapping[str, Json], head: JsonObject) -> dict[str, Json]:
    """Return the values of a row without those that its card says already."""
    return {key: value for key, value in values.items() if key not in HEAD_KEYS or head.get(key) != value}


def _missing(data: JsonObject, cells: Mapping[str, str]) -> Iterator[Finding]:
    dated = () if data.get("undated") else ("as_of",)
    for name in ("card_id", "currency", "source", *dated):
        if name not in data:
            yield wrong_cell(next(iter(cells.values()), "A1"), "", name)


def _with_cell(finding: Finding, cells: Mapping[str, str]) -> Finding:
    """Name the cell instead of the path in the card, where one is known."""
    cell = cell_of(finding.places[0], cells) if finding.places else None
    return finding if cell is None else replace(finding, places=(f"cell.{cell}",))
