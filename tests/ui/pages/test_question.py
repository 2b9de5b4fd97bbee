"""The guided question, driven by keys: pick, continue, go back, leave open, wrong input, input methods."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.guided import GuidedQuestion, Kind, Option
from exporter_desk.services.workflow import Step
from exporter_desk.ui.help_content import HelpPairs, HelpSource, HelpText
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, take_aim
from exporter_desk.ui.pages.answer_panel import ChoicePanel, CountryPanel, EntryPanel, TicksPanel
from exporter_desk.ui.pages.question import QuestionPage
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import FakeSession

YES_NO = (Option(True, Bilingual("是", "Yes")), Option(False, Bilingual("否", "No")))
GOODS = tuple(Option(value, Bilingual(zh, value)) for value, zh in (("orange", "鲜脐橙"), ("furniture", "木家具")))
ALT = Qt.KeyboardModifier.AltModifier


def ask(path: str, kind: Kind, options: tuple[Option, ...] = (), example: str = "") -> GuidedQuestion:
    words = Bilingual(f"问 {path}？", f"Ask {path}?")
    name, why = Bilingual(f"名 {path}", f"Name {path}"), Bilingual(f"因为 {path}", f"Because {path}")
    return GuidedQuestion(
        path=path, kind=kind, name=name, text=words, why=why, options=options, example=example, sources=("L08",)
    )


PACK, REFUND = ask("facts.pack", "code", GOODS, "furniture"), ask("facts.want_refund", "bool", YES_NO)
DAY, VALUE = ask("facts.export_date", "date"), ask("facts.ticket_usd", "decimal")
DEST = ask("route.dest", "country")
PAPERS = ask("facts.asked_for", "list", GOODS)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession(questions={Step.DESCRIBE: (PACK, REFUND, DEST), Step.MODE: (DAY, VALUE)})


def begin(desk: MainWindow, step: Step = Step.DESCRIBE) -> QuestionPage:
    key = places.step_key(step)
    desk.navigate(key, "f" * 16)
    page = desk.page(key)
    assert isinstance(page, QuestionPage)
    return page


def type_here(text: str) -> None:
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, text)


def where(desk: MainWindow) -> str:
    place = desk.place()
    assert place is not None
    return place.key


def test_digit_picks_and_enter_goes_on(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk)
    assert page.text.text() == "问 facts.pack？"
    assert page.count.text() == "第 1 题，最多还有 2 题"
    press(Qt.Key.Key_2)
    assert "pack" not in session.case.facts
    press(Qt.Key.Key_Return)
    assert session.case.facts["pack"] == "furniture"
    assert page.text.text() == "问 facts.want_refund？"


def test_jump_to_an_answer_opens_its_question(desk: MainWindow) -> None:
    aim_at(REFUND.path)
    page = begin(desk)
    assert page.text.text() == "问 facts.want_refund？"
    assert take_aim() == ""


def test_click_on_a_row_and_on_continue(desk: MainWindow, session: FakeSession) -> None:
    page = begin(desk)
    assert isinstance(page.panel, ChoicePanel)
    QTest.mouseClick(page.panel.options.rows()[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert session.case.facts["pack"] == "orange"


def test_not_known_is_the_last_row_and_leads_on(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk)
    assert isinstance(page.panel, ChoicePanel)
    assert page.panel.options.rows()[-1].text() == "不清楚"
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_Return)
    assert session.case.not_known == {"facts.pack"}
    assert page.text.text() == "问 facts.want_refund？"


def test_nothing_picked_is_said_and_writes_nothing(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk)
    press(Qt.Key.Key_Return)
    assert page.problem.isVisible()
    assert "不清楚" in page.problem.text.text()
    assert session.case.facts == {}
    press(Qt.Key.Key_1)
    assert not page.problem.isVisible()


def test_back_keeps_the_answer_and_continue_returns(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk)
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return):
        press(key)
    press(Qt.Key.Key_Left, ALT)
    press(Qt.Key.Key_Left, ALT)
    assert page.text.text() == "问 facts.pack？"
    assert isinstance(page.panel, ChoicePanel)
    assert page.panel.options.selected() == 0
    assert session.case.facts == {"pack": "orange", "want_refund": False}
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert page.text.text() == "问 route.dest？"


def test_the_mouse_goes_back_too(desk: MainWindow, press: Press) -> None:
    page = begin(desk)
    assert not page.before.isVisible()
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    QTest.mouseClick(page.before, Qt.MouseButton.LeftButton)
    assert page.text.text() == "问 facts.pack？"


def test_the_strip_follows_the_answer(qtbot: QtBot, desk: MainWindow, press: Press) -> None:
    page = begin(desk)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert page.help() is not None
    qtbot.waitUntil(lambda: len(getattr(page.help(), "blocks", ())) > 1, timeout=20_000)
    assert desk.head.steps.buttons()[0].isChecked()


def test_alt_left_on_the_first_question_leaves_the_page(desk: MainWindow, press: Press) -> None:
    desk.navigate(places.TODO, "f" * 16)
    begin(desk)
    press(Qt.Key.Key_Left, ALT)
    assert where(desk) == places.TODO


def test_not_now_leaves_it_open_and_comes_back_next_time(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk)
    page.later.setFocus()
    press(Qt.Key.Key_Return)
    assert page.text.text() == "问 facts.want_refund？"
    assert session.case.facts == {}
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert page.text.text() == "问 route.dest？"
    assert begin(desk).text.text() == "问 facts.pack？"


def test_after_the_last_question_comes_the_next_step_and_then_the_conclusion(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    session.questions = {Step.DESCRIBE: (REFUND,), Step.MODE: (PACK,)}
    begin(desk)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert where(desk) == "case.mode"
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_Return)
    assert where(desk) == places.RESULT
    assert desk.head.steps.buttons()[1].isChecked()


def test_only_what_is_open_is_asked(desk: MainWindow, session: FakeSession) -> None:
    session.answer("facts.pack", "orange")
    assert begin(desk).text.text() == "问 facts.want_refund？"


def test_answered_questions_can_be_looked_through(desk: MainWindow, session: FakeSession, press: Press) -> None:
    for path, value in (("facts.pack", "orange"), ("facts.want_refund", True), ("route.dest", "DE")):
        session.answer(path, value)
    page = begin(desk)
    assert page.count.text() == "第 1 题，共 3 题"
    press(Qt.Key.Key_Return)
    assert page.text.text() == "问 facts.want_refund？"


def test_wrong_number_keeps_its_text_and_says_why_twice(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.questions = {Step.MODE: (VALUE, REFUND)}
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    QTest.keyClicks(page.panel.edit, "48O")
    press(Qt.Key.Key_Return)
    assert page.panel.edit.text() == "48O"
    said = "这里要填数字，例如 38.5。现在填的是“48O”。"
    assert page.problem.text.text() == said
    assert page.panel.field.message() == said
    assert session.case.facts == {}
    assert page.panel.edit.hasFocus()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("１２，３４５．６", "12345.6"), ("0", "0"), ("1,000", "1000")],
)
def test_numbers_are_kept_plain(desk: MainWindow, session: FakeSession, press: Press, typed: str, kept: str) -> None:
    session.questions = {Step.MODE: (VALUE,)}
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    page.panel.edit.insert(typed)
    press(Qt.Key.Key_Return)
    assert session.case.facts == {"ticket_usd": kept}


@pytest.mark.parametrize(("typed", "kept"), [("2026年11月5日", "2026-11-05"), ("20261130", "2026-11-30")])
def test_days_are_kept_in_one_form(desk: MainWindow, session: FakeSession, press: Press, typed: str, kept: str) -> None:
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    page.panel.edit.insert(typed)
    press(Qt.Key.Key_Return)
    assert session.case.facts["export_date"] == kept


def test_impossible_day_is_refused_and_waits_in_its_field(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    QTest.keyClicks(page.panel.edit, "2026-11-31")
    press(Qt.Key.Key_Return)
    assert session.case.facts == {}
    page._show("facts.ticket_usd")
    press(Qt.Key.Key_Left, ALT)
    assert isinstance(page.panel, EntryPanel)
    assert page.panel.edit.text() == "2026-11-31"


def test_enter_of_an_input_method_does_not_go_on(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    page.panel.edit.insert("2026-11-05")
    QApplication.sendEvent(page.panel.edit, QInputMethodEvent("ri", []))
    press(Qt.Key.Key_Return)
    assert session.case.facts == {}
    assert not page.problem.isVisible()


def test_one_enter_answers_one_question(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    page.panel.edit.insert("2026-11-05")
    press(Qt.Key.Key_Return)
    assert page.text.text() == "问 facts.ticket_usd？"
    assert not page.problem.isVisible()


def test_typing_takes_not_known_away(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    QTest.mouseClick(page.panel.not_known, Qt.MouseButton.LeftButton)
    assert page.panel.reply().kind == "not_known"
    QTest.keyClicks(page.panel.edit, "2026-11-05")
    assert page.panel.reply().value == "2026-11-05"


@pytest.mark.parametrize("typed", ["de", "德国", "germ"])
def test_country_by_code_and_both_names(desk: MainWindow, session: FakeSession, press: Press, typed: str) -> None:
    session.questions = {Step.DESCRIBE: (DEST,)}
    page = begin(desk)
    assert isinstance(page.panel, CountryPanel)
    page.panel.countries.edit.insert(typed)
    page.panel.countries.edit.textEdited.emit(typed)
    press(Qt.Key.Key_Return)
    assert session.case.route.dest == "DE"


@pytest.mark.parametrize("typed", ["1", "guin"])
def test_a_country_is_not_guessed_out_of_several(
    desk: MainWindow, session: FakeSession, press: Press, typed: str
) -> None:
    # Old three-digit codes hold a 1, and four countries have Guinea in their names.
    session.questions = {Step.DESCRIBE: (DEST,)}
    page = begin(desk)
    assert isinstance(page.panel, CountryPanel)
    QTest.keyClicks(page.panel.countries.edit, typed)
    press(Qt.Key.Key_Return)
    assert session.case.route.dest is None
    assert f"“{typed}”" in page.problem.text.text()
    press(Qt.Key.Key_Down)
    first = page.panel.countries.model.index(0, 0).data()
    press(Qt.Key.Key_Return)
    assert session.case.route.dest == first


def test_a_name_in_full_is_that_country_though_others_hold_it_too(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    session.questions = {Step.DESCRIBE: (DEST,)}
    page = begin(desk)
    assert isinstance(page.panel, CountryPanel)
    QTest.keyClicks(page.panel.countries.edit, "Guinea")
    press(Qt.Key.Key_Return)
    assert session.case.route.dest == "GN"


def test_arrows_choose_among_countries(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.questions = {Step.DESCRIBE: (DEST,)}
    page = begin(desk)
    assert isinstance(page.panel, CountryPanel)
    QTest.keyClicks(page.panel.countries.edit, "niger")
    press(Qt.Key.Key_Down)
    second = page.panel.countries.model.index(1, 0).data()
    press(Qt.Key.Key_Return)
    assert session.case.route.dest == second


def test_unknown_country_is_said(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.questions = {Step.DESCRIBE: (DEST,)}
    page = begin(desk)
    assert isinstance(page.panel, CountryPanel)
    QTest.keyClicks(page.panel.countries.edit, "Atlantis")
    press(Qt.Key.Key_Return)
    assert "Atlantis" in page.problem.text.text()
    assert session.case.route.dest is None


def test_none_of_these_is_an_answer_and_empty_is_not(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.questions = {Step.MODE: (PAPERS,)}
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, TicksPanel)
    press(Qt.Key.Key_Return)
    assert page.problem.isVisible()
    page.panel.none.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert session.case.facts == {"asked_for": ()}


def test_refusal_of_the_machine_stays_on_the_question(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk)
    session.refusal = UserFacingError("S02", "磁盘满了。", "The disk is full.")
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert page.text.text() == "问 facts.pack？"
    assert desk.banner.text.text() == "磁盘满了。"


def test_help_says_why_source_and_common_case(qtbot: QtBot, desk: MainWindow) -> None:
    help_content = begin(desk).help()
    assert help_content is not None
    why, source, case = help_content.blocks
    assert isinstance(why, HelpText)
    assert why.text == "因为 facts.pack"
    assert isinstance(source, HelpSource)
    assert (source.number, source.title, source.chip) == (1, "海关总署公告2020年第75号", "待确认")
    assert isinstance(case, HelpPairs)
    assert case.rows == (("这类货", "木家具"),)


def test_language_change_keeps_question_and_text(desk: MainWindow, session: FakeSession, language: Language) -> None:
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    QTest.keyClicks(page.panel.edit, "2026-1")
    language.set("en")
    assert page.text.text() == "Ask facts.export_date?"
    assert isinstance(page.panel, EntryPanel)
    assert page.panel.edit.text() == "2026-1"
    assert page.panel.field.label.buddy() is page.panel.edit


def test_answer_that_stands_there_is_saved_when_the_page_is_left(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    page = begin(desk, Step.MODE)
    type_here("2026-11-05")
    desk.navigate(places.TODO, "f" * 16)
    assert session.case.facts == {"export_date": "2026-11-05"}
    begin(desk)
    press(Qt.Key.Key_2)
    desk.navigate(places.TODO, "f" * 16)
    assert session.case.facts["pack"] == "furniture"
    assert not page.problem.isVisible()


def test_page_that_is_only_looked_at_saves_nothing(desk: MainWindow, session: FakeSession) -> None:
    session.answer("facts.ticket_usd", "1000")
    session.questions = {Step.MODE: (VALUE,)}
    before = session.case
    begin(desk, Step.MODE)
    desk.navigate(places.TODO, "f" * 16)
    assert session.case == before


def test_day_that_cannot_be_read_is_there_again_with_what_is_wrong(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    session.answer("facts.export_date", "2026-12-12")
    page = begin(desk, Step.MODE)
    press(Qt.Key.Key_Left, ALT)
    assert isinstance(page.panel, EntryPanel)
    page.panel.edit.selectAll()
    QTest.keyClicks(page.panel.edit, "2026-2")
    desk.navigate(places.TODO, "f" * 16)
    assert session.case.drafts == {"facts.export_date": "2026-2"}
    assert "export_date" not in session.case.facts
    page = begin(desk, Step.MODE)
    said = "这里要填日期，例如 2026-11-25。现在填的是“2026-2”。"
    assert isinstance(page.panel, EntryPanel)
    assert (page.panel.edit.text(), page.panel.field.message(), page.problem.text.text()) == ("2026-2", said, said)
    page.panel.edit.selectAll()
    QTest.keyClicks(page.panel.edit, "2026-12-20")
    desk.navigate(places.TODO, "f" * 16)
    assert session.case.drafts == {}
    assert session.case.facts == {"export_date": "2026-12-20"}


def test_country_that_fits_several_waits_as_it_was_typed(desk: MainWindow, session: FakeSession) -> None:
    session.questions = {Step.DESCRIBE: (DEST,)}
    begin(desk)
    type_here("guin")
    desk.navigate(places.TODO, "f" * 16)
    assert (session.case.route.dest, session.case.drafts) == (None, {"route.dest": "guin"})
    page = begin(desk)
    assert isinstance(page.panel, CountryPanel)
    assert page.panel.countries.edit.text() == "guin"


def test_emptied_field_is_a_question_that_is_open_again(desk: MainWindow, session: FakeSession, press: Press) -> None:
    session.questions = {Step.MODE: (VALUE,)}
    session.answer("facts.ticket_usd", "1000")
    page = begin(desk, Step.MODE)
    assert isinstance(page.panel, EntryPanel)
    page.panel.edit.selectAll()
    press(Qt.Key.Key_Delete)
    desk.navigate(places.TODO, "f" * 16)
    assert session.case.facts == {}


def test_way_to_the_question_before_keeps_what_stands_in_this_one(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    page = begin(desk)
    page._show(DEST.path)
    type_here("germ")
    press(Qt.Key.Key_Left, ALT)
    assert session.case.route.dest == "DE"


def test_not_now_drops_what_cannot_be_read(desk: MainWindow, session: FakeSession) -> None:
    page = begin(desk, Step.MODE)
    type_here("2026-2")
    desk.navigate(places.TODO, "f" * 16)
    begin(desk, Step.MODE)
    page.leave()
    assert session.case.drafts == {}


def test_ctrl_s_saves_the_answer_and_stays(desk: MainWindow, session: FakeSession, press: Press) -> None:
    page = begin(desk, Step.MODE)
    editor = QApplication.focusWidget()
    type_here("2026-11-05")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert session.case.facts == {"export_date": "2026-11-05"}
    assert page.text.text() == "问 facts.export_date？"
    assert QApplication.focusWidget() is editor


def test_language_change_saves_what_was_picked(desk: MainWindow, session: FakeSession, language: Language) -> None:
    page = begin(desk)
    assert isinstance(page.panel, ChoicePanel)
    page.panel.pick_number(2)
    language.set("en")
    assert session.case.facts == {"pack": "furniture"}
    assert isinstance(page.panel, ChoicePanel)
    assert page.panel.options.selected() == 1
