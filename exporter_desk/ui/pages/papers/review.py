"""The review (复核): a second person reads the values through and ticks what is right; a change turns the tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.domain.ticks import TickState
from exporter_desk.services.review import ReviewRow, review_rows
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.moments import local_moment
from exporter_desk.ui.widgets import Button, CellState, Label, Paragraph, TableCard
from exporter_desk.ui.widgets.ticking import RowTicks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks
    from exporter_desk.ui.widgets import MarkKind

_WIDE, _NARROW = (40, 200, 0, 230), (40, 190, 0, 160)
_MARKS: dict[TickState | None, MarkKind] = {None: "not_started", TickState.HOLDS: "ok", TickState.CHANGED: "warn"}


class ReviewPage(CasePage):
    """Space or Enter ticks the row or takes the tick back; each is a step that undo takes back."""

    step = Step.CHECK

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._shown: tuple[ReviewRow, ...] = ()
        self.count, self.how = Label("", "body", bold=True), Paragraph("", "note", "ink2")
        self.back = Button("", "text")
        self.rows = TitledRows([""] * 4)
        self.list = TableCard("list", row=38)
        self.list.set_model(self.rows, _WIDE)
        head = QHBoxLayout()
        theme.set_spacing(head, 12)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.back)
        self.column.addLayout(head)
        self.column.addWidget(self.how)
        self.column.addWidget(self.list, 1)
        theme.set_spacing(self.column, 10, (24, 12, 24, 14))
        RowTicks(self.list).ticked.connect(self.tick)
        self.back.clicked.connect(lambda: self.travel(places.STEPS[Step.CHECK]))
        self.retranslate()

    # -- what is shown

    def show_case(self) -> None:
        at = self.list.view.currentIndex().row()
        self._shown = review_rows(self.analysis)
        self.rows.show([self._row(one) for one in self._shown])
        if self._shown:
            self.list.select(min(max(at, 0), len(self._shown) - 1))
        held = sum(one.state is TickState.HOLDS for one in self._shown)
        turned = sum(one.state is TickState.CHANGED for one in self._shown)
        words = translate("Review", "{held} of {count} ticked").format(held=held, count=len(self._shown))
        changed = translate("Review", "{count} changed after the tick").format(count=turned)
        self.count.setText(f"{words}  ·  {changed}" if turned else words)

    def _row(self, one: ReviewRow) -> tuple[CellState, ...]:
        said, text = self._said(one), pick(one.text)
        return (
            CellState("", mark=_MARKS[one.state], note=said),
            CellState(pick(one.name), tone="ink2", note=pick(one.name)),
            CellState(text, note=text),
            CellState(said, tone="ink2", note=said, bold=one.state is TickState.CHANGED),
        )

    def _said(self, one: ReviewRow) -> str:
        if one.tick is None:
            return translate("Review", "not looked at yet")
        at = local_moment(one.tick.at or "", None)
        day = one.tick.at if at is None else f"{at:%Y-%m-%d %H:%M}"
        who = " ".join(part for part in (one.tick.by, day) if part)
        if one.state is TickState.CHANGED:
            return translate("Review", "changed since: {who}").format(who=who)
        return who

    # -- what a person does

    def tick(self, row: int) -> None:
        """Tick a row that has no tick or an outdated one; take a tick that holds back."""
        if 0 <= row < len(self._shown):
            one = self._shown[row]
            self.attempt(lambda: self.session.tick((one.path,), on=one.state is not TickState.HOLDS))

    # -- the frame

    def title(self) -> str:
        return translate("Review", "Review")

    def first_focus(self) -> QWidget | None:
        return self.list.view

    def arrange(self, room: Room) -> None:
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self.list.set_row(34 if room.short else 38)

    def retranslate(self) -> None:
        self.back.setText(translate("Review", "Back to the findings"))
        self.back.updateGeometry()
        self.how.set_text(
            translate(
                "Review",
                "Somebody other than the person who typed compares each value with its source and ticks it with the "
                "space bar. A later change of that value turns its tick; nothing else does.",
            )
        )
        self.rows.set_titles(
            (
                "",
                translate("Review", "Value"),
                translate("Review", "What stands there"),
                translate("Review", "Ticked by"),
            )
        )
        self.list.view.setAccessibleName(self.title())
        super().retranslate()
