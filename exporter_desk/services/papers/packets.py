"""Makes packets: the bytes of one receiver for the preview, or all files of several receivers in a folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.documents.packet import MANIFEST, file_json, make_packet, scan_json
from exporter_desk.documents.packet_file import metadata_of
from exporter_desk.documents.plan import DocumentPlan, plan
from exporter_desk.documents.render import to_pdf
from exporter_desk.documents.uploads import checked, names_in
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.services.papers.attached import marked
from exporter_desk.services.papers.machine_files import IMPORTED_BY, machine_files
from exporter_desk.system import files

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from pathlib import Path

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.library import Library
    from exporter_desk.documents.packet import Packet
    from exporter_desk.documents.packet_file import PacketFile
    from exporter_desk.documents.scans import Scan
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.analysis import Analysis

OUTDATED = "X55"


def receiver_pdf(analysis: Analysis, receiver: str) -> bytes:
    """Return the packet of one receiver exactly as it would be saved; raises KeyError for an unknown receiver."""
    library = analysis.desk.library
    planned = next(one for one in analysis.plan.receivers if one.receiver.id == receiver)
    number = analysis.case.terms.contract_no or analysis.case.number or ""
    title = f"{number} {planned.receiver.name.zh}".strip()
    return to_pdf(planned.all_papers, library.fonts, metadata_of(analysis.plan.dossier, title), planned.scans)


def paper_pdf(analysis: Analysis, form: str) -> bytes:
    """Return one paper alone, all its parts; raises KeyError when the case has no such paper."""
    found = (
        [one.paper for one in receiver.papers if one.paper.form.id == form] for receiver in analysis.plan.receivers
    )
    papers = next((parts for parts in found if parts), None)
    if papers is None:
        raise KeyError(form)
    return to_pdf(papers, analysis.desk.library.fonts, metadata_of(analysis.plan.dossier, papers[0].title.zh))


def write_packet(
    analysis: Analysis,
    out: Path,
    receivers: tuple[str, ...] = (),
    sender: Mapping[str, str] | None = None,
    told: Callable[[int, int], object] = lambda done, total: None,
    scans: Sequence[Scan] = (),
) -> Packet:
    """Write the files of `receivers` (all when empty) below `out`; all of them come into place together.

    `sender` are settings about who sends messages, `scans` papers beside those attached to the case. `told` hears after
    every paper how many of all are drawn; what it raises ends the work before anything is written. Raises
    UserFacingError when the machine refuses a file (full disk, a PDF that is open elsewhere); it names what is new and
    what is not.
    """
    library = analysis.desk.library
    wanted = receivers or tuple(library.receivers)
    former = read_manifest(out)
    all_scans = (*analysis.scans, *marked(scans, analysis.dossier, library.fonts))
    planned = plan(analysis.dossier, wanted, library, all_scans, name_of=analysis.name_of)
    if not any(library.receivers[name].upload for name in wanted):
        # What customs would not take makes drafts of everybody's papers, whoever gets his now.
        planned = checked(planned, library, library.receivers).plan
    earlier = [entry for entry in former if entry.receiver not in wanted and entry.is_unchanged(out)]

    def write(contents: Mapping[str, bytes]) -> None:
        _put(out, contents)

    also = list[Finding]()

    def imports(drawn: DocumentPlan, names: Mapping[str, tuple[str, ...]]) -> tuple[PacketFile, ...]:
        found = machine_files(analysis, drawn.seen_by(IMPORTED_BY, names), sender)
        also.extend(found.findings if any(set(file.receivers) & set(wanted) for file in found.files) else ())
        return tuple(found.for_receivers(wanted))

    kept = [entry.as_json() for entry in earlier]
    made = make_packet(planned, library, write, imports, told=told, earlier=kept)
    _remove_outdated(out, [entry for entry in former if entry.receiver in wanted], {file.path for file in made.files})
    return replace(made, findings=(*made.findings, *also, *_aged(earlier, planned.dossier, library)))


def file_findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Return what only the making of files brings to light: gaps of files to import; nothing is written."""
    return analysis.imports.findings if analysis.imports.files else ()


@dataclass(frozen=True, slots=True)
class UploadCheck:
    """The whole packet of a case, of drafts where its upload set breaks a limit, and the names of files in that set.

    The names go by the kind of paper.
    """

    names: Mapping[str, tuple[str, ...]]
    plan: DocumentPlan


def upload_check(analysis: Analysis) -> UploadCheck:
    """Compose the papers of every receiver and make the upload set without writing or keeping it."""
    library = analysis.desk.library
    composed = plan(analysis.dossier, tuple(library.receivers), library, analysis.scans, name_of=analysis.name_of)
    found = checked(composed, library, library.receivers)
    return UploadCheck(names_in(found.sets.values()), found.plan)


