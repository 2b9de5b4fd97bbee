"""What the window saves of a refund: the workbooks and the calendar of a shipment or of a month, below one folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.documents.names import NO_NUMBER, cleaned
from exporter_desk.services.claims.calendar_file import refund_calendar, stable_id
from exporter_desk.services.claims.files import claim_files, paper_file, write_claim_files
from exporter_desk.services.claims.papers import claim_pdf, month_dossier
from exporter_desk.system.files import make_folder, write_atomically

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.text import Language
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.claims.company_claims import MonthClaim
    from exporter_desk.services.desk import Desk

FOLDER, CALENDAR = "退税", "退税期限.ics"


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the files lie, and how many there are."""

    folder: Path
    count: int


def save_shipment(analysis: Analysis, output: Path, today: date) -> Saved:
    """Write the workbooks of a shipment; raises UserFacingError when the machine refuses."""
    case, sheets = analysis.found.coded, analysis.dossier.worksheets
    folder = output / cleaned(case.number or case.id or NO_NUMBER) / FOLDER
    if sheets is None:
        return Saved(folder, 0)
    number = case.terms.contract_no or case.number
    pdf = claim_pdf(analysis.dossier, analysis.desk)
    files = (
        *claim_files(sheets, number, today, practice=analysis.dossier.practice),
        *paper_file(pdf, sheets, number, today),
    )
    write_claim_files(files, folder)
    return Saved(folder, len(files))


def save_calendar(analysis: Analysis, output: Path, today: date, language: Language) -> Saved:
    """Write the deadlines of a shipment as a calendar file."""
    case, result = analysis.found.coded, analysis.refund
    folder = output / cleaned(case.number or case.id or NO_NUMBER) / FOLDER
    name = case.number or case.title or ""
    shipments = [(case.id or stable_id(result), name, result)]
    book, practice = analysis.desk.checklists, analysis.dossier.practice
    make_folder(folder)
    write_atomically(folder / CALENDAR, refund_calendar(shipments, book, today, language, practice=practice))
    return Saved(folder, 1)


def save_month(claim: MonthClaim, desk: Desk, output: Path, today: date, language: Language) -> Saved:
    """Write the workbooks and the printed worksheets of a month."""
    folder, period = output / FOLDER / claim.view.period, claim.view.period
    pdf = claim_pdf(month_dossier(claim, desk, today, language), desk)
    files = (
        *claim_files(claim.sheets, period, today, practice=desk.practice),
        *paper_file(pdf, claim.sheets, period, today),
    )
    write_claim_files(files, folder)
    return Saved(folder, len(files))


def save_month_calendar(claim: MonthClaim, desk: Desk, output: Path, today: date, language: Language) -> Saved:
    """Write the deadlines of every shipment that earns a refund."""
    folder = output / FOLDER
    shipments = [
        (one.member.case.id or stable_id(one.member.result), one.name, one.member.result)
        for one in claim.view.shipments
        if one.outlook.wanted
    ]
    make_folder(folder)
    write_atomically(
        folder / CALENDAR, refund_calendar(shipments, desk.checklists, today, language, practice=desk.practice)
    )
    return Saved(folder, 1)
