"""Rate cards (费用表): look at any card, change its prices and steps, keep them as a version of one's own; import."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services.estimates.card_editing import LIMIT, PRICED, edited, rows_of, with_step, without_row
from exporter_desk.services.estimates.card_view import card_name, versions_of
from exporter_desk.services.estimates.own_cards import own_cards_folder, save_own_card
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.card_about import CardAbout
from exporter_desk.ui.forms.text_grid import TextGrid
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.text_table import TextColumn, TextTable
from exporter_desk.ui.pages.exchange_rates import ExchangeRates
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.widgets import Button, CellState, ComboBox, Field, Flow, LineEdit, Page, Switch, plain_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.costs.cards import Card
    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.answers import Answer
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

_TOLD, _TIGHT_UNDER = 3, 800
CARDS, EXCHANGE = range(2)


class RateCardsPage(Page):
    """Nothing that was saved is ever overwritten; a shipped card is changed by keeping it under another name."""

    nav_key = "rates"
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self._versions: tuple[Card, ...] = ()
        self.views = Switch([("", ""), ("", "")])
        self.choice, self.version, self.about = ComboBox(), ComboBox(), CardAbout()
        self.own_id, self.source, self.until = (LineEdit(normalise=plain_width) for _ in range(3))
        self.fields = {
            "card": Field("", self.choice, width=400),
            "version": Field("", self.version, width=170),
            "id": Field("", self.own_id, width=190),
            "source": Field("", self.source, width=230),
            "until": Field("", self.until, width=130),
        }
        self.model = TextTable(
            [
                TextColumn("name", lambda: translate("RateCards", "Charge"), 0, shown=self._name),
                TextColumn("basis", lambda: translate("RateCards", "For each"), 118, shown=self._basis),
                *(TextColumn(key, _title(key), 96, "right") for key in (LIMIT, *PRICED)),
            ]
        )
        self.grid = TextGrid(self.model)
        self.save, self.take = Button("", "primary"), Button("", "fill")
        self.add_step, self.remove = Button("", "fill"), Button("", "fill")
        self.exchange = ExchangeRates(session, messages, tasks)
        self.cards = QWidget()
        self._build()
        self.views.chosen.connect(self.choose_view)
        self.choice.activated.connect(lambda _index: self.show_card())
        self.version.activated.connect(lambda _index: self._show())
        self.save.clicked.connect(self.keep)
        self.take.clicked.connect(self._choose)
        self.add_step.clicked.connect(lambda: self._change_rows(with_step))
        self.remove.clicked.connect(lambda: self._change_rows(without_row))
        self.retranslate()

    def _name(self, row: int) -> CellState:
        name = self.model.text(row, "name")
        return CellState(name, tone="ink2", note=name)

    def _basis(self, row: int) -> CellState:
        """What the price is for, in words where there are some."""
        key = self.model.text(row, "basis")
        name = self._session.desk.bases.get(key)
        words = key if name is None else pick(name)
        return CellState(words, tone="ink2", note=words)

    def _build(self) -> None:
        top, kept = QWidget(), QWidget()
        for box, keys in ((top, ("card", "version")), (kept, ("id", "source", "until"))):
            flow = Flow(box)
            theme.set_spacing(flow, 12)
            for key in keys:
                flow.addWidget(self.fields[key])
        tools = QHBoxLayout()
        theme.set_spacing(tools, 8)
        for button in (self.add_step, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.take)
        tools.addWidget(self.save)
        column = QVBoxLayout(self.cards)
        theme.set_spacing(column, 10)
        column.addWidget(top)
        column.addWidget(self.about)
        column.addWidget(self.grid, 1)
        column.addWidget(kept)
        column.addLayout(tools)
        column.addStretch(0)
        self.column.addWidget(self.cards, 1)
        self.column.addWidget(self.exchange, 1)
        self.exchange.hide()

    # -- showing

    def activated(self, case_id: str | None) -> None:
        """Show the cards; read behind the window where nothing has read them yet."""
        desk = self._session.desk
        if desk.has_prices():
            self._show_all()
            return
        self._tasks.start(
            translate("RateCards", "Reading the rate cards"),
            lambda _progress: desk.rules and desk.prices,
            lambda _prices: self._show_all() if not self.model.rows else None,
            self._failed,
        )

    def _show_all(self) -> None:
        self.show_cards(str(self.choice.currentData() or ""))
        if self.views.selected() == EXCHANGE:
            self.exchange.show_rates()

    def choose_view(self, view: int) -> None:
        """Show the cards, or the exchange rates."""
        self.views.select(view)
        self.cards.setVisible(view == CARDS)
        self.exchange.setVisible(view == EXCHANGE)
        if view == EXCHANGE:
            self.exchange.show_rates()

    def show_cards(self, chosen: str = "") -> None:
        cards = self._session.desk.prices.cards
        self.choice.set_entries([(_words(card), key) for key, card in sorted(cards.items())])
        self.choice.set_value(chosen if chosen in cards else next(iter(sorted(cards)), ""))
        self.show_card()

    def card(self) -> Card | None:
        """The version that is looked at: the current one unless an older one was chosen."""
        chosen = self.version.currentData()
        if isinstance(chosen, int) and 0 < chosen < len(self._versions):
            return self._versions[chosen]
        return self._session.desk.prices.cards.get(str(self.choice.currentData() or ""))

    def show_card(self) -> None:
        """Show the chosen card as it is now, and which versions of it were kept."""
        self._versions = versions_of(str(self.choice.currentData() or ""))
        words = [(card.card.version or "", number) for number, card in enumerate(self._versions)]
        self.version.set_entries(words or [("", 0)])
        self.version.set_value(0)
        self.fields["version"].setVisible(len(self._versions) > 1)
        self._show()

    def _show(self) -> None:
        card = self.card()
        self.model.show([] if card is None else rows_of(card, language(), self._session.desk.cost_texts))
        self.grid.restyle()
        if card is None:
            return
        head = card.card
        shipped = not self._versions
        self.own_id.setText(f"{head.card_id}-OWN" if shipped else head.card_id or "")
        self.source.setText("" if shipped else head.source or "")
        self.until.setText("" if shipped or head.valid_to is None else head.valid_to.isoformat())
        self.about.show_card(card, self._session.desk, clock.today())

    # -- what a person does

    def _change_rows(self, change: Callable[[Sequence[dict[str, str]], int], list[dict[str, str]]]) -> None:
        """Add or take away a step at the current row; nothing is kept before it is asked for."""
        at = self.grid.view.currentIndex().row()
        if 0 <= at < len(self.model.rows):
            self.model.show(change(self.model.rows, at))
            self.grid.restyle()
            self.grid.view.setCurrentIndex(self.model.index(min(at + 1, len(self.model.rows) - 1), 2))
            self.grid.view.setFocus()

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
        from exporter_desk.services.estimates.card_files import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileName(self, self.take.text(), "", kinds)
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, file: Path) -> None:
        """Read a file behind the window and keep its cards as own ones."""
        desk, today = self._session.desk, clock.today()
        label = translate("RateCards", "Reading the sheet")
        self._tasks.start(label, lambda _progress: _imported(desk, file, today), self._taken, self._failed)

    def _taken(self, answer: Answer) -> None:
        """Say what was kept, and everything that was told beside it; then show the card that came in."""
        kept = (answer.data or {}).get("saved")
        lines = (*answer.lines[:1], *answer.messages) if kept else answer.messages
        words = "\n".join(line.in_language(language()) for line in lines[: _TOLD + 1])
        self._messages.say(Message("error" if answer.exit_code else "warn" if len(lines) > 1 else "ok", words))
        self.show_cards(str(kept).partition("/")[0] if kept else str(self.choice.currentData() or ""))

    def _failed(self, error: Exception) -> None:
        say_refusal(self._messages, error)

    # -- the frame

    def title(self) -> str:
        return translate("RateCards", "Rate cards")

    def head_widget(self) -> QWidget | None:
        return self.views

    def first_focus(self) -> QWidget | None:
        return self.choice

    def arrange(self, room: Room) -> None:
        tight = room.width / room.scale < _TIGHT_UNDER
        basis, price = (66, 56) if tight else (118, 96) if room.wide else (92, 76)
        self.grid.set_widths((0, basis, *[price] * (1 + len(PRICED))))

    def retranslate(self) -> None:
        self.views.set_text(CARDS, translate("RateCards", "Rate cards"))
        self.views.set_text(EXCHANGE, translate("RateCards", "Exchange rates"))
        self.fields["card"].set_label(translate("RateCards", "Card"))
        self.fields["version"].set_label(translate("RateCards", "Kept version"))
        self.fields["id"].set_label(translate("RateCards", "Keep as"))
        self.fields["source"].set_label(translate("RateCards", "Whose quotation, of when"))
        self.fields["until"].set_label(translate("RateCards", "Valid to"))
        self.save.setText(translate("RateCards", "Keep as my card"))
        self.take.setText(translate("RateCards", "Import a file"))
        self.add_step.setText(translate("RateCards", "Add a step"))
        self.remove.setText(translate("RateCards", "Take the row away"))
        self.grid.view.setAccessibleName(translate("RateCards", "Rate cards"))
        self.about.retranslate()
        self.exchange.retranslate()
        if self.isVisible():
            self.show_cards(str(self.choice.currentData() or ""))


def _imported(desk: Desk, file: Path, today: date) -> Answer:
    """Read the cards of a file; what reads spreadsheets is loaded only then."""
    from exporter_desk.services.estimates.card_command import import_card

    return import_card(desk, file, today)


def _words(card: Card) -> str:
    words = f"{card.card.card_id} · {card_name(card)}"
    return f"{words} · {translate('RateCards', 'example')}" if card.card.example else words


def _title(key: str) -> Callable[[], str]:
    titles = {
        "to": lambda: translate("RateCards", "Up to"),
        "rate": lambda: translate("RateCards", "Price"),
        "min_charge": lambda: translate("RateCards", "Least charge"),
        "max_charge": lambda: translate("RateCards", "Greatest charge"),
        "qty_min": lambda: translate("RateCards", "Least quantity"),
        "qty_step": lambda: translate("RateCards", "Quantity step"),
    }
    return titles[key]
