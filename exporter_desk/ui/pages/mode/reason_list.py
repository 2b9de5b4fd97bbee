"""Reasons of a conclusion: mark, sentence, source numbers, and where it came from; the decisive ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import Button, Label, Mark, Paragraph, SourceMark, empty_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.documents.dossier import ReasonView, SourceView
    from exporter_desk.ui.widgets import MarkKind

_MARKS: dict[str, MarkKind] = {"met": "ok", "failed": "not_applicable", "unknown": "warn"}
_SHORT = 20
_ORDER = {"failed": 0, "unknown": 1, "met": 2}


class ReasonList(QWidget):
    """Shows at most `shortest` reasons until the button below opens the rest."""

    source_wanted = Signal(int)

    def __init__(self, shortest: int = 0) -> None:
        super().__init__()
        self._shortest, self._whole = shortest, False
        self._reasons: Sequence[ReasonView] = ()
        self._sources: Mapping[str, tuple[int, SourceView]] = {}
        self._not_known: frozenset[str] = frozenset()
        self._answered: frozenset[str] = frozenset()
        self._column = QVBoxLayout(self)
        theme.set_spacing(self._column, 8)
        self.more = Button("", "text", small=True, flush=True)
        self.more.clicked.connect(self._toggle)
        outer = QVBoxLayout()
        theme.set_spacing(outer, 8)
        self._rows = outer
        self._column.addLayout(outer)
        self._column.addWidget(self.more)

    def show_reasons(
        self,
        reasons: Sequence[ReasonView],
        sources: Mapping[str, tuple[int, SourceView]],
        not_known: frozenset[str],
        answered: frozenset[str] = frozenset(),
    ) -> None:
        """`sources` by id with numbers; `not_known` are the paths answered 不清楚, `answered` those with a value."""
        self._reasons = sorted(reasons, key=lambda reason: (reason.note, _ORDER.get(reason.outcome, 1)))
        self._sources, self._not_known, self._answered = sources, not_known, answered
        self._fill()

    def set_shortest(self, shortest: int) -> None:
        """How many are shown while the rest is closed; fewer in a short window."""
        if shortest != self._shortest:
            self._shortest = shortest
            self._fill()

    def shown(self) -> Sequence[ReasonView]:
        cut = self._shortest and not self._whole and len(self._reasons) > self._shortest + 1
        return self._reasons[: self._shortest] if cut else self._reasons

    def _toggle(self) -> None:
        self._whole = not self._whole
        self._fill()

    def _fill(self) -> None:
        empty_layout(self._rows)
        for reason in self.shown():
            self._rows.addWidget(self._row(reason))
        self.more.setVisible(bool(self._shortest) and len(self._reasons) > self._shortest + 1)
        every = translate("Reasons", "All {count} reasons").format(count=len(self._reasons))
        self.more.setText(translate("Reasons", "Fewer reasons") if self._whole else every)
        self.more.updateGeometry()

    def _row(self, reason: ReasonView) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        theme.set_spacing(row, 8)
        mark = Mark(_MARKS.get(reason.outcome, "warn"), _outcome_word(reason.outcome), 14)
        theme.set_control_size(mark, 14, 21, wordless=True)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(pick(reason.text), "body", "ink"), 0, Qt.AlignmentFlag.AlignTop)
        for source in reason.sources:
            if source in self._sources:
                row.addWidget(self._source_mark(*self._sources[source]), 0, Qt.AlignmentFlag.AlignTop)
        said = self._said(reason)
        if said:
            label = Label(said, "table", "ink2")
            label.setWordWrap(len(said) > _SHORT)
            row.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)
        else:
            row.addStretch(1)
        return box

    def _source_mark(self, number: int, source: SourceView) -> SourceMark:
        name = translate("Reasons", "Source {number}: {name}").format(
            number=number, name=source.number or pick(source.title)
        )
        mark = SourceMark(number, name)
        theme.set_control_size(mark, 18, 21, wordless=True)  # as high as the first line beside it
        mark.opened.connect(self.source_wanted)
        return mark

    def _said(self, reason: ReasonView) -> str:
        if reason.outcome != "unknown":
            return translate("Reasons", "your answer") if self._answered.intersection(reason.paths) else ""
        if any(path in self._not_known for path in reason.paths):
            return translate("Reasons", "answered “not known”; it is on the question slip")
        if reason.paths and self._answered.issuperset(reason.paths):
            return translate("Reasons", "your answers")
        return translate("Reasons", "not answered yet")


def _outcome_word(outcome: str) -> str:
    words = {
        "met": translate("Reasons", "Holds"),
        "failed": translate("Reasons", "Does not hold"),
        "unknown": translate("Reasons", "To confirm"),
    }
    return words.get(outcome, words["unknown"])
