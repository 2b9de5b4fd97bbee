"""Price lists with steps, free days, weight tables, surcharges, seasons and minimums: read whole or refused by cell."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.costs.cards import read_card
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.card_columns import TITLES
from exporter_desk.services.estimates.card_sheet import CardSheet, read_card_sheet
from exporter_desk.services.headless import Headless

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = [["费用表编号", "MY-US"], ["币种", "USD"], ["报价日期", "2026-11-20"], ["来源", "报价单"]]
STORED = ["st", "storage", "cbm_day"]
PLAIN = ["编号", "环节", "计费单位", "单价"]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "home"))


def read(titles: Sequence[str], *rows: Sequence[str], head: Sequence[Sequence[str]] = HEAD) -> CardSheet:
    [found] = read_card_sheet([*head, titles, *rows], {})
    return found


def charges(found: CardSheet) -> list[dict[str, Any]]:
    assert found.findings == ()
    assert found.card is not None
    return cast("list[dict[str, Any]]", found.card["charge"])


def test_age_steps_of_one_id_become_the_steps_of_one_charge() -> None:
    found = read([*PLAIN, "分档上限"], *([*STORED, *step] for step in (["0", "30"], ["0.5", "60"], ["1", ""])))
    [charge] = charges(found)
    assert charge["tier_by"] == "age_days"
    assert charge["tiers"] == [{"to": "30", "rate": "0"}, {"to": "60", "rate": "0.5"}, {"rate": "1"}]


def test_free_days_are_a_first_step_that_costs_nothing() -> None:
    [charge] = charges(read([*PLAIN, "免费天数"], ["st", "storage", "cbm_day", "0.45", "30"]))
    assert charge["tiers"] == [{"to": "30", "rate": "0"}, {"rate": "0.45"}]


def test_steps_of_pallet_days_say_what_they_go_by() -> None:
    """30 / 60 / above may be days or pallets: the cell with the basis is told; with the word the steps are taken."""
    steps = [["p", "storage", "pallet_day", *step] for step in (["0", "30"], ["1.5", "60"], ["2.5", ""])]
    refused = read([*PLAIN, "分档上限"], *steps)
    assert [(one.variant, one.values["cell"]) for one in refused.findings] == [("pallet_steps", "C6")]
    [charge] = charges(read([*PLAIN, "分档上限", "分档依据"], *([*row, "age_days"] for row in steps)))
    assert charge["tier_by"] == "age_days"


def test_free_days_that_no_engine_counts_are_refused() -> None:
    found = read([*PLAIN, "免费天数"], ["st", "storage", "cuft_month", "0.45", "30"])
    assert [one.values["cell"] for one in found.findings] == ["E6"]


def test_steps_without_an_open_end_ask_above_it() -> None:
    """A list that ends at 20 kg says nothing of 21 kg: the step is there, without a price."""
    found = read([*PLAIN, "分档依据", "分档上限"], ["r", "returns", "unit", "0.3", "unit_kg", "2"],
                 ["r", "returns", "unit", "1.5", "unit_kg", "20"])  # fmt: skip
    [charge] = charges(found)
    assert charge["tiers"] == [{"to": "2", "rate": "0.3"}, {"to": "20", "rate": "1.5"}, {}]
    assert [one.variant for one in found.notices] == ["open"]


@pytest.mark.parametrize(
    ("starts", "cell"),
    [(["1", "40"], "E7"), (["5", "31"], "E6")],
)
def test_days_between_two_steps_have_a_price(starts: list[str], cell: str) -> None:
    rows = [["st", "storage", "cbm_day", "0", starts[0], "30"], ["st", "storage", "cbm_day", "1", starts[1], ""]]
    found = read([*PLAIN, "分档下限", "分档上限"], *rows)
    assert [(one.variant, one.values["cell"]) for one in found.findings] == [("gap", cell)]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["st", "storage", "cbm_day", "0", "60"], ["st", "storage", "cbm_day", "1", "30"]], "cell.E7"),
        ([["a", "storage", "cbm_day", "-1", ""]], "cell.D6"),
        ([["a", "storage", "cbm_day", "1", "x"]], "cell.E6"),
    ],
)
def test_what_does_not_fit_is_named_by_its_cell(rows: list[list[str]], place: str) -> None:
    found = read([*PLAIN, "分档上限"], *rows)
    assert found.card is None
    assert found.findings[0].places == (place,)


def test_a_column_nobody_knows_stops_the_card_while_it_is_filled() -> None:
    row = ["a", "fulfilment", "order", "1"]
    found = read([*PLAIN, "旺季加价"], [*row, "0.5"])
    assert [(one.variant, one.values["cell"], one.values["found"]) for one in found.findings] == [
        ("column", "E5", "旺季加价")
    ]
    assert len(charges(read([*PLAIN, "旺季加价"], row))) == 1


def test_a_column_without_a_title_or_named_twice_is_told() -> None:
    found = read([*PLAIN, "", "单价"], ["a", "fulfilment", "order", "1", "5", "2"])
    assert [(one.variant, one.values["cell"]) for one in found.findings] == [("column", "E5"), ("twice", "F5")]


def test_what_stands_above_the_table_and_is_no_head_is_told() -> None:
    found = read(PLAIN, ["a", "fulfilment", "order", "1"], head=[*HEAD, ["每月最低消费", "50"]])
    assert [(one.variant, one.values["cell"]) for one in found.notices] == [("left_out", "A5")]


def test_months_conditions_and_a_minimum() -> None:
    titles = [*PLAIN, "月份", "条件", "每月最低消费", "计入环节"]
    found = read(titles, ["peak", "fulfilment", "order", "0.3", "10-1", "container=40；loading=floor", "", ""],
                 ["least", "fixed", "month", "", "", "", "50", "storage fulfilment"])  # fmt: skip
    peak, least = charges(found)
    assert peak["season"] == {"months": [10, 11, 12, 1]}
    assert peak["applies_if"] == {"container": "40", "loading": "floor"}
    assert (least["minimum_spend"], least["counts"]) == ("50", ["storage", "fulfilment"])


def test_a_condition_in_words_is_asked_and_never_taken_for_granted() -> None:
    found = read([*PLAIN, "条件"], ["a", "receiving", "container", "300", "二十尺散箱"])
    [charge] = charges(found)
    assert charge["applies_if"] == {"二十尺散箱": "yes"}
    assert [one.variant for one in found.notices] == ["words"]


def test_a_month_that_does_not_exist_is_refused() -> None:
    found = read([*PLAIN, "月份"], ["a", "fulfilment", "order", "1", "13"])
    assert [one.values["cell"] for one in found.findings] == ["E6"]


def test_a_percentage_that_a_sheet_keeps_as_a_share_is_told() -> None:
    found = read(PLAIN, ["fee", "platform", "pct_of_sale", "0.15"])
    assert [(one.variant, one.values["cell"]) for one in found.notices] == [("percent", "D6")]


TABLE = [*PLAIN, "重量上限", "分区", "续重单价"]


def test_a_weight_table_by_zone_with_the_price_above_it() -> None:
    row = ["p", "last_mile", "parcel"]
    found = read(TABLE, [*row, "4.10", "0.5", "A", ""], [*row, "4.60", "0.5", "B", ""], [*row, "5", "1", "A", "0.55"],
                 [*row, "5.20", "1", "B", ""])  # fmt: skip
    [charge] = charges(found)
    assert charge["table"] == [
        {"to_kg": "0.5", "zone": {"A": "4.10", "B": "4.60"}},
        {"to_kg": "1", "zone": {"A": "5", "B": "5.20"}},
    ]
    assert charge["over"] == {"above_kg": "1", "per_kg": "0.55"}


def test_a_weight_table_that_does_not_grow_is_refused() -> None:
    row = ["p", "last_mile", "parcel"]
    found = read(TABLE, [*row, "4", "2", "", ""], [*row, "5", "1", "", ""])
    assert [one.values["cell"] for one in found.findings] == ["E7"]


# -- a whole list through the command, to the cent

SURCHARGED = "编号,环节,计费单位,单价,重量上限lb,体积重除数lb,重量进位lb,续重每磅,附加于,计算基数,条件"
LAST_MILE = f"""费用表编号,MY-US
币种,USD
报价日期,2026-11-20
来源,报价单
{SURCHARGED}
parcel,last_mile,parcel,18.50,50,139,1,0.32,,,
residential,last_mile,parcel,6.10,,,,,parcel,,
oversize,last_mile,parcel,9.80,,,,,parcel,,longest_cm_gt=100
fuel,last_mile,百分比,18,,,,,parcel,parcel residential oversize,
"""


def lines_of(file: Path, plan: dict[str, Any], card: str) -> list[dict[str, Any]]:
    desk = Headless(Desk())
    answer = desk.cards(("import", str(file)))
    assert answer.exit_code == 0, answer.messages
    file.with_suffix(".plan").write_text(json.dumps({"estimate": {**plan, "cards": [card]}}), encoding="utf-8")
    found = desk.estimate(str(file.with_suffix(".plan")))
    assert found.data is not None
    return cast("list[dict[str, Any]]", found.data["lines"])


def test_an_imported_parcel_price_is_that_of_the_worked_example(tmp_path: Path) -> None:
    """64 lb by volume: 22.98 + 6.10 + 9.80 and 18 % of the three, 7.00: 45.88 a parcel."""
    file = tmp_path / "card.csv"
    file.write_text(LAST_MILE, encoding="utf-8")
    plan = {
        "reporting": "USD",
        "skus": [{"id": "a", "units": 10, "size_cm": ["110", "60", "22"], "gross_kg": "24"}],
        "lots": [{"sku": "a", "arrive": "2027-01-01", "units": 10}],
        "demand": {"sku": "a", "per_day": "10", "from": "2027-01-02"},
        "horizon": 10,
    }
    [line] = lines_of(file, plan, "MY-US")
    assert Decimal(line["amount"]) == 10 * Decimal("45.88")


def test_a_card_of_the_program_comes_back_from_toml_and_json(tmp_path: Path) -> None:
    toml = """[card]
