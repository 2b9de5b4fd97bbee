"""Rate cards from files: TOML and JSON as the program keeps them, or a spreadsheet or CSV with one charge a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.cards import decode_toml, read_card
from exporter_desk.costs.own_cards import card_json
from exporter_desk.domain.case_json import CaseRefusedError, parse
from exporter_desk.domain.finding import Finding
from exporter_desk.services.estimates.card_columns import told, wrong_cell
from exporter_desk.services.estimates.card_sheet import CardSheet, read_card_sheet, title_row
from exporter_desk.tables.goods_sheet import MAX_ROWS, read_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.tables.goods_sheet import SheetTexts

_TOML, _JSON = ".toml", ".json"
SUFFIXES = (_TOML, _JSON, ".csv", ".xlsx", ".xls", ".ods")


def read_card_file(suffix: str, data: bytes, words: Mapping[str, Mapping[str, str]]) -> tuple[CardSheet, ...]:
    """Return every card of a file by its suffix; raises SheetRefusedError for a table that cannot be opened."""
    if suffix.lower() == _TOML:
        table = decode_toml(data, "card")
        return (CardSheet(None, (table,)),) if isinstance(table, Finding) else _from_tree(table)
    if suffix.lower() == _JSON:
        return _from_json(data)
    return _from_sheets(read_sheets(data), words)


def _from_json(data: bytes) -> tuple[CardSheet, ...]:
    try:
        return _from_tree(parse(data))
    except CaseRefusedError as error:
        return (CardSheet(None, error.findings),)


def _from_tree(tree: JsonObject) -> tuple[CardSheet, ...]:
    """Read one card, or several in a list under `cards`."""
    listed = tree.get("cards")
    several = listed if isinstance(listed, list) and listed and set(tree) == {"cards"} else [tree]
    return tuple(_read(one if isinstance(one, dict) else {}) for one in several)


def _read(data: JsonObject) -> CardSheet:
    reading, head = read_card(data, "card"), data.get("card")
    name = head.get("card_id") if isinstance(head, dict) else None
    named = name if isinstance(name, str) else ""
    if reading.card is None:
        return CardSheet(None, reading.findings, card_id=named)
    return CardSheet(card_json(reading.card), card_id=named)


def _from_sheets(sheets: Sequence[SheetTexts], words: Mapping[str, Mapping[str, str]]) -> tuple[CardSheet, ...]:
    """Read each sheet that has a table of charges; without any the first one says what is missing."""
    tables = [sheet for sheet in sheets if title_row(sheet.rows) is not None] or list(sheets[:1])
    cut = tuple(wrong_cell(f"A{MAX_ROWS + 1}", sheet.name, "", "cut") for sheet in tables if sheet.cut)
    others = tuple(told("sheet", "A1", sheet.name) for sheet in sheets if sheet not in tables)
    found = [card for sheet in tables for card in read_card_sheet(sheet.rows, words)]
    if cut:
        return (CardSheet(None, (*cut, *(one for card in found for one in card.findings))),)
    first, *rest = found
    return (CardSheet(first.card, first.findings, (*others, *first.notices), first.card_id), *rest)
