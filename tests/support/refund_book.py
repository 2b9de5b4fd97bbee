"""The shipped rules of the refund part, read once for all tests."""

from __future__ import annotations

from functools import cache

from exporter_desk.domain.finding import Finding
from exporter_desk.refund.assess import RefundResult
from exporter_desk.refund.book import RefundBook
from exporter_desk.refund.rate_table import RateTable
from exporter_desk.rules.checklists import Checklists, load_checklists
from exporter_desk.rules.loader import load
from exporter_desk.rules.texts import FindingTexts, load_texts
from exporter_desk.system import resources


@cache
def checklists() -> Checklists:
    files = resources.read_tree("rules")
    return load_checklists(files, load(files))


def book(table: RateTable | None = None) -> RefundBook:
    """The shipped rules with a rate table of the test, empty unless one is given."""
    return RefundBook(checklists(), table or RateTable(()))


def told_of(result: RefundResult, *codes: str) -> list[Finding]:
    """The findings of these codes; each is put into words, so that one without its wording fails here."""
    found = [finding for finding in result.findings if finding.code in codes]
    for finding in found:
        texts().render(finding, checklists().book.sources)
    return found


@cache
def texts() -> FindingTexts:
    return load_texts(resources.read_tree("text/findings"), strict=True)
