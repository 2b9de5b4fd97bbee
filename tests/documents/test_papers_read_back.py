"""Papers read back by independent readers: text, fonts, positions, paging, marks, repeatable bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdf
import pytest

from exporter_desk.documents.bind import bind_rows
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.pdfa import Metadata
from exporter_desk.documents.render import Paper, compose, texts_outside, to_pdf
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.text import Bilingual
from tests.documents import sample, views_sample

FORMS = sorted(sample.forms())
META = Metadata("测试", "赣州", sample.DAY)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


def paper(form: str, dossier: Dossier | None = None) -> Paper:
    return compose(sample.forms()[form], dossier or views_sample.full(), sample.fonts())


def pdf_of(form: str, dossier: Dossier | None = None) -> bytes:
    return to_pdf([paper(form, dossier)], sample.fonts(), META)


def read(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def with_lines(count: int) -> Dossier:
    return views_sample.full(case=sample.case(count))


@pytest.mark.parametrize("form", FORMS)
def test_every_text_can_be_read_back(form: str) -> None:
    composed = paper(form)
    text = squeezed(read(to_pdf([composed], sample.fonts(), META)))
    printed = [run.text for page in composed.pages for run in page.texts() if not run.paged and not run.turn]
    assert [run for run in printed if squeezed(run) not in text] == []


def test_rare_hanzi_are_copied_out_as_they_are() -> None:
    seller = replace(sample.SELLER, name_zh=f"{sample.RARE}木业有限公司")
    case = sample.case(parties=(seller, sample.BUYER, sample.BROKER))
    data = pdf_of("commercial_invoice", sample.dossier(case=case))
    assert f"{sample.RARE}木业有限公司" in squeezed(read(data))


@needs_poppler
def test_rare_hanzi_are_read_by_another_reader(tmp_path: Path) -> None:
    seller = replace(sample.SELLER, name_zh=f"{sample.RARE}木业")
    case = sample.case(parties=(seller, sample.BUYER, sample.BROKER))
    assert f"{sample.RARE}木业" in squeezed(
        poppler(pdf_of("sales_contract", sample.dossier(case=case)), tmp_path, "-layout")
    )


def poppler(data: bytes, folder: Path, *options: str) -> str:
    (folder / "paper.pdf").write_bytes(data)
    command = ["pdftotext", *options, "paper.pdf", "-"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.mark.parametrize("form", FORMS)
def test_all_fonts_are_embedded_subsets(form: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(form))) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
        assert fonts
        for font in fonts:
            assert re.fullmatch(r"/[A-Z]{6}\+NotoSansSC-(Regular|Bold)", str(font.BaseFont))
            assert "/FontFile2" in font.FontDescriptor


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dossier_gives_the_same_bytes(form: str) -> None:
    assert pdf_of(form) == pdf_of(form)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_reaches_beyond_the_page(form: str, language: str) -> None:
    languages = ("zh", "en") if language == "zh" else ("en", "zh")
    case = sample.case(23, sample="B")
    for dossier in (views_sample.full(case=case, languages=languages), sample.dossier(languages=(language,))):
        assert texts_outside(paper(form, dossier).pages, sample.fonts()) == []


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (6, 1), (7, 2), (20, 2), (21, 3), (50, 5)])
def test_the_declaration_check_pages_like_the_customs_print(lines: int, pages: int) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of("declaration_check", with_lines(lines))))
    assert len(reader.pages) == pages
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"页码/页数:{number}/{pages}" in text
        assert "出口货物报关单核对单（草稿）" in text
        assert "商品名称及规格型号" in text
        assert ("特殊关系确认" in text) is (number == 1)


@pytest.mark.parametrize(("lines", "pages"), [(50, [5]), (51, [5, 1]), (53, [5, 1]), (200, [5, 5, 5, 5])])
def test_more_than_fifty_lines_become_declarations_of_their_own(lines: int, pages: list[int]) -> None:
    form = sample.forms()["declaration_check"]
    parts = [compose(form, part, sample.fonts()) for part in with_lines(lines).in_parts(form.most_lines)]
    assert [len(part.pages) for part in parts] == pages
    numbers = [f" {place}/{len(parts)}" for place in range(1, len(parts) + 1)] if len(parts) > 1 else [""]
    assert [part.title.zh for part in parts] == [f"出口货物报关单核对单（草稿）{number}" for number in numbers]


# Left edge and top of words on the customs print in mm, from the measured grid; ours must lie within 1 mm.
MEASURED = [
    ("境内发货人", 14.3, 34.5),
    ("出境关别", 91.3, 34.5),
    ("备案号", 226.0, 34.5),
    ("运输方式", 91.3, 42.7),
    ("监管方式", 91.3, 50.9),
    ("合同协议号", 14.3, 59.2),
    ("包装种类", 14.3, 67.4),
    ("运费", 183.4, 67.4),
    ("随附单证及编号", 14.3, 75.6),
    ("标记唛码及备注", 14.3, 83.8),
]


@needs_poppler
@pytest.mark.parametrize(("word", "left", "baseline"), MEASURED)
def test_boxes_of_the_declaration_check_lie_where_customs_print_them(
    tmp_path: Path, word: str, left: float, baseline: float
) -> None:
    places = word_places(poppler(pdf_of("declaration_check"), tmp_path, "-bbox"))
    found = [(x, y) for text, x, y in places if text.startswith(word)]
    assert [place for place in found if abs(place[0] - left) <= 1 and abs(place[1] - baseline) <= 1] != [], found


def word_places(markup: str) -> list[tuple[str, float, float]]:
    """Words with left edge and baseline in mm; Noto's descent is 0.288 of the 1.448 that poppler takes as height."""
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</word>'
    places = []
    for left, top, bottom, text in re.findall(pattern, markup):
        low = float(bottom) - (float(bottom) - float(top)) * 0.288 / 1.448
        places.append((text, float(left) * 25.4 / 72, low * 25.4 / 72))
    return places


