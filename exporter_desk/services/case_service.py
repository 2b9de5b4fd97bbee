"""What a person does with cases, without any window: open, type, answer, undo, copy, delete, bring back."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, cast

from exporter_desk.domain import case_json, edit, lists, paths, reuse
from exporter_desk.domain.attachment import digests, without_sources
from exporter_desk.domain.case import Case, Choice, FactValue
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.case_list import CaseList, Surroundings, moment
from exporter_desk.services.estimates.kept import take_over_files
from exporter_desk.services.papers.shelf import EMPTY, Shelf
from exporter_desk.services.practice.worlds import require_same_world
from exporter_desk.storage import travel
from exporter_desk.storage.faults import UNREADABLE
from exporter_desk.storage.summary import Event, History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from exporter_desk.domain.parties import Party
    from exporter_desk.modes.adopted import Basis
    from exporter_desk.storage.backup import BackupReport
    from exporter_desk.storage.daily import DailyBackup
    from exporter_desk.storage.repository import CaseRepository, CommonStates, Contents, SavedEstimates

DAYS_IN_BIN = 30
_CASE_ID = re.compile(r"[0-9a-f]{16}")


class Unknown(Enum):
    """The answer 不清楚: asked, and not known."""

    NOT_KNOWN = "not_known"


NOT_KNOWN = Unknown.NOT_KNOWN
Answer: TypeAlias = FactValue | Unknown | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a step did: the paths whose values differ, the case as it is now, and the name of the step."""

    paths: tuple[str, ...]
    case: Case
    name: Bilingual


