"""Fact paths: every value of a case is found and replaced at its own path, and wrong paths are told apart."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain import case_json, lists, paths
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Container, Fee, Route, Terms
from exporter_desk.domain.tax import Declaration, PurchaseInvoice, TaxFile

CASE = Case(
    number="2026-014",
    facts={"pack": "furniture"},
    parties=(Party(id="pt1", roles=("seller",)), Party(id="pt3", roles=("supplier",))),
    terms=Terms(incoterm="CIF"),
    goods=(GoodsLine(id="g1", net_kg=D(1104), supplier="pt3"), GoodsLine(id="g2", elements=("0", "1"))),
    packages=(Package(id="p1", first=1, last=60, contents={"g1": D(1), "g2": D(2)}, size_cm=(D(150), D(90))),),
    route=Route(containers=(Container(kind="40HQ"), Container(kind="20GP"), Container(kind="40RF"))),
    tax=TaxFile(
        declarations=(Declaration(id="d1", lines=("g1", "g2")),),
        purchase_invoices=(PurchaseInvoice(id="i1", goods="g1", supplier="pt3"),),
    ),
    estimate={"fx": {"USD": "7.10"}, "lots": [{"sku": "a"}]},
    not_known=frozenset({"terms.insurance"}),
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("number", "2026-014"),
        ("facts.pack", "furniture"),
        ("facts.never_asked", None),
        ("terms.incoterm", "CIF"),
        ("terms.freight.amount", None),
        ("goods.g1.net_kg", D(1104)),
        ("goods.g2.elements.1", "1"),
        ("goods.g2.elements.7", None),
        ("packages.p1.from", 1),
        ("packages.p1.to", 60),
        ("packages.p1.contents.g2", D(2)),
        ("packages.p1.contents.g9", None),
        ("packages.p1.size_cm.2", None),
        ("route.containers.1.kind", "20GP"),
        ("parties.pt1.roles", ("seller",)),
        ("estimate.fx.USD", "7.10"),
        ("estimate.lots.0.sku", "a"),
    ],
)
def test_read(path: str, value: object) -> None:
    assert paths.read(CASE, path) == value


@pytest.mark.parametrize(
    "path",
    [
        "",
        "colour",
        "goods.g9.hs",
        "goods.g1.colour",
        "goods.g1.hs.0",
        "packages.p1.first",
        "packages.p1.size_cm.x",
        "origins.a",
        "drafts",
        "id",
        "route.containers.3.kind",
        "facts.",
        "estimate.fx.USD.x",
    ],
)
def test_a_path_that_leads_nowhere_is_named(path: str) -> None:
    with pytest.raises(paths.PathError) as wrong:
        paths.read(CASE, path)
    assert wrong.value.path == path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("number", "2027-001"),
        ("day", date(2026, 11, 25)),
        ("facts.want_refund", True),
        ("terms.freight.amount", D("1850.00")),
        ("terms.freight", Fee(amount=D(3))),
        ("goods.g1.elements.2", "x"),
        ("packages.p1.from", 7),
        ("packages.p1.contents.g3", D(4)),
        ("packages.p1.size_cm.2", D(20)),
        ("route.containers.2.number", "CSNU1234567"),
        ("tax.purchase_invoices.i1.rate", D("0.13")),
        ("estimate.returns.rate", "0.05"),
        ("estimate.lots.1.sku", "b"),
    ],
)
def test_write_changes_that_path_alone(path: str, value: object) -> None:
    changed = paths.write(CASE, path, value)
    assert paths.read(changed, path) == value
    beside = [other for other in paths.changed_paths(CASE, changed) if not paths.is_below(other, path)]
    assert [other for other in beside if not paths.is_below(path, other)] == [
        # texts of a list and the fee mark that every fee has
        *(["terms.freight.mark"] if path == "terms.freight.amount" else [])
    ]


def test_every_value_can_be_cleared_and_put_back() -> None:
    for path, value in paths.values(CASE).items():
        cleared = paths.write(CASE, path, None)
        assert paths.read(cleared, path) in (None, ())
        back = paths.write(cleared, path, value)
        assert paths.values(back) == paths.values(CASE)


def test_every_value_can_be_read_at_its_path() -> None:
    found = paths.values(CASE)
    assert {path: paths.read(CASE, path) for path in found} == found
    assert {"packages.p1.from", "estimate.lots.0.sku"} <= set(found)


@pytest.mark.parametrize(
    ("path", "value"),
    [("goods.g1.net_kg", 1.5), ("goods.g1.net_kg", "1.5"), ("packages.p1.from", True), ("day", "2026-11-22")],
)
def test_a_value_of_another_type_is_refused(path: str, value: object) -> None:
    with pytest.raises(TypeError, match=path):
        paths.write(CASE, path, value)


@pytest.mark.parametrize(
    "path",
    [
        "goods",
        "goods.g1",
        "goods.g1.id",
        "route.containers.0",
        "goods.g9.hs",
        "packages.p1.size_cm.0",
        "terms",
        "route.containers",
        "tax.receipts",
    ],
)
def test_what_must_not_be_cleared_by_path(path: str) -> None:
    with pytest.raises(paths.PathError):
        paths.write(CASE, path, None)


def test_an_entry_that_would_leave_a_gap_is_refused() -> None:
    with pytest.raises(paths.PathError, match="gap"):
        paths.write(CASE, "packages.p1.size_cm.3", D(1))
    assert paths.read(paths.write(CASE, "goods.g1.elements.2", "x"), "goods.g1.elements") == ("", "", "x")


@pytest.mark.parametrize("path", ["goods.g9.hs", "estimate.lots.3.sku", "estimate.fx.USD.x", "route.containers.9.seal"])
def test_nothing_is_written_where_nothing_is(path: str) -> None:
    with pytest.raises(paths.PathError):
        paths.write(CASE, path, "x")


def test_entries_at_the_end_of_a_list_can_go() -> None:
    assert paths.write(CASE, "packages.p1.size_cm.1", None).packages[0].size_cm == (D(150),)
    assert paths.write(CASE, "packages.p1.size_cm.2", None) == CASE
    assert paths.write(CASE, "goods.g2.elements.0", None).goods[1].elements == ("", "1")
    assert paths.write(CASE, "terms.freight.amount", None) == CASE


@pytest.mark.parametrize("value", [D(1), 1.5, 7, (1,)])
def test_a_fact_is_a_truth_value_or_text(value: object) -> None:
    with pytest.raises(TypeError, match="truth"):
        paths.write(CASE, "facts.ticket_cny", value)


@pytest.mark.parametrize("path", ["goods.g9", "route.containers.9"])
def test_what_is_not_there_is_not_removed(path: str) -> None:
    with pytest.raises(paths.PathError):
        lists.remove(CASE, path)


def test_papers_have_ids_from_data() -> None:
    case, key = lists.add(CASE, "tax.papers", "supplier_invoice")
    assert (key, case.tax.papers[0].id, case.last_ids) == ("supplier_invoice", "supplier_invoice", {})


def test_unknown_is_noted_and_forgotten_by_a_value() -> None:
    asked = paths.write_unknown(CASE, "goods.g1.net_kg")
    assert paths.read(asked, "goods.g1.net_kg") is None
    assert asked.not_known == {"terms.insurance", "goods.g1.net_kg"}
    assert paths.write(asked, "goods.g1.net_kg", D(1)).not_known == {"terms.insurance"}
    assert paths.write(asked, "terms.insurance.amount", D(1)).not_known == {"goods.g1.net_kg"}


@pytest.mark.parametrize(
    "path", ["facts.licence", "day", "terms.insurance", "terms.insurance.amount", "goods.g1.elements"]
)
def test_unknown_survives_json(path: str) -> None:
    asked = paths.write_unknown(replace(CASE, not_known=frozenset()), path)
    assert case_json.load(case_json.dump(asked)).not_known == {path}


@pytest.mark.parametrize("path", ["goods.g2.elements.0", "packages.p1.contents.g1", "estimate.fx", "title", "goods"])
def test_unknown_is_refused_where_json_could_not_keep_it(path: str) -> None:
    with pytest.raises(paths.PathError):
        paths.write_unknown(CASE, path)


def test_ids_never_return() -> None:
    case, first = lists.add(CASE, "goods")
    assert first == "g3"
    case = lists.remove(case, "goods.g3")
    assert lists.next_id(case, "goods") == "g4"
    again = case_json.load(case_json.dump(case))
    assert lists.add(again, "goods")[1] == "g4"


def test_ids_of_imported_lines_do_not_return_either() -> None:
    case = lists.remove(Case(goods=(GoodsLine(id="g7"), GoodsLine(id="odd"))), "goods.g7")
    assert lists.add(case, "goods")[1] == "g8"
    with pytest.raises(paths.PathError, match="taken"):
        lists.add(case, "goods", "odd")


def test_lists_without_ids_count_positions() -> None:
    case, key = lists.add(CASE, "route.containers")
    assert key == "3"
    assert len(case.route.containers) == 4
    with pytest.raises(paths.PathError):
        lists.add(CASE, "goods.g1.elements")


def test_removing_a_line_removes_what_names_it() -> None:
    noted = replace(CASE, drafts={"goods.g1.qty": "48O", "goods.g2.qty": "?"}, not_known=frozenset({"goods.g1.hs"}))
    case = lists.remove(noted, "goods.g1")
    assert case.packages[0].contents == {"g2": D(2)}
    assert case.tax.declarations[0].lines == ("g2",)
    assert case.tax.purchase_invoices[0].goods is None
    assert (case.drafts, case.not_known) == ({"goods.g2.qty": "?"}, frozenset())


def test_removing_a_party_removes_what_names_it() -> None:
    case = lists.remove(CASE, "parties.pt3")
    assert case.goods[0].supplier is None
    assert case.tax.purchase_invoices[0].supplier is None


def test_notes_follow_containers_that_have_no_id() -> None:
    guess = Origin(kind=OriginKind.ESTIMATED)
    noted = replace(CASE, drafts={"route.containers.2.seal": "?"}, origins={"route.containers.0.kind": guess})
    removed = lists.remove(noted, "route.containers.0")
    assert (removed.drafts, removed.origins) == ({"route.containers.1.seal": "?"}, {})


def test_decisions_are_appended() -> None:
    assert lists.decide(CASE, Choice(what="mode", value="9710")).choice("mode") == "9710"


@pytest.mark.parametrize(
    ("path", "before", "after", "changed"),
    [
        ("facts.want_refund", None, False, ("facts.want_refund",)),
        ("estimate.fx", {"USD": "7.10"}, {"USD": "7.20", "EUR": "8"}, ("estimate.fx.USD", "estimate.fx.EUR")),
        ("estimate.fx", {"USD": "7.10"}, "7", ("estimate.fx", "estimate.fx.USD")),
        ("estimate.lots", [{"sku": "a"}], [{"sku": "a"}, {"sku": "b"}], ("estimate.lots.1.sku",)),
        ("goods.g2.elements", (), ("0",), ("goods.g2.elements",)),
        ("terms.freight", None, Fee(), ("terms.freight.mark",)),
        ("title", "", None, ("title",)),
    ],
)
def test_what_changed(path: str, before: object, after: object, changed: tuple[str, ...]) -> None:
    old = paths.write(CASE, path, before)
    new = paths.write(old, path, after)
    assert paths.changed_paths(old, new) == changed
    assert set(paths.changed_paths(new, old)) == set(changed)
    assert paths.changed_paths(new, paths.write(old, path, after)) == ()


def test_lines_that_come_and_go_are_changes_of_their_values() -> None:
    less = lists.remove(CASE, "goods.g1")
    changed = paths.changed_paths(CASE, less)
    assert {"goods.g1.net_kg", "goods.g1.supplier", "packages.p1.contents.g1"} <= set(changed)
    assert set(paths.changed_paths(less, CASE)) == set(changed)
    noted = replace(CASE, drafts={"day": "?"}, not_known=frozenset())
    assert paths.changed_paths(CASE, noted) == ("day", "terms.insurance")
