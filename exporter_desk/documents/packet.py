"""Writes a packet: one PDF per receiver, the customs upload set, and a manifest with hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.attachments import UploadFile, check
from exporter_desk.documents.names import file_name
from exporter_desk.documents.pdfa import Metadata
from exporter_desk.documents.plan import worst_status
from exporter_desk.documents.render import Paper, to_pdf
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.library import Library
    from exporter_desk.documents.plan import DocumentPlan, ReceiverPlan
    from exporter_desk.domain.json_value import JsonObject

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
    """What was written; `withheld` names papers that are not ready and so not in the upload set."""

    files: tuple[PacketFile, ...]
    withheld: tuple[str, ...]
    findings: tuple[Finding, ...]


def make_packet(
    plan: DocumentPlan, library: Library, write: Callable[[str, bytes], object], more: Sequence[PacketFile] = ()
) -> Packet:
    """Make all files and hand each to `write(path, data)`, the manifest last; an unfinished packet has no manifest.

    Equal plans give equal bytes. Papers that are not ready stay out of the customs upload set. `more` are files that
    are no papers: what other programs import.
    """
    files, withheld = list[PacketFile](), list[str]()
    for receiver in plan.receivers:
        files.append(_merged(receiver, plan.dossier, library))
        if receiver.receiver.upload:
            ready, kept = _upload_set(receiver, plan.dossier, library)
            files += ready
            withheld += kept
    limits = library.limits_on(plan.dossier.day)
    uploads = [UploadFile(_base(file.path), file.papers[0], file.data) for file in files if file.kind == "upload"]
    packet = Packet((*files, *more), tuple(withheld), (*plan.findings, *check(uploads, limits)))
    for file in packet.files:
        write(file.path, file.data)
    write(MANIFEST, manifest(packet, plan.dossier))
    return packet


def _merged(receiver: ReceiverPlan, dossier: Dossier, library: Library) -> PacketFile:
    papers, status = receiver.all_papers, worst_status(receiver, dossier)
    title = f"{_number(dossier) or ''} {receiver.receiver.name.zh}".strip()
    data = to_pdf(papers, library.fonts, metadata_of(dossier, title), receiver.scans)
    name = file_name(_number(dossier), f"{receiver.receiver.short_zh}资料袋", dossier.day)
    path = f"{DRAFT_PREFIX}{name}" if status == "draft" else name
    pages = sum(len(paper.pages) for paper in papers) + sum(scan.pages for scan in receiver.scans)
    return PacketFile(
        path, receiver.receiver.id, "packet", status, pages, data, tuple(paper.form.id for paper in papers)
    )


def _upload_set(receiver: ReceiverPlan, dossier: Dossier, library: Library) -> tuple[list[PacketFile], list[str]]:
    files, withheld = list[PacketFile](), list[str]()
    for planned in receiver.papers:
        paper = planned.paper
        if not paper.form.upload:
            continue
        if paper.status == "ready":
            files.append(_single(paper, receiver.receiver.id, dossier, library))
        else:
            withheld.append(paper.form.id)
    return [*files, *_scanned(receiver, dossier, library)], withheld


def _scanned(receiver: ReceiverPlan, dossier: Dossier, library: Library) -> list[PacketFile]:
    """Scans of the kinds that no generated paper covers; those are preferred to scans."""
    covered = {planned.paper.form.upload for planned in receiver.papers}
    limit = library.limits_on(dossier.day).max_name_width
    return [
        PacketFile(
            f"{UPLOAD_FOLDER}/{file_name(_number(dossier), scan.short_zh, dossier.day, limit)}",
            receiver.receiver.id,
            "upload",
            "final",
            scan.pages,
            scan.pdf,
            (scan.kind,),
        )
        for scan in receiver.scans
        if scan.kind not in covered and not dossier.has_errors
    ]


def _single(paper: Paper, receiver: str, dossier: Dossier, library: Library) -> PacketFile:
    data = to_pdf([paper], library.fonts, metadata_of(dossier, paper.title.zh))
    limit = library.limits_on(dossier.day).max_name_width
    name = file_name(_number(dossier), paper.short_zh, dossier.day, limit)
    return PacketFile(f"{UPLOAD_FOLDER}/{name}", receiver, "upload", "final", len(paper.pages), data, (paper.form.id,))


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


def manifest(packet: Packet, dossier: Dossier) -> bytes:
    """Return the manifest as JSON in UTF-8: case, versions, files with pages, bytes, SHA-256, and open findings."""
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
        "withheld": list(packet.withheld),
        "open": [
            {
                "code": one.code,
                "severity": str(one.severity),
                "places": list(one.places),
                "zh": one.text.zh,
                "en": one.text.en,
            }
            for one in dossier.findings
        ],
    }
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


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
