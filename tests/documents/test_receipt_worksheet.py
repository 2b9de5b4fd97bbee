"""The worksheet of a receipt from abroad: every box of the bank's form, and what is ticked on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case
from exporter_desk.domain.tax import Receipt, TaxFile
from tests.documents import sample

# The order of the form: number, payee, way of settlement, receipt, what became of it, charges, payer, day of report,
# advance, foreign debt, two codes, signatures.
BOXES = (
    "申报号码", "收款人名称", "收款人（对公、对私）", "结算方式", "收入款金额", "结汇汇率", "结汇金额", "现汇金额",
    "其他金额", "国内银行扣费", "国外银行扣费", "申报日期", "预收货款、退款", "外债编号", "交易编码", "交易附言",
    "填报人", "收款人章", "银行经办",
)  # fmt: skip
FIRST = Receipt(id="r1", day=date(2027, 1, 5), amount=Decimal("192.00"), currency="USD", payer="HK PAYCO LIMITED")


def composed(case: Case, *receipts: Receipt) -> Paper:
    taken = replace(case, tax=TaxFile(receipts=receipts or (FIRST,)), facts={**case.facts, "bop_code": "121010"})
    return compose(sample.forms()["receipt_declaration"], sample.dossier(case=taken), sample.fonts())


def texts(paper: Paper) -> list[str]:
    return [text for _, text, _ in paper.prints]


def paid_by(terms: str | None) -> str:
    base = sample.case()
    listed = texts(composed(replace(base, terms=replace(base.terms, payment=terms))))
    return next(text for text in listed if "信用证" in text and "托收" in text)


def test_the_boxes_of_the_form_are_all_there_in_their_order() -> None:
    found = texts(composed(sample.case()))
    places = [next(place for place, text in enumerate(found) if box in text) for box in BOXES]
    assert places == sorted(places)
    # The day of receipt is no day of the report: that one the bank fills in.
    assert found[found.index("收汇日期")] == "收汇日期"
    assert found.count("2027-01-05") == 1


@pytest.mark.parametrize(
    ("terms", "ticked"),
    [
        ("30% T/T in advance, 70% T/T against copy of B/L", "■电汇"),
        ("100% irrevocable L/C at sight", "■信用证"),
        ("30% T/T, 70% L/C at sight", ""),
        (None, ""),
    ],
)
def test_the_way_of_settlement_follows_from_terms_that_name_one(terms: str | None, ticked: str) -> None:
    shown = paid_by(terms)
    assert [part for part in shown.split() if part.startswith("■")] == ([ticked] if ticked else [])
    assert shown.count("□") == (6 if ticked else 7)


def test_the_first_code_has_the_amount_of_the_receipt_and_the_second_line_is_free() -> None:
    found = texts(composed(sample.case()))
    row = found.index("121010")
    assert found[row : row + 3] == ["121010", "USD", "192.00"]
    two = texts(composed(sample.case(), FIRST, replace(FIRST, id="r2", amount=Decimal("8.00"))))
    assert "见上表，逐笔申报" in two
    assert two.count("192.00") == 1, "nobody adds up receipts that are reported one by one"


def test_a_firm_is_ticked_with_its_code_and_asked_for_it() -> None:
    assert f"■对公 {sample.SELLER.uscc}" in texts(composed(sample.case()))
    first, *others = sample.case().parties
    paper = composed(sample.case(parties=(replace(first, uscc=None), *others)))
    assert any(text.startswith("■对公 待确认") for text in texts(paper))
    assert ("parties.pt1.uscc",) in [one.places for one in paper.findings]


@pytest.mark.parametrize(
    ("said", "shown"), [(True, "■预收货款 □退款"), (False, "□预收货款 □退款"), (None, "□预收货款 □退款")]
)
def test_an_advance_is_ticked_when_somebody_said_so(said: bool | None, shown: str) -> None:
    base = sample.case()
    facts = base.facts if said is None else {**base.facts, "bop_advance": said}
    assert shown in texts(composed(replace(base, facts=facts)))
