"""A `.edpack` (a zip) into files by path, with limits so that a hostile one does no harm; and files into a zip."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from exporter_desk.domain.foreign_zip import BROKEN_ZIP, is_encrypted, is_link, is_oddly_packed, swells
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_ENTRIES = 5_000
MAX_BYTES = 64 * 1024 * 1024
MAX_RATIO = 300
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a zip; the same files give the same bytes on every machine, so nothing is compressed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
            archive.writestr(entry, files[path])
    return memory.getvalue()


def unzipped(content: bytes, name: str) -> dict[str, bytes]:
    """Return the files in a zip; raises RuleDataErrors, with `name` as the file, for one that cannot be taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _files(archive, name)
    except BROKEN_ZIP as error:
        raise _refused(name, "", f"is no zip that can be read: {error}") from error


def _files(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise _refused(name, "", f"holds more than {MAX_ENTRIES} files or {MAX_BYTES} bytes")
    files: dict[str, bytes] = {}
    for entry in entries:
        if entry.filename in files:
            raise _refused(name, entry.filename, "is there twice")
        for problem in _wrong(entry):
            raise _refused(name, entry.filename, problem)
        with archive.open(entry) as file:
            files[entry.filename] = file.read(entry.file_size + 1)
        if len(files[entry.filename]) != entry.file_size:
            raise _refused(name, entry.filename, "is longer than the zip says")
    return files


def _wrong(entry: zipfile.ZipInfo) -> Iterator[str]:
    if is_encrypted(entry):
        yield "is encrypted"
    if is_oddly_packed(entry):
        yield "is packed in a way that is not read"
    if is_link(entry):
        yield "is a link to another file"
    if swells(entry, MAX_RATIO):
        yield f"unpacks to more than {MAX_RATIO} times its size"


def _refused(name: str, place: str, problem: str) -> RuleDataErrors:
    return RuleDataErrors([RuleDataProblem(name, place, problem)])
