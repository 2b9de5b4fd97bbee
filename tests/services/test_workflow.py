"""The eight steps: each status is reached, and the next step is the one a clerk would take."""

import pytest

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.wording import Wording
from exporter_desk.services.workflow import Progress, Status, Step, done_count, next_step, states
from exporter_desk.system import resources

WORDING = Wording.load(resources.read_bytes("text/workflow.toml"))
MODE = ("9810", Bilingual("海外仓", "Overseas warehouse"))
FULL = Progress(
    describe_total=8,
    describe_answered=8,
    mode_adopted=MODE,
    goods_lines=2,
    cartons="240",
    estimate_total=("CNY", "1.00"),
    papers_total=5,
    papers_ready=5,
    refund_begun=True,
    refund_papers=3,
    passed=41,
)


def status_of(step: Step, progress: Progress) -> Status:
    return next(state.status for state in states(progress, WORDING) if state.step is step)


@pytest.mark.parametrize(
    ("step", "change", "status"),
    [
        (Step.DESCRIBE, {"describe_answered": 0}, Status.NOT_STARTED),
        (Step.DESCRIBE, {"describe_answered": 3}, Status.DOING),
        (Step.DESCRIBE, {}, Status.DONE),
        (Step.MODE, {"mode_adopted": None, "describe_answered": 0}, Status.NOT_STARTED),
        (Step.MODE, {"mode_adopted": None, "mode_suggested": MODE}, Status.DOING),
        (Step.MODE, {"mode_adopted": None, "mode_questions": 2}, Status.DOING),
        (Step.MODE, {"mode_adopted": None}, Status.DOING),
        (Step.MODE, {"mode_conflict": True}, Status.PROBLEM),
        (Step.GOODS, {"goods_lines": 0}, Status.NOT_STARTED),
        (Step.GOODS, {"goods_errors": 1}, Status.PROBLEM),
        (Step.GOODS, {"goods_confirm": 1}, Status.DOING),
        (Step.GOODS, {"weight_estimated": True}, Status.DOING),
        (Step.GOODS, {"cartons": None}, Status.DOING),
        (Step.COSTS, {"estimate_total": None}, Status.NOT_STARTED),
        (Step.COSTS, {"estimate_total": None, "estimate_begun": True}, Status.DOING),
        (Step.COSTS, {"estimate_total": None, "warehouse_used": False}, Status.DONE),
        (Step.DOCUMENTS, {"papers_ready": 3}, Status.DOING),
        (Step.DOCUMENTS, {"goods_lines": 0}, Status.BLOCKED),
        (Step.REFUND, {"refund_wanted": False}, Status.DONE),
        (Step.REFUND, {"refund_papers": 0}, Status.BLOCKED),
        (Step.REFUND, {"refund_missing": 2}, Status.DOING),
        (Step.REFUND, {"refund_missing": 2, "refund_begun": False}, Status.NOT_STARTED),
        (Step.CHECK, {"errors": 2}, Status.PROBLEM),
        (Step.CHECK, {"confirm": 1}, Status.DOING),
        (Step.CHECK, {"hints": 1}, Status.DONE),
        (Step.CHECK, {"goods_lines": 0}, Status.BLOCKED),
        (Step.PACKET, {"errors": 2}, Status.BLOCKED),
        (Step.PACKET, {"goods_lines": 0}, Status.BLOCKED),
        (Step.PACKET, {}, Status.NOT_STARTED),
        (Step.PACKET, {"handed_over": 1}, Status.DONE),
        (Step.PACKET, {"handed_over": 1, "version": 2}, Status.DOING),
        (Step.PACKET, {"handed_over": 1, "version": 2, "errors": 1}, Status.BLOCKED),
    ],
)
def test_each_step_has_the_status_that_the_case_gives_it(step: Step, change: dict[str, object], status: Status) -> None:
    assert status_of(step, FULL._replace(**change)) is status


def test_a_problem_comes_before_the_first_open_step() -> None:
    assert next_step(states(FULL._replace(describe_answered=3, errors=2), WORDING)).step is Step.CHECK
    assert next_step(states(FULL._replace(describe_answered=3), WORDING)).step is Step.DESCRIBE


def test_a_full_case_has_only_the_packet_left() -> None:
    everything = states(FULL, WORDING)
    assert done_count(everything) == 7
    assert next_step(everything).step is Step.PACKET


def test_refund_note_counts_papers_by_the_words_of_their_page() -> None:
    counted = FULL._replace(
        refund_missing=3, refund_states=(("missing", 1), ("unknown", 2), ("waiting", 0), ("have", 4))
    )
    note = next(state.note for state in states(counted, WORDING) if state.step is Step.REFUND)
    assert note == Bilingual("7 项：缺 1，没说明 2", "7 papers: 1 missing, 2 not said")


def test_notes_speak_both_languages() -> None:
    note = states(FULL, WORDING)[1].note
    assert note == Bilingual("已采用 9810 海外仓", "9810 Overseas warehouse adopted")


def test_a_sentence_without_english_is_refused() -> None:
    with pytest.raises(ValueError, match=r"notes\.x"):
        Wording.load('[notes.x]\nzh = "只有中文"\n'.encode())
