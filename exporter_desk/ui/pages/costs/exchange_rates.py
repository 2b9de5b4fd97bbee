"""Exchange rates in the window: which are known, of which day; fetched anew only when somebody presses the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.refusal import refusal_message
from exporter_desk.ui.widgets import Button, CellState, Field, Label, LineEdit, Paragraph

if TYPE_CHECKING:
    from exporter_desk.services.answers import Answer
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Task, Tasks


class ExchangeRates(QWidget):
    """The address stands in a field before anything is asked of it; nothing is sent but the request for that file."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self._task: Task[Answer] | None = None
        self.intro = Paragraph("", "body", "ink2")
        self.address = LineEdit()
        self.field = Field("", self.address, width=520)
        self.fetch, self.stop = Button("", "fill"), Button("")
        self.state = Label("", "table", "ink2")
        self.model = TitledRows(["", "", ""], ("left", "right", "left"))
        self.table = ScrollingTable("list", row=30)
        self.table.set_model(self.model, (120, 140, 0))
        self._build()
        self.fetch.clicked.connect(self.refresh)
        self.stop.clicked.connect(self.cancel)
        self.stop.hide()

    def _build(self) -> None:
        row = QHBoxLayout()
        theme.set_spacing(row, 10)
        row.addWidget(self.field)
        for widget in (self.fetch, self.stop, self.state):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 12, (0, 0, 0, 0))
        column.addWidget(self.intro)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def show_rates(self) -> None:
        """The rates that an estimate of today would use, each with its own day; what reads them is loaded here."""
        from exporter_desk.services.estimates.fx_rates import ADDRESS, fx_file, shown

        if not self.address.text():
            self.address.setText(ADDRESS)
        self._show(shown(self._session.desk, "", clock.today(), fx_file()))

    def _show(self, answer: Answer) -> None:
        data = answer.data or {}
        rates = data.get("rates")
        rows = [one for one in rates if isinstance(one, dict)] if isinstance(rates, list) else []
        self.model.show(
            [
                (
                    CellState(str(one["currency"])),
                    CellState(str(one["cny"]), alignment="right"),
                    CellState(str(one["as_of"]), tone="ink2"),
                )
                for one in rows
            ]
        )
        self.table.restyle()
        newest = translate("RateCards", "Rates up to {day}").format(day=data.get("newest") or "–")
        purpose = translate(
            "RateCards",
            "For estimates only, not for refunds or declarations. A rate that you type into an estimate wins. "
            "The program asks the network only when you press the button, and only the address below.",
        )
        between = "。" if language() == "zh" else ". "
        self.intro.set_text(f"{newest}{between}{purpose}")

    # -- fetching

    def refresh(self) -> None:
        """Ask the shown address behind the window."""
        from exporter_desk.services.estimates.fx_rates import fx_file, refresh

        desk, address, today = self._session.desk, self.address.text().strip(), clock.today()
        self._messages.clear()
        label = translate("RateCards", "Fetching exchange rates")
        task = self._tasks.start(
            label, lambda progress: refresh(desk, address, today, fx_file(), progress.report), self._done, self._failed
        )
        self._task = task
        task.progressed.connect(self._show_progress)
        task.cancelled.connect(lambda: self._ended(translate("RateCards", "Stopped; the known rates stay")))
        self._set_busy(translate("RateCards", "Asking …"))

    def cancel(self) -> None:
        """Stop asking; the known rates stay."""
        if self._task is not None:
            self._task.cancel()
            self.state.setText(translate("RateCards", "Stopping …"))

    def _show_progress(self, done: int, _total: int) -> None:
        self.state.setText(translate("RateCards", "{count} KB received").format(count=f"{done / 1024:,.0f}"))

    def _done(self, answer: Answer) -> None:
        self._ended("")
        if answer.exit_code:
            self._messages.say(Message("error", "  ".join(line.in_language(language()) for line in answer.messages)))
            return
        self._show(answer)
        newest = str((answer.data or {}).get("newest") or "–")
        self._messages.say(Message("ok", translate("RateCards", "Fetched: rates up to {day}").format(day=newest)))

    def _failed(self, error: Exception) -> None:
        self._ended("")
        self._messages.say(
            refusal_message(error, lambda: translate("RateCards", "The rates could not be fetched. Nothing changed."))
        )

    def _ended(self, words: str) -> None:
        self._task = None
        self._set_busy(words)

    def _set_busy(self, words: str) -> None:
        busy = self._task is not None
        self.state.setText(words)
        self.stop.setVisible(busy)
        self.fetch.setEnabled(not busy)
        self.address.setReadOnly(busy)

    def retranslate(self) -> None:
        self.field.set_label(translate("RateCards", "Address of the rates (European Central Bank, 90 days)"))
        self.fetch.setText(translate("RateCards", "Fetch from the network"))
        self.stop.setText(translate("RateCards", "Stop"))
        self.model.set_titles(
            (
                translate("RateCards", "Currency"),
                translate("RateCards", "One is worth, CNY"),
                translate("RateCards", "Rate of"),
            )
        )
        self.table.view.setAccessibleName(translate("RateCards", "Exchange rates"))
        if self.isVisible():
            self.show_rates()
