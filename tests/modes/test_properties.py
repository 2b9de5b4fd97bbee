"""What must hold for any answers: not knowing never rules a mode out, and the answer is well formed."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain.case import FactValue
from exporter_desk.modes.advice import Advice, Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.modes.questions import questions
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.schema import FactSpec
from tests.modes.case_files import book, with_verdict

DAY = date(2026, 11, 22)
LEFT_OUT = {"export_date", "pack", "inspection"}


def answers(spec: FactSpec) -> st.SearchStrategy[FactValue] | None:
    if spec.reserved or spec.means or spec.path in LEFT_OUT:
        return None
    if spec.type == "bool":
        return st.booleans()
    if spec.type == "code":
        return st.sampled_from([entry.value for entry in spec.allowed])
    return st.sampled_from(["1", "5000", "5001", "150001"]) if spec.type == "decimal" else None


ALL = {path: found for path, spec in book().facts.items() if (found := answers(spec)) is not None}
some_facts = st.fixed_dictionaries({}, optional=ALL)


def judge(facts: dict[str, FactValue]) -> Advice:
    return assess(read_facts(facts, book(), DAY), book(), DAY)


@settings(max_examples=200)
@given(some_facts, st.sets(st.sampled_from(sorted(ALL))))
def test_not_knowing_never_rules_out_a_mode_that_an_answer_could_give(
    facts: dict[str, FactValue], forgotten: set[str]
) -> None:
    known = {path: value for path, value in facts.items() if path not in forgotten}
    ruled_out = with_verdict(judge(known), Verdict.NOT_APPLICABLE)
    assert ruled_out <= with_verdict(judge(facts), Verdict.NOT_APPLICABLE)


@settings(max_examples=100)
@given(some_facts)
def test_the_answer_is_well_formed(facts: dict[str, FactValue]) -> None:
    advice = judge(facts)
    ranks = [one.verdict.rank for one in advice.modes]
    assert ranks == sorted(ranks)
    assert {one.mode.code for one in advice.modes} == set(book().modes)
    assert len(with_verdict(advice, Verdict.RECOMMENDED)) <= 1
    for one in advice.modes:
        assert one.verdict is not Verdict.NOT_APPLICABLE or (one.channel.value is None and one.refund.value is None)
        assert all(reason.outcome is not None or reason.missing for reason in one.reasons)


@settings(max_examples=60)
@given(some_facts)
def test_a_mode_is_ruled_out_for_a_reason_and_kept_open_with_a_question(facts: dict[str, FactValue]) -> None:
    advice = judge(facts)
    for one in advice.modes:
        failed = any(reason.blocks and reason.outcome is False for reason in one.reasons)
        assert failed is (one.verdict is Verdict.NOT_APPLICABLE)
    if with_verdict(advice, Verdict.TO_CONFIRM) and not advice.clashes:
        assert questions(advice, book())


@settings(max_examples=60)
@given(some_facts)
def test_nothing_is_asked_that_was_answered(facts: dict[str, FactValue]) -> None:
    asked = {one.spec.path for one in questions(judge(facts), book())}
    assert not asked & facts.keys()
    assert not {path for path in asked if book().facts[path].reserved or book().facts[path].means}
