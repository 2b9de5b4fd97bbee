"""The columns of a price list on a sheet: what each may be called, and how the text of a cell is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import BASES, BASIS_WORDS, CONFIDENCES, STAGES, TIER_VARIABLES
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import Json
from exporter_desk.domain.money import is_currency
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.text import entries, half_width
from exporter_desk.services.estimates.card_words import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_SHOWN = 40
NUMBER, WHOLE, WORD, DAY, MONTHS, STAGE_LIST, NAMES, PAIRS, ROUNDING, TEXT, IGNORED, CURRENCY = range(12)
UNDATED = frozenset({"undated", "undated page", "无日期", "没有日期"})
# Key, how it is read, and what the column or the line above the table may be called, besides the key itself.
_KNOWN: tuple[tuple[str, int, str], ...] = (
    ("card_id", TEXT, "费用表编号 卡号"), ("provider", TEXT, "供应商"), ("country", TEXT, "国家"),
    ("currency", CURRENCY, "币种"), ("id", TEXT, "charge_id 编号 费用编号"), ("stage", WORD, "环节"),
    ("basis", WORD, "计费单位"), ("name_zh", TEXT, "名称 项目 费用名称"), ("name_en", TEXT, "英文名称"),
    ("rate", NUMBER, "单价 价格 可能"), ("rate_low", NUMBER, "单价低 低"), ("rate_high", NUMBER, "单价高 高"),
    ("min_charge", NUMBER, "最低收费"), ("max_charge", NUMBER, "最高收费"), ("qty_min", NUMBER, "最低数量"),
    ("qty_step", NUMBER, "数量进位"), ("qty_rounding", ROUNDING, ""), ("fixed", NUMBER, "固定加收"),
    ("tier_by", WORD, "分档依据"), ("tier_from", NUMBER, "分档下限 起"), ("tier_to", NUMBER, "分档上限 止"),
    ("per_unit", NUMBER, "每件价"), ("mode", WORD, "分档方式"), ("free_days", WHOLE, "免费天数 免租期 免仓期"),
    ("free_quantity", NUMBER, "免费数量"),
    ("first_day_age", WHOLE, "入库日算第几天"), ("snapshot", WORD, "库存取数"), ("snapshot_day", WHOLE, "取数日"),
    ("to_kg", NUMBER, "重量上限 重量上限kg"), ("to_lb", NUMBER, "重量上限lb"), ("zone", TEXT, "分区"),
    ("over_per_kg", NUMBER, "续重单价 续重每公斤"), ("over_per_lb", NUMBER, "续重每磅"),
    ("divisor_cm_kg", NUMBER, "体积重除数 材积除数"), ("divisor_in_lb", NUMBER, "体积重除数lb"),
    ("step_kg", NUMBER, "重量进位 重量进位kg"), ("step_lb", NUMBER, "重量进位lb"), ("each", WORD, "逐件计重"),
    ("density_kg_per_cbm", NUMBER, "每立方折重"), ("surcharge_of", TEXT, "附加于"), ("surcharge_on", NAMES, "计算基数"),
    ("minimum_spend", NUMBER, "每月最低消费 月最低消费"), ("counts", STAGE_LIST, "计入环节"),
    ("of", STAGE_LIST, "百分比环节"),
    ("applies_if", PAIRS, "condition 条件 适用条件"), ("months", MONTHS, "月份 适用月份 season"),
    ("valid_from", DAY, "生效"), ("valid_to", DAY, "有效至"), ("as_of", DAY, "报价日期"), ("source", TEXT, "来源"),
    ("confidence", WORD, "可信度"), ("note", TEXT, "备注 说明"), ("per", IGNORED, "单位说明"),
)  # fmt: skip
KINDS: dict[str, int] = {key: kind for key, kind, _ in _KNOWN}
TITLES: dict[str, str] = {title: key for key, _, words in _KNOWN for title in (key, *words.split())}
HEAD_KEYS = frozenset(
    {"card_id", "provider", "country", "currency", "valid_from", "valid_to", "as_of", "source", "confidence"}
)
NEEDED = ("id", "stage", "basis", "rate")
PERCENT = "percent"
_SURCHARGE_BASES = {"%": PERCENT, "percent": PERCENT, "百分比": PERCENT}
CLOSED: dict[str, frozenset[str]] = {
    "stage": frozenset(STAGES), "basis": frozenset(BASES) | BASIS_WORDS.keys() | {PERCENT},
    "tier_by": frozenset(TIER_VARIABLES), "mode": frozenset({"step", "slab"}),
    "snapshot": frozenset({"end_of_day", "start_of_day"}), "each": frozenset({"shipment", "piece"}),
    "confidence": frozenset(CONFIDENCES),
}  # fmt: skip
_CEIL = re.compile(r"ceil (\d+(?:\.\d+)?)")
_SAME_AS_NONE = frozenset({
    "none", "无", "daily average volume", "snapshot day 15", "round 0.01", "round 0.01 half up",
})  # fmt: skip
# Steps of the billed weight hold inside one size class, whose sides a row of prices cannot say.
_BILLED = re.compile(r"ship_(oz|lb|g|kg)")
_SEVERAL = re.compile(r"\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)+")
# As sheets write a day: year first, so that day and month cannot be taken for each other.
_WRITTEN_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 00:00:00)?", re.ASCII)
# A condition that compares (`<=660 kg`) is in words: a fact either has a value or it has not.
_PAIR = re.compile(r"([^<>=!≤≥]+)=([^=].*|)")
_MOST_MONTH = 12
_HAN = re.compile("[\u4e00-\u9fff]")
# What may stand in a cell that takes no word of a list, where the English wording has words in it.
_CHINESE = {"none / ceil 1": "无，或进位写成 ceil 1"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a price list: its values by key, and the cell in which each stands (B7).

    `notes` are what a person should know of it, `left` what it says of the price that no column holds, by its cell.
    """

    values: Mapping[str, Json]
    cells: Mapping[str, str]
    notes: tuple[Finding, ...] = ()
    left: tuple[tuple[str, str], ...] = ()

    def cell(self, key: str) -> str:
        """Return where a value stands; for one that is not there, where the row begins."""
        return self.cells.get(key) or next(iter(self.cells.values()), "A1")


