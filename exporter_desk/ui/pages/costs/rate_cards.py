"""Rate cards (费用表): look at any card, change its prices and steps, keep them as a version of one's own; import."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
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
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages.costs.exchange_rates import ExchangeRates
from exporter_desk.ui.pages.costs.import_notes import ImportNotes
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.pages.waiting_line import WaitingLine
from exporter_desk.ui.widgets import (
    Button,
    CellState,
    ComboBox,
    CutLabel,
    Field,
    Flow,
    LineEdit,
    Page,
    Switch,
    plain_width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.costs.cards import Card
    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.answers import Answer
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Task, Tasks
    from exporter_desk.ui.widgets import MarkKind

_TOLD, _TIGHT_UNDER = 3, 800
_WIDE, _NARROW, _TIGHT = (118, 96), (104, 88), (96, 78)
CARDS, EXCHANGE = range(2)


class RateCardsPage(Page):
    """Nothing that was saved is ever overwritten; a shipped card is changed by keeping it under another name."""

    nav_key = "rates"
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self._versions: tuple[Card, ...] = ()
        self._reading: Task[object] | None = None
        self._typed = False
        self.waiting = WaitingLine()
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
        self.grid, self.keys = TextGrid(self.model), CutLabel("", "note", "ink3")
        self.save, self.take = Button("", "primary"), Button("", "fill")
        self.add_step, self.remove = Button("", "fill"), Button("", "fill")
        self.exchange = ExchangeRates(session, messages, tasks)
        self.cards, self.notes, self._noting = QWidget(), ImportNotes(), False
        self._build()
        self.views.chosen.connect(self.choose_view)
        self.choice.activated.connect(lambda _index: self.show_card())
        self.version.activated.connect(lambda _index: self._show())
        self.save.clicked.connect(self.keep)
        self.take.clicked.connect(self._choose)
        self.add_step.clicked.connect(lambda: self._change_rows(with_step))
        self.remove.clicked.connect(lambda: self._change_rows(without_row))
        self.notes.read.connect(self._notes_read)
        self.model.typed.connect(self._mark_typed)
        self.grid.row_changed.connect(lambda _row: self._show_ready())
        self.waiting.stopped.connect(self.stop_reading)
        self.waiting.wanted.connect(self._read)
        self._show_parts()
        self._show_ready()
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
        tools.addWidget(self.keys, 1)
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
        self.column.addWidget(self.waiting, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.cards, 1)
        self.column.addWidget(self.notes, 1)
        self.column.addWidget(self.exchange, 1)

    # -- showing

    def activated(self, case_id: str | None) -> None:
        """Show the cards; read behind the window where nothing has read them yet."""
        self._look()

    def _look(self) -> None:
        if self._session.desk.has_prices():
            self._show_all()
        elif self._reading is None:
            self._read()

    def _read(self) -> None:
        desk = self._session.desk
        label = translate("RateCards", "Reading the rate cards")
        task = self._tasks.start(label, lambda progress: _read_prices(desk, progress))
        self._reading = task
        task.ended.connect(lambda: self._read_ended(task))
        task.failed.connect(lambda error: self._read_failed(task, error))
        self.waiting.say_busy(lambda: translate("RateCards", "Reading the rate cards"))
        self._show_parts()

    def stop_reading(self) -> None:
        """Wait no longer; what is read in the end is there when somebody asks again."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
            self.waiting.say_stopped(lambda: translate("RateCards", "Stopped. No rate card is shown yet."))

    def _read_failed(self, task: Task[object], error: Exception) -> None:
        if self._reading is task:
            self._reading = None
            self.waiting.say_failed(lambda: translate("RateCards", "The rate cards could not be read."))
            say_refusal(self._messages, error)

    def _read_ended(self, task: Task[object]) -> None:
        if self._reading is task:
            self._reading = None
            self._show_all()

    def _show_all(self) -> None:
        """Show what is known; prices that were typed and not kept yet stay as they are."""
        self._show_parts()
        if not self._typed:
            self.show_cards(str(self.choice.currentData() or ""))
        if self.views.selected() == EXCHANGE:
            self.exchange.show_rates()

    def choose_view(self, view: int) -> None:
        """Show the cards, or the exchange rates."""
        self.views.select(view)
        self._show_parts()
        self._look()

    def _show_parts(self) -> None:
        """Until the cards are read there is nothing to look at and nothing to press but Stop."""
        known, view = self._session.desk.has_prices() and self._reading is None, self.views.selected()
        self.waiting.setVisible(not known)
        self.cards.setVisible(known and view == CARDS and not self._noting)
        self.notes.setVisible(known and view == CARDS and self._noting)
        self.exchange.setVisible(known and view == EXCHANGE)

    def _mark_typed(self) -> None:
        self._typed = True

    def _show_ready(self) -> None:
        """A button is alive where it would do something."""
        rows, at = self.model.rows, self.grid.view.currentIndex().row()
        here = 0 <= at < len(rows)
        self.save.setEnabled(bool(rows))
        self.add_step.setEnabled(here and with_step(rows, at) != rows)
        self.remove.setEnabled(here and without_row(rows, at) != rows)

    def show_cards(self, chosen: str = "") -> None:
        cards = self._session.desk.prices.cards
        self.choice.set_entries([(_words(card, self._session.desk), key) for key, card in sorted(cards.items())])
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
        self._typed = False
        self.model.show([] if card is None else rows_of(card, language(), self._session.desk.cost_texts))
        self.grid.restyle()
        self.about.setVisible(card is not None)
        self._show_ready()
        if card is None:
            return
        head = card.card
        shipped = not self._versions
        self.own_id.setText(f"{head.card_id}-OWN" if shipped else head.card_id or "")
        self.source.setText("" if shipped else head.source or "")
        self.until.setText("" if shipped or head.valid_to is None else head.valid_to.isoformat())
        self.about.show_card(card, self._session.desk, clock.today())

    def _rename_rows(self) -> None:
        """Call the rows as the language of the window does and leave in them what was typed."""
        card = self.card()
        fresh = [] if card is None else rows_of(card, language(), self._session.desk.cost_texts)
        names = {(row["index"], row["path"]): row["name"] for row in fresh}
        rows = [row | {"name": names.get((row["index"], row["path"]), row["name"])} for row in self.model.rows]
        self.model.show(rows)

    # -- what a person does

    def _change_rows(self, change: Callable[[Sequence[dict[str, str]], int], list[dict[str, str]]]) -> None:
        """Add or take away a step at the current row; nothing is kept before it is asked for."""
        at = self.grid.view.currentIndex().row()
        if 0 <= at < len(self.model.rows):
            self.model.show(change(self.model.rows, at))
            self._typed = True
            self.grid.restyle()
            self.grid.view.setCurrentIndex(self.model.index(min(at + 1, len(self.model.rows) - 1), 2))
            self.grid.view.setFocus()
            self._show_ready()

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
        work = partial(_imported, desk, file, today)
        self._tasks.start(label, lambda _progress: work(), partial(self._taken, file.name), self._failed)

    def _taken(self, name: str, answer: Answer) -> None:
        """Say what was kept and show the card that came in; what was told beside it stands there until it is read."""
        data = answer.data or {}
        kept, findings = data.get("kept"), data.get("findings")
        files = [str(one) for one in kept] if isinstance(kept, list) else []
        found = findings if isinstance(findings, list) else []
        if not files and not found:
            self._messages.say(Message("error", " ".join(one.in_language(language()) for one in answer.messages)))
        elif files:
            kind: MarkKind = "error" if answer.exit_code else "warn" if found else "ok"
            self._messages.say(Message(kind, partial(_kept, files)))
        else:
            self._messages.say(Message("error", partial(_nothing_kept, name)))
        self.show_cards(files[0].partition("/")[0] if files else str(self.choice.currentData() or ""))
        self._noting = bool(found)
        self.notes.show_findings(name, found)
        self._show_parts()
        if found:
            self.notes.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _notes_read(self) -> None:
        self._noting = False
        self._show_parts()
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

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
        basis, price = _TIGHT if tight else _WIDE if room.wide else _NARROW
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
        self.keys.setText(self.grid.keys())
        self.about.retranslate()
        self.notes.retranslate()
        self.waiting.retranslate()
        self.exchange.retranslate()
        if self._typed:
            self._rename_rows()
        elif self.isVisible() and self._session.desk.has_prices():
            self.show_cards(str(self.choice.currentData() or ""))


