"""The deadlines of an export: typed days and dated values in, days or the reason for none out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.refund import deadlines
from exporter_desk.refund.agreed import counted_day
from exporter_desk.refund.deadlines import Offsets
from exporter_desk.refund.line_days import believed, lines_by_day
from exporter_desk.refund.warehouse_sales import Stock, finished_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from exporter_desk.domain.tax import PreRefund, WarehouseSale
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import Dates, RefundInput
    from exporter_desk.rules.checklists import Checklists, Concern
    from exporter_desk.rules.rulebook import Found, RulesAt

Day: TypeAlias = date
EXPORT, CLAIM, DONE, SOLD = "dates.export", "dates.claim", "dates.pre_refund_done", "dates.warehouse_sale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline: its day, or the paths it waits for; `no_rule` tells that the law of that day sets none.

    `lines` are those that left on `export`, where other lines have another deadline; empty where it holds for all.
    `sale` is the day of the sale abroad that it holds for, where others were on another day.
    """

    id: str
    date: Day | None
    missing: tuple[str, ...] = ()
    no_rule: bool = False
    export: Day | None = None
    lines: tuple[str, ...] = ()
    sale: Day | None = None


def month_day(found: Found | None) -> tuple[int, int] | None:
    """Read a `04-30` value; None when the law of the day has none."""
    if found is None or not isinstance(found.value, str):
        return None
    month, _, day = found.value.partition("-")
    return int(month), int(day)


def offsets(rules: RulesAt, filing: RulesAt) -> Offsets:
    """Return the numbers of the law as it stands at the day of `rules`; the filing period is that of `filing`."""

    def whole(name: str, at: RulesAt = rules) -> int | None:
        number = at.number(name)
        return None if number is None else int(number)

    return Offsets(
        regular_end=month_day(rules.find("refund_regular_end")),
        lapse_months=whole("refund_lapse_months"),
        fx_months=whole("refund_fx_months"),
        archive_days=whole("refund_archive_days"),
        keep_years=whole("refund_keep_years"),
        warehouse_days=whole("refund_sale_evidence_days"),
        april_filing_day=whole("refund_april_filing_end", filing),
    )


def due_dates(
    source: RefundInput, book: RefundBook, day: date, concerned: Mapping[str, Collection[Concern]]
) -> tuple[Deadline, ...]:
    """Return every deadline, for each export day by the law of that day; of `day` for goods whose day is not known.

    `concerned` tells what each line can still lose: a deadline that concerns no line of its day is left out.
    """
    groups = lines_by_day(source)
    found: dict[str, list[Deadline]] = defaultdict(list)
    for export, lines in groups.items():
        agreed = counted_day(source, book.rules.at(export or day))
        for one in _of_day(replace(source.dates, export=export, contract_final=agreed), book, day):
            concern = book.rules.deadlines[one.id].concerns
            if one.no_rule or not concern or any(concern in concerned[line] for line in lines or concerned):
                own = _own(one.missing, lines, groups)
                found[one.id].append(replace(one, export=export, lines=lines, missing=own))
    merged = [one for listed in found.values() for one in _merged(listed, len(groups))]
    rules = book.rules.at(source.dates.export or day)
    if source.mode in (rules.codes("refund_pre_refund_modes") or ()):
        merged += [replace(one, export=source.dates.export) for one in _of_warehouse(source, rules, book, day)]
    return tuple(merged)


def _own(missing: tuple[str, ...], lines: tuple[str, ...], groups: Collection[date | None]) -> tuple[str, ...]:
    """Return what a deadline waits for; where other goods have their export day, that of just these."""
    of_lines = tuple(f"lines.{line}.exported" for line in lines)
    return tuple(one for path in missing for one in (of_lines if path == EXPORT and len(groups) > 1 else (path,)))


def _of_day(days: Dates, book: RefundBook, day: date) -> list[Deadline]:
    rules = book.rules.at(days.export or day)
    law = offsets(rules, book.rules.at(_filing_month(days.export or day, month_day(rules.find("refund_regular_end")))))
    return [*_of_export(days, law), *_of_claim(days, law)]


def _merged(listed: list[Deadline], days: int) -> list[Deadline]:
    """Return one deadline where the lines of all the export days have the same, else each with its lines."""
    answers = {(one.date, one.missing, one.no_rule) for one in listed}
    return [replace(listed[0], lines=())] if len(answers) == 1 and len(listed) == days else listed


def _filing_month(export: date, end: tuple[int, int] | None) -> date:
    """Return the 1st of the month in which the normal window ends: its filing period is published year by year."""
    return export if end is None else date(export.year + 1, end[0], 1)


