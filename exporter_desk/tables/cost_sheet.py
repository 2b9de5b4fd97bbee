"""Writes an estimate as .xlsx whose live formulas give the program's totals to the cent; what is typed says so."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.estimate import Estimate
from exporter_desk.costs.pricing import counts_as_landed
from exporter_desk.domain.chart import Chart
from exporter_desk.domain.money import minor_digits, round_half_up
from exporter_desk.domain.text import Bilingual, Language
from exporter_desk.tables.live_formula import GUARD_DIGITS, Term, line_formula, rounded, sure
from exporter_desk.tables.workbook import OPTIONS, put_mark_first, put_mark_on_pages, sheet_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.domain.chart import Cell

_FONT = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "top"}
_PER_CENT_DIGITS = 2
SUMMARY = Bilingual("汇总", "Summary")
LINES = Bilingual("明细", "Lines")
RATES = Bilingual("汇率", "Exchange rates")
SOURCES = Bilingual("来源", "Sources")
_STAGE, _QUANTITY, _RATE, _BOUND, _CURRENCY, _AMOUNT, _FX, _REPORTED, _LANDED, _STAGE_ID = (
    "A", "E", "F", "G", "H", "I", "J", "K", "N", "T",
)  # fmt: skip
HEADS = (
    Bilingual("环节", "Stage"), Bilingual("项目", "Item"), Bilingual("月份", "Month"),
    Bilingual("怎么算", "Formula in words"),
    Bilingual("数量", "Quantity"), Bilingual("单价或比率", "Rate"), Bilingual("起收或封顶", "Minimum or maximum"),
    Bilingual("币种", "Currency"), Bilingual("原币金额", "Amount"), Bilingual("汇率", "Exchange rate"),
    Bilingual("折算金额", "Converted amount"), Bilingual("低", "Low"), Bilingual("高", "High"),
    Bilingual("计入到岸上架", "Counts to the shelf"), Bilingual("金额来自", "The amount is"),
    Bilingual("依据", "Source"),
    Bilingual("价格日期", "Prices of"), Bilingual("可信度", "Confidence"), Bilingual("估算", "Estimate"),
    Bilingual("环节代码", "Stage id"),
)  # fmt: skip
_WIDTHS = (16, 28, 9, 46, 13, 13, 12, 8, 14, 13, 14, 13, 13, 9, 12, 34, 12, 11, 8, 12)
_LIVE, _TYPED, _OPEN = Bilingual("公式", "a formula"), Bilingual("数值", "a value"), Bilingual("未知", "not known")
_YES, _NONE = Bilingual("是", "yes"), Bilingual("不能估算", "cannot be estimated")
_NOTE = Bilingual(
    "“公式”的行改数量、单价或汇率后会重算；“数值”的行（分档、分区等）是程序算好的，要改请回程序里改。"
    "比率行的基数不会自动跟着别的行变。",
    "Rows marked “a formula” follow a changed quantity, rate or exchange rate. Rows marked “a value” (tiers, zones) "
    "were computed by the program; change those there. The base of a percentage does not follow other rows.",
)


@dataclass(frozen=True, slots=True)
class CostBook:
    """What the workbook shows: the estimate, names of stages, charts with their data, further notes by heading.

    `mark` says that it is an exercise, "" when it is none.
    """

    estimate: Estimate
    title: str
    stages: Mapping[str, Bilingual]
    language: Language
    charts: tuple[Chart, ...] = ()
    notes: tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...] = ()
    mark: str = ""

    def say(self, text: Bilingual) -> str:
        """Return a wording in the language of the workbook."""
        return text.in_language(self.language)


def cost_workbook(book: CostBook) -> bytes:
    """Return the workbook; the same estimate gives the same bytes, no clock enters the file."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as file:
        created = datetime.combine(book.estimate.day, time(), tzinfo=UTC).replace(tzinfo=None)
        file.set_properties({"title": book.title, "author": "Exporter Desk", "created": created})
        put_mark_first(file, book.mark)
        writer = _Writer(file, book)
        writer.write()
        put_mark_on_pages(file, book.mark)
    return buffer.getvalue()


