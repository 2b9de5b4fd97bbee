"""What one has to know of a shipment, in one soft strip that breaks into two lines where there is no room for one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from exporter_desk.domain.numbers import grouped, money_text, trimmed
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.widgets import Card, Fact, FactsStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.parties import Party
    from exporter_desk.domain.trace import Trace
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.services.analysis import Analysis

_LONGEST = 30
_FIRST_TO_GO = (0, 5, 1, 4)
"""Seller, volume, consignee, gross weight: what is left out where only one line may be taken."""


def case_facts(analysis: Analysis, codes: CodeTables) -> tuple[Fact, ...]:
    """Seller, consignee, price term with total, quantity, gross weight, volume; what is unknown says 未填."""
    case, totals = analysis.case, analysis.totals
    return (
        Fact(translate("CaseFacts", "Seller"), _party(case.party("seller"))),
        Fact(translate("CaseFacts", "Consignee"), _party(case.party("consignee") or case.party("buyer"))),
        _terms(case, totals["invoice_total"]),
        _quantity(case, totals["cartons"], codes),
        _measure(translate("CaseFacts", "Gross weight"), totals["gross_kg"], "kg", 1),
        _measure(translate("CaseFacts", "Volume"), totals["volume_cbm"], "m³", 2),
    )


def not_filled() -> str:
    return translate("CaseFacts", "Not filled in")


def _party(party: Party | None) -> str:
    if party is None:
        return not_filled()
    first, second = (party.name_zh, party.name_en) if language() == "zh" else (party.name_en, party.name_zh)
    name = first or second or not_filled()
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _estimate(guessed: bool) -> str:
    return translate("CaseFacts", "Estimate") if guessed else ""


def _terms(case: Case, total: Trace[Decimal]) -> Fact:
    way = " ".join(part for part in (case.terms.incoterm, case.terms.place) if part)
    if total.value is None:
        amount = translate("CaseFacts", "total not filled in")
    else:
        amount = f"{case.terms.currency or ''} {money_text(total.value, case.terms.currency)}".strip()
    text, guess = f"{way}  {amount}" if way else amount, _estimate(total.known and total.estimated)
    return Fact(translate("CaseFacts", "Terms"), text, strong=True, estimated=guess)


def _quantity(case: Case, cartons: Trace[Decimal], codes: CodeTables) -> Fact:
    summed = _one_unit(case)
    parts = [_units(case, codes)] if case.goods else []
    if cartons.value is not None:
        parts.append(translate("CaseFacts", "{count} packages").format(count=trimmed(cartons.value)))
    guessed = summed and any(case.is_estimated(f"goods.{line.id}.qty") for line in case.goods)
    guess = _estimate(guessed or (cartons.known and cartons.estimated))
    return Fact(translate("CaseFacts", "Quantity"), " / ".join(parts) or not_filled(), estimated=guess)


def _one_unit(case: Case) -> bool:
    """Tell whether all lines have a quantity, and all in the same unit."""
    units = {line.unit for line in case.goods}
    return len(units) == 1 and None not in units and all(line.qty is not None for line in case.goods)


def _units(case: Case, codes: CodeTables) -> str:
    """One sum where all lines count in the same unit; else the number of lines."""
    if not _one_unit(case):
        return translate("CaseFacts", "{count} lines").format(count=len(case.goods))
    quantities, unit = [line.qty or Decimal(0) for line in case.goods], case.goods[0].unit or ""
    return f"{trimmed(sum(quantities, Decimal(0)))} {codes.label('units', unit, language())}"


def _measure(label: str, trace: Trace[Decimal], unit: str, digits: int) -> Fact:
    if trace.value is None:
        return Fact(label, not_filled())
    return Fact(label, f"{grouped(trace.value, digits)} {unit}", estimated=_estimate(trace.estimated))


class CaseFacts(Card):
    """The facts in as few lines as the width allows, or the weightiest of them in one."""

    def __init__(self) -> None:
        super().__init__("sunken", padding=0, spacing=0)
        self._short = False
        self._facts: Sequence[Fact] = ()
        self._lines: list[FactsStrip] = []

    def set_facts(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self.setAccessibleName("; ".join(f"{fact.label}: {fact.value} {fact.estimated}".strip() for fact in facts))
        self._lay_out()

    def set_short(self, short: bool) -> None:
        """Keep to one line, for a window that is low: what has no room there is left out."""
        if short != self._short:
            self._short = short
            self._lay_out()

    def _lay_out(self) -> None:
        for line in self._lines:
            self.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._one_line()] if self._short else self._broken()
        self.add(*self._lines)

    def _one_line(self) -> FactsStrip:
        left = list(range(len(self._facts)))
        for dropped in (None, *_FIRST_TO_GO):
            left = [place for place in left if place != dropped]
            line = FactsStrip([self._facts[place] for place in left])
            if line.sizeHint().width() <= self.width() or dropped == _FIRST_TO_GO[-1]:
                break
            line.deleteLater()
        return line

    def _broken(self) -> list[FactsStrip]:
        for count in range(1, len(self._facts) + 1):
            size = -(-len(self._facts) // count)
            parts = [self._facts[start : start + size] for start in range(0, len(self._facts), size)]
            lines = [FactsStrip(part) for part in parts]
            if count == len(self._facts) or max(line.sizeHint().width() for line in lines) <= self.width():
                return lines
            for line in lines:
                line.deleteLater()
        return []

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(200), super().minimumSizeHint().height())
