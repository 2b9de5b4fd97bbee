"""Foreign lists: titles are recognised, rows become goods and boxes, doubts name their cell, nothing happens before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.origin import OriginKind
from exporter_desk.services.goods.sheet_columns import KINDS, Guess, column_fields, fields_of, guess, tidy
from exporter_desk.services.goods.sheet_files import SheetMemory, read_file
from exporter_desk.services.goods.sheet_import import Plan
from exporter_desk.services.session import Session

GOODS = [
    ["赣州某某家具有限公司"],
    ["发货清单", "", "", "2026-11-20"],
    [],
    ["序号", "品名", "英文品名 Description", "数量(件)", "单位", "单价（USD）", "HS编码", "备注"],
    ["1", "餐桌", "Dining table", "48", "件", "168.00", "9403609990", "加急"],
    ["2", "餐椅", "Dining chair", "19O", "件", "34.5", "9401690090"],
    ["", "合计", "", "67"],
]
BOXES = [
    ["Ctn No.", "Description", "CTNS", "PCS/CTN", "G.W. (KGS)", "N.W. (KGS)", "L", "W", "H"],
    ["1-48", "餐桌", "48", "1", "1824", "1632", "150", "90", "20"],
    ["49-58", "餐椅", "10", "4", "100", "90", "60", "60", "80"],
    ["59", "餐桌", "1", "2", "20", "18"],
    ["", "餐椅", "", "3"],
    ["TOTAL", "", "59"],
]


def as_typed(field: str, text: str) -> str:
    return {"件": "011"}.get(text, text) if field == "unit" else text


def planned(session: Session, rows: Sequence[Sequence[str]], found: Guess | None = None) -> Plan:
    return session.plan_import(rows, found or guess(rows), as_typed)


def with_goods(session: Session) -> None:
    session.add_rows("goods", [{"name_zh": "餐桌", "qty": "50"}, {"name_zh": "餐椅", "qty": "43"}])


def test_titles_below_a_letterhead_are_found() -> None:
    found = guess(GOODS)
    assert (found.kind, found.header) == ("goods", 3)
    assert found.fields == {1: "name_zh", 2: "name_en", 3: "qty", 4: "unit", 5: "unit_price", 6: "hs"}


def test_english_packing_list_is_recognised() -> None:
    found = guess(BOXES)
    assert (found.kind, found.header) == ("packages", 0)
    named = ["box", "goods", "count", "each", "gross_total", "net_total", "length", "width", "height"]
    assert found.fields == dict(enumerate(named))


def test_nothing_known_is_a_goods_list_without_fields() -> None:
    assert guess([["a", "b"], ["1", "2"]]) == Guess("goods", 0, {})
    assert guess([]) == Guess("goods", 0, {})


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("每箱数量", "each"), ("数量/箱", "total"), ("单箱毛重KG", "gross_kg"), ("毛重", "gross_total"),
        ("QTY/CTN", "each"), ("Ｇ．Ｗ．", "gross_total"), ("外箱尺寸(cm)", "size_cm"), ("C/NO.", "box"),
    ],
)  # fmt: skip
def test_titles_of_packing_lists(title: str, field: str) -> None:
    assert fields_of("packages", [title]) == {0: field}


@pytest.mark.parametrize(
    ("titles", "fields"),
    [
        (["GOODS NAME (EN)", "GOODS NAME (CN)"], ["name_en", "name_zh"]),
        (["Description (CN)", "Description"], ["name_zh", "name_en"]),
        (["品名（英文）", "品名（中文）"], ["name_en", "name_zh"]),
        (["品名", "品名[英]"], ["name_zh", "name_en"]),
        (["面料成分", "里料", "填充物"], ["material", "lining", "filling"]),
        (["Shell fabric", "Lining"], ["material", "lining"]),
    ],
)
def test_a_language_in_brackets_and_parts_of_a_garment_are_columns_of_their_own(
    titles: list[str], fields: list[str]
) -> None:
    assert fields_of("goods", titles) == dict(enumerate(fields))


@pytest.mark.parametrize(
    ("cells", "material"),
    [
        (["100%棉", "100%涤纶", ""], "面料：100%棉；里料：100%涤纶"),
        (["100%棉", "", ""], "100%棉"),
        (["", "100%涤纶", "90%鸭绒10%羽毛"], "里料：100%涤纶；填充物：90%鸭绒10%羽毛"),
        (["面料：100%棉；罗纹：97%棉3%氨纶", "100%涤纶", ""], "面料：100%棉；罗纹：97%棉3%氨纶；里料：100%涤纶"),
    ],
)
def test_fabric_lining_and_filling_become_one_material(session: Session, cells: list[str], material: str) -> None:
    rows = [["品名", "数量", "面料", "里料", "填充物"], ["夹克", "5", *cells]]
    session.take_import(planned(session, rows), "a.xlsx")
    [line] = session.case.goods
    assert line.material == material
    cell = next(letters for letters, text in zip("CDE", cells, strict=True) if text)
    assert session.case.origins["goods.g1.material"].note == f"a.xlsx {cell}2"


def test_a_packing_list_says_in_which_container_boxes_go(session: Session) -> None:
    with_goods(session)
    rows = [["箱号", "品名", "每箱数量", "柜号"], ["1-4", "餐桌", "2", "CSQU3054383"], ["5-9", "餐椅", "1", "2"]]
    session.take_import(planned(session, rows), "a.xlsx")
    assert [one.container for one in session.case.packages] == ["CSQU3054383", "2"]


def test_every_field_can_be_typed_into_and_no_two_share_a_first_name() -> None:
    for kind in KINDS:
        names = [name for field in column_fields(kind) for name in field.names[:1]]
        assert len(names) == len(set(names))
        assert all(name == tidy(name) and name for field in column_fields(kind) for name in field.names)


def test_goods_are_planned_with_every_doubt_and_taken_as_one_step(session: Session) -> None:
    plan = planned(session, GOODS)
    assert (len(plan.rows), plan.skipped) == (2, 1)
    (problem,) = plan.problems
    assert (problem.cell, problem.kept) == ("D6", True)
    assert "19O" in problem.text.zh
    assert session.case.goods == ()
    session.take_import(plan, "清单.xlsx")
    table, chair = session.case.goods
    assert (table.name_zh, table.qty, table.unit, table.unit_price) == ("餐桌", Decimal(48), "011", Decimal("168.00"))
    assert (chair.qty, session.case.drafts) == (None, {"goods.g2.qty": "19O"})
    origin = session.case.origins["goods.g1.qty"]
    assert (origin.kind, origin.note) == (OriginKind.IMPORTED, "清单.xlsx D5")
    assert "goods.g2.qty" not in session.case.origins
    assert session.undo_name is not None
    assert session.undo_name.zh == "导入商品清单"
    session.undo()
    assert session.case.goods == ()


def test_boxes_with_totals_mixed_boxes_and_three_sides(session: Session) -> None:
    with_goods(session)
    plan = planned(session, BOXES)
    assert plan.problems == ()
    session.take_import(plan, "箱单.xls")
    tables, chairs, mixed = session.case.packages
    # 1824 kg over 48 boxes are 38 kg each, 1632 are 34; 100 over 10 are 10.
    assert (tables.first, tables.last, tables.contents) == (1, 48, {"g1": Decimal(1)})
    assert (tables.gross_kg, tables.net_kg, tables.size_cm) == (38, 34, (150, 90, 20))
    assert (chairs.count, chairs.contents, chairs.gross_kg) == (10, {"g2": Decimal(4)}, 10)
    assert (mixed.first, mixed.last, mixed.contents) == (59, 59, {"g1": Decimal(2), "g2": Decimal(3)})


def test_boxes_without_numbers_are_counted_on(session: Session) -> None:
    with_goods(session)
    session.add_rows("packages", [{"from": "1", "to": "7"}])
    plan = planned(session, [["品名", "箱数", "每箱数量"], ["餐桌", "5", "10"], ["餐椅", "4", "10"]])
    session.take_import(plan, "a.csv")
    assert [(one.first, one.last) for one in session.case.packages[1:]] == [(8, 12), (13, 16)]


def test_doubts_of_a_packing_list_name_their_cells(session: Session) -> None:
    with_goods(session)
    rows = [
        ["箱号", "品名", "箱数", "总数量", "总毛重"],
        ["1-3", "沙发", "3", "9", "100"],
        ["A", "餐桌", "", "50", "x"],
    ]
    plan = planned(session, rows)
    told = [(one.cell, one.text.zh) for one in plan.problems]
    assert [cell for cell, _ in told] == ["B2", "E2", "A3", "D3", "E3"]
    assert "沙发" in told[0][1]
    assert "3 箱" in told[1][1]  # 100 kg over 3 boxes does not come out even
    session.take_import(plan, "a.csv")
    assert session.case.packages[0].contents == {}
    assert session.case.packages[0].gross_kg is None


SHIRTS = [{"name_zh": "T恤", "model": "S", "qty": "50"}, {"name_zh": "T恤", "model": "M", "sku": "TM-2", "qty": "43"}]


@pytest.mark.parametrize(("title", "text"), [("型号", "M"), ("规格型号", "tm-2")])
def test_boxes_of_goods_with_one_name_go_by_model_or_article(session: Session, title: str, text: str) -> None:
    session.add_rows("goods", SHIRTS)
    plan = planned(session, [["箱号", "品名", title, "每箱数量"], ["1-2", "T恤", text, "20"]])
    assert plan.problems == ()
    session.take_import(plan, "a.csv")
    assert session.case.packages[0].contents == {"g2": Decimal(20)}


@pytest.mark.parametrize(("titles", "cells"), [([], []), (["型号"], ["L"])], ids=["no-column", "a-model-that-is-none"])
def test_boxes_of_goods_that_a_row_does_not_tell_apart_are_no_ones(
    session: Session, titles: list[str], cells: list[str]
) -> None:
    session.add_rows("goods", SHIRTS)
    [told] = planned(session, [["箱号", "品名", *titles, "每箱数量"], ["1-2", "T恤", *cells, "20"]]).problems
    assert (told.cell, "2 行" in told.text.zh) == ("B2", True)


@pytest.mark.parametrize("cells", [["9-6", "", "50"], ["9", "6", "50"]])
def test_box_numbers_that_run_backwards_are_refused_with_their_cell(session: Session, cells: list[str]) -> None:
    with_goods(session)
    plan = planned(session, [["箱号", "箱号到", "总数量", "品名"], [*cells, "餐桌"]])
    assert "A2" in [one.cell for one in plan.problems]
    assert all("from" not in row.fields for row in plan.rows)


def test_same_sender_needs_no_mapping_the_second_time(tmp_path: Path) -> None:
    memory = SheetMemory(tmp_path / "memory.json")
    titles = ["代号", "甲", "数量"]
    chosen = Guess("goods", 0, {0: "sku", 1: "name_zh", 2: "qty"})
    assert memory.guess([titles]).fields == {}  # one known title is none
    memory.remember(titles, chosen)
    assert SheetMemory(tmp_path / "memory.json").guess([titles, ["x", "桌", "1"]]) == chosen


@pytest.mark.parametrize("spoilt", ["", "[]", "{", '{"a": 1}', '{"a": {"kind": "x", "fields": {}}}', "null"])
def test_spoilt_memory_counts_as_none(tmp_path: Path, spoilt: str) -> None:
    file = tmp_path / "memory.json"
    file.write_text(spoilt, "utf-8")
    assert SheetMemory(file).guess(GOODS) == guess(GOODS)


def test_files_that_cannot_be_read_say_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "坏.xlsx"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(UserFacingError) as error:
        read_file(file)
    assert (error.value.code, error.value.exit_code) == ("S244", 2)
    assert "坏.xlsx" in error.value.sentence("zh")
    with pytest.raises(UserFacingError):
        read_file(tmp_path / "gone.xlsx")


def test_two_hundred_lines_are_quick(session: Session) -> None:
    rows = [["中文品名", "数量", "单价"], *(["桌", str(n), "1.5"] for n in range(1, 201))]
    begun = datetime.now(tz=ZoneInfo("UTC"))
    session.take_import(planned(session, rows), "a.csv")
    assert (datetime.now(tz=ZoneInfo("UTC")) - begun).total_seconds() < 2
    assert len(session.case.goods) == 200
    assert isinstance(session.case, Case)
