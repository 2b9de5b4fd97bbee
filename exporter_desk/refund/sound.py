"""Takes out of the input what cannot be: a quantity below zero, a rate of 1300 %, a word nobody knows; each is told.

What is taken out is unknown to everything that follows, so no figure is computed from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Never, TypeVar, cast

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import shown
from exporter_desk.domain.shipment import Fee
from exporter_desk.domain.tax import PreRefund, Rate, Receipt, WarehouseSale
from exporter_desk.domain.text import Bilingual, plain_number
from exporter_desk.domain.watched import still_wanted
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.refund.fob import UNIT_PRICE
from exporter_desk.refund.inputs import Deal, Invoice, Line, RefundInput, TaxedAmount, VatPeriod, Word
from exporter_desk.refund.quantity import cents, share
from exporter_desk.refund.red import is_red
from exporter_desk.refund.vat_return import MATERIAL

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


Record = TypeVar("Record", bound="DataclassInstance")

POSITIVE, NOT_NEGATIVE, NOT_POSITIVE, SHARE = "positive", "not_negative", "not_positive", "share"
NEGATIVE = "negative"
MONTH, BATCH = "month", "batch"
# The first and the last year that a day can have are no years of a claim: the months beside them would be no days.
SHAPES = {MONTH: re.compile(r"(?!0000|9999)[0-9]{4}(0[1-9]|1[0-2])"), BATCH: re.compile(r"(?!000)[0-9]{3}")}
_LIMITS: dict[type, dict[str, str]] = {
    Line: {
        "qty": POSITIVE,
        "qty1": POSITIVE,
        "qty2": POSITIVE,
        "amount": POSITIVE,
        "fob_cny": POSITIVE,
        "sold_qty": NOT_NEGATIVE,
        "vat_rate": SHARE,
        "refund_rate": SHARE,
    },
    Invoice: {"qty": POSITIVE, "amount": POSITIVE, "rate": SHARE},
    Fee: {"amount": NOT_NEGATIVE},
    Rate: {"cny": POSITIVE, "per": POSITIVE},
    Receipt: {"amount": POSITIVE, "goods_amount": POSITIVE},
    PreRefund: {"qty": POSITIVE, "refund": NOT_NEGATIVE},
    WarehouseSale: {"qty": POSITIVE, "amount": NOT_NEGATIVE},
    TaxedAmount: {"vat_rate": SHARE, "refund_rate": SHARE},
    VatPeriod: {
        "input_tax": NOT_NEGATIVE,
        "previous_credit": NOT_NEGATIVE,
        "carried_mdt": NOT_POSITIVE,
        "carried_bdm_deduction": NOT_NEGATIVE,
        "period": MONTH,
    },
    RefundInput: {"claim_period": MONTH, "claim_batch": BATCH},
}
# The power of ten of a cent.
_CENT = -2
# Amounts in CNY, which no paper has with more than two decimal places.
_CENTS: dict[type, tuple[str, ...]] = {
    Line: ("fob_cny",),
    Invoice: ("amount",),
    PreRefund: ("refund",),
    TaxedAmount: ("amount",),
    VatPeriod: (
        "output_tax",
        "input_tax",
        "previous_credit",
        "carried_mdt",
        "carried_bdm_deduction",
    ),
}
# A line that takes an earlier one back has everything below zero.
_REVERSED = {"qty": NEGATIVE, "qty1": NEGATIVE, "qty2": NEGATIVE, "amount": NEGATIVE, "fob_cny": NEGATIVE}
_TAKEN_BACK = {"qty": NOT_POSITIVE, "amount": NOT_POSITIVE}
# Codes in capital letters, however they were typed.
_CODES = frozenset({"incoterm", "currency"})
_LISTS = ("lines", "invoices", "rates", "receipts", "pre_refunds", "warehouse_sales")
_PARTS = ("taxpayer", "terms", "vat", "state")
# What the answer to a fact of the case decides.
DECIDED = {
    "facts.declarant": ("state.own_name",),
    "facts.proposed_channel": ("state.entry",),
    "facts.proposed_mode": ("mode",),
    "facts.voucher": ("voucher",),
}
# A reason that was asked and is not known is not one that was given and cannot be: the fact alone is unknown.
_NOT_GIVEN = {"state.deemed_reason": "deemed_reason"}
_UNITS = frozenset({"unit", "unit1", "unit2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of words: what an input is called, which answers a field takes, those that the rules list.

    `listed` holds the answers of fields that rule files decide; `unit_code` gives the code of a unit typed as code or
    name, None for one that nobody knows.
    """

    name_of: Callable[[str], Bilingual]
    answers_of: Callable[[str], Bilingual]
    listed: Mapping[str, Collection[str]] = field(default_factory=dict)
    unit_code: Callable[[str], str | None] | None = None


