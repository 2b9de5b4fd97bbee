"""Descriptions of machine files are read strictly, and the shipped ones agree with the published field tables."""

from __future__ import annotations

import pytest

from exporter_desk.documents.bind import bind, bind_rows
from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.documents.messages.fitting import bounds
from exporter_desk.documents.messages.loader import load_messages
from exporter_desk.documents.messages.schema import COMPUTED, CONSTANT, NODE
from tests.documents import sample
from tests.documents.messages.message_rules import ceb_fields
from tests.documents.messages.message_sample import dossier, specs

# Where the written table is stricter than the XSD: itemName is needed.
STRICTER = {"CEB603Message/Inventory/InventoryList/itemName"}


@pytest.mark.parametrize("name", ["ceb303", "ceb603"])
def test_every_element_stands_where_and_as_the_table_says(name: str) -> None:
    spec = specs()[name]
    own = [
        (f"{spec.root}/{element.node}".rstrip("/"), element.element, element.length, element.least, element.most)
        for element in spec.elements
    ]
    for path, rows in ceb_fields(spec.root).items():
        mine = [one[1:] for one in own if one[0] == path]
        published = [
            (
                row["element"],
                row["length"],
                max(int(row["min"]), f"{path}/{row['element']}" in STRICTER),
                int(row["max"]),
            )
            for row in rows
        ]
        assert mine == published, path


def test_every_value_that_a_file_names_can_be_bound() -> None:
    whole = dossier()
    for spec in specs().values():
        tables = {element.value: spec for element in spec.elements if element.type == NODE and element.value}
        tables |= {sheet.rows: spec for sheet in spec.sheets if sheet.rows}
        for name in tables:
            assert bind_rows(whole, name) is not None
        values = [element.value for element in spec.elements if element.type != NODE]
        values += [column.value for sheet in spec.sheets for column in sheet.columns]
        for value in values:
            if value and not value.startswith((CONSTANT, COMPUTED, "row.")):
                bind(whole, value)


def test_every_code_set_is_a_table_or_a_list() -> None:
    for spec in specs().values():
        for element in spec.elements:
            assert "|" in element.codes or len(element.codes) <= 3 or element.codes in sample.codes().tables


INDEX = """
[m]
zh = "甲"
en = "A"
short_zh = "甲"
format = "xml"
note_zh = "注"
note_en = "n"
source = "s"
confidence = "secondary"
as_of = 2026-01-01
receivers = ["broker"]
table = "m.csv"
"""
HEADER = "node,element,zh,type,length,min,max,codes,value,when\n"


def refused(index: str, table: str = HEADER) -> str:
    with pytest.raises(FormRefusedError) as caught:
        load_messages({"messages.toml": index.encode(), "m.csv": table.encode()})
    return "\n".join(caught.value.problems)


def test_a_sound_file_is_taken() -> None:
    [spec] = load_messages({"messages.toml": INDEX.encode(), "m.csv": (HEADER + ",a,甲,text,..3,0,1,,,\n").encode()})
    assert (spec.id, spec.elements[0].path) == ("m", "a")


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        ("m = 1", "expected a table"),
        ("[m]\nzh = 1", "en is missing"),
        (INDEX + "strange = 1", "unknown key strange"),
        (INDEX.replace('"xml"', '"pdf"'), "expected xml | xlsx"),
        (INDEX.replace('"m.csv"', '"other.csv"'), "there is no other.csv"),
        (INDEX + 'when = { fact = "a" }', "one of all, any, not, is, in, known"),
        (INDEX + '[[m.sheet]]\nzh = "甲"\n[[m.sheet.column]]\nid = "a"\nzh = "甲"', "a column has id, zh, value"),
        (INDEX + "[[m.sheet]]\nstrange = 1", "are the keys of a sheet"),
        (INDEX + 'lengths = { Version = "..5" }', "expected an attribute and the length of a text"),
        (INDEX + 'attributes = { V = "=1" }\nlengths = { V = "5" }', "expected an attribute and the length"),
        (INDEX + "lengths = 5", "expected dict"),
        ("=", "messages.toml"),
    ],
)  # fmt: skip
def test_a_broken_description_is_refused_with_its_place(index: str, problem: str) -> None:
    assert problem in refused(index)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("x,a,甲,text,..3,0,1,,,", "x is no node above"),
        (",a,甲,text,3,0,1,,,", "no type with a length"),
        (",a,甲,float,3,0,1,,,", "no type with a length"),
        (",a,甲,text,..3,2,1,,,", "2 to 1 is no count"),
        (",a,甲,text,..3,0,1,,,\n,a,甲,text,..3,0,1,,,", "a stands twice"),
        (",a,甲,text", "a row has 10 cells"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(row: str, problem: str) -> None:
    assert problem in refused(INDEX, HEADER + row + "\n")
    assert "m.csv:" in refused(INDEX, HEADER + row + "\n")


def test_all_problems_are_told_together() -> None:
    told = refused(INDEX + "strange = 1" + INDEX.replace("[m]", "[n]").replace('"xml"', '"pdf"'))
    assert "strange" in told
    assert "xml | xlsx" in told


@pytest.mark.parametrize(("length", "limits"), [("=36", (36, 36)), ("..60", (0, 60)), ("3..4", (3, 4))])
def test_bounds(length: str, limits: tuple[int, int]) -> None:
    assert bounds(length) == limits
