"""What the program asks of its case storage: one protocol that SQLite fulfils now and an office server could later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.domain.parties import Party
    from exporter_desk.storage.backup import BackupReport
    from exporter_desk.storage.common_state import CommonState
    from exporter_desk.storage.contents import Lost, Told
    from exporter_desk.storage.daily import DailyBackup
    from exporter_desk.storage.estimates import Kept
    from exporter_desk.storage.summary import CaseSummary, Event, History, Stamp, Summary


@dataclass(frozen=True, slots=True)
class Moved:
    """The case after an undo or redo, and the name of the step that it took back or made again."""

    case: Case
    name: Bilingual


class Contents(Protocol):
    """The bytes of attachments, by their SHA-256. Every method may run beside the thread that works on cases."""

    def keep(self, data: bytes, told: Told = ...) -> str:
        """Keep a file in small durable steps and return its digest; what `told` raises takes all of it back."""

    def read(self, digest: str) -> bytes:
        """Return a file; S55 when it is not kept, S56 when it is no longer what it was."""

    def lost(self, told: Told = ...) -> tuple[Lost, ...]:
        """Read every file through and return the attachments that are missing or changed."""

    def clear(self, now: str, before: str) -> int:
        """Remove for good the files that no case has named since `before`; return how many."""


class SavedEstimates(Protocol):
    """Estimates that were written down, by their case; none that was kept is ever changed."""

    def add(self, case_id: str, name: str, text: bytes) -> str:
        """Keep one more estimate and return its name: numbered when that one is taken."""

    def listed(self, case_id: str) -> tuple[Kept, ...]:
        """Return the estimates of a case, the newest first; one that cannot be read any more is left out."""

    def take_over(self, case_id: str, older: Iterable[Kept]) -> int:
        """Keep those estimates that are not there yet; return how many. Unknown cases get none."""


class CommonStates(Protocol):
    """What this computer and others have in common of shipments that travelled."""

    @property
    def writer(self) -> str:
        """Return the name by which files tell this database from others."""

    def of(self, case_id: str) -> CommonState | None:
        """Return the common state of a shipment, None when no file of it was taken over."""

    def note(self, case_id: str, state: CommonState) -> None:
        """Keep what a file held that was taken over."""


class CaseListing(Protocol):
    """The cases of one company as a list."""

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be changed."""

    @property
    def notice(self) -> UserFacingError | None:
        """Return why it is read-only, as a sentence."""

    def company_name(self) -> str | None:
        """Return the Chinese name of the own company, None before it was entered."""

    def summaries(
        self,
        query: str = "",
        status: str | None = None,
        limit: int = 50,
        offset: int = 0,
        dest: str | None = None,
        *,
        deleted: bool = False,
    ) -> tuple[CaseSummary, ...]:
        """Return one page of the list, latest change first; `deleted` lists the recycle bin."""

    def destinations(self) -> tuple[str, ...]:
        """Return the countries of destination that occur, in the order of their codes."""

    def count(
        self, query: str = "", status: str | None = None, dest: str | None = None, *, deleted: bool = False
    ) -> int:
        """Return how many cases the same question would list."""

    def note_summary(self, case_id: str, shown: Summary) -> None:
        """Keep what the list shows of a case; it is no step, and the case does not count as changed."""

    def close(self) -> None:
        """Give the storage back."""


class CaseRepository(CaseListing, Protocol):
    """The cases of one company. Every method that changes something is one durable transaction.

    Failures of the machine are raised as UserFacingError and leave what was there before.
    """

    @property
    def contents(self) -> Contents:
        """Return the bytes of attachments."""

    @property
    def estimates(self) -> SavedEstimates:
        """Return the estimates that were written down."""

    @property
    def common(self) -> CommonStates:
        """Return what this computer and others have in common of shipments that travelled."""

    def apart(self) -> CaseRepository:
        """Return the same cases over a connection of its own that only reads, for another thread; close it."""

    def held(self, digests: Iterable[str]) -> frozenset[str]:
        """Return those of the digests whose bytes are kept, without reading them."""

    def company(self) -> Party | None:
        """Return the own company, None before it was entered."""

    def save_company(self, company: Party, stamp: Stamp) -> None:
        """Keep the own company."""

    def create(self, case: Case, stamp: Stamp, event: Event) -> None:
        """Add a case with a new id; its timeline begins with `event`."""

    def load(self, case_id: str) -> Case:
        """Return a whole case; S32 when it is not there."""

    def save(self, before: Case, after: Case, name: Bilingual, stamp: Stamp) -> None:
        """Write what differs between two states of a case as one named step; later undone steps are forgotten."""

    def undo(self, case: Case, stamp: Stamp) -> Moved | None:
        """Take the latest step back from the present state `case`; None when there is none."""

    def redo(self, case: Case, stamp: Stamp) -> Moved | None:
        """Make the step again that was undone last; None when there is none."""

    def history(self, case_id: str) -> History:
        """Return the names of the steps that can be undone and redone."""

    def id_of_number(self, number: str) -> str | None:
        """Return the case that has this number, deleted ones included."""

    def id_of_sample(self, sample: str) -> str | None:
        """Return the case made from this sample, deleted ones included."""

    def exists(self, case_id: str) -> bool:
        """Tell whether there is such a case, deleted ones included."""

    def next_number(self, year: int) -> str:
        """Return the next free number of a year, such as 2026-014."""

    def set_deleted(self, case_id: str, deleted_at: str | None, event: Event) -> None:
        """Put a case into the recycle bin, or take it out with None."""

    def remove_deleted(self, before: str) -> int:
        """Remove for good what went into the recycle bin before this moment; return how many. See `Contents.clear`."""

    def timeline(self, case_id: str) -> tuple[Event, ...]:
        """Return what happened to a case, oldest first."""

    def back_up(self, target: Path) -> BackupReport:
        """Copy everything into one checked file."""

    def back_up_today(self, folder: Path, today: date, *, thin: bool = True) -> DailyBackup:
        """Write today's backup unless it is there, and thin out older ones."""