def wrong_cell(cell: str, found: str, allowed: str, variant: str = "", *, english: str = "") -> Finding:
    """Return the finding about one cell that cannot be used; `english` where what may stand there differs."""
    shown = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"
    values = {"cell": cell, "found": shown or "—", "allowed": allowed}
    values |= {"allowed_zh": allowed, "allowed_en": english} if english else {}
    return Finding("C61", Severity.ERROR, (f"cell.{cell}",), values, variant=variant)


def told(variant: str, cell: str, found: str) -> Finding:
    """Return what a person should know of a sheet that was taken."""
    shown = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"
    return Finding("C70", Severity.CONFIRM, (f"cell.{cell}",), {"cell": cell, "found": shown}, variant=variant)


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """Join what is told of several cells of a column in the same words: each cell stays among the places."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        column = one.values.get("cell", "").rstrip("0123456789")
        told_of = (one.values.get(name, "") for name in ("found", "allowed"))
        groups.setdefault((one.code, one.variant, column, *told_of, "" if column else str(one.places)), []).append(one)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1 or "cell" not in first.values:
        return first
    places = tuple(place for one in group for place in one.places)
    return replace(first, places=places, values={**first.values, "cell": _cells([one.values["cell"] for one in group])})


def _cells(names: Sequence[str]) -> str:
    """Return cells of one column as runs: `J35–J70, J95`."""
    column = names[0].rstrip("0123456789")
    runs: list[list[int]] = []
    for row in sorted({int(name[len(column) :]) for name in names}):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(f"{column}{first}" if first == last else f"{column}{first}–{column}{last}" for first, last in runs)


def key_of(title: str) -> str | None:
    """Return the key of a column by its title; None for a title nobody knows."""
    return TITLES.get(half_width(title).strip().lower().replace(" ", "").replace("（", "(")) or TITLES.get(
        half_width(title).strip().lower()
    )


def read_row(
    texts: Sequence[tuple[str, str, str]], words: Mapping[str, Mapping[str, str]]
) -> tuple[SheetRow, list[Finding]]:
    """Read the filled cells of a row, each as (key, cell, text); `words` maps names of stages and bases to keys."""
    values: dict[str, Json] = {}
    cells = {key: cell for key, cell, _ in texts}
    billed = next((cell for key, cell, text in texts if key == "tier_by" and _BILLED.fullmatch(text.lower())), None)
    said = spoken([one for one in texts if one[2]])
    wrong: list[Finding] = []
    for key, cell, text in said.cells:
        cells[key] = cell
        names = words.get("stage" if KINDS[key] == STAGE_LIST else key, {})
        value, allowed = _READ[KINDS[key]](key, _keyed(key, text, names))
        if allowed:
            several = KINDS[key] == NUMBER and _SEVERAL.fullmatch(text) is not None
            zh, en = _nearest_words(text, names) if names else (_CHINESE.get(allowed, allowed), allowed)
            wrong.append(wrong_cell(cell, text, zh, "several" if several else "", english=en))
        elif value is not None:
            values[key] = value
    if billed is not None:  # what else is odd about such a row does not matter any more
        wrong = [wrong_cell(billed, next(text for _, cell, text in texts if cell == billed), "", "billed")]
    notes = (*(told("half", cell, text) for _, cell, text in said.guessed),
             *(told("gap", cell, text) for _, cell, text in said.left))  # fmt: skip
    return SheetRow(values, cells, notes, tuple((cell, text) for _, cell, text in said.left)), wrong


def _keyed(key: str, text: str, names: Mapping[str, str]) -> str:
    """Return the key for a word of a closed list, for each word where several may stand; else the text as it is."""
    if KINDS[key] == STAGE_LIST:
        parts = half_width(text).replace(",", " ").replace("、", " ").split()
        return " ".join(names.get(part, part) for part in parts)
    return names.get(text) or names.get(text.removeprefix("每"), text)


def _nearest_words(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Return the words that may stand in a cell, the Chinese and the English; those most like its text come first."""
    ordered = sorted(names, key=lambda name: -len(set(name) & set(text)))
    found = [[name for name in ordered if is_han is (_HAN.search(name) is not None)] for is_han in (True, False)]
    chinese, english = (" / ".join(one)[:300] for one in found)
    return chinese, english


