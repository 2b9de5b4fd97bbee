"""Price lists as they are found in the wild: words in cells are understood, kept as a gap, or refused by their cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.card_columns import merged, wrong_cell
from exporter_desk.services.estimates.card_sheet import CardSheet, read_card_sheet
from exporter_desk.services.estimates.card_words import spoken
from exporter_desk.services.headless import Headless

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = [["费用表编号", "MY-US"], ["币种", "USD"], ["报价日期", "2026-11-20"], ["来源", "报价单"]]
PLAIN = ["编号", "环节", "计费单位", "单价"]
SERIES = ["card_id", "currency", "stage", "charge_id", "basis", "rate", "valid_from", "as_of", "source"]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "home"))


def read(titles: Sequence[str], *rows: Sequence[str], head: Sequence[Sequence[str]] = HEAD) -> CardSheet:
    [found] = read_card_sheet([*head, titles, *rows], {})
    return found


def card(found: CardSheet) -> dict[str, Any]:
    assert found.findings == ()
    return cast("dict[str, Any]", found.card)


@pytest.mark.parametrize(
    ("key", "text", "cells"),
    [
        ("min_charge", "min 33.58 max 651.50", [("min_charge", "A1", "33.58"), ("max_charge", "A1", "651.50")]),
        ("min_charge", "no min or max", []),
        ("qty_rounding", "volume below 1 counts as 1", [("qty_min", "A1", "1")]),
        ("rate", "max(0.30 per unit, 6.90 per cuft)", [("rate", "A1", "6.90"), ("per_unit", "A1", "0.30")]),
        ("applies_if", "30 days free", [("free_days", "A1", "30")]),
        ("applies_if", "前30天免费", [("free_days", "A1", "30")]),
        ("applies_if", "floor-loaded 40ft", [("applies_if", "A1", "container=40; loading=floor")]),
        ("applies_if", "each carton over 1000 in one container", [("free_quantity", "A1", "1000")]),
        ("applies_if", "age counted per lot from inbound; ocean only", [("applies_if", "A1", "ocean only")]),
        ("as_of", "2026", [("as_of", "A1", "2026-01-01")]),
        ("valid_from", "2025-11 (week not stated)", [("valid_from", "A1", "2025-11-01")]),
        ("valid_to", "2026", [("valid_to", "A1", "2026-12-31")]),
        ("valid_to", "2028-02", [("valid_to", "A1", "2028-02-29")]),
        ("as_of", "2026-13", [("as_of", "A1", "2026-13")]),
    ],
)
def test_words_are_put_into_the_columns_they_mean(key: str, text: str, cells: list[tuple[str, str, str]]) -> None:
    assert spoken([(key, "A1", text)]).cells == cells


def test_steps_by_a_fact_are_conditions() -> None:
    titles = [*PLAIN, "tier_by", "tier_from", "condition"]
    found = card(read(titles, ["a", "storage", "cuft_month", "0.57", "region", "West", "programme=base"]))
    assert found["charge"][0]["applies_if"] == {"programme": "base", "region": "West"}
    assert "tiers" not in found["charge"][0]


def test_what_is_beyond_a_free_quantity_is_a_slice() -> None:
    [charge] = card(read([*PLAIN, "condition"], ["c", "receiving", "carton", "0.30", "each carton over 1000"]))[
        "charge"
    ]
    assert (charge["mode"], charge["tiers"]) == ("slab", [{"to": "1000", "rate": "0"}, {"rate": "0.30"}])


def test_a_least_charge_by_the_plan_becomes_a_gap_that_every_estimate_tells() -> None:
    found = read([*PLAIN, "最低收费"], ["f", "fulfilment", "carton", "1.50", "60.00 per plan"])
    assert [gap["en"] for gap in card(found)["gap"]] == ["the least charge “60.00 per plan” is not included"]
    assert [(one.variant, one.values["cell"]) for one in found.notices] == [("gap", "E6")]


def test_prices_of_several_dates_end_where_the_next_begins() -> None:
    rows = [["W", "USD", "headhaul", "sea", "feu", rate, day, day, "index"] for rate, day in
            [("2000", "2026-01-08"), ("3000", "2026-02-12"), ("4000", "2026-09-03")]]  # fmt: skip
    [sheet] = read_card_sheet([SERIES, *rows], {})
    found = card(sheet)
    assert (found["card"]["valid_from"], found["card"]["as_of"]) == ("2026-01-08", "2026-09-03")
    assert [charge.get("valid_to") for charge in found["charge"]] == ["2026-02-11", "2026-09-02", None]
    assert [one.variant for one in sheet.notices] == ["replaced"]


def test_an_end_of_one_row_is_not_the_end_of_the_card() -> None:
    """A fee of last year and one of this year: the card itself has not expired."""
    titles = [*SERIES, "valid_to"]
    rows = [["C", "USD", "destination", "fee26", "shipment", "1", "2025-10-01", "2026-10-01", "x", "2026-09-30"],
            ["C", "USD", "destination", "fee27", "shipment", "2", "2026-10-01", "2026-10-01", "x", ""]]  # fmt: skip
    [sheet] = read_card_sheet([titles, *rows], {})
    assert "valid_to" not in card(sheet)["card"]
    assert card(sheet)["charge"][0]["valid_to"] == "2026-09-30"


def test_kinds_of_storage_that_nothing_tells_apart_are_told() -> None:
    rows = [["base", "storage", "cuft_month", "0.48"], ["smart", "storage", "cuft_month", "0.43"]]
    assert [(one.variant, one.values["found"]) for one in read(PLAIN, *rows).notices] == [("together", "base / smart")]


@pytest.mark.parametrize("basis", ["feu", "container"])
def test_lanes_by_the_container_that_nothing_tells_apart_are_told(basis: str) -> None:
    rows = [["lax", "headhaul", basis, "2000"], ["nyc", "headhaul", basis, "3000"]]
    assert [(one.variant, one.values["found"]) for one in read(PLAIN, *rows).notices] == [("together", "lax / nyc")]


def test_storage_of_months_that_overlap_is_told_of_those_that_meet() -> None:
    """January to September and October to December never meet; November to February meets both."""
    months = [["a", "0.78", "1-9"], ["a", "2.40", "10-12"], ["b", "0.5", "11-2"]]
    rows = [[name, "storage", "cuft_month", rate, span] for name, rate, span in months]
    assert [one.values["found"] for one in read([*PLAIN, "months"], *rows).notices] == ["a / b"]
    assert read([*PLAIN, "months"], *rows[:2]).notices == ()


@pytest.mark.parametrize("words", ["<=660 kg", "weight >= 20", "≤ 5 m", "a != b"])
def test_a_comparison_is_a_condition_in_words(words: str) -> None:
    found = read([*PLAIN, "condition"], ["a", "receiving", "pallet", "1", words])
    assert card(found)["charge"][0]["applies_if"] == {words: "yes"}
    assert [(one.variant, one.values["found"]) for one in found.notices] == [("words", words)]


@pytest.mark.parametrize("text", ["2026/11/01", "2026/11/1", "2026年11月1日", "2026.11.01", "2026-11-01"])
def test_a_day_as_sheets_write_it(text: str) -> None:
    head = [["费用表编号", "X"], ["币种", "USD"], ["报价日期", text], ["来源", "o"]]
    assert card(read(PLAIN, ["a", "fixed", "shipment", "1"], head=head))["card"]["as_of"] == "2026-11-01"


@pytest.mark.parametrize("text", ["11/01/2026", "2026/13/01", "1/11/26"])
def test_a_day_that_could_be_two_is_refused_as_a_day(text: str) -> None:
    head = [["费用表编号", "X"], ["币种", "USD"], ["报价日期", text], ["来源", "o"]]
    found = read(PLAIN, ["a", "fixed", "shipment", "1"], head=head)
    assert [(one.variant, one.values["allowed"]) for one in found.findings] == [("", "2026-11-22")]


@pytest.mark.parametrize(
    ("row", "variant", "cell"),
    [
        (["a", "fulfilment", "unit", "2.43", "ship_oz"], "billed", "E6"),
        (["a", "fulfilment", "unit", "6.15/6.97/7.23", ""], "several", "D6"),
    ],
)
def test_a_row_that_cannot_be_kept_says_why(row: list[str], variant: str, cell: str) -> None:
    found = read([*PLAIN, "tier_by"], row)
    assert [(one.variant, one.values["cell"]) for one in found.findings] == [(variant, cell)]


def test_two_currencies_in_one_cell_are_refused() -> None:
    head = [["费用表编号", "X"], ["币种", "GBP/EUR"], *HEAD[2:]]
    assert [one.values["cell"] for one in read(PLAIN, ["a", "fixed", "shipment", "1"], head=head).findings] == ["B2"]


def test_the_same_problem_in_many_cells_is_told_once_with_every_place() -> None:
    found = merged([wrong_cell(f"J{row}", "ship_oz", "", "billed") for row in (35, 36, 37, 40)])
    assert [one.values["cell"] for one in found] == ["J35–J37, J40"]
    assert found[0].places == ("cell.J35", "cell.J36", "cell.J37", "cell.J40")


def test_each_card_of_a_file_is_kept_or_says_why_not(tmp_path: Path) -> None:
    """Four cards in the manner of a collected list: three are kept, and the other names its cells."""
    titles = [*SERIES, "tier_by", "tier_from", "tier_to", "qty_rounding", "condition", "per"]
    rows = [
        ["N", "USD", "storage", "st", "cbm_day", "1.25", "", "undated page", "p", "age_days", "31", "",
         "volume below 1 counts as 1", "30 days free", "cbm-day"],
        ["A", "USD", "storage", "st", "cuft_month", "0.57", "2026-01-15", "2025-11", "p", "region", "West", "",
         "daily average volume", "", "cuft-month"],
        ["W", "USD", "headhaul", "w", "feu", "4465", "2026-09-03", "2026-09-03", "p", "", "", "", "", "", "40ft"],
        ["F", "USD", "fulfilment", "s", "unit", "2.43", "2026-01-15", "2026", "p", "ship_oz", "0", "2", "ceil 1 oz",
         "price<10", "unit"],
    ]  # fmt: skip
    file = tmp_path / "cards.csv"
    file.write_text("\n".join(",".join(row) for row in [titles, *rows]), encoding="utf-8")
    answer = Headless(Desk()).cards(("import", str(file)))
    assert answer.data is not None
    assert [str(name).split("/")[0] for name in cast("list[str]", answer.data["kept"])] == ["N", "A", "W"]
    wrong = [one for one in cast("list[dict[str, Any]]", answer.data["findings"]) if one["severity"] == "error"]
    assert [(one["code"], one["places"]) for one in wrong] == [("C81", ["cell.J5"]), ("C61", ["cell.J5"])]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "two.toml",
            """
