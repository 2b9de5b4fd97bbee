"""Produce of a farm: known by code or industry, what it gives as input tax, and what it exempts a grower of."""

from __future__ import annotations

import json
from datetime import date

import pytest

from exporter_desk.domain.finding import Finding
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.inputs import Line
from exporter_desk.refund.produce import is_produce
from tests.support.refund_book import book, checklists, told_of

ORANGE = {
    "id": "1", "hs": "0805100000", "name_zh": "鲜脐橙", "unit": "035", "qty": "20000", "amount": "22000.00",
    "vat_rate": "0.09", "refund_rate": "0.09", "made": "own",
}  # fmt: skip
PAPER = {
    "id": "p", "qty": "20000", "unit": "035", "amount": "100000.00", "rate": "0", "voucher": "ordinary",
    "supplier_kind": "coop",
}  # fmt: skip
VAT = {
    "period": "202609", "filed": True, "output_tax": "0", "previous_credit": "0", "carried_mdt": "0",
    "input_from_invoices": True,
}  # fmt: skip


def result(kind: str, line: dict[str, object], papers: list[dict[str, object]], **parts: object) -> RefundResult:
    data: dict[str, object] = {
        "taxpayer": {"taxpayer": "general", "kind": kind},
        "terms": {"incoterm": "FOB", "currency": "CNY"},
        "lines": [{**ORANGE, **line}],
        "invoices": papers,
        "vat": VAT,
        **parts,
    }
    return assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))


def figure(one: RefundResult, symbol: str) -> tuple[str | None, tuple[str, ...]]:
    found = next(each for each in one.quantities if each.symbol == symbol and not each.line)
    return None if found.value is None else str(found.value), found.trace.missing


def open_policy(one: RefundResult) -> list[Finding]:
    return told_of(one, "T40")


@pytest.mark.parametrize(
    ("hs", "industry", "expected"),
    [
        ("0805100000", None, True),
        ("0805210000", "other", True),
        ("9403609990", None, False),
        ("9403609990", "orange", False),
        ("4409291090", None, False),
        ("4403490090", "furniture", None),
        ("0902100000", None, None),
        (None, "orange", True),
        (None, "apparel", False),
        (None, "other", None),
        (None, None, None),
    ],
)
def test_code_and_industry_tell(hs: str | None, industry: str | None, expected: bool | None) -> None:
    assert is_produce(Line(id="1", hs=hs), industry, checklists().at(date(2026, 6, 1))) is expected


# Members' fruit of a cooperative on its exempt invoice: 100,000 x 9 % = 9,000.00; the export 22,000 x 9 % = 1,980.00.
@pytest.mark.parametrize("parts", [{}, {"industry": "orange"}, {"industry": "other"}])
def test_fruit_of_a_cooperative_gives_input_tax_whatever_the_industry(parts: dict[str, str]) -> None:
    found = result("producer", {}, [PAPER], **parts)
    assert figure(found, "INPUT") == ("9000.00", ())
    assert figure(found, "REFUND") == ("1980.00", ())


def test_goods_without_a_code_leave_the_input_tax_open() -> None:
    found = result("producer", {"hs": None}, [PAPER])
    assert figure(found, "INPUT") == (None, ("lines.1.hs",))
    assert figure(found, "REFUND")[0] is None


def test_a_code_that_is_not_listed_asks_for_the_input_tax() -> None:
    assert figure(result("producer", {"hs": "0902100000"}, [PAPER]), "INPUT") == (None, ("vat.input_tax",))


def test_furniture_of_a_cooperative_gives_none() -> None:
    assert figure(result("producer", {"hs": "9403609990"}, [PAPER]), "INPUT") == ("0.00", ())


def test_own_produce_of_a_grower_is_exempt() -> None:
    found = result("grower", {}, [])
    assert (found.policy.result, open_policy(found)) == ("exempt", [])


@pytest.mark.parametrize(
    ("line", "papers", "step", "word"),
    [
        ({"made": "bought_in"}, [{**PAPER, "rate": "0.09", "voucher": "vat_special"}], "R08A", "不是自产"),
        ({"made": "bought_in", "hs": "9403609990"}, [], "R08A", "不是自产"),
        ({"hs": "9403609990"}, [], "R08B", "不是农产品"),
        ({}, [{**PAPER, "voucher": "farm_purchase"}], "R08C", "进货凭证"),
        ({"made": None}, [{**PAPER, "voucher": "farm_purchase"}], "R08C", "进货凭证"),
    ],
)
def test_other_goods_of_a_grower_are_to_confirm_and_say_why(
    line: dict[str, object], papers: list[dict[str, object]], step: str, word: str
) -> None:
    found = result("grower", line, papers)
    met = [reason.id for reason in found.policy.reasons if reason.outcome == "met"]
    told = open_policy(found)
    assert (found.policy.result, met, figure(found, "REFUND")[0]) == ("to_confirm", [step], None)
    asked = "met" if step == "R08B" else "asked"  # what the code says is known; it may be wrong, or the kind of firm
    assert [(one.variant, word in one.values["reason_zh"]) for one in told] == [(asked, True)]


