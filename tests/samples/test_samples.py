"""The three shipped samples: complete, visibly invented, and right to the cent and the gram by hand calculation."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from exporter_desk.checklist.consistency.context import Context
from exporter_desk.checklist.consistency.shapes import codes_exist
from exporter_desk.costs.estimate import estimate
from exporter_desk.costs.prices import read_prices
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import dump, load
from exporter_desk.domain.identity import is_uscc
from exporter_desk.domain.totals import (
    cartons,
    fob_value,
    gross_kg,
    invoice_total,
    line_amount,
    line_net_kg,
    net_kg,
    packed_quantity,
    volume_cbm,
)
from exporter_desk.modes.assess import assess
from exporter_desk.refund.assess import assess as assess_refund
from exporter_desk.refund.book import RefundBook, bundled_table
from exporter_desk.refund.for_case import from_case
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.hs import HsTable
from exporter_desk.rules.loader import load as load_rules
from exporter_desk.rules.rulebook import RuleBook
from exporter_desk.system import resources
from tests.support.refund_book import checklists

RARE = "赣垚堃䶮㐂"
NAMES = ("navel-orange", "furniture", "apparel")
PAYLOAD_KG = 26_000  # the least of usual 40-foot payloads, reefers included

# By hand.
# navel-orange: 400 × 14.20 = 5,680.00; 520 × 12.80 = 6,656.00; 340 × 10.90 = 3,706.00; total 16,042.00
#   boxes 400 + 520 + 340 = 1,260; × 16.2 kg = 20,412; × 15 kg = 18,900
#   42 × 31 × 30 cm = 39,060 cm³; each run to 3 places: 400 → 15.624, 520 → 20.311, 340 → 13.280; together 49.215
#   insurance 16,042.00 × 110 % × 0.2 % = 35.2924 → 35.29; FOB 16,042.00 − 2,360.00 − 35.29 = 13,646.71
# furniture: 96 × 168.00 = 16,128.00; 384 × 34.50 = 13,248.00; 96 × 46.00 = 4,416.00; total 33,792.00
#   boxes 96 + 384/2 + 96 = 384; gross 96 × 38 = 3,648 + 192 × 14.6 = 2,803.2 + 96 × 13.5 = 1,296 → 7,747.2
#   net 96 × 34 = 3,264 + 192 × 12.8 = 2,457.6 + 96 × 12 = 1,152 → 6,873.6
#   0.27 × 96 = 25.92 + 0.1488 × 192 = 28.5696 + 0.08094 × 96 = 7.77024 → 62.25984 → 62.260
#   insurance 33,792.00 × 110 % × 0.12 % = 44.60544 → 44.61; FOB 33,792.00 − 3,850.00 − 44.61 = 29,897.39
# apparel: 2,100 × 3.20 = 6,720.00; 1,600 × 3.05 = 4,880.00; 800 × 8.60 = 6,880.00; 840 × 6.40 = 5,376.00; 23,856.00
#   boxes 35 + 25 + 2 + 39 + 27 + 2 = 130
#   gross 35 × 11.9 = 416.5; 25 × 10 = 250; 2 × 8.4 = 16.8; 39 × 12.3 = 479.7; 27 × 10.7 = 288.9; 2 × 11.5 = 23
#   together 1,474.9
#   net by pieces 2,100 × 0.18 = 378 + 1,600 × 0.15 = 240 + 800 × 0.56 = 448 + 840 × 0.32 = 268.8 → 1,334.8
#   128 × 0.096 = 12.288 + 2 × 0.084 = 0.168 → 12.456; FOB is the total
EXPECTED = {
    "navel-orange": ("16042.00", 1260, "20412", "18900", "49.215", "13646.71"),
    "furniture": ("33792.00", 384, "7747.2", "6873.6", "62.260", "29897.39"),
    "apparel": ("23856.00", 130, "1474.9", "1334.8", "12.456", "23856.00"),
}
LINE_AMOUNTS = {
    "navel-orange": "5680.00 6656.00 3706.00",
    "furniture": "16128.00 13248.00 4416.00",
    "apparel": "1920 2880 1920 1525 2135 1220 1720 2752 2408 1536 2304 1536",
}
# Purchases without tax. Oranges: 12,000 kg × 3.60 + 7,600 kg × 3.80. Furniture: 96 × 760 + 384 × 158 + 96 × 205.
# Apparel: 2,100 × 16.80 + 1,600 × 15.90 + 800 × 46.00 + 840 × 34.00.
PURCHASES = {"navel-orange": "72080.00", "furniture": "153312.00", "apparel": "126080.00"}
VOLUME_LIMIT_CBM = {"40HQ": Decimal(68), "40RF": Decimal(59)}


def text(name: str) -> str:
    return resources.read_text(f"samples/{name}.json")


@cache
def sample(name: str) -> Case:
    return load(text(name))


@cache
def codes() -> CodeTables:
    return CodeTables.load(resources.read_tree("codes"))


@cache
def rules() -> RuleBook:
    return load_rules(resources.read_tree("rules"))


def test_these_are_all_samples() -> None:
    assert sorted(path.stem for path in Path(resources.path("samples")).glob("*.json")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_so_and_is_written_as_the_program_writes(name: str) -> None:
    case = sample(name)
    assert case.sample == name
    assert "示例" in (case.title or "")
    assert "不能用于申报" in (case.note or "")
    assert dump(case) == text(name)


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_those_of_the_hand_calculation(name: str) -> None:
    case = sample(name)
    total, boxes, gross, net, volume, fob = EXPECTED[name]
    assert invoice_total(case).value == Decimal(total)
    assert cartons(case).value == boxes
    assert (gross_kg(case).value, net_kg(case).value) == (Decimal(gross), Decimal(net))
    assert volume_cbm(case).value == Decimal(volume)
    assert fob_value(case).value == Decimal(fob)


@pytest.mark.parametrize("name", NAMES)
def test_line_amounts_are_those_of_the_hand_calculation(name: str) -> None:
    case = sample(name)
    assert [line_amount(case, line).value for line in case.goods] == [
        Decimal(each) for each in LINE_AMOUNTS[name].split()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_boxes_hold_what_is_sold_and_weigh_what_lines_weigh(name: str) -> None:
    case = sample(name)
    assert [packed_quantity(case, line).value for line in case.goods] == [line.qty for line in case.goods]
    assert sum((line_net_kg(case, line).value or Decimal(0) for line in case.goods), Decimal(0)) == net_kg(case).value


@pytest.mark.parametrize("name", NAMES)
def test_purchases_add_up(name: str) -> None:
    amounts = [invoice.amount or Decimal(0) for invoice in sample(name).tax.purchase_invoices]
    assert sum(amounts, Decimal(0)) == Decimal(PURCHASES[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_container_is_neither_overfull_nor_too_heavy(name: str) -> None:
    case = sample(name)
    for container in case.route.containers:
        assert (volume_cbm(case).value or Decimal(0)) <= VOLUME_LIMIT_CBM[container.kind or ""]
        assert (gross_kg(case).value or Decimal(0)) <= PAYLOAD_KG


@pytest.mark.parametrize("name", NAMES)
def test_every_party_is_visibly_invented(name: str) -> None:
    for party in sample(name).parties:
        assert "示例" in (party.name_zh or "示例")
        assert "(SAMPLE)" in (party.name_en or "(SAMPLE)")
        assert not party.uscc or (is_uscc(party.uscc) and "MA0000" in party.uscc)
        assert (party.email or "x.example").endswith(".example")


def test_rare_hanzi_stand_in_names() -> None:
    names = "".join(party.name_zh or "" for name in NAMES for party in sample(name).parties)
    assert set(RARE) <= set(names)


@pytest.mark.parametrize("name", NAMES)
def test_codes_stand_in_the_tables_and_units_follow_the_commodity_code(name: str) -> None:
    hs = HsTable(codes())
    assert list(codes_exist(sample(name), Context(codes(), hs, date(2026, 11, 25)))) == []
    for line in sample(name).goods:
        entry = hs.lookup(line.hs)
        assert entry is not None
        assert tuple(unit for unit in (line.unit1, line.unit2) if unit) == entry.units
        assert len(line.elements) == len(entry.required_elements)


@pytest.mark.parametrize(("name", "mode"), [("navel-orange", "0110"), ("furniture", "9810"), ("apparel", "9710")])
def test_the_chosen_mode_is_the_recommended_one(name: str, mode: str) -> None:
    case = sample(name)
    sheet = read_facts(case, rules(), date(2026, 11, 25))
    advice = assess(sheet, rules(), date(2026, 11, 25))
    assert sheet.findings == ()
    assert case.choice("mode") == mode
    assert [str(entry.verdict) for entry in advice.modes if entry.mode.code == mode] == ["recommended"]


def test_one_estimated_weight_makes_the_total_an_estimate() -> None:
    assert gross_kg(sample("furniture")).estimated
    assert not net_kg(sample("furniture")).estimated
    assert not gross_kg(sample("apparel")).estimated


def test_carried_values_are_marked() -> None:
    kinds = {str(origin.kind) for origin in sample("navel-orange").origins.values()}
    assert "carried" in kinds


# By hand.
# navel-orange, producer: FOB 13,646.71 by line amounts: 5,680 / 16,042 → 4,831.90; 6,656 / 16,042 → 5,662.17; the last
#   takes 3,152.64. × 7.1000: 34,306.49 + 40,201.407 → 40,201.41 + 22,383.744 → 22,383.74 = 96,891.64
#   × 9 %: 3,087.5841 → 3,087.58 + 3,618.1269 → 3,618.13 + 2,014.5366 → 2,014.54 = 免抵退税额 8,720.25; 9 % − 9 %: BDM 0
#   output tax of December: graded-out fruit 1,300.00 and other fruit 38,000.00, × 9 % = 117.00 + 3,420.00 = 3,537.00
#   input tax: vouchers of this shipment (43,200.00 + 28,880.00) × 9 % = 6,487.20;
#   other fruit 30,000.00 × 9 % = 2,700.00; cartons 1,260 × 3.40 = 4,284.00 × 13 % = 556.92;
#   haulage 9,000.00 × 9 % = 810.00; port services 1,500.00 × 6 % = 90.00
#   6,487.20 + 2,700.00 + 556.92 + 810.00 + 90.00 = 10,644.12; credit brought in 960.40
#   TAX = 3,537.00 − (10,644.12 − 0.00) − 960.40 = −8,067.52, so LD 8,067.52 ≤ 8,720.25: refund 8,067.52
#   exempt credit 8,720.25 − 8,067.52 = 652.73; a county's 5 % and 3 % and 2 %, each halved (小型微利企业):
#   16.31825 → 16.32 + 9.79095 → 9.79 + 6.5273 → 6.53 = 32.64
# furniture, trader, unsold: (72,960.00 + 60,672.00 + 19,680.00) × 13 % = 9,484.80 + 7,887.36 + 2,558.40 = 19,930.56
# apparel, trader: 126,080.00 × 13 % = 16,390.40, no cent lost: each invoice amount is a whole yuan times 0.13
REFUNDS = {
    "navel-orange": {
        "FOB_CNY": "96891.64", "MDT": "8720.25", "BDM": "0.00", "INPUT_LISTED": "6487.20", "TAX": "-8067.52",
        "LD": "8067.52", "REFUND": "8067.52", "EXEMPT_CREDIT": "652.73", "CREDIT_CARRIED": "0.00",
        "SURCHARGE_CITY": "16.32", "SURCHARGE_EDUCATION": "9.79", "SURCHARGE_LOCAL_EDUCATION": "6.53",
        "SURCHARGE": "32.64",
    },
    "furniture": {"BASE": "153312.00", "REFUND": "19930.56", "PRE_REFUND": "19930.56", "SOLD_REFUND": "0.00"},
    "apparel": {"BASE": "126080.00", "REFUND": "16390.40", "COST_GAP": "0.00"},
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_refund_is_one_figure_and_that_of_the_hand_calculation(name: str) -> None:
    result = assess_refund(
        from_case(sample(name)), RefundBook(checklists(), bundled_table(codes())), date(2026, 11, 25)
    )
    figures = {one.symbol: one for one in result.quantities if not one.line}
    assert {symbol: figures[symbol].value for symbol in REFUNDS[name]} == {
        symbol: Decimal(value) for symbol, value in REFUNDS[name].items()
    }
    assert not {finding.code for finding in result.findings} & {"T40", "T52"}


def test_the_furniture_estimate_is_priced_whole() -> None:
    # 96 sets × 1,804.61 = 173,242.56; refund 153,312.00 × 13 % = 19,930.56; 96 deliveries × 79.00 EUR = 7,584.00.
    reading = read_scenario(dict(sample("furniture").estimate))
    assert reading.findings == ()
    assert reading.scenario is not None
    result = estimate(reading.scenario, day=date(2026, 11, 25), prices=read_prices(resources.read_tree("rates")))
    amounts = {line.charge_id: line.amount for line in result.lines}
    assert amounts["goods.set"] == Decimal("173242.56")
    assert amounts["refund.set"] == Decimal("-19930.56")
    assert amounts["delivery"] == Decimal("7584.00")


def test_own_prices_say_that_they_are_assumptions() -> None:
    lines = json.loads(text("furniture"))["estimate"]["lines"]
    assert {(line["source"], line["estimated"]) for line in lines} == {("示例假设，不是报价", True)}
