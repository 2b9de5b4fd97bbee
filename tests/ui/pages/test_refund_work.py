"""A large refund is worked out behind the window: told how far it is, stopped by hand, begun anew by typing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from exporter_desk.domain.watched import progressed
from exporter_desk.services.analysis import Analysis
from exporter_desk.services.workflow import Step
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refund import refund_work
from exporter_desk.ui.pages.refund.refund import FIGURES, RefundPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.ui.pages.company import Company

PATIENCE = 20_000
WORK_OUT = Analysis.work_out


def instead(work: Callable[[], None]) -> Callable[..., None]:
    """Work of a test in place of what this page asks of an analysis; other pages get what they ask."""

    def work_out(analysis: Analysis, *parts: str, **how: Callable[[], object]) -> None:
        if parts == refund_work.PARTS:
            work()
        else:
            WORK_OUT(analysis, *parts, **how)

    return work_out


def endless() -> None:
    """Work that tells its steps and ends only when it is stopped, or after a minute."""
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        progressed(7, 3000)
        time.sleep(0.005)


def begun(company: Company) -> RefundPage:
    """The refund file of a shipment whose work goes on and on."""
    found = {summary.sample: summary.id for summary in company.session.summaries()}
    company.window.navigate(places.STEPS[Step.REFUND], found["furniture"])
    page = company.pages[Step.REFUND]
    assert isinstance(page, RefundPage)
    return page


def refund_of(model: TitledRows) -> str:
    """What the first figure, the refund, says."""
    return str(model.index(0, 1).data(CELL_ROLE).text) if model.rowCount() else ""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let every shipment count as a large one."""
    monkeypatch.setattr(refund_work, "AT_ONCE", 0)
    return monkeypatch


def test_figures_of_a_large_shipment_follow(company: Company, large: pytest.MonkeyPatch) -> None:
    page = begun(company)
    company.bot.waitUntil(lambda: refund_of(page.models[FIGURES]) == "19,930.56", timeout=PATIENCE)
    assert not page.work.isVisibleTo(page)
    assert page.sheets.isEnabled()


def test_work_tells_how_far_it_is_and_stops_when_asked(company: Company, large: pytest.MonkeyPatch) -> None:
    large.setattr(Analysis, "work_out", instead(endless))
    page = begun(company)
    before = company.session.case
    company.bot.waitUntil(lambda: "第 7 行，共 3000 行" in page.work.text.text(), timeout=PATIENCE)
    assert page.models[FIGURES].rowCount() == 0
    assert not page.sheets.isEnabled()
    assert page.policy.label.text() == "还没算出来"
    assert not page.facts.isVisible()
    page.work.verb.click()
    company.bot.waitUntil(lambda: page.work.text.text().startswith("已停下"), timeout=PATIENCE)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=PATIENCE)
    assert company.session.case is before
    assert "worksheets" not in vars(company.session.analysis())
    large.setattr(Analysis, "work_out", WORK_OUT)
    page.work.verb.click()
    company.bot.waitUntil(lambda: refund_of(page.models[FIGURES]) == "19,930.56", timeout=PATIENCE)


def test_a_note_waits_for_no_more_than_the_refund(company: Company) -> None:
    """What each open question would decide is of no use here, and takes longer than a key goes up."""
    company.open("furniture", Step.REFUND)
    alike = replace(company.session.analysis())
    alike.work_out(*refund_work.PARTS)
    assert alike.worksheets is not None
    assert not alike.knows("dossier")


def test_typing_stops_what_is_out_of_date(company: Company, large: pytest.MonkeyPatch) -> None:
    large.setattr(Analysis, "work_out", instead(endless))
    page = begun(company)
    company.bot.waitUntil(lambda: page.work.isVisibleTo(page), timeout=PATIENCE)
    large.setattr(Analysis, "work_out", WORK_OUT)
    grid = page.records.grids["tax.purchase_invoices"]
    column = [one.field for one in grid.model.columns].index("amount")
    grid.model.type_into(0, column, "80,000")
    assert grid.model.text_at(0, column) == "80000"
    # 80,000 + 60,672 + 19,680 at 13 % is 20,845.76.
    company.bot.waitUntil(lambda: refund_of(page.models[FIGURES]) == "20,845.76", timeout=PATIENCE)
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=PATIENCE)


def test_work_that_breaks_off_says_so(company: Company, large: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise MemoryError

    reported: list[type[BaseException]] = []
    large.setattr("sys.excepthook", lambda kind, _error, _trace: reported.append(kind))
    large.setattr(Analysis, "work_out", instead(broken))
    page = begun(company)
    company.bot.waitUntil(lambda: page.work.text.text().startswith("退税没能算出来"), timeout=PATIENCE)
    assert set(reported) == {MemoryError}
    assert page.work.verb.text() == "重新算"