[[cards]]
card = { card_id = "ONE", currency = "USD", as_of = 2026-11-20, source = "offer" }
charge = [{ id = "a", stage = "fixed", basis = "shipment", rate = "1" }]
[[cards]]
card = { card_id = "TWO", currency = "USD", as_of = 2026-11-20, source = "offer" }
charge = [{ id = "a", stage = "fixed", basis = "cuft_month", tiers = [{ rate = "1" }] }]
""",
        ),
        (
            "two.json",
            """{"cards": [
{"card": {"card_id": "ONE", "currency": "USD", "as_of": "2026-11-20", "source": "offer"},
 "charge": [{"id": "a", "stage": "fixed", "basis": "shipment", "rate": "1"}]},
{"card": {"card_id": "TWO", "currency": "USD", "as_of": "2026-11-20", "source": "offer"},
 "charge": [{"id": "a", "stage": "fixed", "basis": "cuft_month", "tiers": [{"rate": "1"}]}]}]}""",
        ),
    ],
)
def test_several_cards_of_a_text_file_are_taken_one_by_one(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    answer = Headless(Desk()).cards(("import", str(tmp_path / name)))
    assert answer.data is not None
    assert [str(one).split("/")[0] for one in cast("list[str]", answer.data["kept"])] == ["ONE"]
    wrong = [(one["code"], one["places"]) for one in cast("list[dict[str, Any]]", answer.data["findings"])]
    assert wrong == [("C81", ["card.charge.a.tiers"]), ("C80", ["card.charge.a.tiers"])]


def test_a_word_nobody_knows_is_answered_with_the_nearest_ones() -> None:
    """The words of stages and bases are those of both languages, the nearest first; “per carton” is a carton."""
    words = {"stage": {"仓储": "storage", "入库上架": "receiving"}, "basis": {"件": "unit", "箱": "carton"}}
    [found] = read_card_sheet([*HEAD, PLAIN, ["a", "入库", "每箱", "1"]], words)
    [wrong] = found.findings
    assert (wrong.values["cell"], wrong.values["found"]) == ("B6", "入库")
    assert wrong.values["allowed"] == "入库上架 / 仓储"
    [kept] = read_card_sheet([*HEAD, PLAIN, ["a", "入库上架", "每箱", "1"]], words)
    assert card(kept)["charge"][0]["basis"] == "carton"
