"""What the refund part is judged by: checklist rules, and the refund rates by commodity code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.rate_library import Edition
from exporter_desk.refund.rate_table import RateRecord, RateTable
from exporter_desk.rules.checklists import Checklists
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.hs import HsTable

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

PERCENT = 100


class Quoted(Protocol):
    """A rate of the reference table of exchange rates."""

    @property
    def rate(self) -> Decimal:
        """Return CNY for one unit of the currency."""

    @property
    def as_of(self) -> date | None:
        """Return the day of publication."""


class Market(Protocol):
    """The reference table of exchange rates."""

    def __call__(self, currency: str, day: date, /) -> Quoted | None:
        """Return the rate of a currency on a day, else of the last day before; None where the table has none."""


@dataclass(frozen=True, slots=True)
class RefundBook:
    """Rules and rate table; `bundled` tells that the rates are the program's starting point, not the rate library.

    `edition` says which rate library was imported; `codes` name the units in sentences; `market` is the reference table
    of exchange rates that typed ones are held against, by currency and day, None where there is none.
    """

    rules: Checklists
    table: RateTable
    bundled: bool = True
    edition: Edition | None = None
    codes: CodeTables | None = None
    market: Market | None = None

    def unit_code(self, typed: str) -> str | None:
        """Return the code of a unit typed as code or Chinese name; None for one that the table does not know."""
        if self.codes is None or self.codes.has("units", typed):
            return typed
        return self.codes.code_of("units", typed)

    def unit_name(self, code: str) -> Bilingual:
        """Return what a unit is called; a code that nobody knows names itself."""
        if self.codes is None:
            return Bilingual(code, code)
        return Bilingual(self.codes.label("units", code, "zh"), self.codes.label("units", code, "en"))


def bundled_table(codes: CodeTables) -> RateTable:
    """Return the refund rates of the shipped code table; it knows no days and no flags of zero rates."""
    table = HsTable(codes)
    entries = (table.lookup(code) for code in codes.rows("hs"))
    return RateTable(
        tuple(
            RateRecord(
                code=entry.code,
                refund_rate=entry.refund_pct / PERCENT,
                vat_rate=None if entry.vat_pct is None else entry.vat_pct / PERCENT,
                quality=entry.refund_quality,
            )
            for entry in entries
            if entry is not None and entry.refund_pct is not None
        )
    )