class _Writer:
    """One workbook while it is written: sheets know each other by name, cells by their address."""

    def __init__(self, file: Workbook, book: CostBook) -> None:
        self._file, self._book, self._estimate = file, book, book.estimate
        self._looks: dict[tuple[str, bool], Format] = {}
        self._rows = len(self._estimate.lines)
        self._digits = minor_digits(self._estimate.reporting)
        self._fx_cells: dict[str, tuple[str, Decimal]] = {}

    def write(self) -> None:
        """Write every sheet: what people read first stands first."""
        names = (SUMMARY, LINES, RATES, SOURCES)
        summary, lines, rates, sources = (self._file.add_worksheet(sheet_name(self._book.say(one))) for one in names)
        self._write_rates(rates)
        self._write_lines(lines)
        self._write_summary(summary)
        self._write_sources(sources)
        for number, chart in enumerate(self._book.charts, start=1):
            self._write_chart(self._file.add_worksheet(sheet_name(f"{number} {chart.title}")), chart)

    # Rates of exchange.

    def _write_rates(self, sheet: Worksheet) -> None:
        """One row for each currency: reporting currency per unit, with its source."""
        reporting = self._estimate.reporting
        heads = (
            Bilingual("币种", "Currency"),
            Bilingual(f"1 个合多少 {reporting}", f"One in {reporting}"),
            Bilingual("来源", "Source"),
        )
        self._head(sheet, heads, (12, 22, 46))
        name = self._quoted(RATES)
        used = {line.currency: line for line in self._estimate.lines if line.fx is not None}
        for row, (currency, line) in enumerate(sorted(used.items()), start=1):
            rate = line.fx or Decimal(1)
            kept = Decimal(repr(float(rate)))
            sheet.write_string(row, 0, currency, self._look("@"))
            sheet.write_number(row, 1, float(rate), self._look("General"))
            sheet.write_string(row, 2, line.fx_source, self._look("@"))
            self._fx_cells[currency] = (f"{name}!$B${row + 1}", kept)

    # Lines.

    def _write_lines(self, sheet: Worksheet) -> None:
        self._head(sheet, HEADS, _WIDTHS)
        sheet.autofilter(0, 0, max(1, self._rows), len(HEADS) - 1)
        for row, line in enumerate(self._estimate.lines, start=1):
            self._write_line(sheet, row, line)
        total = self._rows + 1
        sheet.write_string(total, 0, self._book.say(Bilingual("合计", "Total")), self._look("@", bold=True))
        self._outcome(sheet, total, 10, self._estimate.total, self._sum(), digits=self._digits)
        sheet.write_string(total + 2, 0, self._book.say(_NOTE), self._look("@"))

    def _write_line(self, sheet: Worksheet, row: int, line: CostLine) -> None:
        stage = self._book.stages.get(line.stage, Bilingual(line.stage, line.stage))
        name = Bilingual(line.name_zh or line.name_en or line.charge_id, line.name_en or line.charge_id)
        texts = {0: self._book.say(stage), 1: self._book.say(name), 2: line.month, 3: line.formula, 7: line.currency}
        texts |= {15: line.source, 16: line.as_of.isoformat() if line.as_of else "", 17: line.confidence}
        texts |= {18: self._book.say(_YES) if line.estimated else "", 19: line.stage}
        for column, text in texts.items():
            sheet.write_string(row, column, text, self._look("@"))
        for column, value in ((4, line.quantity), (5, line.rate)):
            self._number(sheet, row, column, value)
        if line.limit:
            self._number(sheet, row, 6, line.amount)
        for column, value in ((11, line.low), (12, line.high)):
            self._money(sheet, row, column, value, self._digits)
        sheet.write_number(row, 13, int(counts_as_landed(line)), self._look("0"))
        self._write_amounts(sheet, row, line)

    def _write_amounts(self, sheet: Worksheet, row: int, line: CostLine) -> None:
        """Write the amount in its own currency and converted: live where that gives the same cents."""
        at = row + 1
        live = line_formula(line, f"{_QUANTITY}{at}", f"{_RATE}{at}", f"{_BOUND}{at}")
        digits = minor_digits(line.currency)
        if live is None:
            self._money(sheet, row, 8, line.amount, digits)
        else:
            self._formula(sheet, row, 8, live.text, line.amount, digits)
        word = _OPEN if line.amount is None else _TYPED if live is None else _LIVE
        sheet.write_string(row, 14, self._book.say(word), self._look("@"))
        cell = self._fx_cells.get(line.currency)
        if cell is None or line.amount is None or line.amount_reporting is None:
            self._money(sheet, row, 10, line.amount_reporting, self._digits)
            return
        address, rate = cell
        self._formula(sheet, row, 9, address, rate, None)
        converted = rounded(
            Term(line.amount * rate, f"{_AMOUNT}{at}*{_FX}{at}"), minor_digits(self._estimate.reporting)
        )
        if converted.value == line.amount_reporting:
            self._formula(sheet, row, 10, converted.text, line.amount_reporting, self._digits)
        else:
            self._money(sheet, row, 10, line.amount_reporting, self._digits)

    # Summary.

    def _write_summary(self, sheet: Worksheet) -> None:
        book, estimate = self._book, self._estimate
        self._head(
            sheet,
            (Bilingual(book.title, book.title), Bilingual(estimate.reporting, estimate.reporting)),
            (44, 20, 18, 18),
        )
        for column, head in ((2, Bilingual("低", "Low")), (3, Bilingual("高", "High"))):
            sheet.write_string(0, column, book.say(head), self._look("@", bold=True))
        row = 1
        for stage, figure in estimate.by_stage.items():
            name = book.say(book.stages.get(stage, Bilingual(stage, stage)))
            reported = self._range(_REPORTED)
            self._figure(sheet, row, name, figure, f'SUMIF({self._range(_STAGE_ID)},"{stage}",{reported})')
            row += 1
        self._figure(sheet, row, book.say(Bilingual("全部费用", "All costs")), estimate.total, self._sum(), bold=True)
        total = row
        row = self._write_landed(sheet, row + 1, total)
        self._write_profit(sheet, row, total)

    def _write_landed(self, sheet: Worksheet, row: int, total: int) -> int:
        """Landed to shelf, and the figures per unit: the units are typed, the divisions are live."""
        book, estimate = self._book, self._estimate
        reported, counted = self._range(_REPORTED), self._range(_LANDED)
        landed = row
        self._figure(
            sheet,
            row,
            book.say(Bilingual("到岸上架成本", "Landed to shelf")),
            estimate.landed,
            f"SUMPRODUCT({reported},{counted})",
        )
        per_unit, stock = estimate.per_unit, estimate.stock
        entries = (
            ("landed_per_unit", Bilingual("每件到岸上架成本", "Landed to shelf, a piece"), landed, stock.shipped),
            ("per_unit_sold", Bilingual("每卖一件的全部费用", "All costs, a piece sold"), total, stock.sold),
        )
        for name, words, base, units in entries:
            figure = per_unit[name]
            row += 2
            known = bool(units) and figure.value is not None
            counted_words = Bilingual(
                "发出件数" if base == landed else "卖出件数", "Pieces shipped" if base == landed else "Pieces sold"
            )
            sheet.write_string(row - 1, 0, book.say(counted_words), self._look("@"))
            if known:
                sheet.write_number(row - 1, 1, units, self._look("#,##0"))
            quotient = f"ROUND(B{base + 1}/B{row},4)"
            self._figure(
                sheet,
                row,
                book.say(words),
                figure,
                quotient if known and self._divides(figure, base == landed, units) else "",
                digits=4,
            )
        return row + 1

    def _divides(self, figure: Outcome, landed: bool, units: int) -> bool:
        """Tell whether the total over the units gives the program's figure, so that the division may stand live."""
        base = self._estimate.landed.value if landed else self._estimate.total.value
        return base is not None and round_half_up(base / units, 4) == figure.value

    def _write_profit(self, sheet: Worksheet, row: int, total: int) -> None:
        book, decisions = self._book, self._estimate.decisions
        revenue = Bilingual("销售收入（不含税、减退款）", "Sales without VAT, less refunds")
        self._figure(sheet, row, book.say(revenue), decisions.revenue, "")
        profit = Bilingual("利润", "Profit")
        self._figure(sheet, row + 1, book.say(profit), decisions.profit, f"B{row + 1}-B{total + 1}", bold=True)
        rounding = f"{GUARD_DIGITS}),{_PER_CENT_DIGITS}"
        margin = f"IF(B{row + 1}=0,0,ROUND(ROUND(B{row + 2}/B{row + 1}*100,{rounding}))"
        name = book.say(Bilingual("利润率 %", "Margin %"))
        self._figure(sheet, row + 2, name, decisions.margin_pct, margin, digits=_PER_CENT_DIGITS)
        price = Bilingual(f"保本售价 {decisions.price_currency}", f"Break-even price {decisions.price_currency}")
        digits = minor_digits(decisions.price_currency or "")
        self._figure(sheet, row + 3, book.say(price), decisions.break_even_price, "", digits=digits)

    def _figure(
        self,
        sheet: Worksheet,
        row: int,
        name: str,
        figure: Outcome,
        formula: str,
        *,
        bold: bool = False,
        digits: int | None = None,
    ) -> None:
        """Write a figure with its ends: an amount in the reporting currency, or with `digits` of its own."""
        digits = self._digits if digits is None else digits
        sheet.write_string(row, 0, name, self._look("@", bold=bold))
        self._outcome(sheet, row, 1, figure, formula, bold=bold, digits=digits)
        for column, value in ((2, figure.low), (3, figure.high)):
            self._money(sheet, row, column, value, digits)

    def _outcome(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        figure: Outcome,
        formula: str,
        *,
        bold: bool = True,
        digits: int,
    ) -> None:
        """Write a figure live; one that nobody can give is a word, never a sum of what happens to be known."""
        if figure.value is None:
            sheet.write_string(row, column, self._book.say(_NONE), self._look("@", bold=bold))
        elif formula:
            self._formula(sheet, row, column, formula, figure.value, digits, bold=bold)
        else:
            self._money(sheet, row, column, figure.value, digits, bold=bold)

    # What stands behind.

    def _write_sources(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 110)
        row = 0
        for heading, entries in self._book.notes:
            sheet.write_string(row, 0, self._book.say(heading), self._look("@", bold=True))
            for text in entries:
                row += 1
                sheet.write_string(row, 0, self._book.say(text), self._look("@"))
            row += 2

    def _write_chart(self, sheet: Worksheet, chart: Chart) -> None:
        """Write the data behind a chart; its caption stands beside it."""
        self._head(sheet, [Bilingual(head, head) for head in chart.heads], [24] * len(chart.heads))
        rows: Sequence[tuple[Cell, ...]] = chart.rows()
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell, self._look("@"))
                else:
                    self._number(sheet, row, column, cell)
        sheet.write_string(0, len(chart.heads) + 1, chart.caption, self._look("@"))

    # Cells.

    def _head(self, sheet: Worksheet, heads: Sequence[Bilingual], widths: Sequence[int]) -> None:
        for column, head in enumerate(heads):
            sheet.write_string(0, column, self._book.say(head), self._look("@", bold=True))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _look(self, number: str, *, bold: bool = False) -> Format:
        key = (number, bold)
        if key not in self._looks:
            self._looks[key] = self._file.add_format({**_FONT, "num_format": number, "bold": bold})
        return self._looks[key]

    def _number(self, sheet: Worksheet, row: int, column: int, value: Decimal | None) -> None:
        if value is None:
            return
        if sure(value):
            sheet.write_number(row, column, float(value), self._look("General"))
        else:
            sheet.write_string(row, column, f"{value:f}"[:20], self._look("@"))

    def _money(
        self, sheet: Worksheet, row: int, column: int, value: Decimal | None, digits: int, *, bold: bool = False
    ) -> None:
        if value is not None:
            sheet.write_number(row, column, float(value), self._look(_places(digits), bold=bold))

    def _formula(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        text: str,
        value: Decimal | None,
        digits: int | None,
        *,
        bold: bool = False,
    ) -> None:
        """Write a formula with the program's own figure as the value that is shown before anything is recomputed."""
        look = self._look("General" if digits is None else _places(digits), bold=bold)
        sheet.write_formula(row, column, f"={text}", look, 0 if value is None else float(value))

    def _range(self, column: str) -> str:
        return f"{self._quoted(LINES)}!${column}$2:${column}${self._rows + 1}"

    def _sum(self) -> str:
        return f"ROUND(SUM({self._range(_REPORTED)}),{self._digits})"

    def _quoted(self, name: Bilingual) -> str:
        return f"'{sheet_name(self._book.say(name))}'"


def _places(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
