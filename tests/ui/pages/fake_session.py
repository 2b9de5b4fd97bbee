"""A session in memory, for driving pages without a database: a case, a list of summaries, questions, and an advice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from exporter_desk.documents.dossier import AdviceView, Dossier, QuestionView
from exporter_desk.domain import edit, paths, totals
from exporter_desk.domain.case import Case, Choice, FactValue
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from exporter_desk.services import engines, workflow
from exporter_desk.services.claims.company_look import CompanyLook
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.comparison import WeightView
from exporter_desk.services.guided import GuidedQuestion
from exporter_desk.services.workflow import Progress, Step, StepState
from exporter_desk.storage.summary import CaseSummary, Event, Only, Summary
from exporter_desk.system.clock import FixedClock

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CLOCK = FixedClock(NOW)
DESK = Desk()
engines.load()  # a page over this session waits for nothing


def summary(number: int, **shown: object) -> CaseSummary:
    """One row of the list; `sample` and `at` are of the row, all else of what it shows."""
    sample, at = shown.pop("sample", None), shown.pop("at", "2026-11-22T08:12:00.000+00:00")
    values: dict[str, object] = {"goods": f"货物 {number}", "dest": "DE", "steps_done": 2, "steps_total": 8}
    values |= {"next_step": "goods", "status": "doing"} | shown
    return CaseSummary(
        id=f"{number:016x}",
        number=f"2026-{number:03}",
        sample=sample,  # type: ignore[arg-type]  # a text or None, by the tests that call this
        modified_at=str(at),
        deleted_at=None,
        shown=Summary(**values),  # type: ignore[arg-type]  # the tests' own words
    )


@dataclass
class FakeAnalysis:
    """What pages read of an analysis."""

    case: Case
    day: date
    progress: Progress
    dossier: Dossier
    passed: int = 0
    is_complete: bool = True

    @property
    def steps(self) -> tuple[StepState, ...]:
        return workflow.states(self.progress, DESK.workflow_wording)

    @property
    def totals(self) -> dict[str, Trace[Decimal]]:
        names = ("invoice_total", "cartons", "gross_kg", "net_kg", "volume_cbm", "fob_value")
        return {name: getattr(totals, name)(self.case) for name in names}


class Questions(dict[Step, tuple[GuidedQuestion, ...]]):
    """The questions of a test, with what a real plan says of them."""

    describe = ("buyer",)


@dataclass
class FakeSession:
    """Keeps what pages say to it in plain fields that tests read."""

    case: Case = field(default_factory=lambda: Case(id="f" * 16, number="2026-014"))
    rows: list[CaseSummary] = field(default_factory=list)
    bin: list[CaseSummary] = field(default_factory=list)
    questions: dict[Step, tuple[GuidedQuestion, ...]] = field(default_factory=Questions)
    advice: AdviceView | None = None
    weights: dict[str, tuple[WeightView, ...]] = field(default_factory=dict)
    asked: tuple[QuestionView, ...] = ()
    progress: Progress = field(default_factory=Progress)
    refusal: UserFacingError | None = None
    fetched: list[tuple[int, int]] = field(default_factory=list)
    events: Sequence[Event] = ()
    desk: Desk = DESK
    is_open: bool = True
    made: int = 0
    company_name: str = "某贸易公司"
    undo_name: Bilingual | None = None
    redo_name: Bilingual | None = None
    listeners: list[Callable[[tuple[str, ...]], None]] = field(default_factory=list)
    around: CompanyLook = field(default_factory=lambda: CompanyLook(DESK, CLOCK.today))

    @property
    def case_id(self) -> str | None:
        return self.case.id if self.is_open else None

    def summaries(
        self, search: str = "", *, deleted: bool = False, limit: int = 50, offset: int = 0, only: Only | None = None
    ) -> Sequence[CaseSummary]:
        self.fetched.append((limit, offset))
        return (self.bin if deleted else self._found(search, only))[offset : offset + limit]

    def count(self, search: str = "", only: Only | None = None) -> int:
        return len(self._found(search, only))

    def destinations(self) -> tuple[str, ...]:
        return tuple(sorted({row.shown.dest for row in self.rows if row.shown.dest}))

    def _found(self, search: str, only: Only | None) -> list[CaseSummary]:
        status, dest = only or (None, None)
        narrowed = [row for row in self.rows if status in (None, row.shown.status) and dest in (None, row.shown.dest)]
        return [row for row in narrowed if search in f"{row.number} {row.shown.goods}"]

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    def new_case(self, title: str | None = None) -> str:
        self._refuse()
        self.made += 1
        self.case = Case(id="a" * 16, number="2026-015", title=title)
        return "a" * 16

    def copy_case(self, case_id: str) -> str:
        self._refuse()
        self.made += 1
        self.case = replace(self.case, id="c" * 16, number="2026-016", note=f"copy of {case_id}")
        return "c" * 16

    def delete_case(self, case_id: str) -> None:
        self._refuse()
        self._move(case_id, self.rows, self.bin)

    def restore_case(self, case_id: str) -> None:
        self._move(case_id, self.bin, self.rows)

    def _move(self, case_id: str, here: list[CaseSummary], there: list[CaseSummary]) -> None:
        moved = next(row for row in here if row.id == case_id)
        here.remove(moved)
        there.insert(0, moved)

    def open(self, case_id: str) -> Case:
        self.is_open, self.case = True, replace(self.case, id=case_id)
        return self.case

    def type_text(self, path: str, text: str) -> None:
        self._take(edit.type_text(self.case, path, text), path)

    def shown_text(self, path: str) -> str:
        return edit.display_text(self.case, path)

    def answer(self, path: str, value: FactValue | None) -> None:
        self._refuse()
        known = paths.write_unknown(self.case, path) if value is None else edit.set_value(self.case, path, value)
        self._take(known, path)

    def leave_open(self, path: str) -> None:
        self._take(edit.set_value(self.case, path, None), path)

    def take_change(self, after: Case, step: str, **values: str) -> None:
        self._take(after, step)

    def adopt_mode(self, code: str | None) -> None:
        self._take(replace(self.case, choices=(*self.case.choices, Choice(what="mode", value=code))), "choices")

    def why_not(self, code: str) -> tuple[WeightView, ...]:
        return self.weights.get(code, ())

    def what_if(self, fact: str, answer: FactValue) -> Bilingual:
        return Bilingual(f"如果{fact}={answer}", f"if {fact}={answer}")

    is_closed = False

    def unsaved_places(self) -> tuple[str, ...]:
        return ()

    def save_again(self) -> None:
        self._refuse()

    def undo(self) -> None:
        self.undo_name = None

    def redo(self) -> None:
        self.redo_name = None

    def timeline(self) -> Sequence[Event]:
        return self.events

    def subscribe(self, listener: Callable[[tuple[str, ...]], None]) -> None:
        self.listeners.append(listener)

    def _take(self, after: Case, path: str) -> None:
        self.case = after
        for listener in self.listeners:
            listener((path,))

    def guided(self, step: Step, aimed: str = "") -> tuple[GuidedQuestion, ...]:
        return tuple(self._with_answer(question) for question in self.questions.get(step, ()))

    def _with_answer(self, question: GuidedQuestion) -> GuidedQuestion:
        answer = paths.read(self.case, question.path)
        return replace(question, answer=answer, not_known=question.path in self.case.not_known)  # type: ignore[arg-type]

    def latest_steps(self) -> tuple[StepState, ...]:
        return self.analysis().steps

    def analysis(self) -> FakeAnalysis:
        open_ones = sum(question.is_open for question in self.guided(Step.MODE))
        dossier = Dossier(
            case=self.case, codes=self.desk.codes, day=NOW.date(), advice=self.advice, questions=self.asked
        )
        progress = self.progress._replace(mode_questions=open_ones)
        return FakeAnalysis(self.case, NOW.date(), progress, dossier)


def many(count: int) -> list[CaseSummary]:
    """That many rows, newest first."""
    return [summary(number) for number in range(1, count + 1)]


def texts(cells: Iterable[object]) -> list[str]:
    """Plain text of cells or labels."""
    return [str(getattr(cell, "text", cell)) for cell in cells]
