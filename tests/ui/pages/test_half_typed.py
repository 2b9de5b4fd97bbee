"""What is half typed when one leaves a page by a key is saved, and the page that opens shows and uses it."""

from __future__ import annotations

from decimal import Decimal

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from exporter_desk.services.workflow import Step
from exporter_desk.storage.faults import DISK_FULL
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, home_of
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.papers.check import CheckPage
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.widgets import CELL_ROLE
from exporter_desk.ui.widgets.table import CellTable
from tests.ui.pages.company import NO_KEY, Company

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Keys = tuple[Qt.Key, Qt.KeyboardModifier]
F7, F9 = (Qt.Key.Key_F7, NO_KEY), (Qt.Key.Key_F9, NO_KEY)
BACK, ON = (Qt.Key.Key_Left, ALT), (Qt.Key.Key_Return, CTRL)
COMPUTING = (
    places.TODO, places.RESULT, places.REVIEW, places.GUIDED,
    *(places.STEPS[step] for step in (Step.COSTS, Step.DOCUMENTS, Step.REFUND, Step.CHECK, Step.PACKET)),
)  # fmt: skip
QUANTITY = "goods.g1.qty"
TYPED = {
    QUANTITY: "95",
    "goods.g1.name_en": "Half typed",
    "packages.p1.gross_kg": "39.5",
    "terms.payment": "LC at sight",
    "parties.pt2.address_en": "Sample Way 9",
    "tax.claim_period": "2026-12",
}
"""Cells of two grids and fields of two pages; the goods of the sample fill 96 boxes, so 95 is an error (X4)."""


