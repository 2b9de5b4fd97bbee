"""Taking a broker's or portal's workbook as a template: read, its places shown one by one, kept under a title."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.messages.templates import LINE, vocabulary
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.answers import BAD_INPUT
from exporter_desk.services.goods.sheet_files import read_file
from exporter_desk.services.papers.sheet_templates import (
    Layout,
    as_template,
    keep,
    looked_into,
    recognised,
    templates_folder,
)
from exporter_desk.system.foreign import read_foreign
from exporter_desk.tables.goods_sheet import SheetTexts, column_name
from exporter_desk.tables.template_book import TemplateRefusedError, column_number, place_of, with_formulas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from exporter_desk.documents.messages.schema import Column, FileSpec
    from exporter_desk.documents.messages.templates import SheetTemplate

_LONGEST_NAME, _PLAIN = 40, re.compile(r"[^a-z0-9]+")
_REASONS = {
    "macros": (
        "里面有宏，程序不会把宏转给别人",
        "holds macros, which this program passes on to nobody",
        "请在 Excel 或 WPS 里另存为不带宏的 .xlsx。",
        "Save it without macros as .xlsx.",
    ),
    "merged": (
        "标题行下面有合并的单元格，商品行会叠在一起",
        "has merged cells below its titles, where goods lines would lie over each other",
        "请取消标题行下面的合并，另存后再记。",
        "Unmerge the cells below the titles, save it and take it again.",
    ),
    "formula": (
        "里面有公式一行一行地引用商品行，行数多了会漏算",
        "holds a formula that names goods lines one by one and would leave out further ones",
        "请把公式改成从第一行商品开始的区域，例如 SUM(D4:D20)，另存后再记。",
        "Let the formula take a range from the first line on, such as SUM(D4:D20), save it and take it again.",
    ),
    "below": (
        "要单独填的格子在标题行下面，会被商品行盖住",
        "has single cells to fill below its titles, where goods lines would stand on them",
        "单独填的格子只能在标题行上面；商品行按列填。",
        "Name single cells above the titles only; lines are filled by columns.",
    ),
}
_UNREADABLE = (
    "不是能填写的 .xlsx",
    "is no .xlsx that can be filled",
    "请在 Excel 或 WPS 里打开它，另存为 .xlsx 再记。",
    "Open it in Excel or WPS, save it as .xlsx, and take that.",
)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A workbook that was read: the name of its file, its bytes, its sheets, and what it seems to ask for."""

    file: str
    book: bytes
    sheets: tuple[SheetTexts, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Place:
    """A column (letters) or cell (such as `B2`) with the title beside or above it, and the value that goes there."""

    place: str
    title: str
    value: str


def read_workbook(
    file: Path, specs: Iterable[FileSpec], check: Callable[[], None] = lambda: None, sheet: str | None = None
) -> Foreign:
    """Read a workbook, or one `sheet` of it, and see what it asks for; raises UserFacingError.

    `check` is called while reading and may raise to stop.
    """
    found = read_file(file, check)
    sheets = tuple(one for one in found if sheet in (None, one.name))
    if not sheets:
        raise _no_such_sheet(file.name, str(sheet), [one.name for one in found])
    book = read_foreign(file, _most_bytes())
    layout = recognised(sheets, specs, {one.name: _computed(book, one.name) for one in sheets})
    if layout is None:
        raise refused(
            "S332",
            f"“{file.name}”里没有认出商品表的标题行。",
            f"No row of goods titles was recognised in “{file.name}”.",
            "标题行里至少要有三列是认得的，例如 商品编码、品名、数量。",
            "At least three titles must be known, such as 商品编码, 品名, 数量.",
        )
    with suppress(TemplateRefusedError):  # keeping it says why it cannot be filled
        layout = looked_into(layout, book)
    return Foreign(file.name, book, sheets, layout)


def _computed(book: bytes, sheet: str) -> frozenset[str]:
    """Return the places of a sheet with formulas; none in a workbook that cannot be filled, which is told later."""
    try:
        return with_formulas(book, sheet)
    except TemplateRefusedError:
        return frozenset()


def _no_such_sheet(file: str, sheet: str, names: Sequence[str]) -> UserFacingError:
    return refused(
        "S336",
        f"“{file}”里没有叫“{sheet}”、又有内容的工作表。",
        f"“{file}” has no sheet “{sheet}” that holds anything.",
        f"有内容的工作表：{'、'.join(names)}。",
        f"The sheets that hold something: {', '.join(names)}.",
    )


def _most_bytes() -> int:
    from exporter_desk.tables.goods_sheet import MAX_BYTES

    return MAX_BYTES


def places(foreign: Foreign) -> tuple[Place, ...]:
    """Return the cells above the titles that are filled, then every column that has a title, known or not."""
    layout = foreign.layout
    rows = next(sheet.rows for sheet in foreign.sheets if sheet.name == layout.sheet)
    cells = sorted(layout.cells.items(), key=lambda one: place_of(one[0]))
    titles = {column_name(at): title for at, title in enumerate(rows[layout.header])}
    columns = sorted({*(letters for letters in titles if titles[letters]), *layout.columns}, key=column_number)
    return (
        *(Place(place, _beside(rows, place), value) for place, value in cells),
        *(Place(letters, titles.get(letters, ""), layout.columns.get(letters, "")) for letters in columns),
    )


def _beside(rows: Sequence[Sequence[str]], place: str) -> str:
    """Return the label at the left of a cell."""
    row, column = place_of(place)
    label = column - 2
    line = rows[row - 1] if row <= len(rows) else ()
    return line[label] if 0 <= label < len(line) else ""


def choices(spec: FileSpec, place: str) -> dict[str, Column]:
    """Return what may go to a place: to a column anything, to a cell what holds for the whole shipment."""
    known = vocabulary(spec)
    return {value: column for value, column in known.items() if place.isalpha() or not value.startswith(LINE)}


def free_name(title: str, own: Mapping[str, str], taken: Iterable[str]) -> str:
    """Return the name under which a template is kept: that of the user's own with the same title, else a free one.

    `own` are the titles of his templates by name, `taken` the names of all.
    """
    kept = next((name for name, known in own.items() if known == title), None)
    if kept is not None:
        return kept
    stem = _PLAIN.sub("-", title.lower()).strip("-")[: _LONGEST_NAME - 4].strip("-") or "sheet"
    names, number, name = set(taken), 1, stem
    while name in names:
        number += 1
        name = f"{stem}-{number}"
    return name


def keep_workbook(foreign: Foreign, layout: Layout, name: str, title: str, party: str, today: date) -> SheetTemplate:
    """Keep a workbook with its corrected layout as a template of this user; raises UserFacingError."""
    try:
        template = as_template(layout, name, title, foreign.book, party, today)
    except TemplateRefusedError as error:
        zh, en, remedy_zh, remedy_en = _REASONS.get(error.reason, _UNREADABLE)
        raise refused(
            "S333",
            f"“{foreign.file}”{zh}，没有记下。",
            f"“{foreign.file}” {en}; it was not kept.",
            remedy_zh,
            remedy_en,
        ) from error
    keep(templates_folder(), template)
    return template


def refused(code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> UserFacingError:
    """Return the refusal of something that was asked of templates."""
    return UserFacingError(code, zh, en, remedy_zh, remedy_en, exit_code=BAD_INPUT)