_Read = tuple["Json", str]


def _number(key: str, text: str) -> _Read:
    """A number that is not negative; the sign of a price is judged with the whole card."""
    read = parse_decimal(text.removesuffix("%"))
    return (plain(read), "") if read is not None and (read >= 0 or key == "rate") else (None, "0 …")


def _whole(_key: str, text: str) -> _Read:
    return (int(text), "") if text.isascii() and text.isdecimal() and len(text) < len("10000") else (None, "0, 1, 2 …")


def _word(key: str, text: str) -> _Read:
    word = _SURCHARGE_BASES.get(text.lower(), text) if key == "basis" else text
    allowed = CLOSED[key]
    known = word in allowed or (key == "basis" and word.startswith("pct_of_"))
    return (word, "") if known else (None, " ".join(sorted(allowed))[:300])


def _day(key: str, text: str) -> _Read:
    if key == "as_of" and text.lower() in UNDATED:
        return "undated", ""
    written = _WRITTEN_DAY.fullmatch(half_width(text))
    try:
        return (date(*map(int, written.groups())) if written else date.fromisoformat(text)).isoformat(), ""
    except ValueError:
        return None, "2026-11-22"


def _months(_key: str, text: str) -> _Read:
    """Read `10 11 12`, `10,11,12` or `10-12`; a range may run over the new year."""
    found: list[Json] = []
    for part in half_width(text).replace("月", "").replace(",", " ").replace("、", " ").split():
        first, _, last = part.partition("-")
        ends = [int(one) for one in (first, last or first) if one.isdecimal() and len(one) <= len("12")]
        if len(ends) != len("12") or not all(1 <= one <= _MOST_MONTH for one in ends):
            return None, "10 11 12 / 10-12"
        count = (ends[1] - ends[0]) % _MOST_MONTH + 1
        found += [(ends[0] - 1 + step) % _MOST_MONTH + 1 for step in range(count)]
    return found, ""


def _stages(_key: str, text: str) -> _Read:
    names: list[Json] = list(half_width(text).replace(",", " ").replace("、", " ").split())
    return (names, "") if all(name in STAGES for name in names) else (None, " ".join(STAGES)[:300])


def _names(_key: str, text: str) -> _Read:
    names: list[Json] = list(half_width(text).replace(",", " ").replace("、", " ").split())
    return names, ""


def _pairs(_key: str, text: str) -> _Read:
    """Read `container=40; loading=floor`; words without a sign stay words, to be asked for."""
    read: dict[str, Json] = {}
    for entry in entries(half_width(text)):
        pair = _PAIR.fullmatch(entry)
        read[pair[1].strip() if pair else entry] = pair[2].strip() if pair else ""
    return read, ""


def _rounding(_key: str, text: str) -> _Read:
    found = _CEIL.fullmatch(text.lower())
    if found is not None:
        return found[1], ""
    return (None, "") if text.lower() in _SAME_AS_NONE else (None, "none / ceil 1")


def _text(_key: str, text: str) -> _Read:
    return text, ""


def _currency(_key: str, text: str) -> _Read:
    """A card is in one currency; any code of three letters may be one."""
    return (text, "") if is_currency(text) else (None, "USD, EUR, CNY …")


def _ignored(_key: str, _text: str) -> _Read:
    return None, ""


_READ: dict[int, Callable[[str, str], _Read]] = {
    NUMBER: _number, WHOLE: _whole, WORD: _word, DAY: _day, MONTHS: _months, STAGE_LIST: _stages, NAMES: _names,
    PAIRS: _pairs, ROUNDING: _rounding, TEXT: _text, IGNORED: _ignored, CURRENCY: _currency,
}  # fmt: skip
