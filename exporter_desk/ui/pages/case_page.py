"""Base of every page of an open case: opens it, names it in the breadcrumb, shows its steps, follows its changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu

from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.watched import watched_by
from exporter_desk.services import engines
from exporter_desk.services.sample_text import sample_text
from exporter_desk.services.workflow import Step
from exporter_desk.ui import shell_state
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.figure_actions import FigureActions
from exporter_desk.ui.pages.looking_around import look_around
from exporter_desk.ui.pages.refusal import attempt
from exporter_desk.ui.pages.unsaved import save_again
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.tasks import Tasks
from exporter_desk.ui.widgets import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from exporter_desk.domain.case import Case
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.services.value_origin import WhereFrom
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Task

_NOTHING = object()
"""Nothing is awaited."""


class CasePage(Page):
    """A page of the case that is open; what takes long (papers, findings, steps) is concluded behind the window.

    A subclass sets `step` (unless it belongs to no step), builds its widgets in __init__, and fills them in
    `show_case()`. That is called when the page comes to the front, and while it is in front after each change of the
    case or the language: it has to be cheap and must not take the focus from a field. `show_conclusions()` follows when
    papers and findings are ready; until then the step strip stays as it was, so that typing never waits. All writing
    goes through `attempt`, which tells the user when the machine refuses. Words of the page itself are set in
    `retranslate()`; call super().retranslate() at its end.
    """

    nav_key = places.CASES
    step: Step | None = None
    quiet = True
    """False on pages that show papers: while these are made, the status bar says so."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__()
        self.session, self.messages = session, messages
        self.tasks = tasks or Tasks(self)
        self.figure_actions = FigureActions(self)
        self._decided: tuple[Case, bool] | None = None
        self._has_missed = False
        self._awaited: object = _NOTHING
        self._concluding: Task[None] | None = None
        self._step_told: Message | None = None
        session.subscribe(self._forget_step)
        session.subscribe(self._case_changed)

    # -- for subclasses

    def show_case(self) -> None:
        """Fill the page from `self.case` and `self.analysis`."""

    def show_conclusions(self) -> None:
        """Fill in what needs papers and findings; `self.analysis` has them."""

    @property
    def case(self) -> Case:
        return self.session.case

    @property
    def analysis(self) -> Analysis:
        """Everything computed from the case; kept by the session until the case changes."""
        return self.session.analysis()

    def has_case(self) -> bool:
        return self.session.case_id is not None

    def is_concluded(self) -> bool:
        """Papers, findings and steps of the case as it is now are known."""
        return not self.looks_around() and self.has_case() and engines.are_loaded() and self.analysis.is_complete

    def looks_around(self) -> bool:
        """What the company claims beside the shipment is not known yet."""
        return self.has_case() and engines.are_loaded() and self.session.around.is_open(self.case)

    def is_waiting(self) -> bool:
        """Work behind the window is to tell this page something yet."""
        return self._awaited is not _NOTHING or self.looks_around()

    def conclude(self) -> None:
        """Show the conclusions: now if they are known, else as soon as the work behind the window is done.

        What the company claims beside the shipment comes first: the session tells when it is known.
        """
        if self.looks_around() and look_around(self.session, self.tasks):
            return
        if self.is_concluded():
            self.show_conclusions()
        elif self.has_case() and self._awaited is not self._wanted():
            self._awaited = wanted = self._wanted()
            if self._concluding is not None:
                self._concluding.cancel()  # what it works on is out of date
            self._concluding = self.tasks.start(
                lambda: translate("StepPage", "Checking"),
                partial(_concluded, wanted),
                lambda _: self._completed(wanted),
                partial(self._broke_off, wanted),
                quiet=self.quiet,
            )

    def _wanted(self) -> Analysis | None:
        """What is to be completed next; None stands for the engines, which come first."""
        return self.analysis if engines.are_loaded() else None

    def _completed(self, wanted: Analysis | None) -> None:
        if self._awaited is wanted:
            self._awaited = _NOTHING
        if not self.has_case() or not self.isVisible():
            return
        if wanted is not None and self.analysis is wanted:
            self.show_conclusions()
            self.changed.emit()
        else:
            self.conclude()

    def _broke_off(self, wanted: Analysis | None, error: Exception) -> None:
        if self._awaited is wanted:
            self._awaited = _NOTHING
            self.not_concluded(error)

    def not_concluded(self, error: Exception) -> None:
        """The work behind the window broke off; nothing of the present case is known but what was typed."""
        self.messages.say(Message("error", _unfinished, detail=repr(error)))

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something with the session; when the machine refuses, say what happened and what to do instead."""
        return attempt(self.messages, act)

    def travel(self, place: str) -> None:
        """Go to another page of the same case."""
        self.go.emit(place, self.session.case_id)

    def open_step(self, step: Step) -> None:
        self.travel(self.place_of(step))

    def place_of(self, step: Step) -> str:
        return places.place_of(step, decided=step is Step.MODE and self.mode_is_decided())

    def mode_is_decided(self) -> bool:
        """A mode was adopted, or every question about it was answered, also with 不清楚."""
        case = self.case
        if self._decided is None or self._decided[0] is not case:
            asked = case.choice("mode") is None
            self._decided = (case, not (asked and any(one.is_open for one in self.session.guided(Step.MODE))))
        return self._decided[1]

    # -- what the frame asks

    def title(self) -> str:
        """The name of the step."""
        return self.name_of_step(self.step) if self.step else ""

    def title_of_case(self) -> str:
        """What the shipment is called: its own title, else its first goods."""
        title = pick(sample_text(self.case.title or "", self.session.desk.case_wording))
        return title or _first_goods(self.case) or translate("CasePage", "Shipment without a name")

    def name_of_case(self) -> str:
        """Number and title of the shipment, as breadcrumbs show it."""
        return f"{self.case.number or ''} {self.title_of_case()}".strip()

    def breadcrumb(self) -> Sequence[Crumb]:
        if not self.has_case():
            return ()
        home = Crumb(translate("CasePage", "Home"), places.HOME)
        return (home, Crumb(self.name_of_case(), places.TODO, self.session.case_id))

    def steps(self) -> Sequence[shell_state.Step]:
        """The steps as they were last computed; before the first time their names alone."""
        if not self.has_case():
            return ()
        known = self.session.latest_steps() if engines.are_loaded() else ()
        if known:
            return tuple(shell_state.Step(self.place_of(one.step), pick(one.name), one.status.value) for one in known)
        return tuple(shell_state.Step(places.STEPS[step], self.name_of_step(step), "waiting") for step in Step)

    def name_of_step(self, step: Step) -> str:
        return pick(self.session.desk.workflow_wording.say(f"steps.{step}"))

    def current_step(self) -> str:
        return self.place_of(self.step) if self.step is not None and self.has_case() else ""

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Commands of every case page; extend the mapping of super() with those of the page."""
        handlers: dict[str, Callable[[], None]] = {
            "case.new": lambda: self.go.emit(places.NEW, None),
            "case.todo": lambda: self.travel(places.TODO),
            "case.copy": self.copy_case,
            "case.check": lambda: self.open_step(Step.CHECK),
            "case.packet": lambda: self.open_step(Step.PACKET),
            "file.save": lambda: save_again(self.messages, self.session),
        }
        if self.has_case() and self.session.undo_name is not None:
            handlers["edit.undo"] = self.undo
        if self.has_case() and self.session.redo_name is not None:
            handlers["edit.redo"] = self.redo
        if self.is_concluded():
            handlers["case.questions"] = self.save_questions
        if self.has_case():
            handlers |= {
                "edit.origin": self.figure_actions.explain,
                "edit.estimate": self.figure_actions.toggle_estimate,
            }
        return handlers

    def activated(self, case_id: str | None) -> None:
        if case_id is not None and case_id != self.session.case_id:
            self.session.open(case_id)
        self._has_missed = False
        self.figure_actions.forget()
        self.show_case()
        self.conclude()

    def retranslate(self) -> None:
        if self.has_case() and self.isVisible():
            self.show_case()
            self.figure_actions.follow()
            self.conclude()

    # -- what every case page can do

    def undo(self) -> None:
        name = self.session.undo_name
        if name is not None and self.attempt(self.session.undo):
            self._tell_step(lambda: translate("CasePage", "Undone: {step}").format(step=pick(name)))

    def redo(self) -> None:
        name = self.session.redo_name
        if name is not None and self.attempt(self.session.redo):
            self._tell_step(lambda: translate("CasePage", "Done again: {step}").format(step=pick(name)))

    def save_questions(self) -> None:
        """Hand out what is open as a slip to ask somebody else."""
        from exporter_desk.ui.pages.single_paper import save_questions  # papers stand behind it

        save_questions(self)

    def _tell_step(self, words: Callable[[], str]) -> None:
        """Say which step was taken back or made again, until the next one."""
        self._step_told = Message("hint", words)
        self.messages.say(self._step_told)

    def _forget_step(self, _paths: tuple[str, ...]) -> None:
        told, self._step_told = self._step_told, None
        if told is not None:
            self.messages.withdraw(told)

    def copy_case(self) -> None:
        """A new shipment with the goods and parties of this one; its to-do list opens."""
        case_id = self.session.case_id
        if case_id is not None and self.attempt(lambda: self.session.copy_case(case_id)):
            self.travel(places.TODO)

    def _case_changed(self, paths: tuple[str, ...]) -> None:
        self._has_missed = not self.isVisible()
        if not self._has_missed and self.has_case():
            self._keep_up()

    def _keep_up(self) -> None:
        self.show_case()
        self.changed.emit()
        self.figure_actions.follow()
        self.conclude()

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        """Nobody sees a page that stands behind the case: what changed while it was on its way here comes now."""
        super().showEvent(event)
        if self._has_missed and self.has_case():
            self._has_missed = False
            self._keep_up()

    # -- figures

    def where_from(self, figure: str) -> WhereFrom | None:
        """Say where a figure comes from; a page that computes figures of its own answers for them too."""
        return self.session.where_from(figure)

    def explanation_closed(self) -> None:
        self.figure_actions.forget()

    def extend_menu(self, menu: QMenu, widget: QWidget) -> None:
        self.figure_actions.extend_menu(menu, widget)

    @guarded()
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What has no menu of its own has that of its figure; the menu key asks where the cursor is."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        widget = self.childAt(event.pos()) if by_mouse else QApplication.focusWidget()
        menu = QMenu(self)
        if widget is not None:
            self.extend_menu(menu, widget)
        if menu.actions():
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())


def _first_goods(case: Case) -> str:
    names = ((line.name_zh, line.name_en) for line in case.goods)
    return next((pick(Bilingual(zh or en or "", en or zh or "")) for zh, en in names), "")


def _unfinished() -> str:
    return translate("StepPage", "Checking did not finish. What was typed is saved. Change something or press F5.")


def _concluded(wanted: Analysis | None, progress: Progress) -> None:
    progress.check()
    if wanted is None:
        engines.load()
        return
    with watched_by(lambda _done, _total: progress.check()):
        wanted.work_out("findings", "steps", between=progress.check)
