"""Chinese pages speak Chinese: every English source and note of the rate data has a Chinese half; bases have names."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date

import pytest

from exporter_desk.costs.charge import BASES, CONFIDENCES, TIER_VARIABLES
from exporter_desk.costs.prices import ECB
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.study import study
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.foreign_texts import in_chinese, readable, source_words
from exporter_desk.system import resources

DESK = Desk()
WORDS = DESK.foreign_texts
HAN = re.compile("[\u4e00-\u9fff]")
DUTIES = list(csv.DictReader(resources.read_text("rates/duties.csv").splitlines()))


def english() -> set[str]:
    """Everything that the rate data says in English alone."""
    cards = DESK.prices.cards.values()
    charges = [charge for card in cards for charge in card.charge]
    texts = {row[name] for row in DUTIES for name in ("source", "note")}
    texts |= {card.card.source or "" for card in cards}
    texts |= {text or "" for charge in charges for text in (charge.source, charge.note)}
    return {text for text in (*texts, ECB) if text and not HAN.search(text)}


def test_every_english_text_of_the_data_has_its_chinese() -> None:
    assert english() - WORDS.keys() == set()
    assert all(HAN.search(text) for text in WORDS.values() if " " in text)


def test_no_layer_of_duty_is_called_by_english_words() -> None:
    assert [row["zh"] for row in DUTIES if re.search("\b[a-z]{4,}", row["zh"])] == []


def test_bases_steps_and_labels_have_names() -> None:
    texts = DESK.cost_texts
    keys = [f"basis.{one}" for one in BASES] + [f"tier_by.{one}" for one in TIER_VARIABLES]
    for key in (*keys, *(f"confidence.{one}" for one in CONFIDENCES)):
        assert HAN.search(texts[key].zh), key
        assert not HAN.search(texts[key].en), key


def test_a_finding_shows_the_chinese_half_behind_its_own_words() -> None:
    english_text = "not compared with a source, to be confirmed"
    values = {"source_zh": f"未全部见到来源：{english_text}", "source_en": english_text, "note": english_text}
    found = in_chinese(Finding("C31", Severity.CONFIRM, ("x",), values), WORDS).values
    assert found["source_zh"] == f"未全部见到来源：{WORDS[english_text]}"
    assert found["source_en"] == found["note_en"] == english_text
    assert found["note_zh"] == WORDS[english_text]


def test_a_source_keeps_its_day() -> None:
    assert source_words("VAT only (2026-11)", WORDS, "zh") == f"{WORDS['VAT only']}（2026-11）"
    assert source_words("VAT only (2026-11)", WORDS, "en") == "VAT only (2026-11)"
    assert source_words("某仓报价", WORDS, "zh") == "某仓报价"


def test_a_chinese_source_keeps_its_day_in_english() -> None:
    sample = "示例假设，不是报价"
    assert source_words(sample, WORDS, "en") == "sample assumption, not a quotation"
    assert source_words(f"{sample} (2026-11-20)", WORDS, "en") == "sample assumption, not a quotation (2026-11-20)"
    assert source_words("某仓报价 (2026-11-20)", WORDS, "en") == "某仓报价 (2026-11-20)"


@pytest.mark.parametrize(
    ("hs", "dest"), sorted({(row["hs"], row["destination"]) for row in DUTIES if row["hs"].isdigit()})
)
def test_no_duty_finding_mixes_languages(hs: str, dest: str) -> None:
    """For every commodity and destination of the table: neither a finding nor a source is English in Chinese."""
    sku = {"id": "a", "units": 10, "hs": hs, "gross_kg": "10", "cbm": "0.1",
           "cost": {"amount": "7", "currency": "CNY"}, "declared": {"amount": "5", "currency": "USD"}}  # fmt: skip
    fx = {"USD": "7", "EUR": "8", "GBP": "9"}
    lots = [{"arrive": "2026-12-20", "units": 10}]
    data = {"reporting": "CNY", "fx": fx, "skus": [sku], "lots": lots, "duty": {"destination": dest}}
    reading = read_scenario(data)
    assert reading.scenario is not None, [one.code for one in reading.findings]
    estimate = study(reading.scenario, day=date(2026, 11, 22), prices=DESK.prices).estimate
    for line in readable(estimate, WORDS, DESK.cost_texts, "zh").lines:
        assert not re.search(r"[a-z]{3,} [a-z]{3,}", line.source), line.source
    for one in DESK.render(replace(finding) for finding in estimate.findings):
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", one.zh + one.remedy_zh), one.zh
        assert not HAN.search(one.en), one.en
