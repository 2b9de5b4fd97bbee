"""Brings a hand-over file together with the shipment that is here already: what came, what stays, what to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.merging.cases import Merged, merged
from exporter_desk.domain.merging.copies import Copies
from exporter_desk.domain.merging.references import our_names, renamed_case, same_names
from exporter_desk.domain.merging.values import ABSENT, Side
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT
from exporter_desk.services.names import name_of
from exporter_desk.services.papers.arriving import Arrival, with_files
from exporter_desk.services.practice.worlds import require_same_world
from exporter_desk.storage.common_state import CommonState, are_of_one_origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.merging.values import Conflict, Value
    from exporter_desk.services.case_service import CaseService, Change
    from exporter_desk.services.desk import Desk

    Names = Mapping[tuple[str, str], str]

CONFLICT, NOT_KNOWN, IN_BIN, NUMBER, RESTORED = "D70", "D71", "D72", "D73", "D74"
_ALL = 1_000_000
_SHOWN = 60
_NOTHING = Bilingual("没有（或已删除）", "nothing, or removed")
_ASKED = Bilingual("不清楚", "not known")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two copies that can be merged: ours by its id, the other one in our ids, and what to remember afterwards."""

    copies: Copies
    arrival: Arrival
    arrival_as_read: Arrival
    state: CommonState | None
    findings: tuple[Finding, ...]

    @property
    def case_id(self) -> str:
        """Return the id of the shipment here."""
        return str(self.copies.here.id)

    def merged(self, decided: Mapping[str, Side]) -> Merged:
        """Merge by these answers; what nobody answered keeps what is here and stays open."""
        return merged(self.copies, decided)


def can_meet(cases: CaseService, arrival: Arrival) -> bool:
    """Tell whether a file brings another copy of a shipment that is here; our own file brings nothing of others."""
    return cases.has(arrival.case.id) and not (arrival.writer and arrival.writer == cases.common.writer)


def meet(cases: CaseService, arrival: Arrival, case_id: str | None = None) -> Meeting:
    """Set a shipment that arrived against the one here, which goes by the same id or is `case_id`. Nothing changes yet.

    Raises UserFacingError: S310 when there is none, S311 for a file that this very computer wrote, S300 for exercises.
    """
    wanted = case_id or arrival.case.id
    if wanted is None or not cases.has(wanted):
        raise _not_here()
    here, known, us = cases.peek(wanted), cases.common.of(wanted), cases.common.writer
    require_same_world(arrival.case, practice=here.practice)
    if arrival.writer and arrival.writer == us:
        raise _our_own()
    agreed = known if known is not None and known.writer == arrival.writer else None
    sent = arrival.common if arrival.common is not None and arrival.common.writer == us else None
    names = _agreed_names(agreed, sent)
    names = our_names(here, arrival.case, _either(sent, agreed), names)
    there = replace(renamed_case(with_files(arrival), names), practice=here.practice)
    bases = _bases(agreed, sent, names, arrival.at)
    copies = Copies(here, there, *bases)
    since = "" if sent is None else sent.at
    state = CommonState(there, arrival.at, arrival.writer, since, names) if arrival.writer else None
    binned = (Finding(IN_BIN, Severity.HINT, ("",)),) if is_in_bin(cases, wanted) else ()
    told = (*_told(copies, agreed, arrival), *_told_apart(copies, (us, known), arrival), *binned)
    renamed = {names.get(("attachments", key), key): one for key, one in arrival.files.items()}
    return Meeting(copies, replace(arrival, files=renamed), arrival, state, told)


def _agreed_names(agreed: CommonState | None, sent: CommonState | None) -> Names:
    """Return what we call the items that both computers had, by what the other one calls them, as either noted it."""
    names: dict[tuple[str, str], str] = {}
    if sent is not None:
        names |= {(place, theirs): ours for (place, ours), theirs in sent.names.items()}
        names |= {pair: own for pair, own in same_names(sent.case, sent.names).items() if pair not in names}
    if agreed is not None:
        names |= {**same_names(agreed.case, agreed.names), **agreed.names}
    return names


def _either(sent: CommonState | None, agreed: CommonState | None) -> Case | None:
    state = sent or agreed
    return None if state is None else state.case


def _bases(agreed: CommonState | None, sent: CommonState | None, names: Names, at: str) -> tuple[Case, ...]:
    """Return the states that both copies come from: what they had from us, what we had from them, or both.

    Where one of the two files was written after the other one was merged, it alone counts. Two that crossed both count.
    What was merged and taken back here is no state of ours. An older file than the one merged does not come from it,
    but what differs from it is asked about, so that nothing that was changed back here comes again.
    """
    ours = () if sent is None else (renamed_case(sent.case, names),)
    if agreed is None or agreed.undone:
        return ours
    if at <= agreed.at:
        return (*ours, agreed.case) if ours else ()
    if sent is not None and sent.since >= agreed.at:
        return ours
    return (agreed.case,) if sent is None or agreed.since >= sent.at else (*ours, agreed.case)


