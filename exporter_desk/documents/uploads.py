"""The customs upload set: one file for each kind of paper within the limits, and what became of scans in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.documents.attachments import CODE, UploadFile, check, page_count, split
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.library import Library
from exporter_desk.documents.names import file_name
from exporter_desk.documents.packet_file import PacketFile, metadata_of, number_of, scan_paper
from exporter_desk.documents.pdfa import Metadata, described, finished_scan, is_archival
from exporter_desk.documents.plan import DocumentPlan, UploadPlan
from exporter_desk.documents.render import Paper, to_pdf
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from exporter_desk.documents.scans import Scan

FOLDER, KIND = "上传件", "upload"


@dataclass(frozen=True, slots=True)
class UploadSet:
    """The files of one receiver by the kind of paper that they hold; `withheld` names forms that are not ready."""

    kinds: Mapping[str, tuple[PacketFile, ...]]
    withheld: tuple[str, ...]

    @property
    def files(self) -> tuple[PacketFile, ...]:
        """Return all files in their order."""
        return tuple(file for listed in self.kinds.values() for file in listed)

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return what the files of each kind are called."""
        return {kind: tuple(_base(file.path) for file in listed) for kind, listed in self.kinds.items()}


def upload_set(receiver: UploadPlan, dossier: Dossier, library: Library, drawn: Callable[[], object]) -> UploadSet:
    """Make one file for each kind of paper: the generated paper, which customs prefer, and behind it its scan."""
    uploads, withheld = _Uploads(receiver, dossier, library), list[str]()
    forms = dict.fromkeys(paper.form.id for paper in receiver.papers)
    files = dict[str, tuple[PacketFile, ...]]()
    for form in forms:
        parts = [paper for paper in receiver.papers if paper.form.id == form]
        if all(paper.status == "ready" for paper in parts):
            files[parts[0].form.upload] = tuple(uploads.of_kind(parts, drawn))
        else:
            withheld.append(form)
    covered = {paper.form.upload for paper in receiver.papers}
    alone = [scan for scan in receiver.scans if scan.kind not in covered and not dossier.has_errors]
    return UploadSet(files | {scan.kind: tuple(uploads.of_scan(scan)) for scan in alone}, tuple(withheld))