@needs_poppler
@pytest.mark.parametrize(
    ("word", "edge"),
    [
        ("24.5000", 175.6),
        ("2940.00", 175.6),
        ("120个", 145.8),
        ("(CHN)", 199.9),
        ("(DEU)", 227.1),
        ("申报单位（签章）", 195.8),
    ],
)
def test_texts_set_to_the_right_end_where_customs_print_them(tmp_path: Path, word: str, edge: float) -> None:
    markup = poppler(pdf_of("declaration_check"), tmp_path, "-bbox")
    ends = [float(one) * 25.4 / 72 for one in re.findall(rf'xMax="([\d.]+)" yMax="[\d.]+">{re.escape(word)}<', markup)]
    assert [end for end in ends if abs(end - edge) <= 1] != [], ends


def test_a_specification_that_needs_more_than_two_lines_stands_whole_on_the_annex() -> None:
    elements = ("0", "0", *(f"很长的申报要素说明文字第{number}项" for number in range(12)))
    goods = (sample.line(1, elements=elements), sample.line(2))
    reader = pypdf.PdfReader(io.BytesIO(pdf_of("declaration_check", sample.dossier(case=sample.case(goods=goods)))))
    annex = squeezed(reader.pages[-1].extract_text())
    assert "规格型号附页" in annex
    assert "|".join(elements) in annex
    assert float(reader.pages[-1].mediabox.width) < float(reader.pages[-1].mediabox.height)


def test_the_declaration_check_imitates_no_issued_paper() -> None:
    data = pdf_of("declaration_check")
    text = read(data)
    assert "中华人民共和国海关出口货物报关单" not in squeezed(text)
    assert "仅供核对用" in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not any("/XObject" in page.resources for page in pdf.pages)


def test_a_final_invoice_is_clean_and_adds_up() -> None:
    composed = paper("commercial_invoice")
    text = read(pdf_of("commercial_invoice"))
    assert composed.status == "ready"
    for word in ("草稿", "DRAFT", "base@", "待确认", "2026-014 ·"):
        assert word not in text
    # 120 × 24.50 = 2,940.00; 30 × 72.3333 = 2,169.999 → 2,170.00; together 5,110.00; FOB less 1,850.00 and 136.08
    for figure in ("2,940.00", "2,170.00", "5,110.00", "1,850.00", "136.08", "3,123.92"):
        assert figure in text
    assert "SAY US DOLLARS FIVE THOUSAND ONE HUNDRED AND TEN ONLY." in text


