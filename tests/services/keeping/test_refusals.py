"""Chinese refusals are Chinese: no words of Python, of the system or of English stand inside them."""

import ast
import errno
import os
import re
import sqlite3
from functools import cache
from pathlib import Path

import pytest

from exporter_desk.domain.case_json import CaseRefusedError, load
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.texts import RenderedFinding
from exporter_desk.services.desk import Desk
from exporter_desk.storage.faults import explained
from exporter_desk.system import clock
from exporter_desk.system.files import as_user_facing

ROOT = Path(__file__).resolve().parents[3]
# Two English words in a row, or a word that only a Python message has.
ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|[A-Z][a-z]+Error|\bNone\b|\bTrue\b|\bFalse\b|<class|errno", re.ASCII)
# What a clerk types or reads as it is: commands, names of schemas, the firm's language of trade.
SAID = re.compile(
    r"words cny|words en USD|en USD"
    r"|(?:exporter-desk|data|pack) [a-z]+(?: [a-z]+)?|--[a-z]+ [a-z_=]+|CASE|Incoterms 2020|ISO \d+|Form [A-Z]"
    r"|PO BOX|[“「][^”」]*[”」]"
)

BROKEN = {
    "not JSON": "{",
    "nothing": "",
    "a half word": '{"note": tru',
    "no UTF-8": b'{"note": "\xff"}',
    "a key twice": '{"note": "a", "note": "b"}',
    "nested too deeply": "[" * 100_000,
    "a number too long": '{"packages": [{"id": "p1", "from": ' + "9" * 5000 + "}]}",
    "a list for an object": '{"terms": []}',
    "an object for a list": '{"goods": {"id": "g1"}}',
    "true for a text": '{"title": true}',
    "null in a list": '{"goods": [null]}',
    "a text for a number": '{"packages": [{"id": "p1", "from": "one"}]}',
    "a number for a day": '{"day": 20261122}',
    "a float for money": '{"goods": [{"id": "g1", "qty": 1.5}]}',
    "infinity": '{"goods": [{"id": "g1", "qty": Infinity}]}',
    "an object for a decimal": '{"goods": [{"id": "g1", "qty": {"a": 1}}]}',
    "an unknown key": '{"goods": [{"id": "g1", "color": "red"}]}',
    "a wrong origin": '{"origins": {"terms.place": {"kind": "guessed"}}}',
    "another schema": '{"schema": 7}',
    "a newer version": '{"schema_version": 9}',
    "an older version": '{"schema_version": null}',
}


@cache
def desk() -> Desk:
    return Desk()


def refused(text: str | bytes) -> tuple[RenderedFinding, ...]:
    with pytest.raises(CaseRefusedError) as refusal:
        load(text)
    return desk().render(refusal.value.findings)


def english_in(text: str) -> list[str]:
    return ENGLISH.findall(SAID.sub("", text))


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_refused_case_is_told_in_chinese(text: str | bytes) -> None:
    for finding in refused(text):
        assert (finding.zh, english_in(finding.zh), english_in(finding.remedy_zh)) == (finding.zh, [], [])
        assert not re.search(r"[一-鿿]", finding.en)


def test_a_wrong_answer_names_the_possible_ones_with_their_codes() -> None:
    sheet = read_facts(load('{"facts": {"buyer": "somebody"}}'), desk().rules, clock.today())
    [finding] = desk().render(sheet.findings)
    allowed = desk().rules.facts["buyer"].allowed
    assert all(f"{one.zh}（{one.value}）" in finding.zh and f"{one.en} ({one.value})" in finding.en for one in allowed)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_a_refusal_of_the_system_is_told_in_chinese(number: int) -> None:
    told = as_user_facing(OSError(number, os.strerror(number)), Path("发票.pdf"))
    assert english_in(told.zh) == []


@pytest.mark.parametrize("failure", [sqlite3.OperationalError("no such table: x"), OSError(errno.EIO, "Input error")])
def test_a_refusal_of_the_database_is_told_in_chinese(failure: Exception) -> None:
    with pytest.raises(UserFacingError) as told, explained(Path("company.exdb")):
        raise failure
    assert english_in(told.value.zh) == []


def chinese_wordings() -> list[tuple[str, str]]:
    """Every text with Hanzi that stands in the code of a refusal, and every Chinese wording of a finding."""
    found = [
        (path.name, node.value)
        for path in sorted((ROOT / "exporter_desk").rglob("*.py"))
        if "ui" not in path.parts and path.name != "cli.py" and "UserFacingError(" in path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[一-鿿]", node.value)
    ]
    for code, file in desk().texts.texts.items():
        for text in (file, *file.variant.values()):
            found += [(code, text.zh), (code, text.remedy_zh)]
    return found


def test_no_chinese_wording_holds_english() -> None:
    docstrings = re.compile(r"^[A-Z][A-Za-z' ]+ ")  # a sentence in English that names an official term
    odd = [(where, text) for where, text in chinese_wordings() if not docstrings.match(text) and english_in(text)]
    assert odd == []


def test_wordings_fit_the_window_and_the_command_line() -> None:
    only_window = re.compile(r"本页|按钮|点击|点“|点「")
    assert [(where, text) for where, text in chinese_wordings() if only_window.search(text)] == []
