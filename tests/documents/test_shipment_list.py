"""The shipment list on a warehouse order: what the warehouse receives carton by carton, with codes and outer sizes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import Package
from tests.documents import sample

SIZE = (Decimal(60), Decimal(40), Decimal("35.5"))


def composed(case: Case) -> Paper:
    return compose(sample.forms()["warehouse_order"], sample.dossier(case=case), sample.fonts())


def listed(paper: Paper) -> list[str]:
    texts = [text for _, text, _ in paper.prints]
    start = next(place for place, text in enumerate(texts) if "Shipment list" in text)
    return texts[start:]


def packed(*packages: Package) -> Case:
    base = sample.case()
    first, *others = base.goods
    return replace(base, goods=(replace(first, sku="SK-1", fnsku="X00ABC1234"), *others), packages=packages)


def run_of(contents: dict[str, Decimal], **changes: object) -> Package:
    plain = Package(
        id="p1", first=1, last=10, kind="22", gross_kg=Decimal(9), net_kg=Decimal(8), size_cm=SIZE, contents=contents
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # changes are fields of a package


def test_cartons_stand_with_codes_quantity_and_outer_size() -> None:
    goods = sample.case().goods[0].id
    found = listed(composed(packed(run_of({goods: Decimal(6)}))))
    assert {"1-10", "SK-1", "X00ABC1234", "10", "6", "60×40×35.5", "90.00"} <= set(found)


def test_a_mixed_carton_has_its_size_once_and_every_line_its_codes() -> None:
    first, second = (line.id for line in sample.case().goods)
    found = listed(composed(packed(run_of({first: Decimal(6), second: Decimal(2)}))))
    assert (found.count("60×40×35.5"), found.count("1-10"), "X00ABC1234" in found) == (1, 1, True)
    assert {"6", "2"} <= set(found)


def test_a_size_that_nobody_measured_is_asked_for() -> None:
    goods = sample.case().goods[0].id
    paper = composed(packed(run_of({goods: Decimal(6)}, size_cm=())))
    assert ("packages.p1.size_cm",) in [one.places for one in paper.findings if one.code == "X51"]
    assert paper.status == "open"
