"""Sentences about a case name its places in words, whatever stands in them; raw paths are for the list of places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from exporter_desk.domain.case_json import CaseRefusedError, load
from exporter_desk.domain.json_value import Json
from exporter_desk.services.analysis import analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.system import resources

SAMPLES = ("navel-orange", "furniture", "apparel")
PARTS = "goods|packages|parties|terms|route|tax|facts|choices|attachments|origins|drafts"
PATH = re.compile(rf"\b(?:{PARTS})\.[a-z0-9_]+(?:\.[a-z0-9_]+)*")
UNREADABLE: list[Json] = ["a\x01b", {"x": 1}, [{}], "x" * 20_001, "9" * 80, True, 7]
STRANGE = ("?", "0", "甲")

Path = tuple[str | int, ...]


def leaves(value: Json, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from leaves(inner, (*path, key))
    else:
        yield path


def spoilt(text: str, places: dict[Path, Json]) -> bytes:
    case = json.loads(text)
    for path, value in places.items():
        inside = case
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value
    return json.dumps(case).encode()


def kind(path: Path) -> Path:
    return tuple(key for key in path if isinstance(key, str))


def kinds(text: str) -> list[Path]:
    """One place of each kind: the last line stands for all."""
    return list({kind(path): path for path in leaves(json.loads(text))}.values())


def is_read(data: bytes) -> bool:
    try:
        load(data)
    except CaseRefusedError:
        return False
    return True


@pytest.mark.parametrize("name", SAMPLES)
def test_a_case_that_cannot_be_read_names_its_places(name: str) -> None:
    text, desk, told = resources.read_text(f"samples/{name}.json"), Desk(), set[str]()
    for path in kinds(text):
        for bad in UNREADABLE:
            try:
                load(spoilt(text, {path: bad}))
            except CaseRefusedError as refusal:
                for one in desk.render(refusal.findings):
                    told |= {one.zh, one.en, one.remedy_zh, one.remedy_en}
    assert len(told) > len(kinds(text)), "the places were spoilt"
    assert {sentence for sentence in told if PATH.search(sentence)} == set()


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_case_of_nonsense_names_its_places(name: str, strange: str) -> None:
    text, desk = resources.read_text(f"samples/{name}.json"), Desk()
    kept = {"id", "schema", "schema_version", "origins", "choices", "kind"}
    taken = {kind(path) for path in kinds(text) if not kept & set(path) and is_read(spoilt(text, {path: strange}))}
    places = {path: strange for path in leaves(json.loads(text)) if kind(path) in taken}
    case = load(spoilt(text, dict(places)))
    plan = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
    found = analyse(case, desk, date(2026, 11, 22), plan).findings
    assert len(found) > 10
    told = {text for one in found for text in (one.zh, one.en, one.remedy_zh, one.remedy_en)}
    assert {sentence for sentence in told if PATH.search(sentence)} == set()
