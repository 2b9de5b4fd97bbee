"""Containers and their packages: meant by number or by place, summed by container."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from exporter_desk.domain import lists, loading, totals
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object, to_object
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.domain.reuse import as_new

# container 1: 10 × 12 kg + 2 × 9.5 kg = 139 kg, 12 packages; container 2: 5 × 20 kg = 100 kg
RUNS = ((1, 10, "12", "CSQU3054383"), (11, 15, "20", "2"), (16, 17, "9.5", "csqu 305438-3"))


def case(*containers: str | None, runs: tuple[tuple[int, int, str, str | None], ...] = RUNS) -> Case:
    packages: list[JsonObject] = [
        {"id": f"p{number}", "from": first, "to": last, "gross_kg": kg, "contents": {"g1": "1"}}
        | ({} if where is None else {"container": where})
        for number, (first, last, kg, where) in enumerate(runs, start=1)
    ]
    boxes: list[JsonObject] = [
        {"kind": "40HQ"} | ({} if number is None else {"number": number}) for number in containers
    ]
    return from_object(
        {"goods": [{"id": "g1", "qty": "17"}], "packages": [*packages], "route": {"containers": [*boxes]}}
    )


TWO = ("CSQU3054383", None)


def test_packages_are_summed_by_container() -> None:
    first, second = loading.loads(case(*TWO))
    assert [one.id for one in first.packages] == ["p1", "p3"]
    assert totals.gross_kg(first.within(case(*TWO))).value == D(139)
    assert totals.cartons(first.within(case(*TWO))).value == D(12)
    assert totals.gross_kg(second.within(case(*TWO))).value == D(100)
    assert loading.unplaced(case(*TWO)) == ()


@pytest.mark.parametrize(
    ("said", "place"), [("1", 0), ("2", 1), ("3", None), ("0", None), ("TGHU1234567", None), ("", None)]
)
def test_a_container_is_meant_by_its_place_or_not_at_all(said: str, place: int | None) -> None:
    one = case(*TWO, runs=((1, 2, "1", said or None),))
    assert loading.container_of(one, one.packages[0]) == place


def test_a_number_that_two_containers_have_means_neither() -> None:
    twice = case("CSQU3054383", "CSQU3054383", runs=RUNS[:1])
    assert loading.container_of(twice, twice.packages[0]) is None


@pytest.mark.parametrize(("containers", "divided"), [((), False), (("CSQU3054383",), False), (TWO, True)])
def test_one_container_needs_no_dividing(containers: tuple[str | None, ...], divided: bool) -> None:
    assert loading.is_divided(case(*containers)) is divided


def test_what_nobody_has_put_anywhere_is_not_divided() -> None:
    assert not loading.is_divided(case(*TWO, runs=((1, 2, "1", None),)))


def test_the_container_of_a_run_travels_in_the_file_and_not_into_a_copy() -> None:
    assert from_object(to_object(case(*TWO))) == case(*TWO)
    assert [one.container for one in as_new(case(*TWO)).packages] == [None, None, None]


@pytest.mark.parametrize(
    ("gone", "said"),
    [(0, [None, "1", "2", "9"]), (1, ["1", None, "2", "9"]), (2, ["1", "2", None, "9"])],
)
def test_a_container_taken_out_leaves_the_others_to_their_boxes(gone: int, said: list[str | None]) -> None:
    runs: list[Json] = [{"id": f"p{at}", "from": at, "to": at, "container": str(at)} for at in (1, 2, 3)]
    runs.append({"id": "p9", "from": 9, "to": 9, "container": "9"})
    case = from_object(
        {"route": {"containers": [{"kind": "20GP"}, {"kind": "40HQ"}, {"kind": "40RF"}]}, "packages": runs}
    )
    after = lists.remove(case, f"route.containers.{gone}")
    assert [one.container for one in after.packages] == said
    kinds = [box.kind for box in case.route.containers]
    assert [box.kind for box in after.route.containers] == kinds[:gone] + kinds[gone + 1 :]


def test_a_box_named_by_number_stays_with_its_container() -> None:
    boxes: list[Json] = [{"number": "CSQU3054383"}, {"number": "3"}, {"number": "TGHU1234567"}]
    runs: list[Json] = [
        {"id": "p1", "container": "CSQU 305438-3"},
        {"id": "p2", "container": "3"},
        {"id": "p3", "container": "1"},
    ]
    case = from_object({"route": {"containers": boxes}, "packages": runs})
    assert [one.container for one in lists.remove(case, "route.containers.0").packages] == [None, "3", None]
