"""Any text fits, moves to an annex or is refused with a finding; nothing is cut and nothing leaves the page."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.render import compose, texts_outside
from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual
from tests.documents import sample, views_sample

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")
KEPT = {"id", "country", "incoterm", "currency", "transport", "dest", "origin", "supplier", "mark", "kind"}


def stuffed(record: Record, text: str) -> Record:
    """The record with `text` in every field that holds text."""
    changes = {
        item.name: text
        for item in fields(record)
        if isinstance(getattr(record, item.name), str) and item.name not in KEPT
    }
    return replace(record, **changes)


def hostile(text: str) -> Dossier:
    case = sample.case(3)
    case = Case(
        id=case.id,
        number=text,
        day=case.day,
        facts=case.facts,
        parties=tuple(stuffed(party, text) for party in case.parties),
        terms=stuffed(case.terms, text),
        goods=tuple(replace(stuffed(line, text), elements=(text, text)) for line in case.goods),
        packages=case.packages,
        route=replace(stuffed(case.route, text), marks=(text, text), remark=text),
        choices=case.choices,
    )
    questions = tuple(replace(one, text=Bilingual(text, text)) for one in views_sample.QUESTIONS)
    findings = tuple(replace(one, text=Bilingual(text, text)) for one in views_sample.findings())
    return views_sample.full(case=case, questions=questions, findings=findings, rules=text[:200])


TEXTS = [
    "赣" * 4000,
    "W" * 3000,
    "word " * 500,
    "a\n" * 300,
    "\t\r",
    "，" * 90,
    "（" * 90,
    "%(x)s {page} {words} </b> \\ & <",
    "-" * 500,
]


@pytest.mark.parametrize("form", sorted(sample.forms()))
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_nothing_leaves_the_page(form: str, text: str) -> None:
    composed = compose(sample.forms()[form], hostile(text), sample.fonts())
    assert texts_outside(composed.pages, sample.fonts()) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(max_codepoint=0x9FFF, exclude_categories=("Cc", "Cs")), max_size=300))
def test_any_text_can_be_set(text: str) -> None:
    for form in ("commercial_invoice", "declaration_check", "question_slip"):
        composed = compose(sample.forms()[form], hostile(text), sample.fonts())
        assert texts_outside(composed.pages, sample.fonts()) == []


@pytest.mark.parametrize("form", ["commercial_invoice", "sales_contract", "packing_list"])
def test_what_is_printed_is_whole_or_refused(form: str) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(700))
    composed = compose(sample.forms()[form], hostile(text), sample.fonts())
    printed = "".join(run.text for page in composed.pages for run in page.texts() if run.grey < 0.5)
    starts = printed.count(text[:8])
    assert starts
    assert printed.count(text[-8:]) == starts
