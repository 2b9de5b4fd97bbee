"""Rate cards (费用表): look at any card, change its prices, keep them as a version of one's own; import a sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.services.estimates.card_command import import_card
from exporter_desk.services.estimates.card_editing import PRICED, edited, rows_of
from exporter_desk.services.estimates.own_cards import own_cards_folder, save_own_card
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.text_grid import TextGrid
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.text_table import TextColumn, TextTable
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.widgets import Button, CellState, ComboBox, Field, Flow, LineEdit, Page, Paragraph, plain_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.costs.cards import Card
    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.answers import Answer
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

_TOLD = 3


class RateCardsPage(Page):
    """Nothing that was saved is ever overwritten; a shipped card is changed by keeping it under another name."""

    nav_key = "rates"
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self.choice, self.note = ComboBox(), Paragraph("", "table", "ink2")
        self.choice_field = Field("", self.choice, width=380)
        self.own_id, self.source, self.until = (LineEdit(normalise=plain_width) for _ in range(3))
        self.fields = {
            "id": Field("", self.own_id, width=200),
            "source": Field("", self.source, width=240),
            "until": Field("", self.until, width=150),
        }
        self.model = TextTable(
            [
                TextColumn("name", lambda: translate("RateCards", "Charge"), 0, shown=self._shown("name")),
                TextColumn("basis", lambda: translate("RateCards", "For each"), 110, shown=self._basis),
                *(TextColumn(key, _title(key), 104, "right") for key in PRICED),
            ]
        )
        self.grid = TextGrid(self.model)
        self.save, self.take = Button("", "primary"), Button("", "fill")
        self._build()
        self.choice.activated.connect(lambda _index: self.show_card())
        self.save.clicked.connect(self.keep)
        self.take.clicked.connect(self._choose)
        self.retranslate()

    def _shown(self, key: str) -> Callable[[int], CellState]:
        return lambda row: CellState(self.model.text(row, key), tone="ink2")

    def _basis(self, row: int) -> CellState:
        """What the price is for, in words where there are some."""
        key = self.model.text(row, "basis")
        name = self._session.desk.bases.get(key)
        return CellState(key if name is None else pick(name), tone="ink2")

    def _build(self) -> None:
        box, row = QWidget(), QHBoxLayout()
        flow = Flow(box)
        theme.set_spacing(flow, 14)
        for field in (self.choice_field, *self.fields.values()):
            flow.addWidget(field)
        theme.set_spacing(row, 10)
        row.addWidget(self.save)
        row.addWidget(self.take)
        row.addStretch(1)
        self.column.addWidget(box)
        self.column.addWidget(self.note)
        self.column.addWidget(self.grid, 1)
        self.column.addLayout(row)
        self.column.addStretch(0)

    # -- showing

    def activated(self, case_id: str | None) -> None:
        self.show_cards(str(self.choice.currentData() or ""))

    def show_cards(self, chosen: str = "") -> None:
        cards = self._session.desk.prices.cards
        self.choice.set_entries([(_words(card), key) for key, card in sorted(cards.items())])
        self.choice.set_value(chosen if chosen in cards else next(iter(sorted(cards)), ""))
        self.show_card()

    def card(self) -> Card | None:
        return self._session.desk.prices.cards.get(str(self.choice.currentData() or ""))

    def show_card(self) -> None:
        card = self.card()
        self.model.show([] if card is None else rows_of(card, language()))
        self.grid.restyle()
        if card is None:
            return
        head = card.card
        example = head.example or head.confidence != "user"
        self.own_id.setText(f"{head.card_id}-OWN" if example else head.card_id or "")
        self.source.setText("" if example else head.source or "")
        self.until.setText("" if example or head.valid_to is None else head.valid_to.isoformat())
        note = translate(
            "RateCards",
            "Prices of {day}, in {currency}. Empty ones have tiers; kept, they count as your quotation: check them.",
        )
        self.note.set_text(note.format(day=head.as_of or "—", currency=head.currency))

    # -- what a person does

    def keep(self) -> None:
        """Keep the typed prices as one more version; or say which cells are no prices."""
        card, (read, until) = self.card(), self._until()
        if card is None or not read or not self.source.text().strip():
            self._messages.say(
                Message(
                    "error",
                    lambda: translate(
                        "RateCards", "Say whose quotation it is, and until when like 2027-03-31 or leave that empty."
                    ),
                )
            )
            return
        day = clock.today()
        data = edited(card, self.model.rows, card_id=self.own_id.text().strip(), source=self.source.text().strip(),
                      day=day, valid_to=until)  # fmt: skip
        if isinstance(data, tuple):
            self._refuse(data)
            return
        saved = save_own_card(own_cards_folder(), data, day)
        if not isinstance(saved, str):
            self._refuse(saved)
            return
        self._session.desk.forget_cards()
        self._messages.say(Message("ok", translate("RateCards", "Kept: {file}").format(file=saved)))
        self.show_cards(self.own_id.text().strip())

    def _until(self) -> tuple[bool, date | None]:
        """The day until which the prices hold, and whether what was typed can be read; empty is open."""
        text = self.until.text().strip()
        try:
            return True, date.fromisoformat(text) if text else None
        except ValueError:
            return False, None

    def _refuse(self, findings: Sequence[Finding]) -> None:
        told = self._session.desk.render(findings)[:_TOLD]
        self._messages.say(Message("error", "  ".join(one.text(language()) for one in told)))

    def _choose(self) -> None:
        kinds = "*.xlsx *.xls *.ods *.csv"
        chosen, _ = QFileDialog.getOpenFileName(self, self.take.text(), "", kinds)
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, file: Path) -> None:
        """Read a spreadsheet behind the window and keep it as an own card."""
        desk, today = self._session.desk, clock.today()
        label = translate("RateCards", "Reading the sheet")
        self._tasks.start(label, lambda _progress: import_card(desk, file, today), self._taken, self._failed)

    def _taken(self, answer: Answer) -> None:
        lines = answer.messages if answer.exit_code else answer.lines[:1]
        words = "  ".join(line.in_language(language()) for line in lines[:_TOLD])
        self._messages.say(Message("error" if answer.exit_code else "ok", words))
        self.show_cards(str(self.choice.currentData() or ""))

    def _failed(self, error: Exception) -> None:
        say_refusal(self._messages, error)

    # -- the frame

    def title(self) -> str:
        return translate("RateCards", "Rate cards")

    def first_focus(self) -> QWidget | None:
        return self.choice

    def retranslate(self) -> None:
        self.choice_field.set_label(translate("RateCards", "Card"))
        self.fields["id"].set_label(translate("RateCards", "Keep as"))
        self.fields["source"].set_label(translate("RateCards", "Whose quotation, of when"))
        self.fields["until"].set_label(translate("RateCards", "Valid to"))
        self.save.setText(translate("RateCards", "Keep as my card"))
        self.take.setText(translate("RateCards", "Import from Excel"))
        self.grid.view.setAccessibleName(translate("RateCards", "Rate cards"))
        if self.isVisible():
            self.show_cards(str(self.choice.currentData() or ""))


def _words(card: Card) -> str:
    head = card.card
    words = f"{head.card_id} · {head.provider or ''} {head.version or ''}".strip()
    return f"{words} · {translate('RateCards', 'example')}" if head.example else words


def _title(key: str) -> Callable[[], str]:
    titles = {
        "rate": lambda: translate("RateCards", "Price"),
        "min_charge": lambda: translate("RateCards", "Least charge"),
        "max_charge": lambda: translate("RateCards", "Greatest charge"),
        "qty_min": lambda: translate("RateCards", "Least quantity"),
        "qty_step": lambda: translate("RateCards", "Quantity step"),
    }
    return titles[key]
