"""Takes scanned papers from disk into a packet, and says in a sentence what cannot be taken."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.documents.scans import MAX_BYTES, MAX_PAGES, Scan, ScanRefusedError, scan
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT
from exporter_desk.system import resources
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from exporter_desk.documents.library import AttachmentLimits
    from exporter_desk.rules.checklists import PaperRule

REFUND_PAPER, OTHER = "refund_paper", "other"
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ScanKind:
    """A kind of paper that comes as a scan: its name, who gets it, the customs code of the attachment or nothing.

    `papers` are the papers of the refund file that are of this kind.
    """

    id: str
    name: Bilingual
    receivers: tuple[str, ...]
    code: str
    papers: tuple[str, ...] = ()


@cache
def scan_kinds() -> dict[str, ScanKind]:
    """Return the kinds of scans by id; raises ValueError when the shipped list is broken."""
    table = tomllib.loads(resources.read_text("forms/scan_kinds.toml"))
    wrong = [key for key, entry in table.items() if entry.keys() - {"papers"} != {"zh", "en", "receivers", "code"}]
    if wrong:
        raise ValueError(f"scan_kinds.toml: zh, en, receivers and code are the keys of {', '.join(wrong)}")
    return {
        key: ScanKind(
            key,
            Bilingual(entry["zh"], entry["en"]),
            tuple(entry["receivers"]),
            entry["code"],
            tuple(entry.get("papers", ())),
        )
        for key, entry in table.items()
    }


def kind_of(paper: str, rules: Iterable[PaperRule]) -> ScanKind | None:
    """Return the kind of a paper, named by its kind or by its id in the refund file; None for an unknown one."""
    kinds = scan_kinds()
    found = kinds.get(paper) or next((kind for kind in kinds.values() if paper in kind.papers), None)
    if found is not None:
        return found
    rule = next((one for one in rules if one.id == paper), None)
    return None if rule is None else replace(kinds[REFUND_PAPER], id=paper, name=Bilingual(rule.zh, rule.en))


def take_scan(path: Path, kind: str, limits: AttachmentLimits) -> Scan:
    """Read one file as a scan of `kind`; raises UserFacingError with what is wrong and what to do."""
    known = scan_kinds().get(kind)
    if known is None:
        raise no_such_kind(kind)
    return pages_of(read_foreign(path, MAX_BYTES), path.name, known, limits)


def pages_of(
    data: bytes,
    name: str,
    kind: ScanKind,
    limits: AttachmentLimits,
    turn: int = 0,
    told: Callable[[int], object] = lambda pages: None,
) -> Scan:
    """Make clean pages of a file; raises UserFacingError S51 for what cannot be taken. See `documents.scans.scan`."""
    try:
        made = scan(data, kind.id, kind.name, kind.receivers, limits, turn=turn, told=told)
    except ScanRefusedError as error:
        raise _refused(error.reason, name) from error
    return replace(made, files=(hashlib.sha256(data).hexdigest(),), code=kind.code)


def take_scans(named: Sequence[str], limits: AttachmentLimits) -> tuple[Scan, ...]:
    """Read files given as `KIND=FILE`; raises UserFacingError."""
    scans = []
    for text in named:
        kind, sign, path = text.partition("=")
        if not sign or not path:
            raise no_such_kind(text)
        scans.append(take_scan(Path(path), kind, limits))
    return tuple(scans)


def no_such_kind(found: str) -> UserFacingError:
    """Return the refusal of a paper that nobody knows, with those that are known."""
    kinds = scan_kinds().values()
    return UserFacingError(
        "S50",
        f"“{found}”没有说清是什么单证的扫描件。",
        f"“{found}” does not say of which paper it is a scan.",
        f"写成“种类=文件”，种类可以用：{'、'.join(f'{one.id} {one.name.zh}' for one in kinds)}。",
        f"Write KIND=FILE; kinds are: {', '.join(f'{one.id} ({one.name.en})' for one in kinds)}.",
        exit_code=BAD_INPUT,
    )


def _refused(reason: str, name: str) -> UserFacingError:
    zh, en, remedy_zh, remedy_en = _SENTENCES[reason]
    return UserFacingError(
        "S51",
        f"扫描件「{name}」{zh}",
        f"The scan “{name}” {en}",
        remedy_zh,
        remedy_en,
        exit_code=BAD_INPUT,
    )


_SENTENCES = {
    "too_large": (
        f"太大：超过 {MAX_BYTES // _MEGABYTE} MB，或者一页的像素太多，没有放入。",
        f"is too large: more than {MAX_BYTES // _MEGABYTE} MB, or a page has too many pixels. It was not taken.",
        "请按 A4、200 dpi、灰度重新扫描，或分成几个文件。",
        "Scan it again at A4, 200 dpi, in grey, or in several files.",
    ),
    "too_many_pages": (
        f"超过 {MAX_PAGES} 页，没有放入。",
        f"has more than {MAX_PAGES} pages and was not taken.",
        "请只扫描要交的那几页，或分成几个文件。",
        "Scan only the pages that are handed in, or several files.",
    ),
    "not_a_scan": (
        "是程序、压缩包或办公文档，不是扫描件，没有打开它。",
        "is a program, an archive or an office document, no scan; it was not opened.",
        "请放入 JPG、PNG、TIFF 或 PDF；来历不明的文件不要运行，办公文档先另存为 PDF。",
        "Take a JPG, PNG, TIFF or PDF; do not run files of unknown origin, and save office documents as PDF first.",
    ),
    "unreadable": (
        "读不出来：可能损坏、没有传完，或不是 JPG、PNG、TIFF、PDF。",
        "cannot be read: it may be damaged, incomplete, or no JPG, PNG, TIFF or PDF.",
        "请重新扫描或重新下载；手机照片请先另存为 JPG。",
        "Scan or download it again; save photos of a telephone as JPG first.",
    ),
    "encrypted": (
        "加了密码，没有放入。报关时还要在文件上加电子签名，所以不能有密码。",
        "is encrypted and was not taken. The declarant has to sign the file, so it may have no password.",
        "请在原来的软件里去掉密码（打开密码和限制打印、修改的密码都要去掉），另存后再放入。",
        "Remove the password where it was set (also one that only limits printing or changing), save it and try again.",
    ),
    "empty": (
        "里面一页也没有。",
        "has no page.",
        "请重新扫描。",
        "Scan it again.",
    ),
    "page_too_heavy": (
        "有一页压缩到还看得清时仍超过上传限制，没有放入。",
        "has a page that stays above the upload limit as long as it can be read. It was not taken.",
        "请用灰度、200 dpi 重新扫描这一页，避开照片背景和网纹。",
        "Scan that page again in grey at 200 dpi, without photographs or patterns behind the text.",
    ),
}
