"""Fields that an estimate asks for: by the places of its findings, and while something stands in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.services.estimates.asked import LAYER, PERCENT, TEXT, asked_inputs, layers_left_out
from exporter_desk.services.session import Session


@pytest.fixture
def furniture(session: Session) -> Session:
    session.open(next(one.id for one in session.summaries() if one.sample == "furniture"))
    return session


def asked(session: Session, *findings: Finding) -> list[tuple[str, str, str]]:
    analysis = session.analysis()
    assert analysis.estimate is not None
    estimate = replace(analysis.estimate, findings=findings)
    return [
        (one.path, one.label.zh, one.kind) for one in asked_inputs(estimate, analysis.case, session.desk.cost_texts)
    ]


def found(code: str, place: str, **values: str) -> Finding:
    return Finding(code, Severity.CONFIRM, (place,), values)


def test_nothing_is_asked_without_need(furniture: Session) -> None:
    assert asked(furniture) == []
    assert asked_inputs(None, furniture.case, furniture.desk.cost_texts) == ()


@pytest.mark.parametrize(
    ("finding", "field"),
    [
        (found("C43", "estimate.facts.zone"), ("facts.zone", "收货分区", TEXT)),
        (found("C43", "estimate.facts.own_fact"), ("facts.own_fact", "own_fact", TEXT)),
        (found("C30", "estimate.duty.antidumping_pct"), ("duty.antidumping_pct", "反倾销税率 %", PERCENT)),
        (found("C37", "estimate.duty"), ("duty.antidumping_pct", "反倾销税率 %", PERCENT)),
        (found("C31", "estimate.duty"), ("duty.total_pct", "关税合计税率 %", PERCENT)),
        (found("C32", "estimate.duty.layers"), ("duty.total_pct", "关税合计税率 %", PERCENT)),
        (found("C78", "estimate.duty.preference"), ("duty.total_pct", "关税合计税率 %", PERCENT)),
        (found("C73", "estimate.duty.without", left_out="us_x"), ("duty.without.us_x", "关税层 us_x", LAYER)),
    ],
)
def test_each_remedy_has_its_field(furniture: Session, finding: Finding, field: tuple[str, str, str]) -> None:
    assert asked(furniture, finding, finding) == [field]


def test_field_stays_while_something_stands_in_it(furniture: Session) -> None:
    furniture.set_value("estimate.facts.zone", "5")
    furniture.set_value("estimate.duty.total_pct", "12")
    furniture.set_value("estimate.duty.without", ["us_x"])
    assert [path for path, _, _ in asked(furniture)] == ["facts.zone", "duty.total_pct", "duty.without.us_x"]
    assert layers_left_out(furniture.case) == ("us_x",)