def test_the_packing_list_adds_up() -> None:
    text = read(pdf_of("packing_list"))
    # 60 × 12.6 + 30 × 40.2 = 1,962; 60 × 11 + 30 × 36.8166 = 1,764.498; 60 × 0.27 + 30 × 0.27 = 24.3 m³
    for figure in ("1-60", "61-90", "1,962.00", "1,764.498", "24.300", "SAY TOTAL NINETY (90) CARTONS ONLY."):
        assert figure in text


def test_a_mixed_carton_lists_each_line_and_its_weight_once() -> None:
    mixed = replace(sample.case().packages[0], contents={"g1": Decimal(1), "g2": Decimal("0.5")})
    text = squeezed(read(pdf_of("packing_list", sample.dossier(case=sample.case(packages=(mixed,))))))
    assert text.count("1-60") == 1
    assert text.count("756.00") == 2  # the run and the total
    assert text.count("WOODENDININGTABLE") == 1


def test_stock_for_a_warehouse_gets_its_own_invoice_and_no_contract() -> None:
    dossier = sample.dossier(case=sample.case(facts={"sale_state": "unsold"}))
    text = squeezed(read(pdf_of("commercial_invoice", dossier)))
    assert "出境货物发票（海外仓备货）" in text
    assert "VALUEFORCUSTOMSPURPOSESONLY–NOSALEATTHETIMEOFEXPORT" in text
    assert "FREEOFCHARGE" not in text


def test_an_unknown_makes_a_draft_that_says_so() -> None:
    case = sample.case()
    case = replace(case, terms=replace(case.terms, invoice_no=None))
    composed = paper("commercial_invoice", sample.dossier(case=case))
    assert composed.status == "open"
    assert [(finding.code, finding.places) for finding in composed.findings] == [("X51", ("terms.invoice_no",))]
    text = read(pdf_of("commercial_invoice", sample.dossier(case=case)))
    assert "待确认" in text
    assert "草稿 DRAFT" in text


def test_an_estimate_is_marked_and_keeps_the_paper_a_draft() -> None:
    case = sample.case(origins={"packages.p1.gross_kg": Origin(kind=OriginKind.ESTIMATED)})
    composed = paper("packing_list", sample.dossier(case=case))
    assert composed.status == "open"
    assert [(one.code, one.places) for one in composed.findings] == [("X54", ("packages.p1.gross_kg",))]
    text = squeezed(read(pdf_of("packing_list", sample.dossier(case=case))))
    assert "756.00（估算est.）" in text
    assert "1,962.00（估算est.）" in text
    assert "660.00（估算" not in text


def test_a_character_the_font_cannot_draw_refuses_the_paper() -> None:
    buyer = replace(sample.BUYER, name_en="𠮷 GMBH")
    composed = paper("commercial_invoice", sample.dossier(case=sample.case(parties=(sample.SELLER, buyer))))
    [finding] = composed.findings
    assert (finding.code, finding.severity, finding.values["characters"]) == ("X52", "error", "𠮷")
    assert finding.values["codes"] == "U+20BB7"
    assert finding.places == ("parties.pt2.name_en",)


@pytest.mark.parametrize(("field", "name"), [("name_zh", "𠮷椅"), ("name_en", "Łódź chair")])
@pytest.mark.parametrize("form", ["commercial_invoice", "packing_list", "sales_contract", "declaration_check"])
def test_a_character_that_cannot_be_drawn_is_looked_for_where_it_was_typed(form: str, field: str, name: str) -> None:
    case = sample.case()
    first, *others = case.goods
    odd = replace(case, goods=(replace(first, **{field: name}), *others))
    told = [one for one in paper(form, sample.dossier(case=odd)).findings if one.code == "X52"]
    assert {one.places for one in told} <= {(f"goods.{first.id}.{field}",)}
    assert told or (form, field) == ("declaration_check", "name_en")


@pytest.mark.parametrize("form", FORMS)
def test_samples_and_exercises_are_marked_on_every_page(form: str) -> None:
    dossier = views_sample.full(case=sample.case(30, sample="B"), practice=True)
    for page in pypdf.PdfReader(io.BytesIO(pdf_of(form, dossier))).pages:
        text = page.extract_text()
        assert "示例" in text or (sample.forms()[form].captions == "en" and "SAMPLE" in text)
        assert "练习" in text or (sample.forms()[form].captions == "en" and "PRACTICE" in text)


