"""The facts of a refund at a glance: how much, by when it is lost, what is due next; for one shipment and for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped
from exporter_desk.refund.quantity import spanned
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.widgets import CellState, Fact

if TYPE_CHECKING:
    from exporter_desk.refund.outlook import Bounds, Outlook, Sum
    from exporter_desk.refund.reminders import Reminder
    from exporter_desk.services.claims.watch import Standing
    from exporter_desk.services.session import Session
    from exporter_desk.ui.widgets import MarkKind

EXPORT_DATE = "facts.export_date"
MOST_NAMED = 3
"""So many shipments that claim the same are named in a strip; the claim of the month names them all."""


def money_words(money: Bounds) -> str:
    """An amount in yuan, its bounds, or that it cannot be said: never zero for what is not known."""
    if money.owed:
        return translate("Refund", "to be paid back: {amount}").format(amount=money_words(money.turned))
    if money.exact is not None:
        return f"¥{grouped(money.exact, 2)}"
    if money.low is not None and money.high is not None:
        return spanned(money.low, money.high, "¥")
    if money.high is not None:
        return f"≤ ¥{grouped(money.high, 2)}"
    if money.low is not None and money.known:
        return f"≥ ¥{grouped(money.low, 2)}"
    return translate("Refund", "cannot be estimated yet")


def refund_cell(words: str, *, known: bool, estimated: bool, note: str = "", bold: bool = False) -> CellState:
    """An amount of a refund in a table: computed, an estimate and said to be one, or words for what is not known."""
    if not known:
        return CellState(words, "unknown", "right", bold=bold)
    chip = translate("Refund", "estimate") if estimated else ""
    return CellState(words, "estimated" if estimated else "computed", "right", note=note, chip=chip, bold=bold)


def _estimate(money: Bounds, unsure: int = 0) -> str:
    """The word of an estimate, with how many figures went into it that are still to be confirmed."""
    if not money.is_estimate:
        return ""
    if not unsure:
        return translate("Refund", "estimate")
    return translate("Refund", "estimate, figures to confirm: {count}").format(count=unsure)


def sum_fact(label: str, whole: Sum, *, strong: bool = False, mark: MarkKind | None = None) -> Fact:
    """The amounts of several shipments together, with how many of them say nothing yet; an estimate is called one."""
    words = money_words(whole.told)
    if whole.told.known and whole.unknown:
        words += " " + translate("Refund", "+ {count} not known").format(count=whole.unknown)
    return Fact(label, words, strong=strong, estimated=_estimate(whole.told), mark=mark)


def reminder_words(one: Reminder) -> str:
    """A deadline with its day."""
    name = one.rule.zh if language() == "zh" else one.rule.en
    return f"{one.day.isoformat()} {name}"


def refund_facts(view: Outlook, *, alone: bool = False) -> tuple[Fact, ...]:
    """The strip above the refund file of one shipment; `alone`: its month has others that are computed with it."""
    if not view.wanted:
        return (Fact(translate("Refund", "Refund"), translate("Refund", "none"), strong=True),)
    estimated = _estimate(view.money, view.unsure)
    owed, expected = translate("Refund", "Refund less what was reversed"), translate("Refund", "Refund expected")
    label = owed if view.money.owed else expected
    if alone:
        label = translate("Refund", "Computed for this shipment alone")
    facts = [Fact(label, money_words(view.money), strong=True, estimated=estimated)]
    if view.lost is not None:
        words = reminder_words(view.lost)
        facts.append(Fact(translate("Refund", "Lost if not done by"), words, mark="error" if view.at_risk else None))
    else:
        words = translate("Refund", "known once the export date is typed")
        facts.append(Fact(translate("Refund", "Lost if not done by"), words, mark="warn"))
    return (*facts, *pressing_facts(view))


def pressing_facts(view: Outlook) -> tuple[Fact, ...]:
    """What is overdue or due now, the first of it alone; nothing where nothing presses."""
    if not view.wanted or not view.urgent:
        return ()
    one = view.urgent[0]
    overdue = one.state == "overdue"
    kind = translate("Refund", "Overdue") if overdue else translate("Refund", "Due now")
    return (Fact(kind, reminder_words(one), mark="error" if overdue else "warn"),)


def brief_words(view: Outlook, *, alone: bool = False) -> tuple[str, ...]:
    """The amount and the day on which it is lost, for windows without room for the strip; `alone` as above."""
    if not view.wanted:
        return ()
    amount = f"{money_words(view.money)} {_estimate(view.money, view.unsure)}".strip()
    if alone:
        amount += " " + translate("Refund", "(this shipment alone)")
    if view.lost is None:
        return (amount,)
    lost = translate("Refund", "lost after {day}").format(day=view.lost.day.isoformat())
    return (amount, lost)


def used_export_day(session: Session) -> str:
    """The export day of the declarations, from which deadlines run once there are any; "" where nothing differs."""
    declarations = session.case.tax.declarations
    days = sorted({one.export_date for one in declarations if one.export_date is not None})
    if not declarations or [session.shown_text(EXPORT_DATE)] == [day.isoformat() for day in days]:
        return ""
    if not days:
        return translate("Refund", "the declaration counts; its export date is not filled in")
    words = translate("Refund", "the declaration counts: {day}")
    if len(days) > 1:
        words = translate("Refund", "the earliest declaration counts: {day}")
    return words.format(day=days[0].isoformat())


def standing_facts(standing: Standing) -> tuple[Fact, ...]:
    """The strip on the first page: all refunds together."""
    facts = [
        sum_fact(
            translate("Refund", "Refunds expected ({count})").format(count=standing.shipments),
            standing.expected,
            strong=True,
        )
    ]
    doubled = (
        (translate("Refund", "Claim the same twice ({count})"), standing.twice),
        (translate("Refund", "Take too much of an invoice ({count})"), standing.beyond),
    )
    for label, shipments in doubled:
        if shipments:
            names = comma().join((*shipments[:MOST_NAMED], *(["…"] if len(shipments) > MOST_NAMED else [])))
            facts.append(Fact(label.format(count=len(shipments)), names, mark="error"))
    risk = standing.at_risk
    if risk.high != 0:
        facts.append(sum_fact(translate("Refund", "At risk"), risk, mark="error"))
    if standing.urgent:
        _, name, one = standing.urgent[0]
        label = translate("Refund", "Due now ({count})").format(count=len(standing.urgent))
        mark: MarkKind = "error" if one.state == "overdue" else "warn"
        facts.append(Fact(label, f"{reminder_words(one)} · {name}", mark=mark))
    if standing.first_lost is not None:
        _, name, one = standing.first_lost
        facts.append(Fact(translate("Refund", "First day to lose any"), f"{reminder_words(one)} · {name}"))
    return tuple(facts)