def _of_export(days: Dates, law: Offsets) -> list[Deadline]:
    def ending(make: Callable[[date, tuple[int, int]], date | None]) -> Callable[[date], date | None]:
        return lambda day: None if law.regular_end is None else make(day, law.regular_end)

    def lapsing(make: Callable[[date, int], date]) -> Callable[[date], date | None]:
        return lambda day: None if law.lapse_months is None else make(day, law.lapse_months)

    def practical(day: date, end: tuple[int, int]) -> date | None:
        return None if law.april_filing_day is None else deadlines.practical_end(day, end, law.april_filing_day)

    def exchange(day: date, end: tuple[int, int]) -> date:
        last = deadlines.regular_end(day, end)
        return deadlines.fx_deadline(day, last, days.contract_final, law.fx_months)

    return [
        _from("filing_start", days.export, EXPORT, deadlines.filing_start),
        _from("regular_end", days.export, EXPORT, ending(deadlines.regular_end)),
        _from("regular_end_practical", days.export, EXPORT, ending(practical)),
        _from("fx_deadline", days.export, EXPORT, ending(exchange)),
        _from("lapse_last_day", days.export, EXPORT, lapsing(deadlines.lapse_last_day)),
        _from("deemed_domestic", days.export, EXPORT, lapsing(deadlines.deemed_domestic)),
    ]


def _of_claim(days: Dates, law: Offsets) -> list[Deadline]:
    """The export day decides which law counts, the claim starts the period: both must be there."""
    missing = tuple(path for path, day in ((EXPORT, days.export), (CLAIM, days.claim)) if day is None)
    found = []
    for name, count, make in (
        ("archive_due", law.archive_days, deadlines.archive_due),
        ("keep_until", law.keep_years, deadlines.keep_until),
    ):
        if missing or days.claim is None:
            found.append(Deadline(id=name, date=None, missing=missing))
        else:
            found.append(Deadline(id=name, date=make(days.claim, count) if count else None, no_rule=not count))
    return found


def _of_warehouse(source: RefundInput, rules: RulesAt, book: RefundBook, today: date) -> list[Deadline]:
    number = rules.number("refund_sale_evidence_days")
    days = None if number is None else int(number)
    done = _next_window(source)
    end = None if done is None else month_day(book.rules.at(done).find("refund_warehouse_window_end"))

    def evidence(sale: date) -> date | None:
        return None if days is None else deadlines.sale_evidence_due(sale, days)

    found = [
        _from("hwc_window_start", done, DONE, lambda day: None if not end else deadlines.warehouse_window(day, end)[0]),
        _from("hwc_window_end", done, DONE, lambda day: None if not end else deadlines.warehouse_window(day, end)[1]),
    ]
    ends = {one.id: _end(one, source, book) for one in source.pre_refunds}
    sales = Stock(source).unclaimed(ends)
    if source.warehouse_sales and not sales and ends and all(day is not None and day < today for day in ends.values()):
        return found  # everything was sold before or after: nothing is left whose evidence is due after a sale
    return [*found, *_of_sales(sales, source, evidence)]


def _end(pre: PreRefund, source: RefundInput, book: RefundBook) -> date | None:
    """Return the last day on which a sale is of a pre-refund: that of its reconciliation, else of its window."""
    if pre.outcome is not None and pre.reconciled is not None:
        return pre.reconciled
    window = window_of(pre, source, book.rules)
    return None if window is None else window[1]


def window_of(pre: PreRefund, source: RefundInput, book: Checklists) -> tuple[date, date] | None:
    """Return first and last day of the window of a pre-refund, None while the day it was finished is not known."""
    done = finished_day(pre.done, source)
    end = None if done is None else month_day(book.at(done).find("refund_warehouse_window_end"))
    return None if done is None or end is None else deadlines.warehouse_window(done, end)


def _next_window(source: RefundInput) -> date | None:
    """Return the day of the pre-refund whose window ends first among the open ones; once all are settled, the last."""
    finished = [(one, finished_day(one.done, source)) for one in source.pre_refunds]
    waiting = [done for one, done in finished if one.outcome is None and done is not None]
    settled = [done for _, done in finished if done is not None]
    whole = finished_day(source.dates.pre_refund_done, source)
    return min(waiting, default=max(settled, default=whole))


def _of_sales(
    sold: Sequence[WarehouseSale], source: RefundInput, evidence: Callable[[date], date | None]
) -> list[Deadline]:
    """Return when the evidence of the sales of every day is due; without a record, that of the sale typed alone.

    What was sold before the normal claim is filed with that claim, what was sold later is claimed on its own.
    """
    days = sorted({day for one in sold if (day := believed(one.day, source)) is not None})
    if not days:
        single = None if source.warehouse_sales else believed(source.dates.warehouse_sale, source)
        return [_from("hwc_sale_evidence", single, SOLD, evidence)]
    found = [_from("hwc_sale_evidence", day, SOLD, evidence) for day in days]
    return found if len(days) == 1 else [replace(one, sale=day) for one, day in zip(found, days, strict=True)]


def _from(name: str, day: date | None, path: str, make: Callable[[date], date | None]) -> Deadline:
    if day is None:
        return Deadline(id=name, date=None, missing=(path,))
    made = make(day)
    return Deadline(id=name, date=made, no_rule=made is None)
