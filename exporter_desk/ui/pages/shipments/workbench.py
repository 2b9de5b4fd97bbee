"""The workbench (工作台): what is urgent, the own shipments, and one button to begin a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.workflow import Status
from exporter_desk.storage.summary import Only
from exporter_desk.system import clock as system_clock
from exporter_desk.system import settings
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.shipments.refund_strip import RefundStrip
from exporter_desk.ui.pages.shipments.shipments_page import ShipmentsPage
from exporter_desk.ui.widgets import Button, CellState, Column, EmptyState, Label, ListCard, Row, SectionHeader, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.services.session import Session
    from exporter_desk.storage.summary import CaseSummary
    from exporter_desk.system.clock import Clock
    from exporter_desk.system.settings import Settings
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

LOOKED_THROUGH = 200
"""How many of the latest shipments are looked through for urgent matters; home must open fast with 5,000."""
MOST_SHOWN, MOST_IN_SHORT = 3, 2
# English names, whatever language the machine speaks.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class WorkbenchPage(ShipmentsPage):
    """Worst first, then the latest shipments. Nothing here opens a case."""

    nav_key = places.HOME

    def __init__(
        self,
        session: Session,
        messages: Messages,
        clock: Clock = system_clock,
        tasks: Tasks | None = None,
        chosen: Settings | None = None,
    ) -> None:
        """`chosen` remembers what the list is narrowed to."""
        super().__init__(session, messages, clock)
        self._chosen = chosen
        self.refunds = RefundStrip(session, tasks, clock)
        self.refunds.told.connect(self._fit_urgent)
        self.refunds.opened.connect(lambda: self.go.emit(places.REFUNDS, None))
        self.urgent_title, self.mine_title = SectionHeader(""), SectionHeader("")
        self.urgent = ListCard((Column("", 28), Column("", 96), Column("", 250), Column("")), row=46)
        self.urgent.set_opens(True)
        self._urgent: tuple[CaseSummary, ...] = ()
        self._matters: tuple[CaseSummary, ...] = ()
        self._short = False
        self.urgent.opened.connect(lambda row: self._open_urgent(self._urgent[row].id))
        self.mine_title.add(self.filters)
        self.mine_title.add(self.search)
        self.filters.chosen.connect(self._remember)
        self.empty, self.samples = EmptyState("", ()), Button("", "fill")
        self.samples.clicked.connect(self.bring_samples)
        self.nothing_found = Label("", "body", "ink2")
        self.note = Label("", "note", "ink3")
        for widget in (self.refunds, self.urgent_title, self.urgent, self.mine_title, self.empty, self.nothing_found):
            self.column.addWidget(widget)
        self.column.addWidget(self.samples)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.column.addWidget(self.note)
        self.retranslate()

    def title(self) -> str:
        return translate("Workbench", "Home")

    def subtitle(self) -> str:
        today = self.clock.today()
        names = translate("Workbench", "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday").split(",")
        if language() == "zh":
            return f"{today.isoformat()} {names[today.weekday()]}"
        return f"{names[today.weekday()]} {today.day} {_MONTHS[today.month - 1]} {today.year}"

    def reload(self) -> None:
        count, narrowed = self.show_found(), self.filters.is_on() or bool(self.search.text().strip())
        every = self.session.count() if narrowed else count
        number = translate("Workbench", "{count} of {every}").format(count=count, every=every)
        self.mine_title.set_text(translate("Workbench", "My shipments"), number if narrowed else str(count))
        self.list.setVisible(count > 0)
        for widget in (self.empty, self.samples):
            widget.setVisible(every == 0)
        self.filters.setVisible(every > 0)
        self.nothing_found.setVisible(count == 0 and every > 0)
        self.note.setVisible(count > 0 and not self._short)
        latest = self.session.summaries(limit=LOOKED_THROUGH)
        self._show_urgent(urgent_matters(latest))
        self.refunds.look(latest)

    def activated(self, case_id: str | None) -> None:
        if self._chosen is not None:
            self.filters.fill()
            kept = (self._chosen.get(option) or None for option in (settings.HOME_STATUS, settings.HOME_COUNTRY))
            self.filters.choose(Only(*kept))
        super().activated(case_id)

    def _remember(self) -> None:
        """The next start narrows the list alike; the number beside the title tells how much is not shown."""
        chosen, only = self._chosen, self.filters.only()
        if chosen is not None:
            self.attempt(lambda: chosen.set(settings.HOME_STATUS, only.status or ""))
            self.attempt(lambda: chosen.set(settings.HOME_COUNTRY, only.dest or ""))

    def bring_samples(self) -> None:
        """Put the shipped samples into the list, or back into their first state."""
        desk = self.session.desk
        texts = {name: desk.sample_text(name) for name in desk.sample_names()}
        if self.attempt(lambda: self.session.cases.seed_samples(texts)):
            self.reload()
            self.list.setFocus()

    def _fit_urgent(self) -> None:
        if len(self._urgent) != len(self._matters[: self._most()]):
            self._show_urgent(self._matters)

    def _show_urgent(self, found: tuple[CaseSummary, ...]) -> None:
        self._matters, self._urgent = found, found[: self._most()]
        self.urgent_title.set_text(translate("Workbench", "Needs attention"), str(len(found)))
        for widget in (self.urgent_title, self.urgent):
            widget.setVisible(bool(found))
        self.urgent.set_rows([self._urgent_row(summary) for summary in self._urgent])

    def _most(self) -> int:
        """So many urgent rows leave room for the list below them."""
        if not self._short:
            return MOST_SHOWN
        return MOST_IN_SHORT - self.refunds.is_long()

    def _urgent_row(self, summary: CaseSummary) -> Row:
        problem = summary.shown.status == Status.PROBLEM
        step = self.words.next_step(summary)
        text = translate("Workbench", "{step}: there are errors to put right") if problem else "{step}"
        return Row(
            (
                CellState("", mark="error" if problem else "warn"),
                CellState(summary.number or "", tone="ink2"),
                CellState(self.words.name(summary), bold=True),
                CellState(text.format(step=step), tone="ink2"),
            ),
            (Verb(translate("Workbench", "Deal with it"), lambda: self._open_urgent(summary.id)),),
        )

    def _open_urgent(self, case_id: str) -> None:
        self.go.emit(places.TODO, case_id)

    def arrange(self, room: Room) -> None:
        super().arrange(room)
        self._short = room.short
        self.note.setVisible(not room.short and self.list.isVisibleTo(self))
        theme.set_spacing(self.column, 10 if room.short else 16, (24, 12, 24, 14))
        self._fit_urgent()

    def retranslate(self) -> None:
        super().retranslate()
        self.refunds.retranslate()
        text = translate("Workbench", "No shipments yet. Open a sample to look around, or begin a new one.")
        self.empty.paragraph.set_text(text)
        self.samples.setText(translate("Workbench", "Bring the samples"))
        self.samples.updateGeometry()
        self.nothing_found.setText(translate("Workbench", "Nothing found. Try a shorter word, or other filters."))
        note = translate(
            "Workbench", "Enter opens · right-click for more · deleted shipments stay in the bin for 30 days"
        )
        self.note.setText(note)
        self.urgent.setAccessibleName(translate("Workbench", "Needs attention"))


def urgent_matters(summaries: Iterable[CaseSummary]) -> tuple[CaseSummary, ...]:
    """The shipments with a problem, the latest change first; samples are nobody's urgent matter."""
    return tuple(one for one in summaries if one.sample is None and one.shown.status == Status.PROBLEM)
