"""The list of cross-border e-commerce: heads in the order of its message, lines in the order of the import workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case
from tests.documents import sample

# The names around those that a draft leaves empty, as the message has them: copNo, preNo, invtNo, ieFlag; trafName,
# voyageNo, billNo.
HEADS = ("企业唯一编号", "电子口岸编号", "清单编号", "进出口标记", "运输工具名称", "航次号", "提运单号", "总包号")
COLUMNS = (
    "序号", "企业商品货号", "企业商品品名", "商品编码", "商品名称", "规格型号", "条码", "目的国", "币制", "成交数量",
    "法定数量", "第二数量", "单价", "总价",
)  # fmt: skip


def composed(case: Case) -> Paper:
    return compose(sample.forms()["declaration_list"], sample.dossier(case=case), sample.fonts())


def test_heads_and_columns_stand_in_the_order_of_message_and_workbook() -> None:
    texts = [text for _, text, _ in composed(sample.case()).prints]
    assert [text for text in texts if text in HEADS] == list(HEADS)
    start = texts.index("序号")
    assert texts[start : start + len(COLUMNS)] == list(COLUMNS)


@pytest.mark.parametrize(
    ("vessel", "shown", "voyage"), [("EVER SAMPLE/028E", "EVER SAMPLE", "028E"), ("赣B12345", "赣B12345", None)]
)
def test_ship_and_voyage_have_a_box_each(vessel: str, shown: str, voyage: str | None) -> None:
    base = sample.case()
    texts = [text for _, text, _ in composed(replace(base, route=replace(base.route, vessel=vessel))).prints]
    assert shown in texts
    assert voyage is None or voyage in texts
    assert vessel in texts or voyage is not None