def half_type(company: Company, path: str) -> None:
    """Go to the field of a path by a jump and type over what stands there, without Enter."""
    aim_at(path)
    company.window.navigate(home_of(company.session, path), company.session.case_id)
    if isinstance(QApplication.focusWidget(), CellTable):
        company.key(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    company.type(TYPED[path])


def arrived(company: Company, path: str) -> CasePage:
    """The page in front, once it has told all that it has to tell of what was typed."""
    page = wait(company)
    assert company.session.shown_text(path) == TYPED[path]
    return page


def wait(company: Company) -> CasePage:
    place = company.window.place()
    assert place is not None
    page = company.window.page(place.key)
    assert isinstance(page, CasePage)
    company.bot.waitUntil(lambda: page.is_concluded() and not page.is_waiting(), timeout=20_000)
    return page


@pytest.mark.parametrize("path", TYPED)
@pytest.mark.parametrize(("keys", "step"), [(F7, Step.CHECK), (F9, Step.PACKET)])
def test_key_to_another_page_takes_along_what_is_half_typed(
    company: Company, path: str, keys: Keys, step: Step
) -> None:
    company.open("furniture", step)
    half_type(company, path)
    company.key(*keys)
    assert arrived(company, path) is company.pages[step]


@pytest.mark.parametrize("place", COMPUTING)
def test_way_back_takes_along_what_is_half_typed(company: Company, place: str) -> None:
    """Alt+← to each page that computes, after it had concluded once."""
    company.open("furniture", Step.CHECK)
    company.window.navigate(place, company.session.case_id)
    wait(company)
    half_type(company, QUANTITY)
    company.key(*BACK)
    assert arrived(company, QUANTITY) is company.window.page(place)


def test_going_on_takes_along_what_is_half_typed(company: Company) -> None:
    company.open("furniture", Step.COSTS)
    half_type(company, QUANTITY)
    company.key(*ON)
    assert arrived(company, QUANTITY) is company.pages[Step.COSTS]


def test_check_report_finds_what_is_wrong_in_the_half_typed_quantity(company: Company) -> None:
    company.open("furniture", Step.CHECK)
    page = company.pages[Step.CHECK]
    assert isinstance(page, CheckPage)
    assert "X4" not in codes(page)
    half_type(company, QUANTITY)
    company.key(*F7)
    arrived(company, QUANTITY)
    assert "X4" in codes(page)


def codes(page: CheckPage) -> set[str]:
    return {page.model.index(row, 1).data(CELL_ROLE).text for row in range(page.model.rowCount())}


def test_papers_hold_what_was_half_typed(company: Company) -> None:
    company.open("furniture", Step.PACKET)
    half_type(company, "goods.g1.name_en")
    company.key(*F9)
    page = arrived(company, "goods.g1.name_en")
    assert isinstance(page, PacketPage)
    for key, box in page.ticks.items():
        box.setChecked(key == "buyer")
    page.folder.setText(str(company.out / "here"))
    company.key(*ON)
    company.bot.waitUntil(lambda: not company.window.tasks.running() and page.make.isEnabled(), timeout=20_000)
    [paper] = (company.out / "here").glob("*.pdf")
    assert "Half typed" in "".join(leaf.extract_text() for leaf in pypdf.PdfReader(paper).pages)


def test_change_on_the_way_to_a_page_is_seen_on_it(company: Company) -> None:
    """Whatever writes between filling a page and showing it."""
    company.open("furniture", Step.CHECK)
    company.open("furniture", Step.GOODS)
    page = company.pages[Step.CHECK]
    assert isinstance(page, CheckPage)
    page.activated(company.session.case_id)
    company.session.type_text(QUANTITY, TYPED[QUANTITY])
    company.window.stack.setCurrentIndex(list(company.pages).index(Step.CHECK))
    company.settle(Step.CHECK)
    assert "X4" in codes(page)


def test_ctrl_s_saves_the_cell_that_is_open_and_leaves_the_cursor_in_the_table(company: Company) -> None:
    company.open("furniture", Step.GOODS)
    half_type(company, QUANTITY)
    company.key(Qt.Key.Key_S, CTRL)
    assert company.session.case.goods[0].qty == 95
    assert isinstance(QApplication.focusWidget(), CellTable)


def test_ctrl_s_saves_the_field_with_the_cursor_and_leaves_it_there(company: Company) -> None:
    company.open("furniture", Step.GOODS)
    half_type(company, "terms.payment")
    editor = QApplication.focusWidget()
    company.key(Qt.Key.Key_S, CTRL)
    assert company.session.case.terms.payment == "LC at sight"
    assert QApplication.focusWidget() is editor


def test_copy_of_a_shipment_has_what_is_half_typed(company: Company) -> None:
    company.open("furniture", Step.GOODS)
    original = company.session.case_id
    assert original is not None
    half_type(company, "goods.g1.name_en")
    company.window.commands.run("case.copy")
    assert company.session.case_id != original
    assert company.session.case.goods[0].name_en == "Half typed"
    assert company.session.cases.peek(original).goods[0].name_en == "Half typed"


def test_what_the_disk_refuses_on_leaving_is_said_on_the_page_that_opens(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.open("furniture", Step.GOODS)
    half_type(company, QUANTITY)

    def refused(*_step: object) -> None:
        raise DISK_FULL.error(name="company.exdb")

    with monkeypatch.context() as patch:
        patch.setattr(company.session.cases._repository, "save", refused)
        company.key(*F7)
    assert company.window.banner.text.text().startswith("磁盘满了")
    assert company.window.banner.isVisible()
    company.session.save_again()
    assert not company.session.unsaved_places()


def test_closing_the_window_saves_what_is_half_typed(company: Company) -> None:
    company.open("furniture", Step.GOODS)
    half_type(company, QUANTITY)
    company.window.closing.connect(lambda: written.append(company.session.case.goods[0].qty))
    written: list[Decimal | None] = []
    company.window.close()
    assert written == [95]


def half_answer(company: Company, text: str) -> None:
    """Type another day of departure into its question on shipment C, which has 2026-12-12, without Enter."""
    company.open("apparel", Step.CHECK)
    company.window.navigate(places.step_key(Step.MODE), company.session.case_id)
    assert company.session.case.facts["export_date"] == "2026-12-12"
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    company.type(text)


@pytest.mark.parametrize("keys", [F7, F9, BACK])
def test_key_to_another_page_saves_the_answer_that_stands_in_a_question(company: Company, keys: Keys) -> None:
    half_answer(company, "2026-12-20")
    company.key(*keys)
    wait(company)
    assert company.session.case.facts["export_date"] == "2026-12-20"


def test_closing_the_window_saves_the_answer_that_stands_in_a_question(company: Company) -> None:
    half_answer(company, "2026-12-20")
    company.window.closing.connect(lambda: written.append(company.session.case.facts.get("export_date")))
    written: list[object] = []
    company.window.close()
    assert written == ["2026-12-20"]


def test_half_a_day_in_a_question_waits_there_and_is_told_like_that_of_any_field(company: Company) -> None:
    half_answer(company, "2026-12-2x")
    company.key(*F7)
    page = wait(company)
    assert isinstance(page, CheckPage)
    assert "D30" in codes(page)
    company.window.navigate(places.step_key(Step.MODE), company.session.case_id)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "2026-12-2x"
    editor.backspace()
    company.key(*F7)
    wait(company)
    assert company.session.case.facts["export_date"] == "2026-12-02"
    assert "D30" not in codes(page)
