"""Goods and packing (商品与装箱): two grids with the keys of a spreadsheet, totals, and the form of the deal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget

from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_grid import CaseGrid
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.deal_form import DealForm
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models import goods_model, packing_model
from exporter_desk.ui.models.goods_model import GoodsModel
from exporter_desk.ui.models.issues import MARKS, Issues, issues_of, obvious_repair
from exporter_desk.ui.models.packing_model import PackingModel
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, take_aim
from exporter_desk.ui.pages.dropped import dragged_file, dropped_file, pasted_list
from exporter_desk.ui.pages.goods.goods_tools import TABLE, GoodsTools
from exporter_desk.ui.pages.goods.totals_bar import TotalsBar
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import Banner, Button, EmptyState, Label, LineEdit, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

GOODS, PACKING, DEAL = range(3)


class GoodsPage(StepPage):
    """The goods above the packing; in short windows one at a time. The deal's form is the third view."""

    step = Step.GOODS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        lookup = CodeLookup(session.desk)
        self.goods_model = GoodsModel(session, lookup, self.attempt)
        self.packing_model = PackingModel(session, lookup, self.attempt)
        self.goods = CaseGrid(self.goods_model, self.together)
        self.packing = CaseGrid(self.packing_model, self.together)
        self.deal = DealForm(session, lookup, self.attempt)
        self.issues, self._short, self._wide = Issues(), False, True
        self._view, self._aim, self._last = GOODS, "", self.goods
        self._absent: tuple[str, ...] = ()
        self.tools = GoodsTools()
        self.split = Button("", "text", small=True)
        self.goods_title, self.packing_title = SectionHeader("", ""), SectionHeader("", "")
        self.empty = EmptyState("", ("",))
        self.strip = Banner("error")
        self.totals = TotalsBar()
        self.keys, self.done = Label("", "note", "ink3"), Button("", "primary", key="Ctrl+Enter")
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()

    def _build(self) -> None:
        self.packing_title.add(self.split)
        foot = QHBoxLayout()
        theme.set_spacing(foot, 12)
        foot.addWidget(self.keys)
        foot.addStretch(1)
        foot.addWidget(self.done)
        theme.set_spacing(self.column, 10, (24, 12, 24, 14))
        self.column.addWidget(self.tools)
        content: tuple[tuple[QWidget, int], ...] = (
            (self.goods_title, 0), (self.empty, 0), (self.goods, 30), (self.strip, 0), (self.packing_title, 0),
            (self.packing, 20), (self.deal, 99), (self.totals, 0),
        )  # fmt: skip
        for part, stretch in content:
            if part is self.totals:
                self.column.addStretch(1)
            self.column.addWidget(part, stretch)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        tools = self.tools
        tools.two_views.chosen.connect(lambda index: self.choose_view((GOODS, DEAL)[index]))
        tools.three_views.chosen.connect(self.choose_view)
        tools.mode.chosen.connect(lambda index: self.to_guide() if index != TABLE else None)
        tools.undo.clicked.connect(self.undo)
        tools.redo.clicked.connect(self.redo)
        tools.add.clicked.connect(lambda: self.grid().add_row())
        tools.remove.clicked.connect(lambda: self.grid().remove_rows())
        tools.paste.clicked.connect(self.paste)
        tools.bring.clicked.connect(lambda: self.travel(places.IMPORT))
        tools.earlier.clicked.connect(lambda: self.travel(places.EARLIER))
        for button in (tools.box, self.split):
            button.clicked.connect(lambda: self.travel(places.BOXING))
        self.strip.acted.connect(self._repair)
        self.done.clicked.connect(self.go_on)
        self.totals.container.activated.connect(lambda _index: self._choose_container())
        self.empty.acted.connect(lambda _index: self.goods.add_row())
        for grid in (self.goods, self.packing):
            grid.placed.connect(lambda chosen=grid: self._placed(chosen))
            grid.elsewhere = partial(self._elsewhere, here=grid)
            grid.left_out.connect(self.tell_left_out)

    # -- what is shown

    def show_case(self) -> None:
        self.issues = issues_of(self.analysis.own_findings)
        self.goods_model.refresh(self.issues)
        self.packing_model.refresh(self.issues)
        if self._absent != self._absent_columns():
            self._hide_packing_columns()
        self.deal.show_case(self.issues)
        self.totals.show_case(self.case, self.analysis.totals)
        self._show_titles()
        self.tools.show_steps(self.session)
        self._show_strip()
        self._show_done()
        self._show_view()

    def _show_titles(self) -> None:
        lines, boxes = len(self.case.goods), self.analysis.totals["cartons"].value
        count = translate("Goods", "{count} lines").format(count=lines)
        packed = "" if boxes is None else translate("Goods", "{count} boxes").format(count=f"{boxes:,f}")
        goods, packing = translate("Goods", "Goods"), translate("Goods", "Packing")
        self.goods_title.set_text(goods, count)
        self.packing_title.set_text(packing, packed)
        deal = translate("Goods", "Parties and terms")
        for index, text in enumerate((translate("Goods", "Goods and packing"), deal)):
            self.tools.two_views.set_text(index, text)
        for index, text in enumerate((f"{goods} {lines}", f"{packing} {packed}".strip(), deal)):
            self.tools.three_views.set_text(index, text)

    def _show_view(self) -> None:
        view, lines, short = self.view(), bool(self.case.goods) if self.has_case() else False, self._short
        cursor = QApplication.focusWidget()
        self.goods.setVisible(view == GOODS and lines)
        self.empty.setVisible(view == GOODS and not lines)
        self.goods_title.setVisible(view == GOODS and not short)
        self.packing.setVisible(view == PACKING or (view == GOODS and not short and lines))
        self.packing_title.setVisible(self.packing.isVisibleTo(self) and not short)
        self.deal.setVisible(view == DEAL)
        self.totals.setVisible(view != DEAL or not short)
        self.strip.setVisible(view != DEAL and bool(self.strip.text.text()))
        self.tools.show_for(tables=view != DEAL, packing=view == PACKING)
        if cursor is not None:
            self._follow_rows(cursor)

    def _follow_rows(self, cursor: QWidget) -> None:
        """The cursor goes from a grid whose last row went to what stands there instead, and back with the rows."""
        grids = (self.goods, self.packing)
        if self.empty.isVisibleTo(self) and any(grid.isAncestorOf(cursor) for grid in grids):
            for verb in self.empty.findChildren(Button):
                verb.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.empty.isAncestorOf(cursor) and self.goods.isVisibleTo(self):
            grid = self._last if self._last.isVisibleTo(self) else self.goods
            if grid.view.currentIndex().column() < 1:  # nowhere, or on the number of a row, which nobody types
                grid.select(0, 1)
            grid.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_view(self, view: int) -> None:
        self._view = view
        self._last = self.packing if view == PACKING else self.goods
        self.tools.two_views.select(int(view == DEAL))
        self.tools.three_views.select(view)
        self._show_view()

    def view(self) -> int:
        """The view that is chosen; packing has its own only in short windows."""
        return GOODS if self._view == PACKING and not self._short else self._view

    def grid(self) -> CaseGrid:
        """The grid that buttons and keys act on: the one with the cursor last."""
        return self._last

    def _placed(self, grid: CaseGrid) -> None:
        if grid.view.hasFocus():
            self._last = grid
            self.figure_actions.follow()
        self._show_strip()

    # -- the strip below the goods

    def _show_strip(self) -> None:
        """The problem of the current cell, else the first waiting text of the shipment."""
        if not self.has_case():
            return
        path = self._troubled_path()
        finding = self.issues.in_cell(path)
        unread = self.packing_model.unread.get(path)
        if finding is None and unread is None:
            self.strip.say("hint", "", "")
            self.strip.hide()
            return
        if finding is None:
            text = translate("Goods", "“{text}” names no goods here. Type a name or row number and a quantity.")
            self.strip.say("error", pick(self.session.name_of(path)), text.format(text=unread))
        else:
            repair = obvious_repair(self.case.drafts, path)
            verb = translate("Goods", "Change to {text}").format(text=repair) if repair else ""
            words = " ".join(part for part in (finding.text(language()), finding.remedy(language())) if part)
            self.strip.say(MARKS[finding.severity], pick(self.session.name_of(path)), words, verb)
        self.strip.setVisible(self.view() != DEAL)

    def _troubled_path(self) -> str:
        here = self.grid().path()
        waiting = (path for path in self.case.drafts if path.partition(".")[0] in ("goods", "packages"))
        return here if self.issues.in_cell(here) or here in self.packing_model.unread else next(waiting, here)

    def _repair(self) -> None:
        path = self._troubled_path()
        repair = obvious_repair(self.case.drafts, path)
        if repair and self.attempt(lambda: self.session.type_text(path, repair)):
            self._reveal(path)

    # -- what a person does

    def paste(self) -> None:
        """Into the grid whose titles the text has, else where the cursor was last; the cursor goes there."""
        self._last.paste(QApplication.clipboard().text())
        if self.isVisible():
            self._go_to_pasted()

    def _go_to_pasted(self) -> None:
        if self._last.model.rowCount():
            if self.view() == GOODS and self._last is self.packing and self._short:
                self.choose_view(PACKING)
            self._last.select(self._last.model.rowCount() - 1, 1)
            self._last.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _elsewhere(self, rows: Sequence[Sequence[str]], here: CaseGrid) -> bool:
        """A list that does not go into this grid as it is: into the other one, else to where its columns are named."""
        from exporter_desk.services.goods.sheet_columns import titled

        other = self.goods if here is self.packing else self.packing
        if other.take_list(rows):
            self._last = other
            self._go_to_pasted()
        elif titled(rows) is not None:
            pasted_list(rows)
            self.travel(places.IMPORT)
        else:
            return False
        return True

    @guarded()
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_file(event) is not None:
            event.acceptProposedAction()

    @guarded()
    def dropEvent(self, event: QDropEvent) -> None:
        """A spreadsheet that is dropped anywhere on the page is read for import."""
        path = dragged_file(event)
        if path is not None:
            event.acceptProposedAction()
            dropped_file(path)
            self.travel(places.IMPORT)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V also where no cell has the cursor: the first goods come into an empty list."""
        if event.matches(QKeySequence.StandardKey.Paste) and self.view() != DEAL:
            self.paste()
        else:
            super().keyPressEvent(event)

    def extend_menu(self, menu: QMenu, widget: QWidget) -> None:
        """In a grid also what its keys do; the field of a cell that is being edited has its own menu."""
        grid = next((one for one in (self.goods, self.packing) if one.isAncestorOf(widget)), None)
        if grid is not None and not isinstance(widget, LineEdit):
            for words, keys, act in (
                (translate("Goods", "Cut"), "Ctrl+X", grid.cut),
                (translate("Goods", "Copy"), "Ctrl+C", grid.view.copy),
                (translate("Goods", "Paste"), "Ctrl+V", self.paste),
                (translate("Goods", "Fill down"), "Ctrl+D", grid.fill_down),
                (translate("Goods", "Add a row"), "Insert", grid.add_row),
                (translate("Goods", "Remove row"), "Ctrl+Delete", grid.remove_rows),
            ):
                menu.addAction(f"{words}\t{keys}", act)
        super().extend_menu(menu, widget)

    def to_guide(self) -> None:
        """The line with the cursor, one question at a time."""
        path = self.grid().path() if self.view() != DEAL else ""
        if path.startswith("goods."):
            aim_at(path)
        self.travel(places.GUIDED)

    def go_on(self) -> None:
        """Ctrl+Enter: the next step that this shipment needs."""
        self.open_step(self._following())

    def _following(self) -> Step:
        """Warehouse costs, unless it is known that the goods pass no warehouse."""
        known = self.is_concluded() and self.analysis.progress.warehouse_used is False
        return Step.DOCUMENTS if known else Step.COSTS

    def show_conclusions(self) -> None:
        self._show_done()

    def _show_done(self) -> None:
        name = pick(self.session.desk.workflow_wording.say(f"steps.{self._following()}"))
        self.done.setText(translate("Goods", "Done, on to: {step}").format(step=name))
        self.done.updateGeometry()

    def _choose_container(self) -> None:
        """Write the type to every container of the route; the first choice makes the first container."""
        kind = str(self.totals.container.currentData() or "")

        def write() -> None:
            count = len(self.case.route.containers)
            if not count and kind:
                self.session.add_item("route.containers")
                count = 1
            for index in range(count):
                self.session.type_text(f"route.containers.{index}.kind", kind)

        self.together(write, "containers")

    def _reveal(self, path: str) -> bool:
        """Show the field of a path, in a grid or in the form."""
        for view, grid in ((GOODS, self.goods), (PACKING, self.packing)):
            if grid.model.cell_of_path(path) is not None:
                self.choose_view(view if self._short else GOODS)
                self._last = grid
                return grid.reveal(path)
        self.choose_view(DEAL)
        return self.deal.reveal_path(path)

    # -- the frame

    def activated(self, case_id: str | None) -> None:
        self.packing_model.unread.clear()
        super().activated(case_id)
        self.tools.mode.select(TABLE)
        self._aim = take_aim()
        if not self._aim and self.goods_model.rowCount() and not self.goods.view.currentIndex().isValid():
            self.goods.select(0, 1)

    def first_focus(self) -> QWidget | None:
        if self._aim and self._reveal(self._aim):
            return self.focusWidget() or QApplication.focusWidget()
        return self.empty.findChild(Button) if self.empty.isVisibleTo(self) else self.goods.view

    def commands(self) -> Mapping[str, Callable[[], None]]:
        own = {"case.continue": self.go_on, "edit.fill_down": lambda: self.grid().fill_down()}
        return {**super().commands(), **own}

    def arrange(self, room: Room) -> None:
        if room.short and not self._short:
            self._stay_with_packing()
        self._short, self._wide = room.short, room.wide
        hidden = () if room.wide else goods_model.OPTIONAL
        seen = self.goods.hide_columns(hidden)
        self._hide_packing_columns()
        self.tools.arrange(wide=room.wide, short=room.short, seen=seen, of=len(goods_model.COLUMNS))
        for grid in (self.goods, self.packing):
            grid.set_row(30 if room.short else 34)
        self.totals.set_short(room.short)
        self.keys.setVisible(room.wide)
        if self.has_case():
            self._show_titles()
            self.tools.show_steps(self.session)
            self._show_view()

    def _stay_with_packing(self) -> None:
        """A low window has one table at a time: it goes on with the boxes where the cursor is in them."""
        focused = self.window().focusWidget()
        if focused is not None and any(part.isAncestorOf(focused) for part in (self.packing, self.packing_title)):
            self.choose_view(PACKING)
            if not self.packing.isAncestorOf(focused):
                self.packing.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _absent_columns(self) -> tuple[str, ...]:
        """Which container a run of boxes goes into is asked where there are several, and shown where it was said."""
        case = self.case if self.has_case() else None
        asked = case is not None and (
            len(case.route.containers) > 1 or any(package.container for package in case.packages)
        )
        return () if asked else (packing_model.BY_CONTAINER,)

    def _hide_packing_columns(self) -> None:
        self._absent = self._absent_columns()
        hidden = () if self._wide else packing_model.OPTIONAL
        if not self._absent:  # what is in a box has to stay readable
            hidden = (*hidden, *packing_model.GIVES_WAY)
        self.packing.hide_columns(hidden, absent=self._absent)

    def retranslate(self) -> None:
        self.tools.retranslate()
        self.split.setText(translate("Goods", "Split into boxes by goods"))
        self.split.updateGeometry()
        self.keys.setText(
            translate(
                "Goods",
                "F2 edit · F4 list of codes · Ctrl+D fill down · Ctrl+I where from · F8 estimate · Ctrl+Tab out",
            )
        )
        self.empty.paragraph.set_text(
            translate("Goods", "No goods yet. Add a row, import a list, take earlier goods, or paste rows by Ctrl+V.")
        )
        for verb in self.empty.findChildren(Button):
            verb.setText(translate("Goods", "Add a row"))
            verb.updateGeometry()
        self.goods.view.setAccessibleName(translate("Goods", "Goods"))
        self.packing.view.setAccessibleName(translate("Goods", "Packing"))
        self.deal.retranslate()
        super().retranslate()