@dataclass(slots=True)
class _Sieve:
    """Collects what was taken out; `reversed` are the pools of lines that take back alone, `all_back` that all do.

    `back` are all pools of such lines: elsewhere a negative invoice is a red one.
    """

    known: Known
    reversed: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    all_back: bool = False
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, code: str, place: str, variant: str = "", **values: str) -> None:
        name = self.known.name_of(place)
        if name.zh == place:  # answers about the export are named as facts, without their head
            name = self.known.name_of(place.rpartition(".")[2])
        values = {**values, "where_zh": name.zh, "where_en": name.en}
        self.findings.append(Finding(code, Severity.ERROR, (place,), values, variant=variant))


def sound(source: RefundInput, known: Known) -> tuple[RefundInput, tuple[Finding, ...]]:
    """Return the input without what cannot be, and a finding for everything that was taken out.

    What was taken out is named in `unknown` too, so that nothing is assumed in its place.
    """
    back = [line for line in source.lines if line.reversal]
    pools = frozenset(name for line in back for name in (line.pool, line.link) if name)
    sieve = _Sieve(known, _reversed_pools(source), pools, all_back=bool(back) and len(back) == len(source.lines))
    kept = _record(source, "", sieve)
    parts: dict[str, object] = {name: _record(getattr(kept, name), name, sieve) for name in _PARTS}
    for name in _LISTS:
        listed = getattr(kept, name)
        parts[name] = tuple(_record(one, f"{name}.{getattr(one, 'id', at)}", sieve) for at, one in enumerate(listed))
    for word in kept.words:
        _word_of_fact(word, sieve)
    refused = [place for finding in sieve.findings for place in finding.places]
    refused += [path for place in refused for path in DECIDED.get(place, ())]
    asked = (_NOT_GIVEN.get(path, path) for path in kept.unknown)
    parts["unknown"] = tuple(dict.fromkeys((*asked, *refused)))
    return _replaced(kept, parts), tuple(sieve.findings)


def _word_of_fact(word: Word, sieve: _Sieve) -> None:
    """Tell an answer that is none of those that the rules list for its fact."""
    place = f"facts.{word.id}"
    answers = sieve.known.listed.get(place)
    if answers and word.value not in answers:
        names = sieve.known.answers_of(place)
        sieve.refuse("T01", place, found=shown(word.value), allowed_zh=names.zh, allowed_en=names.en)


