"""The answer of an estimate before any table: a piece, the shipment, profit, cash tied up, months to sell out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import grouped, money_text, trimmed
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.costs.cash import CashCurve
    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.costs.study import Study

    Words = Mapping[str, Bilingual]

NO_TEXT = Bilingual("", "")
_FEW, _PIECE_DIGITS, _THOUSAND = Decimal(1), 4, Decimal(1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure: its name with the unit, the figure or its range, what goes with it, whether it rests on estimates.

    `value` is empty while the figure is not known; then `note` says in few words what it waits for. `told` is a whole
    sentence where the few words leave something unsaid. A pending one is being computed: `note` says so.
    """

    key: str
    name: Bilingual
    value: str
    note: Bilingual = NO_TEXT
    told: Bilingual = NO_TEXT
    estimated: bool = False
    pending: bool = False


def headlines(estimate: Estimate, study: Study | None, texts: Words) -> tuple[Headline, ...]:
    """Return the five figures; those that need the study say that they are being computed while it is None."""
    guessed = any(line.estimated for line in estimate.lines)
    return (
        _outcome("per_unit", estimate.per_unit["per_unit_sold"], estimate, texts, guessed=guessed),
        _outcome("total", estimate.total, estimate, texts, guessed=guessed),
        _profit(estimate, texts, guessed=guessed),
        _cash(estimate, study, texts, guessed=guessed),
        _months(estimate, study, texts),
    )


def _named(key: str, estimate: Estimate, texts: Words) -> Bilingual:
    words = texts[f"headline.{key}"]
    return words.filled(currency=estimate.reporting)


def _profit(estimate: Estimate, texts: Words, *, guessed: bool) -> Headline:
    """Return the profit; the margin goes with it."""
    margin = estimate.decisions.margin_pct
    shown = _outcome("profit", estimate.decisions.profit, estimate, texts, guessed=guessed)
    if margin.value is None or not shown.value:
        return shown
    words, share = texts["headline.margin"], trimmed(margin.value).replace("-", "−")
    note = words.filled(share=share)
    return Headline(key=shown.key, name=shown.name, value=shown.value, note=note, estimated=shown.estimated)


def _outcome(key: str, figure: Outcome, estimate: Estimate, texts: Words, *, guessed: bool) -> Headline:
    name = _named(key, estimate, texts)
    if figure.low is not None and figure.high is not None:
        low, high = sorted((figure.low, figure.high))
        if figure.value is None:
            note = texts["headline.question"]
        else:
            words, likely = texts["headline.likely"], amount_words(figure.value, estimate.reporting)
            note = words.filled(amount=likely)
        return Headline(
            key=key, name=name, value=span_words(low, high, estimate.reporting), note=note, estimated=guessed
        )
    if figure.value is None:
        return Headline(key=key, name=name, value="", note=waiting_for(figure.reason, estimate, texts))
    return Headline(key=key, name=name, value=amount_words(figure.value, estimate.reporting), estimated=guessed)


def _cash(estimate: Estimate, study: Study | None, texts: Words, *, guessed: bool) -> Headline:
    name = _named("peak", estimate, texts)
    if study is None:
        return Headline(key="peak", name=name, value="", note=texts["headline.computing"], pending=True)
    if isinstance(study.cash, Finding):
        return Headline(key="peak", name=name, value="", note=waiting_for(study.cash, estimate, texts))
    note = _back_words(study.cash, texts) if study.cash.peak else NO_TEXT
    left = left_out_words(study.cash, estimate, texts, text="less_refund")
    told = left_out_words(study.cash, estimate, texts)
    value = amount_words(study.cash.peak, estimate.reporting)
    return Headline(key="peak", name=name, value=value, note=joined_words(note, left), told=told, estimated=guessed)


def _back_words(cash: CashCurve, texts: Words) -> Bilingual:
    """Return when the money is back; with money on the way whose day is not known, never is not an answer."""
    if cash.back_on is None:
        return NO_TEXT if cash.without else texts["headline.never_back"]
    words, day = texts["headline.back_on"], cash.back_on.isoformat()
    return words.filled(day=day)


