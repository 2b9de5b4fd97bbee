"""The loader of checklist rules: everything wrong in one run, with file and place."""

from __future__ import annotations

import pytest

from exporter_desk.rules.checklists import load_checklists
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.system import resources
from tests.support.refund_book import checklists

STEP = """[[step]]
id = "A"
result = "taxed"
zh = "一"
en = "one"
cite = [{ source = "L18" }]
when = { fact = "kind", is = "trader" }
"""
FACT = '[[fact]]\npath = "kind"\ntype = "text"\nzh = "类"\nen = "kind"\n'
TERM = '[[term]]\nid = "FOB"\nzh = "离岸"\nen = "FOB"\ncite = [{ source = "L18" }]\n'


def problems(text: str) -> list[str]:
    with pytest.raises(RuleDataErrors) as caught:
        load_checklists({"checklists/a.toml": text.encode()}, checklists().book)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file_loads() -> None:
    loaded = load_checklists({"checklists/a.toml": (FACT + STEP + TERM).encode()}, checklists().book)
    assert ([step.id for step in loaded.steps], list(loaded.terms)) == (["A"], ["FOB"])


def test_files_outside_the_folder_are_left_alone() -> None:
    assert load_checklists({"modes/9710.toml": b"not = [toml"}, checklists().book).steps == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FACT + STEP.replace('"L18"', '"A99"'), "no source A99"),
        (STEP, "no fact kind"),
        (FACT + STEP.replace("result", "outcome"), "outcome"),
        (FACT + STEP + STEP, "A is there already"),
        (TERM.replace('[{ source = "L18" }]', "[]"), "cites nothing"),
        (TERM.replace("[[term]]", "[[terms]]"), "is no list of rules"),
        (TERM + 'deducts = ["postage"]\n', "postage"),
        (STEP.replace("[[step]]", "[[step]"), "checklists/a.toml"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    assert any(said in problem for problem in problems(text)), problems(text)


def test_a_value_that_does_not_exist_is_a_problem() -> None:
    text = '[[deadline]]\nid = "x"\nzh = "一"\nen = "x"\nvalues = ["nothing"]\ncite = [{ source = "L18" }]\n'
    assert problems(text) == ["checklists/a.toml deadline[0].values: no value nothing"]


def test_shipped_lists_belong_to_a_deadline_and_name_the_terms() -> None:
    names = resources.read_tree("rules")
    assert any(name.startswith("checklists/papers/") for name in names)
    assert {"FOB", "CIF", "CFR", "C&I", "EXW"} <= checklists().terms.keys()


def test_every_shipped_refund_value_is_used() -> None:
    values = {name for name in checklists().book.values if name.startswith("refund_")}
    assert values - checklists().used == set()
    assert {"L18", "L19", "L17", "TAX-D"} <= checklists().used
