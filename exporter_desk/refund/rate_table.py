"""Refund rates by commodity code and export day: exact code, then longer codes under it, then the longest prefix."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from exporter_desk.rules.schema import Confidence

TAXED, EXEMPT = "1", "2"
MIN_PREFIX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRecord:
    """One interval of the rate library (出口退税率文库): shares such as 0.13, both days included.

    `refund_rate` None is a rate that nobody could read: it must be asked. `vat_rate` is None where `vat_set` names
    several. `flag` is the 特殊商品标识 of a zero rate; `quality` S seen, H carried over in the heading, R recalled.
    `tax` is the 税种 (column SZ) as the files have it: what its values mean was not read.
    """

    code: str
    refund_rate: Decimal | None
    vat_rate: Decimal | None = None
    start: date | None = None
    end: date | None = None
    flag: str = ""
    quality: str = ""
    vat_set: tuple[Decimal, ...] = ()
    name: str = ""
    unit: str = ""
    tax: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in the interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def confidence(self) -> Confidence:
        """Return how far the rate can be trusted: seen is secondary, carried over or recalled is unconfirmed."""
        return Confidence.SECONDARY if self.quality == "S" else Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecord:
    """The answer of a look-up: one record, or the several that a person must choose from, or nothing."""

    record: RateRecord | None = None
    choices: tuple[RateRecord, ...] = ()
    prefix: bool = False

    @property
    def of_taxes(self) -> bool:
        """Tell whether one code is listed for several taxes: which of them is VAT, nobody knows."""
        return _is_of_taxes(self.choices)


@dataclass(frozen=True, slots=True)
class RateTable:
    """All intervals by code."""

    records: Sequence[RateRecord]
    _by_code: dict[str, list[RateRecord]] = field(init=False, repr=False, default_factory=dict)
    _codes: list[str] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        for record in self.records:
            self._by_code.setdefault(record.code, []).append(record)
        self._codes.extend(sorted(self._by_code))

    def lookup(self, code: str, day: date) -> FoundRecord:
        """Return the record of `code` on `day`; records that contradict each other are returned as choices."""
        exact = self._valid(code, day)
        if exact:
            return _decided(exact, prefix=False)
        longer = [record for known in self._under(code) for record in self._valid(known, day)]
        if longer:
            return _decided(longer, prefix=False)
        for length in range(len(code) - 1, MIN_PREFIX - 1, -1):
            if shorter := self._valid(code[:length], day):
                return _decided(shorter, prefix=True)
        return FoundRecord()

    def chosen(self, code: str, day: date) -> FoundRecord:
        """Return the record of just this code on `day`: a person chose it, so neither longer nor shorter ones count."""
        exact = self._valid(code, day)
        return _decided(exact, prefix=False) if exact else FoundRecord()

    def outside(self, code: str, day: date) -> tuple[date | None, date | None]:
        """Return the last day before `day`, and the first one after it, on which `code` or one under it has a rate."""
        own = [one for known in (code, *self._under(code)) for one in self._by_code.get(known, ())]
        ends = [one.end for one in own if one.end is not None and one.end < day]
        starts = [one.start for one in own if one.start is not None and one.start > day]
        return max(ends, default=None), min(starts, default=None)

    def _under(self, code: str) -> Iterator[str]:
        """Yield the longer codes that begin with `code`, in order."""
        for position in range(bisect_right(self._codes, code), len(self._codes)):
            if not self._codes[position].startswith(code):
                return
            yield self._codes[position]

    def _valid(self, code: str, day: date) -> list[RateRecord]:
        return [record for record in self._by_code.get(code, ()) if record.covers(day)]


def _decided(records: Sequence[RateRecord], *, prefix: bool) -> FoundRecord:
    answers = {(record.refund_rate, record.vat_rate, record.vat_set, record.flag) for record in records}
    if len(answers) > 1 or _is_of_taxes(records):
        return FoundRecord(choices=tuple(records), prefix=prefix)
    weakest = max(records, key=lambda record: record.confidence.rank)
    return FoundRecord(record=weakest, prefix=prefix)


def _is_of_taxes(records: Sequence[RateRecord]) -> bool:
    """Tell whether records of one code differ in their tax (SZ)."""
    return len({(one.code, one.tax) for one in records}) > len({one.code for one in records})
