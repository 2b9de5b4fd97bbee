"""Duty rates by destination, commodity code and day, each with source, day of the check and confidence."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.costs.lines import HUNDRED, Priced, exact_product, exact_quotient, limited, number
from exporter_desk.costs.stock import missing_at
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import plain, trimmed
from exporter_desk.domain.record import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exporter_desk.costs.scenario import Duty, DutyLayer

# Returns the value of the whole entry in a currency, or the reason why it is not known.
Worth: TypeAlias = Callable[[str], "Decimal | Finding"]
STALE_AFTER_DAYS = 180
ANY_CODE = "*"
PLACE = "estimate.duty"
KINDS = ("duty", "fee", "import_tax", "antidumping", "ask", "warn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """One row of the duty table, or one typed layer.

    `kind`: duty, fee (MPF, HMF), import_tax, antidumping (stops the estimate), ask (the rate is not known), warn (an
    order may apply: to be confirmed). `rate_pct` of the base and `per_kg` are joined by `mode` (`sum`, `max`); the
    base is the customs value, or the layer named in `of`, cut down to a multiple of `cut_base`, the amount to one of
    `cut_amount`. Amounts of money are in `currency`, else in that of the entry; `above` and `up_to` (inclusive) bound
    the value of the whole entry. `only_if` is a question (`name` or `!name`) that the code alone does not answer, but
    perhaps the basis of the head-haul (`yes_by`, `no_by`); `asks` is that question while it is open. `preference` is
    the certificate it needs. `announced` may be deferred, `contested` is before a court.
    `seen` is false when not all of the row was read in a source.
    """

    hs: str = ANY_CODE
    destination: str = ""
    layer: str
    kind: str = "duty"
    rate_pct: Decimal | None = None
    per_kg: Decimal | None = None
    mode: str = "sum"
    least: Decimal | None = None
    most: Decimal | None = None
    of: str = ""
    cut_base: Decimal | None = None
    cut_amount: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    months: tuple[int, ...] = ()
    currency: str = ""
    above: Decimal | None = None
    up_to: Decimal | None = None
    only_if: str = ""
    yes_by: tuple[str, ...] = ()
    no_by: tuple[str, ...] = ()
    asks: Finding | None = None
    preference: str = ""
    announced: bool = False
    contested: bool = False
    value_basis: str = ""
    zh: str = ""
    en: str = ""
    as_of: str = ""
    source: str = ""
    confidence: str = "user"
    seen: bool = True
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the row holds on `day`, by its dates and months."""
        starts, ends = self.valid_from or date.min, self.valid_to or date.max
        return starts <= day <= ends and (not self.months or day.month in self.months)

    @property
    def question(self) -> str:
        """Return the name of the question on which the row depends, empty when it depends on none."""
        return self.only_if.removeprefix("!")

    def fits(self, worth: Worth) -> bool:
        """Tell whether the value of the entry lies within the bounds; a value not known yet counts as a large one."""
        if self.above is None and self.up_to is None:
            return True
        value = worth(self.currency)
        if isinstance(value, Finding):
            return self.up_to is None
        return (self.above is None or value > self.above) and (self.up_to is None or value <= self.up_to)


