"""Writes what a refund claim is keyed from: the workbooks of a shipment or of a month."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.claim_books import fill, gaps, load_books, rows_of
from exporter_desk.documents.names import file_name
from exporter_desk.domain.practice import mark_of
from exporter_desk.domain.text import Bilingual
from exporter_desk.system import resources
from exporter_desk.system.files import make_folder, write_atomically

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.refund.worksheets import Worksheets

BOOKS, DRAFT = "worksheets/books.toml", "草稿-"
PAPERS = Bilingual("退税工作表", "Refund worksheets on paper")
_NOTE = (
    "工作底稿，供录入或导入前核对；正式申报表以电子税务局生成的为准。标“＊”的列没有见过正式模板，待确认；"
    "黄色的格还缺资料。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """One file: its kind and name, its file name, whether it waits for something, and its bytes."""

    id: str
    name: Bilingual
    path: str
    rows: int
    missing: tuple[str, ...]
    data: bytes

    @property
    def status(self) -> str:
        """Return draft while a cell waits for something, else sheet: none of them is a filed form."""
        return "draft" if self.missing else "sheet"


def paper_file(pdf: bytes | None, sheets: Worksheets, number: str | None, day: date) -> tuple[ClaimFile, ...]:
    """Return the printed worksheets as a file beside the workbooks; nothing when there is no PDF."""
    if pdf is None:
        return ()
    books = load_books(resources.read_bytes(BOOKS))
    missing = tuple(dict.fromkeys(path for book in books for path in gaps(book, sheets)))
    path = f"{DRAFT if missing else ''}{file_name(number, PAPERS.zh, day)}"
    rows = sum(len(rows_of(book, sheets)) for book in books)
    return (ClaimFile(id="papers", name=PAPERS, path=path, rows=rows, missing=missing, data=pdf),)


def claim_files(sheets: Worksheets, number: str | None, day: date, *, practice: bool = False) -> tuple[ClaimFile, ...]:
    """Make every workbook that has rows, marked where it is an exercise; equal input gives equal bytes."""
    from exporter_desk.tables.workbook import to_xlsx

    made = []
    for book in load_books(resources.read_bytes(BOOKS)):
        rows = rows_of(book, sheets)
        if not rows:
            continue
        missing = gaps(book, sheets)
        author = str(sheets.taxpayer.value or "Exporter Desk")
        data = to_xlsx([fill(book, sheets, _NOTE)], book.name.zh, author, day, mark_of(practice=practice))
        name = file_name(number, book.short_zh, day, suffix=".xlsx")
        path = f"{DRAFT if missing else ''}{name}"
        made.append(ClaimFile(id=book.id, name=book.name, path=path, rows=len(rows), missing=missing, data=data))
    return tuple(made)


def write_claim_files(files: tuple[ClaimFile, ...], out: Path) -> None:
    """Write the workbooks below `out`; raises UserFacingError when the machine refuses."""
    make_folder(out)
    for file in files:
        write_atomically(out / file.path, file.data)


def file_json(file: ClaimFile) -> JsonObject:
    """Return one workbook as an answer lists it."""
    return {
        "id": file.id,
        "zh": file.name.zh,
        "en": file.name.en,
        "path": file.path,
        "status": file.status,
        "rows": file.rows,
        "missing": list(file.missing),
        "bytes": len(file.data),
        "sha256": hashlib.sha256(file.data).hexdigest(),
    }
