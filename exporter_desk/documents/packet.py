"""Writes a packet: one PDF per receiver, the customs upload set, and a manifest with hashes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.documents.names import file_name
from exporter_desk.documents.packet_file import PacketFile, metadata_of, number_of, scan_paper
from exporter_desk.documents.plan import worst_status
from exporter_desk.documents.render import to_pdf
from exporter_desk.documents.scans import Scan
from exporter_desk.documents.uploads import UploadSet, limits_broken, names_in, scans_told, upload_set
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.documents.dossier import Dossier, ReplacedView
    from exporter_desk.documents.library import Library
    from exporter_desk.documents.plan import DocumentPlan, ReceiverPlan
    from exporter_desk.domain.json_value import Json, JsonObject

    # Makes files that are no papers, told what the files of the upload set are called by their kind of paper.
    More: TypeAlias = Callable[[Mapping[str, tuple[str, ...]]], Sequence[PacketFile]]
    Drawn: TypeAlias = Callable[[], object]
    # Hears how many papers of how many are drawn.
    Told: TypeAlias = Callable[[int, int], object]

DRAFT_PREFIX = "草稿-"
MANIFEST = "manifest.json"


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
    more: More = lambda names: (),
    *,
    told: Told = lambda done, total: None,
    earlier: Sequence[JsonObject] = (),
) -> Packet:
    """Make all files and hand them to `write` by path, the manifest last.

    Equal plans give equal bytes. Papers that are not ready stay out of the customs upload set. `more` makes files that
    are no papers: what other programs import. `told` hears after every paper how many of all are drawn; what it raises
    ends the work before anything is written. `earlier` are entries of former runs for other receivers, which the
    manifest goes on to list.
    """
    files, uploads = list[PacketFile](), list[UploadSet]()
    drawn = _Count(sum(_papers_of(receiver) for receiver in plan.receivers), told)
    for receiver in plan.receivers:
        files.append(_merged(receiver, plan.dossier, library, drawn.one))
        if receiver.receiver.upload:
            uploads.append(upload_set(receiver, plan.dossier, library, drawn.one))
            files += uploads[-1].files
    findings = (*plan.findings, *limits_broken(files, plan.dossier, library), *scans_told(plan, files))
    scans = {scan.kind: scan for receiver in plan.receivers for scan in receiver.scans}
    withheld = tuple(form for one in uploads for form in one.withheld)
    packet = Packet((*files, *more(names_in(uploads))), withheld, findings, tuple(scans.values()))
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


def _merged(receiver: ReceiverPlan, dossier: Dossier, library: Library, drawn: Drawn) -> PacketFile:
    papers, status = receiver.all_papers, worst_status(receiver, dossier)
    title = f"{number_of(dossier) or ''} {receiver.receiver.name.zh}".strip()
    data = to_pdf(papers, library.fonts, metadata_of(dossier, title), receiver.scans, drawn)
    name = file_name(number_of(dossier), f"{receiver.receiver.short_zh}资料袋", dossier.pack_day)
    path = f"{DRAFT_PREFIX}{name}" if status == "draft" else name
    pages = sum(len(paper.pages) for paper in papers) + sum(scan.pages for scan in receiver.scans)
    listed = (*(paper.form.id for paper in papers), *map(scan_paper, receiver.scans))
    return PacketFile(path, receiver.receiver.id, "packet", status, pages, data, listed)


def manifest(packet: Packet, dossier: Dossier, earlier: Sequence[JsonObject] = ()) -> bytes:
    """Return the manifest as JSON in UTF-8: case, versions, files with pages, bytes, SHA-256, and open findings.

    `replaces` says by receiver which version it has and what changed since; `earlier` lists files of former runs that
    still lie there, each with its own `day` and `data`.
    """
    body: JsonObject = {
        "schema": "exporter-desk/packet-manifest",
        "schema_version": 1,
        "case": dossier.case.number,
        "contract": dossier.case.terms.contract_no,
        "day": dossier.day.isoformat(),
        "made_on": dossier.pack_day.isoformat(),
        "version": dossier.version,
        "replaces": {receiver: _replaced_json(one) for receiver, one in dossier.replaced.items()},
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


def _replaced_json(one: ReplacedView) -> JsonObject:
    changes: list[Json] = [
        {
            "zh": place.name.zh,
            "en": place.name.en,
            "before": place.before.zh,
            "after": place.after.zh,
            "before_en": place.before.en,
            "after_en": place.after.en,
        }
        for place in one.places
    ]
    return {"version": one.version, "parts": [part.zh for part in one.parts], "changes": changes}


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
    waits: JsonObject = {"waits": [{"zh": one.zh, "en": one.en} for one in file.waits]} if file.waits else {}
    return {
        "path": file.path,
        "receiver": file.receiver,
        "kind": file.kind,
        "status": file.status,
        "pages": file.pages,
        "bytes": len(file.data),
        "sha256": file.sha256,
        "papers": list(file.papers),
        **waits,
    }