@dataclass(frozen=True, slots=True)
class DutyTable:
    """All rows of the bundled duty table."""

    rows: tuple[Tariff, ...] = ()


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers that apply to one commodity, and what must be confirmed; `reason` says why duty is not known."""

    rows: tuple[Tariff, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: Finding | None = None
    unanswered: frozenset[str] = field(default_factory=frozenset)


def read_table(text: str) -> DutyTable:
    """Read `duties.csv`; raises ValueError naming the line of a row that cannot be read."""
    rows = []
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            rows.append(_row(row))
        except (ValueError, InvalidOperation, KeyError) as error:
            raise ValueError(f"line {line}: {error}") from error
    return DutyTable(tuple(rows))


def _row(row: Mapping[str, str]) -> Tariff:
    if row["kind"] not in KINDS:
        raise ValueError(f"kind {row['kind']!r}")
    return Tariff(
        hs=row["hs"],
        destination=row["destination"],
        layer=row["layer"],
        kind=row["kind"],
        rate_pct=_share(row["rate_pct"]),
        per_kg=_number(row["per_kg"]),
        mode=row["mode"] or "sum",
        least=_number(row["min"]),
        most=_number(row["max"]),
        of=row["of"],
        cut_base=_number(row["cut_base"]),
        cut_amount=_number(row["cut_amount"]),
        valid_from=_day(row["from"]),
        valid_to=_day(row["to"]),
        months=tuple(int(month) for month in row["months"].split()),
        currency=row["currency"],
        above=_number(row["above"]),
        up_to=_number(row["up_to"]),
        only_if=row["only_if"],
        yes_by=tuple(row["yes_by"].split()),
        no_by=tuple(row["no_by"].split()),
        preference=row["preference"],
        announced=row["status"] == "announced",
        contested=row["status"] == "contested",
        value_basis=row["value_basis"],
        zh=row["zh"],
        en=row["en"],
        as_of=row["as_of"],
        source=row["source"],
        confidence=row["confidence"],
        seen=row["seen"] == "yes",
        note=row["note"],
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _share(text: str) -> Decimal | None:
    """Read a percentage; `100*22/78` is a share that has no finite decimal form."""
    if "/" not in text:
        return _number(text)
    whole, divisor = text.split("/")
    first, second = whole.split("*")
    return exact_quotient(Decimal(first) * Decimal(second), Decimal(divisor))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def typed_layers(layers: Sequence[DutyLayer], day: date) -> tuple[Tariff, ...]:
    """Return the typed layers that hold on `day` as rows."""
    rows = (
        Tariff(
            layer=layer.id,
            rate_pct=layer.rate_pct,
            per_kg=layer.per_kg,
            mode=layer.mode,
            least=layer.min,
            most=layer.max,
            valid_from=layer.valid_from,
            valid_to=layer.valid_to,
            zh=layer.zh or "",
            en=layer.en or "",
            source=layer.source or "",
            as_of=layer.as_of.isoformat() if layer.as_of else "",
        )
        for layer in layers
    )
    return tuple(row for row in rows if row.holds_on(day))


def rows_on(table: DutyTable, code: str, duty: Duty, day: date) -> list[Tariff]:
    """Return the rows for one commodity code that hold on `day`; none when the table does not have the code."""
    digits = digits_of(code)
    lane = [row for row in table.rows if row.destination == duty.destination and row.holds_on(day)]
    own = _nearest(lane, digits)
    every = (row for row in lane if row.hs == ANY_CODE)
    return _preferred([*own, *every], duty) if own else []


def digits_of(code: str) -> str:
    """Return the digits of a commodity code."""
    return "".join(char for char in code if char.isdigit())


def find_layers(table: DutyTable, code: str, duty: Duty, day: date, worth: Worth) -> Layers:
    """Look up the layers for one commodity code on the day of entry, with the questions that remain."""
    digits = digits_of(code)
    if not digits:
        return Layers(reason=missing_at(f"{PLACE}.hs", "hs"))
    found = rows_on(table, code, duty, day)
    if not found:
        values = {"hs": code, "destination": duty.destination or "?", "day": day.isoformat()}
        return Layers(reason=Finding("C32", Severity.CONFIRM, (PLACE,), values))
    rows, unanswered = _answered(
        [row for row in found if row.layer not in duty.without and row.fits(worth)], duty.conditions, digits
    )
    return Layers(
        tuple(row for row in rows if row.kind not in {"antidumping", "ask", "warn"}),
        (
            *{row.question: row.asks for row in rows if row.asks}.values(),
            *(finding for row in rows for finding in _about(row, day)),
            *_ended(table, found, duty, day),
            *_uncertified(found, code, duty),
        ),
        _stopped(rows, code, duty),
        unanswered,
    )


def names_nothing(table: DutyTable, duty: Duty) -> tuple[Finding, ...]:
    """Report layers left out and questions answered that the table does not know: a slip of the pen changes nothing."""
    layers = {row.layer for row in table.rows if row.destination == duty.destination}
    questions = {row.question for row in table.rows if row.question}
    named = ((f"{PLACE}.without", duty.without, layers), (f"{PLACE}.conditions", tuple(duty.conditions), questions))
    return tuple(
        Finding("C15", Severity.ERROR, (place,), {"found": shown(name), "allowed": " / ".join(sorted(known)) or "—"})
        for place, names, known in named
        for name in names
        if name not in known
    )


def _uncertified(rows: Sequence[Tariff], code: str, duty: Duty) -> Iterable[Finding]:
    """Tell that a certificate changes nothing because the table has no rate for it."""
    if duty.preference and all(row.preference != duty.preference for row in rows):
        values = {"hs": code, "destination": duty.destination or "?", "found": shown(duty.preference)}
        yield Finding("C78", Severity.CONFIRM, (f"{PLACE}.preference",), values)


def _ended(table: DutyTable, lane: Sequence[Tariff], duty: Duty, day: date) -> Iterable[Finding]:
    """Tell which yearly fees have no rate for the day: they are due, but nobody knows how much yet."""
    known = {row.layer for row in lane if row.kind == "fee"}
    fees = [row for row in table.rows if row.destination == duty.destination and row.kind == "fee"]
    every = {row.layer: row for row in reversed(fees)}  # of several rows of a fee the first is the usual one
    for layer, row in every.items():
        if layer not in known:
            values = {"layer_zh": row.zh or layer, "layer_en": row.en or layer, "day": day.isoformat()}
            yield Finding("C38", Severity.CONFIRM, (PLACE,), values)


def _nearest(lane: Sequence[Tariff], digits: str) -> list[Tariff]:
    """Keep the rows with the longest code that the goods' code begins with."""
    fitting = [row for row in lane if row.hs != ANY_CODE and digits.startswith(row.hs)]
    longest = max((len(row.hs) for row in fitting), default=0)
    return [row for row in fitting if len(row.hs) == longest]


