"""The worked examples, the decision table, the turning days and the three samples, as data."""

from __future__ import annotations

import pytest

from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.questions import questions
from tests.modes.case_files import ModeCase, book, cases, ranked, with_verdict


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_verdicts(case: ModeCase) -> None:
    advice = case.advice()
    assert ranked(advice) == case.ranked
    lead = case.recommended if case.recommended is not None else next(iter(case.ranked), "")
    assert (advice.recommended.mode.code if advice.recommended else "") == lead
    assert with_verdict(advice, Verdict.NOT_APPLICABLE) >= set(case.closed)
    assert with_verdict(advice, Verdict.TO_CONFIRM) >= set(case.to_confirm)
    assert not set(ranked(advice)) & set(case.never)
    assert case.scenario is None or next(told.id for told in advice.scenarios if told.outcome) == case.scenario


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_contradictions(case: ModeCase) -> None:
    assert [clash.id for clash in case.advice().clashes] == case.clashes


def test_no_case_has_the_name_of_another() -> None:
    names = [case.id for case in cases()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", [case for case in cases() if case.ranked], ids=lambda case: case.id)
def test_channel_and_refund(case: ModeCase) -> None:
    lead = case.advice().mode(case.ranked[0])
    assert case.channel in (None, lead.channel.value)
    assert case.hs_digits in (None, lead.channel.hs_digits)
    assert case.refund in (None, lead.refund.value)
    assert {note.id for note in lead.notes if note.outcome} >= set(case.notes)
    fixes = {reason.fix for reason in lead.reasons if reason.outcome is False and not reason.blocks}
    assert fixes >= set(case.fixes)
    assert not fixes & set(case.no_fixes)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_warnings(case: ModeCase) -> None:
    raised = {one.caution.code: one for one in case.advice().cautions}
    assert raised.keys() >= set(case.warnings)
    assert not raised.keys() & set(case.without)
    assert {code: raised[code].severity for code in case.severities} == case.severities


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_papers_registrations_and_questions(case: ModeCase) -> None:
    advice = case.advice()
    papers = {one.paper.id for one in advice.papers}
    assert papers >= set(case.papers)
    assert not papers & set(case.no_papers)
    states = {one.registration.id: one.state for one in advice.registrations}
    assert states.items() >= case.registrations.items()
    assert {one.spec.path for one in questions(advice, book())} >= set(case.asks)