def left_out_words(cash: CashCurve, estimate: Estimate, texts: Words, *, text: str = "without_refund") -> Bilingual:
    """Return of which refund the cash curve knows no day, in the reporting currency; empty when it has everything.

    An amount that is not known itself is said to be unknown: it is no 0.00.
    """
    left = [line for line in estimate.lines if line.charge_id in cash.without and line.stage == "refund"]
    missing = [line.amount_reporting for line in left if line.amount_reporting is not None]
    if not left:
        return NO_TEXT
    if len(missing) < len(left):
        return texts[f"headline.{text}_unknown"]
    words, amount = texts[f"headline.{text}"], money_text(-sum(missing, Decimal(0)), estimate.reporting)
    return words.filled(amount=amount)


def joined_words(first: Bilingual, second: Bilingual) -> Bilingual:
    """Return two notes as one; an empty one leaves no mark."""
    if not (first.zh and second.zh):
        return second if second.zh else first
    return Bilingual(f"{first.zh}；{second.zh}", f"{first.en}; {second.en}")


def _months(estimate: Estimate, study: Study | None, texts: Words) -> Headline:
    name, stock = _named("months", estimate, texts), estimate.stock
    if stock.reason is not None:
        return Headline(key="months", name=name, value="", note=waiting_for(stock.reason, estimate, texts))
    if study is None:
        return Headline(key="months", name=name, value="", note=texts["headline.computing"], pending=True)
    if study.months_to_sell_out is None or stock.stock_out is None:
        words = texts["headline.left"]
        note = words.filled(units=stock.left)
        return Headline(key="months", name=name, value="", note=note)
    words, day = texts["headline.stock_out"], stock.stock_out.isoformat()
    note = words.filled(day=day)
    return Headline(key="months", name=name, value=trimmed(study.months_to_sell_out), note=note)


def waiting_for(reason: Finding | None, estimate: Estimate, texts: Words) -> Bilingual:
    """Return in few words what a figure waits for: what the first unknown line itself waits for."""
    root = _root(reason, {line.place: line for line in estimate.lines if line.unknown is not None})
    if root is None:
        return texts["wait.other"]
    found = texts.get(f"wait.{root.code}_{root.variant}") or texts.get(f"wait.{root.code}") or texts["wait.other"]
    return Bilingual(found.zh.format(**_held(root, "zh")), found.en.format(**_held(root, "en")))


def _held(finding: Finding, end: str) -> dict[str, str]:
    """Return the values of a finding in one language."""
    own = {name.removesuffix(f"_{end}"): value for name, value in finding.values.items() if name.endswith(f"_{end}")}
    return {**finding.values, **own}


def _root(reason: Finding | None, unknown: Mapping[str, CostLine]) -> Finding | None:
    """Follow lines that wait for lines to what was not given at all."""
    seen: set[str] = set()
    while reason is not None and reason.code == "C25" and reason.places and reason.places[0] not in seen:
        seen.add(reason.places[0])
        line = unknown.get(reason.places[0])
        if line is None or line.unknown is None:
            break
        reason = line.unknown
    return reason


def span_words(low: Decimal, high: Decimal, currency: str) -> str:
    """Return a range: large amounts in whole units, as cents mean nothing in it."""
    if min(abs(low), abs(high)) >= _THOUSAND:
        return " – ".join(grouped(end, 0).replace("-", "−") for end in (low, high))
    return f"{amount_words(low, currency)} – {amount_words(high, currency)}"


def amount_words(amount: Decimal, currency: str) -> str:
    """Return an amount as it is shown: with the decimals of its currency, a price below one with four digits."""
    small = bool(amount) and abs(amount) < _FEW
    return (grouped(amount, _PIECE_DIGITS) if small else money_text(amount, currency)).replace("-", "−")
