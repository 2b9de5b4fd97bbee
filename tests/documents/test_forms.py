"""Forms as data: strict reading, closed lists, and that every name in a shipped form has an answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from exporter_desk.documents.bind import bind, bind_rows, holds
from exporter_desk.documents.bound import Row
from exporter_desk.documents.conditions import ALWAYS, NEVER, Condition
from exporter_desk.documents.formats import FORMATS
from exporter_desk.documents.ink import Text
from exporter_desk.documents.loader import read_forms
from exporter_desk.documents.paths import UnknownPathError, at
from exporter_desk.documents.registry import ROWS
from exporter_desk.documents.render import compose
from exporter_desk.documents.schema import Form, Value
from tests.documents import sample, views_sample

HEAD = """
id = "a"
zh = "甲"
en = "A"
short_zh = "甲"
status = "final"
page = "A4"
layout = "grid"
"""


def problems(text: str, name: str = "a/form.toml") -> str:
    return "\n".join(read_forms({name: text.encode()}, FORMATS)[1])


def one(text: str) -> Form:
    read, wrong = read_forms({"a/form.toml": (HEAD + text).encode()}, FORMATS)
    assert not wrong
    return read["a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "a/form.toml:"),
        (HEAD + "colour = 1", "unknown key colour"),
        (HEAD.replace('"grid"', '"spiral"'), "a/form.toml.layout: expected flow | grid | letter | table"),
        (HEAD.replace("short_zh", "# short_zh"), "short_zh is missing"),
        (HEAD.replace('id = "a"', 'id = "b"'), "is not the name of its folder"),
        (HEAD.replace('zh = "甲"', "zh = 1", 1), "zh and en are texts"),
        (HEAD + "internal = 1", "internal: expected bool"),
        (HEAD + "body_mm = [1, 2, 3]", "expected 4 numbers"),
        (HEAD + "body_mm = 3", "expected a list"),
        (HEAD + "style = 3", "expected a table"),
        (HEAD + "when = 3", "always | never | a condition"),
        (HEAD + 'when = { fact = "a", above = "b" }', "one of all, any, not, is, in, known"),
        (HEAD + '[[box]]\nid = "x"\nat_mm = [1, 2, 3, 4]\nformat = "roman"', "box[0].format: expected"),
        (HEAD + '[[box]]\nid = "x"\nat_mm = [1, 2, 3, 4]\noverflow = "cut"', "next_page | refuse | shrink | wrap"),
    ],
)
def test_a_form_with_a_mistake_is_refused_with_its_place(text: str, said: str) -> None:
    assert said in problems(text)


def test_other_files_beside_a_form_are_passed_over() -> None:
    assert read_forms({"receivers.toml": b"x = 1"}, FORMATS) == ({}, [])


def test_conditions_are_read() -> None:
    form = one('when = { all = [{ fact = "a", is = true }, { any = [{ fact = "b", in = ["x", "y"] }, "never"] }] }')
    inner = Condition("any", (Condition("in", fact="b", values=("x", "y")), NEVER))
    assert form.when == Condition("all", (Condition("is", fact="a", values=("true",)), inner))
    assert one('when = { not = "always" }').when == Condition("not", (ALWAYS,))


IS_X = Condition("is", fact="a", values=("x",))
UNKNOWN = Condition("is", fact="b", values=("x",))


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        (ALWAYS, True),
        (NEVER, False),
        (IS_X, True),
        (UNKNOWN, None),
        (Condition("not", (UNKNOWN,)), None),
        (Condition("not", (IS_X,)), False),
        (Condition("all", (IS_X, UNKNOWN)), None),
        (Condition("any", (IS_X, UNKNOWN)), True),
        (Condition("all", (NEVER, UNKNOWN)), False),
        (Condition("any", (NEVER, UNKNOWN)), None),
        (Condition("known", fact="b", values=("true",)), False),
        (Condition("known", fact="b", values=("false",)), True),
    ],
)
def test_conditions_have_three_values(condition: Condition, outcome: bool | None) -> None:
    assert condition.holds({"a": "x"}.get) is outcome


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        (IS_X, ()),
        (UNKNOWN, ("b",)),
        (Condition("not", (UNKNOWN,)), ("b",)),
        (Condition("all", (IS_X, UNKNOWN, Condition("is", fact="c", values=("y",)))), ("b", "c")),
        (Condition("any", (IS_X, UNKNOWN)), ()),
        (Condition("known", fact="b", values=("true",)), ()),
    ],
)
def test_an_undecided_condition_names_what_it_waits_for(condition: Condition, facts: tuple[str, ...]) -> None:
    assert condition.waits_for({"a": "x"}.get) == facts


def values_of(form: Form) -> list[tuple[str, str]]:
    """Every (rows, name) that a form binds; rows is empty outside tables."""
    found = [("", box.value) for box in form.boxes] + [("", box.code) for box in form.boxes]
    for block in form.blocks:
        found += [("", field.value) for field in block.fields]
        found += [(block.rows, column.value) for column in block.columns]
        found += [(block.total, column.value) for column in block.columns if block.total]
        found += [(block.rows, value.value) for _, value in block.values]
    for column in form.slots.columns if form.slots else ():
        found += [(form.slots.rows if form.slots else "", value.value) for value in column.lines]
    return [(rows, name) for rows, name in found if name]


@pytest.mark.parametrize("form", sorted(sample.forms()))
def test_every_name_in_a_shipped_form_has_an_answer(form: str) -> None:
    dossier = views_sample.full()
    for rows, name in values_of(sample.forms()[form]):
        shown = bind_rows(dossier, rows) if rows and rows != "packet.entries" else (Row(),)
        if name.startswith("row.") and rows == "packet.entries":
            continue
        for row in shown:
            if row.kind not in {"group", "sheet", "note"}:
                bind(dossier, name, row)


@pytest.mark.parametrize("form", sorted(sample.forms()))
def test_every_name_has_an_answer_in_an_empty_case_too(form: str) -> None:
    dossier = sample.dossier(case=sample.Case())
    for rows, name in values_of(sample.forms()[form]):
        if not name.startswith("row."):
            bind(dossier, name)
        elif rows:
            bind_rows(dossier, rows)


@pytest.mark.parametrize("form", sorted(sample.forms()))
def test_every_condition_in_a_shipped_form_names_a_known_fact(form: str) -> None:
    shape = sample.forms()[form]
    conditions = [shape.when, *(box.when for box in shape.boxes), *(block.when for block in shape.blocks)]
    for condition in conditions:
        holds(views_sample.full(), condition)


@pytest.mark.parametrize("form", sorted(sample.forms()))
def test_every_printed_label_has_both_languages(form: str) -> None:
    shape = sample.forms()[form]
    if shape.captions == "zh":
        return
    labels = [shape.title, *(box.label for box in shape.boxes), *(block.text for block in shape.blocks)]
    labels += [entry.label for block in shape.blocks for entry in (*block.columns, *block.fields)]
    alone = [label.zh for label in labels if label.zh and not label.en]
    assert [text for text in alone if not any("A" <= char <= "z" for char in text)] == []


def test_no_form_claims_what_nobody_can_claim() -> None:
    for name, data in sample.files("forms", ".toml").items():
        text = data.decode()
        assert "中华人民共和国海关出口货物报关单" not in text, name
        assert not any(word in text for word in ("合规", "保证", "一定能", "最优", "官方")), name


def test_paths_reach_stored_values() -> None:
    case = sample.case()
    assert at(case, "terms.freight.currency").value == "USD"
    assert at(case, "goods.g2.hs").value == "9403609990"
    assert at(case, "packages.p1.from").value == 1
    assert at(case, "packages.p1.contents.g1").paths == ("packages.p1.contents.g1",)
    assert at(case, "party.seller.uscc").paths == ("parties.pt1.uscc",)
    assert at(case, "choices.mode").value == "9710"


def test_paths_of_unknown_values_say_what_is_missing() -> None:
    case = sample.case()
    for path in ("terms.other_charges.amount", "goods.g9.hs", "route.bl_no", "facts.nothing"):
        assert at(case, path).missing == (path,)
    assert at(case, "party.warehouse").missing == ("parties.warehouse",)


@pytest.mark.parametrize("path", ["terms.colour", "nowhere", "terms.incoterm.deeper", "party.seller.colour"])
def test_a_path_that_no_case_can_have_is_a_mistake(path: str) -> None:
    with pytest.raises(UnknownPathError):
        at(sample.case(), path)


def test_a_row_name_without_a_row_is_a_mistake() -> None:
    with pytest.raises(UnknownPathError):
        bind(sample.dossier(), "row.colour", Row())


def test_facts_of_the_dossier_win_over_stored_ones() -> None:
    sold = Condition("is", fact="facts.sale_state", values=("sold",))
    assert holds(sample.dossier(), sold) is True
    assert holds(sample.dossier(facts={"sale_state": "unsold"}), sold) is False


def test_every_registered_table_can_be_empty() -> None:
    dossier = sample.dossier(case=sample.Case())
    assert {name: len(rows(dossier)) for name, rows in ROWS.items() if rows(dossier)} == {
        "packages.total": 1,
        "goods.total": 1,
    }


def test_a_value_is_optional_by_default_condition() -> None:
    assert Value().required == ALWAYS


# The mark of the first runs aslant behind the form; a label has neither title nor corner.
WITHOUT_MARK = {"declaration_check", "fruit_label"}


@pytest.mark.parametrize("form", sorted(sample.forms()))
def test_no_mark_in_the_corner_touches_the_title(form: str) -> None:
    shape, fonts = sample.forms()[form], sample.fonts()
    dossier = sample.dossier(case=replace(sample.case(), sample="navel-orange"))
    paper = compose(shape, dossier, fonts)
    runs = [one for one in paper.pages[0].inks if isinstance(one, Text) and not one.turn and one.origin is None]
    titles = [one for one in runs if one.bold and one.text in (paper.title.zh, paper.title.en)]
    words = ("示例", "SAMPLE", "草稿", "DRAFT", *(word for word in (shape.mark.zh, shape.mark.en) if word))
    marks = [one for one in runs if one.y < 21 and one not in titles and any(word in one.text for word in words)]
    assert (titles and marks) or form in WITHOUT_MARK
    for title, mark in product(titles, marks):
        apart = abs(title.y - mark.y) > max(title.size, mark.size) * 0.5  # a line of that size in mm, and some air
        ends = title.x + fonts.width(title.text, title.size, bold=True)
        assert apart or mark.x > ends + 1, f"{mark.text} at {title.text}"
