"""Declaration elements that are empty: needed ones wait on paper and are missing in files, others keep their bars."""

from __future__ import annotations

import pytest

from exporter_desk.documents.bind import bind_rows
from exporter_desk.documents.render import Paper, compose
from tests.documents import sample

NO_LIST, TABLE = "4819100000", "9403609990"  # a code whose elements are not in the table; one that needs six


def check_sheet(hs: str, *elements: str) -> Paper:
    case = sample.case(goods=(sample.line(1, hs=hs, elements=elements),))
    return compose(sample.forms()["declaration_check"], sample.dossier(case=case), sample.fonts())


def shown(made: Paper) -> str:
    return "".join(text for _, text, origin in made.prints if origin and "goods.g1.elements" in origin.paths)


@pytest.mark.parametrize(
    ("hs", "elements", "text", "empty"),
    [
        (NO_LIST, ("", ""), "待确认|待确认", (0, 1)),
        (NO_LIST, ("0", " ", "瓦楞纸板"), "0|待确认|瓦楞纸板", (1,)),
        (NO_LIST, ("0", "0", "瓦楞纸板", "", "", ""), "0|0|瓦楞纸板|||", ()),
        (TABLE, ("", "0", "餐用", "橡胶木", "", "A-1"), "待确认|0|餐用|橡胶木|待确认|A-1", (0, 4)),
        (TABLE, ("0", "0", "餐用", "橡胶木", "无品牌", "A-1", "", "", ""), "0|0|餐用|橡胶木|无品牌|A-1|||", ()),
    ],
)
def test_a_needed_element_that_is_empty_is_to_be_confirmed(
    hs: str, elements: tuple[str, ...], text: str, empty: tuple[int, ...]
) -> None:
    made = check_sheet(hs, *elements)
    assert shown(made) == text
    places = {place for one in made.findings if one.code == "X51" for place in one.places}
    assert places == {f"goods.g1.elements.{place}" for place in empty}
    assert made.status == ("open" if empty else "draft")


@pytest.mark.parametrize(("second", "spec"), [("", None), ("0", "0|0|瓦楞纸板|")])
def test_a_file_takes_elements_whole_or_not_at_all(second: str, spec: str | None) -> None:
    case = sample.case(goods=(sample.line(1, hs=NO_LIST, elements=("0", second, "瓦楞纸板", "")),))
    [row] = bind_rows(sample.dossier(case=case), "machine.order_lines")
    assert row.cells["spec"].value == spec
    assert row.cells["spec"].missing == (() if spec else ("goods.g1.elements.1",))
