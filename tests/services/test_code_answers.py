"""The command `codes` by its published schema, with what a stranger types."""

from __future__ import annotations

import json

import jsonschema
import pytest

from exporter_desk.services.code_answers import find_codes
from exporter_desk.services.desk import Desk
from exporter_desk.system import resources

CODES = Desk().codes
SCHEMA = json.loads(resources.read_bytes("schemas/codes.json"))


@pytest.mark.parametrize(("table", "text"), [(None, ""), ("ports", "hanbao"), ("ports", ""), ("units", "zzz")])
def test_answers_follow_their_schema(table: str | None, text: str) -> None:
    answer = find_codes(CODES, table, text, 5)
    jsonschema.validate(answer.data, SCHEMA)
    assert answer.exit_code == 0
    assert answer.lines


def test_a_port_is_found_by_its_reading() -> None:
    answer = find_codes(CODES, "ports", "hanbao", 5)
    assert answer.data is not None
    [found] = answer.data["results"]  # type: ignore[misc]
    assert (found["code"], found["zh"]) == ("DEU063", "汉堡")  # type: ignore[call-overload,index]


@pytest.mark.parametrize(("table", "limit", "code"), [("nothing", 5, "S41"), ("ports", 0, "S46"), ("ports", -1, "S46")])
def test_bad_input_is_told(table: str, limit: int, code: str) -> None:
    answer = find_codes(CODES, table, "x", limit)
    assert answer.exit_code == 2
    assert code in json.dumps(answer.data)
