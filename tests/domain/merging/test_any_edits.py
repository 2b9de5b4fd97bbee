"""Whatever two sides do to one shipment: what one of them changed is there, the rest is asked, every name leads on."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain import case_json, edit, lists
from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import Json
from exporter_desk.domain.merging.cases import Merged, merged
from exporter_desk.domain.merging.copies import Copies
from exporter_desk.domain.merging.references import named_items, our_names, renamed_case
from exporter_desk.domain.merging.values import Side

START = case_json.load(
    """{"title": "桌", "terms": {"place": "NINGBO", "freight": {"amount": "10", "currency": "USD"}},
    "parties": [{"id": "pt1", "name_zh": "甲"}, {"id": "pt2", "name_zh": "乙"}],
    "goods": [{"id": "g1", "qty": "60", "unit": "007", "supplier": "pt1"},
              {"id": "g2", "qty": "4", "unit": "007", "supplier": "pt2"}],
    "packages": [{"id": "p1", "from": 1, "to": 2, "contents": {"g1": "30", "g2": "1"}}],
    "tax": {"declarations": [{"id": "d1", "lines": ["g1", "g2"]}], "lines": [{"id": "g1", "made": "own"}],
            "purchase_invoices": [{"id": "i1", "supplier": "pt1", "goods": "g1", "qty": "60"}]}}"""
)
LISTS = ("goods", "parties", "packages", "tax.purchase_invoices")
Flat = dict[str, Json]
Edit = Callable[[Case], Case]


def typing(path: str, text: str) -> Edit:
    def done(case: Case) -> Case:
        item = ".".join(path.split(".")[: (3 if path.startswith("tax.") else 2)])
        named = f"parties.{text}" if path.endswith("supplier") else item
        items = [one for one in (item, named) if one.startswith(LISTS)]
        return edit.type_text(case, path, text) if flat(case, deep=False).keys() >= set(items) else case

    return done


def adding(name: str) -> Edit:
    def done(case: Case) -> Case:
        case, line = lists.add(case, "goods")
        case, package = lists.add(case, "packages")
        case, party = lists.add(case, "parties")
        case, invoice = lists.add(case, "tax.purchase_invoices")
        for path, text in {
            f"parties.{party}.name_zh": name, f"goods.{line}.supplier": party, f"goods.{line}.name_zh": name,
            f"packages.{package}.contents.{line}": "1", f"tax.purchase_invoices.{invoice}.goods": line,
        }.items():  # fmt: skip
            case = edit.type_text(case, path, text)
        return case

    return done


def removing(path: str) -> Edit:
    return lambda case: lists.remove(case, path) if path in flat(case, deep=False) else case


PATHS = (
    "title", "terms.place", "terms.freight.amount", "terms.freight.currency", "goods.g1.qty", "goods.g1.unit",
    "goods.g2.net_kg", "goods.g2.supplier", "parties.pt1.name_zh", "packages.p1.to", "packages.p1.gross_kg",
    "tax.purchase_invoices.i1.qty",
)  # fmt: skip
TEXTS = {"terms.freight.currency": ("EUR", "CNY"), "goods.g1.unit": ("035", "001"), "goods.g2.supplier": ("pt1",)}
EDITS = st.one_of(
    st.sampled_from(PATHS).flatmap(lambda path: st.sampled_from(TEXTS.get(path, ("7", "8"))).map(lambda t: (path, t))),
    st.sampled_from(["+甲", "+乙", "-goods.g1", "-goods.g2", "-parties.pt1", "-packages.p1"]).map(lambda t: (t, "")),
)


def after(edits: list[tuple[str, str]]) -> Case:
    case = START
    for path, text in edits:
        if path.startswith("+"):
            change = adding(path[1:])
        else:
            change = removing(path[1:]) if path.startswith("-") else typing(path, text)
        case = change(case)
    return case


def flat(case: Case, *, deep: bool = True) -> Flat:
    """Return every value by its path; of items of lists their paths alone, unless `deep`."""
    found: Flat = {}

    def walk(place: str, node: Json) -> None:
        if isinstance(node, list) and node and all(isinstance(one, dict) and "id" in one for one in node):
            node = {str(one["id"]): one for one in node if isinstance(one, dict)}
            found.update({f"{place}.{key}": True for key in node} if not deep else {})
        if place.endswith(".lines") and isinstance(node, list):
            node = {str(one): True for one in node}
        if isinstance(node, dict):
            for key, value in node.items():
                walk(f"{place}.{key}" if place else key, value)
        elif deep:
            found[place] = node

    body = case_json.to_object(case)
    for key in body.keys() - {"last_ids", "schema", "schema_version"}:
        walk(key, body[key])
    return found


def asked(found: Merged, path: str, *values: Json) -> bool:
    """Tell whether a question covers a place: it stands in that record, or names the item that it is about."""
    for one in found.open:
        item = one.path.count(".") == 1 and one.path.split(".")[0] in LISTS
        key = one.path.rpartition(".")[2]
        about = item and (key in path.split(".") or any(key == value or key in str(value) for value in values))
        if about or path.startswith((one.path if item else one.path.rpartition(".")[0]) + ".") or path == one.path:
            return True
    return False


def two(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> Copies:
    here, there = after(ours), after(theirs)
    return Copies(here, renamed_case(there, our_names(here, there, START)), START)


SIDES = (st.lists(EDITS, max_size=4), st.lists(EDITS, max_size=4))


@settings(max_examples=200, deadline=None)
@given(*SIDES)
def test_what_one_side_changed_is_there_and_what_both_changed_is_asked(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> None:
    copies = two(ours, theirs)
    found = merged(copies)
    start, here, there, result = (flat(one) for one in (START, copies.here, copies.there, found.case))
    for path in start | here | there:
        before, own, other = start.get(path), here.get(path), there.get(path)
        if asked(found, path, before, own, other):
            continue
        assert own == other or before in (own, other), f"{path} was changed by both and nobody was asked"
        assert result.get(path) == (other if own == before else own), path
    lines, parties = {one.id for one in found.case.goods}, {one.id for one in found.case.parties}
    for place, key in named_items(found.case):
        assert key in (lines if place == "goods" else parties), f"{place}.{key} is named and is not there"


@settings(max_examples=100, deadline=None)
@given(*SIDES)
def test_a_merge_without_questions_is_the_same_from_both_sides_and_done_once(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> None:
    copies = two(ours, theirs)
    found, turned = merged(copies), merged(Copies(copies.there, copies.here, START))
    assert {one.path for one in found.open} == {one.path for one in turned.open}
    if found.open:
        return
    assert flat(found.case) == flat(turned.case)
    for base in (START, copies.there):
        again = merged(Copies(found.case, copies.there, base))
        assert (flat(again.case), again.open) == (flat(found.case), ())


@settings(max_examples=100, deadline=None)
@given(*SIDES, st.sampled_from(["here", "there"]))
def test_every_question_can_be_answered_and_no_name_is_left_without_its_item(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], side: Side
) -> None:
    copies = two(ours, theirs)
    decided: dict[str, Side] = {}
    for _ in range(3):  # an answer about a line may bring up another question
        decided |= dict.fromkeys((one.path for one in merged(copies, decided).open), side)
    found = merged(copies, decided)
    assert found.open == ()
    lines, parties = {one.id for one in found.case.goods}, {one.id for one in found.case.parties}
    assert all(key in (lines if place == "goods" else parties) for place, key in named_items(found.case))
