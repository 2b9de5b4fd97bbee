"""How a person types a plan in the window: groups opened with the mouse, fields with keys, choices from lists."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from exporter_desk.services.workflow import Step
from exporter_desk.ui.forms.plan_group import PlanEntries, PlanPart
from exporter_desk.ui.forms.plan_input import PlanInput
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.pages.costs.costs import ANSWERS, INPUTS, CostsPage
from exporter_desk.ui.widgets import ComboBox, LineEdit
from tests.ui.pages.company import Company


def costs_page(company: Company, sample: str = "") -> CostsPage:
    """The inputs of a sample, or of a new shipment."""
    if sample:
        company.open(sample, Step.COSTS)
    else:
        company.begin(Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    page.choose_view(INPUTS)
    return page


def opened(page: CostsPage, group: str) -> PlanPart:
    """Open a group with a click on its title."""
    head = page.inputs.groups.heads[group]
    if not head.is_open:
        QTest.mouseClick(head.button, Qt.MouseButton.LeftButton)
    return head.part


def entries(page: CostsPage, group: str) -> PlanEntries:
    part = opened(page, group)
    assert isinstance(part, PlanEntries)
    return part


def field(page: CostsPage, place: str) -> PlanInput:
    return dict(page.inputs.groups.inputs())[place]


def line_at(page: CostsPage, place: str) -> LineEdit:
    line = field(page, place).line
    assert line is not None
    return line


def type_into(editor: QLineEdit, text: str) -> None:
    """Replace what stands in a field, key by key."""
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)


def typed(page: CostsPage, place: str, text: str) -> None:
    """Type into a field; a choice that need not be one of the list is typed as well."""
    one = field(page, place)
    editor = one.line or one.box.lineEdit()
    assert editor is not None
    type_into(editor, text)


def type_all(page: CostsPage, group: str, texts: dict[str, str], lead: str = "") -> None:
    """Open a group and type into several of its fields."""
    opened(page, group)
    for place, text in texts.items():
        typed(page, f"{lead}{place}", text)


def choose(box: ComboBox, value: object) -> None:
    """Choose from a list with the keyboard, until the value is reached."""
    box.setFocus()
    box.setCurrentIndex(0)
    while box.currentData() != value and box.currentIndex() + 1 < box.count():
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == value
    box.activated.emit(box.currentIndex())


def computed(company: Company, page: CostsPage) -> None:
    company.bot.waitUntil(lambda: page.work.is_ready() and not page.work.is_working(), timeout=20_000)


def estimate(company: Company, page: CostsPage) -> None:
    """Press the button and wait for the figures of what was typed."""
    QTest.mouseClick(page.inputs.run, Qt.MouseButton.LeftButton)
    computed(company, page)


def answers(company: Company, page: CostsPage) -> dict[str, str]:
    """The figures of the answers by their keys, in the language of the window; of several the last."""
    page.choose_view(ANSWERS)
    company.bot.waitUntil(lambda: page.answers.is_current() and page.answers.shown is not None, timeout=20_000)
    assert page.answers.shown is not None
    return {one.figure: pick(one.text) for one in page.answers.shown.figures}


def named(page: CostsPage, key: str) -> dict[str, str]:
    """The texts of every shown figure with this key, by name."""
    assert page.answers.shown is not None
    return {pick(one.name): pick(one.text) for one in page.answers.shown.figures if one.figure == key}
