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
from exporter_desk.documents.uploads import UploadSet, checked, names_in, scans_told
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.documents.dossier import Dossier, ReplacedView
    from exporter_desk.documents.library import Library
    from exporter_desk.documents.plan import DocumentPlan, ReceiverPlan
    from exporter_desk.domain.json_value import Json, JsonObject

    # Makes files that are no papers, told the plan that was drawn, and what the files of the upload set are called by
    # their kind of paper.
    More: TypeAlias = Callable[[DocumentPlan, Mapping[str, tuple[str, ...]]], Sequence[PacketFile]]
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
    more: More = lambda plan, names: (),
    *,
    told: Told = lambda done, total: None,
    earlier: Sequence[JsonObject] = (),
) -> Packet:
    """Make all files and hand them to `write` by path, the manifest last.

    Equal plans give equal bytes. Papers that are not ready stay out of the customs upload set; where the set would
    break a limit, all papers are drafts. `more` makes files that are no papers: what other programs import. `told`
    hears after every paper how many of all are drawn; what it raises ends the work before anything is written.
    `earlier` are entries of former runs for other receivers, which the manifest goes on to list.
    """
    drawn, packed = _Count(_papers_of(plan), told), {one.receiver.id for one in plan.receivers}
    uploads = checked(plan, library, packed, drawn.one)
    plan, files, sets = uploads.plan, list[PacketFile](), list[UploadSet]()
    for receiver in plan.receivers:
        files.append(_merged(receiver, plan.dossier, library, drawn.one))
        if receiver.receiver.id in uploads.sets:
            sets.append(uploads.sets[receiver.receiver.id])
            files += sets[-1].files
    findings = (*plan.findings, *scans_told(plan, files))
    scans = {scan.kind: scan for receiver in plan.receivers for scan in receiver.scans}
    withheld = tuple(form for one in sets for form in one.withheld)
    packet = Packet((*files, *more(plan, names_in(sets))), withheld, findings, tuple(scans.values()))
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


def _papers_of(plan: DocumentPlan) -> int:
    """Count how often a paper is drawn: in each packet, and those that are ready for an upload set."""
    packed = {one.receiver.id: len(one.all_papers) for one in plan.receivers}
    uploads = (paper for one in plan.uploads if one.receiver.id in packed for paper in one.papers)
    return sum(packed.values()) + sum(paper.status == "ready" for paper in uploads)


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
