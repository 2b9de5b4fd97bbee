"""Views of the cost estimate: the range first, then its lines, what is unknown and what was left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import GUESS, Bound, Row, Rows, from_trace, needed, nothing, optional
from exporter_desk.documents.dossier import AnswersView
from exporter_desk.documents.registry import rows, view
from exporter_desk.domain.chart import SpreadChart, TimeChart, TornadoChart
from exporter_desk.domain.money import round_money
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter_desk.documents.dossier import CostLineView, Dossier, EstimateView, FigureView, ScenarioView

_ESTIMATE = ("estimate",)
_STEP = "step"
_COMPARED = ("profit", "margin", "per_unit", "break_even", "peak", "sold_out")
_GUESS = Bilingual("估算", "est.")


@rows("estimate.lines")
def estimate_lines(dossier: Dossier) -> Rows:
    """Return the lines of the cost estimate: low, likely, high; a guess is told in a cell of its own."""
    lines = dossier.estimate.lines if dossier.estimate else ()
    return tuple(Row(_line_cells(line, _money(dossier))) for line in lines)


def _money(dossier: Dossier) -> str:
    """Return the code of the money in which all amounts of the estimate are reported."""
    return dossier.estimate.currency if dossier.estimate else ""


def _ends(amounts: CostLineView | EstimateView, money: str) -> dict[str, Bound]:
    """Return low, likely and high; whether the likely one is a guess is told in a cell of its own."""
    ends = {name: from_trace(getattr(amounts, name)) for name in ("low", "likely", "high")}
    return {name: replace(bound, estimated=False, currency=money) for name, bound in ends.items()}


def _rounded(dossier: Dossier, amount: Decimal) -> Bound:
    """Return a point of a chart, which is exact, as money is counted."""
    money = _money(dossier)
    return Bound(round_money(amount, money), _ESTIMATE, currency=money)


def _line_cells(line: CostLineView, money: str) -> dict[str, Bound]:
    inputs = line.likely.inputs
    return _ends(line, money) | {
        "stage": Bound(line.stage, inputs),
        "label": Bound(line.label, inputs),
        "formula": optional(line.likely.formula, "estimate"),
        "guess": Bound(_GUESS, inputs) if line.likely.estimated else nothing("estimate"),
        "source": optional(line.source, "estimate.cards"),
    }


@rows("estimate.total")
def estimate_total(dossier: Dossier) -> Rows:
    """Return the total row of the estimate."""
    estimate = dossier.estimate
    if estimate is None:
        return ()
    empty = nothing("estimate")
    cells = {
        "stage": empty,
        "label": Bound(Bilingual(f"合计 {estimate.currency}", f"Total {estimate.currency}"), ("estimate",)),
        "formula": empty,
        "source": empty,
        "guess": Bound(_GUESS, ("estimate",)) if estimate.likely.estimated else empty,
    }
    return (Row(cells | _ends(estimate, estimate.currency), "total"),)


_MOST_NOTES = 8


def _of_estimate(name: str) -> None:
    @view(f"estimate.{name}")
    def shown(dossier: Dossier) -> Bound:
        value = getattr(dossier.estimate, name, None)
        return Bound(value, ("estimate",)) if value else needed("estimate")


for _name in ("currency", "card", "valid_until", "chart"):
    _of_estimate(_name)


@view("estimate.ranged")
def ranged(dossier: Dossier) -> Bound:
    """Tell whether any amount has a low or a high beside the likely one."""
    estimate = dossier.estimate
    if estimate is None:
        return needed("estimate")
    spans = [(line.low.value, line.likely.value, line.high.value) for line in estimate.lines]
    spans.append((estimate.low.value, estimate.likely.value, estimate.high.value))
    return Bound(any(len(set(span)) > 1 for span in spans), ("estimate",))


@view("estimate.range")
def total_range(dossier: Dossier) -> Bound:
    """Return the total as the boss reads it: `USD 11,200 – 15,100`, or the one amount where there is no range."""
    estimate = dossier.estimate
    if estimate is None or estimate.low.value is None or estimate.high.value is None:
        return from_trace(estimate.likely) if estimate else needed("estimate")
    ends = [grouped(amount, 0) for amount in (estimate.low.value, estimate.high.value)]
    return from_trace(estimate.likely).with_value(f"{estimate.currency} {' – '.join(dict.fromkeys(ends))}")


@rows("estimate.unknown")
def unknown_inputs(dossier: Dossier) -> Rows:
    """Return the lines whose amount is not known; the total then is not known either."""
    lines = dossier.estimate.lines if dossier.estimate else ()
    return tuple(Row({"text": Bound(line.label, line.likely.missing)}) for line in lines if line.likely.value is None)


@view("estimate.total_likely")
def total_likely(dossier: Dossier) -> Bound:
    """Return the likely total."""
    estimate = dossier.estimate
    return from_trace(estimate.likely).in_currency(estimate.currency) if estimate else needed("estimate")


@view("estimate.per_unit")
def per_unit(dossier: Dossier) -> Bound:
    """Return the likely amount per unit."""
    estimate = dossier.estimate
    if estimate is None or estimate.per_unit is None:
        return needed("goods")
    return from_trace(estimate.per_unit).in_currency(estimate.currency)


@rows("estimate.not_included")
def not_included(dossier: Dossier) -> Rows:
    """Return what the estimate leaves out."""
    left_out = dossier.estimate.not_included if dossier.estimate else ()
    return tuple(Row({"text": Bound(text, ("estimate",))}) for text in left_out)


def _answers(dossier: Dossier) -> AnswersView:
    estimate = dossier.estimate
    return AnswersView() if estimate is None or estimate.answers is None else estimate.answers


@rows("estimate.figures")
def figures(dossier: Dossier) -> Rows:
    """Return every figure an owner decides by, with its name."""
    return tuple(_figure(one) for one in _answers(dossier).figures)


@rows("estimate.main_figures")
def main_figures(dossier: Dossier) -> Rows:
    """Return the figures that stand on the page for the owner, two beside each other."""
    main = [one for one in _answers(dossier).figures if one.main and one.figure != _STEP]
    half = (len(main) + 1) // 2
    return tuple(_pair(left, right) for left, right in zip_longest(main[:half], main[half:]))


@rows("estimate.steps")
def steps(dossier: Dossier) -> Rows:
    """Return when stored goods come into a dearer step of the storage price, each in one sentence."""
    found = [one for one in _answers(dossier).figures if one.figure == _STEP]
    return tuple(Row({"text": Bound(_sentence(one), _ESTIMATE)}) for one in found)


def _sentence(figure: FigureView) -> Bilingual:
    name, text = figure.name, figure.text
    return Bilingual(f"{name.zh}：{text.zh}", f"{name.en}: {text.en}")


def _pair(left: FigureView, right: FigureView | None) -> Row:
    cells = dict(_figure(left).cells)
    other = {} if right is None else _figure(right).cells
    empty = nothing("estimate")
    return Row(cells | {"name2": other.get("name", empty), "text2": other.get("text", empty)})


def _figure(figure: FigureView) -> Row:
    text = figure.text
    if figure.estimated:
        text = Bilingual(f"{GUESS}{text.zh}", f"{GUESS}{text.en}")
    return Row({"name": Bound(figure.name, _ESTIMATE), "text": Bound(text, _ESTIMATE, estimated=figure.estimated)})


def _listed(name: str) -> None:
    @rows(f"estimate.{name}")
    def shown(dossier: Dossier) -> Rows:
        return tuple(Row({"text": Bound(text, _ESTIMATE)}) for text in getattr(_answers(dossier), name))


for _name in ("risks", "prices", "notes"):
    _listed(_name)


@rows("estimate.scenarios")
def scenarios(dossier: Dossier) -> Rows:
    """Return the plan and its scenarios, one row each, with the figures that an owner compares."""
    return tuple(
        Row({"name": Bound(one.name, _ESTIMATE)} | _compared_cells(one)) for one in _answers(dossier).scenarios
    )


def _compared_cells(scenario: ScenarioView) -> dict[str, Bound]:
    return {name: Bound(text, _ESTIMATE) for name, text in zip(_COMPARED, scenario.figures, strict=True)}


@view("estimate.compared")
def compared(dossier: Dossier) -> Bound:
    """Tell whether the plan has scenarios to compare it with."""
    return Bound(bool(_answers(dossier).scenarios), _ESTIMATE)


@view("estimate.stopped")
def stopped(dossier: Dossier) -> Bound:
    """Tell whether there is no total and something says why."""
    known = dossier.estimate is not None and dossier.estimate.likely.value is not None
    return Bound(not known and bool(_answers(dossier).notes), _ESTIMATE)


@rows("estimate.first_notes")
def first_notes(dossier: Dossier) -> Rows:
    """Return the weightiest notes; the full calculation lists them all."""
    return tuple(Row({"text": Bound(text, _ESTIMATE)}) for text in _answers(dossier).notes[:_MOST_NOTES])


@view("estimate.more")
def more(dossier: Dossier) -> Bound:
    """Return what the full calculation tells besides: how each line is computed, and the notes where there are any.

    Before it stands what the sign of an estimate means, where any figure has it.
    """
    count = len(_answers(dossier).notes)
    zh, en = (f"，还有要注意的 {count} 条，都", f", and {count} things to note") if count else ("", "")
    text = Bilingual(
        f"每一行怎么算的{zh}在“全部计算”里。", f"The full calculation shows how each line is computed{en}."
    )
    if any(one.estimated for one in _answers(dossier).figures):
        sign = Bilingual("带 ≈ 的数是用估算算出来的。", "Figures with ≈ rest on estimates.")
        text = Bilingual(f"{sign.zh}{text.zh}", f"{sign.en} {text.en}")
    return Bound(text, _ESTIMATE)


@rows("estimate.cash")
def cash_months(dossier: Dossier) -> Rows:
    """Return the balance at the end of each month: the data behind the chart, as much as paper needs."""
    chart = _answers(dossier).charts.get("cash")
    if not isinstance(chart, TimeChart):
        return ()
    last = {day.strftime("%Y-%m"): (day, value) for day, value in zip(chart.days, chart.values, strict=True)}
    return tuple(
        Row({"day": Bound(day, _ESTIMATE), "balance": _rounded(dossier, value)}) for day, value in last.values()
    )


@rows("estimate.stock")
def stock_months(dossier: Dossier) -> Rows:
    """Return the stock at the end of each month."""
    chart = _answers(dossier).charts.get("stock")
    if not isinstance(chart, TimeChart):
        return ()
    last = {day.strftime("%Y-%m"): (day, value) for day, value in zip(chart.days, chart.values, strict=True)}
    return tuple(
        Row({"day": Bound(day, _ESTIMATE), "units": Bound(trimmed(value), _ESTIMATE)}) for day, value in last.values()
    )


@rows("estimate.tornado")
def tornado(dossier: Dossier) -> Rows:
    """Return the data behind the tornado."""
    chart = _answers(dossier).charts.get("tornado")
    bars = chart.bars if isinstance(chart, TornadoChart) else ()
    return tuple(
        Row(
            {
                "factor": Bound(bar.label, _ESTIMATE),
                "span": optional(bar.span_words, "estimate"),
                "low": _rounded(dossier, bar.low),
                "high": _rounded(dossier, bar.high),
            }
        )
        for bar in bars
    )


@rows("estimate.spread")
def spread(dossier: Dossier) -> Rows:
    """Return the data behind the distribution of the profit."""
    chart = _answers(dossier).charts.get("spread")
    bins = chart.bins if isinstance(chart, SpreadChart) else ()
    return tuple(
        Row({"low": _rounded(dossier, low), "high": _rounded(dossier, high), "count": Bound(str(count), _ESTIMATE)})
        for low, high, count in bins
    )


@view("estimate.simulated")
def simulated(dossier: Dossier) -> Bound:
    """Tell whether the risks were simulated."""
    return Bound("spread" in _answers(dossier).charts, _ESTIMATE)


@view("estimate.left_out")
def left_out(dossier: Dossier) -> Bound:
    """Return what the estimate leaves out, in one line."""
    listed = dossier.estimate.not_included if dossier.estimate else ()
    if not listed:
        return needed("estimate")
    return Bound(Bilingual("、".join(one.zh for one in listed), ", ".join(one.en for one in listed)), _ESTIMATE)
