"""An estimate as JSON: decimals as text, unknown figures as null with their reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.money import round_half_up
from exporter_desk.domain.numbers import plain, trimmed
from exporter_desk.rules.answer_json import finding_json

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.costs.summary import StockSummary
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.rules.texts import RenderedFinding

SCHEMA, SCHEMA_VERSION = "exporter-desk/estimate", 1
_READABLE_DIGITS = 12
# Puts a finding into words.
Words: TypeAlias = Callable[["Finding"], "RenderedFinding"]


def to_json(estimate: Estimate, words: Words) -> JsonObject:
    """Return the published form of an estimate, schema version 1; `words` renders findings and reasons."""
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "day": estimate.day.isoformat(),
        "reporting": estimate.reporting,
        "lines": [_line(line, words) for line in estimate.lines],
        "totals": {
            "total": _figure(estimate.total, words),
            "landed_to_shelf": _figure(estimate.landed, words),
            "by_stage": {stage: _figure(figure, words) for stage, figure in estimate.by_stage.items()},
        },
        "confidence": estimate.confidence or None,
        "per_unit": {name: _figure(figure, words) for name, figure in estimate.per_unit.items()},
        "simulation": _simulation(estimate.stock, words),
        "decisions": {
            "revenue": _figure(estimate.decisions.revenue, words),
            "profit": _figure(estimate.decisions.profit, words),
            "margin_pct": _figure(estimate.decisions.margin_pct, words),
            "break_even_price": _figure(estimate.decisions.break_even_price, words),
            "price_currency": estimate.decisions.price_currency,
        },
        "not_included": [
            {"id": step.id, "stage": step.stage, "zh": step.name.zh, "en": step.name.en}
            for step in estimate.not_included
        ],
        "cards": [_card(card) for card in estimate.cards],
        "findings": [finding_json(words(finding)) for finding in estimate.findings],
    }


def _line(line: CostLine, words: Words) -> JsonObject:
    return {
        "stage": line.stage,
        "charge_id": line.charge_id,
        "place": line.place,
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "basis": line.basis,
        "formula": line.formula,
        "quantity": _short(line.quantity),
        "rate": _short(line.rate),
        "limit": line.limit or None,
        "month": line.month or None,
        "currency": line.currency,
        "amount": _decimal(line.amount),
        "fx": _short(line.fx),
        "fx_source": line.fx_source or None,
        "amount_reporting": _decimal(line.amount_reporting),
        "low": _decimal(line.low),
        "high": _decimal(line.high),
        "source": line.source,
        "as_of": _day(line.as_of),
        "confidence": line.confidence,
        "card_id": line.card_id or None,
        "estimated": line.estimated,
        "unknown": None if line.unknown is None else finding_json(words(line.unknown)),
    }


def _figure(figure: Outcome, words: Words) -> JsonObject:
    return {
        "value": _decimal(figure.value),
        "low": _decimal(figure.low),
        "high": _decimal(figure.high),
        "reason": None if figure.reason is None else finding_json(words(figure.reason)),
    }


def _simulation(stock: StockSummary, words: Words) -> JsonObject:
    if stock.reason is not None:
        return {"known": False, "reason": finding_json(words(stock.reason))}
    return {
        "known": True,
        "reason": None,
        "shipped": stock.shipped,
        "sold": stock.sold,
        "lost_sales": stock.lost,
        "returned": stock.returned,
        "decayed": stock.decayed,
        "rejected": stock.rejected,
        "left": stock.left,
        "first_day": _day(stock.first_day),
        "stock_out": _day(stock.stock_out),
        "unit_days": stock.unit_days,
        "tiers": [
            {"up_to": _decimal(tier.up_to), "rate": _decimal(tier.rate), "unit_days": tier.unit_days}
            for tier in stock.tiers
        ],
    }


def _card(card: Card) -> JsonObject:
    head = card.card
    return {
        "card_id": head.card_id,
        "version": head.version,
        "provider": head.provider,
        "as_of": _day(head.as_of),
        "valid_to": _day(head.valid_to),
        "confidence": head.confidence,
        "example": head.example,
        "sha256": card.digest,
        "note_zh": head.note_zh,
        "note_en": head.note_en,
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _short(value: Decimal | None) -> str | None:
    """A quantity or rate for reading: a quotient is cut to twelve digits after the point, the amount is not."""
    return None if value is None else trimmed(round_half_up(value, _READABLE_DIGITS))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
