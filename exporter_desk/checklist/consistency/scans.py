"""Scans (X77): what a person read off an attached paper against the same figure of the shipment."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, error
from exporter_desk.domain.money import WIDE
from exporter_desk.domain.numbers import plain
from exporter_desk.domain.paths import read
from exporter_desk.domain.text import plain_number
from exporter_desk.domain.totals import cartons, gross_kg, invoice_total, net_kg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.trace import Trace
    from exporter_desk.rules.codes import CodeTables, Row

# Where the shipment has the same figure; a paper may round a weight, an amount it may not.
_FIGURES: dict[str, tuple[Callable[[Case], Trace[Decimal]], str, bool]] = {
    "amount": (invoice_total, "goods", False),
    "packages": (cartons, "packages", False),
    "gross_kg": (gross_kg, "packages", True),
    "net_kg": (net_kg, "packages", True),
}
_AMOUNT, _CURRENCY, _NUMBER = "amount", "currency", "number"


def compared_fields(codes: CodeTables, paper: str | None) -> tuple[str, ...]:
    """Return the fields of an attachment that are held against the shipment, in the order of the paper."""
    row = codes.row("compared_papers", paper)
    names = [] if row is None else [name for name in (_NUMBER, *_FIGURES) if row[name]]
    if _AMOUNT in names:
        names.insert(names.index(_AMOUNT) + 1, _CURRENCY)
    return tuple(f"stated_{name}" for name in names)


def scans_say_what_the_shipment_says(case: Case, context: Context) -> Iterator[Finding]:
    """X77: number, amount, packages and weights of an attached paper are those of the shipment."""
    for one in case.attachments:
        row = context.codes.row("compared_papers", one.paper)
        if row is not None:
            yield from _numbers(case, one, row)
            yield from _figures(case, one, row)


def _numbers(case: Case, one: Attachment, row: Row) -> Iterator[Finding]:
    """Compare what is written in letters: the number of the paper, the currency of its amount."""
    pairs = [(_NUMBER, row[_NUMBER])] if row[_NUMBER] else []
    pairs += [(_CURRENCY, "terms.currency")] if row[_AMOUNT] else []
    for name, path in pairs:
        stated, own = getattr(one, f"stated_{name}"), read(case, path)
        if isinstance(stated, str) and isinstance(own, str) and _as_compared(stated) != _as_compared(own):
            yield _told(one, name, path, stated, own)


def _figures(case: Case, one: Attachment, row: Row) -> Iterator[Finding]:
    for name, (figure, path, may_round) in _FIGURES.items():
        stated: Decimal | None = getattr(one, f"stated_{name}")
        own = figure(case).value if stated is not None and row[name] else None
        if stated is None or own is None:
            continue
        if stated != own and not (may_round and own.quantize(stated, ROUND_HALF_UP, WIDE) == stated):
            yield _told(one, name, path, plain(stated), plain(own))


def _as_compared(text: str) -> str:
    return plain_number(text).casefold()


def _told(one: Attachment, name: str, path: str, stated: str, own: str) -> Finding:
    values = {"file": one.name or one.id, "stated": stated, "own": own}
    return error("X77", f"attachments.{one.id}.stated_{name}", path, variant="" if name == _NUMBER else name, **values)
