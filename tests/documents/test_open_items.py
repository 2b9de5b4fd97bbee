"""Open items of one receiver: only what concerns his papers, one row a kind, with the rows of the case in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.documents.dossier import FindingView
from exporter_desk.documents.open_items import boxes_together, by_kind, errors_elsewhere, heard_by, in_runs
from exporter_desk.documents.plan import plan
from exporter_desk.documents.render import compose
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.text import Bilingual
from tests.documents import sample
from tests.documents.test_packet import library

BROKER = library().receivers["broker"]


def finding(code: str, text: str, *places: str, severity: Severity = Severity.CONFIRM) -> FindingView:
    return FindingView(code=code, severity=severity, text=Bilingual(text, text), places=places)


def test_a_broker_hears_nothing_of_the_refund() -> None:
    refund = finding("T52", "可以退 26.00", "tax.purchase_invoices")
    invoice = finding("X20", "发票只开了 10", "tax.purchase_invoices.i1.qty", "goods.g1.qty", severity=Severity.ERROR)
    weight = finding("X5", "毛重小于净重", "goods.g1.net_kg")
    assert heard_by(BROKER, (refund, invoice, weight)) == (weight,)
    assert errors_elsewhere(BROKER, (refund, invoice, weight)) == 1


def test_what_all_lines_lack_stands_once_and_names_the_lines() -> None:
    case = sample.case(30)
    gaps = [finding("D35", "「法定第一数量」还没有填", f"goods.g{number}.qty1") for number in (1, 2, 3, 4, 22, 30)]
    [row] = by_kind(gaps, case)
    assert row.text.zh == "「法定第一数量」还没有填（商品第 1–4、22、30 行）"
    assert row.text.en.endswith("(goods rows 1–4, 22, 30)")


def test_rows_of_one_kind_that_differ_are_joined_only_when_they_are_many() -> None:
    case = sample.case(50)
    told = [finding("T30", f"第 {number} 种货没有发票", f"goods.g{number}.qty") for number in range(1, 51)]
    assert by_kind(told[:3], case) == tuple(told[:3])
    [row] = by_kind(told, case)
    assert row.text.zh == "第 1 种货没有发票（同样的还有：商品第 2–50 行）"


def test_long_lines_of_the_marks_stand_once() -> None:
    told = [finding("X10", "唛头这一行太长", f"route.marks.{index}") for index in (0, 1, 2, 3, 13)]
    [row] = by_kind(told, sample.case())
    assert row.text == Bilingual("唛头这一行太长（唛头第 1–4、14 行）", "唛头这一行太长 (marks rows 1–4, 14)")


@pytest.mark.parametrize(
    "form",
    [
        "commercial_invoice",
        "declaration_check",
        "declaration_data",
        "gpsr_sheet",
        "inspection_application",
        "lacey_ppq505",
        "origin_data_co",
        "phytosanitary_data",
    ],
)
def test_a_paper_with_empty_boxes_waits_for_them_and_tells_of_them_once(form: str) -> None:
    empty = sample.dossier(case=replace(sample.case(), terms=Terms(), route=Route(), parties=()))
    paper = compose(sample.forms()[form], empty, sample.fonts())
    [one] = [one for one in boxes_together(paper.findings) if one.code == "X51"]
    assert (paper.status, one.variant) == ("open", "many")
    assert "Until then the paper is a draft" in library().texts.render(one, {}).remedy_en


def test_a_working_sheet_leaves_its_empty_boxes_to_the_engines() -> None:
    empty = sample.dossier(case=replace(sample.case(), terms=Terms(), route=Route(), parties=()))
    paper = compose(sample.forms()["refund_registration"], empty, sample.fonts())
    assert (paper.status, paper.findings) == ("sheet", ())


@pytest.mark.parametrize("other", [("X7", "goods.g2.hs"), ("D35", "goods.g2.unit1")])
def test_another_code_or_another_field_is_another_kind(other: tuple[str, str]) -> None:
    pair = (finding("D35", "还没有填", "goods.g1.qty1"), finding(other[0], "还没有填", other[1]))
    assert by_kind(pair, sample.case()) == pair


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_every_number_and_no_other(numbers: set[int]) -> None:
    ends = [[int(end) for end in run.split("–")] for run in in_runs(sorted(numbers))]
    assert [number for first, *last in ends for number in range(first, (last or [first])[0] + 1)] == sorted(numbers)
    assert all(after[0] > before[-1] + 1 for before, after in pairwise(ends))


def test_the_cover_of_a_receiver_tells_of_his_own_papers() -> None:
    base = sample.case()
    case = replace(base, facts={**base.facts, "pack": "furniture"}, route=replace(base.route, dest="US"))
    planned = plan(sample.dossier(case=case), ["broker", "archive"], library())
    broker, own = ({place for one in each.packet.open_items for place in one.places} for each in planned.receivers)
    assert "facts.us_mid" in own  # only the importer's Lacey data need it
    assert "facts.us_mid" not in broker


def test_fifty_lines_leave_the_cover_of_the_broker_short() -> None:
    gaps = tuple(
        finding("D35", f"「{field}」还没有填", f"goods.g{number}.{field}")
        for number in range(1, 51)
        for field in ("qty1", "unit1", "hs", "elements")
    )
    dossier = sample.dossier(case=sample.case(50), findings=gaps)
    cover = plan(dossier, ["broker"], library()).receivers[0].cover
    assert cover is not None
    assert len(cover.pages) == 1


def empty_box(paper: str, place: str, name: str, english: str) -> Finding:
    values = {"form_zh": paper, "form_en": paper, "place_zh": name, "place_en": english}
    return Finding("X51", Severity.CONFIRM, (place,), values)


def test_many_empty_boxes_of_one_paper_are_one_row() -> None:
    rows = [
        empty_box("PPQ 505", f"goods.g{n}.hts", f"商品 第{n}行 · 目的国编码", f"Goods line {n} · HTS")
        for n in (1, 2, 3)
    ]
    bill = empty_box("PPQ 505", "route.bl_no", "提运单号", "Bill of lading")
    other = empty_box("装箱单", "route.vessel", "船名", "Vessel")
    first, second = boxes_together([rows[0], other, *rows[1:], bill])
    assert second == other
    assert (first.variant, first.values["count"], len(first.places)) == ("many", "4", 4)
    assert first.values["boxes_zh"] == "目的国编码（3 行）、提运单号"
    assert first.values["boxes_en"] == "HTS (3 rows), Bill of lading"
    assert "4 格" in library().texts.render(first, {}).zh


def test_a_few_empty_boxes_stay_rows_of_their_own() -> None:
    few = [empty_box("装箱单", f"route.{name}", name, name) for name in ("vessel", "bl_no", "dest")]
    assert boxes_together(few) == tuple(few)
