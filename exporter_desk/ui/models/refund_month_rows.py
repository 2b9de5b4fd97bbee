"""Rows of the claim of a month: one shipment with its standing, its refund, and the day on which that is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.storage.summary import plain_summary
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.refund_facts import money_words, refund_cell, reminder_words
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case
    from exporter_desk.refund.outlook import Bounds
    from exporter_desk.refund.period import Shipment
    from exporter_desk.ui.widgets import MarkKind

MARKS: dict[str, MarkKind] = {"claimed": "ok", "prepared": "doing", "open": "waiting", "no_day": "warn"}


def standing_word(standing: str) -> str:
    """What the standing of a shipment in the month is called."""
    words = {
        "claimed": translate("RefundMonth", "claimed"),
        "prepared": translate("RefundMonth", "prepared"),
        "open": translate("RefundMonth", "could be claimed"),
        "no_day": translate("RefundMonth", "no export date"),
    }
    return words[standing]


def month_row(one: Shipment) -> tuple[CellState, ...]:
    """Number, what it is, standing, refund, export day, and by when the refund is lost."""
    view, export = one.outlook, one.member.result.source.dates.export
    lost = "" if view.lost is None else reminder_words(view.lost)
    return (
        CellState(one.member.case.number or "", tone="ink2"),
        CellState(_goods(one.member.case), bold=True, note=one.member.case.title or ""),
        CellState(standing_word(one.standing), mark=MARKS[one.standing]),
        _money(view.money),
        CellState("" if export is None else export.isoformat()),
        CellState(lost, mark="error" if view.at_risk else None, note=lost),
    )


def _money(money: Bounds) -> CellState:
    return refund_cell(money_words(money), known=money.known, estimated=money.is_estimate)


def _goods(case: Case) -> str:
    """What the list of shipments calls it: its goods in the language of the window, else its title."""
    shown = plain_summary(case)
    goods = shown.goods if language() == "zh" else shown.goods_en or shown.goods
    return goods or shown.title
