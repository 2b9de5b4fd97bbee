"""What nobody has confirmed says 待确认 wherever it is cited: in the conclusions on screen, in the help, on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache

import pypdf
import pytest

from exporter_desk.documents.bind import bind_rows
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.advice import Advice, Reason
from exporter_desk.rules.schema import Confidence
from exporter_desk.services.advice.view import reason_view
from exporter_desk.services.analysis import Analysis, analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.papers.packets import paper_pdf
from exporter_desk.services.source_view import source_view
from exporter_desk.system import resources
from exporter_desk.ui.pages.source_help import help_source
from tests.modes.case_files import ModeCase, book, cases

DAY = date(2026, 11, 22)
ASKING = QuestionPlan.load(resources.read_bytes("text/questions.toml"))


@cache
def desk() -> Desk:
    return Desk()


@cache
def analysis(sample: str) -> Analysis:
    return analyse(desk().sample(sample), desk(), DAY, ASKING)


def says_so(text: Bilingual) -> bool:
    """待确认, or the words 还要确认 before a rule that waits for an answer; the same in English."""
    return "确认" in text.zh and "confirm" in text.en.lower()


def reasons(advice: Advice) -> Iterator[Reason]:
    yield from (*advice.scenarios, *advice.remarks)
    for mode in advice.modes:
        yield from (*mode.reasons, *mode.channel.reasons, *mode.refund.reasons, *mode.notes)


@pytest.mark.parametrize("case", cases()[::3], ids=lambda case: case.id)
def test_conclusions_about_the_mode(case: ModeCase) -> None:
    advice = case.advice()
    for reason in reasons(advice):
        if reason.confidence is Confidence.UNCONFIRMED and reason.outcome is not None:
            assert says_so(reason_view(reason, book(), ASKING).text), reason.id


@pytest.mark.parametrize("identifier", [key for key, one in book().sources.items() if one.confidence == "unconfirmed"])
def test_the_help_on_a_source(identifier: str) -> None:
    shown = help_source(1, source_view(book().sources[identifier]), DAY)
    assert shown.chip
    assert shown.warning


@pytest.mark.parametrize("sample", ["apparel", "furniture", "navel-orange"])
def test_the_note_on_the_mode(sample: str) -> None:
    found = analysis(sample)
    cited = {source.id: source.confidence for source in found.dossier.advice.sources} if found.dossier.advice else {}
    rows = bind_rows(found.dossier, "mode.sources")
    labels = {row.cells["confidence"].sources[0]: row.cells["confidence"].value for row in rows}
    assert labels
    assert {key for key, label in labels.items() if label == Bilingual("待确认", "to confirm")} == {
        key for key in labels if cited[key] == "unconfirmed"
    }
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper_pdf(found, "mode_note"))).pages)
    assert text.count("待确认") >= sum(label == "unconfirmed" for key, label in cited.items() if key in labels)


@pytest.mark.parametrize("sample", ["apparel", "furniture", "navel-orange"])
def test_the_refund_papers(sample: str) -> None:
    found = analysis(sample)
    view, rules = found.dossier.refund, desk().checklists
    assert view is not None
    reasons = {(one.id, one.outcome): one for one in found.refund.policy.reasons}  # one of several lines is said once
    for reason, shown in zip(reasons.values(), view.reasons, strict=True):
        assert says_so(shown.text) or reason.confidence is not Confidence.UNCONFIRMED
    for item, paper in zip(found.papers, view.papers, strict=True):
        label = rules.book.confidence_of(item.rule.cite, item.rule.confidence)
        assert says_so(paper.note) or label is not Confidence.UNCONFIRMED
    for deadline, line in zip(found.refund.deadlines, view.deadlines, strict=True):
        rule = rules.deadlines[deadline.id]
        assert says_so(line.label) or rules.book.confidence_of(rule.cite, rule.confidence) is not Confidence.UNCONFIRMED
