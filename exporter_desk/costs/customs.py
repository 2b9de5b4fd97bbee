"""Customs value, duty layers and import tax of one entry, layer by layer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import PERCENT_BASES, ChargeTerms, Item
from exporter_desk.costs.charged_days import entry_day
from exporter_desk.costs.duties import PLACE, Layers, Tariff, find_layers, layer_amount, names_nothing, typed_layers
from exporter_desk.costs.duty_changes import Entry, changes_ahead
from exporter_desk.costs.lines import HUNDRED, Priced, exact_product, exact_quotient, number
from exporter_desk.costs.sheet import Figure, total_of
from exporter_desk.costs.stock import missing
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_money, split_largest
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import date

    from exporter_desk.costs.questions import Amount
    from exporter_desk.costs.scenario import Duty, Sku
    from exporter_desk.costs.sheet import Sheet

YEAR = Decimal(365)
ZERO = Decimal(0)
FREIGHT_STAGES = ("headhaul",)
INSURANCE_STAGES = ("insurance",)


def duty_currency(sheet: Sheet) -> str:
    """Return the currency of the entry: stated, else that of the value, else that of the declared values."""
    duty = sheet.scenario.duty
    if duty is not None and duty.currency is not None:
        return duty.currency
    if duty is not None and duty.value is not None and duty.value.currency is not None:
        return duty.value.currency
    return declared_currency(sheet)


def declared_currency(sheet: Sheet) -> str:
    """Return the currency of the declared values: the first stated one, else the duty's, else the reporting one."""
    if not sheet.declared_code:
        stated = (sku.declared.currency for sku in sheet.scenario.skus if sku.declared and sku.declared.currency)
        duty = sheet.scenario.duty
        sheet.declared_code = next(stated, (duty.currency if duty else None) or sheet.exchange.reporting)
    return sheet.declared_code


def declared_of(sheet: Sheet, sku: Sku) -> Figure:
    """Return the declared value of all shipped units of one article in the declared currency, rounded."""
    units = sheet.stock.shipped(sku)
    if isinstance(units, Finding):
        return units
    if sku.declared is None or sku.declared.amount is None:
        return missing(f"skus.{sku.id}.declared", "declared")
    currency = declared_currency(sheet)
    amount = round_money(units * sku.declared.amount, currency)
    exchanged = sheet.exchange.convert(amount, sku.declared.currency or currency, currency)
    return missing(f"fx.{sku.declared.currency}", "fx") if exchanged is None else exchanged


def cost_and_freight(sheet: Sheet) -> Figure:
    """Return declared value and head-haul freight together, in the declared currency."""
    freight = sheet.stages(declared_currency(sheet), FREIGHT_STAGES)
    return total_of({"cost": sheet.per_sku(lambda sku: declared_of(sheet, sku)), "freight": freight})


def customs_value(sheet: Sheet) -> Figure:
    """Return the customs value of the whole entry in the duty currency, found once and kept."""
    if "customs_value" not in sheet.bases:
        sheet.bases["customs_value"] = total_of(_groups(sheet))
    return sheet.bases["customs_value"]


def _groups(sheet: Sheet) -> dict[str, Figure]:
    """Return the customs value by commodity code."""
    duty = sheet.scenario.duty
    if duty is not None and duty.value is not None and duty.value.amount is not None:
        return {duty.hs or "": _stated_value(sheet, duty.value)}
    codes = list(dict.fromkeys((duty.hs if duty else None) or sku.hs or "" for sku in sheet.scenario.skus))
    values = {code: _declared_of_code(sheet, code, duty) for code in codes}
    if not codes:
        return {"": missing("duty.value", "value")}
    if value_basis(sheet) == "FOB":
        return {code: _into_duty(sheet, value) for code, value in values.items()}
    if value_basis(sheet) == "CIF":
        return _with_freight(sheet, values)
    return dict.fromkeys(codes, missing("duty.basis", "basis"))


def _stated_value(sheet: Sheet, value: Amount) -> Figure:
    currency = duty_currency(sheet)
    amount = sheet.exchange.convert(value.amount or Decimal(0), value.currency or currency, currency)
    return missing(f"fx.{value.currency}", "fx") if amount is None else amount


