"""Findings and sources have one JSON shape, and every published schema knows that one."""

import json
from datetime import date
from functools import cache

import jsonschema
import pytest

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.rules.answer_json import finding_json, source_json
from exporter_desk.rules.schema import Confidence, Source
from exporter_desk.rules.texts import RenderedFinding
from exporter_desk.system import resources

ANSWERS = ("advise", "check", "error", "estimate", "packet", "refund")
NOTICE = Source(
    id="L02",
    number="海关总署公告2020年第75号",
    title_zh="试点公告",
    title_en="Pilot notice",
    issuer="海关总署",
    effective=date(2020, 7, 1),
    confidence=Confidence.OFFICIAL,
    checked=date(2026, 11, 20),
)
FINDING = RenderedFinding(
    "X8", Severity.ERROR, ("terms.freight.amount",), "缺运费。", "No freight.", "填。", "Fill.", (NOTICE,)
)


@cache
def definitions(name: str) -> JsonObject:
    found: JsonObject = json.loads(resources.read_bytes(f"schemas/{name}.json"))["$defs"]
    return found


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_publishes_the_same_finding_and_source(name: str) -> None:
    assert {key: definitions(name)[key] for key in ("finding", "source")} == {
        key: definitions("check")[key] for key in ("finding", "source")
    }


def test_a_finding_follows_the_published_shape() -> None:
    written = finding_json(FINDING)
    jsonschema.validate(written, {"$ref": "#/$defs/finding", "$defs": definitions("check")})
    assert (written["places"], written["remedy"]) == (["terms.freight.amount"], {"zh": "填。", "en": "Fill."})


def test_a_source_tells_its_number_its_days_and_its_label() -> None:
    written = source_json(NOTICE, "art. 2")
    assert written["number"] == "海关总署公告2020年第75号"
    assert (written["article"], written["effective"], written["checked"]) == ("art. 2", "2020-07-01", "2026-11-20")
    assert (written["confidence"], written["effective_confidence"]) == ("official", None)
