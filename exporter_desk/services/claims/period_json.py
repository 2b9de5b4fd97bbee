"""The claim of a month as JSON: shipments with their standing, sums, the rows of the sheets, findings. Version 1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import plain
from exporter_desk.refund.quantity import find
from exporter_desk.rules.answer_json import finding_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.refund.outlook import Bounds, Sum
    from exporter_desk.refund.period import PeriodView, Shipment
    from exporter_desk.refund.reminders import Reminder
    from exporter_desk.refund.sheet_values import SheetRow, Value
    from exporter_desk.services.claims.company_claims import MonthClaim
    from exporter_desk.services.desk import Desk

SCHEMA, SCHEMA_VERSION = "exporter-desk/refund-period", 1


def period_json(claim: MonthClaim, desk: Desk, today: date) -> JsonObject:
    """Return everything about the month; amounts are texts, null where nothing is known."""
    view, sheets = claim.view, claim.sheets
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "period": view.period,
        "day": today.isoformat(),
        "shipments": [_shipment(one) for one in view.shipments],
        "claimed": _sum(view.claimed),
        "open": _sum(view.open),
        "producer": _producer(view, desk),
        "sheets": {
            "exports": _rows(sheets.exports),
            "purchases": _rows(sheets.purchases),
            "producer": _rows(sheets.producer),
            "summary": _rows(sheets.summary),
            "receipts": _rows(sheets.receipts),
            "catalogue": _rows(sheets.catalogue),
        },
        "findings": [finding_json(one) for one in desk.render(view.findings)],
    }


def _shipment(one: Shipment) -> JsonObject:
    result, outlook = one.member.result, one.outlook
    method, export = result.policy.method, result.source.dates.export
    return {
        "id": one.member.case.id,
        "number": one.member.case.number,
        "title": one.member.case.title,
        "standing": one.standing,
        "result": result.policy.result,
        "method": None if method is None else method.id,
        "export_date": None if export is None else export.isoformat(),
        "refund": _money(outlook.money),
        "fob_usd": _figure(one, "FOB_USD"),
        "fob_cny": _figure(one, "FOB_CNY"),
        "claimed": outlook.claimed,
        "at_risk": outlook.at_risk,
        "lost_on": None if outlook.lost is None else _reminder(outlook.lost),
        "urgent": [_reminder(each) for each in outlook.urgent],
    }


def _figure(one: Shipment, symbol: str) -> str | None:
    quantity = find(one.member.result.quantities, symbol)
    return None if quantity is None else _text(quantity.value)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _money(money: Bounds) -> JsonObject:
    return {
        "value": _text(money.value),
        "low": _text(money.low),
        "high": _text(money.high),
        "estimated": money.estimated,
    }


def _sum(one: Sum) -> JsonObject:
    return {"low": _text(one.low), "high": _text(one.high), "unknown": one.unknown, "exact": one.exact}


def _reminder(one: Reminder) -> JsonObject:
    return {
        "deadline": one.rule.id,
        "zh": one.rule.zh,
        "en": one.rule.en,
        "date": one.day.isoformat(),
        "state": one.state,
    }


def _producer(view: PeriodView, desk: Desk) -> Json:
    if view.producer is None:
        return None
    symbols = desk.checklists.symbols
    return [
        {
            "symbol": one.symbol,
            "line": one.line or None,
            "zh": symbols[one.symbol].zh,
            "en": symbols[one.symbol].en,
            "value": _text(one.value),
            "low": _text(one.low),
            "high": _text(one.high),
            "unit": one.unit,
            "formula": one.trace.formula,
            "missing": list(one.trace.missing),
        }
        for one in view.producer.quantities
        if one.symbol in symbols
    ]


def _rows(listed: Iterable[SheetRow]) -> list[Json]:
    return [{name: _cell(value) for name, value in row.items()} for row in listed]


def _cell(value: Value) -> str | None:
    held = value.value
    if isinstance(held, Decimal):
        return plain(held)
    return held.isoformat() if isinstance(held, date) else held
