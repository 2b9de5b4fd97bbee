"""The mark across scans: on every page, over the picture, the same bytes again."""

from __future__ import annotations

import io

import pypdf
import pytest

from exporter_desk.documents.overprint import marked_pages
from exporter_desk.documents.scans import scan
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from tests.support.scan_files import tiff


@pytest.mark.parametrize("words", ["练习 · 不得用于申报", "PRACTICE · not for filing"])
def test_every_page_of_a_scan_carries_the_words(words: str) -> None:
    library = Desk().library
    limits = library.limits_on(max(one.valid_from for one in library.limits))
    taken = scan(tiff(3), "contract", Bilingual("合同", "Contract"), ("broker",), limits)
    marked = marked_pages(taken, words, library.fonts)
    pages = pypdf.PdfReader(io.BytesIO(marked)).pages
    assert ["".join(page.extract_text().split()) for page in pages] == ["".join(words.split())] * 3
    assert marked == marked_pages(taken, words, library.fonts)