card_id = "MY-T"
currency = "EUR"
as_of = 2026-11-20
source = "offer"
[[charge]]
id = "storage"
stage = "storage"
basis = "cbm_day"
tier_by = "age_days"
tiers = [{to = "30", rate = "0"}, {rate = "0.5"}]
"""
    (tmp_path / "a.toml").write_text(toml, encoding="utf-8")
    card = {"card": {"card_id": "MY-J", "currency": "EUR", "as_of": "2026-11-20", "source": "offer"},
            "charge": [{"id": "u", "stage": "receiving", "basis": "unit", "rate": "2"}]}  # fmt: skip
    (tmp_path / "b.json").write_text(json.dumps({"cards": [card]}), encoding="utf-8")
    desk = Headless(Desk())
    assert [desk.cards(("import", str(tmp_path / name))).exit_code for name in ("a.toml", "b.json")] == [0, 0]
    assert str(desk.desk.prices.cards["MY-T"].charge[0].tiers[1].rate) == "0.5"
    assert desk.desk.prices.cards["MY-J"].charge[0].id == "u"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.toml", "[card]\ncard_id = 3", "C03"),
        ("a.toml", "[card", "C01"),
        ("a.json", '{"card": {}, "extra": 1}', "C02"),
        ("a.json", "[]", "D03"),
        ("a.json", '{"cards": []}', "C02"),
    ],
)
def test_a_card_file_that_cannot_be_read_says_why(name: str, text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    answer = Headless(Desk()).cards(("import", str(tmp_path / name)))
    assert answer.exit_code == 2
    assert any(code in line.en for line in answer.messages)


def test_one_file_may_hold_several_cards_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    titles = "card_id,currency,stage,charge_id,basis,tier_by,tier_from,tier_to,rate,as_of,source"
    rows = [
        "ONE,USD,storage,st,cbm_day,age_days,1,30,0,2026-11-20,offer",
        "ONE,USD,storage,st,cbm_day,age_days,31,,1,2026-11-20,offer",
        "TWO,USD,fulfilment,st,unit,ship_oz,0,2,1,2026-11-20,offer",
    ]
    (tmp_path / "cards.csv").write_text("\n".join([titles, *rows]), encoding="utf-8")
    answer = Headless(Desk()).cards(("import", str(tmp_path / "cards.csv")))
    assert answer.exit_code == 1
    assert answer.data is not None
    assert [str(name).split("/")[0] for name in cast("list[str]", answer.data["kept"])] == ["ONE"]
    assert "TWO" in answer.messages[0].en
    assert "F4" in answer.messages[1].en


CELLS = st.sampled_from(
    ["", "0", "1", "30", "-1", "1e5", "9" * 40, "abc", "storage", "last_mile", "cbm_day", "parcel", "order", "month",
     "百分比", "pct_of_x", "age_days", "slab", "a=1; b", "longest_cm_gt=5", "10-1", "13", "p", "st", "2026-02-30",
     "undated", "A", "./..", "=1+1", "\u0000", "ceil 1"]
)  # fmt: skip


OTHERS = sorted(title for title, key in TITLES.items() if key not in {"id", "stage", "basis", "rate"})
HEADS = st.sampled_from(
    [["p", "last_mile", "parcel", "4"], ["st", "storage", "cbm_day", "1"], ["p", "fulfilment", "order", "2"],
     ["m", "fixed", "month", ""], ["x", "platform", "pct_of_sale", "0.5"], ["f", "last_mile", "%", "18"]]
)  # fmt: skip


@given(
    titles=st.lists(st.sampled_from(OTHERS), max_size=6, unique_by=TITLES.__getitem__),
    rows=st.lists(st.tuples(HEADS, st.lists(CELLS, max_size=6)), max_size=6),
)
@settings(max_examples=400, deadline=None)
def test_no_sheet_is_taken_half_or_raises(titles: list[str], rows: list[tuple[list[str], list[str]]]) -> None:
    """Whatever stands in the cells: a card that reads back whole, or findings that say what cannot be used."""
    cells = [[*head, *rest[: len(titles)]] for head, rest in rows]
    for found in read_card_sheet([*HEAD, [*PLAIN, *titles], *cells], {}):
        assert (found.card is None) == bool(found.findings)
        assert all(one.places for one in (*found.findings, *found.notices))
        if found.card is not None:
            assert read_card(found.card, "card").findings == ()


def test_a_card_over_a_shipped_one_is_told_once(tmp_path: Path) -> None:
    """From the first import on the id means the user's card; a later version of it changes nothing of that."""
    file = tmp_path / "own.csv"
    file.write_text(
        "card_id,currency,as_of,source,stage,charge_id,basis,rate\n"
        "US-CN3PL-2024,USD,2026-11-20,quote,fixed,a,shipment,1\n",
        encoding="utf-8",
    )
    told = []
    for _ in range(2):
        findings = (Headless(Desk()).cards(("import", str(file))).data or {})["findings"]
        told.append([one["code"] for one in cast("list[dict[str, Any]]", findings)])
    assert told == [["C84"], []]
