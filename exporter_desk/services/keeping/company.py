"""The company's database: where it lies, and opening it for the list of shipments or for work on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.case_list import CaseList, Surroundings, open_list
from exporter_desk.storage.summary import plain_summary
from exporter_desk.system import clock
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk
    from exporter_desk.storage.summary import Summarise

COMPANY_FILE = "company.exdb"
PLACE_FILE = "company.place"  # says where the data was moved to


def company_path() -> Path:
    """Return where the database of the company lies: in the profile, or where it was moved to.

    Raises UserFacingError S270 when it was moved to where it cannot be found now: no new one may take its place.
    """
    home = find_paths().data
    note = home / PLACE_FILE
    if not note.exists():
        return home / COMPANY_FILE
    from exporter_desk.services.keeping.moved_place import read_note

    return read_note(note) / COMPANY_FILE


def surroundings(desk: Desk) -> Surroundings:
    """Return what the case service may not find out by itself: the time, the wording, the names of places."""

    def label(path: str) -> Bilingual:
        from exporter_desk.services.names import name_of

        return name_of(desk, None, path)

    return Surroundings(
        now=clock.now,
        today=clock.today,
        wording=lambda: desk.case_wording,
        label=label,
        practice=find_paths().practice,
    )


def list_cases(
    desk: Desk, *, read_only: bool = False, summarise: Summarise = plain_summary, path: Path | None = None
) -> CaseList:
    """Open the company's database, or another one at `path`; a missing one is made and gets the shipped samples."""
    is_company, path = path is None, path or company_path()
    is_new = not path.exists()
    listing = open_list(path, surroundings(desk), read_only=read_only, summarise=summarise)
    if is_new:
        listing.at_work().seed_samples({name: desk.sample_text(name) for name in desk.sample_names()})
        if is_company and find_paths().practice:
            from exporter_desk.services.practice.start_state import keep

            keep(path, own=False)
    return listing


def open_cases(desk: Desk, *, read_only: bool = False, summarise: Summarise = plain_summary) -> CaseService:
    """Open the company's database for work on its cases."""
    return list_cases(desk, read_only=read_only, summarise=summarise).at_work()
