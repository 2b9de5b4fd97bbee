"""Two copies of a shipment: each keeps what it changed, the same place asks, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain import case_json, edit, lists, paths
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.merging.cases import merged
from exporter_desk.domain.merging.copies import Copies
from exporter_desk.domain.merging.references import our_names, renamed_case
from exporter_desk.domain.merging.values import ABSENT

START = case_json.load(
    """{"number": "2026-001", "title": "桌子", "facts": {"buyer": "business"},
    "parties": [{"id": "pt1", "name_zh": "甲"}, {"id": "pt2", "name_zh": "乙"}],
    "terms": {"incoterm": "FOB", "freight": {"amount": "10", "currency": "USD"}},
    "goods": [{"id": "g1", "name_zh": "桌", "qty": "60", "supplier": "pt2"}, {"id": "g2", "name_zh": "椅", "qty": "4"}],
    "packages": [{"id": "p1", "from": 1, "to": 2, "contents": {"g1": "30"}}],
    "route": {"marks": ["A", "B"]}}"""
)


def typed(case: Case, **values: str) -> Case:
    for path, text in values.items():
        case = edit.type_text(case, path.replace("__", "."), text)
    return case


def both(here: Case, there: Case, common: Case | None = START, second: Case | None = None) -> Copies:
    return Copies(here, there, common, second)


def test_owner_and_clerk_each_change_other_fields_and_both_stay() -> None:
    owner = typed(START, terms__incoterm="CIF", goods__g1__unit_price="72")
    clerk = typed(START, goods__g1__net_kg="1104", goods__g2__qty="8", title="餐桌")
    found = merged(both(owner, clerk))
    wanted = typed(owner, goods__g1__net_kg="1104", goods__g2__qty="8", title="餐桌")
    assert found.open == ()
    assert found.case == wanted
    assert {one.path for one in found.taken} == {"goods.g1.net_kg", "goods.g2.qty", "title"}


def test_the_same_field_asks_and_the_answer_decides() -> None:
    here, there = typed(START, goods__g1__qty="61"), typed(START, goods__g1__qty="62")
    found = merged(both(here, there))
    (conflict,) = found.open
    assert (conflict.path, conflict.common, conflict.here, conflict.there) == ("goods.g1.qty", "60", "61", "62")
    assert found.case == here, "while nobody answered, what is here stays"
    assert paths.read(merged(both(here, there), {"goods.g1.qty": "there"}).case, "goods.g1.qty") == 62
    settled = merged(both(here, there), {"goods.g1.qty": "here"})
    assert (settled.case, settled.open) == (here, ())


def test_the_same_change_on_both_sides_is_no_question() -> None:
    one = typed(START, goods__g1__qty="61", terms__place="NINGBO")
    assert merged(both(one, one)).conflicts == ()


def test_lines_that_both_added_under_one_id_stay_two_lines() -> None:
    """Each copy counts on for itself: what is g3 here and g3 there are two kinds of goods."""
    here, _ = lists.add(typed(START), "goods")
    here = typed(here, goods__g3__name_zh="床")
    there, _ = lists.add(typed(START), "goods")
    there = typed(there, goods__g3__name_zh="柜", goods__g3__qty="5")
    there, _ = lists.add(there, "packages")
    there = replace(there, packages=(*there.packages[:1], replace(there.packages[1], contents={"g3": 2})))
    names = our_names(here, there, START)
    assert names == {("goods", "g3"): "g4"}
    found = merged(both(here, renamed_case(there, names)))
    assert found.open == ()
    assert [(line.id, line.name_zh) for line in found.case.goods] == [
        ("g1", "桌"), ("g2", "椅"), ("g3", "床"), ("g4", "柜"),
    ]  # fmt: skip
    assert dict(found.case.packages[1].contents) == {"g4": 2}
    assert lists.next_id(found.case, "goods") == "g5"


def test_renaming_follows_every_place_that_names_the_item() -> None:
    text = """{"parties": [{"id": "pt3", "name_zh": "丙"}], "goods": [{"id": "g3", "supplier": "pt3", "net_kg": "1"}],
    "tax": {"declarations": [{"id": "d1", "lines": ["g3"]}], "lines": [{"id": "g3", "made": "own"}],
            "purchase_invoices": [{"id": "i1", "supplier": "pt3", "goods": "g3", "qty": "g3"}]},
    "origins": {"goods.g3.net_kg": {"kind": "estimated"}}, "drafts": {"goods.g3.qty": "g3"}}"""
    text = text.replace(', "qty": "g3"', "")
    case = renamed_case(case_json.load(text), {("goods", "g3"): "g7", ("parties", "pt3"): "pt9"})
    assert (case.goods[0].id, case.goods[0].supplier) == ("g7", "pt9")
    assert (case.tax.declarations[0].lines, case.tax.lines[0].id) == (("g7",), "g7")
    assert (case.tax.purchase_invoices[0].goods, case.tax.purchase_invoices[0].supplier) == ("g7", "pt9")
    assert list(case.origins) == ["goods.g7.net_kg"]
    assert dict(case.drafts) == {"goods.g7.qty": "g3"}, "what a person typed is no name"


def test_a_line_removed_there_and_untouched_here_goes() -> None:
    found = merged(both(typed(START, title="x"), lists.remove(START, "goods.g2")))
    assert [line.id for line in found.case.goods] == ["g1"]
    assert found.open == ()


def test_a_line_removed_there_and_changed_here_asks() -> None:
    here, there = typed(START, goods__g2__qty="5"), lists.remove(START, "goods.g2")
    (conflict,) = merged(both(here, there)).open
    assert (conflict.path, conflict.there) == ("goods.g2", ABSENT)
    assert len(merged(both(here, there)).case.goods) == 2
    assert len(merged(both(here, there), {"goods.g2": "there"}).case.goods) == 1


@pytest.mark.parametrize("removed_here", [True, False])
def test_a_line_that_one_side_packs_and_the_other_removed_asks(removed_here: bool) -> None:
    packing = replace(START, packages=(replace(START.packages[0], contents={"g1": 30, "g2": 1}),))
    removing = lists.remove(START, "goods.g2")
    copies = both(removing, packing) if removed_here else both(packing, removing)
    found = merged(copies)
    assert [one.path for one in found.open] == ["goods.g2"]
    assert "g2" in [line.id for line in found.case.goods], "nothing is lost while nobody decided"
    gone = merged(copies, {"goods.g2": "here" if removed_here else "there"})
    assert (gone.open, [line.id for line in gone.case.goods]) == ((), ["g1"])
    assert dict(gone.case.packages[0].contents) == {"g1": 30}
    stays = merged(copies, {"goods.g2": "there" if removed_here else "here"})
    assert (stays.open, len(stays.case.goods)) == ((), 2)


def test_without_a_common_state_every_difference_asks_and_what_only_one_has_stays() -> None:
    here = typed(START, goods__g1__qty="61", terms__place="NINGBO")
    there = typed(START, goods__g1__net_kg="9", goods__g2__qty="8")
    found = merged(both(here, there, common=None))
    assert sorted(one.path for one in found.open) == ["goods.g1.qty", "goods.g2.qty"]
    assert (paths.read(found.case, "goods.g1.net_kg"), paths.read(found.case, "terms.place")) == (9, "NINGBO")


def test_common_states_that_do_not_agree_ask() -> None:
    """Two files crossed: what came by one of them and was changed back here may be meant."""
    there = typed(START, goods__g1__qty="61")
    assert merged(both(START, there)).case == there
    assert [one.path for one in merged(both(START, there, second=there)).open] == ["goods.g1.qty"]
    both_known = typed(START, title="x")
    assert merged(both(START, there, second=START)).case == there
    assert merged(both(both_known, typed(both_known, note="n"), both_known, START)).open == ()


def test_not_known_is_an_answer_too() -> None:
    not_known = paths.write_unknown(edit.set_value(START, "facts.buyer", None), "facts.buyer")
    found = merged(both(START, not_known))
    assert "facts.buyer" in found.case.not_known
    (conflict,) = merged(both(edit.set_value(START, "facts.buyer", "platform"), not_known)).open
    assert (conflict.path, conflict.here, conflict.there) == ("facts.buyer", "platform", None)


def test_an_estimate_stays_one_wherever_the_value_comes_from() -> None:
    clerk = edit.mark_estimate(typed(START, goods__g1__net_kg="9"), "goods.g1.net_kg", estimate=True, at="2026-11-01")
    found = merged(both(typed(START, title="x"), clerk))
    assert found.case.is_estimated("goods.g1.net_kg")
    weighed = typed(START, goods__g1__net_kg="9")
    assert merged(both(clerk, weighed, common=None)).case.is_estimated("goods.g1.net_kg")


def test_decisions_are_one_history_and_a_different_last_one_asks() -> None:
    here = lists.decide(START, Choice(what="mode", value="9710", at="2026-11-01", by="老板"))
    there = lists.decide(START, Choice(what="mode", value="0110", at="2026-11-02", by="单证员"))
    found = merged(both(here, there))
    assert [one.path for one in found.open] == ["choices.mode"]
    assert (found.case.choice("mode"), len(found.case.choices)) == ("9710", 2)
    assert merged(both(here, there), {"choices.mode": "there"}).case.choice("mode") == "0110"
    assert merged(both(START, there)).case.choice("mode") == "0110"


def test_the_order_of_whoever_moved_lines_counts() -> None:
    there = replace(START, goods=START.goods[::-1])
    assert [line.id for line in merged(both(START, there)).case.goods] == ["g2", "g1"]
    assert [line.id for line in merged(both(there, typed(START, title="x"))).case.goods] == ["g2", "g1"]


def test_number_and_id_are_those_of_the_copy_here() -> None:
    here, there = replace(START, id="0" * 16, number="2026-007"), replace(START, id="1" * 16, number="2026-001")
    found = merged(both(here, there))
    assert (found.case.id, found.case.number) == ("0" * 16, "2026-007")


FIELDS = ("title", "note", "terms.place", "goods.g1.qty", "goods.g1.name_en", "goods.g2.net_kg", "facts.buyer")
edits = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["1", "2", "3"]), max_size=5)


def changed(values: dict[str, str]) -> Case:
    case = START
    for path, text in values.items():
        case = edit.type_text(case, path, text)
    return case


@settings(max_examples=150, deadline=None)
@given(edits, edits)
def test_whatever_each_side_typed_is_there_or_asked_about(ours: dict[str, str], theirs: dict[str, str]) -> None:
    here, there = changed(ours), changed(theirs)
    found = merged(both(here, there))
    asked = {one.path for one in found.open}
    assert asked == {path for path in ours.keys() & theirs.keys() if ours[path] != theirs[path]}
    for path in FIELDS:
        wanted = here if path in ours else there
        assert paths.read(found.case, path) == paths.read(wanted, path)
    back = merged(both(there, here))
    assert {one.path for one in back.open} == asked, "which side begins makes no difference"


def test_an_amount_and_its_currency_are_one_value_and_so_is_a_quantity_with_its_unit() -> None:
    here, there = typed(START, terms__freight__currency="EUR"), typed(START, terms__freight__amount="9999")
    (conflict,) = merged(both(here, there)).open
    assert conflict.path == "terms.freight.amount"
    assert (conflict.here, conflict.there) == (
        {"amount": "10", "currency": "EUR"}, {"amount": "9999", "currency": "USD"},
    )  # fmt: skip
    assert merged(both(here, there)).case == here
    assert merged(both(here, there), {conflict.path: "there"}).case == there
    here, there = typed(START, goods__g1__unit="035"), typed(START, goods__g1__qty="3264")
    assert [one.path for one in merged(both(here, there)).open] == ["goods.g1.qty"]
    assert merged(both(typed(START, title="x"), there)).case.goods == there.goods


def test_a_currency_changed_beside_prices_typed_in_the_former_one_asks() -> None:
    start = typed(START, terms__currency="USD", goods__g1__unit_price="10")
    here, there = typed(start, terms__currency="EUR"), typed(start, goods__g1__unit_price="11")
    for copies in (both(here, there, start), both(there, here, start)):
        assert [one.path for one in merged(copies).open] == ["terms.currency"]
    assert merged(both(here, typed(start, title="x"), start)).open == ()


OWNED = case_json.load(
    """{"parties": [{"id": "pt1", "name_zh": "甲"}, {"id": "pt2", "name_zh": "乙"}],
    "goods": [{"id": "g1", "qty": "60", "supplier": "pt1"}, {"id": "g2", "qty": "4", "supplier": "pt2"}],
    "packages": [{"id": "p1", "contents": {"g1": "30", "g2": "1"}}],
    "tax": {"declarations": [{"id": "d1", "lines": ["g1", "g2"]}], "lines": [{"id": "g1", "made": "own"}],
            "purchase_invoices": [{"id": "i1", "supplier": "pt1", "goods": "g1", "qty": "60"}]}}"""
)


@pytest.mark.parametrize("path", ["goods.g1", "parties.pt1"])
def test_an_item_that_stays_keeps_all_that_names_it_in_its_order(path: str) -> None:
    edited = typed(OWNED, **{f"{path}.{'qty' if path == 'goods.g1' else 'name_zh'}": "97"})
    removed = lists.remove(OWNED, path)
    for copies, stays, goes in (
        (both(edited, removed, OWNED), "here", "there"),
        (both(removed, edited, OWNED), "there", "here"),
    ):
        assert [one.path for one in merged(copies).open] == [path]
        assert content(merged(copies).case) == content(edited), "nothing is lost while nobody decided"
        kept = merged(copies, {path: "here" if stays == "here" else "there"})
        assert (content(kept.case), kept.open) == (content(edited), ())
        gone = merged(copies, {path: "here" if goes == "here" else "there"})
        assert content(gone.case) == content(removed)


def content(case: Case) -> object:
    return case_json.to_object(replace(case, last_ids={}))
