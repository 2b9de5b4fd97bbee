"""The broker's workbook and the list sheet: headers as on paper, codes as text, the user's order of columns."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.messages.books import columns_in_order, fill
from exporter_desk.documents.messages.schema import Column
from exporter_desk.domain.case import Case
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.shipment import Container
from exporter_desk.domain.spreadsheet import Cell, Sheet
from tests.documents.messages.message_sample import case, dossier, specs


def sheets(name: str, changed: Case | None = None, *order: str) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in fill(specs()[name], dossier(changed), order)[0]}


def texts(row: tuple[Cell, ...]) -> list[object]:
    return [cell.value for cell in row]


def by_title(sheet: Sheet, line: int, head: int = 0) -> dict[object, object]:
    return dict(zip(texts(sheet.rows[head]), texts(sheet.rows[head + line]), strict=True))


def test_the_head_names_the_boxes_of_the_declaration_with_code_and_content() -> None:
    record = {row[0].value: (row[1].value, row[2].value) for row in sheets("broker_workbook")["表头"].rows[1:]}
    assert record["出境关别"] == ("5316", "大鹏海关")
    assert record["监管方式"] == ("9710", "跨境电商B2B直接出口")
    assert record["贸易国（地区）"] == ("DEU", "德国")
    assert record["包装种类"] == ("22", "纸制或纤维板制盒/箱")
    assert record["件数"] == (None, Decimal(90))
    assert record["总价"] == ("USD", Decimal("5110.00"))


BOXES = (
    "境内发货人 出境关别 出口日期 申报日期 备案号 境外收货人 运输方式 运输工具名称及航次号 提运单号 "
    "生产销售单位 监管方式 征免性质 许可证号 合同协议号 贸易国（地区） 运抵国（地区） 指运港 离境口岸 "
    "包装种类 件数 毛重(千克) 净重(千克) 成交方式 运费 保费 杂费 随附单证及编号 标记唛码及备注"
)


def test_the_boxes_stand_in_the_order_of_the_sheet() -> None:
    names = [row[0].value for row in sheets("broker_workbook")["表头"].rows[1:]]
    assert names[: len(BOXES.split())] == BOXES.split()


def test_a_line_has_codes_as_text_and_figures_as_numbers() -> None:
    line = by_title(sheets("broker_workbook")["商品"], 2)
    wanted = {
        "项号": Decimal(2), "商品编号": "9403609990", "商品名称": "实木餐桌", "成交数量": Decimal(30),
        "单价": Decimal("72.3333"), "总价": Decimal("2170.00"), "币制": "USD",
        "法定第一计量单位代码": "007", "法定第一计量单位": "个",
        "原产国(地区)代码": "CHN", "最终目的国(地区)": "德国", "境内货源地代码": "36079",
        "征免代码": "1", "征免": "照章征税",
    }  # fmt: skip
    assert {name: line[name] for name in wanted} == wanted


def test_attachments_carry_their_codes_and_the_order_its_number() -> None:
    rows = [texts(row) for row in sheets("broker_workbook")["随附单据"].rows]
    assert rows[-1][0::2] == ["10000004", "PO 4711"]


def test_what_is_open_is_marked_in_the_broker_s_sheet_and_empty_in_the_import_sheet() -> None:
    silent = case(levy_nature=None, waybill_no=None)
    record = {row[0].value: row[2] for row in sheets("broker_workbook", silent)["表头"].rows[1:]}
    assert record["征免性质"] == Cell("待确认", open=True, left=True)
    rows = sheets("list_workbook", silent)["出口清单"].rows
    line = dict(zip(texts(rows[4]), rows[5], strict=True))
    assert line["物流运单号"] == Cell(None, open=True)


LIST_COLUMNS = (
    "序号 企业内部编号 物流运单号 电商订单/海外仓订仓单编号 清单编号 发货人代码 生产企业代码 生产销售企业名称 "
    "毛重 净重 运抵国 指运港代码 件数 运费 保费 包装种类 备注 商品序号 企业商品货号 企业商品品名 "
    "商品编码 商品名称 规格型号 条码 目的国"
)


def test_the_list_sheet_has_four_head_rows_and_its_columns_from_row_five() -> None:
    sheet = sheets("list_workbook")["出口清单"]
    assert texts(sheet.rows[4])[: len(LIST_COLUMNS.split())] == LIST_COLUMNS.split()
    head = [text for row in sheet.rows[:4] for text in texts(row)]
    for label, value in (
        ("监管场所代码：", None),
        ("提运单号：", None),
        ("申报业务类型：", "B"),
        ("贸易方式：", "9710"),
    ):
        assert (head[head.index(label) + 1] or None) == value
    line = by_title(sheet, 1, 4)
    assert (line["商品编码"], line["条码"], line["运抵国"], line["单价"]) == (
        "9401690099",
        "无",
        "德国",
        Decimal("24.50"),
    )
    assert line["计量单位"] == "个"


def test_the_order_of_columns_is_the_user_s_and_none_is_lost() -> None:
    plain = texts(sheets("broker_workbook")["商品"].rows[0])
    own = texts(sheets("broker_workbook", None, "hs", "no", "hs", "strange")["商品"].rows[0])
    assert own[:3] == ["商品编号", "项号", "商品名称"]
    assert sorted(map(str, own)) == sorted(map(str, plain))


@pytest.mark.parametrize(("order", "ids"), [((), "abc"), (("c", "a"), "cab"), (("x",), "abc"), (("b", "b"), "bac")])
def test_columns_in_order(order: tuple[str, ...], ids: str) -> None:
    columns = [Column(name, name, "") for name in "abc"]
    assert "".join(column.id for column in columns_in_order(columns, order)) == ids


def test_a_planned_day_of_export_is_no_day_of_export() -> None:
    left = case()
    planned = replace(left, route=replace(left.route, departed=None))
    records = [
        {row[0].value: row[2].value for row in sheets("broker_workbook", one)["表头"].rows[1:]}
        for one in (planned, left)
    ]
    assert planned.facts["export_date"] == "2026-12-05"
    assert [record["出口日期"] for record in records] == [None, "2026-12-07"]
    heads = [texts(sheets("list_workbook", one)["出口清单"].rows[0]) for one in (planned, left)]
    assert [head[head.index("出口日期：") + 1] for head in heads] == [None, "2026-12-07"]


@pytest.mark.parametrize(
    ("name", "sheet", "place", "titles"),
    [
        ("broker_workbook", "商品", "goods.g1.unit_price", {"单价", "总价"}),
        ("broker_workbook", "商品", "goods.g1.net_kg", {"净重(千克)"}),
        ("list_workbook", "出口清单", "goods.g1.unit_price", {"单价", "总价"}),
    ],
)
def test_an_estimate_is_marked_and_makes_a_draft(name: str, sheet: str, place: str, titles: set[str]) -> None:
    guessed = replace(case(), origins={place: Origin(kind=OriginKind.ESTIMATED)})
    made, gaps = fill(specs()[name], dossier(guessed))
    [found] = [one for one in made if one.name == sheet]
    head = found.frozen_rows - 1
    assert {
        found.rows[head][at].value for at, cell in enumerate(found.rows[head + 1]) if cell.open and cell.value
    } == titles
    told = [gap for gap in gaps if gap.reason == "estimated"]
    assert {gap.name.zh for gap in told} >= titles
    assert {gap.places for gap in told} == {(place,)}


def test_the_packing_sheet_names_the_container_of_each_run() -> None:
    whole = case()
    like = whole.packages[0]
    boxes = (Container(kind="40HQ", number="CSQU3054383"), Container(kind="20GP"))
    runs = [
        replace(like, id=f"p{at}", first=at, last=at, container=said) for at, said in enumerate(("1", "2", None), 1)
    ]
    loaded = replace(whole, packages=tuple(runs), route=replace(whole.route, containers=boxes))
    lines = sheets("broker_workbook", loaded)["装箱"].rows
    at = texts(lines[0]).index("装入集装箱")
    assert [texts(row)[at] for row in lines[1:4]] == ["CSQU3054383", "2", "待确认"]
    single = replace(loaded, route=replace(whole.route, containers=boxes[:1]))
    assert {texts(row)[at] for row in sheets("broker_workbook", single)["装箱"].rows[1:4]} == {"CSQU3054383"}
    none = replace(loaded, route=replace(whole.route, containers=()))
    assert {texts(row)[at] for row in sheets("broker_workbook", none)["装箱"].rows[1:4]} <= {None, ""}
