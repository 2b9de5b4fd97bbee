"""A packing list that names containers: numbers are tidied, type and seal are taken, doubts are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.shipment import Container, Route
from exporter_desk.services.goods.sheet_columns import fields_of, guess
from exporter_desk.services.goods.sheet_containers import Told, loaded
from exporter_desk.services.session import Session

# CSQU3054383 is the worked example of ISO 6346; by hand: MSCU123456 weighs 5528 and MSKU000000 424, both leave 6 of 11.
GOOD, OTHER = "CSQU3054383", "MSKU0000006"
TITLES = ["箱号", "品名", "每箱数量", "柜号", "柜型", "封号"]


def told(number: str = "", kind: str = "", seal: str = "", row: int = 2) -> Told:
    cells = {"number": (number, f"D{row}"), "kind": (kind, f"E{row}"), "seal": (seal, f"F{row}")}
    return Told({key: one for key, one in cells.items() if one[0]})


def case(*containers: Container) -> Case:
    return replace(Case(), route=Route(containers=containers))


def words(session: Session, rows: list[list[str]]) -> list[tuple[str, str]]:
    found = session.plan_import(rows, guess(rows), lambda _field, text: text)
    return [(one.cell, one.text.zh) for one in found.problems]


@pytest.mark.parametrize(
    ("title", "field"),
    [("柜型", "container_kind"), ("Container Type", "container_kind"), ("铅封号", "seal"), ("SEAL NO.", "seal"),
     ("柜号", "container"), ("Container No.", "container"), ("箱号", "box")],
)  # fmt: skip
def test_titles_of_containers(title: str, field: str) -> None:
    assert fields_of("packages", [title]) == {0: field}


def test_type_and_seal_of_a_list_are_taken(session: Session) -> None:
    session.add_rows("goods", [{"name_zh": "餐桌", "qty": "10"}])
    rows = [TITLES, ["1-4", "餐桌", "1", GOOD, "40'HQ", "S1"], ["5-10", "餐桌", "1", OTHER, "20GP", "S2"]]
    found = session.plan_import(rows, guess(rows), lambda _field, text: text)
    session.take_import(found, "装箱.xlsx")
    assert session.case.route.containers == (
        Container(number=GOOD, kind="40HQ", seal="S1"), Container(number=OTHER, kind="20GP", seal="S2"),
    )  # fmt: skip
    assert [one.container for one in session.case.packages] == [GOOD, OTHER]
    assert session.case.origins["route.containers.1.seal"].note == "装箱.xlsx F3"


@pytest.mark.parametrize("typed", ["csqu3054383", "CSQU 305438-3", "ＣＳＱＵ３０５４３８３"])
def test_a_messy_number_is_tidied_and_told(session: Session, typed: str) -> None:
    session.add_rows("goods", [{"name_zh": "餐桌", "qty": "4"}])
    rows = [TITLES, ["1-4", "餐桌", "1", typed, "", ""]]
    assert words(session, rows) == [("D2", f"“{typed}”按集装箱号 {GOOD} 写。")]
    session.take_import(session.plan_import(rows, guess(rows), lambda _field, text: text), "a.xlsx")
    assert (session.case.packages[0].container, session.case.route.containers[0].number) == (GOOD, GOOD)


@pytest.mark.parametrize(
    ("number", "said", "containers"),
    [("CSQU3054384", "校验码", ("CSQU3054384",)), ("ABC", "不是集装箱号", ()), ("7", "不是集装箱号", ())],
)
def test_a_number_that_is_wrong_is_told(number: str, said: str, containers: tuple[str, ...]) -> None:
    after, _, doubts = loaded(case(), [told(number), told(number, row=3)])
    assert tuple(one.number for one in after.route.containers) == containers
    assert (said in doubts[0].text.zh, doubts[0].kept) == (True, bool(containers))


def test_what_a_container_has_already_stays_and_a_difference_is_told() -> None:
    known = Container(number=GOOD, kind="40HQ", seal="S9")
    after, cells, doubts = loaded(case(known), [told(GOOD, "40hq", "S1")])
    assert (after.route.containers, cells) == ((known,), {})
    assert [(one.cell, one.kept) for one in doubts] == [("F2", False)]
    assert "S9" in doubts[0].text.zh


def test_two_rows_of_one_container_fill_it_together() -> None:
    after, cells, doubts = loaded(case(), [told(GOOD, "40HQ"), told(GOOD, seal="S1", row=3)])
    assert after.route.containers == (Container(number=GOOD, kind="40HQ", seal="S1"),)
    assert (cells["route.containers.0.seal"], doubts) == ("F3", ())


def test_a_number_goes_to_the_booked_container_of_its_type() -> None:
    booked = case(Container(kind="20GP"), Container(kind="40HQ"))
    after, _, _ = loaded(booked, [told(GOOD, "40HQ"), told(OTHER, "20GP", row=3), told("MSCU1234566", row=4)])
    assert [(one.kind, one.number) for one in after.route.containers] == [
        ("20GP", OTHER), ("40HQ", GOOD), (None, "MSCU1234566"),
    ]  # fmt: skip


def test_a_place_in_the_list_means_that_container() -> None:
    after, _, doubts = loaded(case(Container(kind="40HQ")), [told("1", seal="S1")])
    assert (after.route.containers, doubts) == ((Container(kind="40HQ", seal="S1"),), ())


def test_a_seal_without_a_container_is_left_out_and_told() -> None:
    after, cells, doubts = loaded(case(), [told(seal="S1")])
    assert (after.route.containers, cells, doubts[0].cell) == ((), {}, "F2")
    assert "没有柜号" in doubts[0].text.zh
