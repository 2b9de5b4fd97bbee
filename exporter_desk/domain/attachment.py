"""Files that were copied in beside a shipment (附件): what each one is and which paper it shows, without its bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file as it was taken, and the clean A4 pages that were made of it; both are found by their SHA-256.

    `paper` is a kind of scan or an id of the refund file, `media` pdf | jpeg | png | tiff, `source` where the file lay
    on this computer, `added_at` an ISO moment. `turn` are degrees to the right that a person chose. Of the pages,
    `redrawn` became grey pictures, `fitted` were put on A4, `turned` stood on their side, and `cleaned` ones lost
    something active. What a person read off the scan is held against the shipment: `stated_number` is the number of the
    paper itself, `stated_packages` counts packages, weights are in kilograms.
    """

    id: str
    paper: str | None = None
    name: str | None = None
    media: str | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    pages: int | None = None
    pdf_bytes: int | None = None
    pdf_sha256: str | None = None
    turn: int | None = None
    redrawn: int | None = None
    fitted: int | None = None
    turned: int | None = None
    cleaned: int | None = None
    source: str | None = None
    added_at: str | None = None
    stated_number: str | None = None
    stated_amount: Decimal | None = None
    stated_currency: str | None = None
    stated_packages: Decimal | None = None
    stated_gross_kg: Decimal | None = None
    stated_net_kg: Decimal | None = None


def digests(case: Case) -> frozenset[str]:
    """Return the digests of everything that the attachments of a case consist of."""
    named = (digest for one in case.attachments for digest in (one.sha256, one.pdf_sha256))
    return frozenset(digest for digest in named if digest)


def without_sources(case: Case) -> Case:
    """Return the case for somebody else: where its files lay on this computer is nobody's business."""
    if all(one.source is None for one in case.attachments):
        return case
    return replace(case, attachments=tuple(replace(one, source=None) for one in case.attachments))