@pytest.mark.parametrize("form", FORMS)
def test_every_printed_figure_says_where_it_comes_from(form: str) -> None:
    composed = paper(form)
    own_words = wording_of(form)
    loose = [
        text
        for _, text, origin in composed.prints
        if re.search(r"\d", text) and not (origin and origin.paths) and squeezed(text) not in own_words
    ]
    assert [text for text in loose if "{page}" not in text and "{leaf}" not in text] == []


def wording_of(form: str) -> str:
    """Return the form's own words: its file, and every wording as it prints in both languages."""
    shape = sample.forms()[form]
    labels = [shape.title, shape.recalled, shape.mark, *(box.label for box in shape.boxes)]
    for block in shape.blocks:
        labels += [block.text, *(part.label for part in (*block.fields, *block.columns))]
    file = (sample.RESOURCES / "forms" / form / "form.toml").read_text(encoding="utf-8")
    return squeezed("\n".join([file, *(label.zh + label.en for label in labels)]))


@pytest.mark.parametrize("form", ["commercial_invoice", "packing_list", "sales_contract"])
def test_sixty_lines_run_over_pages_with_the_header_again(form: str) -> None:
    case = sample.case(60)
    packages = tuple(
        replace(case.packages[0], id=f"p{number}", first=number, last=number, contents={f"g{number}": Decimal(120)})
        for number in range(1, 61)
    )
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(form, sample.dossier(case=replace(case, packages=packages)))))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 3
    assert all("Unit" in text for text in texts[:-1])
    for number in range(3, 61):
        assert len(re.findall(rf"YK-{100 + number}\b", "\n".join(texts))) == 1, number


def test_long_texts_wrap_and_nothing_is_lost() -> None:
    name = "实木餐椅" * 60
    case = sample.case(goods=(sample.line(1, name_zh=name), sample.line(2)))
    assert name in squeezed(read(pdf_of("commercial_invoice", sample.dossier(case=case))))


def test_a_text_longer_than_a_page_is_split_between_pages() -> None:
    name = "长" * 3900
    case = sample.case(goods=(sample.line(1, name_zh=name),))
    text = squeezed(read(pdf_of("sales_contract", sample.dossier(case=case))))
    assert text.count("长") == 3900


def test_a_party_too_long_for_its_box_moves_to_an_annex() -> None:
    address = "NO. 8 VERY LONG AVENUE, " * 30
    buyer = replace(sample.BUYER, address_en=address)
    case = sample.case(parties=(sample.SELLER, buyer, sample.BROKER))
    text = squeezed(read(pdf_of("commercial_invoice", sample.dossier(case=case))))
    assert "见附页" in text
    assert squeezed(address) in text


def test_a_box_that_cannot_take_its_text_refuses_instead_of_cutting() -> None:
    case = sample.case()
    case = replace(case, terms=replace(case.terms, invoice_no="N" * 200))
    composed = paper("commercial_invoice", sample.dossier(case=case))
    assert {finding.code for finding in composed.findings} == {"X53"}
    assert "N" * 40 not in squeezed(read(pdf_of("commercial_invoice", sample.dossier(case=case))))


def test_the_file_describes_itself() -> None:
    with pikepdf.open(io.BytesIO(pdf_of("commercial_invoice"))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "测试"
        assert str(pdf.docinfo["/Author"]) == "赣州"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261125000000+00'00'"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert float(pdf.pdf_version) >= 1.4
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["dc:title"]) == ("2", "B", "测试")


def test_another_day_gives_other_bytes() -> None:
    composed = [paper("cover")]
    one = to_pdf(composed, sample.fonts(), META)
    assert one != to_pdf(composed, sample.fonts(), replace(META, day=date(2026, 11, 26)))


def test_expired_rule_data_is_said_on_internal_papers_only() -> None:
    notice = Bilingual("规则包已过有效期，请先核对", "The rule pack has expired; check first")
    dossier = views_sample.full(notice=notice)
    for form in FORMS:
        text = squeezed(read(pdf_of(form, dossier)))
        assert (squeezed(notice.zh) in text) is sample.forms()[form].internal, form


def test_the_chart_shortens_only_what_the_table_says_in_full() -> None:
    estimate = views_sample.estimate()
    name = "头程海运和目的港清关以及入库上架的全部费用" * 2
    assert estimate.chart is not None
    bars = (replace(estimate.chart.bars[0], label=name), replace(estimate.chart.bars[1], estimated=True))
    lines = (replace(estimate.lines[0], label=Bilingual(name, name)),)
    dossier = views_sample.full(estimate=replace(estimate, chart=replace(estimate.chart, bars=bars), lines=lines))
    text = squeezed(read(pdf_of("cost_estimate", dossier)))
    assert name in text
    assert "…" in text


