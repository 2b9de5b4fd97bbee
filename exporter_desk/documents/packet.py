"""Writes a packet: one PDF per receiver, the customs upload set, and a manifest with hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.documents.attachments import UploadFile, check, page_count, split
from exporter_desk.documents.names import file_name
from exporter_desk.documents.pdfa import Metadata
from exporter_desk.documents.plan import worst_status
from exporter_desk.documents.render import Paper, to_pdf
from exporter_desk.documents.scans import Scan
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.library import Library
    from exporter_desk.documents.plan import DocumentPlan, ReceiverPlan
    from exporter_desk.domain.json_value import JsonObject

    Drawn: TypeAlias = Callable[[], object]
    # Hears how many papers of how many are drawn.
    Told: TypeAlias = Callable[[int, int], object]

UPLOAD_FOLDER = "上传件"
DRAFT_PREFIX = "草稿-"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class PacketFile:
    """One written file: path in the packet, receiver, kind (packet | upload | machine), status, pages, size, hash."""

    path: str
    receiver: str
    kind: str
    status: str
    pages: int
    data: bytes
    papers: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the file as hexadecimal text."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Packet:
    """What was written; `withheld` names papers that are not ready and so not in the upload set.

    `scans` are those that lie in the files, one for each kind.
    """

    files: tuple[PacketFile, ...]
    withheld: tuple[str, ...]
    findings: tuple[Finding, ...]
    scans: tuple[Scan, ...] = ()


def make_packet(
    plan: DocumentPlan,
    library: Library,
    write: Callable[[Mapping[str, bytes]], object],
    more: Sequence[PacketFile] = (),
    *,
    told: Told = lambda done, total: None,
    earlier: Sequence[JsonObject] = (),
) -> Packet:
    """Make all files and hand them to `write` by path, the manifest last.

    Equal plans give equal bytes. Papers that are not ready stay out of the customs upload set. `more` are files that
    are no papers: what other programs import. `told` hears after every paper how many of all are drawn; what it raises
    ends the work before anything is written. `earlier` are entries of former runs for other receivers, which the
    manifest goes on to list.
    """
    files, withheld = list[PacketFile](), list[str]()
    drawn = _Count(sum(_papers_of(receiver) for receiver in plan.receivers), told)
    for receiver in plan.receivers:
        files.append(_merged(receiver, plan.dossier, library, drawn.one))
        if receiver.receiver.upload:
            ready, kept = _upload_set(receiver, plan.dossier, library, drawn.one)
            files += ready
            withheld += kept
    findings = (*plan.findings, *_limits_broken(files, plan.dossier, library))
    scans = {scan.kind: scan for receiver in plan.receivers for scan in receiver.scans}
    packet = Packet((*files, *more), tuple(withheld), findings, tuple(scans.values()))
    write({file.path: file.data for file in packet.files} | {MANIFEST: manifest(packet, plan.dossier, earlier)})
    return packet


@dataclass(slots=True)
class _Count:
    """Counts papers as they are drawn."""

    total: int
    told: Told
    done: int = 0

    def one(self) -> None:
        self.done += 1
        self.told(self.done, self.total)


def _papers_of(receiver: ReceiverPlan) -> int:
    """Count how often a paper is drawn for a receiver: in his packet, and those that are ready for the upload set."""
    ready = [paper for paper in receiver.all_papers if paper.form.upload and paper.status == "ready"]
    return len(receiver.all_papers) + (len(ready) if receiver.receiver.upload else 0)


def upload_findings(plan: DocumentPlan, library: Library) -> tuple[Finding, ...]:
    """Return what the customs upload set of `plan` would break (X22), without writing anything."""
    receivers = (receiver for receiver in plan.receivers if receiver.receiver.upload)
    files = [file for receiver in receivers for file in _upload_set(receiver, plan.dossier, library, lambda: None)[0]]
    return _limits_broken(files, plan.dossier, library)


def _limits_broken(files: Sequence[PacketFile], dossier: Dossier, library: Library) -> tuple[Finding, ...]:
    uploads = [UploadFile(_base(file.path), file.papers[0], file.data) for file in files if file.kind == "upload"]
    return check(uploads, library.limits_on(dossier.day))


def _merged(receiver: ReceiverPlan, dossier: Dossier, library: Library, drawn: Drawn) -> PacketFile:
    papers, status = receiver.all_papers, worst_status(receiver, dossier)
    title = f"{_number(dossier) or ''} {receiver.receiver.name.zh}".strip()
    data = to_pdf(papers, library.fonts, metadata_of(dossier, title), receiver.scans, drawn)
    name = file_name(_number(dossier), f"{receiver.receiver.short_zh}资料袋", dossier.day)
    path = f"{DRAFT_PREFIX}{name}" if status == "draft" else name
    pages = sum(len(paper.pages) for paper in papers) + sum(scan.pages for scan in receiver.scans)
    return PacketFile(
        path, receiver.receiver.id, "packet", status, pages, data, tuple(paper.form.id for paper in papers)
    )


def _upload_set(
    receiver: ReceiverPlan, dossier: Dossier, library: Library, drawn: Drawn
) -> tuple[list[PacketFile], list[str]]:
    files, withheld = list[PacketFile](), list[str]()
    forms = dict.fromkeys(planned.paper.form.id for planned in receiver.papers if planned.paper.form.upload)
    for form in forms:
        parts = [planned.paper for planned in receiver.papers if planned.paper.form.id == form]
        if all(paper.status == "ready" for paper in parts):
            files.append(_single(parts, receiver.receiver.id, dossier, library, drawn))
        else:
            withheld.append(form)
    return [*files, *_scanned(receiver, dossier, library)], withheld


def _scanned(receiver: ReceiverPlan, dossier: Dossier, library: Library) -> list[PacketFile]:
    """Scans of the kinds that no generated paper covers; those are preferred to scans."""
    covered = {planned.paper.form.upload for planned in receiver.papers}
    wanted = [scan for scan in receiver.scans if scan.kind not in covered and not dossier.has_errors]
    return [file for scan in wanted for file in _scan_files(scan, receiver.receiver.id, dossier, library)]


def _scan_files(scan: Scan, receiver: str, dossier: Dossier, library: Library) -> list[PacketFile]:
    """One file, or numbered parts of whole pages where it is longer than one attachment may be."""
    limits = library.limits_on(dossier.day)
    parts = split(scan.pdf, limits.max_file_bytes)
    files = []
    for number, data in enumerate(parts, start=1):
        suffix = f"-{number}.pdf" if len(parts) > 1 else ".pdf"
        name = file_name(_number(dossier), scan.short_zh, dossier.day, limits.max_name_width, suffix)
        papers, pages = (f"{scan.kind}-{number}" if len(parts) > 1 else scan.kind,), page_count(data)
        files.append(PacketFile(f"{UPLOAD_FOLDER}/{name}", receiver, "upload", "final", pages, data, papers))
    return files


def _single(parts: Sequence[Paper], receiver: str, dossier: Dossier, library: Library, drawn: Drawn) -> PacketFile:
    """One kind of paper in one file, its parts one after another."""
    first, pages = parts[0], sum(len(paper.pages) for paper in parts)
    data = to_pdf(parts, library.fonts, metadata_of(dossier, first.title.zh), (), drawn)
    limit = library.limits_on(dossier.day).max_name_width
    name = file_name(_number(dossier), first.short_zh, dossier.day, limit)
    return PacketFile(f"{UPLOAD_FOLDER}/{name}", receiver, "upload", "final", pages, data, (first.form.id,))


def _number(dossier: Dossier) -> str | None:
    return dossier.case.terms.contract_no or dossier.case.number


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def metadata_of(dossier: Dossier, title: str) -> Metadata:
    """Return what a file of this dossier says of itself: title, exporter as author, day of the case, language."""
    seller = dossier.case.party("seller")
    author = (seller.name_zh or seller.name_en) if seller else None
    language = "zh-CN" if dossier.language == "zh" else "en"
    return Metadata(title, author or dossier.program, dossier.day, language, dossier.program)


def manifest(packet: Packet, dossier: Dossier, earlier: Sequence[JsonObject] = ()) -> bytes:
    """Return the manifest as JSON in UTF-8: case, versions, files with pages, bytes, SHA-256, and open findings.

    `earlier` lists files of former runs that still lie there, each with its own `day` and `data`.
    """
    body: JsonObject = {
        "schema": "exporter-desk/packet-manifest",
        "schema_version": 1,
        "case": dossier.case.number,
        "contract": dossier.case.terms.contract_no,
        "day": dossier.day.isoformat(),
        "version": dossier.version,
        "rules": dossier.rules,
        "data": dossier.data_hash,
        "files": [file_json(file) for file in packet.files],
        "scans": [scan_json(scan) for scan in packet.scans],
        "earlier": list(earlier),
        "withheld": list(packet.withheld),
        "open": [
            {
                "code": one.code,
                "severity": str(one.severity),
                "places": list(one.places),
                "zh": one.text.zh,
                "en": one.text.en,
            }
            for one in (*dossier.findings, *dossier.paper_findings)
        ],
    }
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def scan_json(scan: Scan) -> JsonObject:
    """Return the scans of one kind as the manifest and the command line list them; `files` are SHA-256 of originals."""
    return {
        "kind": scan.kind,
        "zh": scan.title.zh,
        "en": scan.title.en,
        "pages": scan.pages,
        "redrawn": scan.redrawn,
        "receivers": list(scan.receivers),
        "files": list(scan.files),
    }


def file_json(file: PacketFile) -> JsonObject:
    """Return one file as the manifest and the command line list it."""
    return {
        "path": file.path,
        "receiver": file.receiver,
        "kind": file.kind,
        "status": file.status,
        "pages": file.pages,
        "bytes": len(file.data),
        "sha256": file.sha256,
        "papers": list(file.papers),
    }