def test_every_line_of_a_grower_says_why() -> None:
    lines = [
        {**ORANGE, "id": "1"},
        {**ORANGE, "id": "2", "hs": "9403609990"},
        {**ORANGE, "id": "3", "made": "bought_in"},
    ]
    found = result("grower", {}, [], lines=lines)
    assert [decision.result for decision in found.policy.decisions] == ["exempt", "to_confirm", "to_confirm"]
    assert len(open_policy(found)) == 2


@pytest.mark.parametrize(("hs", "told"), [("4418200000", True), ("9403609990", False), (None, False)])
def test_goods_of_wood_are_told_that_many_codes_have_a_zero_rate(hs: str | None, told: bool) -> None:
    found = result("producer", {"hs": hs, "name_zh": "木门"}, [])
    assert ("N13" in {note.id for note in found.policy.notes}) is told


SPECIAL = {**PAPER, "voucher": "vat_special", "supplier_kind": "trader", "supplier_taxpayer": "small_scale"}


def bounded(one: RefundResult, symbol: str) -> tuple[str | None, ...]:
    [found] = [each for each in one.quantities if each.symbol == symbol and not each.line]
    return tuple(None if value is None else str(value) for value in (found.value, found.low, found.high))


def test_a_one_percent_invoice_gives_between_its_tax_and_that_of_farm_produce() -> None:
    """§2.8, producer, 1 %: as invoice 1,000.00, or 9 % of 100,000; sold for 200,000 the claim (18,000) holds both."""
    one = result("producer", {"amount": "200000.00"}, [{**SPECIAL, "rate": "0.01"}])
    assert bounded(one, "REFUND") == (None, "1000.00", "9000.00")
    assert bounded(one, "INPUT_LISTED") == (None, "1000.00", "9000.00")
    [asked] = told_of(one, "T52")
    assert asked.places == ("vat.input_tax",)


def test_a_one_percent_invoice_beside_others_adds_its_bounds() -> None:
    """9 % of 50,000 from a general seller are 4,500.00 in any case."""
    other = {**SPECIAL, "id": "q", "qty": "5000", "amount": "50000.00", "rate": "0.09", "supplier_taxpayer": "general"}
    one = result("producer", {"amount": "200000.00"}, [{**SPECIAL, "rate": "0.01"}, other])
    assert bounded(one, "REFUND") == (None, "5500.00", "13500.00")


def test_the_input_tax_typed_settles_a_one_percent_invoice() -> None:
    vat = {**VAT, "input_from_invoices": None, "input_tax": "1000.00"}
    assert bounded(result("producer", {"amount": "200000.00"}, [{**SPECIAL, "rate": "0.01"}], vat=vat), "REFUND") == (
        "1000.00", None, None,
    )  # fmt: skip


FURNITURE = {
    "hs": "9403609990",
    "name_zh": "木制餐桌",
    "unit": "011",
    "qty": "60",
    "vat_rate": "0.13",
    "refund_rate": "0.13",
}
WOOD = {
    **PAPER,
    "qty": "60",
    "unit": "011",
    "amount": "21000.00",
    "voucher": "farm_purchase",
    "supplier_kind": "grower",
}


@pytest.mark.parametrize(("kind", "made"), [("trader", None), ("producer", "bought_in")])
def test_furniture_that_the_firm_did_not_make_has_no_farm_purchase_voucher(kind: str, made: str | None) -> None:
    one = result(kind, {**FURNITURE, "made": made}, [WOOD])
    assert (one.policy.result, bounded(one, "INPUT_TO_COST")) == ("exempt", (None, None, None))
    [told] = told_of(one, "T116")
    assert (told.variant, told.places) == ("farm", ("invoices.p.voucher", "lines.1.hs"))


def test_wood_that_a_maker_bought_for_its_furniture_gives_ten_percent() -> None:
    """§2.8: 10 % of 21,000 where the produce goes into goods taxed at 13 %; sold for 22,000 the claim is 2,860."""
    one = result("producer", FURNITURE, [WOOD])
    assert bounded(one, "INPUT_LISTED") == ("2100.00", None, None)
    assert not told_of(one, "T116")


def test_oranges_of_a_trader_cost_nine_percent_of_the_price() -> None:
    """A trader makes nothing of them: 9 % of 100,000, whatever they are taxed at."""
    one = result("trader", {"vat_rate": "0.13"}, [{**PAPER, "voucher": "farm_purchase", "supplier_kind": "grower"}])
    assert bounded(one, "INPUT_TO_COST") == ("9000.00", None, None)


def test_a_grower_of_furniture_is_asked_for_the_kind_of_firm() -> None:
    one = result("grower", {**FURNITURE, "made": "own"}, [])
    assert (one.policy.result, one.policy.missing) == ("to_confirm", ("kind",))
