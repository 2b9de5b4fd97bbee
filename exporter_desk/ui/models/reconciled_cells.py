"""Rows of the reconciliation of pre-refunds: sold and unsold, outcome by the sales, right refund, difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.refund_facts import refund_cell
from exporter_desk.ui.models.word_lists import formula_words
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.warehouse import Reconciliation
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.claims.reconciled import ReconciledRow
    from exporter_desk.ui.widgets import Alignment

COLUMNS: tuple[tuple[int, Alignment], ...] = (
    (36, "center"), (0, "left"), (168, "left"), (72, "right"), (72, "right"), (116, "left"), (110, "right"),
    (110, "right"),
)  # fmt: skip
"""Width in token pixels and side: number, goods, window, sold, unsold, outcome, right refund, difference."""
WHOLE = tuple(range(2, len(COLUMNS)))
"""Only the goods may be cut."""


def titles() -> tuple[str, ...]:
    """What the columns are called."""
    return (
        "",
        translate("Tax", "Goods line"),
        translate("Tax", "Window"),
        translate("Tax", "Sold"),
        translate("Tax", "Unsold"),
        translate("Tax", "By the sales"),
        translate("Tax", "Right amount"),
        translate("Tax", "Difference"),
    )


def reconciled_cells(analysis: Analysis) -> list[tuple[CellState, ...]]:
    """One row for each pre-refund, in their order."""
    pairs = zip(analysis.refund.reconciliations, analysis.reconciled, strict=True)
    return [_cells(number, one, row, analysis) for number, (one, row) in enumerate(pairs, start=1)]


def _cells(number: int, one: Reconciliation, row: ReconciledRow, analysis: Analysis) -> tuple[CellState, ...]:
    return (
        CellState(str(number), alignment="center", tone="ink3"),
        CellState(pick(row.goods), note=pick(row.goods)),
        _said(row.window, known=one.window is not None),
        _said(row.sold, known=one.sold is not None, side="right"),
        _said(row.left, known=one.unsold is not None, side="right"),
        _outcome(one, row, analysis),
        _money(one.right),
        _money(one.difference),
    )


def _said(words: Bilingual, *, known: bool, side: Alignment = "left") -> CellState:
    return CellState(pick(words), "typed" if known else "unknown", side)


def _outcome(one: Reconciliation, row: ReconciledRow, analysis: Analysis) -> CellState:
    """What the sales lead to; marked where something else was noted."""
    if one.outcome is None:
        return CellState(translate("Tax", "not known"), "unknown")
    words = pick(analysis.desk.checklists.place_name(f"outcome.{one.outcome}"))
    wrong = row.settled and one.outcome != one.pre_refund.outcome
    return CellState(words, mark="error" if wrong else None, bold=True)


def _money(trace: Trace[Decimal]) -> CellState:
    words = translate("Tax", "not known") if trace.value is None else grouped(trace.value, 2)
    how = formula_words(trace.formula)
    return refund_cell(words, known=trace.value is not None, estimated=trace.estimated, note=how)


def words_of(row: ReconciledRow) -> Sequence[str]:
    """A pre-refund in sentences: its window, what came of it, what is filed, what is missing."""
    return [pick(line) for line in row.lines]
