"""The database is closed for a while: nothing asks it meanwhile, and what comes after finds everything as before."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QTimer

from exporter_desk.services.keeping.company import list_cases
from exporter_desk.services.workflow import Step
from exporter_desk.storage.faults import DAMAGED, DISK_FULL
from exporter_desk.ui.pages import places, put_back
from exporter_desk.ui.pages.shipments.refund_strip import RefundStrip
from tests.ui.pages.answers import answering
from tests.ui.pages.company import Company

REFUSED, CLOSE, AGAIN = DAMAGED.error(name="company.exdb"), "关闭程序", "再试一次"


def away(company: Company, work: object = None, told: list[object] | None = None) -> None:
    """Let the page Backup close the database, work, and open it again; `told` hears how that ended."""
    company.window.navigate(places.BACKUP)
    heard = [] if told is None else told

    def done() -> None:
        if isinstance(work, Event):
            work.wait(60)
        elif isinstance(work, Exception):
            raise work

    put_back.while_closed(
        company.window.page(places.BACKUP),  # type: ignore[arg-type]  # the page Backup has messages
        company.session, company.window.tasks, "away", done, heard.append, heard.append,
    )  # fmt: skip


def rest(company: Company) -> None:
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What the next openings of the database meet."""
    coming = list[Exception]()

    def opened(*wanted: object, **options: object) -> object:
        if coming:
            raise coming.pop(0)
        return list_cases(*wanted, **options)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(put_back, "list_cases", opened)
    return coming


def test_a_database_that_opens_at_the_second_try_is_there_again(company: Company, refusals: list[Exception]) -> None:
    refusals.append(REFUSED)
    told = list[object]()
    with answering(AGAIN) as asked:
        away(company, told=told)
        rest(company)
    assert asked == ["数据没能重新打开。", REFUSED.sentence("zh")]
    assert (company.window.isEnabled(), company.session.is_closed, told) == (True, False, [None])
    assert len(company.session.summaries()) == 3


def test_what_was_refused_is_told_when_the_data_is_there_again(company: Company, refusals: list[Exception]) -> None:
    full, told = DISK_FULL.error(name="company.exdb"), list[object]()
    refusals.append(REFUSED)
    with answering(AGAIN):
        away(company, full, told)
        rest(company)
    assert (company.window.isEnabled(), told) == (True, [full])


def test_a_database_that_stays_away_leaves_the_program_to_be_closed(
    company: Company, refusals: list[Exception]
) -> None:
    refusals += [REFUSED] * 3
    told = list[object]()
    with answering(AGAIN, AGAIN, CLOSE) as asked:
        away(company, told=told)
        company.bot.waitUntil(lambda: not company.window.isVisible(), timeout=20_000)
    assert len(asked) == 6
    assert told == []
    company.session.reopen(lambda shown: list_cases(company.session.desk, summarise=shown))


def test_the_list_knows_the_steps_of_a_shipment_that_is_typed_into_afterwards(company: Company) -> None:
    session = company.session
    session.close()
    session.reopen(lambda shown: list_cases(session.desk, summarise=shown))  # as the window opens it at the start
    company.open("furniture", Step.CHECK)
    before = next(one.shown for one in session.summaries() if one.sample == "furniture")
    assert before.steps_total == 8
    away(company)
    rest(company)
    company.open("furniture", Step.CHECK)
    session.type_text("title", "新标题")
    company.settle(Step.CHECK)
    after = next(one.shown for one in session.summaries() if one.sample == "furniture")
    assert after == before._replace(title="新标题")
    session.type_text("terms.place", "BREMEN")
    assert next(one.shown for one in session.summaries() if one.sample == "furniture").steps_total == 8


def test_the_refunds_of_the_first_page_wait_until_the_data_is_there_again(company: Company) -> None:
    company.session.new_case("新业务")
    company.window.navigate(places.HOME)
    (strip,), gate = company.window.page(places.HOME).findChildren(RefundStrip), Event()
    timer = strip.findChild(QTimer)
    assert timer is not None
    with company.bot.captureExceptions() as caught:
        away(company, gate)
        for _ in range(3):
            timer.start(0)
            with company.bot.waitSignal(timer.timeout, timeout=20_000):
                pass
        assert company.session.is_closed
        gate.set()
        rest(company)
        timer.start(0)
        company.bot.waitUntil(lambda: not timer.isActive() and not strip._busy, timeout=20_000)
        rest(company)
    assert caught == []
    assert strip._watch is not None


def test_what_was_found_before_is_taken_while_the_data_can_be_asked(company: Company) -> None:
    gate, asked = Event(), list[int]()
    tasks, session = company.window.tasks, company.session
    tasks.start("looking", lambda _progress: gate.wait(60), lambda _: asked.append(len(session.summaries())))
    gate.set()
    with company.bot.captureExceptions() as caught:
        away(company)
        rest(company)
    assert (asked, caught) == ([3], [])


def test_a_step_that_is_not_saved_is_asked_for_before_the_data_is_closed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.open("furniture", Step.CHECK)

    def full(*_step: object) -> None:
        raise DISK_FULL.error(name="company.exdb")

    with monkeypatch.context() as patched:
        patched.setattr(company.session.cases._repository, "save", full)
        company.pages[Step.CHECK].attempt(lambda: company.session.type_text("terms.place", "BREMEN"))
        with answering("留在这里") as asked:
            away(company)
        assert asked[0] == "业务 2026-902 里没有存上的：指定地点"
        assert (company.session.is_closed, company.window.isEnabled()) == (False, True)
