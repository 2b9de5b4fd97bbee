"""The worksheets of a claim on paper: one PDF for a shipment or for a month, made from the same forms as the packet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.bind import holds
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.packet_file import metadata_of
from exporter_desk.documents.render import compose, to_pdf
from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.packs.remarks import paper_notice, remarks

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.text import Language
    from exporter_desk.refund.worksheets import Worksheets
    from exporter_desk.services.claims.company_claims import MonthClaim
    from exporter_desk.services.desk import Desk

# The papers of a claim in the order in which they lie on the desk.
FORMS = (
    "refund_exports",
    "refund_purchases",
    "refund_producer",
    "refund_summary",
    "refund_receipts",
    "refund_reconciliation",
    "refund_catalogue",
)
_TITLE = Bilingual("退税申报工作表", "Refund worksheets")


def claim_pdf(dossier: Dossier, desk: Desk) -> bytes | None:
    """Return all worksheets that apply as one PDF, None when none does."""
    library = desk.library
    forms = [library.forms[name] for name in FORMS if holds(dossier, library.forms[name].when) is True]
    if not forms:
        return None
    papers = [compose(form, dossier, library.fonts) for form in forms]
    return to_pdf(papers, library.fonts, metadata_of(dossier, _TITLE.in_language(dossier.language)))


def claim_dossier(case: Case, sheets: Worksheets, desk: Desk, day: date, language: Language = "zh") -> Dossier:
    """Return what the papers of a claim may show: the worksheets, and the taxpayer of `case`."""
    return Dossier(
        case=case,
        practice=case.practice or desk.practice,
        codes=desk.codes,
        day=day,
        languages=("zh", "en") if language == "zh" else ("en", "zh"),
        worksheets=sheets,
        rules=desk.rules.version,
        notice=paper_notice(remarks(desk, day)),
    )


def month_dossier(claim: MonthClaim, desk: Desk, today: date, language: Language = "zh") -> Dossier:
    """Return what the papers of a month may show; the foot of each page names the month."""
    first = next((one.member.case for one in claim.view.in_claim), Case())
    return claim_dossier(replace(first, number=claim.view.period, sample=None), claim.sheets, desk, today, language)
