"""Backups under a passphrase: made, read back, restored; the recovery sheet; where the passphrase comes from."""

from __future__ import annotations

import hashlib
import tomllib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import backup
from exporter_desk.storage.leftovers import private_folder
from exporter_desk.system import files, resources, sealed, secrets
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from exporter_desk.domain.text import Language
    from exporter_desk.services.keeping.backups import Backups
    from exporter_desk.storage.backup import BackupReport

REMEMBERED = "backup"
LONGEST_PASSPHRASE = 4096
DIGITS_SHOWN = 16


def write_sealed(
    backups: Backups,
    target: Path,
    passphrase: str,
    *,
    cost: sealed.Cost | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> BackupReport:
    """Write a sealed backup of the company to `target` and read it back; the open copy between never leaves this disk.

    Raises UserFacingError: S60 for a passphrase that is too short, or what the machine refuses.
    """
    sealed.require_length(passphrase)
    with _private_folder(backups) as folder:
        plain = backup.back_up_file(backups.database, folder / backups.database.name, progress)
        sealed.seal(plain.path, target, passphrase, cost=cost, progress=progress)
        again = folder / "again.exdb"
        sealed.unseal(target, again, passphrase, progress=progress)
        report = backup.read_backup(again)
    return replace(report, path=target, size=target.stat().st_size)


@contextmanager
def opened_backup(backups: Backups, source: Path, passphrase: Callable[[], str]) -> Iterator[Path]:
    """Give an unsealed copy of `source`, gone afterwards; a backup that is not sealed is given as it is."""
    # One whose beginning is damaged still has its name: it is told as what it was.
    if not (sealed.is_sealed(source) or source.suffix.lower() == sealed.SUFFIX):
        yield source
        return
    with _private_folder(backups) as folder:
        plain = folder / "unsealed.exdb"
        sealed.unseal(source, plain, passphrase())
        yield plain


@contextmanager
def _private_folder(backups: Backups) -> Iterator[Path]:
    files.make_folder(backups.database.parent)
    backups.tidy()
    try:
        with private_folder(backups.database.parent) as folder:
            yield folder
    except OSError as error:
        raise files.as_user_facing(error, backups.database.parent) from error


def write_sheet(target: Path, report: BackupReport, at: datetime, language: Language) -> None:
    """Write the sheet to print and fill in by hand: a page as PDF, or a text where `target` does not end in .pdf.

    The passphrase is not in it. Raises UserFacingError.
    """
    text = recovery_sheet(report, at, language)
    if target.suffix.lower() == ".pdf":
        files.write_atomically(target, _as_page(text, at.date(), language))
        return
    files.write_atomically(target, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())


def recovery_sheet(report: BackupReport, at: datetime, language: Language) -> str:
    """Return the text of the recovery sheet; the passphrase is not in it."""
    text = str(tomllib.loads(resources.read_text("text/recovery_sheet.toml"))[language]).lstrip("\n")
    with report.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS_SHOWN]
    when = f"{at:%Y-%m-%d %H:%M}"
    return text.format(name=report.path.name, when=when, cases=report.cases, size=f"{report.size:,}", digest=digest)


def _as_page(text: str, day: date, language: Language) -> bytes:
    from exporter_desk.documents.fonts import load_fonts
    from exporter_desk.documents.pdfa import Metadata
    from exporter_desk.documents.text_page import text_pdf

    regular, bold = (resources.read_bytes(f"fonts/NotoSansSC-{face}.ttf") for face in ("Regular", "Bold"))
    title = text.split("\n", 1)[0]
    metadata = Metadata(title, "Exporter Desk", day, "zh-CN" if language == "zh" else "en")
    return text_pdf(text, load_fonts(regular, bold), metadata)


def passphrase_from(path: Path) -> str:
    """Return the first line of a file; raises UserFacingError when there is none to read."""
    try:
        text = read_foreign(path, LONGEST_PASSPHRASE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_passphrase() from error
    line = text.splitlines()[0] if text.splitlines() else ""
    if not line:
        raise _no_passphrase()
    return line


def remembered() -> str | None:
    """Return the passphrase that this account's credential store keeps, if it keeps one."""
    return secrets.recall(REMEMBERED)


def remember(passphrase: str) -> bool:
    """Keep the passphrase in the credential store; False where this system keeps nothing."""
    return secrets.remember(REMEMBERED, passphrase) == "kept"


def forget() -> None:
    """Take the passphrase out of the credential store."""
    secrets.forget(REMEMBERED)


def _no_passphrase() -> UserFacingError:
    return UserFacingError(
        "S90",
        "没有密码，加密备份打不开，也写不成。",
        "Without a passphrase no sealed backup can be opened or written.",
        "请在提示处输入，或用 --passphrase-file 给一个只有一行密码的文本文件（UTF-8）。",
        "Type it when asked, or name a text file (UTF-8) with one line by --passphrase-file.",
        exit_code=2,
    )


def ask_passphrase(ask: Callable[[], str] | None) -> str:
    """Return what the person typed; `ask` is None where nobody can be asked."""
    typed = "" if ask is None else ask()
    if not typed:
        raise _no_passphrase()
    return typed
