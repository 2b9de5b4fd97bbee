"""The order in which charges are priced: a share of other stages waits for all of their charges, wherever listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import LANDED_STAGES, Item
from exporter_desk.costs.customs import FREIGHT_STAGES, INSURANCE_STAGES, value_basis
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.costs.sheet import Sheet

DUTY, TAX, REFUND, CAPITAL = "duty", "tax", "refund", "capital"
_STAGES_OF_OWN = {DUTY: "duty", TAX: "import_tax", REFUND: "refund", CAPITAL: "capital"}
_FREIGHT, _VALUE = frozenset(FREIGHT_STAGES), frozenset(FREIGHT_STAGES + INSURANCE_STAGES)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing to be priced: a charge, or what the estimate adds by itself (`own`), with the stages it waits for."""

    own: str = ""
    item: Item | None = None
    needs: frozenset[str] = frozenset()

    @property
    def stage(self) -> str:
        """Return the stage to which its lines belong."""
        return _STAGES_OF_OWN[self.own] if self.item is None else self.item.stage

    @property
    def is_share(self) -> bool:
        """Tell whether it is a share of stages that are named: a percentage of them, or a top-up to a minimum."""
        return self.item is not None and bool(_named_stages(self.item))

    @property
    def place(self) -> str:
        """Return the path of its charge; prices of one charge on different days share it."""
        return "" if self.item is None else self.item.place


@dataclass(frozen=True, slots=True)
class Order:
    """Everything to be priced in its order; a share in `refused` has a reason instead of an amount."""

    steps: tuple[Step, ...]
    refused: dict[Step, Finding]


def steps_of(sheet: Sheet, phases: Iterable[frozenset[str] | str], items: Sequence[Item]) -> list[Step]:
    """Return every step in the order of the phases: sets of bases, or the name of what the estimate adds."""
    by_value = _VALUE if value_basis(sheet) == "CIF" else frozenset[str]()
    found: list[Step] = []
    for phase in phases:
        if isinstance(phase, str):
            found.append(Step(own=phase, needs=_own_needs(phase, by_value)))
        else:
            found += [Step(item=item, needs=_needs(item, by_value)) for item in items if item.basis in phase]
    return found


def _own_needs(own: str, by_value: frozenset[str]) -> frozenset[str]:
    return {DUTY: by_value, TAX: by_value | {"duty"}, CAPITAL: LANDED_STAGES}.get(own, frozenset())


def _named_stages(item: Item) -> tuple[str, ...]:
    return item.terms.of if item.basis == "pct_of_stage" else item.terms.counts if item.basis == "month" else ()


def _needs(item: Item, by_value: frozenset[str]) -> frozenset[str]:
    if item.basis == "pct_of_cif":
        return _FREIGHT if item.stage == "insurance" else _VALUE
    if item.basis == "pct_of_customs_value":
        return by_value
    return by_value | {"duty"} if item.basis == "pct_of_tax_base" else frozenset(_named_stages(item))


def in_order(sheet: Sheet, steps: Sequence[Step]) -> Order:
    """Sort the steps so that a share comes after what it is a share of, in whatever order the charges are listed.

    A share that leads back to itself, and one of stages that have no charge at all, is refused.
    """
    if not any(step.is_share for step in steps):
        return Order(tuple(steps), {})
    before = {step: _before(sheet, step, steps) for step in steps}
    shares = [step for step in steps if step.is_share]
    refused = {step: _circle(step) for step in shares if _leads_back(step, before)}
    present = {line.stage for line in sheet.lines}
    for step in shares:
        if step not in refused and not before[step] and present.isdisjoint(step.needs) and not _is_minimum(step):
            refused[step] = _of_nothing(step)
    done = dict.fromkeys(refused)  # what is refused has its line first: nothing may take it for nought
    for step in steps:
        _visit(step, before, done, set())
    return Order(tuple(done), refused)


def _is_minimum(step: Step) -> bool:
    return step.item is not None and step.item.basis == "month"


def _before(sheet: Sheet, step: Step, steps: Sequence[Step]) -> list[Step]:
    taxed = step.own == TAX or (step.item is not None and step.item.basis == "pct_of_tax_base")
    return [
        other
        for other in steps
        if (other.stage in step.needs or (taxed and other.item is not None and other.item.terms.in_tax_base))
        and other is not step
        and _is_there(sheet, other)
        and (not other.place or other.place != step.place)
    ]


def _is_there(sheet: Sheet, step: Step) -> bool:
    scenario = sheet.scenario
    return {
        DUTY: scenario.duty is not None,
        TAX: scenario.duty is not None,
        REFUND: scenario.refund is not None or any(sku.refund_pct is not None for sku in scenario.skus),
        CAPITAL: scenario.capital_pct is not None,
    }.get(step.own, True)


def _leads_back(start: Step, before: dict[Step, list[Step]]) -> bool:
    seen, waiting = set[Step](), list(before[start])
    while waiting:
        step = waiting.pop()
        if step is start:
            return True
        if step not in seen:
            seen.add(step)
            waiting += before[step]
    return False


def _visit(step: Step, before: dict[Step, list[Step]], done: dict[Step, None], waiting: set[Step]) -> None:
    if step in done or step in waiting:
        return
    waiting.add(step)
    for other in before[step]:
        _visit(other, before, done, waiting)
    done.setdefault(step)


def _circle(step: Step) -> Finding:
    return _refusal(step, "circle")


def _of_nothing(step: Step) -> Finding:
    return _refusal(step, "no_base")


def _refusal(step: Step, variant: str) -> Finding:
    item = step.item
    words = {} if item is None else {**item.words, "stages": " / ".join(_named_stages(item))}
    return Finding("C83", Severity.ERROR if variant == "circle" else Severity.CONFIRM, (step.place,), words,
                   variant=variant)  # fmt: skip
