"""One sitting at the desk: the open company, the case on the desk, and everything that is known of it."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.case_list import moment
from exporter_desk.services.claims.company_look import CompanyLook
from exporter_desk.services.shown_progress import ShownProgress
from exporter_desk.services.workflow import Step
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from exporter_desk.documents.preview import PageImage
    from exporter_desk.domain.case import Case, FactValue
    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.case_list import CaseList
    from exporter_desk.services.case_service import CaseService, Change
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.comparison import WeightView
    from exporter_desk.services.goods.earlier_goods import EarlierGoods
    from exporter_desk.services.goods.sheet_columns import Guess
    from exporter_desk.services.goods.sheet_import import Plan as ImportPlan
    from exporter_desk.services.guided import GuidedQuestion, QuestionPlan
    from exporter_desk.services.papers.arriving import Arrival
    from exporter_desk.services.papers.shelf import Shelf
    from exporter_desk.services.value_origin import WhereFrom
    from exporter_desk.services.workflow import StepState
    from exporter_desk.storage.summary import CaseSummary, Event, Only, Summarise

    Listener = Callable[[tuple[str, ...]], None]

LOOKED_AT = 20
DECISIONS = "choices."
_IMPORTS = {"goods": "import_goods", "packages": "import_packing"}


class Session:
    """What the window talks to. Each accepted field is one durable step; conclusions live until a change."""

    def __init__(
        self,
        desk: Desk,
        listing: CaseList,
        today: Callable[[], date],
        now: Callable[[], datetime],
        shown: ShownProgress | None = None,
    ) -> None:
        self.desk = desk
        self._shown = shown or ShownProgress()
        self._list, self._today, self._now = listing, today, now
        self.saved_at: datetime | None = None
        self.around = CompanyLook(desk, today)
        self._listeners: list[Listener] = []
        self._analysis: Analysis | None = None
        self._open = self._joining = self.is_closed = False
        self.may_lose: Callable[[UserFacingError], bool] = lambda _refusal: False
        """Asks whether what the machine refuses to write may be lost; without anybody to ask nothing is."""

    @cached_property
    def cases(self) -> CaseService:
        """Return the service that works on shipments; its modules are loaded when it is first needed."""
        return self._list.at_work()

    def close(self) -> None:
        """Close the company's database; `is_closed` until `reopen`, and no shipment is open."""
        self._analysis, self._open, self.saved_at, self.is_closed = None, False, None, True
        self._list.close()

    def reopen(self, opening: Callable[[Summarise], CaseList]) -> None:
        """Go on with the database as it is now, after `close`: a backup may stand in its place."""
        self._shown.forget()
        self._list, self.is_closed = opening(self._shown), False
        vars(self).pop("cases", None)
        self.look_again(self.around.forget)

    def take_over(self, arrival: Arrival) -> str:
        """Add a shipment that arrived in a file and whose attachments were kept, open it, and return its id."""
        from exporter_desk.services.papers.arriving import take_over

        self.let_go()
        return self._opened(take_over(self.cases, arrival))

    @cached_property
    def questions(self) -> QuestionPlan:
        """Return which questions describe a shipment."""
        from exporter_desk.services.guided import QuestionPlan

        return QuestionPlan.load(resources.read_bytes("text/questions.toml"))

    def _analyse(self, case: Case, shelf: Shelf) -> Analysis:
        # The engines are imported with the first case: the list of shipments does without them.
        from exporter_desk.services.analysis import analyse

        return analyse(case, self.desk, self._today(), self.questions, shelf=shelf, beside=self.around.beside(case))

    # The list of shipments.

    def summaries(
        self, search: str = "", *, deleted: bool = False, limit: int = 50, offset: int = 0, only: Only | None = None
    ) -> Sequence[CaseSummary]:
        """Return one page of the list, latest change first; `deleted` lists the recycle bin."""
        self._note_steps()
        if deleted:
            return self._list.recycle_bin(limit, offset)
        status, dest = only or (None, None)
        return self._list.cases(search, status, limit, offset, dest)

    def _note_steps(self) -> None:
        """Let the list know the steps of the open shipment, if they were computed for it as it is now."""
        analysis = self._analysis
        if analysis is not None and self._open and analysis.is_complete and analysis.case == self.case:
            self._keep_steps(analysis)

    def _keep_steps(self, analysis: Analysis) -> None:
        summary = self._shown.learn(analysis.case, analysis.steps)
        if summary is not None:
            self._list.note_summary(str(analysis.case.id), summary)

    def without_steps(self) -> tuple[Case, ...]:
        """Return the latest shipments whose steps the list does not know yet."""
        listed = self._list.cases(limit=LOOKED_AT)
        return self.cases.readable_ones(one.id for one in listed if not one.shown.steps_total)

    def examine(self, case: Case) -> Analysis:
        """Analyse a shipment that is not open, for the background: slow, touches no database; see `keep`."""
        analysis = self._analyse(case, self.cases.unseen_shelf(case))
        analysis.steps  # noqa: B018 - computed here, in the background
        return analysis

    def keep(self, analysis: Analysis) -> None:
        """Let the list know the steps of an examined shipment, unless it changed or the data was closed meanwhile."""
        if not self.is_closed and self.cases.is_stored(analysis.case):
            self._keep_steps(analysis)

    def look_again(self, forget: Callable[[], None]) -> None:
        """Compute everything anew after `forget` dropped what changed: refund rates, templates of import sheets."""
        forget()
        self._analysis = None
        for listener in self._listeners:
            listener(())

    def packs_need_a_word(self) -> bool:
        """Tell whether an installed pack is past its day or was put aside, as far as packs were read."""
        return self.desk.packs.counts and bool(self.desk.packs.aside or self.desk.packs.expired(self._today()))

    def packs_changed(self) -> None:
        """Compute everything anew: other packs count now."""
        self.look_again(self.desk.forget_packs)

    def own_cases(self) -> tuple[Case, ...]:
        """Return every shipment of the company, without the samples."""
        from exporter_desk.services.claims.company_claims import own_cases

        return tuple(own_cases(self._list, self.cases))

    def count(self, search: str = "", only: Only | None = None) -> int:
        """Return how many shipments the search finds."""
        return self._list.count(search, *(only or ()))

    def destinations(self) -> tuple[str, ...]:
        """Return the countries of destination that occur among the shipments."""
        return self._list.destinations()

    def new_case(self, title: str | None = None) -> str:
        """Begin a shipment, open it, and return its id."""
        self.let_go()
        return self._opened(self.cases.new_case(title))

    def copy_case(self, case_id: str) -> str:
        """Begin a shipment with the goods and parties of another one, open it, and return its id."""
        self.let_go()
        return self._opened(self.cases.copy_as_new(case_id))

    def delete_case(self, case_id: str) -> None:
        """Put a shipment into the recycle bin."""
        self.cases.delete(case_id)
        self.look_again(self.around.forget)

    def restore_case(self, case_id: str) -> None:
        """Take a shipment out of the recycle bin."""
        self.cases.bring_back(case_id)
        self.look_again(self.around.forget)

    def open(self, case_id: str) -> Case:
        """Open a shipment; the one that is open already stays as it is."""
        if self.case_id != case_id:
            self.let_go()
            self._opened(self.cases.open(case_id))
        return self.case

    def _opened(self, case: Case) -> str:
        self._open, self._analysis = True, None
        self.around.forget()
        return str(case.id)

    # What the machine refused to write: it stays on the desk, and goes with the next step that is saved.

    def unsaved_places(self) -> tuple[str, ...]:
        """Return the paths of the open shipment whose values are in memory alone."""
        return self.cases.unsaved_paths() if self._open else ()

    def save_again(self) -> None:
        """Write what the machine refused before; UserFacingError when it refuses again."""
        if self.unsaved_places():
            self.cases.save_again()
            self._told(())

    def let_go(self) -> None:
        """Leave the open shipment: what is unsaved is written, or lost where `may_lose` says so, or nobody leaves."""
        try:
            self.save_again()
        except UserFacingError as refusal:
            if not self.may_lose(refusal):
                raise
            self.cases.forget_unsaved()
            self._told(())

    # The shipment on the desk.

    @property
    def case(self) -> Case:
        """Return the open shipment; ValueError when none is open."""
        return self.cases.case

    @property
    def case_id(self) -> str | None:
        """Return the id of the open shipment, None when none is open."""
        return str(self.case.id) if self._open else None

    @property
    def company_name(self) -> str:
        """Return the Chinese name of the own company, "" before it was entered."""
        return self._list.company_name() or ""

    def type_text(self, path: str, text: str) -> None:
        """Take what a person typed; text that cannot be read is kept as a draft. `choices.…` is a decision."""
        if path.startswith(DECISIONS):
            self.decide(path.removeprefix(DECISIONS), text.strip() or None)
        else:
            self._take(self.cases.edit(path, text))

    def shown_text(self, path: str) -> str:
        """Return what a field shows: the draft if there is one, else the value."""
        if path.startswith(DECISIONS):
            return self.case.choice(path.removeprefix(DECISIONS)) or ""
        from exporter_desk.domain import edit

        return edit.display_text(self.case, path)

    def set_value(self, path: str, value: object) -> None:
        """Set a value that is no text (a list of marks, the contents of a package); None clears it."""
        self._take(self.cases.edit(path, value))

    def may_be_estimate(self, path: str) -> bool:
        """Tell whether a number stands at `path` that a person may call an estimate."""
        from exporter_desk.domain import edit

        return edit.may_be_estimate(self.case, path)

    def is_estimate(self, path: str) -> bool:
        """Tell whether the value at `path` is an estimate (估算)."""
        return self.case.is_estimated(path)

    def mark_estimates(self, places: Sequence[str], *, estimate: bool) -> None:
        """Call the numbers at these paths estimates (估算), or vouch for them, as one step."""
        with self.one_step("estimates" if estimate else "no_estimates"):
            for path in places:
                self._take(self.cases.mark_estimate(path, estimate=estimate))

    def where_from(self, figure: str) -> WhereFrom | None:
        """Say where a figure of the open shipment comes from (从哪来); see `services.value_origin`."""
        from exporter_desk.services.value_origin import where_from

        return where_from(figure, self.analysis())

    def answer(self, path: str, value: FactValue | None) -> None:
        """Take an answer of the guided questions; None means 不清楚."""
        from exporter_desk.services.case_service import NOT_KNOWN

        self._take(self.cases.answer(path, NOT_KNOWN if value is None else value))

    def leave_open(self, path: str) -> None:
        """Put a question back to not asked."""
        self._take(self.cases.answer(path, None))

    def add_item(self, kind: str, identifier: str | None = None) -> str:
        """Append a goods line, package, party or record and return its id, a given one if it must have one."""
        change, key = self.cases.add_item(kind, identifier)
        self._take(change)
        return key

    def remove_item(self, path: str) -> None:
        """Take a goods line, package or party out, with what names it."""
        self._take(self.cases.remove_item(path))

    def add_rows(self, place: str, rows: Sequence[Mapping[str, str]], step: str = "paste") -> None:
        """Append items to a list from rows of field name to text, as one step that can be undone."""
        with self.one_step(step):
            for row in rows:
                record = f"{place}.{self.add_item(place)}"
                for field, text in row.items():
                    self.type_text(f"{record}.{field}", text)

    def earlier_goods(self, search: str = "") -> tuple[EarlierGoods, ...]:
        """Return goods of the other shipments that fit the search, each once, the latest first."""
        from exporter_desk.services.goods.earlier_goods import MOST_CASES, earlier_goods

        found = {one.id: one for text in (search, "") for one in self._list.cases(text, limit=MOST_CASES)}
        return earlier_goods(found.values(), self.cases.peek, self.case_id, search)

    def take_earlier_goods(self, chosen: Sequence[EarlierGoods]) -> None:
        """Append goods of other shipments, marked as carried over, as one step."""
        from exporter_desk.services.goods.earlier_goods import with_earlier_goods

        self.take_change(with_earlier_goods(self.case, chosen), "library")

    def take_change(self, after: Case, step: str, **values: str) -> None:
        """Take a changed shipment as one step, called as `step` says with its placeholders filled."""
        self._take(self.cases.change(after, self.desk.case_wording.say(f"step.{step}", **values)))

    def plan_import(self, rows: Sequence[Sequence[str]], found: Guess, meant: Callable[[str, str], str]) -> ImportPlan:
        """Return what importing these rows would do to the open shipment; nothing happens yet."""
        from exporter_desk.services.goods.sheet_import import plan, said_by

        return plan(self.case, rows, found.header, found.fields, found.kind, meant, said_by(self.desk))

    def take_import(self, planned: ImportPlan, file: str) -> None:
        """Take a planned import as one step; each value remembers the file and cell that it came from."""
        from exporter_desk.services.goods.sheet_import import taken

        self.take_change(taken(self.case, planned, file, moment(self._now())), _IMPORTS[planned.kind])

    @contextmanager
    def one_step(self, kind: str) -> Iterator[None]:
        """Make every change inside one step for undo, and tell the listeners once; `kind` names it ("paste")."""
        from exporter_desk.domain import paths

        before, outermost, self._joining = self.case, not self._joining, True
        try:
            with self.cases.one_step(kind):
                yield
        finally:
            if outermost:
                self._joining = False
                changed = paths.changed_paths(before, self.case)
                if changed:
                    self._told(changed)

    def decide(self, what: str, value: str | None) -> None:
        """Note what a person decided (征免性质 …), under the rules in force; None takes it back."""
        self._take(self.cases.decide(what, value, self.desk.rules_noted))
        if value:
            from exporter_desk.services.papers.machine_files import remember

            remember(what, value)

    def adopt_mode(self, code: str | None) -> None:
        """Note that a person decided for an export mode, None for none of them, with the answers and the rules."""
        from exporter_desk.modes.adopted import WHAT, basis

        advice, rules = self.analysis().advice, self.desk.rules
        self._take(self.cases.decide(WHAT, code, self.desk.rules_noted, basis(advice, rules)))

    def why_not(self, code: str) -> tuple[WeightView, ...]:
        """Return the answers that weigh most against a mode that was expected."""
        from exporter_desk.services.estimates.comparison import weights

        return weights(self.analysis(), code)

    def what_if(self, fact: str, answer: FactValue) -> Bilingual:
        """Say what another answer would make of the open shipment, which stays as it is."""
        from exporter_desk.services.estimates.comparison import compared

        return compared(self.analysis(), fact, answer)

    @property
    def undo_name(self) -> Bilingual | None:
        """Return the name of the step that undo takes back, None when there is none."""
        return next(iter(self.cases.history().undo), None) if self._open else None

    @property
    def redo_name(self) -> Bilingual | None:
        """Return the name of the step that redo makes again, None when there is none."""
        return next(iter(self.cases.history().redo), None) if self._open else None

    def undo(self) -> None:
        """Take the latest step back."""
        self._take(self.cases.undo())

    def redo(self) -> None:
        """Make the undone step again."""
        self._take(self.cases.redo())

    def timeline(self) -> Sequence[Event]:
        """Return what happened to the shipment, hand-overs too, oldest first."""
        from exporter_desk.services.papers.handing_over import with_hand_overs

        return with_hand_overs(self.cases.timeline(), self.case, self.desk)

    def hand_over(self, receivers: Sequence[str], to: str, day: date) -> None:
        """Note that these receivers got the papers as they are now, as one step; `to` is the person or firm."""
        from exporter_desk.domain import handover
        from exporter_desk.modes.adopted import Basis

        facts, found = handover.basis(self.case, to)
        basis = Basis(day=day, facts=facts, found=found)
        with self.one_step("hand_over"):
            for receiver in receivers:
                self._take(self.cases.decide(handover.WHAT, receiver, self.desk.rules_noted, basis))

    def tick(self, paths: Sequence[str], *, on: bool) -> None:
        """Note that somebody looked at what stands at `paths`, or take the ticks back, as one step."""
        from exporter_desk.domain import ticks
        from exporter_desk.modes.adopted import Basis

        day = self.analysis().day
        with self.one_step("review"):
            for path in paths:
                basis = Basis(day=day, facts={}, found=ticks.noted(self.case, path, on=on))
                self._take(self.cases.decide(ticks.WHAT, path, self.desk.rules_noted, basis))

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with the changed paths after each change."""
        self._listeners.append(listener)

    def _take(self, change: Change | None) -> None:
        if change is not None and not self._joining:
            self._told(change.paths)

    def _told(self, paths: tuple[str, ...]) -> None:
        self._analysis = None
        if not self.cases.unsaved:
            self.saved_at = self._now()
        for listener in self._listeners:
            listener(paths)

    # What is known of it.

    def analysis(self) -> Analysis:
        """Return everything that can be said of the open shipment, each part computed once; kept until a change."""
        if self._analysis is None or self._analysis.case != self.case:
            self._analysis = self._analyse(self.case, self.cases.shelf(self.case))
        return self._analysis

    def latest_steps(self) -> tuple[StepState, ...]:
        """Return the eight steps as they were last computed, () before the first time; computes nothing."""
        return self._shown.latest_steps(self.analysis())

    def guided(self, step: Step, aimed: str = "") -> tuple[GuidedQuestion, ...]:
        """Return the questions of a step: those that describe the shipment, or those that decide the mode.

        `aimed` is a place that somebody jumped to: what a single paper prints is asked where a person wants to say it.
        """
        if step is Step.DESCRIBE:
            return self.questions.describing(self.case, self.desk.rules)
        wanted = [question.spec.path for question in self.analysis().questions]
        fact = aimed.removeprefix("facts.")
        if fact in self.desk.rules.facts and self.desk.rules.facts[fact].printed:
            wanted.append(fact)
        return self.questions.deciding(self.case, self.desk.rules, wanted)

    def name_of(self, path: str) -> Bilingual:
        """Return what the place at `path` is called, for jumps and undo names."""
        from exporter_desk.services.names import name_of

        return name_of(self.desk, self.case if self._open else None, path)

    def page_image(self, pdf: bytes, index: int, dpi: int) -> PageImage:
        """Render one page of a finished PDF."""
        from exporter_desk.documents.preview import page_image

        return page_image(pdf, index, dpi)

    def read_only_reason(self) -> UserFacingError | None:
        """Return why nothing can be changed, None when all is well."""
        return self._list.notice

    def rules_checked_on(self) -> date | None:
        """Return the day of the rules once they were loaded; the list of shipments does not need them."""
        return self.desk.rules.checked_on if "rules" in vars(self.desk) else None

    def is_path(self, path: str) -> bool:
        """Tell whether a path leads to a place of the open shipment."""
        if path.startswith(DECISIONS):
            return True
        from exporter_desk.domain import paths

        try:
            paths.read(self.case, path)
        except paths.PathError:
            return False
        return True
