"""Goods one question at a time (引导模式): the same fields as in the table, with why each is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.goods.questions import goods_questions, question_of
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.field_group import FieldGroup
from exporter_desk.ui.forms.field_maker import FieldMaker
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpText
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.issues import issues_of
from exporter_desk.ui.models.packing_model import line_name
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, take_aim
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.goods.goods_tools import TABLE, mode_switch, name_modes
from exporter_desk.ui.widgets import Button, Label, ScrollPage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent

    from exporter_desk.services.goods.questions import GoodsQuestion
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GuidedGoodsPage(CasePage):
    """Enter goes on, from question to question and from line to line; an empty field may stay empty."""

    step = Step.GOODS

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._at, self._line = 0, ""
        self._make = FieldMaker(session, CodeLookup(session.desk), self.attempt)
        self.mode = mode_switch()
        self.mode.select(1 - TABLE)
        self.topic, self.count = Label("", "table", "ink2", bold=True), Label("", "table", "ink3")
        self.text = Label("", "question")
        self.text.setWordWrap(True)
        self.group = FieldGroup()
        self.group.title.hide()
        self.on, self.more = Button("", "primary", key="Enter"), Button("", "fill", icon="add")
        self.boxes, self.before = Button("", "text"), Button("", "text", key="Alt+←")
        self._build()
        self.mode.chosen.connect(lambda index: self.to_table() if index == TABLE else None)
        self.on.clicked.connect(self.advance)
        self.more.clicked.connect(self.add_line)
        self.boxes.clicked.connect(lambda: self.travel(places.BOXING))
        self.before.clicked.connect(self.back)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 12)
        head.addWidget(self.topic)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.mode)
        self.paper = ScrollPage(max_width=740, spacing=14)
        self.paper.add(self.text, self.group)
        self.paper.column.addStretch(1)
        foot = QHBoxLayout()
        theme.set_spacing(foot, 8)
        for button in (self.on, self.more, self.boxes):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.before)
        self.column.addLayout(head)
        self.column.addWidget(self.paper, 1)
        self.column.addLayout(foot)

    # -- which question

    def question(self) -> GoodsQuestion:
        return goods_questions()[self._at]

    def _number(self) -> int:
        """Row of the line, counted from one; 0 while there is none."""
        return next((at for at, line in enumerate(self.case.goods, start=1) if line.id == self._line), 0)

    def show_case(self) -> None:
        goods = self.case.goods
        if not self._number():
            self._line = goods[0].id if goods else ""
            self._at = 0
        if goods:
            self._show_question()
        else:
            self._show_nothing()
        self.on.setVisible(bool(goods))
        self.before.setVisible(bool(goods) and (self._at > 0 or self._number() > 1))
        last = self._number() == len(goods) and self._at == len(goods_questions()) - 1
        self.more.setVisible(not goods or last)
        self.boxes.setVisible(last and bool(goods))
        on, done = translate("GuidedGoods", "Continue"), translate("GuidedGoods", "Done, to the table")
        self.on.setText(done if last else on)
        self.on.updateGeometry()

    def _show_question(self) -> None:
        record, number = f"goods.{self._line}", self._number()
        names = self.question().fields
        self.group.show_fields((record, names), lambda: self._make.fields(record, names))
        self.group.show_values(issues_of(self.analysis.own_findings))
        line = self.case.goods[number - 1]
        self.topic.setText(translate("GuidedGoods", "Line {number} of {all}: {name}").format(
            number=number, all=len(self.case.goods), name=line_name(line) if line.name_zh or line.name_en else "…"
        ))  # fmt: skip
        asked = translate("GuidedGoods", "question {at} of {all}").format(at=self._at + 1, all=len(goods_questions()))
        self.count.setText(asked)
        self.text.setText(pick(self.question().asked(number)))

    def _show_nothing(self) -> None:
        self.group.show_fields((), list)
        self.topic.setText("")
        self.count.setText("")
        self.text.setText(translate("GuidedGoods", "No goods yet. Add the first line."))

    # -- what a person does

    def advance(self) -> None:
        """The next question, the next line, and after the last one the table."""
        self._keep()
        if self._at + 1 < len(goods_questions()):
            self._go(self._line, self._at + 1)
        elif self._number() < len(self.case.goods):
            self._go(self.case.goods[self._number()].id, 0)
        else:
            self.to_table()

    def back(self) -> None:
        """The question before this one; everything that was answered stays."""
        self._keep()
        if self._at > 0:
            self._go(self._line, self._at - 1)
        elif self._number() > 1:
            self._go(self.case.goods[self._number() - 2].id, len(goods_questions()) - 1)

    def add_line(self) -> None:
        """A new line of goods, from its first question."""
        self._keep()
        added: list[str] = []
        if self.attempt(lambda: added.append(self.session.add_item("goods"))):
            self._go(added[0], 0)

    def to_table(self) -> None:
        """The same place in the table."""
        self._keep()
        focused = next((field.path for field in self.group.fields if field.editor.hasFocus()), "")
        if self._line:
            aim_at(focused or f"goods.{self._line}.{self.question().fields[0]}")
        self.travel(places.STEPS[Step.GOODS])

    def _keep(self) -> None:
        """Take what stands in the field that has the cursor."""
        for field in self.group.fields:
            if isinstance(field.editor, QLineEdit) and field.editor.hasFocus():
                field.editor.editingFinished.emit()

    def _go(self, line: str, at: int) -> None:
        self._line, self._at = line, at
        self.show_case()
        self.changed.emit()
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on, as the button says."""
        if event.key() in _ENTER and self.on.isVisible():
            self.advance()
        else:
            super().keyPressEvent(event)

    # -- the frame

    def activated(self, case_id: str | None) -> None:
        head, _, rest = take_aim().partition(".")
        key, _, field = rest.partition(".")
        self._line, self._at = (key, question_of(field.partition(".")[0])) if head == "goods" else (self._line, 0)
        super().activated(case_id)
        self.mode.select(1 - TABLE)

    def first_focus(self) -> QWidget | None:
        return self.group.fields[0].editor if self.group.fields else self.more

    def help(self) -> HelpContent | None:
        if not self.has_case():
            return None
        why = translate("GuidedGoods", "Why this is asked")
        known = tuple((pick(line_field), text) for line_field, text in self._known())
        pairs = (HelpPairs(translate("GuidedGoods", "What is known of it"), known),) if known else ()
        return HelpContent(why, (HelpText("", pick(self.question().why)), *pairs), "question", why)

    def _known(self) -> list[tuple[Bilingual, str]]:
        """What the other questions were answered, by field."""
        found = []
        for question in goods_questions():
            for name in question.fields if question is not self.question() and self._line else ():
                text = self._make.words(f"goods.{self._line}.{name}")
                if text:
                    full = self.session.name_of(f"goods.{self._line}.{name}")
                    parts = Bilingual(full.zh.rpartition(" · ")[2], full.en.rpartition(" · ")[2])
                    found.append((parts, text))
        return found

    def commands(self) -> Mapping[str, Callable[[], None]]:
        own: dict[str, Callable[[], None]] = {"case.continue": self.advance}
        if self.has_case() and (self._at > 0 or self._number() > 1):
            own["nav.back"] = self.back
        return {**super().commands(), **own}

    def arrange(self, room: Room) -> None:
        name_modes(self.mode, wide=room.wide)

    def retranslate(self) -> None:
        self.more.setText(translate("GuidedGoods", "Add goods"))
        self.boxes.setText(translate("GuidedGoods", "Split into boxes"))
        self.before.setText(translate("GuidedGoods", "Back"))
        for button in (self.more, self.boxes, self.before):
            button.updateGeometry()
        name_modes(self.mode, wide=True)
        super().retranslate()