def test_an_estimate_without_chart_still_prints() -> None:
    dossier = views_sample.full(estimate=replace(views_sample.estimate(), chart=None))
    assert "没有算进去" in read(pdf_of("cost_estimate", dossier))


def test_a_goods_name_too_long_for_its_line_is_said_and_stands_on_the_annex() -> None:
    name = "很长的商品名称" * 20
    composed = paper("declaration_check", sample.dossier(case=sample.case(goods=(sample.line(1, name_zh=name),))))
    assert {finding.code for finding in composed.findings} == {"X53"}
    assert name in "".join(run.text for page in composed.pages for run in page.texts())


def test_a_line_without_second_statutory_unit_leaves_its_place_empty() -> None:
    bare = sample.line(1, qty2=None, unit2=None)
    composed = paper("declaration_check", sample.dossier(case=sample.case(goods=(bare,))))
    assert composed.findings == ()
    heights = sorted(run.y for run in composed.pages[0].texts() if run.text == "120个")
    assert [round(height - 101.7, 1) for height in heights] == [3.3, 10.4]


@pytest.mark.parametrize(
    ("form", "number"),
    [("commercial_invoice", "INV-2026-014"), ("packing_list", "INV-2026-014"), ("sales_contract", "YK-2026-014")],
)
def test_every_page_of_a_trade_paper_carries_its_number(form: str, number: str) -> None:
    case = sample.case(40)
    packages = tuple(
        replace(case.packages[0], id=f"p{n}", first=n, last=n, contents={f"g{n}": Decimal(120)}) for n in range(1, 41)
    )
    case = replace(case, packages=packages, route=replace(case.route, marks=("N/M",)))
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(form, sample.dossier(case=case)))).pages
    assert len(pages) > 2
    assert all(number in page.extract_text() for page in pages)


def test_units_with_one_trade_name_are_added_up() -> None:
    goods = (sample.line(1, unit="011"), sample.case().goods[1])
    dossier = sample.dossier(case=sample.case(goods=goods))
    # 60 cartons of 2 and 30 of 1 are 150 pieces; 120 and 30 are the quantities of the deal
    for form, rows in (("packing_list", "packages.total"), ("commercial_invoice", "goods.total")):
        [total] = bind_rows(dossier, rows)
        assert (total.cells["qty"].value, total.cells["unit"].value) == ("150", "PCS")
        assert "150" in read(pdf_of(form, dossier)).split()


def test_units_with_different_trade_names_stay_apart() -> None:
    goods = (sample.line(1, unit="003"), sample.case().goods[1])
    [total] = bind_rows(sample.dossier(case=sample.case(goods=goods)), "goods.total")
    assert total.cells["qty"].value == "120\n30"
    assert str(total.cells["unit"].value).split("\n")[1] == "PCS"


CLAUSES = [f"({number})" for number in range(1, 14)]


@pytest.mark.parametrize("incoterm", ["CIF", "FOB", None])
def test_the_contract_counts_its_clauses_from_one(incoterm: str | None) -> None:
    case = sample.case(terms=replace(sample.TERMS, incoterm=incoterm))
    text = read(pdf_of("sales_contract", views_sample.full(case=case)))
    places = [text.find(clause) for clause in CLAUSES]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize(
    ("currency", "words"),
    [
        ("CNY", ("人民币伍仟壹佰壹拾元整", "SAY RMB YUAN FIVE THOUSAND ONE HUNDRED AND TEN ONLY.")),
        ("USD", ("SAY US DOLLARS FIVE THOUSAND ONE HUNDRED AND TEN ONLY.",)),
    ],
)
@pytest.mark.parametrize("form", ["sales_contract", "commercial_invoice"])
def test_the_total_is_worded_as_its_currency_is_ruled(form: str, currency: str, words: tuple[str, ...]) -> None:
    text = squeezed(
        read(pdf_of(form, views_sample.full(case=sample.case(terms=replace(sample.TERMS, currency=currency)))))
    )
    assert [squeezed(one) in text for one in words] == [True] * len(words)
    assert ("人民币" in text) is (currency == "CNY")