def _told(copies: Copies, agreed: CommonState | None, arrival: Arrival) -> tuple[Finding, ...]:
    if agreed is not None and arrival.at <= agreed.at:
        return (Finding(NOT_KNOWN, Severity.HINT, ("",), variant="again"),)
    return () if copies.common is not None else (Finding(NOT_KNOWN, Severity.HINT, ("",)),)


def _told_apart(copies: Copies, ours: tuple[str, CommonState | None], arrival: Arrival) -> Iterator[Finding]:
    """Say what a comparison of values does not show: a side that was restored, another number."""
    us, known = ours
    theirs = arrival.common
    if (theirs is not None and theirs.writer != us and are_of_one_origin(theirs.writer, us)) or (
        known is not None and known.writer != arrival.writer and are_of_one_origin(known.writer, arrival.writer)
    ):
        yield Finding(RESTORED, Severity.HINT, ("",))
    here, there = copies.here.number, copies.there.number
    if there is not None and there != here and all(there != one.number for one in copies.bases):
        yield Finding(NUMBER, Severity.HINT, ("number",), {"here": str(here or "—"), "there": there})


def is_in_bin(cases: CaseService, case_id: str | None) -> bool:
    """Tell whether a shipment lies in the recycle bin."""
    return any(one.id == case_id for one in cases.recycle_bin(limit=_ALL))


def take(cases: CaseService, meeting: Meeting, outcome: Merged, name: Bilingual) -> Change:
    """Let the merged shipment count, as one step that can be undone; its attached files were kept before.

    Raises ValueError while a conflict is open.
    """
    if outcome.open:
        raise ValueError("a conflict is open")
    cases.open(meeting.case_id)
    change = cases.change(outcome.case, name)
    remember(cases, meeting)
    return change


def remember(cases: CaseService, meeting: Meeting) -> None:
    """Keep what came beside a shipment that was merged, and what both computers have in common now.

    One that lay in the recycle bin is brought back: what is merged into it is meant to be worked on.
    """
    if is_in_bin(cases, meeting.case_id):
        cases.bring_back(meeting.case_id)
    if meeting.arrival.estimates:
        cases.estimates.take_over(meeting.case_id, reversed(meeting.arrival.estimates))
    if meeting.state is not None:
        cases.common.note(meeting.case_id, meeting.state)


# In words.


def conflict_findings(meeting: Meeting, conflicts: tuple[Conflict, ...], desk: Desk) -> tuple[Finding, ...]:
    """Return each place that both changed as a finding."""
    return tuple(Finding(CONFLICT, Severity.CONFIRM, (one.path,), _words(meeting, one, desk)) for one in conflicts)


def _words(meeting: Meeting, one: Conflict, desk: Desk) -> dict[str, str]:
    name = place_name(meeting, one.path, desk)
    here, there = shown(one.here), shown(one.there)
    return {
        "place_zh": name.zh, "place_en": name.en, "here_zh": here.zh, "here_en": here.en,
        "there_zh": there.zh, "there_en": there.en,
    }  # fmt: skip


def place_name(meeting: Meeting, path: str, desk: Desk) -> Bilingual:
    """Return what a place is called; a line that only the other copy has is counted as it stands there."""
    place = path.removeprefix("drafts.")
    head, _, rest = place.partition(".")
    key = rest.partition(".")[0]
    items = getattr(meeting.copies.here, head, ())
    missing = isinstance(items, tuple) and rest and all(getattr(one, "id", None) != key for one in items)
    return name_of(desk, meeting.copies.there if missing else meeting.copies.here, place)


def shown(value: Value) -> Bilingual:
    """Return a value of a conflict in words, cut where it is long."""
    if value is ABSENT:
        return _NOTHING
    if value is None:
        return _ASKED
    text = _plain(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Bilingual(text, text)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " · ".join(_plain(one) for key, one in value.items() if key != "id" and one not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return {True: "✓", False: "✗"}[value] if isinstance(value, bool) else str(value)


def _not_here() -> UserFacingError:
    return UserFacingError(
        "S310",
        "这台电脑没有文件里的这一票，没有东西可以合并。",
        "The shipment of this file is not on this computer: there is nothing to merge it with.",
        "要加进这一票，用导入；如果这里那一票是另外建的，用 --case 给出它的编号。",
        "Import it to add it; if yours was begun anew, name it by --case.",
        exit_code=BAD_INPUT,
    )


def _our_own() -> UserFacingError:
    return UserFacingError(
        "S311",
        "这份文件就是这台电脑写出的，里面没有别人的改动，没有合并。",
        "This very computer wrote the file; it holds nobody else's changes and was not merged.",
        "请用对方改过之后再导出的那一份。",
        "Use the file that the other side exported after changing it.",
        exit_code=BAD_INPUT,
    )
