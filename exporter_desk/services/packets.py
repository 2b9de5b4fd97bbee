"""Makes packets: the bytes of one receiver for the preview, or all files of several receivers in a folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.packet import MANIFEST, file_json, make_packet, metadata_of
from exporter_desk.documents.plan import plan
from exporter_desk.documents.render import to_pdf
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.services.machine_files import machine_files
from exporter_desk.system import files

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from exporter_desk.documents.packet import Packet
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.analysis import Analysis


def receiver_pdf(analysis: Analysis, receiver: str) -> bytes:
    """Return the packet of one receiver exactly as it would be saved; raises KeyError for an unknown receiver."""
    library = analysis.desk.library
    planned = next(one for one in analysis.plan.receivers if one.receiver.id == receiver)
    number = analysis.case.terms.contract_no or analysis.case.number or ""
    title = f"{number} {planned.receiver.name.zh}".strip()
    return to_pdf(planned.all_papers, library.fonts, metadata_of(analysis.plan.dossier, title), planned.scans)


def paper_pdf(analysis: Analysis, form: str) -> bytes:
    """Return one paper alone; raises KeyError when the case has no such paper."""
    papers = {one.paper.form.id: one.paper for receiver in analysis.plan.receivers for one in receiver.papers}
    paper = papers[form]
    return to_pdf([paper], analysis.desk.library.fonts, metadata_of(analysis.plan.dossier, paper.title.zh))


def write_packet(
    analysis: Analysis, out: Path, receivers: tuple[str, ...] = (), sender: Mapping[str, str] | None = None
) -> Packet:
    """Write the files of `receivers` (all when empty) below `out`; each file appears whole or not at all.

    `sender` are settings about who sends messages. Raises UserFacingError when the machine refuses a file (full disk, a
    PDF that is open elsewhere).
    """
    library = analysis.desk.library
    wanted = receivers or tuple(library.receivers)
    former = _former_files(out, wanted)
    planned = plan(analysis.dossier, wanted, library, name_of=analysis.name_of)

    def write(path: str, data: bytes) -> None:
        target = out.joinpath(*path.split("/"))
        files.make_folder(target.parent)
        files.write_atomically(target, data)

    imports = machine_files(analysis, planned.dossier, sender)
    made = make_packet(planned, library, write, tuple(imports.for_receivers(wanted)))
    told = imports.findings if any(set(file.receivers) & set(wanted) for file in imports.files) else ()
    packet = replace(made, findings=(*made.findings, *told))
    _remove_outdated(out, former, {file.path for file in packet.files})
    return packet


def _former_files(out: Path, receivers: Container[str]) -> dict[str, str]:
    """Return what an earlier packet gave these receivers: path to SHA-256, nothing outside the folder."""
    try:
        listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
        own = [entry for entry in listed if entry["receiver"] in receivers and ".." not in entry["path"].split("/")]
        return {str(entry["path"]).lstrip("/"): str(entry["sha256"]) for entry in own}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _remove_outdated(out: Path, former: Mapping[str, str], written: Container[str]) -> None:
    """Take away our own files of the earlier packet that the new one does not replace; changed ones are the user's."""
    for path, digest in former.items():
        target = out.joinpath(*path.split("/"))
        try:
            if path not in written and hashlib.sha256(target.read_bytes()).hexdigest() == digest:
                target.unlink()
        except OSError:
            # Gone, or open elsewhere: the manifest tells which files belong together.
            continue


def packet_json(packet: Packet, analysis: Analysis, findings: Iterable[RenderedFinding]) -> JsonObject:
    """Return what `exporter-desk packet --json` prints: files with pages, bytes and hash, final or draft."""
    return {
        "schema": "exporter-desk/packet",
        "schema_version": 1,
        "case": analysis.case.number,
        "day": analysis.day.isoformat(),
        "rules": analysis.desk.rules.version,
        "files": [file_json(file) for file in packet.files],
        "manifest": MANIFEST,
        "withheld": list(packet.withheld),
        "findings": [finding_json(one) for one in findings],
    }
