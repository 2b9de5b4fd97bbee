"""The claim of a month: which shipments belong to it, which could, what it comes to, and its worksheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import half_width
from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.claims.saving import save_month, save_month_calendar
from exporter_desk.services.typed_words import read_month, read_period
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import FittingTable
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.refund_facts import sum_fact
from exporter_desk.ui.models.refund_month_rows import month_row
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refund.archive_line import ArchiveLine
from exporter_desk.ui.pages.refund.claim_findings import ClaimFindings
from exporter_desk.ui.pages.refund.rate_library_line import RateLibraryLine
from exporter_desk.ui.pages.refusal import attempt
from exporter_desk.ui.pages.saving import save_behind
from exporter_desk.ui.widgets import Button, FactsStrip, Field, Label, LineEdit, Page

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.period import Shipment
    from exporter_desk.services.claims.company_claims import MonthClaim
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Tasks

_WIDE = (110, 0, 150, 190, 110, 300)
_NARROW = (86, 0, 138, 178, 92, 236)
_REFUND = 3


class RefundMonthPage(Page):
    """A month is typed; its shipments are looked through behind the window and can be opened from the list."""

    nav_key = places.REFUNDS
    docks_help = False

    def __init__(
        self, session: Session, messages: Messages, tasks: Tasks, output: Path, clock: Clock = system_clock
    ) -> None:
        super().__init__()
        self.session, self.messages, self.tasks, self.clock = session, messages, tasks, clock
        self._output = output
        self._claim: MonthClaim | None = None
        self._month = ""
        self._shown: tuple[Shipment, ...] = ()
        self.month = LineEdit()
        self.month_field = Field("", self.month, width=130)
        self.look = Button("", "primary")
        self.sheets, self.calendar = Button("", "fill", icon="table"), Button("", "fill", icon="deadline")
        self.facts = FactsStrip()
        self.model = TitledRows([""] * len(_WIDE), ("left", "left", "left", "right", "left", "left"))
        self.list = FittingTable(row=38)
        self.list.set_model(self.model, _WIDE, whole=(_REFUND,))
        self.none = Label("", "body", "ink2")
        self.findings = ClaimFindings()
        self.brief = Label("", "body", bold=True)
        self._short = False
        self.rates = RateLibraryLine(session, messages, tasks, clock)
        self.archive = ArchiveLine(session, messages, tasks, output, clock)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 12)
        head.addWidget(self.month_field)
        for button in (self.look, self.sheets, self.calendar):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        theme.set_spacing(self.column, 12, (24, 12, 24, 14))
        self.column.addLayout(head)
        for widget in (self.facts, self.brief):
            self.column.addWidget(widget)
        self.column.addWidget(self.findings)
        self.column.addWidget(self.none)
        self.column.addWidget(self.list, 99)
        self.column.addStretch(1)
        self.foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        theme.set_spacing(self.foot, 12)
        self.foot.addWidget(self.archive)
        self.foot.addWidget(self.rates, 1)
        self.column.addLayout(self.foot)

    def _connect(self) -> None:
        self.look.clicked.connect(self.look_through)
        self.month.submitted.connect(self.look_through)
        self.sheets.clicked.connect(self._save_sheets)
        self.calendar.clicked.connect(self._save_calendar)
        self.archive.write.clicked.connect(self._archive)
        self.list.opened.connect(self._open)
        self.findings.turned.connect(self._show_room)

    # -- looking

    def activated(self, case_id: str | None) -> None:
        if not self.month.text():
            self.month.setText(f"{self.clock.today():%Y-%m}")
        self.rates.show_state()
        self.look_through()

    def look_through(self) -> None:
        """Assess every own shipment for the typed month, one after the other, behind the window."""
        try:
            month = read_month(half_width(self.month.text()))
        except UserFacingError as error:
            self.month_field.set_message("error", error.sentence(language()))
            self._forget()
            return
        self.month_field.clear_message()
        cases: list[Case] = []
        if not attempt(self.messages, lambda: cases.extend(self.session.own_cases())):
            return  # a claim without a shipment that cannot be read would be wrong
        desk, today = self.session.desk, self.clock.today()

        def work(progress: Progress) -> MonthClaim:
            return month_claim(cases, month, desk, today, progress.report)

        self._month = month
        self.tasks.start(_looking, work, lambda claim: self._take(month, claim), self._failed)

    def _forget(self) -> None:
        """Of what is no month nothing is known: neither the sums of the month before nor its shipments stand below."""
        self._month, self._claim, self._shown = "", None, ()
        self._show()

    def _take(self, month: str, claim: MonthClaim) -> None:
        if month != self._month:
            return  # another month was asked for meanwhile, and may have been answered already
        self._claim = claim
        order = ("claimed", "prepared", "open", "no_day")
        listed = [one for one in claim.view.shipments if one.standing in order]
        self._shown = tuple(sorted(listed, key=lambda one: order.index(one.standing)))
        self._show()

    def _failed(self, error: Exception) -> None:
        def words() -> str:
            return translate("RefundMonth", "The shipments could not be looked through. Try again.")

        self.messages.say(Message("error", words, detail=repr(error)))

    def _show(self) -> None:
        claim = self._claim
        self.model.show([month_row(one) for one in self._shown])
        for button in (self.sheets, self.calendar):
            button.setEnabled(claim is not None)
        self.findings.show_findings(() if claim is None else self.session.desk.render(claim.view.findings))
        self._show_sums(claim)
        self._show_room()

    def _show_sums(self, claim: MonthClaim | None) -> None:
        if claim is None:
            self.facts.set_facts(())
            self.brief.setText("")
            return
        claimed = translate("RefundMonth", "Claimed in the month ({count})")
        still = translate("RefundMonth", "Could be claimed ({count})")
        count = sum(one.standing == "open" for one in self._shown)
        facts = (
            sum_fact(claimed.format(count=len(claim.view.in_claim)), claim.view.claimed, strong=True),
            sum_fact(still.format(count=count), claim.view.open),
        )
        self.facts.set_facts(facts)
        self.brief.setText(" · ".join(f"{one.label} {one.value} {one.estimated}".strip() for one in facts))

    def _show_room(self) -> None:
        """The list, unless all findings are shown in its place; in a short window the sums stand in one line."""
        known, opened = self._claim is not None, self.findings.is_open()
        self.list.setVisible(bool(self._shown) and not opened)
        self.none.setVisible(known and not self._shown)
        self.facts.setVisible(known and not self._short)
        self.brief.setVisible(self._short and known)
        policy = QSizePolicy.Policy.Expanding if opened else QSizePolicy.Policy.Preferred
        self.findings.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.column.setStretchFactor(self.findings, 99 if opened else 0)

    # -- what a person does

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.go.emit(places.TODO, self._shown[row].member.case.id)

    def _archive(self) -> None:
        """Archive the period that is typed: a month, or a quarter or a year."""
        try:
            months = read_period(self.month.text())
        except UserFacingError as error:
            self.month_field.set_message("error", error.sentence(language()))
            return
        self.month_field.clear_message()
        self.archive.archive(months, half_width(self.month.text()))

    def _save_sheets(self) -> None:
        if (claim := self._claim) is not None:
            desk, output, today, spoken = self.session.desk, self._output, self.clock.today(), language()
            save_behind(self.tasks, self.messages, lambda: save_month(claim, desk, output, today, spoken))

    def _save_calendar(self) -> None:
        if (claim := self._claim) is not None:
            desk, output, today, spoken = self.session.desk, self._output, self.clock.today(), language()
            save_behind(self.tasks, self.messages, lambda: save_month_calendar(claim, desk, output, today, spoken))

    # -- the frame

    def title(self) -> str:
        return translate("RefundMonth", "Refund claims by month")

    def first_focus(self) -> QWidget | None:
        return self.month

    def arrange(self, room: Room) -> None:
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self.list.set_row(30 if room.short else 38)
        self._short = room.short
        self.archive.set_short(room.short)
        direction = QBoxLayout.Direction.LeftToRight if room.short else QBoxLayout.Direction.TopToBottom
        self.foot.setDirection(direction)
        self._show_room()

    def retranslate(self) -> None:
        self.month_field.set_label(translate("RefundMonth", "Month of the claim"))
        self.model.set_titles(
            (translate("RefundMonth", "Number"), translate("RefundMonth", "Shipment"),
             translate("RefundMonth", "Standing"), translate("RefundMonth", "Refund"),
             translate("RefundMonth", "Exported"), translate("RefundMonth", "Lost if not done by"))
        )  # fmt: skip
        self.list.view.setAccessibleName(self.title())
        self.none.setText(translate("RefundMonth", "No shipment belongs to this month, and none could be claimed."))
        for button, words in (
            (self.look, translate("RefundMonth", "Look through")),
            (self.sheets, translate("Refund", "Save worksheets")),
            (self.calendar, translate("Refund", "Save calendar")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.archive.retranslate()
        self.rates.retranslate()
        self._show()
        super().retranslate()


def _looking() -> str:
    return translate("RefundMonth", "Looking through the refunds")
