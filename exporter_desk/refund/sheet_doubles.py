"""Marks on the worksheets of a month what two shipments claim: it stays open there until one of them gives it up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.text import plain_number
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.claimed_twice import NUMBER_DIGITS, overdrawn, twice_declared

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from exporter_desk.refund.claimed_twice import Claimed
    from exporter_desk.refund.sheet_values import SheetRow
    from exporter_desk.refund.worksheets import Worksheets

# The cells that hang on what kind of firm claims.
_OF_FIRM = ("kind", "refund", "bdm", "mdt", "current")
_PLACES = {"link": "tax.lines", "declaration": "tax.declarations", "refund": "tax.purchase_invoices"}


def with_doubles(
    sheets: Worksheets, taken: Sequence[Claimed], beside: Sequence[Claimed] = (), links: Collection[str] = ()
) -> Worksheets:
    """Return the sheets as drafts where a line of a declaration, or of an invoice, is claimed more than once.

    `beside` are claims of other months, `links` the 关联号 that more than one line has.
    """
    pairs = twice_declared([*beside, *taken])
    twice = {(one.number, one.item) for pair in pairs for one in pair}
    beyond = {one.number for one in overdrawn(taken, beside=beside)}
    marked = _with_claims(sheets, twice, beyond) if twice or beyond else sheets
    return _with_links(marked, links) if links else marked


def _with_claims(sheets: Worksheets, twice: Collection[tuple[str, int | None]], beyond: Collection[str]) -> Worksheets:
    doubled = {row["link"].value for row in sheets.exports if _named(row) in twice}
    return replace(
        sheets,
        exports=tuple(_open(row, "declaration") if _named(row) in twice else row for row in sheets.exports),
        producer=tuple(_open(row, "declaration") if _named(row) in twice else row for row in sheets.producer),
        purchases=tuple(
            _open(row, "refund") if row["link"].value in doubled or _number(row) in beyond else row
            for row in sheets.purchases
        ),
    )


def with_unlike_firm(sheets: Worksheets, names: Collection[str]) -> Worksheets:
    """Return the sheets as drafts where the shipments of these names contradict each other in what kind the firm is."""
    if not names:
        return sheets
    own = [row for row in (*sheets.exports, *sheets.producer) if row["shipment"].value in names]
    links = {row["link"].value for row in own if "link" in row}
    produced = any("link" not in row for row in own)

    def opened(rows: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
        return tuple(_of_unknown_firm(row) if row["shipment"].value in names else row for row in rows)

    return replace(
        sheets,
        exports=opened(sheets.exports),
        purchases=tuple(_of_unknown_firm(row) if row["link"].value in links else row for row in sheets.purchases),
        producer=opened(sheets.producer),
        summary=tuple(map(_of_unknown_firm, sheets.summary)) if produced else sheets.summary,
    )


def _of_unknown_firm(row: SheetRow) -> SheetRow:
    cells: SheetRow = {
        name: Trace(None, inputs=row[name].inputs, missing=("parties",)) for name in _OF_FIRM if name in row
    }
    return {**row, **cells}


def _named(row: SheetRow) -> tuple[str, int | None]:
    whole = str(row["declaration"].value or "")
    item = whole[NUMBER_DIGITS:]
    return whole[:NUMBER_DIGITS], int(item) if item.isdecimal() else None


def _with_links(sheets: Worksheets, links: Collection[str]) -> Worksheets:
    def opened(rows: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
        return tuple(_open(row, "link") if row["link"].value in links else row for row in rows)

    return replace(sheets, exports=opened(sheets.exports), purchases=opened(sheets.purchases))


def _number(row: SheetRow) -> str:
    return plain_number(str(row["number"].value or ""))


def _open(row: SheetRow, column: str) -> SheetRow:
    place = _PLACES[column]
    return {**row, column: Trace(None, inputs=row[column].inputs, missing=(place,))}