def _put(out: Path, contents: Mapping[str, bytes]) -> None:
    targets = {out.joinpath(*path.split("/")): path for path in contents}
    try:
        files.write_together({target: contents[path] for target, path in targets.items()})
    except files.PartlyWrittenError as error:
        refusal, new = error.refusal, [targets[path] for path in error.done]
        left = [path for path in contents if path not in new]
        zh, en = "上一次的文件没有动。", "The former files are as they were."
        if new:
            zh = f"已经换成新的：{'、'.join(new)}。还没有写：{'、'.join(left)}。"
            en = f"New already: {', '.join(new)}. Not written yet: {', '.join(left)}."
        elif left:
            zh = f"还没有写：{'、'.join(left)}。{zh}"
            en = f"Not written yet: {', '.join(left)}. {en}"
        raise UserFacingError(
            refusal.code, f"{refusal.zh}{zh}", f"{refusal.en} {en}", refusal.remedy_zh, refusal.remedy_en
        ) from error


@dataclass(frozen=True, slots=True)
class Earlier:
    """One file that an earlier run wrote, with the day and the data hash of that run."""

    path: str
    receiver: str
    sha256: str
    day: str
    data: str
    listed: JsonObject

    def is_unchanged(self, out: Path) -> bool:
        """Tell whether the file still lies below `out` as it was written."""
        try:
            return hashlib.sha256(out.joinpath(*self.path.split("/")).read_bytes()).hexdigest() == self.sha256
        except OSError:
            return False

    def as_json(self) -> JsonObject:
        """Return the entry for the list of earlier files in the next manifest."""
        return {**self.listed, "day": self.day, "data": self.data}


def read_manifest(out: Path) -> tuple[Earlier, ...]:
    """Return what earlier packets wrote below `out`; nothing outside the folder, nothing from a broken manifest."""
    try:
        told = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        run = {"day": told.get("made_on", told.get("day", "")), "data": told.get("data", "")}
        entries = [run | entry for entry in (*told["files"], *told.get("earlier", ()))]
        return tuple(_earlier(entry) for entry in entries if ".." not in str(entry["path"]).split("/"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


def unlike_listed(out: Path) -> tuple[str, ...]:
    """Read the files below `out` again and return those that are not as the list of the packet says, by their paths.

    A folder without a list has the list itself to tell.
    """
    listed = read_manifest(out)
    return tuple(entry.path for entry in listed if not entry.is_unchanged(out)) if listed else (MANIFEST,)


def _earlier(entry: JsonObject) -> Earlier:
    path = str(entry["path"]).lstrip("/")
    return Earlier(path, str(entry["receiver"]), str(entry["sha256"]), str(entry["day"]), str(entry["data"]), entry)


def _remove_outdated(out: Path, former: Iterable[Earlier], written: Container[str]) -> None:
    """Take away our own files of the earlier packet that the new one does not replace; changed ones are the user's."""
    for entry in former:
        if entry.path in written or not entry.is_unchanged(out):
            continue
        # Open elsewhere: the manifest tells which files belong together.
        with contextlib.suppress(OSError):
            out.joinpath(*entry.path.split("/")).unlink()


def _aged(earlier: Iterable[Earlier], dossier: Dossier, library: Library) -> tuple[Finding, ...]:
    """Return a reminder for each other receiver whose files below were made from other data than those of today."""
    found: dict[str, Finding] = {}
    for entry in earlier:
        info = library.receivers.get(entry.receiver)
        if entry.data == dossier.data_hash or info is None:
            continue
        values = {"receiver_zh": info.name.zh, "receiver_en": info.name.en, "day": entry.day}
        found.setdefault(entry.receiver, Finding(OUTDATED, Severity.HINT, ("packet",), values))
    return tuple(found.values())


def file_line(file: PacketFile) -> Bilingual:
    """Return a written file as a person reads it: where it lies, whether it is final, its pages if it has any."""
    status = {"final": Bilingual("正式", "final"), "draft": Bilingual("草稿", "draft")}[file.status]
    zh, en = f"{file.path}\t{status.zh}", f"{file.path}\t{status.en}"
    if not file.pages:
        return Bilingual(zh, en)
    return Bilingual(f"{zh}\t{file.pages} 页", f"{en}\t{file.pages} {'page' if file.pages == 1 else 'pages'}")


def packet_json(packet: Packet, analysis: Analysis, findings: Iterable[RenderedFinding]) -> JsonObject:
    """Return what `exporter-desk packet --json` prints: files with pages, bytes and hash, final or draft."""
    return {
        "schema": "exporter-desk/packet",
        "schema_version": 1,
        "case": analysis.case.number,
        "day": analysis.day.isoformat(),
        "made_on": analysis.dossier.pack_day.isoformat(),
        "rules": analysis.desk.rules.version,
        "files": [file_json(file) for file in packet.files],
        "manifest": MANIFEST,
        "scans": [scan_json(scan) for scan in packet.scans],
        "withheld": list(packet.withheld),
        "findings": [finding_json(one) for one in findings],
    }
