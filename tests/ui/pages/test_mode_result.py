"""The conclusion on the export mode: card, reasons with sources, what would change it, other modes, adopting."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.documents.dossier import (
    AdviceView,
    AnswerView,
    ClashView,
    DecisionView,
    ModeView,
    QuestionView,
    ReasonView,
    SourceView,
    UpcomingView,
)
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.comparison import WeightView
from exporter_desk.services.guided import GuidedQuestion, Option
from exporter_desk.services.workflow import Step
from exporter_desk.ui.help_content import HelpPairs, HelpSource
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.mode import mode_result
from exporter_desk.ui.pages.mode.mode_entry import ModeEntry
from exporter_desk.ui.pages.mode.mode_result import ModeResultPage
from exporter_desk.ui.pages.mode.why_not import WhyNot
from exporter_desk.ui.widgets import Button, Chip, Label, Mark, Paragraph, SourceMark
from tests.ui.pages.conftest import Press
from tests.ui.pages.fake_session import FakeSession

SOURCES = (
    SourceView(
        id="L08",
        number="公告75号",
        title=Bilingual("试点", "Pilot"),
        issuer=Bilingual("署", "Customs"),
        confidence="secondary",
        checked=date(2026, 11, 1),
    ),
    SourceView(id="L11", number="公告167号", confidence="unconfirmed", checked=date(2026, 3, 15)),
)


def reason(outcome: str, text: str, *paths: str, source: str = "L08") -> ReasonView:
    return ReasonView(outcome=outcome, text=Bilingual(text, text), sources=(source,), paths=paths)


def mode(code: str, verdict: str, *reasons: ReasonView) -> ModeView:
    return ModeView(code=code, name=Bilingual(f"方式{code}", f"Mode {code}"), verdict=verdict, reasons=reasons)


BEST = mode(
    "9810",
    "recommended",
    reason("met", "先运到海外仓", source="L11"),
    reason("unknown", "要备案", "facts.customs_filed"),
)
OTHERS = (
    mode("0110", "possible", reason("met", "都可以走")),
    mode("9710", "not_applicable", reason("met", "是销售"), reason("failed", "还没有卖给境外企业")),
)
ADVICE = AdviceView(
    modes=(BEST, *OTHERS),
    answers=(AnswerView(path="facts.pack", label=Bilingual("行业", "Industry"), value=Bilingual("家具", "Furniture")),),
    changes=tuple(Bilingual(f"如果{number}", f"If {number}") for number in range(7)),
    sources=SOURCES,
)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession(advice=ADVICE)


def result(desk: MainWindow) -> ModeResultPage:
    desk.navigate(places.RESULT, "f" * 16)
    page = desk.page(places.RESULT)
    assert isinstance(page, ModeResultPage)
    return page


def entries(page: ModeResultPage) -> list[ModeEntry]:
    return [entry for entry in page.others.findChildren(ModeEntry) if entry.isVisibleTo(page)]


def labels(page: ModeResultPage) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisible()]


def test_card_names_code_mode_and_verdict(desk: MainWindow) -> None:
    page = result(desk)
    assert {"9810", "方式9810"} <= set(labels(page))
    assert [chip.text() for chip in page.findChildren(Chip) if chip.isVisible()] == ["推荐"]


def test_open_reason_comes_first_with_mark_number_and_what_was_said(desk: MainWindow, session: FakeSession) -> None:
    session.answer("facts.customs_filed", None)
    page = result(desk)
    assert [one.text for one in page.reasons.shown()] == [BEST.reasons[1].text, BEST.reasons[0].text]
    marks = [mark.kind for mark in page.reasons.findChildren(Mark) if mark.isVisible()]
    assert marks == ["warn", "ok"]
    numbers = [mark.accessibleName() for mark in page.reasons.findChildren(SourceMark) if mark.isVisible()]
    assert numbers == ["依据 1：公告75号", "依据 2：公告167号"]
    assert "答了“不清楚”，已放进询问单" in labels(page)


def test_unanswered_reason_says_so(desk: MainWindow) -> None:
    assert "还没有回答" in labels(result(desk))


def test_many_reasons_and_changes_open_on_demand(desk: MainWindow, session: FakeSession) -> None:
    many = mode("9810", "recommended", *(reason("met", f"理由{number}") for number in range(9)))
    session.advice = replace(ADVICE, modes=(many, *OTHERS))
    page = result(desk)
    assert len(page.reasons.shown()) == 5
    QTest.mouseClick(page.reasons.more, Qt.MouseButton.LeftButton)
    assert len(page.reasons.shown()) == 9
    assert page.changes.count() == 3
    QTest.mouseClick(page.more_changes, Qt.MouseButton.LeftButton)
    assert page.changes.count() == 7


def test_changes_of_the_law_leave_the_room_to_the_conclusion(desk: MainWindow, session: FakeSession) -> None:
    told = [f"第{number}项变化" for number in range(3)]
    ahead = tuple(UpcomingView(day=date(2026, 12, 1), text=Bilingual(text, text)) for text in told)
    session.advice = replace(ADVICE, upcoming=ahead)
    page = result(desk)
    assert page.ahead.text.text() == told[0]
    QTest.mouseClick(page.ahead.verb, Qt.MouseButton.LeftButton)
    assert page.ahead.text.text().splitlines() == told
    desk.navigate(places.TODO, "f" * 16)
    assert result(desk).ahead.text.text() == told[0]


def test_adopting_notes_the_decision_and_goes_to_the_list(desk: MainWindow, session: FakeSession, press: Press) -> None:
    result(desk)
    press(Qt.Key.Key_Space)
    assert session.case.choice("mode") == "9810"
    place = desk.place()
    assert place is not None
    assert place.key == places.TODO


def test_adopted_mode_is_not_adopted_twice(desk: MainWindow, session: FakeSession) -> None:
    session.adopt_mode("9810")
    page = result(desk)
    assert "已采用" in labels(page)
    QTest.mouseClick(page.adopt, Qt.MouseButton.LeftButton)
    assert len(session.case.choices) == 1


def test_other_modes_have_their_words_and_open_by_enter(desk: MainWindow, press: Press) -> None:
    page = result(desk)
    possible, ruled_out = entries(page)
    assert possible.row.accessibleName() == "0110 方式0110 可以 都可以走"
    assert ruled_out.row.accessibleName() == "9710 方式9710 不适用 还没有卖给境外企业"
    ruled_out.row.setFocus()
    press(Qt.Key.Key_Return)
    texts = [one.text() for one in ruled_out.reasons.findChildren(Paragraph)]
    assert texts == ["还没有卖给境外企业", "是销售"]
    assert ruled_out.details.isVisible()
    press(Qt.Key.Key_Left)
    assert not ruled_out.details.isVisible()


def test_only_open_modes_can_be_adopted(desk: MainWindow, session: FakeSession) -> None:
    possible, ruled_out = entries(result(desk))
    assert not hasattr(ruled_out, "adopt")
    possible.row.click()
    QTest.mouseClick(possible.adopt, Qt.MouseButton.LeftButton)
    assert session.case.choice("mode") == "0110"


def test_nothing_applies_is_said_without_a_verdict(desk: MainWindow, session: FakeSession) -> None:
    session.advice = replace(ADVICE, modes=OTHERS[1:])
    page = result(desk)
    assert "按现在的回答，这些方式都不适用" in labels(page)
    assert not page.adopt.isVisible()
    assert len(entries(page)) == 1


def test_none_of_them_is_noted(desk: MainWindow, session: FakeSession) -> None:
    QTest.mouseClick(result(desk).none, Qt.MouseButton.LeftButton)
    assert [(one.what, one.value) for one in session.case.choices] == [("mode", None)]


def test_page_about_it_is_saved(desk: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(mode_result, "save_paper", lambda *parts: asked.append(parts))
    page = result(desk)
    QTest.mouseClick(page.print, Qt.MouseButton.LeftButton)
    assert asked == [(page, "mode_note", page.print.text())]


def test_source_number_says_what_it_stands_for(desk: MainWindow) -> None:
    page = result(desk)
    mark = next(one for one in page.reasons.findChildren(SourceMark) if one.accessibleName().startswith("依据 1"))
    QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert desk.banner.place.text() == "依据 1"
    assert "公告75号" in desk.banner.text.text()


def test_panel_lists_sources_with_age_and_confidence(desk: MainWindow) -> None:
    content = result(desk).help()
    assert content is not None
    assert content.title == "依据 2 条"
    first, second, answers = content.blocks[:3]
    assert first == HelpSource(1, "公告75号", ("试点", "署", "生效 未查到 · 核对 2026-11-01", "看过转载、译文或报道"))
    assert isinstance(second, HelpSource)
    assert (second.chip, second.warning) == ("待确认", "核对已过 252 天")
    assert answers == HelpPairs("你的回答", (("行业", "家具"),))


def test_open_questions_can_still_be_answered(desk: MainWindow, session: FakeSession) -> None:
    words = Bilingual("问？", "Ask?")
    question = GuidedQuestion(path="facts.hs", kind="text", name=words, text=words, why=words)
    session.questions = {Step.MODE: (question,)}
    QTest.mouseClick(result(desk).answer, Qt.MouseButton.LeftButton)
    place = desk.place()
    assert place is not None
    assert place.key == "case.mode"


def test_disclaimer_stands_on_the_page(desk: MainWindow) -> None:
    assert result(desk).disclaimer.text() == "本页结论仅供准备资料，以海关、税务部门答复为准。"


def weight(fact: str, *answers: str) -> WeightView:
    name = Bilingual(f"名称{fact}", f"Name of {fact}")
    options = tuple(Option(answer, Bilingual(f"答案{answer}", answer)) for answer in answers)
    return WeightView(
        fact=fact, path=f"facts.{fact}", name=name, text=Bilingual(f"因为{fact}", fact), reasons=(), options=options
    )


def opened(desk: MainWindow, session: FakeSession) -> WhyNot:
    session.weights = {"9710": (weight("sale_state", "sold"), weight("route", "direct", "parcel"))}
    _, ruled_out = entries(result(desk))
    ruled_out.row.click()
    return ruled_out.details.findChildren(WhyNot)[0]


def test_an_opened_mode_says_what_weighs_most_against_it(desk: MainWindow, session: FakeSession) -> None:
    box = opened(desk, session)
    texts = [one.text() for one in box.findChildren(Paragraph) if one.isVisible()]
    assert texts == ["因为sale_state", "因为route"]
    assert [one.count() for one in box.tries] == [2, 3]


def test_another_answer_is_tried_by_keys_without_being_given(
    desk: MainWindow, session: FakeSession, press: Press
) -> None:
    box = opened(desk, session)
    before = session.case
    box.tries[1].setFocus()
    press(Qt.Key.Key_Down)
    assert box.outcome.text() == "如果route=direct"
    assert box.note.isVisible()
    assert session.case is before
    box.tries[0].setFocus()
    press(Qt.Key.Key_Down)
    assert box.outcome.text() == "如果sale_state=sold"
    assert box.tries[1].currentIndex() == 0


def test_an_answer_that_weighs_can_be_gone_to(desk: MainWindow, session: FakeSession) -> None:
    box = opened(desk, session)
    button = next(one for one in box.findChildren(Button) if one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    place = desk.place()
    assert place is not None
    assert place.key == "case.mode"


def test_contradictions_stand_together_above_everything(desk: MainWindow, session: FakeSession) -> None:
    clashes = (
        ClashView(text=Bilingual("买方与合同", "Buyer and contract"), paths=("facts.buyer", "facts.genuine_contract")),
        ClashView(text=Bilingual("路径与仓库", "Way and warehouse"), paths=("facts.route",)),
    )
    held = tuple(mode(one.code, "to_confirm") for one in ADVICE.modes)
    session.advice = replace(ADVICE, modes=held, clashes=clashes)
    page = result(desk)
    assert [one.text.zh for one in page.reasons.shown()] == ["买方与合同", "路径与仓库"]
    assert page.answer.text() == "改正回答"
    QTest.mouseClick(page.answer, Qt.MouseButton.LeftButton)
    place = desk.place()
    assert place is not None
    assert place.key in ("case.mode", "case.describe")


def decided(code: str | None, *sentences: str, is_due: bool) -> AdviceView:
    told = tuple(Bilingual(one, one) for one in sentences)
    return replace(ADVICE, decision=DecisionView(code=code, at="2026-11-01", is_due=is_due, sentences=told))


def test_a_decision_that_still_holds_is_not_talked_about(desk: MainWindow, session: FakeSession) -> None:
    session.advice = decided("9810", "仍是推荐。", is_due=False)
    assert not result(desk).decision.isVisible()


def test_a_decision_on_other_rules_can_be_kept(desk: MainWindow, session: FakeSession) -> None:
    session.advice = decided("9810", "规则变了。", "回答变了。", is_due=True)
    session.adopt_mode("9810")
    page = result(desk)
    assert page.decision.text.text() == "规则变了。 回答变了。"
    QTest.mouseClick(page.decision.verb, Qt.MouseButton.LeftButton)
    assert [one.value for one in session.case.choices] == ["9810", "9810"]


def test_a_decision_that_is_ruled_out_cannot_be_kept(desk: MainWindow, session: FakeSession) -> None:
    session.advice = decided("9710", "现在不适用。", is_due=True)
    page = result(desk)
    assert page.decision.isVisible()
    assert not page.decision.verb.isVisible()


def test_a_decision_for_none_offers_the_slip(
    desk: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(mode_result, "save_questions", asked.append)
    session.advice = decided(None, "都不采用。", is_due=False)
    page = result(desk)
    assert not page.none.isVisible()
    QTest.mouseClick(page.decision.verb, Qt.MouseButton.LeftButton)
    assert asked == [page]


def test_while_nothing_can_be_recommended_the_first_questions_stand_in_the_card(
    desk: MainWindow, session: FakeSession
) -> None:
    session.advice = replace(ADVICE, modes=tuple(mode(one.code, "to_confirm") for one in ADVICE.modes))
    session.asked = tuple(
        QuestionView(
            text=Bilingual(f"问{number}？", "?"), why=Bilingual("", ""), asked="broker", path=f"facts.f{number}"
        )
        for number in range(6)
    )
    page = result(desk)
    assert "还不能推荐：3 种方式待确认" in labels(page)
    assert [one.text.zh for one in page.reasons.shown()] == ["问0？", "问1？", "问2？", "问3？"]
    assert not page.adopt.isVisible()


def test_a_long_name_moves_the_columns_of_all_other_modes(desk: MainWindow, session: FakeSession) -> None:
    """Verdict and reason of every row begin where those of the row with the longest name begin."""
    long = "Bonded e-commerce (export through a special area)"
    modes = (*ADVICE.modes, replace(mode("1210", "not_applicable"), name=Bilingual(long, long)))
    session.advice = replace(ADVICE, modes=modes)
    rows = [entry.row for entry in entries(result(desk))]
    begins = [[begin for begin, _ in row.boxes()] for row in rows]
    assert all(one == begins[0] for one in begins)
    _, width = rows[-1].boxes()[1]
    assert width > rows[-1].fontMetrics().horizontalAdvance(long)
