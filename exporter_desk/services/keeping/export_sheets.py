"""The workbooks of an export of everything: goods and boxes of one shipment, and the list over all shipments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.money import deal_digits
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.practice import mark_of
from exporter_desk.domain.spreadsheet import Cell, Sheet
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.claims.view import headline
from exporter_desk.services.goods.sheet_columns import column_fields
from exporter_desk.tables.workbook import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import Package
    from exporter_desk.domain.text import Language
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.goods.sheet_columns import Kind

Value: TypeAlias = str | Decimal | None

AUTHOR = "Exporter Desk"
GOODS, BOXES, INDEX = Bilingual("货物", "Goods"), Bilingual("装箱", "Packing"), Bilingual("全部业务", "All shipments")
NOT_KNOWN = Bilingual("待确认", "To confirm")
# Both lists have the titles under which they are taken again when somebody imports them as a list.
_BOX_FIELDS = ("box", "goods", "each", "kind", "size_cm", "gross_kg", "net_kg")
_WIDTHS = {"name_zh": 24, "name_en": 28, "elements": 40, "goods": 28, "size_cm": 20}
_TITLES = (
    (Bilingual("业务编号", "Number"), 16), (Bilingual("标题", "Title"), 30), (Bilingual("贸易方式", "Export mode"), 18),
    (Bilingual("目的国（地区）", "Destination"), 18), (Bilingual("币种", "Currency"), 8),
    (Bilingual("发票总额", "Invoice total"), 16), (Bilingual("出口日期", "Export date"), 13),
    (Bilingual("退税", "Refund"), 32), (Bilingual("应退税额", "Amount of the refund"), 30),
    (Bilingual("申报年月", "Month of the claim"), 12), (Bilingual("文件夹", "Folder"), 20),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the list over all shipments says of one; `cells` stand under the titles of the list."""

    cells: tuple[Cell, ...]


def lists_xlsx(case: Case, language: Language, day: date) -> bytes:
    """Return goods and boxes of a shipment as a workbook; equal input gives equal bytes."""
    keys = [one.key for one in column_fields("goods") if one.key in GoodsLine.__slots__]  # lining is part of material
    goods = [[_of_line(line, key) for key in keys] for line in case.goods]
    sheets = (
        _table(GOODS, "goods", keys, goods, language),
        _table(BOXES, "packages", _BOX_FIELDS, _box_rows(case), language),
    )
    return to_xlsx(sheets, case.number or "", AUTHOR, day, mark_of(practice=case.practice))


def _table(name: Bilingual, kind: Kind, keys: Iterable[str], rows: list[list[Value]], language: Language) -> Sheet:
    labels = {one.key: one.label.in_language(language) for one in column_fields(kind)}
    titles = tuple(Cell(labels[key], title=True) for key in keys)
    widths = tuple(_WIDTHS.get(key, 14) for key in keys)
    return Sheet(name.in_language(language), (titles, *(tuple(map(Cell, row)) for row in rows)), widths)


def _of_line(line: GoodsLine, key: str) -> Value:
    value = getattr(line, key)
    return " | ".join(value) if isinstance(value, tuple) else value


def _box_rows(case: Case) -> list[list[Value]]:
    return [row for package in case.packages for row in _rows_of(package, case)]


def _rows_of(package: Package, case: Case) -> Iterator[list[Value]]:
    """Yield a row for each kind of goods in a run of boxes; what is said of the box stands in the first alone."""
    names = _told_apart(case)
    size = "×".join(trimmed(side) for side in package.size_cm)
    whole: list[Value] = [package.kind, size or None, package.gross_kg, package.net_kg]
    contents: list[tuple[str, Decimal | None]] = list(package.contents.items()) or [("", None)]
    for place, (line, each) in enumerate(contents):
        inside: list[Value] = [names.get(line, line) or None, each]
        yield [package.numbers, *inside, *whole] if place == 0 else [None, *inside, *([None] * len(whole))]


def _told_apart(case: Case) -> dict[str, str]:
    """Return what each goods line is called so that nobody takes it for another: its name, else article or model."""
    called = [(line.name_zh or line.name_en or line.id, line.sku, line.model) for line in case.goods]
    held = Counter(word for words in called for word in set(words) if word)
    lines = zip(case.goods, called, strict=True)
    return {line.id: next((word for word in words if word and held[word] == 1), words[0]) for line, words in lines}


def index_row(analysis: Analysis, folder: str, language: Language) -> IndexRow:
    """Return the line of one shipment; what nobody knows is marked, never blank."""
    case = analysis.found.coded
    total = analysis.totals["invoice_total"].value
    policy, amount = (one.in_language(language) for one in headline(analysis.refund))
    export_day, currency = analysis.refund.source.dates.export, case.terms.currency
    values: tuple[str | None, ...] = (
        case.number,
        case.title,
        _mode(analysis, language),
        analysis.desk.codes.label("countries", case.route.dest, language) or None,
        currency,
    )
    claimed = case.tax.claim_period or (f"{case.tax.claim_date:%Y%m}" if case.tax.claim_date else "")
    cells = (
        *(_cell(value, language) for value in values),
        _cell(None, language) if total is None else Cell(total, digits=deal_digits(currency or "")),
        _cell(export_day.isoformat() if export_day else None, language),
        *(Cell(text) for text in (policy, amount, claimed, folder)),
    )
    return IndexRow(cells)


def unexamined_row(case: Case, folder: str, language: Language) -> IndexRow:
    """Return the line of a shipment about which nothing could be concluded."""
    named = (_cell(case.number, language), _cell(case.title, language))
    rest = (_cell(None, language) for _ in _TITLES[len(named) : -1])
    return IndexRow((*named, *rest, Cell(folder)))


def _mode(analysis: Analysis, language: Language) -> str | None:
    code = analysis.found.coded.choice("mode")
    found = next((one.mode for one in analysis.advice.modes if one.mode.code == code), None)
    if found is None:
        return code
    return f"{code} {found.short_zh if language == 'zh' else found.short_en}"


def _cell(value: str | None, language: Language) -> Cell:
    return Cell(value) if value else Cell(NOT_KNOWN.in_language(language), open=True)


def index_xlsx(rows: Iterable[IndexRow], language: Language, day: date, mark: str = "") -> bytes:
    """Return the list over all shipments as a workbook, with the `mark` of exercises."""
    titles = tuple(Cell(title.in_language(language), title=True) for title, _ in _TITLES)
    name, widths = INDEX.in_language(language), tuple(width for _, width in _TITLES)
    return to_xlsx([Sheet(name, (titles, *(row.cells for row in rows)), widths)], name, AUTHOR, day, mark)
