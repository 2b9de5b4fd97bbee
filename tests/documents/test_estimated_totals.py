"""A figure printed on packing list and invoice is marked when a number it was computed from is an estimate."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from exporter_desk.documents.bind import bind, bind_rows
from exporter_desk.documents.render import compose
from exporter_desk.domain.case_json import load
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.tax import PurchaseInvoice, TaxFile
from tests.documents import sample as papers
from tests.support.changed_numbers import NAMES, Case, changed, guessed, numbers, of_each_kind, sample, with_values

if TYPE_CHECKING:
    from exporter_desk.documents.bound import Bound

TOTALS = ("cartons", "packages_words", "gross_kg", "net_kg", "cbm", "amount", "words_en", "freight", "insurance", "fob")
TABLES = ("packages.loaded", "packages.total", "goods", "goods.total")
BY_THE_TONNE: Case = {"amount": "80.00", "currency": "USD", "mark": "2"}


def printed(case: Case) -> dict[str, Bound]:
    """Return every total and every cell of the tables by name."""
    dossier = replace(papers.dossier(), case=load(json.dumps(case)))
    found = {name: bind(dossier, f"total.{name}", None) for name in TOTALS}
    for table in TABLES:
        for number, row in enumerate(bind_rows(dossier, table)):
            found |= {f"{table} {number} {name}": bound for name, bound in row.cells.items()}
    return found


def unmarked(case: Case) -> dict[str, list[str]]:
    """Return by path what changes with the number there and is not marked while it is an estimate."""
    before, wrong = printed(case), dict[str, list[str]]()
    for path in of_each_kind(numbers(case)):
        touched = set[str]()
        for factor in ("0.9", "1.1"):
            after = printed(changed(case, path, factor))
            touched |= {name for name, one in before.items() if name in after and _other(one, after[name])}
        marks = printed(guessed(case, path)) if touched else {}
        found = sorted(name for name in touched if not marks[name].estimated)
        wrong |= {path: found} if found else {}
    return wrong


def _other(before: Bound, after: Bound) -> bool:
    return before.known and after.known and before.value != after.value


@pytest.mark.parametrize("name", NAMES)
def test_what_changes_with_an_estimated_number_is_marked_on_packing_list_and_invoice(name: str) -> None:
    assert unmarked(sample(name)) == {}


def test_so_are_charges_by_the_tonne() -> None:
    case = with_values(sample("furniture"), terms__freight=BY_THE_TONNE)
    assert unmarked(case) == {}
    assert printed(guessed(case, "packages.p1.gross_kg"))["fob"].estimated


@pytest.mark.parametrize("end", ["from", "to"])
def test_an_estimated_number_of_a_box_marks_what_is_counted_by_boxes(end: str) -> None:
    cells = printed(guessed(sample("furniture"), f"packages.p1.{end}"))
    names = ("cartons", "packages_words", "gross_kg", "net_kg", "cbm")
    assert [cells[name].estimated for name in names] == [True] * 5
    row = ("numbers", "count", "qty", "gross_kg", "net_kg", "cbm")
    assert [cells[f"packages.loaded 0 {name}"].estimated for name in row] == [True] * 6
    assert not any(cells[f"packages.loaded 1 {name}"].estimated for name in row)


def lines_of(form: str, **guesses: str) -> list[str]:
    """Return the lines of a paper over 1,207 pieces, of which 207 and 1,000 are two rows, and 333 sets."""
    goods = tuple(
        papers.line(number, qty=Decimal(qty), unit=unit)
        for number, (qty, unit) in enumerate((("207", "011"), ("333", "006"), ("1000", "011")), start=1)
    )
    origins = {path: Origin(kind=OriginKind(kind)) for path, kind in guesses.items()}
    case = papers.case(goods=goods, origins=origins)
    paper = compose(papers.forms()[form], papers.dossier(case=case), papers.fonts())
    return [line for _, text, _ in paper.prints for line in text.split("\n")]


@pytest.mark.parametrize("form", ["commercial_invoice", "sales_contract"])
@pytest.mark.parametrize(("guess", "sums"), [("goods.g1.qty", ["≈1,207", "333"]), ("goods.g2.qty", ["1,207", "≈333"])])
def test_of_several_sums_the_mark_stands_at_the_one_that_holds_the_estimate(
    form: str, guess: str, sums: list[str]
) -> None:
    found = lines_of(form, **{guess: "estimated"})
    at = found.index(sums[0])
    assert found[at : at + 2] == sums
    assert not {"1,207（估算", "333（估算"} & set(found[at:])


def test_several_sums_that_are_known_carry_no_mark() -> None:
    found = lines_of("commercial_invoice")
    assert found[found.index("1,207") :][:2] == ["1,207", "333"]
    assert not any("≈" in line or "估算" in line for line in found)


def test_an_estimated_invoice_amount_is_marked_on_the_slip_for_the_supplier() -> None:
    invoice = PurchaseInvoice(id="i1", goods="g1", supplier="pt8", amount=Decimal("72960.00"))
    supplier = replace(papers.BROKER, id="pt8", roles=("supplier",), name_zh="示例家具厂")
    firm = papers.case(
        goods=(papers.line(1, supplier="pt8"),),
        parties=(papers.SELLER, supplier, papers.BUYER),
        tax=TaxFile(purchase_invoices=(invoice,)),
    )
    guess = replace(firm, origins={"tax.purchase_invoices.i1.amount": Origin(kind=OriginKind.ESTIMATED)})
    told = [
        [text for _, text, _ in compose(form, papers.dossier(case=case), papers.fonts()).prints]
        for form in [papers.forms()["supplier_invoicing"]]
        for case in (firm, guess)
    ]
    assert "72,960.00" in told[0]
    assert [text for text in told[1] if text.startswith("72,960.00")] == ["72,960.00（估算）"]
