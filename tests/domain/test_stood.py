"""What a later version lists: places with their texts before and after, whole rows that came or went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain import case_json, handover, stood
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Container, Route
from exporter_desk.domain.stood import Changed
from exporter_desk.domain.tax import PurchaseInvoice, TaxFile

TABLE = GoodsLine(id="g1", name_zh="餐桌", qty=Decimal(96), unit_price=Decimal("168.00"))
CHAIR = GoodsLine(id="g2", name_zh="餐椅", qty=Decimal(384))
CASE = Case(number="2026-014", goods=(TABLE, CHAIR), parties=(Party(id="p1", name_zh="甲公司", phone="0797-1"),))


def handed(case: Case, receiver: str = "broker") -> Case:
    facts, found = handover.basis(case, "李某")
    noted = Choice(what=handover.WHAT, value=receiver, day=date(2026, 11, 22), facts=facts, found=found)
    return replace(case, choices=(*case.choices, noted))


def test_each_changed_place_is_listed_with_both_texts() -> None:
    cheaper = replace(TABLE, unit_price=Decimal("166.50"))
    now = replace(handed(CASE), goods=(cheaper, CHAIR), number=None)
    replaced = handover.replaced(now, "broker")
    assert replaced is not None
    assert (replaced.version, replaced.parts) == (1, ("number", "goods"))
    assert replaced.places == (
        Changed(path="goods.g1.unit_price", kind="changed", before="168.00", after="166.50"),
        Changed(path="number", kind="changed", before="2026-014", after=None),
    )


def test_a_row_that_came_or_went_is_one_change() -> None:
    bench = GoodsLine(id="g3", name_zh="长凳", qty=Decimal(1))
    now = replace(handed(CASE), goods=(TABLE, bench), packages=(Package(id="k1", first=1, last=2),))
    replaced = handover.replaced(now, "broker")
    assert replaced is not None
    assert replaced.places == (
        Changed(path="goods.g3", kind="added", after="长凳", english="长凳", row=2),
        Changed(path="packages.k1", kind="added", after="1-2", english="1-2", row=1),
        Changed(path="goods.g2", kind="removed", before="餐椅", english="餐椅", row=2),
    )


def test_a_row_that_went_keeps_its_english_name_and_its_number() -> None:
    bench = GoodsLine(id="g3", name_zh="长凳", name_en="Bench")
    now = replace(handed(replace(CASE, goods=(TABLE, CHAIR, bench))), goods=(TABLE, CHAIR))
    replaced = handover.replaced(now, "broker")
    assert replaced is not None
    assert replaced.places == (
        Changed(path="goods.g3", kind="removed", before="长凳", english="Bench", row=3),
    )  # fmt: skip


def test_an_invoice_that_went_is_one_change_by_its_number() -> None:
    invoices = tuple(
        PurchaseInvoice(id=f"i{row}", number=f"2636200000000000000{row}", name_zh="餐桌") for row in (1, 2)
    )
    taxed = replace(CASE, tax=TaxFile(purchase_invoices=invoices))
    replaced = handover.replaced(replace(handed(taxed), tax=TaxFile(purchase_invoices=invoices[1:])), "tax")
    assert replaced is not None
    assert replaced.places == (
        Changed(
            path="tax.purchase_invoices.i1",
            kind="removed",
            before="26362000000000000001",
            english="26362000000000000001",
            row=1,
        ),
    )


def test_a_claim_of_very_many_invoices_notes_none_of_them() -> None:
    many = TaxFile(purchase_invoices=tuple(PurchaseInvoice(id=f"i{row}", number=str(row)) for row in range(1_001)))
    assert not [key for key in handover.values_of(replace(CASE, tax=many)) if ".purchase_invoices." in key]
    assert [key for key in handover.values_of(replace(CASE, tax=many)) if ".goods." in f".{key[1:]}"]


def test_a_note_without_the_refund_file_claims_nothing_of_it() -> None:
    taxed = replace(CASE, tax=TaxFile(purchase_invoices=(PurchaseInvoice(id="i1", number="1"),)))
    facts, found = handover.basis(taxed, "李某")
    old = {key: text for key, text in found.items() if not key.startswith("=tax.")}
    noted = Choice(what=handover.WHAT, value="tax", day=date(2026, 11, 22), facts=facts, found=old)
    more = TaxFile(purchase_invoices=(*taxed.tax.purchase_invoices, PurchaseInvoice(id="i2", number="2")))
    replaced = handover.replaced(replace(taxed, choices=(noted,), tax=more), "tax")
    assert replaced is not None
    assert (replaced.parts, replaced.places) == (("tax",), ())


def test_the_container_that_went_is_told_and_the_one_that_stays_is_not() -> None:
    first, second = Container(number="CSQU3054383", kind="40HQ"), Container(number="MSKU0000004", kind="20GP")
    both = handed(replace(CASE, route=Route(containers=(first, second))))
    left = replace(both, route=Route(containers=(replace(second, kind="40HQ"),)))
    replaced = handover.replaced(left, "broker")
    assert replaced is not None
    assert replaced.places == (
        Changed(path="route.containers.MSKU0000004.kind", kind="changed", before="20GP", after="40HQ", row=1),
        Changed(
            path="route.containers.CSQU3054383", kind="removed", before="CSQU3054383", english="CSQU3054383", row=1
        ),
    )


def test_how_a_person_is_reached_is_not_kept_a_second_time() -> None:
    first = handed(CASE)
    assert "0797-1" not in "".join(first.choices[0].found.values())
    moved = replace(first, parties=(replace(CASE.parties[0], phone="0797-2"),))
    replaced = handover.replaced(moved, "broker")
    assert replaced is not None
    assert (replaced.parts, replaced.places) == (("parties",), ())


def test_each_receiver_is_told_what_its_own_paper_replaces() -> None:
    second = handed(replace(handed(CASE), goods=(TABLE,)), "buyer")  # version 2 went to the buyer alone
    third = replace(second, goods=(replace(TABLE, qty=Decimal(95)),))
    by_receiver = {one: handover.replaced(third, one) for one in ("broker", "buyer", "tax")}
    assert {one: replaced and replaced.version for one, replaced in by_receiver.items()} == {
        "broker": 1, "buyer": 2, "tax": 2,
    }  # fmt: skip
    broker = by_receiver["broker"]
    assert broker is not None
    assert [one.path for one in broker.places] == ["goods.g1.qty", "goods.g2"]


def test_papers_made_again_after_their_hand_over_say_the_same() -> None:
    second = replace(handed(CASE), goods=(TABLE,))
    assert handover.replaced(handed(second), "broker") == handover.replaced(second, "broker")


def test_only_the_first_hand_over_of_a_version_keeps_the_texts() -> None:
    both = handed(handed(CASE), "tax")
    first, second = handover.hand_overs(both)
    assert first.values
    assert not second.values
    assert first.parts == second.parts
    third = replace(both, goods=(TABLE,))
    assert handover.replaced(third, "tax") == handover.replaced(third, "broker")


def test_a_record_of_former_times_names_parts_alone() -> None:
    facts, _ = handover.basis(CASE, "李某")
    old = Choice(what=handover.WHAT, value="broker", facts=facts, found=handover.check_sums(CASE))
    replaced = handover.replaced(replace(CASE, choices=(old,), goods=(TABLE,)), "broker")
    assert replaced is not None
    assert (replaced.parts, replaced.places) == (("goods",), ())


KEYS = [f"{stood.MARK}{place}" for place in ("goods.g1.a", "goods.g1.b", "goods.g2.a", "day", "terms.place")]
TEXTS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from("xyz"))


@given(TEXTS, TEXTS)
def test_nothing_is_listed_just_when_nothing_differs(then: dict[str, str], now: dict[str, str]) -> None:
    assert (stood.changes(then, now) == ()) == (then == now)


def test_the_note_survives_the_file() -> None:
    done = handed(CASE)
    assert handover.hand_overs(case_json.load(case_json.dump(done))) == handover.hand_overs(done)
