"""The loader refuses what is not right, names file and place, and reports everything together."""

from __future__ import annotations

import pytest

from exporter_desk.rules.loader import digest, load
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.system.resources import read_tree
from tests.rules.book_files import FACTS, SOURCE, VALUE, tree

FACT = b'[[fact]]\npath = "f"\ntype = "bool"\nzh = "f"\nen = "f"\nquestion_zh = "?"\nquestion_en = "?"\n'
GATE = 'id = "G1"\nfails = "X"\nzh = "g"\nen = "g"\nfailed_zh = "g"\nfailed_en = "g"\ncite = [{ source = "L1" }]\n'


def problems(**changed: bytes) -> list[str]:
    with pytest.raises(RuleDataErrors) as caught:
        load(tree(**changed))
    return [str(problem) for problem in caught.value.problems]


def gate(when: str) -> bytes:
    return f"[[gate]]\n{GATE}when = {when}\n".encode()


def test_the_shipped_book_loads() -> None:
    book = load(read_tree("rules"))
    assert list(book.modes) == ["0110", "9710", "9810", "9610", "1210", "1039"]
    assert book.version.startswith("base@")


def test_digest_depends_on_names_and_contents_not_on_order() -> None:
    files = tree()
    assert digest(files) == digest(dict(reversed(files.items())))
    assert digest(files) != digest(files | {"facts.toml": FACTS + b"# x"})
    assert len(digest(files)) == 64


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"head": b""}, "book.toml: the file that names the rule book is missing"),
        ({"head": b"id = 1"}, "book.toml id: Expected `str`, got `int`"),
        ({"source": SOURCE + b'colour = "x"'}, "sources/L1.toml: Object contains unknown field `colour`"),
        ({"source": SOURCE + b'id = "x"'}, "sources/L1.toml: Cannot overwrite a value"),
        ({"source": SOURCE.replace(b'"official"', b'"sure"')}, "sources/L1.toml confidence: Invalid enum value 'sure'"),
        ({"recalled": SOURCE}, "sources/L2.toml: L1 is there already"),
        ({"value": VALUE.replace(b"2024-01-01", b"2020-01-01")}, "value[1].from: does not come after"),
        ({"value": VALUE.replace(b"6000.50", b"9001")}, "value[1]: 9001 is out of range 1 … 9000"),
        ({"value": VALUE.replace(b"6000.50", b'"6000"')}, "value[1]: is not of type money"),
        ({"value": VALUE.replace(b"6000.50", b"true")}, "value[1]: is not of type money"),
        ({"value": VALUE.replace(b"6000.50", b"nan")}, "values/limit.toml: nan is not a figure"),
        ({"value": VALUE.replace(b"none = true\n", b"")}, "value[3]: a value is either none = true or given"),
        ({"value": VALUE.replace(b'"L2"', b'"L3"')}, "value[1].cite[1]: no source L3"),
        ({"value": VALUE.replace(b'[{ source = "L1" }, { source = "L2" }]', b"[]")}, "value[1].cite: cites nothing"),
        ({"value": VALUE.split(b"[[value]]")[0] + b"value = []"}, "limit.toml value: has no value"),
        ({"other": b'[[law]]\nid = "x"\n'}, "other.toml law: is no list of rules that the program knows"),
        ({"more": FACT.replace(b'"f"\ntype', b'"sold"\ntype')}, "more.toml fact[0]: sold is there already"),
        ({"more": FACT + b'derive = "magic"'}, "more.toml fact[0].derive: no derivation magic"),
        ({"more": FACT + b'packs = ["steel"]'}, "more.toml fact[0].packs: no steel"),
        ({"more": FACT.replace(b'question_zh = "?"\n', b"")}, "more.toml fact[0].question_zh: a fact that is asked"),
        ({"more": FACT.replace(b'"bool"', b'"code"')}, "more.toml fact[0].allowed: a code has allowed answers"),
        ({"more": gate('{ fact = "sold", is = true }').replace(b'zh = "g"', b'zh = "{cap}"')}, "quotes cap, and"),
        (
            {"facts": FACTS.replace(b'en = "Sold"', b'en = "{limit}"')},
            "fact[0]: quotes limit where no figure is filled in",
        ),
        ({"more": gate('{ fact = "never", is = true }')}, "more.toml gate[0].when: no fact never"),
        ({"more": gate('{ fact = "sold", is = "yes" }')}, "'yes' is no answer of sold"),
        ({"more": gate('{ fact = "kind", in = ["a", "c"] }')}, "c is no answer of kind"),
        ({"more": gate('{ fact = "kind", is = "c" }')}, "c is no answer of kind"),
        ({"more": gate('{ fact = "kind", at_most = 3 }')}, "at_most does not fit a fact of type code"),
        ({"more": gate('{ fact = "amount", at_most = { value_of = "x" } }')}, "no fitting value x"),
        ({"more": gate('{ fact = "kind", in = { value_of = "limit" } }')}, "no fitting value limit"),
        ({"more": gate('{ fact = "sold" }')}, "needs exactly one of all, any, not, or one fact with one test"),
        ({"more": gate('{ fact = "sold", is = true, known = true }')}, "needs exactly one"),
        ({"more": gate('{ all = [], fact = "sold", is = true }')}, "needs exactly one"),
        ({"more": gate('{ fact = "small", known = true }')}, "small is defined by other facts and takes only is"),
        ({"more": gate('{ fact = "sold", is = true }') + b'fix = "P9"'}, "more.toml gate[0].fix: no P9"),
    ],
)
def test_every_fault_is_named_with_file_and_place(changed: dict[str, bytes], expected: str) -> None:
    assert any(expected in problem for problem in problems(**changed)), problems(**changed)


def test_all_faults_of_a_run_come_together() -> None:
    found = problems(head=b"", source=SOURCE + b'colour = "x"', more=gate('{ fact = "never", is = true }'))
    assert {problem.split()[0].rstrip(":") for problem in found} == {
        "book.toml",
        "more.toml",
        "sources/L1.toml",
        "values/limit.toml",
    }


def test_checklists_are_read_elsewhere() -> None:
    assert load(tree() | {"checklists/refund.toml": b'[[anything]]\nx = "y"\n'}).version == "test@2026.1.1"


@pytest.mark.parametrize("kind", ["code_list", "day", "flag", "text"])
def test_values_of_every_type(kind: str) -> None:
    right = {"code_list": '["a", "b"]', "day": "2026-04-30", "flag": "true", "text": '"x"'}
    for name, value in right.items():
        content = VALUE.split(b"[[value]]")[0].replace(b'"money"', f'"{kind}"'.encode())
        content += f'[[value]]\nfrom = 2020-01-01\nvalue = {value}\ncite = [{{ source = "L1" }}]\n'.encode()
        if name == kind:
            continue
        with pytest.raises(RuleDataErrors, match=f"is not of type {kind}"):
            load(tree(value=content))


def test_mode_and_ranking_ids_must_exist() -> None:
    ranking = b"""
[[scenario]]
id = "S"
ranked = ["7777"]
zh = "s"
en = "s"
when = { fact = "sold", is = true }
[[demotion]]
id = "M"
mode = "7777"
zh = "m"
en = "m"
when = { fact = "sold", is = true }
[[fallback]]
id = "F"
mode = "7777"
zh = "f"
en = "f"
when = { fact = "sold", is = true }
"""
    places = [problem.split(": ")[0].split()[1] for problem in problems(ranking=ranking)]
    assert places == ["demotion[0].mode", "fallback[0].mode", "scenario[0].ranked"]