class CaseService(CaseList):
    """The cases of one company and the one that is being worked on.

    The present case is kept as a value; each step writes what differs from what was saved. When the machine refuses
    a step, the step stays in memory, `unsaved` tells so, and it is written together with the next one.
    """

    def __init__(self, repository: CaseRepository, around: Surroundings) -> None:
        super().__init__(repository, around, lambda: repository)
        self._repository: CaseRepository = repository
        self._case: Case | None = None
        self._saved: Case | None = None
        self._joined: list[Bilingual] | None = None
        take_over_files(repository)

    def at_work(self) -> CaseService:
        """Return this service, which is at work already."""
        return self

    # The company and the list.

    def company(self) -> Party | None:
        """Return the own company, None before it was entered."""
        return self._repository.company()

    def save_company(self, company: Party) -> None:
        """Keep the own company."""
        self._repository.save_company(company, self._around.stamp())

    def find(self, name: str) -> str | None:
        """Return the id of the case with that id or number, None when there is none."""
        return name if self._repository.exists(name) else self._repository.id_of_number(name)

    def delete(self, case_id: str) -> None:
        """Put a case into the recycle bin, where it stays for 30 days."""
        stamp = self._around.stamp()
        self._repository.set_deleted(case_id, stamp.at, self._event("deleted"))

    def bring_back(self, case_id: str) -> None:
        """Take a case out of the recycle bin."""
        self._repository.set_deleted(case_id, None, self._event("restored"))

    def clear_old(self) -> int:
        """Remove for good what has lain in the recycle bin for more than 30 days; return how many.

        The files that were attached go with `clear_contents`.
        """
        return self._repository.remove_deleted(self._end_of_bin())

    def _end_of_bin(self) -> str:
        return moment(self._around.now() - timedelta(days=DAYS_IN_BIN))

    def clear_contents(self) -> int:
        """Remove for good the attached files that no case has named for 30 days; it may run beside other work."""
        return self._repository.contents.clear(moment(self._around.now()), self._end_of_bin())

    @property
    def common(self) -> CommonStates:
        """Return what this computer and others have in common of shipments that travelled."""
        return self._repository.common

    @property
    def contents(self) -> Contents:
        """Return the bytes of attachments."""
        return self._repository.contents

    @property
    def estimates(self) -> SavedEstimates:
        """Return the estimates that were written down."""
        return self._repository.estimates

    def unseen_shelf(self, case: Case) -> Shelf:
        """Return a shelf taken to hold all attachments of a case, for the background: the open database is not asked.

        Its pages are read over a connection of its own.
        """
        return Shelf(digests(case), self._repository.contents.read) if case.attachments else EMPTY

    def shelf(self, case: Case) -> Shelf:
        """Return where the attachments of a case are read from, and which of them are there."""
        if not case.attachments:
            return EMPTY
        return Shelf(self._repository.held(digests(case)), self._repository.contents.read)

    def back_up(self, target: Path) -> BackupReport:
        """Copy the database to `target`; the copy was opened again and checked when this returns."""
        return self._repository.back_up(target)

    def back_up_today(self, folder: Path, *, thin: bool = True) -> DailyBackup:
        """Write today's backup unless it is there, and thin out older ones (`thin` is False after a restore)."""
        return self._repository.back_up_today(folder, self._around.today(), thin=thin)

    # Cases come and go.

    def has(self, case_id: str | None) -> bool:
        """Tell whether there is a case with that id, deleted ones included."""
        return case_id is not None and self._repository.exists(case_id)

    def new_case(self, title: str | None = None) -> Case:
        """Begin a case with the next number of the year, and open it."""
        return self._create(Case(title=title), "new")

    def copy_as_new(self, case_id: str) -> Case:
        """Begin a case with the goods and parties of another one (复制为新业务), and open it."""
        source = self._repository.load(case_id)
        return self._create(reuse.as_new(source), "copied", number=source.number or source.title or "")

    def import_case(self, case: Case) -> Case:
        """Add a case that came from elsewhere and open it; a taken id or number is replaced."""
        taken = case.number is not None and self._repository.id_of_number(case.number) is not None
        return self._create(case, "renumbered" if taken else "imported", number=case.number or "")

    def export_json(self, case_id: str) -> str:
        """Return a case as JSON text."""
        return case_json.dump(without_sources(self._repository.load(case_id)))

    def export_file(self, case_id: str, target: Path) -> None:
        """Write a case as a travelling file (`.exdesk`) with those of its attached files that are there."""
        self.exporting(case_id, target)()

    def exporting(self, case_id: str, target: Path) -> Callable[[], None]:
        """Read what travels now, and return what writes the file: that can take long, behind a window."""
        case = self._repository.load(case_id)
        held, read = self._repository.held(digests(case)), self._repository.contents.read
        known = travel.Known(self._repository.common.writer, self._repository.common.of(case_id))
        saved = self.estimates.listed(case_id)
        stamp, event = self._around.stamp(), self._event("exported")
        return lambda: travel.export_case(case, target, stamp, event, (held, read), saved, known)

    def seed_samples(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """Put the samples (name to case JSON) into the list, or back into their first state; return their ids."""
        return tuple(self._seed(name, case_json.load(text)) for name, text in texts.items())

    def _seed(self, name: str, fresh: Case) -> str:
        known = self._repository.id_of_sample(name)
        if known is None:
            case = self._with_free_names(replace(fresh, sample=name))
            self._repository.create(case, self._around.stamp(), self._event("sample"))
            return str(case.id)
        present = self._repository.load(known)
        case = replace(fresh, id=known, number=present.number, sample=name, practice=self._around.practice)
        self._repository.set_deleted(known, None, self._event("sample"))
        self._repository.save(present, case, self._step("restore_sample"), self._around.stamp())
        if self._case is not None and self._case.id == known:
            self._case = self._saved = case
        return known

    def _create(self, case: Case, event: str, **values: str) -> Case:
        ready = self._with_free_names(case)
        self._repository.create(ready, self._around.stamp(), self._event(event, **values))
        self._case = self._saved = ready
        return ready

    def _with_free_names(self, case: Case) -> Case:
        """Give the case an id and a number that no other case has; its own ones if they are free."""
        require_same_world(case, practice=self._around.practice)
        identifier, number = case.id, case.number
        while identifier is None or not _CASE_ID.fullmatch(identifier) or self._repository.exists(identifier):
            identifier = self._around.new_id()
        if number is None or self._repository.id_of_number(number) is not None:
            number = self._repository.next_number(self._around.today().year)
        return replace(case, id=identifier, number=number, practice=self._around.practice)

    # The open case.

    @property
    def case(self) -> Case:
        """Return the open case; ValueError when none is open."""
        if self._case is None:
            raise ValueError("no case is open")
        return self._case

    @property
    def unsaved(self) -> bool:
        """Tell whether a step is in memory alone, because the machine refused it."""
        return self._case != self._saved

    def unsaved_paths(self) -> tuple[str, ...]:
        """Return the paths whose values are in memory alone."""
        return paths.changed_paths(self._saved, self.case) if self.unsaved and self._saved is not None else ()

    def forget_unsaved(self) -> None:
        """Go back to what was saved: somebody decided so."""
        self._case = self._saved

    def open(self, case_id: str) -> Case:
        """Open a case for work."""
        self._case = self._saved = self._repository.load(case_id)
        return self._case

    def edit(self, path: str, value: object) -> Change:
        """Set the value at `path`; text is read by the type of the field and never lost, None clears it.

        Raises PathError or TypeError for a path or value of another kind, UserFacingError when it cannot be saved.
        """
        take = edit.type_text if isinstance(value, str) else edit.set_value
        after = take(self.case, path, cast("str", value))
        return self._commit(self._with_free_number(after), self._step("edit", path))

    def _with_free_number(self, after: Case) -> Case:
        """Keep the former number, and the typed one as a draft, when another case has it."""
        if after.number in (None, self.case.number):
            return after
        if self._repository.id_of_number(str(after.number)) in (None, after.id):
            return after
        return replace(after, number=self.case.number, drafts={**after.drafts, "number": str(after.number)})

    def mark_estimate(self, path: str, *, estimate: bool) -> Change:
        """Call the number at `path` an estimate (估算), or vouch for it; PathError when no number stands there."""
        after = edit.mark_estimate(self.case, path, estimate=estimate, at=self._around.stamp().at)
        return self._commit(after, self._step("estimate" if estimate else "no_estimate", path))

    def answer(self, path: str, answer: Answer) -> Change:
        """Answer the question at `path` (`facts.want_refund`, or any field): a value, NOT_KNOWN or None."""
        if isinstance(answer, Unknown):
            settled = edit.set_value(self.case, path, None)
            return self._commit(paths.write_unknown(settled, path), self._step("answer", path))
        return self._commit(edit.set_value(self.case, path, answer), self._step("answer", path))

    def decide(self, what: str, value: str | None, rules: str | None = None, basis: Basis | None = None) -> Change:
        """Note a decision of the person at the desk, with the rules that were in force and what it rests on."""
        stamp = self._around.stamp()
        choice = Choice(what=what, value=value, by=stamp.by, at=stamp.at, rules=rules)
        if basis is not None:
            choice = replace(choice, day=basis.day, facts=basis.facts, found=basis.found)
        return self._commit(lists.decide(self.case, choice), self._step("decide", f"choices.{what}"))

    def add_item(self, place: str, identifier: str | None = None) -> tuple[Change, str]:
        """Append an empty item to a list ("goods"); return the change and the key of the item."""
        after, key = lists.add(self.case, place, identifier)
        return self._commit(after, self._step("add", place)), key

    def remove_item(self, path: str) -> Change:
        """Take a list item out, with what names it."""
        return self._commit(lists.remove(self.case, path), self._step("remove", path))

    def change(self, after: Case, name: Bilingual) -> Change:
        """Take a changed case as one named step, such as an imported packing list."""
        return self._commit(replace(after, id=self.case.id), name)

    @contextmanager
    def one_step(self, kind: str) -> Iterator[None]:
        """Make every change inside one step that undo takes back at once; after an error inside, none is made.

        The step is called as `kind` says ("paste"), or as its only change is. Inside another one it adds to that.
        """
        if self._joined is not None:
            yield
            return
        before, self._joined = self.case, []
        try:
            yield
        except BaseException:
            self._case = before
            raise
        finally:
            names, self._joined = self._joined, None
        if self.case != before:
            self._save(names[0] if len(names) == 1 else self._step(kind))

    def save_again(self) -> None:
        """Write what the machine refused before."""
        if self.unsaved:
            self._commit(self.case, self._step("edit", ""))

    def undo(self) -> Change | None:
        """Take the latest step back; None when there is none. It may have been made before the last restart."""
        return self._move(forward=False)

    def redo(self) -> Change | None:
        """Make the step again that was undone last; None when there is none."""
        return self._move(forward=True)

    def history(self) -> History:
        """Return the names of the steps that can be undone and redone, the nearest first."""
        return self._repository.history(str(self.case.id))

    def timeline(self) -> tuple[Event, ...]:
        """Return what happened to the open case, oldest first."""
        return self._repository.timeline(str(self.case.id))

    def peek(self, case_id: str) -> Case:
        """Return a case as stored without opening it."""
        return self._repository.load(case_id)

    def readable(self, case_id: str) -> Case | UserFacingError:
        """Return a case as stored, or the sentence that names it where its rows cannot be read."""
        try:
            return self._repository.load(case_id)
        except UserFacingError as error:
            if error.code != UNREADABLE.code:
                raise
            return error

    @contextmanager
    def apart(self) -> Iterator[CaseService]:
        """Read these cases over a connection of its own: work behind the window asks nothing of the open one."""
        service = CaseService(self._repository.apart(), self._around)
        try:
            yield service
        finally:
            service.close()

    def is_stored(self, case: Case) -> bool:
        """Tell whether a case is stored as it is here: work behind the window may come back to a changed one."""
        return self.has(case.id) and self.readable(str(case.id)) == case

    def readable_ones(self, case_ids: Iterable[str]) -> tuple[Case, ...]:
        """Return those of the cases that can be read: work behind the window goes on without the others."""
        found = (self.readable(one) for one in case_ids)
        return tuple(one for one in found if not isinstance(one, UserFacingError))

    def _move(self, *, forward: bool) -> Change | None:
        self.save_again()
        before = self.case
        step = self._repository.redo if forward else self._repository.undo
        moved = step(before, self._around.stamp())
        if moved is None:
            return None
        self._case = self._saved = moved.case
        return Change(paths.changed_paths(before, moved.case), moved.case, moved.name)

    def _commit(self, after: Case, name: Bilingual) -> Change:
        if self.read_only and self.notice is not None:
            raise self.notice
        before, self._case = self.case, after
        if self._joined is None:
            self._save(name)
        else:
            self._joined.append(name)
        return Change(paths.changed_paths(before, after), after, name)

    def _save(self, name: Bilingual) -> None:
        self._repository.save(cast("Case", self._saved), self.case, name, self._around.stamp())
        self._saved = self._case

    def _step(self, kind: str, path: str = "") -> Bilingual:
        text, field = self._around.wording().texts[f"step.{kind}"], self._around.label(path, self._case)
        return text.filled(field=field)

    def _event(self, kind: str, **values: str) -> Event:
        stamp = self._around.stamp()
        return Event(kind, self._around.wording().say(f"event.{kind}", **values), stamp.at, stamp.by)
