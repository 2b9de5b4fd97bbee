"""The shipments of a company as a list: what the first page shows, without the records and the rules of a case."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.connection import open_store, this_user
from exporter_desk.storage.sqlite_list import SqliteList
from exporter_desk.storage.summary import CaseSummary, Stamp, Summarise, Summary, plain_summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.wording import Wording
    from exporter_desk.storage.repository import CaseListing, CaseRepository


class Surroundings(NamedTuple):
    """What the service may not find out by itself: the time, new ids, who sits there, and how things are named."""

    now: Callable[[], datetime]
    today: Callable[[], date]
    wording: Callable[[], Wording]
    by: str | None = None
    label: Callable[[str, Case | None], Bilingual] = lambda path, _: Bilingual(path, path)
    new_id: Callable[[], str] = lambda: os.urandom(8).hex()
    practice: bool = False

    def stamp(self) -> Stamp:
        """Return this moment in UTC, and who is there."""
        return Stamp(at=moment(self.now()), by=self.by)


def moment(at: datetime) -> str:
    """Return a moment as the storage keeps it: ISO text in UTC, so that texts sort as moments do."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def open_list(
    path: Path, around: Surroundings, *, summarise: Summarise = plain_summary, read_only: bool = False
) -> CaseList:
    """Open the case database of one company; a missing one is made. Failures are UserFacingErrors of `storage`."""
    store = open_store(path, this_user(moment(around.now())), read_only=read_only)

    def whole() -> CaseRepository:
        from exporter_desk.storage.sqlite_repository import SqliteRepository

        return SqliteRepository(store, summarise)

    return CaseList(SqliteList(store), around, whole)


class CaseList:
    """The list of cases of one company. `whole` gives the storage of the same cases for work on them."""

    def __init__(self, listing: CaseListing, around: Surroundings, whole: Callable[[], CaseRepository]) -> None:
        self._listing = listing
        self._around = around
        self._whole = whole

    def at_work(self) -> CaseService:
        """Return the service that opens and changes these cases; its modules are loaded now."""
        from exporter_desk.services.case_service import CaseService

        return CaseService(self._whole(), self._around)

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be changed; `notice` says why."""
        return self._listing.read_only

    @property
    def notice(self) -> UserFacingError | None:
        """Return why the database is read-only."""
        return self._listing.notice

    def close(self) -> None:
        """Close the database."""
        self._listing.close()

    def company_name(self) -> str | None:
        """Return the Chinese name of the own company, None before it was entered."""
        return self._listing.company_name()

    def cases(
        self, query: str = "", status: str | None = None, limit: int = 50, offset: int = 0, dest: str | None = None
    ) -> tuple[CaseSummary, ...]:
        """Return one page of the list of cases, latest change first."""
        return self._listing.summaries(query, status, limit, offset, dest)

    def count(self, query: str = "", status: str | None = None, dest: str | None = None) -> int:
        """Return how many cases the same question would list."""
        return self._listing.count(query, status, dest)

    def destinations(self) -> tuple[str, ...]:
        """Return the countries of destination that occur, in the order of their codes."""
        return self._listing.destinations()

    def recycle_bin(self, limit: int = 50, offset: int = 0) -> tuple[CaseSummary, ...]:
        """Return the deleted cases."""
        return self._listing.summaries("", None, limit, offset, deleted=True)

    def note_summary(self, case_id: str, shown: Summary) -> None:
        """Keep what the list shows of a case; nothing happens while the database is read-only."""
        if not self.read_only:
            self._listing.note_summary(case_id, shown)
