"""The hand-over file in the window: written, read, decided place by place, merged, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import current_thread, main_thread
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.domain import paths
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.papers.arriving import arrived, take_over
from exporter_desk.services.workflow import Step
from exporter_desk.storage import travel
from exporter_desk.system import clock
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.exchange import ExchangePage
from exporter_desk.ui.start import Upkeep
from tests.ui.pages.company import Company

pytestmark = pytest.mark.usefixtures("desk_home")
DESK = Desk()


def settle(company: Company) -> None:
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def page_of(company: Company) -> ExchangePage:
    company.window.navigate(places.EXCHANGE, company.session.case_id)
    return cast("ExchangePage", company.window.page(places.EXCHANGE))


@pytest.fixture
def answered(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write the open shipment for the other computer, let it change some places, and return its file."""

    def go_round(**values: str) -> Path:
        file, back = tmp_path / "out.exdesk", tmp_path / "back.exdesk"
        page_of(company).write_to(file)
        settle(company)
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("EXPORTER_DESK_HOME", str(tmp_path / "clerk"))
            cases = open_cases(DESK)
            case = take_over(cases, arrived(file, DESK, clock.today()))
            for path, text in values.items():
                cases.edit(path.replace("__", "."), text)
            cases.export_file(str(case.id), back)
            cases.close()
        return back

    return go_round


def here(company: Company, path: str) -> str:
    return str(paths.read(company.session.case, path))


def test_each_side_keeps_its_own_and_the_same_place_is_chosen_by_keys(
    company: Company, answered: Callable[..., Path]
) -> None:
    company.session.new_case("餐桌")
    back = answered(note="看过", terms__place="NINGBO")
    company.session.type_text("terms.place", "XIAMEN")
    page = page_of(company)
    page.look_into(back)
    settle(company)
    assert len(page._conflicts) == 1
    assert not page.merge.isEnabled()
    page.list.view.setFocus()
    page.list.view.setCurrentIndex(page.model.index(0, 0))
    for side in ("here", "there"):
        QTest.keyClick(page.list.view, Qt.Key.Key_Return)
        assert page._decided == {"terms.place": side}
    page.merge.click()
    settle(company)
    assert (here(company, "terms.place"), here(company, "note")) == ("NINGBO", "看过")
    assert company.window.place() is not None
    company.session.undo()
    assert here(company, "terms.place") == "XIAMEN"


def test_the_file_is_written_behind_the_window_as_the_shipment_was(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    write: Callable[..., None] = travel.export_case

    def seen(*given: object) -> None:
        threads.append(current_thread() is main_thread())
        write(*given)

    monkeypatch.setattr(travel, "export_case", seen)
    company.open("furniture", Step.GOODS)
    file, title = tmp_path / "out.exdesk", company.session.case.title
    page_of(company).write_to(file)
    company.session.set_value("title", "后来改的")
    settle(company)
    assert threads == [False]
    assert travel.import_case(file).title == title
    assert file.name in company.window.messages._banner.text.text()


def test_a_file_of_a_shipment_that_is_here_opens_this_page(company: Company, answered: Callable[..., Path]) -> None:
    company.session.new_case("餐桌")
    back = answered(note="看过")
    company.window.navigate(places.HOME)
    Upkeep(company.window, company.session).offer_file(back)
    settle(company)
    place = company.window.place()
    assert place is not None
    assert place.key == places.EXCHANGE
    page = cast("ExchangePage", company.window.page(places.EXCHANGE))
    assert page.merge.isEnabled()
    page.merge.click()
    settle(company)
    assert here(company, "note") == "看过"


def test_what_was_typed_while_the_file_was_looked_at_counts(company: Company, answered: Callable[..., Path]) -> None:
    company.session.new_case("餐桌")
    back = answered(note="看过")
    page = page_of(company)
    page.look_into(back)
    settle(company)
    company.session.type_text("terms.place", "XIAMEN")
    page.merge.click()
    settle(company)
    assert (here(company, "terms.place"), here(company, "note")) == ("XIAMEN", "看过")


def test_all_of_one_side_and_a_file_that_cannot_be_read(
    company: Company, answered: Callable[..., Path], tmp_path: Path
) -> None:
    company.session.new_case("餐桌")
    back = answered(note="看过", terms__place="NINGBO")
    for path in ("note", "terms.place"):
        company.session.type_text(path, "我的")
    page = page_of(company)
    page.look_into(back)
    settle(company)
    page.all_there.click()
    assert page.merge.isEnabled()
    page.all_here.click()
    page.merge.click()
    settle(company)
    assert here(company, "note") == "我的"
    (tmp_path / "bad.exdesk").write_bytes(b"rubbish")
    page_of(company).look_into(tmp_path / "bad.exdesk")
    settle(company)
    assert "bad.exdesk" in company.window.messages._banner.text.text()
