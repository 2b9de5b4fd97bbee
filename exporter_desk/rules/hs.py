"""The commodity code table (商品编码): look-up and search, units, elements, refund rate, marks, obsolete codes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.codes import CodeTables, Row

SCHEMA = "exporter-desk/hs"
SCHEMA_VERSION = 1
LIMIT = 20

# Quality letters of the table: S seen, C26 seen in a copy of the 2026 list, H carried over in the heading, R recalled.
_CONFIDENCE = {"S": "secondary", "C26": "secondary", "H": "unconfirmed", "R": "unconfirmed"}
_NONE = "无"
# The first two declaration elements of every code, whose values are codes of tables themselves.
HEAD = ("品牌类型", "出口享惠情况")
# The optional tail of the declaration elements; the bars stay when they are empty.
TAIL = ("GTIN", "CAS", "其他")


@dataclass(frozen=True, slots=True)
class HsCode:
    """One commodity code; percentages are None, marks None and quality empty where nothing is known.

    `units` holds one or two unit codes; `units_complete` tells whether a missing second unit means that there is none.
    `supervision` and `inspection` are the marks 监管条件 and 检验检疫类别, "" when the source says none.
    `elements` are the names of the declaration elements in order, hints in brackets included.
    """

    code: str
    zh: str
    en: str
    units: tuple[str, ...]
    units_complete: bool
    vat_pct: Decimal | None
    refund_pct: Decimal | None
    refund_quality: str
    export_duty_pct: Decimal | None
    supervision: str | None
    inspection: str | None
    marks_quality: str
    elements: tuple[str, ...]
    endangered: bool

    @property
    def refund_confidence(self) -> str:
        """Return secondary or unconfirmed for the refund rate, "" while no rate is known."""
        return _CONFIDENCE.get(self.refund_quality, "")

    @property
    def marks_confidence(self) -> str:
        """Return secondary or unconfirmed for the marks, "" while none is known."""
        return _CONFIDENCE.get(self.marks_quality, "")

    @property
    def required_elements(self) -> tuple[str, ...]:
        """Return the element names without the optional tail GTIN, CAS, 其他."""
        return self.elements[: -len(TAIL)] if self.elements[-len(TAIL) :] == TAIL else self.elements


def needed_elements(entry: HsCode | None) -> tuple[str, ...]:
    """Return the names of the elements that are needed; the first two where the list of a code is not known."""
    return (entry.required_elements if entry is not None else ()) or HEAD


@dataclass(frozen=True, slots=True)
class Demand:
    """What a mark of a code asks of an export: `licence`, `inspection` or `ban`.

    `sure` tells that neither the mark of the code nor the meaning of the mark is unconfirmed.
    """

    asks: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ObsoleteCode:
    """A code of an older list and the codes of today that share its first digits; a hint, no classification."""

    code: str
    match_digits: int | None
    candidates: tuple[str, ...]


class HsTable:
    """The commodity codes of the code tables, read as records when asked for."""

    def __init__(self, codes: CodeTables) -> None:
        self._codes = codes

    def lookup(self, code: str | None) -> HsCode | None:
        """Return the record of a ten-digit code, None when it is not in the table."""
        row = self._codes.row("hs", code)
        return None if row is None else _record(row)

    def demands(self, entry: HsCode) -> tuple[Demand, ...]:
        """Return what 监管条件 and 检验检疫类别 of a code ask of an export, each once; nothing for unknown marks."""
        listed = [("control_marks", mark) for mark in entry.supervision or ""]
        listed += [("inspection_marks", mark) for mark in entry.inspection or ""]
        found: dict[str, bool] = {}
        for table, mark in listed:
            row = self._codes.row(table, mark) or {}
            if asks := row.get("asks"):
                sure = "unconfirmed" not in (entry.marks_confidence, row["confidence"])
                found[asks] = found.get(asks, False) or sure
        return tuple(Demand(asks, sure) for asks, sure in found.items())

    def obsolete(self, code: str | None) -> ObsoleteCode | None:
        """Return what became of a code that is no longer in force, None when nothing is known of it."""
        row = self._codes.row("hs_obsolete", code)
        if row is None:
            return None
        digits = row["match_digits"].removesuffix("-digit")
        candidates = tuple(part for part in row["candidates"].split("|") if part)
        return ObsoleteCode(row["code"], int(digits) if digits.isdigit() else None, candidates)

    def covers(self, code: str) -> bool:
        """Tell whether the table knows the heading of `code`, so that an absent code is really doubtful."""
        return any(known.startswith(code[:4]) for known in self._codes.rows("hs"))

    def search(self, text: str, limit: int = LIMIT) -> tuple[HsCode, ...]:
        """Return up to `limit` codes by prefix (dots and blanks allowed) or by Chinese or English words."""
        digits = text.replace(".", "").replace(" ", "")
        return tuple(_record(row) for row in self._codes.search("hs", digits if digits.isdigit() else text, limit))


def _record(row: Row) -> HsCode:
    return HsCode(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        units=tuple(unit for unit in (row["unit1"], row["unit2"]) if unit),
        units_complete=bool(row["unit2"]) or row["unit_q"] in {"S", "C26"},
        vat_pct=_percent(row["vat_pct"]),
        refund_pct=_percent(row["refund_pct"]),
        refund_quality=row["refund_q"],
        export_duty_pct=_percent(row["export_duty_pct"]),
        supervision=_marks(row["supervision"]),
        inspection=_marks(row["inspection"]),
        marks_quality=row["control_q"],
        elements=tuple(name for name in row["elements"].split("|") if name),
        endangered=row["endangered"] == "Y",
    )


def _percent(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _marks(text: str) -> str | None:
    return "" if text == _NONE else (text or None)


def hs_json(codes: CodeTables, text: str, limit: int = LIMIT) -> JsonObject:
    """Return what `exporter-desk hs TEXT` prints: matching codes, and what became of an obsolete one."""
    table, info = HsTable(codes), codes.info("hs")
    old = table.obsolete(text.replace(".", "").replace(" ", ""))
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "query": text,
        "as_of": info.as_of.isoformat(),
        "source": info.source,
        "results": [_code_json(codes, entry) for entry in table.search(text, limit)],
        "obsolete": None if old is None else _obsolete_json(old),
        "note": {"zh": info.notes.zh, "en": info.notes.en},
    }


def _code_json(codes: CodeTables, entry: HsCode) -> JsonObject:
    units: list[Json] = [
        {"code": unit, "zh": codes.name("units", unit, "zh"), "en": codes.name("units", unit, "en")}
        for unit in entry.units
    ]
    return {
        "code": entry.code,
        "zh": entry.zh,
        "en": entry.en,
        "units": units,
        "units_complete": entry.units_complete,
        "vat_pct": _text(entry.vat_pct),
        "refund_pct": _text(entry.refund_pct),
        "refund_confidence": entry.refund_confidence or None,
        "export_duty_pct": _text(entry.export_duty_pct),
        "supervision": entry.supervision,
        "inspection": entry.inspection,
        "marks_confidence": entry.marks_confidence or None,
        "elements": list(entry.elements),
        "endangered": entry.endangered,
    }


def _obsolete_json(old: ObsoleteCode) -> JsonObject:
    return {"code": old.code, "match_digits": old.match_digits, "candidates": list(old.candidates)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
