"""Writes all shipments into one zip that people can read and the program takes back: data, lists, papers, scans."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from exporter_desk.documents.names import NO_NUMBER, cleaned
from exporter_desk.domain import case_json
from exporter_desk.domain.attachment import without_sources
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.practice import mark_of
from exporter_desk.services.analysis import analyse
from exporter_desk.services.claims.company_claims import PAGE, beside_all, own_cases
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.keeping.export_sheets import IndexRow, index_row, index_xlsx, lists_xlsx, unexamined_row
from exporter_desk.services.papers.packets import receiver_pdf
from exporter_desk.storage.travel import MOST_ATTACHED
from exporter_desk.system import resources
from exporter_desk.system.files import require_folder, written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.text import Language
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk

    # Hears the shipments done, how many there are, and the number of the one that was done last.
    Told = Callable[[int, int, str], object]

SUFFIX = ".zip"
CASE, LISTS, PAPERS, INDEX, ATTACHED = "case.json", "goods.xlsx", "archive.pdf", "index.xlsx", "attachments"
ESTIMATES, ESTIMATE_ENDING = "estimates", ".json"
RECEIVER = "archive"
_ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "tiff": ".tif"}
_LONGEST_NAME = 60
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What went into the zip of one shipment; `problems` say which part of it could not be made, or why all of it."""

    number: str
    title: str
    folder: str
    attachments: int = 0
    missing: int = 0
    estimates: int = 0
    problems: tuple[UserFacingError, ...] = ()
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One file in a zip: its path there, its bytes and their digest."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A finished export: the zip, its size and its shipments."""

    path: Path
    size: int
    shipments: tuple[Exported, ...]


def export_all(
    cases: CaseService, desk: Desk, target: Path, day: date, language: Language,
    told: Told = lambda done, total, number: None,
) -> Whole:  # fmt: skip
    """Write every shipment of the list to `target`, one after the other; the zip appears whole or not at all.

    What `told` raises ends the work. Raises UserFacingError when the machine refuses the file. Equal shipments give
    equal bytes on one day.
    """
    require_folder(target)
    listed = _listed(cases)
    made, rows = list[Exported](), list[IndexRow]()
    with written_whole(target) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            writer = ShipmentWriter(archive, cases, desk, day, language)
            told(0, len(listed), "")
            numbers = {identifier: number for number, identifier in listed}
            for identifier, folder in foldered(listed):
                case = cases.readable(identifier)
                if isinstance(case, UserFacingError):
                    one = Exported(number=numbers[identifier], title="", folder="", problems=(case,), is_left_out=True)
                else:
                    one, row = writer.add(case, folder)
                    rows.append(row)
                made.append(one)
                told(len(made), len(listed), one.number or folder)
            writer.put(INDEX, index_xlsx(rows, language, day, mark_of(practice=desk.practice)))
        size = file.tell()
    return Whole(path=target, size=size, shipments=tuple(made))


def _listed(cases: CaseService) -> list[tuple[str, str]]:
    """Return number and id of every shipment, by its number."""
    found, offset = list[tuple[str, str]](), 0
    while page := cases.cases(limit=PAGE, offset=offset):
        found += [(one.number or "", one.id) for one in page]
        offset += len(page)
    return sorted(found)


