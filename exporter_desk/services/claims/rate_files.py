"""The refund rate library of this user: import of the downloaded files, the stored copy, and looking a code up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import rate_library
from exporter_desk.refund.rate_library import Edition, LibraryRefusedError, RateLibrary
from exporter_desk.refund.rate_table import RateTable
from exporter_desk.services.practice.worlds import require_own_desk
from exporter_desk.system.files import write_atomically
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from exporter_desk.tables.rate_files import RateFiles

MOST_NAMED = 20
_ZIP = b"PK"


class RatesRefusedError(Exception):
    """Files that cannot be imported; `finding` says why. The stored library is as it was."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code, finding.variant)
        self.finding = finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an import brought: the library now in use and what a person should know about it."""

    library: RateLibrary
    findings: tuple[Finding, ...] = ()


def stored_library(path: Path) -> RateLibrary | None:
    """Return the stored library, None when there is none or it cannot be read; see `is_damaged`."""
    try:
        return rate_library.load(path.read_bytes())
    except (OSError, LibraryRefusedError):
        return None


def is_damaged(path: Path) -> bool:
    """Tell whether there is a stored library that cannot be read."""
    return path.exists() and stored_library(path) is None


def import_rates(source: Path, target: Path, today: date) -> Import:
    """Read the zip of the library, or its `cmcode.dbf` with the files beside it, and store it whole or not at all.

    Raises RatesRefusedError for files that are no sound library, UserFacingError when the machine refuses and S302
    while exercises are open.
    """
    require_own_desk()
    files, digest = _files(source)
    read = _read(files, source.name)
    before = stored_library(target)
    edition = Edition(version=read.version, file=source.name, sha256=digest, imported_on=today)
    library = RateLibrary(edition=edition, table=RateTable(read.records), unread=read.unread)
    write_atomically(target, rate_library.dump(library).encode("utf-8"))
    return Import(library=library, findings=(*_unread(read), *_older(edition, before)))


def _files(source: Path) -> tuple[dict[str, bytes], str]:
    """Return the files of the library by name, and the SHA-256 of what the user chose."""
    from exporter_desk.tables.archive import MAX_ARCHIVE_BYTES, ArchiveRefusedError, read_members
    from exporter_desk.tables.rate_files import is_wanted

    data = _bytes(source, MAX_ARCHIVE_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if source.suffix.lower() == ".dbf" and not data.startswith(_ZIP):
        beside = (file for file in sorted(source.parent.iterdir()) if file != source and is_wanted(file.name))
        return {source.name: data, **{file.name: _bytes(file, MAX_ARCHIVE_BYTES) for file in beside}}, digest
    try:
        return read_members(data, is_wanted), digest
    except ArchiveRefusedError as error:
        values = {"file": source.name, "name": error.name}
        raise RatesRefusedError(Finding("D60", Severity.ERROR, ("",), values, variant=error.reason)) from error


def _bytes(path: Path, most: int) -> bytes:
    data = read_foreign(path, most)
    if len(data) > most:
        values = {"file": path.name, "name": path.name}
        raise RatesRefusedError(Finding("D60", Severity.ERROR, ("",), values, variant="too_large"))
    return data


def _read(files: Mapping[str, bytes], name: str) -> RateFiles:
    from exporter_desk.tables.dbf import DbfRefusedError
    from exporter_desk.tables.rate_files import RateFilesRefusedError, read_rate_files

    try:
        return read_rate_files(files, name)
    except DbfRefusedError as error:
        raise RatesRefusedError(_refusal("D61", error.reason, error.place, name)) from error
    except RateFilesRefusedError as error:
        misnamed = error.reason == "not_found" and name.lower().endswith(".dbf")
        reason = "file_name" if misnamed else error.reason
        raise RatesRefusedError(_refusal("D62", reason, error.place, name)) from error


def _refusal(code: str, reason: str, place: str, name: str) -> Finding:
    return Finding(code, Severity.ERROR, ("",), {"file": name, "place": place}, variant=reason)


def _unread(read: RateFiles) -> tuple[Finding, ...]:
    if not read.unread:
        return ()
    more = len(read.unread) - MOST_NAMED
    codes = ", ".join(read.unread[:MOST_NAMED]) + (f" … (+{more})" if more > 0 else "")
    return (Finding("D63", Severity.CONFIRM, ("",), {"codes": codes}),)


def _older(edition: Edition, before: RateLibrary | None) -> tuple[Finding, ...]:
    known = "" if before is None else before.edition.version
    if not edition.version or not known or edition.version >= known:
        return ()
    return (Finding("D64", Severity.CONFIRM, ("",), {"version": edition.version, "before": known}),)


def not_a_code(text: str) -> UserFacingError:
    """Return the sentence for a word that is no commodity code."""
    return UserFacingError(
        "S70",
        f"“{text}”不是商品编码。",
        f"“{text}” is no commodity code.",
        "请写 4 到 20 位数字，例如 0805100000。",
        "Write 4 to 20 digits, for example 0805100000.",
        exit_code=2,
    )
