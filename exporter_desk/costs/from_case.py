"""A scenario from a case: goods, packages, terms and route fill what its `estimate` block does not say itself."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from exporter_desk.costs.lines import exact_product, exact_quotient
from exporter_desk.costs.questions import Amount
from exporter_desk.costs.scenario import HOME, Duty, Scenario, ScenarioReading, Sku, read_scenario
from exporter_desk.domain.record import built
from exporter_desk.domain.totals import cartons, fob_value, line_amount, package_gross_kg, package_volume_cbm

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import DataclassInstance

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine, Package
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.domain.trace import Trace

_SEA = "2"


def scenario_from_case(case: Case, *, refund: Amount | None = None) -> ScenarioReading:
    """Build the scenario of `case`: what its `estimate` block states wins, the rest comes from the case.

    Articles carry the ids of the goods lines; a block whose articles are all its own is complete and taken as it is.
    `refund` is the export refund as the refund part found it. Problems of
    the block are findings; a figure that the case does not hold stays unknown in the scenario.
    """
    block = cast("JsonObject", dict(case.estimate))
    goods = {line.id for line in case.goods}
    own = {entry.get("id") for entry in _list(block.get("skus")) if isinstance(entry, dict)}
    apart = bool(own) and not own & goods
    reading = read_scenario(block, more_skus=frozenset() if apart else frozenset(goods))
    if reading.scenario is None or apart:
        return reading
    scenario = replace(reading.scenario, skus=_skus(case, reading.scenario))
    return ScenarioReading(_completed(case, scenario, refund), reading.findings)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _skus(case: Case, scenario: Scenario) -> tuple[Sku, ...]:
    stated = {sku.id: sku for sku in scenario.skus}
    from_goods = tuple(_over(sku_of(case, line), stated.pop(line.id, None)) for line in case.goods)
    return from_goods + tuple(stated.values())


def _over(base: Sku, stated: Sku | None) -> Sku:
    return base if stated is None else merged(base, stated)


def merged(base: Sku, stated: Sku) -> Sku:
    """Return `base` with every field that `stated` says something about."""
    return built(Sku, {item.name: getattr(base, item.name) for item in fields(base)} | _said(stated))


def _said(record: DataclassInstance) -> dict[str, object]:
    said: dict[str, object] = {}
    for item in fields(record):
        value = getattr(record, item.name)
        default = item.default_factory() if item.default_factory is not MISSING else item.default
        if value != default:
            said[item.name] = value
    return said


def sku_of(case: Case, line: GoodsLine) -> Sku:
    """Return one goods line as an article; sizes come from packages that hold nothing else, else they are unknown."""
    runs = tuple(package for package in case.packages if line.id in package.contents)
    alone = bool(runs) and all(len(package.contents) == 1 for package in runs)
    volume = _per_unit(case, line, runs, package_volume_cbm) if alone else None
    weight = _per_unit(case, line, runs, package_gross_kg) if alone else None
    single = runs[0] if alone and len(runs) == 1 else None
    per_carton = single.contents[line.id] if single else None
    values: dict[str, object] = {
        "id": line.id,
        "name": line.name_zh or line.name_en,
        "units": _whole(line.qty),
        "cbm": volume.value if volume else None,
        "gross_kg": weight.value if weight else None,
        "size_cm": single.sides_cm if single and per_carton == 1 else (),
        "units_per_carton": _whole(per_carton),
        "cost": _cost(case, line),
        "vat_pct": _vat_pct(case, line),
        "declared": _declared(case, line),
        "hs": line.hs,
        "estimated": any(part.estimated for part in (volume, weight) if part),
    }
    return built(Sku, {name: value for name, value in values.items() if value is not None})


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == value.to_integral_value() else None


def _per_unit(
    case: Case, line: GoodsLine, runs: tuple[Package, ...], figure: Callable[[Case, Package], Trace[Decimal]]
) -> Trace[Decimal] | None:
    """Return a figure of all packages of a line ÷ the units in them; None when a part is unknown."""
    traces = [figure(case, package) for package in runs]
    counts = [package.count for package in runs]
    known = [trace.value for trace in traces if trace.value is not None]
    units = sum((exact_product(run.contents[line.id], Decimal(run.count or 0)) for run in runs), Decimal(0))
    if len(known) != len(traces) or None in counts or not units:
        return None
    estimated = any(trace.estimated for trace in traces)
    return replace(traces[0], value=exact_quotient(sum(known, Decimal(0)), units), estimated=estimated)


def _cost(case: Case, line: GoodsLine) -> Amount | None:
    """Return the purchase price of one unit with tax, from invoices that together cover the whole line."""
    invoices = [entry for entry in case.tax.purchase_invoices if entry.goods == line.id and entry.unit == line.unit]
    priced = [(one.amount, one.rate, one.qty) for one in invoices if one.amount and one.rate is not None and one.qty]
    bought = sum((qty for _, _, qty in priced), Decimal(0))
    if not priced or len(priced) != len(invoices) or bought != line.qty:
        return None
    paid = sum((exact_product(amount, 1 + rate) for amount, rate, _ in priced), Decimal(0))
    return Amount(amount=exact_quotient(paid, bought), currency=HOME)


def _vat_pct(case: Case, line: GoodsLine) -> Decimal | None:
    rates = {one.rate for one in case.tax.purchase_invoices if one.goods == line.id}
    rate = rates.pop() if len(rates) == 1 else None
    return None if rate is None else rate * 100


def _declared(case: Case, line: GoodsLine) -> Amount | None:
    """Return the FOB value of one unit: this line's share of the shipment's FOB, by line amounts."""
    fob, amount = fob_value(case).value, line_amount(case, line).value
    parts = [line_amount(case, one).value for one in case.goods]
    known = [part for part in parts if part is not None]
    if fob is None or amount is None or not line.qty or len(known) != len(parts) or not sum(known):
        return None
    share = exact_quotient(exact_product(fob, amount), sum(known, Decimal(0)))
    return Amount(amount=exact_quotient(share, line.qty), currency=case.terms.currency)


def _completed(case: Case, scenario: Scenario, refund: Amount | None) -> Scenario:
    return replace(
        scenario,
        duty=_duty(case, scenario.duty),
        counts=_counts(case) | dict(scenario.counts),
        facts=_facts(case) | dict(scenario.facts),
        refund=scenario.refund or refund,
    )


def _duty(case: Case, stated: Duty | None) -> Duty | None:
    route = case.route
    if stated is None and route.dest is None:
        return None
    duty = stated or Duty()
    conditions = {} if route.transport is None else {"ocean": route.transport == _SEA}
    return replace(
        duty,
        destination=duty.destination or route.dest,
        day=duty.day or route.entry_date,
        conditions=conditions | dict(duty.conditions),
    )


def _counts(case: Case) -> dict[str, Decimal]:
    boxes, containers = cartons(case).value, len(case.route.containers)
    counts = {} if boxes is None else {"carton": boxes}
    return counts | ({"container": Decimal(containers)} if containers else {})


def _facts(case: Case) -> dict[str, str]:
    sizes = {(container.kind or "")[:2] for container in case.route.containers} - {""}
    return {"container": sizes.pop()} if len(sizes) == 1 else {}