def _declared_of_code(sheet: Sheet, code: str, duty: Duty | None) -> Figure:
    chosen = {
        sku.id: declared_of(sheet, sku)
        for sku in sheet.scenario.skus
        if ((duty.hs if duty else None) or sku.hs or "") == code
    }
    return total_of(chosen)


def value_basis(sheet: Sheet) -> str:
    """Return on which basis goods are valued on entry, FOB or CIF; empty while it is not known."""
    duty = sheet.scenario.duty
    if duty is None or duty.basis is not None:
        return (duty.basis if duty else None) or ""
    lane = (row.value_basis for row in sheet.duties.rows if row.destination == duty.destination and row.value_basis)
    return next(lane, "")


def _with_freight(sheet: Sheet, values: dict[str, Figure]) -> dict[str, Figure]:
    currency = declared_currency(sheet)
    sheet.value_has_freight = True
    extra = sheet.stages(currency, FREIGHT_STAGES + INSURANCE_STAGES)
    known = {code: value for code, value in values.items() if isinstance(value, Decimal)}
    if isinstance(extra, Finding):
        return dict.fromkeys(values, extra)
    if len(known) != len(values) or (len(known) > 1 and not sum(known.values())):
        return {
            code: value if isinstance(value, Finding) else missing("skus", "declared") for code, value in values.items()
        }
    shares = split_largest(extra, list(known.values()), currency) if len(known) > 1 else (extra,)
    pairs = zip(known.items(), shares, strict=True)
    return {code: _into_duty(sheet, value + share) for (code, value), share in pairs}


def _into_duty(sheet: Sheet, value: Figure) -> Figure:
    if isinstance(value, Finding):
        return value
    amount = sheet.exchange.convert(value, declared_currency(sheet), duty_currency(sheet))
    return missing(f"fx.{duty_currency(sheet)}", "fx") if amount is None else amount


def price_duty(sheet: Sheet) -> None:
    """Add the duty and fee lines of the entry; typed layers win over the table."""
    duty = _with_answers(sheet)
    if duty is None:
        return
    if not duty.layers:
        sheet.findings.extend(names_nothing(sheet.duties, duty))
    groups = _groups(sheet)
    total = customs_value(sheet)
    fees: dict[tuple[str, str], Tariff] = {}
    for code, value in groups.items():
        layers = _layers_of(sheet, duty, code)
        sheet.findings.extend(layers.findings)
        if layers.reason is not None:
            sheet.add(duty_item(sheet, Tariff(layer="duty")), layers.reason)
        else:
            _price_layers(sheet, [row for row in layers.rows if row.kind == "duty"], value)
        fees |= {(row.layer, row.only_if): row for row in layers.rows if row.kind == "fee"}
    _price_layers(sheet, list(fees.values()), total)


def _with_answers(sheet: Sheet) -> Duty | None:
    """Return the duty with the answers that the head-haul gives: freight by the container goes by sea, and so on."""
    duty = sheet.scenario.duty
    if duty is None:
        return None
    bases = {line.basis for line in sheet.lines if line.stage in FREIGHT_STAGES} - PERCENT_BASES
    asking = (row for row in sheet.duties.rows if row.destination == duty.destination and row.yes_by)
    open_rows = {row.question: row for row in asking if row.question not in duty.conditions}
    answers = {name: bases <= set(row.yes_by) for name, row in open_rows.items() if _is_told_by(row, bases)}
    return replace(duty, conditions=answers | dict(duty.conditions))


def duty_notices(sheet: Sheet, within_days: int) -> tuple[Finding, ...]:
    """Return what to know of an entry beside its lines: changes soon after it, and answers that the freight gave."""
    duty = _with_answers(sheet)
    if duty is None or sheet.scenario.duty is None or duty.layers or duty.total_pct is not None:
        return ()
    found = list[Finding]()
    for code in _groups(sheet):
        entry = Entry(code, duty, entry_day(sheet.stock, sheet.day), partial(_worth, sheet))
        found += changes_ahead(sheet.duties, entry, within_days)
    for name in sorted(duty.conditions.keys() - sheet.scenario.duty.conditions.keys()):
        variant = name if duty.conditions[name] else f"not_{name}"
        found.append(Finding("C74", Severity.HINT, (f"{PLACE}.conditions.{name}",), variant=variant))
    return tuple(found)


