"""The growing cost sheet: lines in the order they can be priced, and sums of lines that stay unknown when a line is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.costs.charge import LANDED_STAGES, Pick
from exporter_desk.costs.duties import DutyTable
from exporter_desk.costs.fx import Exchange
from exporter_desk.costs.lines import CostLine, Priced, cost_line
from exporter_desk.costs.scenario import Scenario
from exporter_desk.costs.stock import Stock, missing
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.scenario import Sku

_FREIGHT = frozenset({"headhaul", "insurance"})
_BY_SIZE = frozenset({
    "rt", "cbm", "cuft", "kg", "chargeable_kg", "parcel", "cbm_day", "cuft_month", "cuft_snapshot",
})  # fmt: skip

# A figure, or the reason why it is not known.
Figure: TypeAlias = "Decimal | Finding"


@dataclass(slots=True)
class Sheet:
    """Everything that pricing one scenario in one case of its range (`pick`) needs, and what it has found so far."""

    scenario: Scenario
    day: date
    pick: Pick
    exchange: Exchange
    stock: Stock
    duties: DutyTable
    lines: list[CostLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    bases: dict[str, Figure] = field(default_factory=dict)
    value_has_freight: bool = False
    declared_code: str = ""
    guessed_stages: set[str] = field(default_factory=set)
    open_questions: set[str] = field(default_factory=set)

    def add(
        self, item: Item, result: Priced | Finding, *, month: str = "", sku: str = "", estimated: bool = False
    ) -> None:
        """Add the line of `item` with its amount, or with the reason why there is none."""
        guessed = estimated or self._sizes_estimated(item) or self._base_estimated(item)
        self.lines.append(cost_line(item, result, self.exchange, month=month, sku=sku, estimated=guessed))
        if self.lines[-1].estimated:
            self.guessed_stages.add(item.stage)

    def _sizes_estimated(self, item: Item) -> bool:
        return item.basis in _BY_SIZE and any(sku.estimated for sku in self.scenario.skus)

    def _base_estimated(self, item: Item) -> bool:
        """Tell whether a line is a share of other lines of which one is an estimate."""
        if not self.guessed_stages:
            return False
        freight = _FREIGHT if self.value_has_freight else frozenset[str]()
        bases = {
            "pct_of_goods": frozenset({"goods"}),
            "pct_of_cif": _FREIGHT,
            "pct_of_customs_value": freight,
            "pct_of_tax_base": freight | {"duty"},
            "pct_of_stage": frozenset(item.terms.of),
            "month": frozenset(item.terms.counts),
        }
        stages = LANDED_STAGES if item.stage == "capital" else bases.get(item.basis, frozenset())
        return not self.guessed_stages.isdisjoint(stages)

    def rate(self, item: Item) -> Decimal | None:
        """Return the plain rate of `item` in this case of the range."""
        return None if item.terms.rate is None else item.terms.rate.at(self.pick)

    def sum_of(self, currency: str, wanted: Callable[[CostLine], bool]) -> Figure:
        """Add the amounts of some lines in `currency`, each converted by the exact cross; unknown if one is."""
        result = Decimal(0)
        for line in self.lines:
            if not wanted(line):
                continue
            amount = None if line.amount is None else self.exchange.convert(line.amount, line.currency, currency)
            if amount is None:
                return line.unknown or waits_for(line)
            result += amount
        return result

    def stages(self, currency: str, stages: Iterable[str]) -> Figure:
        """Add the lines of some stages in `currency`."""
        chosen = frozenset(stages)
        return self.sum_of(currency, lambda line: line.stage in chosen)

    def per_sku(self, figure: Callable[[Sku], Figure]) -> Figure:
        """Add a figure over all articles; unknown if it is for one, or without articles."""
        return total_of({sku.id: figure(sku) for sku in self.scenario.skus})


def waits_for(line: CostLine) -> Finding:
    """Return the reason of a figure that needs an unknown line."""
    zh, en = line.name_zh or line.charge_id, line.name_en or line.charge_id
    values = {"charge": line.charge_id, "charge_zh": zh, "charge_en": en}
    return Finding("C25", Severity.CONFIRM, (line.place,), values)


def total_of(figures: Mapping[str, Figure]) -> Figure:
    """Add figures; the first reason wins, and nothing to add is unknown."""
    reason = next((figure for figure in figures.values() if isinstance(figure, Finding)), None)
    if reason is not None:
        return reason
    if not figures:
        return missing("skus", "skus")
    return sum((figure for figure in figures.values() if isinstance(figure, Decimal)), Decimal(0))
