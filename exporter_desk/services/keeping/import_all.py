"""Takes a zip of shipments in that somebody else may have made: nothing of it is believed, none is lost for another."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from exporter_desk.costs.frozen import is_frozen_text
from exporter_desk.documents.scans import MAX_BYTES as MOST_OF_A_SCAN
from exporter_desk.domain import case_json
from exporter_desk.domain.attachment import without_sources
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.foreign_zip import BROKEN_ZIP, is_encrypted, is_link, is_oddly_packed, swells
from exporter_desk.domain.text import has_control_character
from exporter_desk.rules.facts import refuse_unknown_facts
from exporter_desk.services.answers import BAD_INPUT, MACHINE_PROBLEM
from exporter_desk.services.claims.company_claims import PAGE
from exporter_desk.services.keeping.export_all import ATTACHED, CASE, ESTIMATE_ENDING, ESTIMATES, SUFFIX
from exporter_desk.services.papers.arriving import Arrival, keep_files, take_over
from exporter_desk.services.papers.attaching import limits_day, prepared_again
from exporter_desk.storage import estimates
from exporter_desk.storage.estimates import Kept
from exporter_desk.storage.travel import MOST_ATTACHED
from exporter_desk.system.files import as_user_facing
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk

MAX_ENTRIES = 100_000
MAX_RATIO = 300
# The list of what is in a zip is read at once; a forged one may claim to be as large as the memory.
_MOST_AT_ONCE = 16 * 2**20
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
IMPORTED, RENUMBERED, PRESENT, REFUSED = "imported", "renumbered", "present", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one shipment of the zip: imported, renumbered (its number was taken), present or refused, and why.

    Only a sample can be present: the same one stands here. `wanted` is the number that it came with. `missing` counts
    attachments whose files are not here now, `estimates` the saved estimates that came in, `estimates_left` those
    that were changed since they were frozen, are too large or too many, or could not be written.
    """

    entry: str
    state: str
    wanted: str = ""
    number: str = ""
    title: str = ""
    attachments: int = 0
    missing: int = 0
    estimates: int = 0
    estimates_left: int = 0
    findings: tuple[Finding, ...] = ()
    refusal: UserFacingError | None = None

    @property
    def is_machines(self) -> bool:
        """Tell whether the machine refused: the next shipment would fare no better."""
        return self.refusal is not None and self.refusal.exit_code == MACHINE_PROBLEM


class _Guarded(io.FileIO):
    """A file that refuses to be read in one go beyond all measure."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = size if size is not None and size >= 0 else os.fstat(self.fileno()).st_size - self.tell()
        if wanted > _MOST_AT_ONCE:
            raise ValueError("more is asked for at once than any file of ours holds")
        return super().read(wanted)


def is_zip(name: str) -> bool:
    """Tell whether a file calls itself a zip or begins as one; raises UserFacingError when it cannot be read."""
    path = Path(name)
    return path.suffix.lower() == SUFFIX or read_foreign(path, 4)[:4] in _BEGINNINGS


class Parcel:
    """A zip that was looked over: the places of its shipments; nothing of it was unpacked."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self._archive = name, archive
        self._entries = _looked_over(archive, name)
        self.places = tuple(sorted(one for one in self._entries if PurePosixPath(one).name == CASE))
        if not self.places:
            raise _refused("S292", name)

    def read(self, place: str, most: int) -> bytes:
        """Return a file of the zip; raises UserFacingError S293 for one that is damaged or larger than `most`."""
        try:
            with self._archive.open(self._entries[place]) as file:
                data = file.read(min(most + 1, _MOST_AT_ONCE))
                while len(data) <= most and (more := file.read(_MOST_AT_ONCE)):
                    data += more
        except BROKEN_ZIP as error:
            raise _unreadable(place) from error
        if len(data) > most:
            raise _unreadable(place)
        return data

    def attached_to(self, place: str) -> Iterator[str]:
        """Yield the places of the files attached to the shipment at `place`."""
        return self._beside(place, ATTACHED)

    def estimates_of(self, place: str) -> list[str]:
        """Return the places of the estimates written down for the shipment at `place`, the oldest first."""
        return sorted(self._beside(place, ESTIMATES), key=_name_of)

    def _beside(self, place: str, name: str) -> Iterator[str]:
        folder = f"{place[: -len(CASE)]}{name}/"
        return (one for one in self._entries if one.startswith(folder))


@contextmanager
def opened(path: Path) -> Iterator[Parcel]:
    """Open a zip and look it over; raises UserFacingError S290 to S292, all of them before anything was taken."""
    read_foreign(path, 0)
    try:
        with _Guarded(path) as file, _archive(file, path.name) as archive:
            yield Parcel(path.name, archive)
    except OSError as error:
        raise as_user_facing(error, path) from error