def _is_told_by(row: Tariff, bases: Set[str]) -> bool:
    return bool(bases) and (bases <= set(row.yes_by) or bases <= set(row.no_by))


def _worth(sheet: Sheet, currency: str) -> Figure:
    """Return the value of the whole entry in the currency of a row."""
    return _exchanged(sheet, customs_value(sheet), duty_currency(sheet), currency)


def _exchanged(sheet: Sheet, amount: Figure, currency: str, into: str) -> Figure:
    if isinstance(amount, Finding) or not into:
        return amount
    exchanged = sheet.exchange.convert(amount, currency, into)
    return missing(f"fx.{into}", "fx") if exchanged is None else exchanged


def _layers_of(sheet: Sheet, duty: Duty, code: str) -> Layers:
    day = entry_day(sheet.stock, sheet.day)
    found = find_layers(sheet.duties, code, duty, day, partial(_worth, sheet))
    stop = found.reason if found.reason is not None and found.reason.code == "C30" else None
    if duty.total_pct is not None:
        one = Tariff(layer="duty_total", rate_pct=duty.total_pct, zh="关税合计", en="Duty, all layers together")
        fees = (row for row in found.rows if row.kind == "fee")
        return Layers((one, *fees), reason=stop)
    if duty.layers:
        return Layers((*typed_layers(duty.layers, day), *_own_antidumping(duty)), reason=stop)
    return replace(found, rows=(*found.rows, *_own_antidumping(duty)))


def _own_antidumping(duty: Duty) -> tuple[Tariff, ...]:
    if duty.antidumping_pct is None:
        return ()
    row = Tariff(layer="antidumping", rate_pct=duty.antidumping_pct, zh="反倾销税", en="Antidumping duty")
    return (row,)


def _price_layers(sheet: Sheet, rows: list[Tariff], value: Figure) -> None:
    """Add one line for each layer; a layer with an open question has the range of its answers and no amount."""
    amounts: dict[str, Decimal] = {}
    for layer in dict.fromkeys(row.layer for row in rows):
        mine = [row for row in rows if row.layer == layer]
        found = [_layer_figure(sheet, row, value, amounts) for row in mine]
        if mine[0].asks is not None:
            _add_open(sheet, mine, found)
            continue
        for row, priced in zip(mine, found, strict=True):
            sheet.add(duty_item(sheet, row), priced, estimated=row.announced)
            if isinstance(priced, Priced):
                amounts[layer] = priced.amount


def _layer_figure(sheet: Sheet, row: Tariff, value: Figure, amounts: Mapping[str, Decimal]) -> Priced | Finding:
    """Return one layer in the currency of its row, of the entry's value or of the layer it is a share of."""
    duty, currency = sheet.scenario.duty, row.currency or duty_currency(sheet)
    base = amounts.get(row.of, missing("duty", row.of)) if row.of else value
    base = base if row.of else _exchanged(sheet, base, duty_currency(sheet), currency)
    if isinstance(base, Finding):
        return base
    if row.rate_pct is None and row.per_kg is None:
        return _unseen(row, entry_day(sheet.stock, sheet.day))
    return layer_amount(row, base, duty.kg if duty else None, currency) or missing("duty.kg", "kg")


def _unseen(row: Tariff, day: date) -> Finding:
    values = {"layer_zh": row.zh or row.layer, "layer_en": row.en or row.layer, "day": day.isoformat()}
    return Finding("C38", Severity.CONFIRM, (f"{PLACE}.{row.layer}",), values)


def _add_open(sheet: Sheet, rows: list[Tariff], found: list[Priced | Finding]) -> None:
    """Add a layer whose question is open: as many amounts as it has rows, and nothing where an answer has no row."""
    first = rows[0]
    sheet.open_questions.add(first.question)
    sheet.add(duty_item(sheet, first), first.asks or missing("duty", first.question))
    amounts = [priced.amount for priced in found if isinstance(priced, Priced)]
    if len(amounts) < len(found):
        return
    both = {row.only_if for row in rows} >= {first.question, f"!{first.question}"}
    reporting, currency = sheet.exchange.reporting, duty_item(sheet, first).currency
    ends = [sheet.exchange.convert(amount, currency, reporting) for amount in (*amounts, *(() if both else (ZERO,)))]
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        sheet.lines[-1] = replace(sheet.lines[-1], low=min(known), high=max(known))


