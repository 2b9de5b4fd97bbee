"""The inspection application: its boxes in the order of the printed form, classes, kinds of packages, tick boxes."""

from __future__ import annotations

from dataclasses import replace

from exporter_desk.domain.case import Case
from tests.documents.test_form_set import changed, papers, read, shipped

BELOW_HEAD = (13.0, 62.0, 184.0, 222.0)
# After the table of goods, in the order of the form.
ORDER = (
    "货物名称", "运输工具名称号码", "贸易方式", "货物存放地点", "合同号", "信用证号", "用途", "发货日期",
    "输往国家（地区）", "许可证/审批号", "启运地", "到达口岸", "生产单位注册号", "集装箱规格、数量及号码",
    "检验检疫条款", "标记及号码", "随附单据", "需要证单名称", "申请人郑重声明",
)  # fmt: skip


def text_of(case: Case) -> str:
    return read(case, "broker", "inspection_application").within(*BELOW_HEAD)


def test_the_boxes_stand_in_the_order_of_the_form() -> None:
    found = next(one for one in papers(shipped("navel-orange"), "broker") if one.form.id == "inspection_application")
    runs = [text for _, text, _ in found.prints]
    places = [next(place for place, run in enumerate(runs) if name in run) for name in ORDER]
    assert places == sorted(places)
    heads = ("申请单位", "发货人（中文）", "收货人（中文）", "货物名称")
    assert [next(place for place, run in enumerate(runs) if name in run) for name in heads] == sorted(
        next(place for place, run in enumerate(runs) if name in run) for name in heads
    )


def test_goods_carry_their_class_and_the_kind_of_their_packages() -> None:
    orange, furniture = text_of(shipped("navel-orange")), text_of(shipped("furniture"))
    # 0805100000 is seen with class P.R/Q.S; the class of 9403609990 was carried over from its heading only.
    assert "P.R/Q.S" in orange
    assert "待确认" not in orange
    assert "P/Q（待确认）" in furniture
    assert "纸制或纤维板制盒/箱" in orange
    assert "400 件" in orange
    assert "520 件" in orange


def test_unused_rows_of_goods_show_stars_up_to_the_fourth() -> None:
    case = shipped("navel-orange")
    assert text_of(case).split("运输工具名称号码")[0].count("***") == 6  # three lines of goods, one row of six stars
    one = replace(case, goods=case.goods[:1], packages=case.packages[:1])
    assert text_of(one).split("运输工具名称号码")[0].count("***") == 18


def test_papers_and_certificates_are_ticked_as_they_are_there() -> None:
    orange, furniture = text_of(shipped("navel-orange")), text_of(shipped("furniture"))
    for ticked in (
        "■合同",
        "■发票",
        "■装箱单",
        "■厂检单",
        "■植物检疫证书",
        "□信用证",
        "□换证凭单",
        "□包装性能结果单",
        "□品质证书",
    ):
        assert ticked in orange, ticked
    # Stock for an own warehouse goes without a contract of sale.
    assert "□合同" in furniture
    assert "■发票" in furniture
    assert "□植物检疫证书" in furniture


def test_a_certificate_keeps_the_numbers_typed_and_another_one_stands_behind() -> None:
    wanted = ["植物检疫证书 1正2副", "检疫处理证书"]
    text = text_of(changed("navel-orange", {"facts": {"certificates_wanted": wanted, "letter_of_credit": "LC-7"}}))
    assert "■植物检疫证书 1正2副" in text
    assert "■检疫处理证书" in text
    assert "■信用证" in text
    assert "LC-7" in text