def _archive(file: _Guarded, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except BROKEN_ZIP as error:
        raise _refused("S290", name) from error


def _looked_over(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > MAX_ENTRIES:
        raise _refused("S291", name)
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        place = entry.filename.replace("\\", "/")
        if place in found or _is_hostile(entry, place):
            raise _refused("S291", name)
        if not entry.is_dir():
            found[place] = entry
    return found


def _is_hostile(entry: zipfile.ZipInfo, place: str) -> bool:
    path = PurePosixPath(place)
    leads_out = path.is_absolute() or ".." in path.parts or ":" in place or has_control_character(place)
    return leads_out or is_link(entry) or is_encrypted(entry) or is_oddly_packed(entry) or swells(entry, MAX_RATIO)


def import_all(cases: CaseService, desk: Desk, parcel: Parcel, today: date) -> Iterator[Taken]:
    """Take one shipment after the other and tell what became of it; a wrong one is told and costs no other.

    It ends early after one that the machine refused.
    """
    samples = _Samples(cases)
    for place in parcel.places:
        outcome = _taken(cases, desk, parcel, place, today, samples)
        yield outcome
        if outcome.is_machines:
            return


class _Samples:
    """The samples that stand here: every program has its own, and each of them is met once."""

    def __init__(self, cases: CaseService) -> None:
        self._cases, offset = cases, 0
        self._unmet: list[tuple[str, str]] = []
        while page := cases.cases(limit=PAGE, offset=offset):
            self._unmet += [(one.sample, one.id) for one in page if one.sample is not None]
            offset += len(page)

    def met(self, case: Case) -> Case | None:
        """Return the sample that is just like `case`, once; None when there is none."""
        for name, identifier in self._unmet:
            here = self._cases.peek(identifier) if name == case.sample else None
            if here is not None and replace(here, id=case.id, number=case.number) == case:
                self._unmet.remove((name, identifier))
                return here
        return None


def _taken(cases: CaseService, desk: Desk, parcel: Parcel, place: str, today: date, samples: _Samples) -> Taken:
    case = None
    try:
        case = _case(parcel.read(place, case_json.MAX_BYTES), desk)
        if (here := samples.met(case)) is not None:
            wanted, number, title = case.number or "", here.number or "", case.title or ""
            told, left = _take_estimates(cases, parcel, place, here)
            return Taken(
                entry=place, state=PRESENT, wanted=wanted, number=number, title=title,
                estimates=told, estimates_left=left,
            )  # fmt: skip
        files = prepared_again(_files(parcel, place, case), case, desk, limits_day(case, desk, today))
        arrival = Arrival(case, files)
        keep_files(cases, arrival)
        new = take_over(cases, arrival)
        told, left = _take_estimates(cases, parcel, place, new)
    except CaseRefusedError as error:
        return Taken(entry=place, state=REFUSED, findings=error.findings)
    except UserFacingError as error:
        wanted = (case.number if case else None) or ""
        return Taken(entry=place, state=REFUSED, wanted=wanted, refusal=error)
    number, missing = str(new.number), len(case.attachments) - len(files)
    return Taken(
        entry=place,
        state=RENUMBERED if case.number not in (None, number) else IMPORTED,
        wanted=case.number or "",
        number=number,
        title=case.title or "",
        attachments=len(files),
        missing=missing,
        estimates=told,
        estimates_left=left,
    )


def _take_estimates(cases: CaseService, parcel: Parcel, place: str, case: Case) -> tuple[int, int]:
    """Keep the estimates that nobody changed since they were frozen; return how many came in and stayed out."""
    places = parcel.estimates_of(place)
    sound, room = list[Kept](), MOST_ATTACHED
    for one in places[-estimates.MOST_OF_A_CASE :]:
        try:
            text = parcel.read(one, min(room, estimates.MOST_BYTES))
        except UserFacingError:
            continue
        if estimates.is_named(_name_of(one)) and is_frozen_text(text):
            sound.append(Kept(_name_of(one), text))
            room -= len(text)
    try:
        return cases.estimates.take_over(str(case.id), sound), len(places) - len(sound)
    except UserFacingError:  # the shipment itself is in, whole
        return 0, len(places)


def _name_of(place: str) -> str:
    return PurePosixPath(place).name.removesuffix(ESTIMATE_ENDING)


def _case(text: bytes, desk: Desk) -> Case:
    """Read a shipment; answers to no question are refused."""
    case = case_json.load(text)
    refuse_unknown_facts(case.facts, desk.rules)
    return without_sources(case)


def _files(parcel: Parcel, place: str, case: Case) -> dict[str, bytes]:
    """Return what the shipment names, by digest, as far as it is sound and fits; a file that nobody names stays out."""
    wanted = {one.sha256 for one in case.attachments}
    found: dict[str, bytes] = {}
    room = MOST_ATTACHED
    for one in parcel.attached_to(place) if wanted else ():
        try:
            data = parcel.read(one, MOST_OF_A_SCAN)
        except UserFacingError:
            continue
        digest = hashlib.sha256(data).hexdigest()
        if digest in wanted and digest not in found and len(data) <= room:
            found[digest] = data
            room -= len(data)
    return found


_REFUSALS = {
    "S290": ("不是能读的 zip 文件", "is no zip that can be read"),
    "S291": (
        "里有不该有的东西（指向外面的路径、链接、加密或异常压缩的文件，或文件太多）",
        "holds what it should not (paths that lead out, links, encrypted or oddly packed files, or too many of them)",
    ),
    "S292": (f"里没有业务（{CASE}）", f"holds no shipment ({CASE})"),
}


def _refused(code: str, name: str) -> UserFacingError:
    zh, en = _REFUSALS[code]
    return UserFacingError(
        code,
        f"“{name}”{zh}，什么也没有导入。",
        f"“{name}” {en}; nothing was imported.",
        "请用“导出全部”写出的 zip 原样导入，不要解开重新压缩。",
        "Take the zip as “Export all” wrote it, without unpacking and packing it again.",
        exit_code=BAD_INPUT,
    )


def _unreadable(place: str) -> UserFacingError:
    return UserFacingError(
        "S293",
        f"zip 里的“{place}”已损坏或太大，这一票没有导入。",
        f"“{place}” in the zip is damaged or too large; this shipment was not imported.",
        "其他业务不受影响。请从原来的电脑重新导出这一票。",
        "Other shipments are not affected. Export this one again where it came from.",
        exit_code=BAD_INPUT,
    )
