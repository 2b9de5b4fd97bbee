"""Running text fits its pages: one page where the form says so, no lonely lines, nothing but spare items left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.bind import bind, bind_rows
from exporter_desk.documents.pieces import Piece, page_count
from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.tax import PurchaseInvoice, TaxFile
from exporter_desk.domain.text import Bilingual
from tests.documents import sample, views_sample

AREA = (20.0, 20.0, 170.0, 100.0)


def paper(form: str, **changes: object) -> Paper:
    return compose(sample.forms()[form], views_sample.full(**changes), sample.fonts())


def words(composed: Paper) -> list[str]:
    return [text for _, text, _ in composed.prints]


def test_pieces_are_counted_as_they_are_laid() -> None:
    strip = Piece(30.0)
    assert page_count([strip] * 3, AREA, AREA) == 1  # 90 of 100 mm
    assert page_count([strip] * 4, AREA, AREA) == 2
    assert page_count([strip, replace(strip, breaks=True)], AREA, AREA) == 2
    assert page_count([replace(strip, breaks=True)], AREA, AREA) == 1
    assert page_count([], AREA, AREA) == 1


def many_changes(count: int) -> dict[str, object]:
    advice = views_sample.advice()
    found = tuple(Bilingual(f"如果改变第{n}项：结论变", f"If item {n} changed") for n in range(count))
    return {"advice": replace(advice, changes=found)}


def test_the_mode_note_is_one_page_and_says_what_it_leaves_to_the_screen() -> None:
    composed = paper("mode_note", **many_changes(200))
    shown = [text for text in words(composed) if text.startswith("如果改变")]
    assert len(composed.pages) == 1
    assert 3 < len(shown) < 200
    assert any("其余见屏幕" in text for text in words(composed))
    assert any("示例公告2020年第2号" in text for text in words(composed))


def test_a_mode_note_with_room_shows_everything() -> None:
    composed = paper("mode_note", **many_changes(5))
    assert len([text for text in words(composed) if text.startswith("如果改变")]) == 5
    assert not any("其余见屏幕" in text for text in words(composed))


def test_a_mode_note_whose_sources_alone_need_pages_leaves_out_nothing() -> None:
    base = views_sample.advice()
    sources = tuple(replace(base.sources[0], id=f"s{n}", number=f"第{n}号文") for n in range(150))
    reason = replace(base.modes[0].reasons[0], sources=tuple(one.id for one in sources))
    modes = (replace(base.modes[0], reasons=(reason,)), *base.modes[1:])
    composed = paper("mode_note", advice=replace(base, modes=modes, sources=sources))
    assert len(composed.pages) > 1
    assert all(any(f"第{n}号文" in text for text in words(composed)) for n in range(150))


def test_one_line_too_many_is_drawn_in_instead_of_taking_a_page() -> None:
    [finding] = views_sample.findings()[:1]
    counts = []
    for count in range(10, 70):
        many = tuple(replace(finding, code=f"X{n}", severity=Severity.CONFIRM) for n in range(count))
        composed = paper("cover", findings=many)
        assert all(f"X{n}" in words(composed) for n in range(count))
        if len(composed.pages) == 2:
            counts.append(sum(1 for text in composed.pages[1].texts() if text.text.startswith("X")))
    assert counts
    assert min(counts) > 3


def test_no_row_of_a_table_stands_alone_on_its_page() -> None:
    for lines in range(8, 16):
        composed = paper("commercial_invoice", case=sample.case(lines))
        last = [text.text for text in composed.pages[-1].texts()]
        rows = [text for text in last if text.startswith("HS ")]
        assert len(composed.pages) == 1 or len(rows) != 1


def test_the_elements_stand_beside_their_names() -> None:
    line = sample.line(1, hs="9403609990", elements=("0", "0", "餐厅用", "橡胶木", "无品牌"))
    dossier = sample.dossier(case=sample.case(goods=(line,)))
    group, *rows = bind_rows(dossier, "elements")
    assert "9403609990" in str(group.cells["text"].value)
    found = {str(row.cells["name"].value): row.cells["value"] for row in rows}
    assert found["品牌类型"].value == "0（无品牌）"
    assert found["用途"].value == "餐厅用"
    assert "GTIN" not in found
    assert found["规格"].missing == ("goods.g1.elements",)


def test_lines_with_the_same_elements_share_them() -> None:
    lines = (
        sample.line(1, elements=("0", "0")),
        sample.line(2, elements=("1", "0")),
        sample.line(3, elements=("0", "0")),
    )
    same = tuple(replace(line, hs="9403609990", name_zh="实木餐桌") for line in lines)
    rows = bind_rows(sample.dossier(case=sample.case(goods=same)), "elements")
    titles = [str(row.cells["text"].value).split("　")[0] for row in rows if row.kind == "group"]
    assert titles == ["1、3", "2"]


def test_a_filled_tail_is_shown() -> None:
    line = sample.line(1, hs="9403609990")
    names = str((sample.codes().row("hs", "9403609990") or {})["elements"]).split("|")
    full = replace(line, elements=tuple("6901234567890" if name == "GTIN" else "x" for name in names))
    rows = bind_rows(sample.dossier(case=sample.case(goods=(full,))), "elements")[1:]
    assert {str(row.cells["name"].value) for row in rows} == set(names)


def test_of_an_unknown_code_the_first_two_elements_are_named_and_the_others_numbered() -> None:
    line = sample.line(1, hs="9999999999", elements=("1", "2", "家用", "", "无型号", "", ""))
    rows = bind_rows(sample.dossier(case=sample.case(goods=(line,))), "elements")[1:]
    assert [(row.cells["name"].value, row.cells["value"].value) for row in rows] == [
        ("品牌类型", "1（境内自主品牌）"),
        ("出口享惠情况", "2（出口货物不能确定在最终目的国（地区）享受优惠关税）"),
        ("第 3 项", "家用"),
        ("第 5 项", "无型号"),
    ]


def test_an_unknown_code_without_elements_needs_the_first_two() -> None:
    line = sample.line(1, hs="9999999999", elements=())
    rows = bind_rows(sample.dossier(case=sample.case(goods=(line,))), "elements")[1:]
    assert [row.cells["name"].value for row in rows] == ["品牌类型", "出口享惠情况"]
    assert all(row.cells["value"].missing == ("goods.g1.elements",) for row in rows)


def test_each_supplier_gets_a_page_with_the_purchaser_on_it() -> None:
    factory = replace(sample.BROKER, id="pt8", roles=("supplier",), name_zh="示例家具厂")
    goods = (sample.line(1, supplier="pt8"), sample.line(2, supplier="pt9"), sample.line(3, supplier=None))
    invoice = PurchaseInvoice(id="i1", goods="g1", supplier="pt8", amount=Decimal("1200.00"))
    parties = (sample.SELLER, factory, sample.BUYER)
    case = sample.case(
        goods=goods, parties=parties, tax=TaxFile(purchase_invoices=(invoice, replace(invoice, id="i2", amount=None)))
    )
    composed = paper("supplier_invoicing", case=case)
    assert len(composed.pages) == 2
    for page in composed.pages:
        assert sample.SELLER.uscc in [text.text for text in page.texts()]
    assert any("示例家具厂" in text.text for text in composed.pages[0].texts())
    assert "1,200.00" in [text.text for text in composed.pages[0].texts()]
    assert any("按购货合同" in text.text for text in composed.pages[1].texts())


def test_nobody_to_invoice_makes_no_slip() -> None:
    case = sample.case(goods=(sample.line(1, supplier=None), sample.line(2, supplier=sample.SELLER.id)))
    assert bind(sample.dossier(case=case), "suppliers.known").value is False
    assert bind_rows(sample.dossier(case=case), "suppliers.lines") == ()


@pytest.mark.parametrize("form", ["declaration_data", "commercial_invoice", "sales_contract", "packing_list"])
def test_long_marks_end_above_the_foot_and_nothing_is_lost(form: str) -> None:
    """Fourteen lines of sixty broad letters, three pages of them in a narrow column."""
    case = sample.case()
    marks = tuple(f"{number:02d}" + "M" * 58 for number in range(14))
    dossier = sample.dossier(case=replace(case, route=replace(case.route, marks=marks)))
    composed = compose(sample.forms()[form], dossier, sample.fonts())
    told = [
        (number, text)
        for number, page in enumerate(composed.pages)
        for text in page.texts()
        if text.origin and any(path.startswith("route.marks") for path in text.origin.paths)
    ]
    areas = composed.form.body_mm, composed.form.body_next_mm
    assert sum(text.text.count("M") for _, text in told) >= 14 * 58
    assert all(text.y <= areas[min(number, 1)][1] + areas[min(number, 1)][3] for number, text in told)


@pytest.mark.parametrize(("last", "shown"), [(9, "9（估算）"), (240, "≈240"), (12000, "≈12000")])
def test_an_estimate_keeps_its_figure_where_the_word_has_no_room(last: int, shown: str) -> None:
    """The box of 件数 is 15.9 mm wide: the word fits behind one digit, the short sign before five."""
    run = replace(sample.PACKAGES[0], first=1, last=last)
    origins = {f"packages.{run.id}.to": Origin(kind=OriginKind.ESTIMATED)}
    composed = paper("declaration_check", case=sample.case(packages=(run,), origins=origins))
    assert shown in words(composed)
    assert not [one for one in composed.findings if one.code == "X53"]
