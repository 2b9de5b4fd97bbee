"""The company's database: where it lies, and opening it for the list of shipments or for work on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.case_list import CaseList, Surroundings, moment, open_list
from exporter_desk.storage.summary import plain_summary
from exporter_desk.system import clock
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.errors import UserFacingError
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

    def label(path: str, case: Case | None) -> Bilingual:
        from exporter_desk.services.names import name_of

        return name_of(desk, case, path)

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
    if not read_only and not path.exists():
        _begin(desk, path, is_start=is_company and find_paths().practice)
    opened = open_list(path, surroundings(desk), read_only=read_only, summarise=summarise)
    if read_only:
        _say_if_newer(opened.notice)
    return opened


def _say_if_newer(notice: UserFacingError | None) -> None:
    """A command that reads what a newer program wrote says so: it may not know all that stands there."""
    from exporter_desk.services.answers import remark
    from exporter_desk.storage.faults import NEWER

    if notice is not None and notice.code == NEWER.code:
        remark(notice)


def _begin(desk: Desk, path: Path, *, is_start: bool) -> None:
    """Make a database with the shipped samples, whole or not at all; `is_start` keeps it as what a reset goes back to.

    Half begun it would look finished at the next start: with some of the samples and without a start state.
    """
    from exporter_desk.services.practice.start_state import drop
    from exporter_desk.storage.connection import OWN_FOLDER, part_name
    from exporter_desk.storage.faults import NOT_BEGUN, explained, told_of_a_full_disk

    fresh = part_name(path)
    try:
        with told_of_a_full_disk(NOT_BEGUN, path.name):
            with explained(path):
                path.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
            _fill(desk, path, fresh, is_start=is_start)
    finally:
        drop(fresh)


def _fill(desk: Desk, path: Path, fresh: Path, *, is_start: bool) -> None:
    """Put the samples into `fresh`, keep it as the start state where that is wanted, and bring it into its place."""
    from exporter_desk.services.practice.start_state import keep
    from exporter_desk.storage import backup
    from exporter_desk.storage.connection import this_user

    around = surroundings(desk)
    listing = open_list(fresh, around)
    try:
        listing.at_work().seed_samples({name: desk.sample_text(name) for name in desk.sample_names()})
    finally:
        listing.close()
    if is_start:
        keep(path, own=False, source=fresh)
    backup.restore(path, fresh, this_user(moment(around.now())))


def open_cases(desk: Desk, *, read_only: bool = False, summarise: Summarise = plain_summary) -> CaseService:
    """Open the company's database for work on its cases."""
    return list_cases(desk, read_only=read_only, summarise=summarise).at_work()
