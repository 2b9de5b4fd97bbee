"""The list of an archive by period: every paper kept, where it lies, until when; every file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.spreadsheet import Cell, Sheet
from exporter_desk.domain.text import Bilingual
from exporter_desk.tables.workbook import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.text import Language
    from exporter_desk.services.keeping.export_all import Written

AUTHOR = "Exporter Desk"
KEPT, FILES = Bilingual("备案单证", "Papers kept"), Bilingual("文件", "Files")
NO_CLAIM_DAY = Bilingual("待确认：没有申报日期", "To confirm: no day of the claim")
NOT_KNOWN = Bilingual("待确认", "To confirm")
STATES = {
    "have": Bilingual("有", "have it"),
    "waiting": Bilingual("等待", "waiting"),
    "missing": Bilingual("缺", "missing"),
    "unknown": Bilingual("没说明", "not said"),
}
_TITLES = (
    (Bilingual("业务编号", "Number"), 16), (Bilingual("货物", "Shipment"), 26), (Bilingual("归入", "Filed under"), 16),
    (Bilingual("申报年月", "Month of the claim"), 12), (Bilingual("出口日期", "Export date"), 13),
    (Bilingual("报关单号", "Declaration no."), 24), (Bilingual("单证", "Paper"), 34), (Bilingual("状态", "State"), 10),
    (Bilingual("编号", "Number of the paper"), 24), (Bilingual("存放处", "Where it lies"), 24),
    (Bilingual("归档里的文件", "File in this archive"), 44), (Bilingual("至少保存到", "Keep until"), 24),
)  # fmt: skip
_FILE_TITLES = (
    (Bilingual("文件", "File"), 60),
    (Bilingual("字节", "Bytes"), 12),
    (Bilingual("SHA-256", "SHA-256"), 68),
)
_BASES = {"claim": Bilingual("申报年月", "month of the claim"), "export": Bilingual("出口年月", "month of the export")}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaper:
    """One paper of one shipment; `basis` claim or export says by which month the shipment is filed."""

    number: str
    title: str
    basis: str
    claim: str | None
    export: date | None
    declarations: tuple[str, ...]
    paper: Bilingual
    state: str
    paper_number: str | None
    place: str | None
    files: tuple[str, ...]
    keep_until: date | None


def archive_xlsx(
    kept: Iterable[KeptPaper], written: Iterable[Written], name: str, language: Language, day: date, mark: str = ""
) -> bytes:
    """Return the list as a workbook; what nobody knows says so, equal input gives equal bytes."""
    papers = tuple(_row(one, language) for one in kept)
    files = tuple((Cell(one.path), Cell(Decimal(one.size), digits=0), Cell(one.sha256)) for one in written)
    sheets = (_sheet(KEPT, _TITLES, papers, language), _sheet(FILES, _FILE_TITLES, files, language))
    return to_xlsx(sheets, name, AUTHOR, day, mark)


def _sheet(
    name: Bilingual, titles: tuple[tuple[Bilingual, int], ...], rows: tuple[tuple[Cell, ...], ...], language: Language
) -> Sheet:
    head = tuple(Cell(title.in_language(language), title=True) for title, _ in titles)
    return Sheet(name.in_language(language), (head, *rows), tuple(width for _, width in titles))


def _row(one: KeptPaper, language: Language) -> tuple[Cell, ...]:
    no_day = Cell(NO_CLAIM_DAY.in_language(language), open=True)
    return (
        Cell(one.number),
        Cell(one.title),
        Cell(_BASES[one.basis].in_language(language)),
        _known(one.claim, language),
        _known(one.export.isoformat() if one.export else None, language),
        _known(" ".join(one.declarations), language),
        Cell(one.paper.in_language(language)),
        Cell(STATES[one.state].in_language(language), open=one.state != "have"),
        Cell(one.paper_number or ""),
        Cell(one.place or ""),
        Cell("\n".join(one.files)),
        Cell(one.keep_until.isoformat()) if one.keep_until else no_day,
    )


def _known(text: str | None, language: Language) -> Cell:
    return Cell(text) if text else Cell(NOT_KNOWN.in_language(language), open=True)
