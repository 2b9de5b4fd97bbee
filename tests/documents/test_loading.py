"""Several containers: the packing list by container with sums by hand, and the goods lines of each in the message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.documents.bind import bind_rows
from exporter_desk.documents.bound import Row
from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case
from exporter_desk.domain.shipment import Container
from exporter_desk.domain.text import Bilingual
from tests.documents import sample
from tests.documents.messages.message_rules import texts
from tests.documents.messages.message_sample import dossier, gaps, xml

BOXES = (Container(kind="40HQ", number="CSQU3054383", seal="A77"), Container(kind="20GP", number="TGHU1234567"))


def loaded(*where: str | None, boxes: tuple[Container, ...] = BOXES) -> Case:
    """Boxes 1-60 of 12.6 kg with g1, boxes 61-90 of 40.2 kg with g2, each in the container that is said."""
    base = sample.case()
    packages = tuple(replace(one, container=said) for one, said in zip(base.packages, where, strict=True))
    return replace(base, packages=packages, route=replace(base.route, containers=boxes))


def listed(case: Case) -> list[tuple[str, str]]:
    """Kind of row and its heading, box numbers or sums."""
    return [(row.kind, _told(row)) for row in bind_rows(sample.dossier(case=case), "packages.loaded")]


def _told(row: Row) -> str:
    if row.kind == "group":
        text = row.cells["text"].value
        return text.en if isinstance(text, Bilingual) else "?"
    keys = ("count", "gross_kg") if row.kind == "total" else ("numbers",)
    return " ".join(str(row.cells[key].value) for key in keys)


def paper(case: Case) -> Paper:
    return compose(sample.forms()["packing_list"], sample.dossier(case=case), sample.fonts())


def test_the_packing_list_stands_by_container_with_its_sums() -> None:
    # 60 × 12.6 = 756 kg, 30 × 40.2 = 1,206 kg
    assert listed(loaded("2", "1")) == [
        ("group", "CONTAINER 1: CSQU3054383  40HQ  SEAL A77"),
        ("", "61-90"),
        ("total", "30 1206.0"),
        ("group", "CONTAINER 2: TGHU1234567  20GP"),
        ("", "1-60"),
        ("total", "60 756.0"),
    ]
    prints = [text for _, text, _ in paper(loaded("2", "1")).prints]
    assert any("CONTAINER 1: CSQU3054383" in text for text in prints)
    assert "1,206.00" in prints


def test_one_container_or_none_said_leaves_the_list_as_it_was() -> None:
    plain = [("", "1-60"), ("", "61-90")]
    assert listed(loaded("1", "1", boxes=BOXES[:1])) == plain
    assert listed(loaded(None, None)) == plain


def test_boxes_without_a_container_stand_last_below_an_open_heading() -> None:
    assert listed(loaded(None, "2"))[-2:] == [("group", "?"), ("", "1-60")]
    found = paper(loaded(None, "2"))
    assert found.status == "open"
    assert any("packages.p1.container" in one.places for one in found.findings)


@pytest.mark.parametrize(
    ("where", "numbers", "lines"),
    [
        (("2", "1"), ["CSQU3054383", "TGHU1234567"], ["2", "1"]),
        (("1", "CSQU3054383"), ["CSQU3054383"], ["1,2"]),
    ],
)
def test_the_message_tells_which_lines_lie_in_which_container(
    where: tuple[str, str], numbers: list[str], lines: list[str]
) -> None:
    case = loaded(*where)
    assert texts(xml("decmessage", case), "ContainerId")[: len(numbers)] == numbers
    assert texts(xml("decmessage", case), "GoodsNo") == lines


def test_an_undivided_load_waits_for_somebody_to_say_it() -> None:
    rows = bind_rows(dossier(loaded(None, "1")), "machine.containers")
    assert [row.cells["lines"].missing for row in rows] == [("packages.p1.container",)] * 2
    rows = bind_rows(dossier(loaded(None, None)), "machine.containers")
    assert [row.cells["lines"].missing for row in rows] == [("route.containers",)] * 2
    assert gaps("decmessage", loaded(None, None))["GoodsNo"] == "missing"
