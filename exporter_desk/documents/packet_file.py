"""One file of a packet: where it lies, for whom, what it holds, and what it says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.pdfa import Metadata
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.scans import Scan


@dataclass(frozen=True, slots=True)
class PacketFile:
    """One written file: path in the packet, receiver, kind (packet | upload | machine), status, pages, size, hash.

    A draft that other programs import tells in `waits` why it is one, and what makes it final.
    """

    path: str
    receiver: str
    kind: str
    status: str
    pages: int
    data: bytes
    papers: tuple[str, ...]
    waits: tuple[Bilingual, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the file as hexadecimal text."""
        return hashlib.sha256(self.data).hexdigest()


def number_of(dossier: Dossier) -> str | None:
    """Return the number that files go by: that of the contract, else of the case."""
    return dossier.case.terms.contract_no or dossier.case.number


def metadata_of(dossier: Dossier, title: str) -> Metadata:
    """Return what a file of this dossier says of itself: title, exporter as author, day it was made, language."""
    seller = dossier.case.party("seller")
    author = (seller.name_zh or seller.name_en) if seller else None
    language = "zh-CN" if dossier.language == "zh" else "en"
    return Metadata(title, author or dossier.program, dossier.pack_day, language, dossier.program)


def scan_paper(scan: Scan) -> str:
    """Return how the list of papers in a file names a scan, apart from the form that goes by the same word."""
    return f"scan:{scan.kind}"
