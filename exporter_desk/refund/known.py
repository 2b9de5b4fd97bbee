"""The facts that refund steps and paper lists ask about, read from the input; what is not said stays unknown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from exporter_desk.domain.identity import is_export_declaration_number
from exporter_desk.refund.deadlines import add_months, lapse_last_day, regular_end
from exporter_desk.refund.due import month_day
from exporter_desk.refund.late_claim import DECLARED, claim_day, takes_back
from exporter_desk.refund.line_days import last_export, lines_by_day, undated_lines
from exporter_desk.refund.older import older_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import Line, RefundInput
    from exporter_desk.refund.line_rates import LineRate
    from exporter_desk.rules.rulebook import Datum


# Stands for a reason that was given and is none of the list: that is not the same as none.
REFUSED = "refused"


def export_facts(source: RefundInput, book: RefundBook, day: date) -> dict[str, Datum]:
    """Return what is known of the export as a whole."""
    state, taxpayer = source.state, source.taxpayer
    wood = tuple(book.rules.at(source.dates.export or day).codes("refund_wood_headings") or ())
    facts: dict[str, Datum | None] = {
        "taxpayer": taxpayer.taxpayer,
        "kind": taxpayer.kind,
        "channel": None if is_borrowed(source) else taxpayer.channel,
        "mode": source.mode,
        "industry": source.industry,
        "deal_term": source.terms.incoterm,
        "export_date": source.dates.export,
        "management_class": taxpayer.management_class,
        "false_before": taxpayer.false_before,
        "own_name": state.own_name,
        "through_other": state.through_other or None,
        "entry": _entry(source),
        "departed": _departed(source, day),
        "false_papers": state.false_papers,
        "booked_as_sale": state.booked_as_sale,
        "exchange": state.exchange,
        "deemed_reason": state.deemed_reason or (REFUSED if "state.deemed_reason" in source.unknown else None),
        "archive_kept": state.archive_kept,
        "declared": _declared(source, day),
        "first_claim": state.first_claim,
        "broker_used": state.broker_used,
        "imported_goods": state.imported_goods,
        "hs_changed": state.hs_changed,
        "paper_lost": state.paper_lost,
        "method_changed": state.method_changed,
        "outside_processing": state.outside_processing,
        "brand_owner": state.brand_owner,
        "endangered": state.endangered,
        "wood_heading": any((line.hs or "").startswith(wood) for line in source.lines),
        "lapsed": has_lapsed(source.dates.export, book, judged_on(source, day)),
        "late": _any(is_late(one, source, book, day) for one in lines_by_day(source)),
    }
    return _known(facts)


def is_borrowed(source: RefundInput) -> bool:
    """Tell whether the export is said to run in a name that was only borrowed: whatever else is said, no agency."""
    return source.state.own_name is False and source.state.through_other is False


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Return true if any answer is, unknown if any is, else false."""
    listed = list(answers)
    return True if True in listed else None if None in listed else False


def day_facts(line: Line, source: RefundInput, book: RefundBook, day: date) -> dict[str, Datum]:
    """Return what follows from the own export day of a line; what is taken back was declared before."""
    if line.reversal:
        return _known({"export_date": line.exported, "declared": True})
    if line.exported in (None, source.dates.export):
        return {}
    lapsed = has_lapsed(line.exported, book, judged_on(source, day))
    in_time = DECLARED in source.unknown and _claimed_in_time(line, source, book, day)
    return _known({"export_date": line.exported, "lapsed": lapsed, "declared": in_time or None})


def open_day_facts(days: Collection[date | None], source: RefundInput, book: RefundBook, day: date) -> dict[str, Datum]:
    """Return what is known of a line that may have left on each of `days`: what holds whichever of them it was."""
    on = judged_on(source, day)
    if lapse_is_open(days, book, on):
        return {}
    known = sorted(one for one in days if one is not None)
    of_new_law = len(known) == len(days) and older_on(known[0], book.rules) is None
    lapsed: dict[str, Datum] = {"lapsed": any(has_lapsed(one, book, on) for one in known)}
    return lapsed | ({"export_date": known[0]} if of_new_law else {})


def lapse_is_open(days: Collection[date | None], book: RefundBook, day: date) -> bool:
    """Tell whether goods that left on one of `days`, None for a day that nobody knows, may have lapsed or not."""
    known = {has_lapsed(one, book, day) for one in days} - {None}
    unknown = None in days or not days
    return len(known) > 1 or (unknown and (True in known or could_have_lapsed(book, day)))


