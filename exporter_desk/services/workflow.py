"""The eight steps of a shipment and their state, computed from the case; knows nothing of any window."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter_desk.services.wording import Wording


class Step(StrEnum):
    """The steps in their order (办事清单)."""

    DESCRIBE = "describe"
    MODE = "mode"
    GOODS = "goods"
    COSTS = "costs"
    DOCUMENTS = "documents"
    REFUND = "refund"
    CHECK = "check"
    PACKET = "packet"


class Status(StrEnum):
    """The only five states of a step: 未开始 进行中 已完成 有问题 暂不能办."""

    NOT_STARTED = "not_started"
    DOING = "doing"
    DONE = "done"
    PROBLEM = "problem"
    BLOCKED = "blocked"


class Progress(NamedTuple):
    """What the steps need to know of a case; counted by `services.analysis`, None where nothing is known yet.

    `version` is that of the papers as the case is now, `handed_over` the latest that somebody got, 0 for none.
    """

    describe_total: int = 0
    describe_answered: int = 0
    describe_unknown: int = 0
    mode_questions: int = 0
    mode_suggested: tuple[str, Bilingual] | None = None
    mode_adopted: tuple[str, Bilingual] | None = None
    mode_conflict: bool = False
    mode_clash: bool = False
    mode_refused: bool = False
    mode_recheck: bool = False
    goods_lines: int = 0
    cartons: str | None = None
    weight_estimated: bool = False
    goods_errors: int = 0
    goods_confirm: int = 0
    warehouse_used: bool | None = None
    estimate_begun: bool = False
    estimate_total: tuple[str, str] | None = None
    estimate_missing: int = 0
    papers_total: int = 0
    papers_ready: int = 0
    refund_wanted: bool | None = None
    refund_begun: bool = False
    refund_papers: int = 0
    refund_missing: int = 0
    refund_states: tuple[tuple[str, int], ...] = ()
    errors: int = 0
    confirm: int = 0
    hints: int = 0
    passed: int = 0
    version: int = 1
    handed_over: int = 0


class StepState(NamedTuple):
    """One line of the task list: its number, names, status and what there is to say."""

    number: int
    step: Step
    name: Bilingual
    status: Status
    status_name: Bilingual
    note: Bilingual


_Judgement = tuple[Status, str, "Mapping[str, str | int | Bilingual]"]


def states(progress: Progress, wording: Wording) -> tuple[StepState, ...]:
    """Return the state of all eight steps."""
    return tuple(_state(number, step, progress, wording) for number, step in enumerate(Step, start=1))


def _state(number: int, step: Step, progress: Progress, wording: Wording) -> StepState:
    status, key, values = _JUDGES[step](progress)
    name, status_name = wording.say(f"steps.{step}"), wording.say(f"status.{status}")
    told = {"counts": _paper_counts(progress, wording), **values}
    return StepState(number, step, name, status, status_name, _note(wording, key, told))


def _paper_counts(progress: Progress, wording: Wording) -> Bilingual:
    """Name the states of the refund papers that occur, each with its number; what is there already is not told."""
    open_states = [(state, count) for state, count in progress.refund_states if count and state != "have"]
    words = [(wording.say(f"papers.{state}"), count) for state, count in open_states]
    zh, en = (f"{name.zh} {count}" for name, count in words), (f"{count} {name.en}" for name, count in words)
    return Bilingual("，".join(zh), ", ".join(en))


def _note(wording: Wording, key: str, values: Mapping[str, str | int | Bilingual]) -> Bilingual:
    def side(language: str) -> dict[str, str | int]:
        return {k: getattr(v, language) if isinstance(v, Bilingual) else v for k, v in values.items()}

    return Bilingual(wording.say(f"notes.{key}", **side("zh")).zh, wording.say(f"notes.{key}", **side("en")).en)


def next_step(all_states: tuple[StepState, ...]) -> StepState:
    """Return the step to go on with: a problem first, then the first that is neither done nor blocked."""
    open_states = [state for state in all_states if state.status not in {Status.DONE, Status.BLOCKED}]
    return min(
        open_states, key=lambda state: (state.status is not Status.PROBLEM, state.number), default=all_states[-1]
    )


def done_count(all_states: tuple[StepState, ...]) -> int:
    """Return how many of the eight steps are done."""
    return sum(state.status is Status.DONE for state in all_states)


def _describe(progress: Progress) -> _Judgement:
    total, answered = progress.describe_total, progress.describe_answered
    if answered == 0:
        return Status.NOT_STARTED, "describe_none", {"total": total}
    if answered < total:
        return Status.DOING, "describe_some", {"total": total, "answered": answered}
    key = "describe_unknown" if progress.describe_unknown else "describe_done"
    return Status.DONE, key, {"total": total, "unknown": progress.describe_unknown}


def _mode(progress: Progress) -> _Judgement:
    if progress.mode_adopted is not None:
        return _adopted_mode(progress, *progress.mode_adopted)
    if progress.describe_answered == 0:
        return Status.NOT_STARTED, "mode_wait", {}
    if progress.mode_clash:
        return Status.PROBLEM, "mode_clash", {}
    if progress.mode_refused:
        return Status.DOING, "mode_refused", {}
    if progress.mode_suggested is not None:
        code, name = progress.mode_suggested
        return Status.DOING, "mode_recommended", {"code": code, "name": name}
    if progress.mode_questions:
        return Status.DOING, "mode_open", {"count": progress.mode_questions}
    return Status.DOING, "mode_none", {}


def _adopted_mode(progress: Progress, code: str, name: Bilingual) -> _Judgement:
    if progress.mode_conflict:
        return Status.PROBLEM, "mode_conflict", {"code": code}
    note = "mode_recheck" if progress.mode_recheck or progress.mode_clash else "mode_adopted"
    return Status.DONE, note, {"code": code, "name": name}


def _goods(progress: Progress) -> _Judgement:
    if progress.goods_lines == 0:
        return Status.NOT_STARTED, "goods_none", {}
    if progress.goods_errors or progress.goods_confirm:
        status = Status.PROBLEM if progress.goods_errors else Status.DOING
        key = "goods_open" if progress.goods_errors else "goods_confirm"
        return status, key, {"errors": progress.goods_errors, "confirm": progress.goods_confirm}
    if progress.cartons is None:
        return Status.DOING, "goods_none", {}
    counts: dict[str, str | int | Bilingual] = {"lines": progress.goods_lines, "cartons": progress.cartons}
    if progress.weight_estimated:
        return Status.DOING, "goods_estimated", counts
    return Status.DONE, "goods_done", counts


def _costs(progress: Progress) -> _Judgement:
    if progress.estimate_total is not None:
        currency, amount = progress.estimate_total
        return Status.DONE, "costs_done", {"currency": currency, "amount": amount}
    if progress.estimate_begun:
        return Status.DOING, "costs_unknown", {"count": progress.estimate_missing}
    if progress.warehouse_used is False:
        return Status.DONE, "costs_not_needed", {}
    key = "costs_none" if progress.cartons is not None else "costs_wait"
    return Status.NOT_STARTED, key, {}


def _documents(progress: Progress) -> _Judgement:
    if progress.goods_lines == 0 or progress.papers_total == 0:
        return Status.BLOCKED, "documents_wait", {}
    counts = {"total": progress.papers_total, "ready": progress.papers_ready}
    return Status.DONE if progress.papers_ready == progress.papers_total else Status.DOING, "documents_some", counts


def _refund(progress: Progress) -> _Judgement:
    if progress.refund_wanted is False:
        return Status.DONE, "refund_not_wanted", {}
    if progress.refund_papers == 0:
        return Status.BLOCKED, "refund_wait", {}
    if progress.refund_missing:
        total = sum(count for _, count in progress.refund_states)
        status = Status.DOING if progress.refund_begun else Status.NOT_STARTED
        return status, "refund_missing", {"total": total}
    return Status.DONE, "refund_done", {"total": progress.refund_papers}


def _check(progress: Progress) -> _Judgement:
    if progress.goods_lines == 0:
        return Status.BLOCKED, "check_wait", {}
    if progress.errors or progress.confirm or progress.hints:
        status = Status.PROBLEM if progress.errors else Status.DOING if progress.confirm else Status.DONE
        counts = {"errors": progress.errors, "confirm": progress.confirm, "hints": progress.hints}
        return status, "check_counts" if progress.errors else "check_confirm", counts
    return Status.DONE, "check_clean", {"passed": progress.passed}


def _packet(progress: Progress) -> _Judgement:
    if progress.goods_lines == 0:
        return Status.BLOCKED, "packet_wait", {}
    if progress.errors:
        return Status.BLOCKED, "packet_errors", {"errors": progress.errors}
    if not progress.handed_over:
        return Status.NOT_STARTED, "packet_ready", {"confirm": progress.confirm}
    versions = {"version": progress.version, "former": progress.handed_over}
    if progress.version > progress.handed_over:
        return Status.DOING, "packet_changed", versions
    return Status.DONE, "packet_handed_over", versions


_JUDGES: dict[Step, Callable[[Progress], _Judgement]] = {
    Step.DESCRIBE: _describe,
    Step.MODE: _mode,
    Step.GOODS: _goods,
    Step.COSTS: _costs,
    Step.DOCUMENTS: _documents,
    Step.REFUND: _refund,
    Step.CHECK: _check,
    Step.PACKET: _packet,
}
