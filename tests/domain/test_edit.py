"""Typing: full-width input is read, unreadable text waits as a draft, and nothing typed is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain import case_json, edit, paths
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.tax import PurchaseInvoice, TaxFile

CASE = Case(goods=(GoodsLine(id="g1"),), packages=(Package(id="p1"),))
SIZE = "packages.p1.size_cm"


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("goods.g1.net_kg", "１，１０４．５０", D("1104.50")),
        ("goods.g1.unit_price", "¥ 72.00", D("72.00")),
        ("goods.g1.hs", "９４０３６０９９９０", "9403609990"),
        ("packages.p1.from", " 12 ", 12),
        ("tax.lines.g1.refund_rate", " １３ ％", D("0.13")),
        ("tax.lines.g1.vat_rate", "9%", D("0.09")),
        ("tax.lines.g1.vat_rate", "0.13", D("0.13")),
        ("day", "2026-11-22", date(2026, 11, 22)),
        ("day", "2026年11月22日", date(2026, 11, 22)),
        ("day", "２０２６年１月２日", date(2026, 1, 2)),
        ("day", "20261122", date(2026, 11, 22)),
        ("day", "2026/1/2", date(2026, 1, 2)),
        ("title", "餐桌椅（赣州）Ａ１", "餐桌椅（赣州）A1"),
        ("title", "ＡＢＣ（Ｌｔｄ．）", "ABC(Ltd.)"),
        ("title", "a\x00b", "ab"),
        ("route.marks", "R.H.\nＮＯ．１", ("R.H.", "NO.1")),
        (SIZE, "150×90*20", (D(150), D(90), D(20))),
        ("facts.ticket_cny", "５０００", "5000"),
        ("packages.p1.contents.g1", "2", D(2)),
        ("estimate.horizon", "９０", "90"),
    ],
)
def test_typed_text_becomes_a_value(path: str, text: str, value: object) -> None:
    case = edit.type_text(CASE, path, text)
    assert paths.read(case, path) == value
    assert case.drafts == {}


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("goods.g1.net_kg", "48O", "D05"),
        ("goods.g1.net_kg", "1,10", "D05"),
        (SIZE, "150×?", "D05"),
        (SIZE, "150×90×2²", "D05"),
        ("goods.g1.net_kg", "١٠", "D05"),
        ("goods.g1.net_kg", "13%", "D05"),
        ("tax.lines.g1.vat_rate", "1³%", "D05"),
        ("day", "٢٠٢٦-11-22", "D06"),
        ("packages.p1.from", "1.5", "D03"),
        ("day", "2026-02-30", "D06"),
        ("day", "2026-1122", "D06"),
        ("title", "长" * 4001, "D08"),
        ("facts.note", "x" * 4001, "D08"),
    ],
)
def test_unreadable_text_waits_as_a_draft(path: str, text: str, code: str) -> None:
    case = edit.type_text(edit.type_text(CASE, path, "1"), path, text)
    assert paths.read(case, path) in (None, ())
    assert edit.display_text(case, path) == text
    finding = edit.draft_findings(case)[0]
    assert (finding.code, finding.places) == (code, (path,))


def test_a_readable_text_or_none_clears_the_draft() -> None:
    wrong = edit.type_text(CASE, "goods.g1.net_kg", "48O")
    assert edit.type_text(wrong, "goods.g1.net_kg", "480").drafts == {}
    assert edit.type_text(wrong, "goods.g1.net_kg", " ").drafts == {}


def test_unknown_is_forgotten_even_by_a_draft() -> None:
    asked = paths.write_unknown(CASE, "goods.g1.net_kg")
    assert edit.type_text(asked, "goods.g1.net_kg", "48O").not_known == frozenset()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OriginKind.ESTIMATED, None),
        (OriginKind.PACK, None),
        (OriginKind.COMPUTED, OriginKind.OVERRIDDEN),
        (OriginKind.OVERRIDDEN, OriginKind.OVERRIDDEN),
    ],
)
def test_typing_changes_the_origin(before: OriginKind, after: OriginKind | None) -> None:
    case = replace(CASE, origins={"goods.g1.net_kg": Origin(kind=before, note="n")})
    typed = edit.type_text(case, "goods.g1.net_kg", "480")
    assert typed.origins == ({} if after is None else {"goods.g1.net_kg": Origin(kind=after, note="n")})
    assert edit.type_text(case, "goods.g1.net_kg", "48O").origins == {}


def test_width_may_be_typed_before_length() -> None:
    case = edit.type_text(CASE, f"{SIZE}.1", "90")
    assert (case.packages[0].size_cm, edit.display_text(case, f"{SIZE}.1")) == ((), "90")
    case = edit.type_text(edit.type_text(case, f"{SIZE}.2", "2O"), f"{SIZE}.0", "150")
    assert (case.packages[0].size_cm, case.drafts) == ((D(150), D(90)), {f"{SIZE}.2": "2O"})
    case = edit.type_text(case, f"{SIZE}.0", "")
    assert (case.packages[0].size_cm, case.drafts) == ((), {f"{SIZE}.1": "90", f"{SIZE}.2": "2O"})


def test_a_chosen_value_clears_draft_and_estimate() -> None:
    guess = Origin(kind=OriginKind.ESTIMATED)
    case = replace(CASE, origins={"goods.g1.net_kg": guess}, drafts={"goods.g1.net_kg": "48O"})
    chosen = edit.set_value(case, "goods.g1.net_kg", D(5))
    assert (chosen.origins, chosen.drafts, chosen.goods[0].net_kg) == ({}, {}, D(5))


def test_lines_of_marks_keep_their_blank_lines_and_are_never_dropped() -> None:
    assert edit.type_text(CASE, "route.marks", "\nR.H.\r\n\nNO.1\n").route.marks == ("R.H.", "", "NO.1")
    long = "R.H.\n" + "x" * 4001
    case = edit.type_text(CASE, "route.marks", long)
    assert (case.route.marks, case.drafts) == ((), {"route.marks": long})


ELEMENTS = "goods.g1.elements"


@pytest.mark.parametrize(
    ("text", "kept", "shown"),
    [
        ("|0|背包|涤纶100%|无品牌", ("", "0", "背包", "涤纶100%", "无品牌"), None),  # the kind of brand is open
        ("0|0|背包|无型号|||", ("0", "0", "背包", "无型号", "", "", ""), None),  # GTIN, CAS and 其他
        (" 0｜ 0 |背包｜", ("0", "0", "背包", ""), "0|0|背包|"),
        ("0|0|\n背包|", ("0", "0", "背包", ""), "0|0|背包|"),  # a cell that was broken in two lines
        ("0\r\n\r\n背包\n", ("0", "", "背包"), "0||背包"),
        ("|||｜ ", (), ""),
    ],
)
def test_elements_keep_their_places(text: str, kept: tuple[str, ...], shown: str | None) -> None:
    case = edit.type_text(CASE, ELEMENTS, text)
    assert (case.goods[0].elements, case.drafts) == (kept, {})
    assert edit.display_text(case, ELEMENTS) == (text if shown is None else shown)
    assert edit.type_text(case, ELEMENTS, edit.display_text(case, ELEMENTS)) == case


@pytest.mark.parametrize(
    ("text", "kept"), [("是", True), ("YES", True), ("否", False), ("false", False), ("", None), ("也许", None)]
)
def test_yes_and_no_are_read_and_another_word_waits(text: str, kept: bool | None) -> None:
    case = Case(tax=TaxFile(purchase_invoices=(PurchaseInvoice(id="v1"),)))
    path = "tax.purchase_invoices.v1.simple_method"
    typed = edit.type_text(case, path, text)
    waits = [one.code for one in edit.draft_findings(typed)]
    assert (typed.tax.purchase_invoices[0].simple_method, waits) == (kept, ["D03"] if text == "也许" else [])


def test_a_draft_survives_json_whatever_was_typed() -> None:
    case = edit.type_text(CASE, "goods.g1.net_kg", "4\x00" + "8O" * 4000 + "\ud800")
    assert case.drafts == {"goods.g1.net_kg": "4" + "8O" * 4000}
    assert case_json.load(case_json.dump(case)) == case


@pytest.mark.parametrize("path", ["goods", "goods.g1", "terms.freight", "route.containers", "packages.p1.contents"])
def test_nothing_is_typed_over_a_whole_part(path: str) -> None:
    with pytest.raises(paths.PathError, match="nothing can be typed"):
        edit.type_text(CASE, path, "")


def test_a_draft_of_a_path_that_is_gone_is_still_told() -> None:
    assert edit.draft_findings(Case(drafts={"colour": "red"}))[0].code == "D03"


def test_a_wrong_path_is_refused() -> None:
    with pytest.raises(paths.PathError):
        edit.type_text(CASE, "goods.g9.hs", "1")


FIELDS = ("goods.g1.net_kg", "goods.g1.name_zh", "day", "packages.p1.to", SIZE, f"{SIZE}.1", "route.marks", "facts.x")


@settings(deadline=None)
@given(st.sampled_from(FIELDS), st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_nothing_typed_is_lost(path: str, text: str) -> None:
    case = edit.type_text(CASE, path, text)
    kept = edit.display_text(case, path)
    assert bool(kept) == bool(edit.clean(text))
    assert edit.type_text(case, path, kept) == case  # what the field shows means what it meant


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_shown_number_reads_back(number: D) -> None:
    case = paths.write(CASE, "goods.g1.net_kg", number)
    assert edit.type_text(case, "goods.g1.net_kg", edit.display_text(case, "goods.g1.net_kg")) == case
