"""Page numbers and marks of the check sheet: pages of the form count for themselves, its annex on its own."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from exporter_desk.documents.ink import INK, Text
from exporter_desk.documents.pdfa import Metadata
from exporter_desk.documents.render import Paper, compose, to_pdf
from exporter_desk.documents.sheet import PT_TO_MM
from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from tests.documents import sample

ELEMENTS = ("0", "0", *(f"很长的申报要素说明文字第{number}项" for number in range(12)))


def paper(lines: int, *findings: Finding) -> Paper:
    goods = (sample.line(1, elements=ELEMENTS), *(sample.line(number) for number in range(2, lines + 1)))
    dossier = sample.dossier(case=sample.case(goods=goods), findings=findings)
    return compose(sample.forms()["declaration_check"], dossier, sample.fonts())


@pytest.mark.parametrize(("lines", "pages"), [(6, 1), (7, 2), (20, 2), (21, 3), (50, 5)])
def test_the_annex_of_specifications_is_not_counted_with_the_form(lines: int, pages: int) -> None:
    """Six lines stand on the first page and fourteen on each other; the annex follows them."""
    data = to_pdf([paper(lines)], sample.fonts(), Metadata("测试", "赣州", sample.DAY))
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    assert len(texts) == pages + 1
    for number, text in enumerate(texts[:-1], start=1):
        assert f"页码/页数:{number}/{pages}" in text
    assert "附页第 1 页 / 共 1 页" in texts[-1]
    assert "页码/页数" not in texts[-1]


def test_nothing_is_printed_over_the_page_number_of_the_annex() -> None:
    annex = paper(1).pages[-1]
    [number] = [one for one in annex.texts() if "{page}" in one.text]
    others = [one for one in annex.texts() if one is not number and not one.turn]
    assert any("以报关行为准" in one.text for one in others)
    assert min(abs(one.y - number.y) for one in others) > number.size * PT_TO_MM


def marks(case: Case, *findings: Finding, practice: bool = False) -> list[Text]:
    """Return what stands on the first page between the customs number and the page number, on their line."""
    dossier = replace(sample.dossier(case=case, findings=findings), practice=practice)
    texts = compose(sample.forms()["declaration_check"], dossier, sample.fonts()).pages[0].texts()
    return [one for one in texts if one.x >= 201.9 and one.y == 29.3 and not one.paged]


WRONG = Finding("X1", Severity.ERROR, ("terms.currency",))


@pytest.mark.parametrize("findings", [(), (WRONG,)])
def test_the_mark_of_the_check_sheet_stands_where_customs_print_it_on_drafts_too(findings: tuple[Finding, ...]) -> None:
    """9 pt at x 201.9, black like the rest of its line (forms.md 1.1)."""
    own, *others = marks(sample.case(), *findings)
    assert (own.text, own.x, own.size, own.grey) == ("仅供核对用", 201.9, 9.0, INK)
    assert [one.text for one in others] == ["草稿"] * len(findings)


def test_all_marks_together_keep_clear_of_each_other_and_of_the_page_number() -> None:
    """An exercise made from a sample that is still a draft has four; at 265.4 mm stands the page number."""
    own, others = marks(replace(sample.case(), sample="furniture"), WRONG, practice=True)
    assert (own.size, others.text) == (9.0, "练习 · 不得用于申报　草稿　示例")
    width = sample.fonts().width
    assert others.x > own.x + width(own.text, own.size, bold=True) + 2
    assert others.size > 6
    assert others.x + width(others.text, others.size, bold=True) < 265.4 - 2
