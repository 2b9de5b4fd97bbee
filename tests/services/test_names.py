"""Places of a case by name, and every field has one."""

import pytest

from exporter_desk.domain.case_json import CaseRefusedError, from_object
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.parties import Party
from exporter_desk.domain.record import keys_of
from exporter_desk.domain.shipment import Container, Fee, Route, Terms
from exporter_desk.domain.tax import Declaration, PaperState, PurchaseInvoice, Rate, Receipt, TaxFile
from exporter_desk.services.desk import Desk
from exporter_desk.services.names import labels, name_of

CASE = from_object(
    {
        "goods": [{"id": "g4"}, {"id": "g2"}],
        "route": {"containers": [{"kind": "40HQ"}]},
        "tax": {"purchase_invoices": [{"id": "i1"}]},
    }
)


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("goods.g2.qty", "商品 第2行 · 数量", "Goods line 2 · Quantity"),
        ("goods.g9", "商品", "Goods"),
        ("terms.freight.amount", "运费 · 金额", "Freight · amount"),
        ("terms.incoterm", "贸易术语", "Incoterm"),
        ("route.containers.0.number", "集装箱 第1行 · 箱号", "Container line 1 · Number"),
        (
            "tax.purchase_invoices.i1.amount",
            "进项发票 第1行 · 不含税金额",
            "Purchase invoice line 1 · Amount without tax",
        ),
        ("tax.papers.BA-1.kept_as", "出口合同 · 存放方式", "Export contract · Kept as"),
        ("tax.papers.no-such.place", "退税资料 · 存放处", "Refund paper · Where it lies"),
        ("choices.mode", "决定 · 贸易方式", "Decisions · Export mode"),
        ("parties.seller", "往来方 · 卖方", "Party · Seller"),
        ("day", "判断日期", "Day of judgement"),
        ("no.such.place", "no.such.place", "no.such.place"),
        ("facts.route.0", "物流路径", "Way of the goods"),
        ("origins.goods.g2.qty.note", "来源记录 · 商品 第2行 · 数量", "Record of origin · Goods line 2 · Quantity"),
        ("drafts.terms.incoterm", "还没读懂的输入 · 贸易术语", "Input not understood yet · Incoterm"),
    ],
)
def test_places_have_names(path: str, zh: str, en: str) -> None:
    name = name_of(Desk(), CASE, path)
    assert (name.zh, name.en) == (zh, en)


@pytest.mark.parametrize(
    ("part", "code", "zh", "en"),
    [
        (
            {"goods": [{"id": "g7"}, {"id": "g1", "qty": "abc"}]},
            "D05",
            "「商品 第2行 · 数量」",
            "Goods line 2 · Quantity",
        ),
        ({"goods": [{"id": "g1"}, {"id": "g1"}]}, "D10", "「商品 第2行」", "Goods line 2"),
        (
            {"tax": {"purchase_invoices": [{"id": "i3"}, {"id": "i1", "sum": "2"}]}},
            "D02",
            "「进项发票 第2行」",
            "Purchase invoice line 2",
        ),
    ],
)
def test_rows_of_a_case_that_was_refused_are_counted_too(part: JsonObject, code: str, zh: str, en: str) -> None:
    with pytest.raises(CaseRefusedError) as refused:
        from_object(part)
    [said] = Desk().render(refused.value.findings)
    assert said.code == code
    assert zh in said.text("zh")
    assert en in said.text("en")


@pytest.mark.parametrize(
    ("group", "record"),
    [
        ("parties", Party),
        ("goods", GoodsLine),
        ("packages", Package),
        ("terms", Terms),
        ("fee", Fee),
        ("route", Route),
        ("container", Container),
        ("tax", TaxFile),
        ("declarations", Declaration),
        ("purchase_invoices", PurchaseInvoice),
        ("receipts", Receipt),
        ("rates", Rate),
        ("papers", PaperState),
    ],
)
def test_every_field_has_a_name(group: str, record: type) -> None:
    assert keys_of(record).keys() - {"id"} == labels()[group].keys()
