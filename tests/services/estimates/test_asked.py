"""Fields that an estimate asks for: by the places of its findings, and while something stands in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import Json
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.asked import LAYER, PERCENT, TEXT, asked_inputs, layers_left_out
from exporter_desk.services.estimates.plan_choices import choices_of
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
        (one.path, one.label.zh, one.kind)
        for one in asked_inputs(estimate, analysis.case, session.desk.cost_texts, session.desk.prices.cards)
    ]


def found(code: str, place: str, **values: str) -> Finding:
    return Finding(code, Severity.CONFIRM, (place,), values)


def test_nothing_is_asked_without_need(furniture: Session) -> None:
    assert asked(furniture) == []
    assert asked_inputs(None, furniture.case, furniture.desk.cost_texts, {}) == ()


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


@pytest.mark.parametrize(
    ("card", "fact", "offered"),
    [
        ("US-AWD-2026", "region", [("West", "西部", "West"), ("Other", "其他地区", "Other")]),
        (
            "US-CN3PL-2024",
            "loading",
            [
                ("floor", "散装（地板货）", "Floor-loaded"),
                ("pallet", "托盘", "On pallets"),
                ("loose", "散箱", "Loose cartons"),
            ],
        ),
        ("US-CN3PL-2024", "region", []),
    ],
)
def test_condition_offers_in_words_what_the_card_tells_apart(
    furniture: Session, card: str, fact: str, offered: list[tuple[str, str, str]]
) -> None:
    furniture.set_value("estimate.cards", [card])
    furniture.set_value(f"estimate.facts.{fact}", "x")
    fields = asked_inputs(None, furniture.case, furniture.desk.cost_texts, furniture.desk.prices.cards)
    assert [(value, words.zh, words.en) for one in fields for value, words in one.choices] == offered


def test_condition_of_an_own_line_is_offered_as_it_was_typed(furniture: Session) -> None:
    furniture.set_value("estimate.lines", [{"stage": "storage", "applies_if": {"floor": "3"}}])
    furniture.set_value("estimate.facts.floor", "2")
    (field,) = asked_inputs(None, furniture.case, furniture.desk.cost_texts, {})
    assert field.choices == (("3", Bilingual("3", "3")),)


def test_every_condition_of_a_shipped_card_has_words(furniture: Session) -> None:
    told = furniture.desk.cost_texts
    pairs = {
        pair for card in furniture.desk.prices.cards.values() for one in card.charge for pair in one.applies_if.items()
    }
    assert pairs
    assert [f"{fact}.{value}" for fact, value in pairs if f"fact_value.{fact}.{value}" not in told] == []


@pytest.mark.parametrize(
    ("cards", "fact", "offered"),
    [
        (["US-AWD-2026"], "region", ["西部", "其他地区"]),
        (["US-AWD-2026"], "loading", ["散装（地板货）", "托盘", "散箱"]),
        ([], "container", ["20 尺柜", "40 尺柜", "45 尺柜"]),
        ([], "zone", []),
    ],
)
def test_conditions_among_the_inputs_are_chosen_in_words(
    furniture: Session, cards: list[Json], fact: str, offered: list[str]
) -> None:
    furniture.set_value("estimate.cards", cards)
    group = next(one for one in furniture.desk.plan_form.groups if any(f.key == f"facts.{fact}" for f in one.fields))
    field = next(one for one in group.fields if one.key == f"facts.{fact}")
    assert [one.text.zh for one in choices_of(field, furniture.case, furniture.desk)] == offered
