"""Rows of the cost estimate: each line with its formula, range, source and day; the total at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import money_text
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import CellState, ValueState

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter_desk.documents.dossier import CostLineView, EstimateView
    from exporter_desk.domain.trace import Trace

_TOTAL, _PER_UNIT = "costs.answers.total", "costs.answers.per_unit_sold"


def amount_cell(trace: Trace[Decimal], money: str, figure: str, *, bold: bool = False) -> CellState:
    """An amount in a currency; slanted when it rests on an estimate, words when it is not known."""
    if trace.value is None:
        return CellState(translate("Costs", "not known"), "unknown", "right", figure=figure)
    state: ValueState = "estimated" if trace.estimated else "typed"
    return CellState(money_text(trace.value, money), state, "right", bold=bold, figure=figure)


def line_rows(view: EstimateView) -> list[tuple[CellState, ...]]:
    """All lines; the first of a stage says which stage it is."""
    stages = [pick(line.stage) for line in view.lines]
    firsts = [number == 0 or stages[number - 1] != stage for number, stage in enumerate(stages)]
    return [
        line_row(number, line, view.currency, head=first)
        for number, (line, first) in enumerate(zip(view.lines, firsts, strict=True))
    ]


def line_row(index: int, line: CostLineView, money: str, *, head: bool) -> tuple[CellState, ...]:
    """Name with its stage where one begins, formula, low, likely, high; source, with the word of an estimate."""
    figure = f"costs.lines.{index}"
    stage, label = pick(line.stage), pick(line.label)
    whole = label if stage == label else f"{stage} · {label}"
    source = line.source or translate("Costs", "computed")
    chip = translate("Costs", "estimate") if line.likely.estimated and line.likely.value is not None else ""
    return (
        CellState(whole if head else label, note=whole, figure=f"{figure}.likely"),
        CellState(
            line.likely.formula or translate("Costs", "an input is missing"), tone="ink2", note=line.likely.formula
        ),
        amount_cell(line.low, money, f"{figure}.low"),
        amount_cell(line.likely, money, f"{figure}.likely", bold=True),
        amount_cell(line.high, money, f"{figure}.high"),
        CellState(source, tone="ink2", note=source, chip=chip, chip_warns=True),
    )


def total_row(view: EstimateView) -> tuple[CellState, ...]:
    """The sum of all lines, or that it cannot be given."""
    estimated = sum(line.likely.estimated for line in view.lines)
    words = translate("Costs", "{count} lines are estimates").format(count=estimated) if estimated else ""
    one = view.per_unit
    each = translate("Costs", "Each piece sold, {currency}").format(currency=view.currency)
    amount = "" if one is None or one.value is None else f"{each} {money_text(one.value, view.currency)}"
    return (
        CellState(translate("Costs", "Total {currency}").format(currency=view.currency), bold=True, figure=_TOTAL),
        CellState(amount, tone="ink2", figure=_PER_UNIT),
        amount_cell(view.low, view.currency, _TOTAL),
        amount_cell(view.likely, view.currency, _TOTAL, bold=True),
        amount_cell(view.high, view.currency, _TOTAL),
        CellState(words, tone="warn", note=words),
    )