def foldered(listed: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give every shipment a folder of its own, also where two numbers differ only in signs that no folder may have."""
    taken: set[str] = set()
    for number, identifier in listed:
        wanted = cleaned(number or NO_NUMBER)[:_LONGEST_NAME]
        folder, again = wanted, 2
        while folder.casefold() in taken:
            folder, again = f"{wanted}-{again}", again + 1
        taken.add(folder.casefold())
        yield identifier, folder


class ShipmentWriter:
    """Adds one shipment after the other to a zip; of a former one only what was written is kept.

    `studied` is what is known of the last one, None where nothing could be concluded.
    """

    def __init__(self, archive: zipfile.ZipFile, cases: CaseService, desk: Desk, day: date, language: Language) -> None:
        self.archive, self.cases, self.desk, self.day, self.language = archive, cases, desk, day, language
        self.asking = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
        self._beside = beside_all(lambda: own_cases(cases, cases), desk)
        self.written: list[Written] = []
        self.studied: Analysis | None = None

    def put(self, path: str, data: bytes) -> None:
        """Add a file; its time says nothing, so that equal files give equal bytes."""
        entry = zipfile.ZipInfo(path, _FIRST_DAY)
        entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
        self.archive.writestr(entry, data)
        self.written.append(Written(path, len(data), hashlib.sha256(data).hexdigest()))

    def add(self, case: Case, folder: str) -> tuple[Exported, IndexRow]:
        """Write data, lists, attachments, saved estimates and papers of one shipment into its folder."""
        self.put(f"{folder}/{CASE}", case_json.dump(without_sources(case)).encode("utf-8"))
        self.put(f"{folder}/{LISTS}", lists_xlsx(case, self.language, self.day))
        problems = list[UserFacingError]()
        kept = self._attached(case, folder, problems)
        estimates = self._estimates(case, folder)
        row = self._papers(case, folder, problems)
        number, title = case.number or "", case.title or ""
        missing = len(case.attachments) - kept
        one = Exported(
            number=number,
            title=title,
            folder=folder,
            attachments=kept,
            missing=missing,
            estimates=estimates,
            problems=tuple(problems),
        )
        return one, row

    def _estimates(self, case: Case, folder: str) -> int:
        """Add the estimates that were written down, as they were frozen; return how many."""
        saved = self.cases.estimates.listed(str(case.id))
        for one in saved:
            self.put(f"{folder}/{ESTIMATES}/{one.name}{ESTIMATE_ENDING}", one.text)
        return len(saved)

    def _papers(self, case: Case, folder: str, problems: list[UserFacingError]) -> IndexRow:
        self.studied, shelf = None, self.cases.shelf(case)
        row = unexamined_row(case, folder, self.language)
        try:
            analysis = analyse(case, self.desk, self.day, self.asking, self.language, shelf, self._beside)
            row = index_row(analysis, folder, self.language)
            self.studied = analysis
            self.put(f"{folder}/{PAPERS}", receiver_pdf(analysis, RECEIVER))
        except UserFacingError as error:
            problems.append(error)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one paper must not keep all data from its owner
            problems.append(_no_papers(error))
        return row

    def _attached(self, case: Case, folder: str, problems: list[UserFacingError]) -> int:
        """Add the files as they were taken, one that is attached twice twice; return how many are there."""
        held, kept = self.cases.shelf(case).held, 0
        for one in case.attachments:
            if one.sha256 not in held:
                continue
            try:
                self.put(f"{folder}/{ATTACHED}/{attached_name(one)}", self.cases.contents.read(str(one.sha256)))
                kept += 1
            except UserFacingError as error:
                problems.append(error)
        if sum(one.size_bytes or 0 for one in case.attachments if one.sha256 in held) > MOST_ATTACHED:
            problems.append(_heavy())
        return kept


def _no_papers(error: Exception) -> UserFacingError:
    return UserFacingError(
        "S297",
        f"单证没有做成（程序内部错误 {type(error).__name__}）；数据在 zip 里。",
        f"Its papers could not be made (internal error {type(error).__name__}); its data is in the zip.",
    )


def _heavy() -> UserFacingError:
    limit = MOST_ATTACHED // 2**20
    return UserFacingError(
        "S296",
        f"附件超过 {limit} MB：zip 里都有，但再导入时只收 {limit} MB 以内的。",
        f"More than {limit} MB are attached: all of it is in the zip, but only {limit} MB are taken in again.",
    )


def attached_name(one: Attachment) -> str:
    """Return what an attachment is called in its folder."""
    name = PurePath(one.name or "")
    ending = _ENDINGS.get(one.media or "", "")
    return f"{cleaned(one.id)}_{cleaned(name.stem)[:_LONGEST_NAME]}{ending}"