def _reversed_pools(source: RefundInput) -> frozenset[str]:
    """Return the pools that only lines which take back belong to: their invoices may be negative."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for line in source.lines:
        names[bool(line.reversal)] |= {line.pool, *([line.link] if line.link else [])}
    return frozenset(names[True] - names[False])


def _record(record: Record, place: str, sieve: _Sieve) -> Record:
    """Return the record with every value that cannot be set back to unknown; fees and amounts inside it too."""
    still_wanted()
    limits = _limits_of(record, place, sieve)
    changed: dict[str, object] = {}
    for item in fields(record):
        value, where = getattr(record, item.name), f"{place}.{item.name}".lstrip(".")
        if item.name in _CODES | _UNITS and isinstance(value, str):
            changed[item.name] = value.strip().upper() if item.name in _CODES else _unit(value, where, sieve)
        elif item.name == "number" and isinstance(value, str):
            changed[item.name] = plain_number(value) or None
        elif isinstance(value, Fee):
            changed[item.name] = _record(value, where, sieve)
        elif isinstance(value, tuple) and value and isinstance(value[0], TaxedAmount):
            changed[item.name] = tuple(_record(one, f"{where}.{at}", sieve) for at, one in enumerate(value))
        elif not _can_be(item.name, value, limits.get(item.name, ""), where, sieve):
            changed[item.name] = Decimal(0) if item.name == "per" else None
    changed |= {name: None for name in _beyond_cents(record, place, sieve) if name not in changed}
    if isinstance(record, Invoice) and "qty" in changed:
        changed["amount"] = None  # an invoice with such a quantity cannot be believed
    kept = _replaced(record, changed) if changed else record
    return cast("Record", _rates_agree(kept, place, sieve)) if isinstance(kept, Line | TaxedAmount) else kept


def _limits_of(record: DataclassInstance, place: str, sieve: _Sieve) -> dict[str, str]:
    limits = _LIMITS.get(type(record), {})
    if isinstance(record, TaxedAmount):  # sales may be less than what was sent back, material bought is no less than 0
        return {**limits, "amount": NOT_NEGATIVE} if place.startswith(MATERIAL) else limits
    if isinstance(record, Deal):
        by_tonne = any(fee is not None and fee.mark == UNIT_PRICE for fee in (record.freight, record.insurance))
        return {"gross_kg": POSITIVE} if by_tonne else limits
    if isinstance(record, Line) and record.reversal:
        return {**limits, **_REVERSED}
    if isinstance(record, Invoice) and _takes_back(record, sieve):
        return {**limits, **_TAKEN_BACK}
    if isinstance(record, Invoice) and is_red(record) and not _of_line_back(record, sieve):
        return {"rate": SHARE}
    return limits


def _takes_back(invoice: Invoice, sieve: _Sieve) -> bool:
    negative = any(value is not None and value < 0 for value in (invoice.qty, invoice.amount))
    return negative and (sieve.all_back or bool(sieve.reversed & {invoice.goods, invoice.link}))


def _of_line_back(invoice: Invoice, sieve: _Sieve) -> bool:
    """Tell whether an invoice belongs, or may belong, to a line that takes back."""
    named = {invoice.goods, invoice.link} - {None}
    return bool(sieve.back & named) if named else bool(sieve.back)


def _unit(typed: str, place: str, sieve: _Sieve) -> str:
    """Return the code of a unit; one that nobody knows is told and stays, for it can still be compared."""
    find = sieve.known.unit_code
    code = typed if find is None else find(typed)
    if code is None:
        sieve.refuse("T05", place, found=shown(typed))
    return code or typed


def _replaced(record: Record, values: dict[str, object]) -> Record:
    return replace(record, **cast("dict[str, Never]", values))


def _can_be(name: str, value: object, limit: str, place: str, sieve: _Sieve) -> bool:
    if isinstance(value, str):
        return _word_can_be(name, value, limit, place, sieve)
    if not isinstance(value, Decimal) or not limit:
        return True
    if limit == SHARE:
        if not 0 <= value <= 1:
            sieve.refuse("T02", place, found=trimmed(value))
        return 0 <= value <= 1
    variant = _beyond(value, limit, place)
    if variant is not None:
        sieve.refuse("T04", place, variant, found=trimmed(value))
    return variant is None


def _word_can_be(name: str, value: str, limit: str, place: str, sieve: _Sieve) -> bool:
    allowed = ALLOWED.get(name) or (sieve.known.listed.get(name) if place in {name, f"state.{name}"} else None)
    if allowed and value not in allowed:
        answers = sieve.known.answers_of(name)
        sieve.refuse("T01", place, found=shown(value), allowed_zh=answers.zh, allowed_en=answers.en)
        return False
    shape = SHAPES.get(limit)
    if shape is not None and not shape.fullmatch(value):
        sieve.refuse("T06", place, "batch" if limit == BATCH else "", found=shown(value))
        return False
    return True


def _beyond_cents(record: DataclassInstance, place: str, sieve: _Sieve) -> Iterator[str]:
    """Yield the amounts in CNY with more than two decimal places: a rounded one would not be what was meant."""
    for name in _CENTS.get(type(record), ()):
        value: Decimal | None = getattr(record, name)
        if value is not None and int(value.as_tuple().exponent) < _CENT and value != cents(value):
            sieve.refuse("T04", f"{place}.{name}", "cents", found=trimmed(value))
            yield name


def _beyond(value: Decimal, limit: str, place: str) -> str | None:
    """Return which wording of T04 fits, None for a value inside its limit."""
    if limit in {NOT_POSITIVE, NEGATIVE} and value:
        kind = "above_line" if place.startswith("lines.") else "above"
        return kind if value > 0 else None
    if value == 0:
        return "zero" if limit in {POSITIVE, NEGATIVE} else None
    negative = "invoice" if place.startswith("invoices.") else ""
    return negative if value < 0 else None


def _rates_agree(taxed: Line | TaxedAmount, place: str, sieve: _Sieve) -> Line | TaxedAmount:
    """No refund rate lies above the VAT rate: of two that do, neither can be believed."""
    if taxed.vat_rate is None or taxed.refund_rate is None or taxed.refund_rate <= taxed.vat_rate:
        return taxed
    sieve.refuse("T25", f"{place}.refund_rate", vat=share(taxed.vat_rate), refund=share(taxed.refund_rate))
    last = sieve.findings[-1]
    sieve.findings[-1] = replace(last, places=(*last.places, f"{place}.vat_rate"))
    return replace(taxed, vat_rate=None, refund_rate=None)
