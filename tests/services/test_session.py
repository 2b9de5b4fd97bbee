"""A sitting at the desk, as the window drives it: samples, a new shipment, typing, answers, undo, packet."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exporter_desk.domain.paths import PathError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.papers.packets import receiver_pdf, write_packet
from exporter_desk.services.session import Session
from exporter_desk.services.shown_progress import ShownProgress
from exporter_desk.services.workflow import Status, Step
from exporter_desk.storage.summary import Event, Summary

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture
def session(desk: Desk, desk_home: Path) -> Iterator[Session]:
    shown = ShownProgress()
    opened = Session(desk, open_cases(desk, summarise=shown), lambda: TODAY, lambda: NOON, shown)
    yield opened
    opened.cases.close()


def open_sample(session: Session, name: str) -> None:
    session.open(next(one.id for one in session.summaries() if one.sample == name))


def test_a_new_company_begins_with_the_three_samples(session: Session) -> None:
    assert {one.sample for one in session.summaries()} == {"apparel", "furniture", "navel-orange"}
    assert session.case_id is None


@pytest.mark.parametrize(("sample", "mode"), [("navel-orange", "0110"), ("furniture", "9810"), ("apparel", "9710")])
def test_the_advice_recommends_what_each_sample_adopted(session: Session, sample: str, mode: str) -> None:
    open_sample(session, sample)
    best = session.analysis().advice.recommended
    assert best is not None
    assert best.mode.code == mode == session.case.choice("mode")


@pytest.mark.parametrize("sample", ["navel-orange", "furniture", "apparel"])
def test_no_sample_has_an_error(session: Session, sample: str) -> None:
    open_sample(session, sample)
    assert session.analysis().progress.errors == 0
    assert len(session.analysis().steps) == 8


def test_the_estimate_marks_the_weight_of_furniture_everywhere(session: Session) -> None:
    open_sample(session, "furniture")
    analysis = session.analysis()
    assert analysis.totals["gross_kg"].estimated
    assert analysis.progress.weight_estimated
    assert analysis.steps[2].status is Status.DOING


def test_a_shipment_grows_from_nothing(session: Session) -> None:
    session.new_case("试一票")
    assert session.analysis().steps[0].status is Status.NOT_STARTED
    for question in session.guided(Step.DESCRIBE):
        session.answer(question.path, None)
    assert session.analysis().steps[0].status is Status.DONE
    session.answer("route.dest", "DE")
    session.answer("facts.buyer", "business")
    assert session.case.route.dest == "DE"
    assert [question.answer for question in session.guided(Step.DESCRIBE)].count(None) == 6


def test_refund_file_in_which_nobody_said_anything_is_not_begun(session: Session) -> None:
    session.new_case()
    assert session.analysis().steps[5].status is Status.NOT_STARTED
    session.answer("facts.want_refund", True)
    assert session.analysis().steps[5].status is Status.NOT_STARTED
    session.type_text("tax.claim_period", "2026-12")
    assert session.analysis().steps[5].status is Status.DOING


def test_word_about_one_paper_begins_the_refund_file(session: Session) -> None:
    session.new_case()
    session.type_text("tax.papers.contract.state", "missing")
    assert session.analysis().steps[5].status is Status.DOING


def test_packet_is_done_while_what_was_handed_over_is_what_the_shipment_says(session: Session) -> None:
    open_sample(session, "navel-orange")

    def told() -> tuple[Status, str, int, int]:
        packet = session.analysis().steps[7]
        row = next(one for one in session.summaries() if one.sample == "navel-orange")
        return packet.status, packet.note.zh, row.shown.steps_done, row.shown.handed_over

    status, _, before, version = told()
    assert (status, version) == (Status.NOT_STARTED, 0)
    session.hand_over(["broker"], "李某", TODAY)
    assert told() == (Status.DONE, "已交付 第 1 版", before + 1, 1)
    session.type_text("terms.contract_no", "HT-9")
    assert told() == (Status.DOING, "第 1 版交付后有改动，第 2 版还没交付", before, 0)
    session.hand_over(["broker"], "李某", TODAY)
    assert told() == (Status.DONE, "已交付 第 2 版", before + 1, 2)


def test_list_shows_a_hand_over_no_more_at_the_first_change_that_is_saved(session: Session) -> None:
    open_sample(session, "navel-orange")
    session.hand_over(["broker"], "", TODAY)
    session.type_text("terms.contract_no", "HT-9")  # and nobody looks at the steps
    row = next(one for one in session.summaries() if one.sample == "navel-orange")
    assert row.shown.handed_over == 0


def test_what_cannot_be_read_is_kept_and_told(session: Session) -> None:
    session.new_case()
    key = session.add_item("goods")
    session.type_text(f"goods.{key}.qty", "48O")
    assert session.shown_text(f"goods.{key}.qty") == "48O"
    assert session.case.goods[0].qty is None
    assert any(f"goods.{key}.qty" in finding.places for finding in session.analysis().findings)


def test_undo_and_redo_have_names_in_both_languages(session: Session) -> None:
    session.new_case()
    session.type_text("terms.contract_no", "HT-1")
    assert session.undo_name is not None
    assert "合同号" in session.undo_name.zh
    assert "Contract no." in session.undo_name.en
    session.undo()
    assert session.case.terms.contract_no is None
    session.redo()
    assert session.case.terms.contract_no == "HT-1"


def test_pasting_goods_is_one_step(session: Session) -> None:
    session.new_case()
    session.add_rows("goods", [{"name_zh": "T恤", "qty": "１，２００"}, {"name_zh": "短裤", "qty": "x"}])
    assert [line.name_zh for line in session.case.goods] == ["T恤", "短裤"]
    assert session.case.goods[0].qty == 1200
    session.undo()
    assert session.case.goods == ()


def test_block_over_cells_is_one_step(session: Session) -> None:
    session.new_case()
    session.add_rows("goods", [{"name_zh": "桌", "qty": "1"}, {"name_zh": "椅", "qty": "2"}])
    heard: list[tuple[str, ...]] = []
    session.subscribe(heard.append)
    with session.one_step("paste"):
        session.type_text("goods.g1.qty", "10")
        session.type_text("goods.g2.qty", "20")
    assert len(heard) == 1
    assert set(heard[0]) == {"goods.g1.qty", "goods.g2.qty"}
    assert session.undo_name is not None
    assert session.undo_name.zh == "粘贴"
    session.undo()
    assert [line.qty for line in session.case.goods] == [1, 2]


def test_step_with_one_change_is_called_after_it(session: Session) -> None:
    session.new_case()
    with session.one_step("paste"):
        session.type_text("terms.place", "BREMEN")
    assert session.undo_name is not None
    assert "指定地点" in session.undo_name.zh


def test_error_inside_a_step_leaves_the_shipment_as_it_was(session: Session) -> None:
    session.new_case()
    steps = len(session.cases.history().undo)

    def half() -> None:
        with session.one_step("paste"):
            session.type_text("terms.place", "BREMEN")
            session.type_text("goods.g7.qty", "1")

    with pytest.raises(PathError):
        half()
    assert session.case.terms.place is None
    assert (len(session.cases.history().undo), session.cases.unsaved) == (steps, False)


def test_listeners_hear_which_places_changed(session: Session) -> None:
    session.new_case()
    heard: list[tuple[str, ...]] = []
    session.subscribe(heard.append)
    session.type_text("terms.currency", "USD")
    assert heard == [("terms.currency",)]
    assert session.saved_at == NOON


def test_the_list_learns_the_steps_of_the_open_shipment(session: Session) -> None:
    open_sample(session, "apparel")
    assert session.analysis().steps
    shown = next(one.shown for one in session.summaries() if one.sample == "apparel")
    assert shown.steps_total == 8
    session.type_text("terms.payment", "T/T 30 days")
    assert next(one.shown for one in session.summaries() if one.sample == "apparel").steps_total == 8


def test_fresh_samples_can_be_examined_in_the_background(session: Session) -> None:
    for case in session.without_steps():
        session.keep(session.examine(case))
    assert session.without_steps() == ()
    assert all(one.shown.steps_done > 0 for one in session.summaries())


def in_list(session: Session, name: str) -> Summary:
    return next(one.shown for one in session.summaries() if one.sample == name)


def test_an_examined_shipment_that_was_changed_meanwhile_keeps_what_was_typed(session: Session) -> None:
    case = next(one for one in session.without_steps() if one.sample == "furniture")
    examined = session.examine(case)
    session.open(str(case.id))
    session.type_text("title", "新标题")
    session.answer("route.dest", "JP")
    session.keep(examined)
    assert (in_list(session, "furniture").title, in_list(session, "furniture").dest) == ("新标题", "JP")
    session.keep(session.examine(session.case))
    assert (in_list(session, "furniture").dest, in_list(session, "furniture").steps_total) == ("JP", 8)


def test_an_examined_shipment_that_is_gone_or_closed_meanwhile_is_left_alone(session: Session) -> None:
    examined = [session.examine(case) for case in session.without_steps()]
    session.cases._repository.set_deleted(str(examined[0].case.id), "2026-01-01", Event("x", Bilingual("", ""), ""))
    assert session.cases.clear_old() == 1
    session.keep(examined[0])
    assert len(session.summaries()) == 2
    session.close()
    session.keep(examined[1])
    assert session.is_closed


def test_what_is_previewed_is_what_is_saved(session: Session, tmp_path: Path) -> None:
    open_sample(session, "apparel")
    preview = receiver_pdf(session.analysis(), "buyer")
    packet = write_packet(session.analysis(), tmp_path, ("buyer",))
    assert (tmp_path / packet.files[0].path).read_bytes() == preview
    image = session.page_image(preview, 0, 72)
    assert (image.width, image.height) == (596, 842) or (image.width, image.height) == (595, 842)


def test_a_copy_keeps_goods_and_drops_numbers(session: Session) -> None:
    open_sample(session, "furniture")
    original = session.case
    session.copy_case(str(original.id))
    assert [line.name_zh for line in session.case.goods] == [line.name_zh for line in original.goods]
    assert session.case.terms.contract_no is None
    assert session.case.choice("mode") is None
    assert session.case.sample is None


def test_deleted_shipments_come_back(session: Session) -> None:
    case_id = session.new_case("错开的一票")
    session.delete_case(case_id)
    assert [one.id for one in session.summaries(deleted=True)] == [case_id]
    session.restore_case(case_id)
    assert case_id in {one.id for one in session.summaries()}


def test_a_decision_is_typed_like_a_field_and_noted_with_the_rules(session: Session) -> None:
    session.new_case()
    session.type_text("choices.levy_nature", "101")
    assert session.shown_text("choices.levy_nature") == "101"
    rules = session.desk.rules
    assert session.case.choices[-1].rules == f"{rules.version}#{rules.digest[:12]}"
    session.type_text("choices.levy_nature", "")
    assert session.case.choice("levy_nature") is None


def test_adopting_remembers_and_a_changed_answer_asks_for_another_look(session: Session) -> None:
    open_sample(session, "apparel")
    session.adopt_mode("9710")
    choice = session.case.decision("mode")
    assert choice is not None
    assert (choice.rules, choice.facts["buyer"], choice.found["9710"]) == (
        session.desk.rules_noted,
        "business",
        "recommended",
    )
    assert not [one for one in session.analysis().own_findings if one.code == "W92"]
    session.answer("facts.classic_papers_wanted", True)
    told = next(one for one in session.analysis().own_findings if one.code == "W92")
    assert "采用9710时是「推荐」，现在是「可以」。" in told.zh
    session.adopt_mode("9710")
    assert not [one for one in session.analysis().own_findings if one.code == "W92"]


def test_none_of_the_modes_is_decided_and_shown_as_a_step_under_way(session: Session) -> None:
    open_sample(session, "apparel")
    session.adopt_mode(None)
    assert session.case.choice("mode") is None
    mode = next(state for state in session.analysis().steps if state.step is Step.MODE)
    assert mode.status is Status.DOING
    assert mode.note.zh == "都没有采用，等报关行答复"


def test_contradicting_answers_are_a_problem_of_the_step(session: Session) -> None:
    session.new_case()
    session.answer("facts.buyer", "consumer")
    session.answer("facts.genuine_contract", True)
    mode = next(state for state in session.analysis().steps if state.step is Step.MODE)
    assert mode.status is Status.PROBLEM
    assert "W91" in {one.code for one in session.analysis().own_findings}


def test_why_not_and_what_if_leave_the_shipment_alone(session: Session) -> None:
    open_sample(session, "apparel")
    before = session.case
    first = session.why_not("9810")[0]
    assert {option.value for option in first.options} == {"unsold"} or first.fact != "sale_state"
    assert "不适用" in session.what_if("buyer", "consumer").zh
    assert session.case is before


def test_the_latest_steps_stay_until_newer_ones_are_computed(session: Session) -> None:
    open_sample(session, "apparel")
    assert session.latest_steps() == ()
    assert not session.analysis().is_complete
    session.analysis().findings  # noqa: B018  # computed
    steps = session.analysis().steps
    assert session.latest_steps() == steps
    session.type_text("terms.incoterm", "CIF")
    assert session.latest_steps() == steps
    assert "found" not in vars(session.analysis())
