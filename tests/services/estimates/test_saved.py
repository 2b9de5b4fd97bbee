"""Estimates that were written down: frozen, never overwritten, compared with the one of now by hand-counted figures."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.study import study
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.domain.parties import Party
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.files import Studied
from exporter_desk.services.estimates.saved import changes_between, frozen_now, side_by_side, write_down, written_down
from exporter_desk.storage.estimates import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = date(2026, 11, 22)
DESK = Desk()


def frozen(ocean: str, *more: dict[str, Any]) -> JsonObject:
    """10 pieces at 7 CNY, and one ocean line; sold at 20 CNY on the day after they come in."""
    line = {"stage": "headhaul", "charge_id": "sea", "name_zh": "海运", "name_en": "Sea", "basis": "shipment",
            "rate": ocean, "currency": "CNY"}  # fmt: skip
    data: dict[str, Any] = {
        "reporting": "CNY", "skus": [{"id": "a", "units": 10, "cost": {"amount": "7", "currency": "CNY"}}],
        "lots": [{"arrive": "2027-01-01", "units": 10}], "demand": {"per_day": "10", "from": "2027-01-02"},
        "price": {"amount": "20", "currency": "CNY"}, "lines": [line, *more], "horizon": 30,
    }  # fmt: skip
    scenario = read_scenario(data).scenario
    assert scenario is not None
    found = study(scenario, day=DAY, prices=DESK.prices)
    return frozen_now(Studied(scenario, found, Case(estimate=data), DAY, ()), DESK)


def figures(*estimates: JsonObject) -> dict[str, tuple[str, ...]]:
    return {row[0].en: tuple(cell.en for cell in row[1:]) for row in side_by_side(estimates, DESK.cost_texts)}


def test_figures_stand_side_by_side() -> None:
    """70 of goods and 30 or 50 of freight: the total is 100 or 120, the profit 200 less that."""
    rows = figures(frozen("50"), frozen("30"))
    assert rows["All costs"] == ("120.00", "100.00")
    assert rows["Profit"] == ("80.00", "100.00")
    assert rows["All costs, a piece sold"] == ("12.0000", "10.0000")


def without_refund(*cash_without: str) -> JsonObject:
    cash: JsonObject = {"peak": "120.5", "back_on": "2027-03-01", "without": list(cash_without)}
    lines: list[Json] = [{"stage": "refund", "charge_id": "back"}, {"stage": "headhaul", "charge_id": "sea"}]
    return {"result": {"decisions": {"cash": cash}, "lines": lines}}


def test_cash_without_the_refund_says_so_in_its_name() -> None:
    rows = figures(without_refund("back"), without_refund("back"))
    assert rows["Most money tied up (excl. refund)"] == ("120.50", "120.50")
    assert rows["Money is back on (excl. refund)"] == ("2027-03-01", "2027-03-01")


def test_cash_says_in_which_estimate_the_refund_is_left_out() -> None:
    """Another amount without a day, such as the sea freight here, is no refund."""
    rows = figures(without_refund("back"), without_refund(), without_refund("sea"))
    assert rows["Most money tied up"] == ("120.50; excl. refund", "120.50", "120.50")


def test_the_difference_names_lines_inputs_and_totals() -> None:
    found = {one.name.zh: (one.before.zh, one.now.zh, one.change.zh) for one in
             changes_between(frozen("30"), frozen("50"), DESK.cost_texts, DESK.cost_places)}  # fmt: skip
    assert found["头程运输 · 海运"] == ("30.00", "50.00", "+20.00")
    assert found["输入 · 第 1 项费用 · 单价"] == ("30", "50", "")
    assert found["全部费用"] == ("100.00", "120.00", "+20.00")
    assert found["利润"] == ("100.00", "80.00", "−20.00")


def test_a_line_that_was_not_there_is_told_as_one() -> None:
    extra = {"stage": "fixed", "charge_id": "fee", "basis": "shipment", "rate": "5", "currency": "CNY"}
    found = changes_between(frozen("30"), frozen("30", extra), DESK.cost_texts, DESK.cost_places)
    [line] = [one for one in found if "fee" in one.name.en and "Input" not in one.name.en]
    assert (line.before.zh, line.now.en) == ("没有这一项", "5.00")


def test_the_same_estimate_differs_in_nothing() -> None:
    found = changes_between(frozen("30"), frozen("30"), DESK.cost_texts, DESK.cost_places)
    assert [one.change.en for one in found] == ["0.00", "0.00"]


class Shelf:
    """Estimates in memory, by case."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Kept]] = {}

    def add(self, case_id: str, name: str, text: bytes) -> str:
        mine = self.kept.setdefault(case_id, [])
        taken = name if not mine else f"{name}.{len(mine) + 1:03d}"
        mine.insert(0, Kept(taken, text))
        return taken

    def listed(self, case_id: str) -> tuple[Kept, ...]:
        return tuple(self.kept.get(case_id, ()))

    def take_over(self, case_id: str, older: Iterable[Kept]) -> int:
        fresh = [one for one in older if one not in self.listed(case_id)]
        self.kept.setdefault(case_id, []).extend(fresh)
        return len(fresh)


def test_what_was_written_down_is_never_overwritten() -> None:
    first, second, shelf = frozen("30"), frozen("50"), Shelf()
    names = [write_down(shelf, "c", one, DAY) for one in (first, second)]
    assert names == ["2026-11-22", "2026-11-22.002"]
    assert [one.name for one in written_down(shelf, "c")] == ["2026-11-22.002", "2026-11-22"]
    assert written_down(shelf, "c")[1].frozen == first


def test_an_estimate_that_was_changed_by_hand_counts_as_none() -> None:
    shelf = Shelf()
    write_down(shelf, "c", frozen("30"), DAY)
    data = json.loads(shelf.kept["c"][0].text)
    data["result"]["totals"]["total"]["value"] = str(Decimal("0.01"))
    shelf.kept["c"] = [Kept("2026-11-22", json.dumps(data).encode()), Kept("2026-11-23", b"{")]
    assert written_down(shelf, "c") == ()


@pytest.mark.parametrize("text", ["[]", "1", '"x"', "[" * 10_000])
def test_other_texts_are_left_alone(text: str) -> None:
    shelf = Shelf()
    shelf.add("c", "2026-11-22", text.encode())
    assert written_down(shelf, "c") == ()


def test_nothing_was_written_down_yet() -> None:
    assert written_down(Shelf(), "c") == ()


def test_no_person_is_written_down() -> None:
    """Whoever asks to be forgotten has not to be looked for in estimates."""
    data: dict[str, Any] = {"reporting": "CNY", "lines": []}
    scenario = read_scenario(data).scenario
    assert scenario is not None
    party = Party(id="pt1", name_zh="王小明", roles=("buyer",))
    choice = Choice(what="mode", value="9810", by="王小明", at="2026-11-22", rules="base@1")
    case = Case(id="0" * 16, estimate=data, parties=(party,), choices=(choice,), note="找王小明")
    studied = Studied(scenario, study(scenario, day=DAY, prices=DESK.prices), case, DAY, ())
    kept = json.dumps(frozen_now(studied, DESK), ensure_ascii=False)
    assert "王小明" not in kept
    assert "9810" in kept
