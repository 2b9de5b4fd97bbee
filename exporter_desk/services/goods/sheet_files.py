"""The files that lists are imported from: reading them with limits, and remembering what a sender's columns mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.goods.sheet_columns import KINDS, Guess, guess, signature
from exporter_desk.system import files
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from exporter_desk.services.goods.sheet_columns import Kind
    from exporter_desk.tables.goods_sheet import SheetTexts

MOST_REMEMBERED, _MOST_REMEMBERED_BYTES = 60, 1_000_000
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
MEMORY = "sheet-columns.json"

_REASONS = {
    "too_large": (
        "文件“{name}”太大，程序只读 20 MB 以内的表。",
        "“{name}” is too large: only spreadsheets up to 20 MB are read.",
        "请把要用的那张表另存成一个新文件再导入。",
        "Save the sheet that you need as a file of its own and import that.",
    ),
    "swollen": (
        "文件“{name}”没有读：它解压后超过 {unpacked} MB，正常的表格不会这样。",
        "“{name}” was not read: it unpacks to more than {unpacked} MB, which no ordinary spreadsheet does.",
        "请把要用的行和列复制到新的表格里，另存为 .xlsx 再导入。来历不明的文件请不要再打开。",
        "Copy the rows and columns that you need to a new sheet, save it as .xlsx and import that.",
    ),
    "too_many": (
        "文件“{name}”里的工作表（或内部的文件）太多，没有读。",
        "“{name}” has too many sheets, or too many files inside; it was not read.",
        "请把要用的那张表另存成一个新文件再导入。",
        "Save the sheet that you need as a file of its own and import that.",
    ),
    "no_table": (
        "文件“{name}”里没有可以读的表。",
        "There is no table in “{name}” that can be read.",
        "能导入的是 Excel（.xlsx、.xls）、WPS 和 CSV 表格。",
        "Excel (.xlsx, .xls), WPS and CSV tables can be imported.",
    ),
    "encrypted": (
        "文件“{name}”有密码，读不了。",
        "“{name}” has a password and cannot be read.",
        "请在 Excel 或 WPS 里去掉密码，另存后再导入。",
        "Take the password off in Excel or WPS, save it, and import it again.",
    ),
    "damaged": (
        "文件“{name}”已损坏，或者不是表格文件。",
        "“{name}” is damaged, or no spreadsheet.",
        "请在 Excel 或 WPS 里打开它，另存为 .xlsx 再导入。",
        "Open it in Excel or WPS, save it as .xlsx, and import that.",
    ),
    "burst": (
        "文件“{name}”没有读：它展开后会占满内存，常见原因是离表格很远的地方（例如最后一行最后一列）还有内容。",
        "“{name}” was not read: it would fill the memory, often because a cell far from the table holds something.",
        "请把要用的行和列复制到新的表格里，另存为 .xlsx 再导入。来历不明的文件请不要再打开。",
        "Copy the rows and columns that you need to a new sheet, save it as .xlsx and import that.",
    ),
}
_CODES = {
    "too_large": "S240",
    "too_many": "S241",
    "no_table": "S242",
    "encrypted": "S243",
    "damaged": "S244",
    "burst": "S245",
    "swollen": "S266",
}


def read_file(path: Path, check: Callable[[], None] = lambda: None) -> tuple[SheetTexts, ...]:
    """Return the sheets of a file that hold anything; what cannot be read is a UserFacingError that says what to do.

    `check` is called while reading and may raise to stop.
    """
    from exporter_desk.tables.goods_sheet import MAX_BYTES, SheetRefusedError, read_sheets

    data = read_foreign(path, MAX_BYTES)
    try:
        return read_sheets(data, check)
    except SheetRefusedError as error:
        raise refusal(path, error.reason) from error


def refusal(path: Path, reason: str) -> UserFacingError:
    """Return what to say of a file that `read_sheets` refused for this reason."""
    from exporter_desk.tables.goods_sheet import MAX_UNPACKED

    zh, en, remedy_zh, remedy_en = (
        text.format(name=path.name, unpacked=MAX_UNPACKED >> 20) for text in _REASONS[reason]
    )
    return UserFacingError(_CODES[reason], zh, en, remedy_zh, remedy_en, exit_code=2)


class SheetMemory:
    """What the columns of lists seen before meant, by their titles; one small file beside the settings."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def guess(self, rows: Sequence[Sequence[str]]) -> Guess:
        """Return what is remembered of a list with the same titles, else the best guess from its titles."""
        first = guess(rows)
        noted = self._noted().get(signature(rows[first.header])) if rows else None
        return first if noted is None else Guess(noted.kind, first.header, noted.fields)

    def remember(self, titles: Sequence[str], found: Guess) -> None:
        """Keep what a person said about these titles; a memory that cannot be written is no reason to stop."""
        noted = {**self._noted(), signature(titles): found}
        kept = dict(list(noted.items())[-MOST_REMEMBERED:])
        plain = {
            key: {"kind": one.kind, "fields": {str(column): name for column, name in one.fields.items()}}
            for key, one in kept.items()
        }
        try:
            text = json.dumps(plain, ensure_ascii=False, indent=1)
            files.write_atomically(self._path, text.encode("utf-8", "replace"))
        except UserFacingError:
            return

    def _noted(self) -> dict[str, Guess]:
        """Return what was kept; a file that somebody spoilt counts as none."""
        try:
            with self._path.open("rb") as file:
                plain = json.loads(file.read(_MOST_REMEMBERED_BYTES))
            return {key: Guess(_kind(one["kind"]), 0, _fields(one["fields"])) for key, one in plain.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}


def _kind(name: str) -> Kind:
    """Return the kind of that name; ValueError for another."""
    return KINDS[[str(kind) for kind in KINDS].index(name)]


def _fields(plain: dict[str, str]) -> dict[int, str]:
    return {int(column): str(name) for column, name in plain.items()}