def _read_prices(desk: Desk, progress: Progress) -> object:
    """Read what the page shows; between both parts somebody can stop it."""
    rules = desk.rules
    progress.check()
    return rules, desk.prices


def _kept(files: Sequence[str]) -> str:
    return translate("RateCards", "Kept: {file}").format(file=comma().join(files))


def _nothing_kept(name: str) -> str:
    return translate("RateCards", "Nothing was kept of “{file}”.").format(file=name)


def _imported(desk: Desk, file: Path, today: date) -> Answer:
    """Read the cards of a file; what reads spreadsheets is loaded only then."""
    from exporter_desk.services.estimates.card_command import import_card

    return import_card(desk, file, today)


def _words(card: Card, desk: Desk) -> str:
    words = f"{card.card.card_id} · {card_name(card, desk.foreign_texts, language())}"
    return f"{words} · {translate('RateCards', 'example')}" if card.card.example else words


def _title(key: str) -> Callable[[], str]:
    titles = {
        "to": lambda: translate("RateCards", "Up to"),
        "rate": lambda: translate("RateCards", "Price"),
        "min_charge": lambda: translate("RateCards", "Min. fee"),
        "max_charge": lambda: translate("RateCards", "Max. fee"),
        "qty_min": lambda: translate("RateCards", "Min. qty"),
        "qty_step": lambda: translate("RateCards", "In steps of"),
    }
    return titles[key]