@dataclass(frozen=True, slots=True)
class _Uploads:
    """Makes the attachments of one receiver; a foreign page keeps its text, which customs prefer to a picture."""

    receiver: UploadPlan
    dossier: Dossier
    library: Library

    def of_kind(self, parts: Sequence[Paper], drawn: Callable[[], object]) -> list[PacketFile]:
        """One kind of paper in one file: its parts one after another, then what of it was scanned."""
        first, scan = parts[0], self._scan(parts[0].form.upload)
        scans = () if scan is None else (scan,)
        data = to_pdf(parts, self.library.fonts, self._about(first.title.zh), scans, drawn, foreign=True)
        papers = (first.form.id, *(scan_paper(scan) for scan in scans))
        return self._files(data, first.short_zh, first.title.zh, papers)

    def of_scan(self, scan: Scan) -> list[PacketFile]:
        data = finished_scan(scan.pdf, self._about(scan.title.zh), foreign=True)
        return self._files(data, scan.short_zh, scan.title.zh, (scan.kind,))

    def _scan(self, kind: str) -> Scan | None:
        return next((scan for scan in self.receiver.scans if scan.kind == kind), None)

    def _about(self, title: str) -> Metadata:
        return metadata_of(self.dossier, title)

    def _files(self, data: bytes, short: str, title: str, papers: tuple[str, ...]) -> list[PacketFile]:
        """One file, or numbered parts of whole pages where it is longer than one attachment may be."""
        limits, day = self.library.limits_on(self.dossier.day), self.dossier.pack_day
        pieces = split(data, limits.max_file_bytes)
        if len(pieces) == 1:
            name = file_name(number_of(self.dossier), short, day, limits.max_name_width)
            return [self._file(name, data, papers)]
        files = []
        for number, piece in enumerate(pieces, start=1):
            whole = described(piece, self._about(f"{title} {number}/{len(pieces)}"), archival=is_archival(data))
            name = file_name(number_of(self.dossier), short, day, limits.max_name_width, f"-{number}.pdf")
            files.append(self._file(name, whole, (f"{papers[0]}-{number}", *papers[1:])))
        return files

    def _file(self, name: str, data: bytes, papers: tuple[str, ...]) -> PacketFile:
        receiver = self.receiver.receiver.id
        return PacketFile(f"{FOLDER}/{name}", receiver, KIND, "final", page_count(data), data, papers)


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan and its upload sets by receiver; where those would break a limit (X22), it is a plan of drafts.

    Like all drafts it then uploads nothing.
    """

    plan: DocumentPlan
    sets: Mapping[str, UploadSet]


def checked(
    plan: DocumentPlan, library: Library, receivers: Container[str], drawn: Callable[[], object] = lambda: None
) -> CheckedPlan:
    """Make the upload sets of `receivers` without writing anything; only a broken limit lets all be planned again.

    How large a page is shows when it is drawn, so this comes before the packets are.
    """
    sets = _upload_sets(plan, library, receivers, drawn)
    broken = _limits_broken((file for one in sets.values() for file in one.files), plan.dossier, library)
    if not broken:
        return CheckedPlan(plan, sets)
    drafts = plan.with_errors(broken)
    return CheckedPlan(drafts, _upload_sets(drafts, library, receivers, drawn))


def _upload_sets(
    plan: DocumentPlan, library: Library, receivers: Container[str], drawn: Callable[[], object]
) -> dict[str, UploadSet]:
    wanted = [one for one in plan.uploads if one.receiver.id in receivers]
    return {one.receiver.id: upload_set(one, plan.dossier, library, drawn) for one in wanted}


def names_in(sets: Iterable[UploadSet]) -> dict[str, tuple[str, ...]]:
    """Return what the files of upload sets are called by the kind of paper that they hold."""
    return {kind: names for one in sets for kind, names in one.names.items()}


def _limits_broken(files: Iterable[PacketFile], dossier: Dossier, library: Library) -> tuple[Finding, ...]:
    uploads = [UploadFile(_base(file.path), file.papers[0], file.data) for file in files]
    found = check(uploads, library.limits_on(dossier.day))
    number = "terms.contract_no" if dossier.case.terms.contract_no else "packet"
    # The name of a paper gives way until its number alone is too long.
    return tuple(replace(one, places=(number,)) if one.variant == "name" else one for one in found)


def scans_told(plan: DocumentPlan, files: Sequence[PacketFile]) -> tuple[Finding, ...]:
    """Return what became of scans in the upload set: behind which paper they lie, which wait, which stayed foreign."""
    told: list[Finding] = []
    packed = {one.receiver.id for one in plan.receivers}
    for receiver in (one for one in plan.uploads if one.receiver.id in packed):
        uploads = [file for file in files if file.kind == KIND and file.receiver == receiver.receiver.id]
        told += _fates(receiver, uploads)
        told += [_told("foreign", file=_base(file.path)) for file in uploads if not is_archival(file.data)]
    return tuple(told)


def _fates(receiver: UploadPlan, uploads: Sequence[PacketFile]) -> Iterator[Finding]:
    covered = {paper.form.upload for paper in receiver.papers}
    for scan in receiver.scans:
        values = {"file": scan.title.zh, "file_en": scan.title.en, "pages": str(scan.pages)}
        if scan.kind in covered:
            joined = any(scan_paper(scan) in file.papers for file in uploads)
            yield _told("joined" if joined else "waiting", **values)
        elif not scan.code:
            yield _told("uncoded", **values)


def _told(variant: str, **values: str) -> Finding:
    return Finding(CODE, Severity.HINT, ("packet",), values, variant=variant)


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1]
