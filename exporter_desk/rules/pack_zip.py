"""A `.edpack` (a zip) into files by path, with limits so that a hostile one does no harm."""

from __future__ import annotations

import io
import zipfile
import zlib

from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem

MAX_ENTRIES = 5_000
MAX_BYTES = 64 * 1024 * 1024
_ENCRYPTED = 0x1


def unzipped(content: bytes, name: str) -> dict[str, bytes]:
    """Return the files in a zip; raises RuleDataErrors, with `name` as the file, for one that cannot be taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _files(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise _refused(name, "", f"is no zip that can be read: {error}") from error


def _files(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise _refused(name, "", f"holds more than {MAX_ENTRIES} files or {MAX_BYTES} bytes")
    files: dict[str, bytes] = {}
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise _refused(name, entry.filename, "is encrypted")
        if entry.filename in files:
            raise _refused(name, entry.filename, "is there twice")
        with archive.open(entry) as file:
            files[entry.filename] = file.read(entry.file_size + 1)
        if len(files[entry.filename]) != entry.file_size:
            raise _refused(name, entry.filename, "is longer than the zip says")
    return files


def _refused(name: str, place: str, problem: str) -> RuleDataErrors:
    return RuleDataErrors([RuleDataProblem(name, place, problem)])
