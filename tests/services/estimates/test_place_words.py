"""Findings of the cost part point at things by name: no path, no key, no country code is left in the sentence."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from exporter_desk.costs.cards import Card, CardGap, CardHead
from exporter_desk.costs.charge import CardCharge, Surcharge, TypedCharge, WeightRule
from exporter_desk.costs.scenario import Demand, Duty, DutyLayer, Lot, Scenario, Sku, read_scenario
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import Json
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.place_words import place_name

DESK = Desk()
WORDS = DESK.cost_places
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("estimate.lines.0.rate", "第 1 项费用 · 单价", "charge 1 · rate"),
        ("estimate.lots.1.arrive", "第 2 项到货批次 · 到仓日期", "lot 2 · day of arrival"),
        ("estimate.skus.desk.cbm", "品种“desk” · 单件体积（m³）", "article “desk” · volume of a piece (m³)"),
        ("card.charge.parcel.surcharges.fuel.on", "费用表 · 费用“parcel” · 附加费“fuel” · 按哪些项目计算",
         "rate card · charge “parcel” · surcharge “fuel” · what it is a share of"),
        ("estimate.duty.hs", "关税 · 商品编码", "duty · commodity code"),
        ("estimate.foo", "“foo”", "“foo”"),
        ("estimate", "测算", "estimate"),
        ("cell.B7", "单元格 B7", "cell B7"),
    ],
)  # fmt: skip
def test_a_path_is_said_in_words(path: str, zh: str, en: str) -> None:
    assert (place_name(path, WORDS).zh, place_name(path, WORDS).en) == (zh, en)


def test_an_option_of_the_command_line_stands_as_it_is_written() -> None:
    assert place_name("--runs", {}) == Bilingual("--runs", "--runs")


def test_names_are_in_their_language() -> None:
    assert all(HAN.search(text.zh) and not HAN.search(text.en) for text in WORDS.values())


@pytest.mark.parametrize(
    "kind", [Scenario, Sku, Lot, Demand, Duty, DutyLayer, CardCharge, TypedCharge, Surcharge, WeightRule, CardHead]
)
def test_what_can_be_typed_has_a_name(kind: type) -> None:
    """Of every record that a person fills in, all but a few technical switches are named."""
    assert is_dataclass(kind)
    keys = {str(one.metadata.get("key", one.name)) for one in fields(kind)}
    assert keys - WORDS.keys() <= {
        "covers", "estimated", "note", "note_zh", "note_en", "zh", "en", "least_side_in", "version", "country",
        "example", "undated", "allocate_by", "allocation", "platform_fee", "first_day", "restock",
    }  # fmt: skip


def test_a_refused_plan_speaks_without_paths() -> None:
    lines: list[Json] = [
        {"stage": "fixed", "basis": "order", "rate": "1", "currency": "USD", "per_sku": True},
        {"stage": "x"},
    ]
    found = read_scenario({"reporting": "USD", "lots": [{"units": 3}], "demand": {}, "lines": lines}).findings
    assert found
    for one in DESK.render(found):
        for text in (one.zh, one.en, one.remedy_zh, one.remedy_en):
            assert "estimate." not in text
            assert "{" not in text
            assert not re.search(r"[a-z]_[a-z]", text.split("可以填")[0].split("Possible are")[0])


def test_a_country_is_called_by_its_name() -> None:
    values = {"hs": "9403601000", "destination": "DE", "day": "2027-01-01"}
    [said] = DESK.render([Finding("C32", Severity.CONFIRM, ("estimate.duty",), values)])
    assert "德国" in said.zh
    assert "Germany" in said.en


def test_cards_and_gaps_are_records_too() -> None:
    assert {one.name for one in fields(Card)} <= WORDS.keys() | {"card"}
    assert {one.name for one in fields(CardGap)} <= WORDS.keys()


def test_a_key_is_called_by_what_it_stands_below() -> None:
    """The rate of returns is no price, the mode of a risk is its likely value, and factor 3 is that of March."""
    said = {
        "estimate.returns.rate": "退货 · 退货率", "estimate.risks.0.mode": "第 1 项风险 · 最可能",
        "estimate.demand.factors.3": "销售速度 · 3 月系数", "estimate.events.exam.cost": "意外事件“exam” · 费用",
    }  # fmt: skip
    assert {path: place_name(path, WORDS).zh for path in said} == said
