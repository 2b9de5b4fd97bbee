"""The archive of a month, quarter or year (按期归档): a folder for each shipment, a list of its papers, all digests."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.practice import mark_of
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.for_case import from_case
from exporter_desk.services.claims.company_claims import own_cases
from exporter_desk.services.claims.sheets import is_kept
from exporter_desk.services.keeping.archive_sheets import KeptPaper, archive_xlsx
from exporter_desk.services.keeping.export_all import (
    ATTACHED,
    Exported,
    ShipmentWriter,
    Written,
    attached_name,
    foldered,
)
from exporter_desk.system.files import require_folder, written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.text import Language
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk

    # Hears the shipments done and how many there are.
    Told = Callable[[int, int], object]

CLAIM, EXPORT = "claim", "export"
LIST, DIGESTS = "备案单证归档目录.xlsx", "SHA256SUMS.txt"
KEEP_UNTIL = "keep_until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One shipment of an archive: its folder, by which month it is filed, how its papers stand, until when to keep."""

    exported: Exported
    basis: str
    month: str
    papers: int
    have: int
    keep_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodArchive:
    """A finished archive; `undated` are shipments that no month is known of, so that none of them is forgotten."""

    path: Path
    size: int
    months: tuple[str, ...]
    shipments: tuple[Archived, ...]
    files: tuple[Written, ...]
    undated: tuple[str, ...]


def month_of(case: Case, export: date | None) -> tuple[str, str] | None:
    """Return by which month YYYYMM a shipment is filed: that of its claim, else of its export; None while unknown."""
    if case.tax.claim_period is not None:
        return case.tax.claim_period, CLAIM
    if case.tax.claim_date is not None:
        return f"{case.tax.claim_date:%Y%m}", CLAIM
    return None if export is None else (f"{export:%Y%m}", EXPORT)


def archive_period(
    cases: CaseService, desk: Desk, months: Sequence[str], target: Path, day: date, language: Language,
    told: Told = lambda done, total: None,
) -> PeriodArchive:  # fmt: skip
    """Write every own shipment of these months to the zip `target`, which appears whole or not at all.

    Where there is none nothing is written: an archive that lies there already is not replaced by an empty one.

    What `told` raises ends the work. Equal shipments give equal bytes on one day. Raises UserFacingError when the
    machine refuses the file.
    """
    require_folder(target)
    chosen, undated = _chosen(cases, months)
    if not chosen:
        return PeriodArchive(path=target, size=0, months=tuple(months), shipments=(), files=(), undated=undated)
    folders = dict(foldered([(number, key) for number, key, _ in chosen]))
    made, kept = list[Archived](), list[KeptPaper]()
    with written_whole(target) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            writer = ShipmentWriter(archive, cases, desk, day, language)
            for done, (_, key, filed) in enumerate(chosen):
                told(done, len(chosen))
                one, papers = _added(writer, cases.peek(key), folders[key], filed)
                made.append(one)
                kept += papers
            told(len(chosen), len(chosen))
            _put_lists(writer, kept, language, day)
        size = file.tell()
    return PeriodArchive(
        path=target,
        size=size,
        months=tuple(months),
        shipments=tuple(made),
        files=tuple(writer.written),
        undated=undated,
    )


def _chosen(
    cases: CaseService, months: Sequence[str]
) -> tuple[list[tuple[str, str, tuple[str, str]]], tuple[str, ...]]:
    """Return number, id and month of the shipments of the period, by number, and those without any month."""
    found, undated = list[tuple[str, str, tuple[str, str]]](), list[str]()
    for case in own_cases(cases, cases):
        filed = month_of(case, from_case(case).dates.export)
        if filed is None:
            undated.append(case.number or str(case.id))
        elif filed[0] in months:
            found.append((case.number or "", str(case.id), filed))
    return sorted(found), tuple(sorted(undated))


def _added(
    writer: ShipmentWriter, case: Case, folder: str, filed: tuple[str, str]
) -> tuple[Archived, tuple[KeptPaper, ...]]:
    exported, _ = writer.add(case, folder)
    analysis = writer.studied
    until = None if analysis is None else keep_until(analysis)
    papers = () if analysis is None else tuple(_papers(analysis, folder, filed, until))
    one = Archived(
        exported=exported,
        basis=filed[1],
        month=filed[0],
        papers=len(papers),
        have=sum(paper.state == "have" for paper in papers),
        keep_until=until,
    )
    return one, papers


def keep_until(analysis: Analysis) -> date | None:
    """Return the last of the days until which the papers are kept by the rules; None while a day is not known."""
    days = [one.date for one in analysis.refund.deadlines if one.id == KEEP_UNTIL]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _papers(analysis: Analysis, folder: str, filed: tuple[str, str], until: date | None) -> Iterator[KeptPaper]:
    case = analysis.found.coded
    for paper in analysis.papers:
        if is_kept(case, paper):
            yield KeptPaper(
                number=case.number or "",
                title=case.title or next((line.name_zh or line.name_en or "" for line in case.goods), ""),
                basis=filed[1],
                claim=filed[0] if filed[1] == CLAIM else None,
                export=analysis.refund.source.dates.export,
                declarations=tuple(one.number for one in case.tax.declarations if one.number),
                paper=Bilingual(paper.rule.zh, paper.rule.en),
                state=paper.state,
                paper_number=paper.number,
                place=paper.place or paper.file,
                files=tuple(f"{folder}/{ATTACHED}/{attached_name(one)}" for one in paper.scans),
                keep_until=until,
            )


def _put_lists(writer: ShipmentWriter, kept: Sequence[KeptPaper], language: Language, day: date) -> None:
    """Add the list of papers, then the digests of everything as `sha256sum -c` reads them."""
    mark = mark_of(practice=writer.desk.practice)
    writer.put(LIST, archive_xlsx(kept, tuple(writer.written), LIST.partition(".")[0], language, day, mark))
    lines = "".join(f"{one.sha256}  {one.path}\n" for one in writer.written)
    writer.put(DIGESTS, lines.encode("utf-8"))
