"""The list of shipments as a table model: it asks for one page of summaries when a row of it is first looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from exporter_desk.services.sample_text import sample_text
from exporter_desk.services.workflow import Status, Step
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.pages.moments import local_moment
from exporter_desk.ui.widgets import CELL_ROLE, CellState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from exporter_desk.services.session import Session
    from exporter_desk.storage.summary import CaseSummary
    from exporter_desk.ui.widgets import MarkKind

    Fetch = Callable[[int, int], Sequence[CaseSummary]]
    """Called with limit and offset; gives that part of the list."""

Index = QModelIndex | QPersistentModelIndex
PAGE = 50


class SummaryWords:
    """Says in words what a summary holds in codes."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session, self._now = session, now

    def goods(self, summary: CaseSummary) -> str:
        shown = summary.shown
        goods = shown.goods if language() == "zh" else shown.goods_en or shown.goods
        return goods or self.title(summary)

    def title(self, summary: CaseSummary) -> str:
        """The title that a person typed; that of a sample in the language of the window."""
        if language() == "zh":  # samples keep their Chinese title, so the first page needs no file of texts
            return summary.shown.title
        return pick(sample_text(summary.shown.title, self._session.desk.case_wording))

    def destination(self, summary: CaseSummary) -> str:
        code = summary.shown.dest
        return self._session.desk.codes.label("countries", code, language()) if code else ""

    def name(self, summary: CaseSummary) -> str:
        """Goods and destination, as far as they are known."""
        known = [part for part in (self.goods(summary), self.destination(summary)) if part]
        return " → ".join(known) or translate("Shipments", "Shipment without a name")

    def next_step(self, summary: CaseSummary) -> str:
        """Empty when there is none, or one that this version of the program does not know."""
        key = summary.shown.next_step
        return pick(self._session.desk.workflow_wording.say(f"steps.{key}")) if key in tuple(Step) else ""

    def handed_over(self, summary: CaseSummary) -> str:
        """Which version is handed over; empty where none is, it changed since, or something has to be put right."""
        version = summary.shown.handed_over
        if not version or summary.shown.status == Status.PROBLEM:
            return ""
        return pick(self._session.desk.workflow_wording.say("notes.packet_handed_over", version=version))

    def modified(self, summary: CaseSummary) -> str:
        """今天 09:12, 昨天 17:40, else the day."""
        now = self._now()
        when = local_moment(summary.modified_at, now.tzinfo)
        if when is None:
            return summary.modified_at
        if when.date() == now.date():
            return translate("Shipments", "Today {time}").format(time=f"{when:%H:%M}")
        if when.date() == now.date() - timedelta(days=1):
            return translate("Shipments", "Yesterday {time}").format(time=f"{when:%H:%M}")
        return when.date().isoformat()


class ShipmentModel(QAbstractTableModel):
    """Rows of CaseSummary; only the pages that were looked at are in memory."""

    def __init__(self, words: SummaryWords) -> None:
        super().__init__()
        self._words = words
        self._count = 0
        self._fetch: Fetch = lambda _limit, _offset: ()
        self._pages: dict[int, Sequence[CaseSummary]] = {}

    def show(self, count: int, fetch: Fetch) -> None:
        """Replace the list: how many rows there are, and where they come from."""
        self.beginResetModel()
        self._count, self._fetch, self._pages = count, fetch, {}
        self.endResetModel()

    def summary(self, row: int) -> CaseSummary | None:
        """One row; None when the list has become shorter since it was counted."""
        if not 0 <= row < self._count:
            return None
        page, at = divmod(row, PAGE)
        if page not in self._pages:
            self._pages[page] = self._fetch(PAGE, page * PAGE)
        found = self._pages[page]
        return found[at] if at < len(found) else None

    @guarded(0)
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    @guarded(0)
    def columnCount(self, parent: Index | None = None) -> int:
        return len(_CELLS)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        wanted = role in (CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        summary = self.summary(index.row()) if wanted else None
        if summary is None:
            return None
        cell = _CELLS[index.column()](summary, self._words)
        return cell if role == CELL_ROLE else cell.text

    @guarded()
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _TITLES[section]()


_TITLES: tuple[Callable[[], str], ...] = (
    lambda: translate("Shipments", "Number"),
    lambda: translate("Shipments", "Goods"),
    lambda: translate("Shipments", "To"),
    lambda: translate("Shipments", "Mode"),
    lambda: translate("Shipments", "Progress"),
    lambda: translate("Shipments", "Next step"),
    lambda: translate("Shipments", "Changed"),
)


def _number(summary: CaseSummary, _words: SummaryWords) -> CellState:
    tone = "" if summary.sample is None else "ink2"
    return CellState(summary.number or translate("Shipments", "No number"), tone=tone)


def _goods(summary: CaseSummary, words: SummaryWords) -> CellState:
    text, sample = words.goods(summary), summary.sample is not None
    chip = translate("Shipments", "Sample") if sample else ""
    if not text:
        return CellState(translate("Shipments", "Not filled in"), "unknown", chip=chip)
    return CellState(text, chip=chip, bold=not sample, note=words.title(summary))


def _destination(summary: CaseSummary, words: SummaryWords) -> CellState:
    return _known(words.destination(summary), translate("Shipments", "Not filled in"))


def _mode(summary: CaseSummary, _words: SummaryWords) -> CellState:
    return _known(summary.shown.mode or "", translate("Shipments", "Not chosen"))


def _known(text: str, otherwise: str) -> CellState:
    return CellState(text) if text else CellState(otherwise, "unknown")


def _progress(summary: CaseSummary, words: SummaryWords) -> CellState:
    handed_over = words.handed_over(summary)
    if handed_over:
        return CellState(handed_over, mark="ok")
    done, total = summary.shown.steps_done, summary.shown.steps_total
    if not total:
        return CellState(translate("Shipments", "Open it to see"), "unknown")
    return CellState(f"{done}/{total}", progress=(done, total))


def _next_step(summary: CaseSummary, words: SummaryWords) -> CellState:
    text = words.next_step(summary)
    if not text:
        return CellState(translate("Shipments", "Open it to see"), "unknown")
    mark: MarkKind | None = "error" if summary.shown.status == Status.PROBLEM else None
    return CellState(text, mark=mark)


def _modified(summary: CaseSummary, words: SummaryWords) -> CellState:
    return CellState(words.modified(summary), tone="ink2")


_CELLS = (_number, _goods, _destination, _mode, _progress, _next_step, _modified)
"""How the cell of each column is made, in the order of the titles."""
