"""Which finding is told beside a field, marked in a cell, and named for a row; and that it is sorted once."""

from __future__ import annotations

import pytest

from exporter_desk.domain.finding import Severity
from exporter_desk.rules.texts import RenderedFinding
from exporter_desk.ui.models.issues import Issues, IssuesOf


def told(code: str, *places: str, severity: Severity = Severity.CONFIRM) -> RenderedFinding:
    return RenderedFinding(code, severity, places, "zh", "en", "", "", ())


@pytest.mark.parametrize(
    ("code", "field", "cell"), [("X1", True, True), ("D41", True, True), ("T21", False, True), ("C01", False, False)]
)
def test_a_refund_finding_marks_cells_and_no_field(code: str, field: bool, cell: bool) -> None:
    issues = Issues([told(code, "tax.receipts.r1.day")])
    assert (issues.at("tax.receipts.r1.day") is not None, issues.in_cell("tax.receipts.r1.day") is not None) == (
        field,
        cell,
    )
    assert (issues.below("tax.receipts.r1") is not None) is cell


def test_the_first_one_of_a_place_counts_and_names_the_row() -> None:
    worst, other = told("T32", "goods.g1.hs", severity=Severity.ERROR), told("X1", "goods.g1.qty", "goods.g1.hs")
    issues = Issues([worst, other])
    assert (issues.in_cell("goods.g1.hs"), issues.at("goods.g1.hs")) == (worst, other)
    assert issues.below("goods.g1") == ("goods.g1.hs", worst)
    assert issues.below("goods.g") is None
    assert issues.below("goods.g1.hs") is None


def test_the_findings_of_one_analysis_are_sorted_once() -> None:
    issues_of, findings = IssuesOf(), (told("X1", "goods.g1.qty"),)
    assert issues_of(findings) is issues_of(findings)
    assert issues_of((told("X1", "goods.g2.qty"),)).at("goods.g1.qty") is None
