"""The inputs of an estimate: the few that it begins with in sight, all others in groups that open when wanted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.record import is_of_our_time
from exporter_desk.services.estimates.card_view import card_name
from exporter_desk.services.estimates.charge_lines import lines_of
from exporter_desk.services.estimates.plan_block import edits_between, value_at, with_values
from exporter_desk.services.estimates.plan_problems import field_of, new_problems
from exporter_desk.services.estimates.view import duty_questions
from exporter_desk.ui import theme
from exporter_desk.ui.forms.asked_fields import AskedFields
from exporter_desk.ui.forms.plan_groups import PlanGroups
from exporter_desk.ui.forms.plan_input import PlanInput
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.widgets import Button, ComboBox, Field, Flow, LineEdit, Paragraph, ScrollPage, plain_width

if TYPE_CHECKING:
    from exporter_desk.costs.cards import Card
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.services.session import Session

_DAYS, _WHOLE, _NUMBER, _SHARE, _CODE = "days", "whole", "number", "share", "code"
INPUTS: dict[str, str] = {
    "reporting": _CODE, "lots.0.depart": _DAYS, "lots.0.arrive": _DAYS, "demand.sell_out_days": _WHOLE,
    "returns.rate": _SHARE, "returns.delay_days": _WHOLE, "capital_pct": _NUMBER, "price.amount": _NUMBER,
    "price.currency": _CODE, "price_vat_pct": _NUMBER,
}  # fmt: skip
_HUNDRED = Decimal(100)
_CONDITIONS = "duty.conditions"
_WIDTH, _NARROW = 190, 138


class EstimateInputs(QWidget):
    """Fields of their own; `submitted` gives the changed values by path below `estimate`. Blank ones stay unknown.

    What can be read but would make the plan unreadable is refused at its field, and nothing is written.
    """

    submitted = Signal(dict)
    dropped = Signal()
    own_lines = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.page = ScrollPage(spacing=14)
        self._of: str | None = None
        self._first, self._width = True, _WIDTH
        self.intro = Paragraph("", "table", "ink2")
        self.card = ComboBox()
        self.card_field = Field("", self.card, width=330)
        self.editors = {name: LineEdit(normalise=plain_width) for name in INPUTS}
        self.fields = {name: Field("", editor, width=_WIDTH) for name, editor in self.editors.items()}
        self.rates: dict[str, Field] = {}
        self.questions: dict[str, Field] = {}
        self.run, self.drop = Button("", "primary", icon="rates"), Button("", "text")
        self.lines = Button("", "fill", icon="add")
        box = QWidget()
        self._flow = Flow(box)
        theme.set_spacing(self._flow, 16)
        self.asked = AskedFields(session, self._flow.addWidget)
        self.groups = PlanGroups(session)
        for field in (self.card_field, *self.fields.values()):
            self._flow.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.run)
        row.addWidget(self.lines)
        row.addWidget(self.drop)
        row.addWidget(self.intro, 1)
        self.page.add(box, self.groups)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 12)
        column.addWidget(self.page, 1)
        column.addLayout(row)
        self.card.activated.connect(lambda _index: self._show_rates())
        self.editors["reporting"].editingFinished.connect(self._show_rates)
        self.run.clicked.connect(self.submit)
        self.drop.clicked.connect(self.dropped)
        self.lines.clicked.connect(self.own_lines)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """As low as need be: the fields scroll, and the button below them stays in sight."""
        return QSize(super().sizeHint().width(), super().minimumSizeHint().height())

    @guarded(instead=False)
    def hasHeightForWidth(self) -> bool:
        """The fields scroll by themselves: the page around them need not as well."""
        return False

    # -- showing

    def show_case(self) -> None:
        """What the estimate holds now; what was typed and not taken yet stays, but never for another shipment."""
        if self._of != self._session.case_id:
            self._of = self._session.case_id
            self._forget()
        cards = self._session.desk.prices.cards
        entries = [(translate("Costs", "No rate card: own lines"), "")]
        self.card.set_entries(entries + [(self._card_words(card), key) for key, card in cards.items()])
        used = self._session.case.estimate.get("cards")
        first = used[0] if isinstance(used, list) and used else ""
        self.card.set_value(first if isinstance(first, str) else "")
        for name, editor in self.editors.items():
            if not editor.isModified():
                editor.setText(self._shown(name))
                self.fields[name].clear_message()
        self._show_rates()
        self._show_questions()
        self.asked.show_case()
        self.groups.show_plan(self._plan(), self.asked.shown())

    def _plan(self) -> JsonObject:
        return cast("JsonObject", dict(self._session.case.estimate))

    def show_place(self, place: str) -> bool:
        """Bring the field of a place of the plan into sight with the cursor in it; False when none has it."""
        plain = self.fields.get(place) or self.asked.fields.get(place)
        field = plain or self.groups.input_at(place)
        if field is not None:
            self._reveal(field)
        return field is not None

    def _reveal(self, field: Field) -> None:
        """The cursor now, the scrolling once the group that was opened has its place."""
        field.editor.setFocus()
        QTimer.singleShot(0, field, lambda: self.page.reveal(field.editor))

    def _card_words(self, card: Card) -> str:
        words, until = card_name(card, self._session.desk.foreign_texts, language()), card.card.valid_to
        return f"{words} · {translate('Costs', 'valid to {day}').format(day=until)}" if until else words

    def set_first(self, *, first: bool) -> None:
        """Before there is an estimate one can leave it at that; later the card is chosen above."""
        self._first = first
        self.drop.setVisible(first)
        self.card_field.setVisible(first)

    def arrange(self, *, short: bool) -> None:
        """In a low window the fields stand closer, so that the groups below them are seen to be there."""
        self._width = _NARROW if short else _WIDTH
        for field in (*self.fields.values(), *self.rates.values()):
            theme.set_control_size(field.editor, self._width)
        theme.set_spacing(self._flow, 10 if short else 16)
        theme.set_spacing(self.page.column, 8 if short else 14)

    def _forget(self) -> None:
        self.asked.forget()
        self.groups.forget()
        for editor in (*self.editors.values(), *(field.editor for field in self.rates.values())):
            cast("LineEdit", editor).setModified(False)

    def _shown(self, name: str) -> str:
        value = self._read(name)
        if name == "reporting" and value is None:
            return "CNY"
        if INPUTS[name] == _SHARE and value is not None:
            share = parse_decimal(str(value))
            return "" if share is None else plain((share * _HUNDRED).normalize())
        return "" if value is None else str(value)

    def _read(self, name: str) -> object:
        return value_at(self._plan(), name)

    def _show_rates(self) -> None:
        """One field for each currency that has to be converted."""
        card = self._session.desk.prices.cards.get(str(self.card.currentData() or ""))
        known = cast("dict[str, Json]", self._session.case.estimate.get("fx") or {})
        lines = {str(one.get("currency") or "") for one in lines_of(self._session.case.estimate)}
        wanted = {card.card.currency if card else None, self._session.case.terms.currency, *known, *lines}
        needed = sorted(code for code in wanted if code and code != self.editors["reporting"].text().strip().upper())
        for code in needed:
            if code not in self.rates:
                self.rates[code] = Field("", LineEdit("", normalise=plain_width), width=self._width)
                self._flow.addWidget(self.rates[code])
            editor = cast("LineEdit", self.rates[code].editor)
            if not editor.isModified():
                editor.setText(str(known.get(code, "")))
        for code, field in self.rates.items():
            field.setVisible(code in needed)
            words = translate("Costs", "1 {currency} in {reporting}")
            field.set_label(words.format(currency=code, reporting=self.editors["reporting"].text() or "CNY"))

    def _show_questions(self) -> None:
        """One field for each question on duty that the estimate asks or that was answered."""
        analysis, texts = self._session.analysis(), self._session.desk.cost_texts
        asked = duty_questions(analysis.estimate, analysis.case)
        entries = [
            (translate("Costs", "Not answered yet"), None),
            (translate("Costs", "Yes"), True),
            (translate("Costs", "No"), False),
        ]
        for name in asked:
            if name not in self.questions:
                self.questions[name] = Field("", ComboBox(), width=190)
                self._flow.addWidget(self.questions[name])
            field, words = self.questions[name], texts.get(f"question.{name}")
            field.set_label(name if words is None else words.in_language(language()))
            editor = cast("ComboBox", field.editor)
            editor.set_entries(entries)
            editor.set_value(self._read(f"{_CONDITIONS}.{name}"))
        for name, field in self.questions.items():
            field.setVisible(name in asked)

    # -- taking

    def submit(self) -> None:
        """Hand over what changed, unless a field cannot be read: then say so at the field."""
        found: dict[str, Json] = {}
        good = True
        for name, editor in self.editors.items():
            self.fields[name].clear_message()
            value, read = self._value(name, editor.text().strip())
            if not read:
                self.fields[name].set_message("error", _expected(INPUTS[name]))
                good = False
            elif value != self._read(name):
                found[name] = value
        good = self._take_rates(found) and good
        good = self.asked.take(found) and good
        self._take_answers(found)
        chosen = str(self.card.currentData() or "") if self._first else ""
        if chosen and [chosen] != self._session.case.estimate.get("cards"):
            found["cards"] = [chosen]
        before = self._plan()
        block, read = self.groups.taken(before)
        after = with_values(block, found)
        if not (good and read):
            self._show_first_wrong()
        elif not self._refused(after):
            self._forget()
            self.submitted.emit(dict(edits_between(before, after)))

    def _refused(self, after: JsonObject) -> bool:
        """Say at their fields what would make the plan unreadable; what belongs to no field is told by the page."""
        pairs = [*self.fields.items(), *self.asked.fields.items(), *self.groups.inputs()]
        fields = {name: field for name, field in pairs if not field.isHidden()}
        told, spoken, names = False, language(), sorted(fields, key=lambda name: not self._is_typed(fields[name]))
        for finding in self._session.desk.render(new_problems(self._session.case, after)):
            name = field_of(finding.places[0], names, after) if finding.places else None
            if name is not None:
                fields[name].set_message("error", f"{finding.text(spoken)} {finding.remedy(spoken)}".strip())
                told = True
        if told:
            self._show_first_wrong()
        return told

    def _is_typed(self, field: Field) -> bool:
        """Tell whether a field was changed: a problem of several fields is told at one of those."""
        if isinstance(field, PlanInput):
            return field.is_changed()
        return isinstance(field.editor, LineEdit) and field.editor.isModified()

    def _show_first_wrong(self) -> None:
        plain = next((one for one in self.fields.values() if one.is_wrong()), None)
        wrong = plain or self.groups.first_wrong()
        if wrong is not None:
            self._reveal(wrong)

    def _take_answers(self, found: dict[str, Json]) -> None:
        for name, field in self.questions.items():
            answer = cast("ComboBox", field.editor).currentData()
            if answer != self._read(f"{_CONDITIONS}.{name}"):
                found[f"{_CONDITIONS}.{name}"] = answer

    def _take_rates(self, found: dict[str, Json]) -> bool:
        good = True
        for code, field in self.rates.items():
            if field.isHidden():
                continue
            text = cast("LineEdit", field.editor).text().strip()
            rate = parse_decimal(text) if text else None
            if text and (rate is None or rate <= 0):
                field.set_message("error", _expected(_NUMBER))
                good = False
            elif text and plain(cast("Decimal", rate)) != self._read(f"fx.{code}"):
                found[f"fx.{code}"] = plain(cast("Decimal", rate))
        return good

    def _value(self, name: str, text: str) -> tuple[Json, bool]:
        """The value as the estimate keeps it, and whether the text could be read; blank is unknown."""
        kind = INPUTS[name]
        if not text:
            return None, True
        if kind == _CODE:
            code = text.upper()
            return code, len(code) == 3 and code.isalpha()
        if kind == _DAYS:
            return text, _is_day(text)
        number = parse_decimal(text)
        if number is None or number < 0:
            return None, False
        if kind == _WHOLE:
            return int(number), number == number.to_integral_value()
        return plain(number / _HUNDRED if kind == _SHARE else number), True

    def retranslate(self) -> None:
        names = {
            "reporting": translate("Costs", "Currency of the result"),
            "lots.0.depart": translate("Costs", "Leaves on"),
            "lots.0.arrive": translate("Costs", "In the warehouse on"),
            "demand.sell_out_days": translate("Costs", "Sold out in days"),
            "returns.rate": translate("Costs", "Returns %"),
            "returns.delay_days": translate("Costs", "Days until a return"),
            "capital_pct": translate("Costs", "Cost of capital % a year"),
            "price.amount": translate("Costs", "Selling price of one"),
            "price.currency": translate("Costs", "Currency of the price"),
            "price_vat_pct": translate("Costs", "VAT in the price %"),
        }
        for name, field in self.fields.items():
            field.set_label(names[name])
        self.card_field.set_label(translate("Costs", "Rate card"))
        self.run.setText(translate("Costs", "Estimate with these"))
        self.drop.setText(translate("Costs", "No estimate now"))
        self.lines.setText(translate("Costs", "Type charges of my own"))
        self.run.updateGeometry()
        self.groups.retranslate()
        self.intro.set_text(
            translate("Costs", "What is left blank stays unknown: the result then says what it waits for.")
        )


def _is_day(text: str) -> bool:
    try:
        return is_of_our_time(date.fromisoformat(text))
    except ValueError:
        return False


def _expected(kind: str) -> str:
    words = {
        _DAYS: translate("Costs", "Type a day like 2026-12-18."),
        _CODE: translate("Costs", "Type a currency of three letters like USD."),
        _WHOLE: translate("Costs", "Type a whole number like 90."),
    }
    return words.get(kind, translate("Costs", "Type a number like 38.5."))
