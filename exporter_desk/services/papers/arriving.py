"""Takes over a shipment that came in a travelling file, with its attachments looked at anew as if just scanned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.case import Case
from exporter_desk.services.papers.attaching import Prepared, described, keep, limits_day, prepared_again
from exporter_desk.storage import travel
from exporter_desk.storage.common_state import CommonState
from exporter_desk.storage.estimates import Kept

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk
    from exporter_desk.storage.contents import Told


@dataclass(frozen=True, slots=True)
class Arrival:
    """A shipment that was read and not taken over yet: its attachments that can be taken, by id, and its estimates.

    `at` and `writer` say when and where the file was written, `common` what the writer had taken over before.
    """

    case: Case
    files: Mapping[str, Prepared]
    estimates: tuple[Kept, ...] = ()
    at: str = ""
    writer: str = ""
    common: CommonState | None = None

    @property
    def state(self) -> CommonState | None:
        """Return what is common from now on, None for a file of a program that did not say who wrote it."""
        return CommonState(self.case, self.at, self.writer) if self.writer else None


def arrived(source: Path, desk: Desk, today: date) -> Arrival:
    """Read a travelling file and make the pages of its attachments anew; slow, touches no database of ours.

    Raises what `travel.import_whole` raises. An attachment that cannot be taken stays as one whose file is not here.
    """
    found = travel.import_whole(source)
    day = limits_day(found.case, desk, today)
    files = prepared_again(found.files, found.case, desk, day)
    return Arrival(found.case, files, found.estimates, found.at, found.writer, found.common)


def keep_files(cases: CaseService, arrival: Arrival, told: Told = lambda done, total: None) -> None:
    """Keep the attached files, one after the other; it may run beside the thread that types."""
    for number, prepared in enumerate(arrival.files.values(), start=1):
        keep(cases.contents, prepared)
        told(number, len(arrival.files))


def take_over(cases: CaseService, arrival: Arrival) -> Case:
    """Add the shipment whose files were kept, and open it."""
    case = cases.import_case(with_files(arrival))
    if arrival.estimates and case.id is not None:
        cases.estimates.take_over(case.id, reversed(arrival.estimates))
    if arrival.state is not None and case.id == arrival.case.id:
        cases.common.note(str(case.id), arrival.state)
    return case


def with_files(arrival: Arrival) -> Case:
    """Return the shipment with its attachments described as they were kept here."""
    listed = tuple(
        described(one, arrival.files[one.id], one.added_at) if one.id in arrival.files else one
        for one in arrival.case.attachments
    )
    return replace(arrival.case, attachments=listed)
