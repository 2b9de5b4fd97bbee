"""Own rate cards from a spreadsheet: the head as pairs, then one row for each charge; every problem names its cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import BASES, BASIS_WORDS, STAGES
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.text import half_width
from exporter_desk.tables.goods_sheet import column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter_desk.domain.json_value import Json

MOST_FINDINGS = 50
MOST_CHARGES = 500
_SEARCHED_ROWS = 60
_SHOWN = 40
HEAD_NAMES: dict[str, str] = {
    "card_id": "card_id", "费用表编号": "card_id", "provider": "provider", "供应商": "provider", "country": "country",
    "国家": "country", "currency": "currency", "币种": "currency", "valid_from": "valid_from", "生效": "valid_from",
    "valid_to": "valid_to", "有效至": "valid_to", "as_of": "as_of", "报价日期": "as_of",
    "source": "source", "来源": "source",
}  # fmt: skip
COLUMN_NAMES: dict[str, str] = {
    "id": "id", "charge_id": "id", "编号": "id", "stage": "stage", "环节": "stage", "basis": "basis",
    "计费单位": "basis",
    "name_zh": "name_zh", "名称": "name_zh", "项目": "name_zh", "name_en": "name_en", "rate": "rate", "单价": "rate",
    "min_charge": "min_charge", "最低收费": "min_charge", "max_charge": "max_charge", "最高收费": "max_charge",
    "qty_min": "qty_min", "最低数量": "qty_min", "qty_step": "qty_step", "数量进位": "qty_step",
}  # fmt: skip
_NUMBERS = frozenset({"rate", "min_charge", "max_charge", "qty_min", "qty_step"})
_NEEDED = ("id", "stage", "basis", "rate")
_WORDS = {"stage": frozenset(STAGES), "basis": frozenset(BASES) | BASIS_WORDS.keys()}


@dataclass(frozen=True, slots=True)
class CardSheet:
    """What a sheet gave: the card as JSON, None when it has problems; `findings` name sheet cells such as B7."""

    card: JsonObject | None
    findings: tuple[Finding, ...]


def read_card_sheet(rows: Sequence[Sequence[str]], stages: Mapping[str, str]) -> CardSheet:
    """Read a card; `stages` maps what stages are called to their keys. Time and memory stay with the rows given."""
    titles = next((n for n, row in enumerate(rows[:_SEARCHED_ROWS]) if _is_title_row(row)), None)
    if titles is None:
        return CardSheet(None, (_finding("A1", "", "id / stage / basis / rate"),))
    columns = {index: COLUMN_NAMES[_key(cell)] for index, cell in enumerate(rows[titles]) if _key(cell) in COLUMN_NAMES}
    charges: list[Json] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows[titles + 1 :], start=titles + 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(findings) >= MOST_FINDINGS or len(charges) >= MOST_CHARGES:
            findings.append(_finding(f"A{number}", "", f"≤ {MOST_CHARGES} / {MOST_FINDINGS}"))
            break
        charge, wrong = _charge(row, number, columns, stages)
        charges.append(charge)
        findings.extend(islice(wrong, MOST_FINDINGS - len(findings)))
    head, missing = _head(rows[:titles])
    findings.extend(missing)
    if not charges:
        findings.append(_finding(f"A{titles + 2}", "", "id / stage / basis / rate"))
    return CardSheet(None if findings else {"card": head, "charge": charges}, tuple(findings))


def _key(cell: str) -> str:
    return half_width(cell).strip().lower()


def _is_title_row(row: Sequence[str]) -> bool:
    found = {COLUMN_NAMES.get(_key(cell)) for cell in row}
    return found.issuperset(_NEEDED)


def _head(rows: Sequence[Sequence[str]]) -> tuple[JsonObject, tuple[Finding, ...]]:
    """Read the pairs above the charges; without an id or a currency the card cannot be kept."""
    head: JsonObject = {"confidence": "user"}
    for row in rows:
        name = HEAD_NAMES.get(_key(row[0])) if row else None
        if name is not None and len(row) > 1 and row[1].strip():
            head[name] = row[1].strip()
    missing = (name for name in ("card_id", "currency", "as_of", "source") if name not in head)
    return head, tuple(_finding("A1", "", name) for name in missing)


def _charge(
    row: Sequence[str], number: int, columns: Mapping[int, str], stages: Mapping[str, str]
) -> tuple[JsonObject, Iterator[Finding]]:
    charge: JsonObject = {}
    wrong: list[Finding] = []
    for index, name in columns.items():
        text = row[index].strip() if index < len(row) else ""
        if not text and name not in _NEEDED:
            continue
        value, allowed = _value(name, text, stages)
        if value is None:
            wrong.append(_finding(f"{column_name(index)}{number}", text, allowed))
        else:
            charge[name] = value
    return charge, iter(wrong)


def _value(name: str, text: str, stages: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the value as a card keeps it, or what would be allowed in its place."""
    if name in _NUMBERS:
        read = parse_decimal(text)
        return (plain(read), "") if read is not None and read >= 0 else (None, "0 …")
    if name == "stage":
        text = stages.get(text, text)
    allowed = _WORDS.get(name)
    if allowed is not None:
        return (text, "") if text in allowed else (None, " ".join(sorted(allowed))[:200])
    return (text, "") if text else (None, "…")


def _finding(cell: str, found: str, allowed: str) -> Finding:
    shown = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"
    return Finding("C61", Severity.ERROR, (f"cell.{cell}",), {"cell": cell, "found": shown or "—", "allowed": allowed})