def _preferred(rows: Iterable[Tariff], duty: Duty) -> list[Tariff]:
    """With a certificate its row stands for the general rate; without one only the general rate counts."""
    listed = list(rows)
    claimed = duty.preference and any(row.preference == duty.preference for row in listed)
    if claimed:
        return [
            row for row in listed if row.preference == duty.preference or (not row.preference and row.layer != "mfn")
        ]
    return [row for row in listed if not row.preference]


def _answered(rows: Iterable[Tariff], answers: Mapping[str, bool], digits: str) -> tuple[list[Tariff], frozenset[str]]:
    """Keep the rows whose question is answered so, and those whose question is open: they ask it."""
    kept, unanswered = [], set()
    for row in rows:
        name = row.question
        if name and name not in answers:
            unanswered.add(name)
            kept.append(replace(row, asks=_question(name, ANY_CODE if row.hs == ANY_CODE else digits)))
        elif not name or answers[name] is not row.only_if.startswith("!"):
            kept.append(row)
    return kept, frozenset(unanswered)


def _question(name: str, digits: str) -> Finding:
    return Finding("C33", Severity.CONFIRM, (f"{PLACE}.conditions.{name}",), {"hs": digits}, variant=name)


def _stopped(rows: Iterable[Tariff], code: str, duty: Duty) -> Finding | None:
    for row in rows:
        if row.asks is not None:
            continue
        if row.kind == "antidumping" and duty.antidumping_pct is None:
            rate = trimmed(row.rate_pct) if row.rate_pct is not None else "?"
            values = {"hs": code, "order": row.layer, "rate": rate, "source": row.source}
            return Finding("C30", Severity.ERROR, (f"{PLACE}.antidumping_pct",), values)
        if row.kind == "ask":
            values = {"hs": code, "destination": row.destination, "note": row.note, "source": row.source}
            return Finding("C32", Severity.CONFIRM, (f"{PLACE}.layers",), values, variant="ask")
    return None


def _about(row: Tariff, day: date) -> Iterable[Finding]:
    values = {
        "layer_zh": row.zh or row.layer,
        "layer_en": row.en or row.layer,
        "source": row.source,
        "as_of": row.as_of,
        "day": day.isoformat(),
    }
    if row.kind == "warn":
        yield Finding("C37", Severity.CONFIRM, (PLACE,), values)
        return
    if row.kind != "ask" and (row.confidence == "low" or not row.seen):
        yield Finding("C31", Severity.CONFIRM, (PLACE,), values)
    if row.announced:
        yield Finding("C34", Severity.CONFIRM, (PLACE,), values)
    if row.contested:
        yield Finding("C73", Severity.CONFIRM, (f"{PLACE}.without",), values | {"left_out": row.layer})
    if _days_old(row.as_of, day) > STALE_AFTER_DAYS:
        yield Finding("C36", Severity.CONFIRM, (PLACE,), values)


def _days_old(as_of: str, day: date) -> int:
    """Return the days since a check that is dated by month or day, 0 when the text is no date."""
    text = f"{as_of}-28" if len(as_of) == len("2026-11") else as_of
    try:
        return abs((day - date.fromisoformat(text)).days)
    except ValueError:
        return 0


def layer_amount(row: Tariff, base: Decimal, kg: Decimal | None, currency: str) -> Priced | None:
    """Return one layer on `base`, rounded by itself; None when it needs a weight or a rate that nobody gave."""
    cut = _cut(base, row.cut_base)
    by_value = None if row.rate_pct is None else exact_product(cut, row.rate_pct / HUNDRED)
    by_weight = None
    if row.per_kg is not None:
        if kg is None:
            return None
        by_weight = exact_product(kg, row.per_kg)
    parts = [part for part in (by_value, by_weight) if part is not None]
    if not parts:
        return None
    exact = max(parts) if row.mode == "max" else sum(parts, Decimal(0))
    amount, limit = limited(exact, currency, row.least, row.most)
    amount = _cut(amount, row.cut_amount)
    words = [] if row.rate_pct is None else [f"{number(cut)} × {number(row.rate_pct)} %"]
    words += [] if kg is None or row.per_kg is None else [f"{number(kg)} kg × {trimmed(row.per_kg)}"]
    joint = " ∨ " if row.mode == "max" else " + "
    text = f"{joint.join(words)} = {number(exact)} → {f'{limit} ' if limit else ''}{plain(amount)} {currency}"
    rate = next(part for part in (row.rate_pct, row.per_kg) if part is not None)
    return Priced(amount, text, cut if row.rate_pct is not None else kg or Decimal(0), rate, limit)


def _cut(value: Decimal, step: Decimal | None) -> Decimal:
    return value if not step else value // step * step