def duty_item(sheet: Sheet, row: Tariff) -> Item:
    """Return the item of one layer; `import_tax` rows have their own stage."""
    stage = "import_tax" if row.kind == "import_tax" else "duty"
    return Item(
        terms=ChargeTerms(
            stage=stage,
            basis="pct_of_tax_base" if row.kind == "import_tax" else "pct_of_customs_value",
            name_zh=row.zh or None,
            name_en=row.en or None,
            in_tax_base=row.kind in {"duty", "antidumping"},
        ),
        charge_id=row.layer,
        currency=row.currency or duty_currency(sheet),
        min_charge=None,
        source=f"{row.source} ({row.as_of})" if row.as_of else row.source,
        as_of=None,
        confidence=row.confidence if row.seen else "low",
        card_id="",
        place=f"{PLACE}.{row.layer}",
    )


def tax_base(sheet: Sheet, currency: str) -> Figure:
    """Return the base of import tax: customs value, duty layers, and the lines marked as part of it."""
    return total_of({"value": _worth(sheet, currency), "more": sheet.sum_of(currency, lambda line: line.in_tax_base)})


def price_tax(sheet: Sheet) -> None:
    """Add import tax from the table, unless a line of that stage was typed or layers were."""
    duty = _with_answers(sheet)
    if duty is None or duty.layers or any(line.stage == "import_tax" for line in sheet.lines):
        return
    worth = partial(_worth, sheet)
    found = [find_layers(sheet.duties, code, duty, entry_day(sheet.stock, sheet.day), worth) for code in _groups(sheet)]
    rows = {row.layer: row for layers in found for row in layers.rows if row.kind == "import_tax"}
    amounts: dict[str, Decimal] = {}
    for row in rows.values():
        _price_tax_row(sheet, row, amounts)
    if rows and duty.tax_recovered_after_days is None and any(row.rate_pct for row in rows.values()):
        sheet.findings.append(Finding("C35", Severity.CONFIRM, (f"{PLACE}.tax_recovered_after_days",)))


def _price_tax_row(sheet: Sheet, row: Tariff, amounts: dict[str, Decimal]) -> None:
    item, duty = duty_item(sheet, row), sheet.scenario.duty
    base = amounts.get(row.of, missing("duty", row.of)) if row.of else tax_base(sheet, item.currency)
    if isinstance(base, Finding) and row.rate_pct == 0 and row.asks is None:
        _add_none(sheet, item)
        return
    priced = base if isinstance(base, Finding) else layer_amount(row, base, None, item.currency)
    priced = row.asks or priced
    if priced is None or isinstance(priced, Finding):
        sheet.add(item, priced or missing("duty", row.layer))
        return
    amounts[row.layer] = priced.amount
    days = duty.tax_recovered_after_days if duty else None
    add_tax(sheet, item, priced, days)


def _add_none(sheet: Sheet, item: Item) -> None:
    """Add a tax that the country does not have: nothing of whatever the base may be, which is not known."""
    nothing = round_money(ZERO, item.currency)
    sheet.add(item, Priced(nothing, f"0 % → {plain(nothing)} {item.currency}", ZERO, ZERO))
    sheet.lines[-1] = replace(sheet.lines[-1], quantity=None)


def add_tax(sheet: Sheet, item: Item, tax: Priced, days: int | None) -> None:
    """Add import tax in full, or only its financing when it is got back after `days`; after 0 days there is none."""
    if days is None:
        sheet.add(item, tax)
        return
    yearly = sheet.scenario.capital_pct
    if yearly is None and days:
        sheet.add(item, missing("capital_pct", "capital_pct"))
        return
    share = exact_quotient(exact_product(Decimal(days), (yearly or Decimal(0)) / HUNDRED), YEAR)
    amount = round_money(exact_product(tax.amount, share), item.currency)
    at = f" × {number(yearly)} %" if yearly is not None else ""
    text = f"{tax.formula}; × {days}/365{at} = {plain(amount)} {item.currency}"
    sheet.add(item, Priced(amount, text, tax.amount, share))
    sheet.lines[-1] = replace(sheet.lines[-1], recoverable=True, recovered_after_days=days)
