"""What the refund worksheets share: the shipments of a claim, its numbers, and how a declaration stands on a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.allowed import AGENT
from exporter_desk.refund.assess import RefundResult
from exporter_desk.refund.line_days import undated_lines
from exporter_desk.refund.sheet_values import SheetRow, Value, if_typed, typed

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.quantity import Quantity

SERIAL_DIGITS, ITEM_DIGITS, NUMBER_DIGITS = 8, 3, 18
# Month and batch stand before the serial in a 关联号.
LINK_HEAD = 9
EXPORT_INVOICE = "CLM-4"
Position: TypeAlias = "tuple[bool, str, date, tuple[tuple[int, str], ...]]"


@dataclass(frozen=True, kw_only=True)
class Member:
    """One shipment of a claim: the case with its codes, and what was concluded of its refund."""

    case: Case
    result: RefundResult

    @cached_property
    def figures(self) -> dict[tuple[str, str], Quantity]:
        """Return the figures by symbol and line."""
        return {(one.symbol, one.line): one for one in reversed(self.result.quantities)}

    @cached_property
    def undated(self) -> frozenset[str]:
        """Return the lines of which nobody knows the export day."""
        return undated_lines(self.result.source)

    @property
    def name(self) -> str:
        """Return the number of the shipment, its id where it has none."""
        return name_of(self.case)

    @property
    def form(self) -> str:
        """Return trader or producer by the method that applies, "" while that is open or another firm files."""
        method = self.result.policy.method
        return "" if method is None or not method.files_itself else method.form

    @property
    def is_passed_on(self) -> bool:
        """Tell whether another firm files the claim (代办退税): its papers are kept here all the same."""
        method = self.result.policy.method
        return method is not None and not method.files_itself


def name_of(case: Case) -> str:
    """Return what a shipment is called: its number, its id where it has none."""
    return case.number or case.id or ""


def in_order(members: Iterable[Member]) -> list[Member]:
    """Return shipments in the order of their claims: batch by batch, in each by the day of the claim, then by number.

    What has no batch yet, or was not claimed yet, comes last, so that it moves no number of what was.
    """
    return sorted(members, key=position)


def position(member: Member) -> Position:
    """Return what stands for the place of a shipment among the claims."""
    return position_of(member.case)


def position_of(case: Case) -> Position:
    """Return what stands for the place of a case among the claims of its month."""
    tax = case.tax
    number = tuple((int(digits or 0), other) for digits, other in re.findall(r"(\d+)|(\D+)", name_of(case)))
    return not tax.claim_batch, tax.claim_batch or "", tax.claim_date or date.max, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Names on the sheets: a unit by its code, kinds of vouchers and of tax as the upload lists have them.

    `summary` names the lines of a producer's summary, `reversal` is the remark on a line that takes a claim back.
    `outcome` names what comes of a pre-refund, `proposed` says that nobody chose it yet.
    """

    unit: Callable[[str], str]
    vouchers: Mapping[str, str]
    vat: str
    summary: Mapping[str, Bilingual]
    reversal: str = ""
    unit_en: Callable[[str], str] = str
    outcome: Callable[[str], str] = str
    proposed: str = "{outcome}"


@dataclass(slots=True)
class Numbering:
    """Gives each claim line its number; 关联号 = period, batch and eight digits, unknown while one of them is.

    `taken` are numbers that somebody typed.
    """

    period: Value
    batch: Value
    serial: Iterator[int]
    taken: Collection[str] = ()

    def link(self, line: Line, typed_link: str | None) -> Value:
        """Return the typed 关联号, else the next one of the batch that nobody typed."""
        if typed_link:
            next(self.serial)
            return Trace(typed_link, inputs=(f"tax.lines.{line.id}.link",))
        inputs = (*self.period.inputs, *self.batch.inputs)
        if self.period.value is None or self.batch.value is None:
            return Trace(None, inputs=inputs, missing=(*self.period.missing, *self.batch.missing))
        links = (f"{self.period.value}{self.batch.value}{serial:0{SERIAL_DIGITS}d}" for serial in self.serial)
        return Trace(next(link for link in links if link not in self.taken), inputs=inputs)


def declared(member: Member, line: Line) -> SheetRow:
    """Return invoice, declaration, certificate and day of a line as they stand on every export sheet."""
    case, found = member.case, member.case.tax.declaration_of(line.id)
    head = "tax.declarations" if found is None else f"tax.declarations.{found.id}"
    open_day = line.exported is None and line.id in member.undated  # the day of another declaration is never taken
    exported = None if open_day else line.exported or member.result.source.dates.export
    certificate = None if found is None else found.agent_certificate
    # An export through an agent is claimed on the certificate: only then the cell may not be empty.
    certified = typed if member.result.source.taxpayer.channel == AGENT else if_typed
    asked = f"{head}.export_date" if found is not None and not found.export_date else _unlisted(case)
    return {
        "shipment": Trace(member.name, inputs=("number",)),
        "invoice": invoice_number(case),
        "declaration": long_number(line, head, asked=f"{head}.number" if found is not None else _unlisted(case)),
        "certificate": certified(certificate, head if found is None else f"{head}.agent_certificate"),
        "export_date": typed(exported, asked if open_day else f"{head}.export_date"),
    }


def invoice_number(case: Case) -> Value:
    """Return the number of the export invoice (出口发票): as noted with that paper, else of the commercial invoice."""
    noted = next((paper.number for paper in case.tax.papers if paper.id == EXPORT_INVOICE and paper.number), None)
    if noted is not None:
        return Trace(noted, inputs=(f"tax.papers.{EXPORT_INVOICE}.number",))
    return typed(case.terms.invoice_no, "terms.invoice_no")


def _unlisted(case: Case) -> str:
    """Return what to ask for goods on no declaration: which goods lie in one that lists none, else a declaration."""
    empty = (one.id for one in case.tax.declarations if one.number and not one.lines)
    return next((f"tax.declarations.{name}.lines" for name in empty), "tax.declarations")


def long_number(line: Line, head: str, *, asked: str) -> Value:
    """Return the 21 digits of declaration and item: 18 digits, then the item in three; `asked` is what it waits for."""
    number = line.declaration
    if number is None or (len(number) <= NUMBER_DIGITS and line.item is None):
        return Trace(None, inputs=(asked,), missing=(asked,))
    whole = number if line.item is None else f"{number[:NUMBER_DIGITS]}{line.item:0{ITEM_DIGITS}d}"
    return Trace(whole, inputs=(f"{head}.number", f"{head}.lines"))


def figure(member: Member, symbol: str, line: Line) -> Trace[Decimal]:
    """Return a computed figure of a line; one that was not computed waits for the price."""
    quantity = member.figures.get((symbol, line.id))
    missing = f"goods.{line.id}.unit_price"
    return Trace(None, inputs=(missing,), missing=(missing,)) if quantity is None else quantity.trace