def _claimed_in_time(line: Line, source: RefundInput, book: RefundBook, day: date) -> bool:
    """Tell whether a claim that came too late for other lines was in time for this one."""
    claim = source.dates.claim
    came = claim is not None and claim_has_come(source, day) and source.state.declared is not False
    return came and has_lapsed(line.exported, book, claim or day) is False


def line_facts(
    line: Line, rate: LineRate | None, kinds: Sequence[str | None], lawful: Sequence[str]
) -> dict[str, Datum]:
    """Return what is known of one export line: its rate, where the goods come from, the kinds of its vouchers."""
    zero = None if rate is None or rate.refund.value is None else rate.refund.value == 0
    facts: dict[str, Datum | None] = {
        "made": line.made,
        "rate_zero": zero,
        "zero_flag": None if rate is None else rate.flag,
        "voucher": _vouchers(kinds, lawful),
        "sold_some": None if line.sold_qty is None else line.sold_qty > 0,
        "sold_out": None if line.sold_qty is None or line.qty is None else line.sold_qty >= line.qty,
    }
    return _known(facts)


def _known(facts: Mapping[str, Datum | None]) -> dict[str, Datum]:
    return {path: value for path, value in facts.items() if value is not None}


def _vouchers(kinds: Sequence[str | None], lawful: Sequence[str]) -> tuple[str, ...] | None:
    """Return the kinds of voucher of a line; one that is not known hides the others unless a lawful one is there."""
    known = tuple(dict.fromkeys(kind for kind in kinds if kind is not None))
    complete = bool(kinds) and None not in kinds
    return known if complete or any(kind in lawful for kind in known) else None


def _declared(source: RefundInput, day: date) -> bool | None:
    """A pre-refund, or a day of the claim that has come, tells that the export was declared.

    Against the word that nothing was declared such a day leaves it open; so does a claim after the last day.
    """
    if takes_back(source):
        return True
    if DECLARED in source.unknown:
        return None
    claimed = claim_has_come(source, day)
    if source.state.declared is not None:
        return None if claimed and not source.state.declared else source.state.declared
    return claimed or bool(source.pre_refunds) or None


def claim_has_come(source: RefundInput, day: date) -> bool:
    """Tell whether there is a day of the claim, and it has come."""
    return source.dates.claim is not None and source.dates.claim <= day


def _entry(source: RefundInput) -> str | None:
    """A declaration number tells that there is a declaration."""
    numbered = bool(source.lines) and all(line.declaration for line in source.lines)
    return source.state.entry or ("declaration" if numbered else None)


def _departed(source: RefundInput, day: date) -> bool | None:
    if source.state.departed is not None:
        return source.state.departed
    if source.dates.departed is not None:
        return source.dates.departed <= day
    numbers = [line.declaration for line in source.lines]
    numbered = bool(numbers) and all(number and is_export_declaration_number(number[:18]) for number in numbers)
    last = None if undated_lines(source) else last_export(source)
    return True if numbered and last is not None and last <= day else None


def judged_on(source: RefundInput, day: date) -> date:
    """Return the day on which it counts whether the export has lapsed: that of its claim if that is still to come."""
    claimed = None if takes_back(source) else claim_day(source)
    return day if claimed is None else max(day, claimed[1])


def has_lapsed(export: date | None, book: RefundBook, day: date) -> bool | None:
    """Tell whether the last day to declare goods that left on `export` has passed; None without a day."""
    if export is None:
        return None
    months = book.rules.at(export).number("refund_lapse_months")
    return months is not None and day > lapse_last_day(export, int(months))


def could_have_lapsed(book: RefundBook, day: date) -> bool:
    """Tell whether some export day has lapsed by `day`; before, it does not matter for that which one it is."""
    months = book.rules.at(day).number("refund_lapse_months")
    return months is not None and has_lapsed(add_months(day, -int(months)) - timedelta(days=1), book, day) is True


def is_late(export: date | None, source: RefundInput, book: RefundBook, day: date) -> bool | None:
    """Tell whether goods that left on `export` are, or were, claimed after the normal window; None while not known."""
    if takes_back(source):
        return False
    end = None if export is None else month_day(book.rules.at(export).find("refund_regular_end"))
    claim = source.dates.claim or (None if _declared(source, day) else day)
    return None if export is None or end is None or claim is None else claim > regular_end(export, end)
