"""The place on a question page where the answer is given: rows to pick, boxes to tick, a field, a country list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.domain import edit
from exporter_desk.domain.case import Case, FactValue
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.pages.country_list import CountryList
from exporter_desk.ui.widgets import CheckBox, Field, LineEdit, OptionList, RadioRow

if TYPE_CHECKING:
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.services.guided import GuidedQuestion


@dataclass(frozen=True)
class Reply:
    """What stands on the page now; only a `value` and `not_known` can be taken as an answer."""

    kind: Literal["value", "not_known", "nothing", "wrong"]
    value: FactValue | None = None
    message: str = ""


class AnswerPanel(QWidget):
    """Base of the four kinds. `edited` tells that what was said against the reply may no longer hold."""

    edited = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        theme.set_spacing(self.body, 12)

    def reply(self) -> Reply:
        raise NotImplementedError

    def typed(self) -> str:
        """Text in the field, to be kept while the person looks at another question."""
        return ""

    def complain(self, text: str) -> None:
        """Show at the field what is wrong with it."""

    def pick_number(self, number: int) -> bool:
        """A digit was pressed outside of a field; False when there is no such row."""
        return False

    def set_short(self, short: bool) -> None:
        """Lower rows in a short window."""

    def first_focus(self) -> QWidget:
        raise NotImplementedError

    def focused(self) -> QWidget:
        """The control in use, to be kept in view."""
        inside = self.focusWidget()
        return inside if inside is not None else self


class ChoicePanel(AnswerPanel):
    """One row per answer; 不清楚 is the last of them and looks like the others."""

    def __init__(self, question: GuidedQuestion) -> None:
        super().__init__()
        self._values = [option.value for option in question.options]
        rows = [(pick(option.text), "") for option in question.options]
        self.options = OptionList([*rows, not_known_words()])
        self.body.addWidget(self.options)
        if question.not_known:
            self.options.select(len(self._values))
        elif question.answer in self._values:
            self.options.select(self._values.index(question.answer))
        self.options.chosen.connect(lambda _index: self.edited.emit())
        self.options.confirmed.connect(lambda _index: self.confirmed.emit())

    def reply(self) -> Reply:
        index = self.options.selected()
        if index < 0:
            return Reply("nothing", message=translate("Question", "Pick one answer. “Not known” is an answer too."))
        return Reply("value", self._values[index]) if index < len(self._values) else Reply("not_known")

    def pick_number(self, number: int) -> bool:
        if not 1 <= number <= len(self.options.rows()):
            return False
        self.options.select(number - 1)
        return True

    def set_short(self, short: bool) -> None:
        self.options.set_short(short)

    def first_focus(self) -> QWidget:
        return self.options.rows()[max(0, self.options.selected())]


class _WithNotKnown(AnswerPanel):
    """Something to fill in, and the row 不清楚 below it; one excludes the other."""

    def __init__(self, *, not_known: bool) -> None:
        super().__init__()
        self.not_known = RadioRow(*not_known_words())
        self.not_known.setMaximumWidth(theme.current().size("form_max"))
        self.not_known.setChecked(not_known)
        self.not_known.clicked.connect(self.edited)

    def content_edited(self) -> None:
        self.not_known.setChecked(False)
        self.edited.emit()

    def set_short(self, short: bool) -> None:
        self.not_known.set_short(short)


class TicksPanel(_WithNotKnown):
    """Several answers may hold at once; none of them is an answer only when it is ticked."""

    def __init__(self, question: GuidedQuestion) -> None:
        super().__init__(not_known=question.not_known)
        given = question.answer if isinstance(question.answer, tuple) else None
        self.boxes = {str(option.value): CheckBox(pick(option.text)) for option in question.options}
        self.none = CheckBox(translate("Question", "None of these"))
        self.none.setChecked(given == ())
        for value, box in self.boxes.items():
            box.setChecked(value in (given or ()))
            self.body.addWidget(box)
            box.clicked.connect(lambda: self.none.setChecked(False))
        self.body.addWidget(self.none)
        self.body.addWidget(self.not_known)
        self.none.clicked.connect(self._untick)
        for box in (*self.boxes.values(), self.none):
            box.clicked.connect(self.content_edited)

    def _untick(self) -> None:
        for box in self.boxes.values():
            box.setChecked(False)

    def reply(self) -> Reply:
        if self.not_known.isChecked():
            return Reply("not_known")
        ticked = tuple(value for value, box in self.boxes.items() if box.isChecked())
        if not ticked and not self.none.isChecked():
            return Reply("nothing", message=translate("Question", "Tick what holds, or “None of these”."))
        return Reply("value", ticked)

    def first_focus(self) -> QWidget:
        return next(iter(self.boxes.values()), self.none)


class EntryPanel(_WithNotKnown):
    """A field for a day, a number or a text."""

    def __init__(self, question: GuidedQuestion, text: str) -> None:
        super().__init__(not_known=question.not_known)
        self._kind = question.kind
        examples = {"date": "2026-11-25", "decimal": "38.5"}
        self.edit = LineEdit(text, examples.get(question.kind, ""))
        self.field = Field(pick(question.name), self.edit, self._hint(), width=320)
        self.body.addWidget(self.field)
        self.body.addWidget(self.not_known)
        self.edit.textEdited.connect(self._text_edited)
        self.not_known.clicked.connect(self.field.clear_message)

    def _hint(self) -> str:
        if self._kind == "date":
            return translate("Question", "Year, month, day, for example 2026-11-25")
        return translate("Question", "A number, for example 38.5") if self._kind == "decimal" else " "

    def _text_edited(self, _text: str) -> None:
        self.field.clear_message()
        self.content_edited()

    def typed(self) -> str:
        return self.edit.text()

    def complain(self, text: str) -> None:
        self.field.set_message("error", text)

    def reply(self) -> Reply:
        text = self.edit.text().strip()
        if self.not_known.isChecked():
            return Reply("not_known")
        if not text:
            return Reply("nothing", message=translate("Question", "Fill in the field, or pick “Not known”."))
        value = _READERS[self._kind](text) if self._kind in _READERS else edit.clean(text)
        return Reply("value", value) if value else Reply("wrong", message=self._wrong(text))

    def _wrong(self, text: str) -> str:
        if self._kind == "date":
            said = translate("Question", "A day is needed here, for example 2026-11-25. Now it says “{text}”.")
        elif self._kind == "decimal":
            said = translate("Question", "A number is needed here, for example 38.5. Now it says “{text}”.")
        else:
            said = translate("Question", "This text cannot be kept: “{text}”.")
        return said.format(text=text[:40])

    def first_focus(self) -> QWidget:
        return self.edit


class CountryPanel(_WithNotKnown):
    """A search field with the countries below it, found by code, Chinese or English name."""

    def __init__(self, question: GuidedQuestion, codes: CodeTables, text: str) -> None:
        super().__init__(not_known=question.not_known)
        self.countries = CountryList(codes, pick(question.name), str(question.answer or ""))
        if text:
            self.countries.search(text)
        self.body.addWidget(self.countries)
        self.body.addWidget(self.not_known)
        self.countries.edited.connect(self.content_edited)
        self.countries.confirmed.connect(self.confirmed)

    def typed(self) -> str:
        return self.countries.edit.text()

    def complain(self, text: str) -> None:
        self.countries.field.set_message("error", text)

    def reply(self) -> Reply:
        if self.not_known.isChecked():
            return Reply("not_known")
        code, text = self.countries.code(), self.countries.edit.text().strip()
        if code:
            return Reply("value", code)
        if not text:
            return Reply("nothing", message=translate("Question", "Fill in the field, or pick “Not known”."))
        said = translate("Question", "No country is called “{text}”. Type a name or two letters, for example DE.")
        if self.countries.is_open():
            said = translate("Question", "“{text}” fits several countries. Pick one below, by arrow key or mouse.")
        return Reply("wrong", message=said.format(text=text[:40]))

    def set_short(self, short: bool) -> None:
        super().set_short(short)
        self.countries.set_short(short)

    def first_focus(self) -> QWidget:
        return self.countries.edit


def not_known_words() -> tuple[str, str]:
    """The words of 不清楚 and what it leads to."""
    hint = translate("Question", "Kept as “to confirm”; it goes onto the question slip")
    return translate("Question", "Not known"), hint


def panel_for(question: GuidedQuestion, codes: CodeTables, typed: str = "") -> AnswerPanel:
    """The panel for a kind of question; `typed` is text that was left in its field before."""
    shown = typed or ("" if question.answer is None else str(question.answer))
    if question.kind == "country":
        return CountryPanel(question, codes, typed)
    if question.kind == "list":
        return TicksPanel(question)
    return ChoicePanel(question) if question.options else EntryPanel(question, shown)


def _number(text: str) -> str:
    number = parse_decimal(text)
    return "" if number is None else plain(number)


def _day(text: str) -> str:
    """A typed day in ISO form, "" when it is none; read as every other day of a case is read."""
    read = edit.type_text(Case(), "day", text).day
    return read.isoformat() if isinstance(read, date) else ""


_READERS = {"decimal": _number, "date": _day}
