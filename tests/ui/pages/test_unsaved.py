"""A step that the machine refused is not lost behind anybody's back: Ctrl+S tries again, leaving asks first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt

from exporter_desk.services.workflow import Step
from exporter_desk.storage.faults import DISK_FULL
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.frame_state import FrameState
from tests.ui.pages.answers import answering
from tests.ui.pages.company import Company

CONTROL = Qt.KeyboardModifier.ControlModifier
NEW_PLACE = "BREMEN"
STAY, LEAVE = "留在这里", "离开，不要这些"


class Disk:
    """Whether there is room for what is typed."""

    is_full = False


@pytest.fixture
def disk(company: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk, storage = Disk(), company.session.cases._repository
    save = storage.save

    def saved(*step: object) -> None:
        if disk.is_full:
            raise DISK_FULL.error(name="company.exdb")
        save(*step)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(storage, "save", saved)
    yield disk
    disk.is_full = False  # nobody is there to answer what the window would ask when it is closed


@pytest.fixture
def typed(company: Company, disk: Disk) -> str:
    """A shipment whose place of delivery was typed while the disk was full; its id."""
    company.open("furniture", Step.CHECK)
    disk.is_full = True
    assert not company.pages[Step.CHECK].attempt(lambda: company.session.type_text("terms.place", NEW_PLACE))
    assert banner(company).startswith("磁盘满了")
    return str(company.session.case_id)


def banner(company: Company) -> str:
    return company.window.banner.text.text() if company.window.banner.isVisible() else ""


def stored(company: Company, case_id: str) -> str | None:
    return company.session.cases.peek(case_id).terms.place


def sample(company: Company, name: str) -> str:
    return next(one.id for one in company.session.summaries() if one.sample == name)


def test_ctrl_s_tries_again_and_says_what_came_of_it(company: Company, disk: Disk, typed: str) -> None:
    company.key(Qt.Key.Key_S, CONTROL)
    assert banner(company).startswith("磁盘满了")
    assert stored(company, typed) == "HAMBURG, GERMANY"
    disk.is_full = False
    company.key(Qt.Key.Key_S, CONTROL)
    assert banner(company) == "已保存。每一项填好就自动保存。"
    assert stored(company, typed) == NEW_PLACE
    assert company.session.undo_name is not None


def test_ctrl_s_tries_again_where_no_shipment_is_in_front(company: Company, disk: Disk, typed: str) -> None:
    company.window.navigate(places.HOME)
    disk.is_full = False
    company.key(Qt.Key.Key_S, CONTROL)
    assert stored(company, typed) == NEW_PLACE


def test_another_shipment_opens_after_the_step_was_written(company: Company, disk: Disk, typed: str) -> None:
    disk.is_full = False
    company.open("apparel", Step.CHECK)
    assert stored(company, typed) == NEW_PLACE


def test_whoever_stays_loses_nothing(company: Company, typed: str) -> None:
    with answering(STAY) as asked:
        company.window.navigate(places.STEPS[Step.GOODS], sample(company, "apparel"))
    question, consequence = asked
    assert question == "业务 2026-902 里没有存上的：指定地点"
    assert consequence.startswith("磁盘满了")
    assert consequence.endswith("现在离开，这些就没有了；以前存的都在。")
    assert company.window.place() == (places.STEPS[Step.CHECK], typed)
    assert company.pages[Step.CHECK].isVisible()
    assert (company.session.case_id, company.session.case.terms.place) == (typed, NEW_PLACE)
    assert banner(company).startswith("磁盘满了")


def test_whoever_leaves_without_it_loses_that_step_alone(company: Company, typed: str) -> None:
    other = sample(company, "apparel")
    with answering(LEAVE):
        company.window.navigate(places.STEPS[Step.CHECK], other)
    assert company.session.case_id == other
    assert not company.session.unsaved_places()
    company.open("furniture", Step.CHECK)
    assert company.session.case.terms.place == stored(company, typed) == "HAMBURG, GERMANY"


def test_going_back_to_another_shipment_asks_too(company: Company, disk: Disk) -> None:
    company.open("apparel", Step.CHECK)
    company.open("furniture", Step.CHECK)
    here, disk.is_full = company.window.place(), True
    company.pages[Step.CHECK].attempt(lambda: company.session.type_text("terms.place", NEW_PLACE))
    for _ in range(2):
        with answering(STAY) as asked:
            company.window.back()
        assert asked
        assert company.window.place() == here
    with answering(LEAVE):
        company.window.back()
    assert company.session.case_id == sample(company, "apparel")


def begun(company: Company) -> object:
    return company.session.new_case("新业务")


def copied(company: Company) -> object:
    return company.session.copy_case(sample(company, "apparel"))


@pytest.mark.parametrize("act", [begun, copied])
def test_a_new_shipment_waits_until_the_step_is_written(
    company: Company, disk: Disk, typed: str, act: Callable[[Company], object]
) -> None:
    count, page = company.session.count(), company.pages[Step.CHECK]
    with answering(STAY):
        assert not page.attempt(lambda: act(company))
    assert (company.session.case_id, company.session.count()) == (typed, count)
    disk.is_full = False
    assert page.attempt(lambda: act(company))
    assert (company.session.case_id != typed, stored(company, typed)) == (True, NEW_PLACE)


def test_the_window_stays_open_until_somebody_gives_the_step_up(company: Company, typed: str) -> None:
    with answering(STAY) as asked:
        company.window.close()
    assert asked[0].startswith("业务 2026-902 里没有存上的")
    assert company.window.isVisible()
    assert banner(company).startswith("磁盘满了")
    with answering(LEAVE):
        company.window.close()
    assert not company.window.isVisible()
    assert stored(company, typed) == "HAMBURG, GERMANY"


def test_the_window_closes_without_a_word_where_the_step_can_be_written(
    company: Company, disk: Disk, typed: str
) -> None:
    disk.is_full = False
    with answering(STAY) as asked:
        company.window.close()
    assert not company.window.isVisible()
    assert (asked, stored(company, typed)) == ([], NEW_PLACE)


def test_many_fields_are_counted(company: Company, typed: str) -> None:
    page, session = company.pages[Step.CHECK], company.session
    for place in ("terms.contract_no", "terms.invoice_no", "terms.order_no"):
        page.attempt(partial(session.type_text, place, "X-1"))
    with answering(STAY) as asked:
        company.window.close()
    assert asked[0].count("、") == 2
    assert asked[0].endswith("，另有 1 处")


def test_the_foot_says_that_something_is_not_saved(company: Company, disk: Disk, typed: str) -> None:
    state, foot = FrameState(company.window, company.session), company.window.status
    company.session.subscribe(lambda _paths: state.show())
    state.show()
    assert foot.unsaved.label.text() == "还没存上：按 Ctrl+S 再存"
    assert (foot.unsaved.isVisible(), foot.saved.isVisible()) == (True, False)
    disk.is_full = False
    company.key(Qt.Key.Key_S, CONTROL)
    assert (foot.unsaved.isVisible(), foot.saved.isVisible()) == (False, True)
    assert foot.saved.label.text().startswith("已保存")


def test_a_refused_row_of_cells_does_not_count_as_saved(company: Company, typed: str) -> None:
    at = company.session.saved_at
    company.pages[Step.CHECK].attempt(lambda: company.session.add_rows("goods", [{"name_zh": "书桌", "qty": "2"}]))
    assert company.session.saved_at == at
    assert len(company.session.unsaved_places()) > 1
