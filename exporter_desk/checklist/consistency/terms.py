"""Terms: charges against the price term (X8), numbers of the papers (X11), order of the days (X17)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, confirm, error, hint, missing
from exporter_desk.domain.identity import is_printable_ascii
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.numbers import plain
from exporter_desk.domain.totals import OTHER_SIDE, other_in_price
from exporter_desk.rules.facts import answered_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.shipment import Fee

_PER_TONNE, _RATE = "2", "1"


def _fees(case: Case) -> tuple[tuple[str, Fee | None], ...]:
    return (("freight", case.terms.freight), ("insurance", case.terms.insurance))


def term_is_known(case: Case, _: Context) -> Iterator[Finding]:
    """X8: the term is one of the eleven rules of Incoterms 2020, or C&I of the customs table."""
    found = case.terms.incoterm
    if found is not None and found not in INCOTERMS:
        yield error("X8", "terms.incoterm", variant="incoterm", found=found, known=" ".join(INCOTERMS))


def insurance_by_rate_has_its_base(case: Case, _: Context) -> Iterator[Finding]:
    """X8: under C&I insurance is an amount: a rate is one on the CIF value, which a price without freight hides."""
    term, fee = INCOTERMS.get(case.terms.incoterm or ""), case.terms.insurance
    if term is None or term.published:
        return
    yield hint("X8", "terms.incoterm", variant="unpublished", term=term.code)
    if fee is not None and fee.amount is not None and fee.mark == _RATE:
        yield confirm("X8", "terms.insurance.mark", variant="insurance_rate", found=fee_words(fee), term=term.code)


def charges_fit_the_term(case: Case, context: Context) -> Iterator[Finding]:
    """X8: freight and insurance stand on the declaration when the term asks for them, and only then."""
    term = INCOTERMS.get(case.terms.incoterm or "")
    row = None if term is None else context.codes.row("trade_terms", term.customs_term)
    if term is None or row is None:
        return
    for name, fee in _fees(case):
        given = fee is not None and fee.amount is not None
        values = {"term": term.code, "declared": row["zh"]}
        if row[name] == "must" and not given:
            yield missing(case, "X8", f"terms.{name}.amount", "terms.incoterm", variant=f"{name}_missing", **values)
        if row[name] == "empty" and given:
            yield error("X8", f"terms.{name}.amount", "terms.incoterm", variant=f"{name}_extra", **values)
        if not row[name] and given and fee is not None:  # the customs table says nothing of insurance under EXW
            values |= {"found": fee_words(fee)}
            yield confirm("X8", f"terms.{name}.amount", "terms.incoterm", variant=f"{name}_outside", **values)


def costs_abroad_are_told(case: Case, _: Context) -> Iterator[Finding]:
    """X8: under the D rules somebody has said how much of the price is for costs in the country of destination."""
    term, fee = INCOTERMS.get(case.terms.incoterm or ""), case.terms.other_charges
    if term is not None and term.abroad_in_price and (fee is None or fee.amount is None):
        variant = "duty_abroad" if term.code == "DDP" else "costs_abroad"
        yield confirm("X8", "terms.other_charges.amount", "terms.incoterm", variant=variant, term=term.code)


def other_charges_have_a_side(case: Case, _: Context) -> Iterator[Finding]:
    """X8: other charges are typed without a sign, and it is known whether they lie in the price or come on top."""
    fee = case.terms.other_charges
    if fee is None or not fee.amount:
        return
    found = fee_words(fee)
    if fee.amount < 0:
        yield error("X8", "terms.other_charges.amount", variant="other_sign", found=found)
        return
    term, inside = INCOTERMS.get(case.terms.incoterm or ""), other_in_price(case)
    if term is not None and inside is not True:
        make, variant = (confirm, "other_side") if inside is None else (hint, "other_on_top")
        places = (f"facts.{OTHER_SIDE}", "terms.other_charges.amount")
        yield make("X8", *places, variant=variant, found=found, term=term.code)


def fee_words(fee: Fee) -> str:
    """Return a charge in words: `5.5 USD`, or `5 %` for a rate."""
    amount = "" if fee.amount is None else plain(fee.amount)
    return f"{amount} %" if fee.mark == _RATE else f"{amount} {fee.currency or ''}".strip()


def charges_are_well_formed(case: Case, context: Context) -> Iterator[Finding]:
    """X8: a charge is above zero and has a mark that exists; insurance is never per tonne."""
    for name, fee in _fees(case):
        if fee is None:
            continue
        if fee.amount is not None and fee.amount <= 0:
            yield error("X8", f"terms.{name}.amount", variant="amount", found=plain(fee.amount))
        if not context.codes.has("fee_marks", fee.mark) or (name == "insurance" and fee.mark == _PER_TONNE):
            yield error("X8", f"terms.{name}.mark", variant="mark", found=fee.mark)
        if fee.amount is not None and fee.currency is None and fee.mark != _RATE:
            yield confirm("X8", f"terms.{name}.currency", variant="fee_currency")


def numbers_are_ascii(case: Case, context: Context) -> Iterator[Finding]:
    """X11: contract and invoice numbers pass through every system unchanged: plain letters, short enough."""
    for name in ("contract_no", "invoice_no"):
        number: str | None = getattr(case.terms, name)
        if number is None:
            continue
        if not is_printable_ascii(number):
            yield error("X11", f"terms.{name}", found=number)
        elif len(number) > context.limit(name):
            values = {"found": number, "length": str(len(number)), "limit": str(context.limit(name))}
            yield confirm("X11", f"terms.{name}", variant="length", **values)


def places_are_in_letters(case: Case, _: Context) -> Iterator[Finding]:
    """X11: a place that trade papers and certificates print in English is not written in Hanzi alone."""
    for path, found in (("terms.place", case.terms.place), ("route.from_place", case.route.from_place)):
        if found and not any(char.isascii() and char.isalpha() for char in found):
            yield confirm("X11", path, variant="place", found=found)


def _days(case: Case) -> list[tuple[str, date, str, str]]:
    """Return the known days of the papers in their lawful order: path, day, name in Chinese and in English."""
    planned = answered_day(case.facts.get("export_date"))
    known: list[tuple[str, date | None, str, str]] = [
        ("terms.contract_date", case.terms.contract_date, "合同日期", "contract date"),
        ("terms.invoice_date", case.terms.invoice_date, "发票日期", "invoice date"),
        ("facts.export_date", planned, "出口日期", "export date"),
    ]
    known += [
        (f"tax.declarations.{entry.id}.export_date", entry.export_date, "报关单上的出口日期", "declared export date")
        for entry in case.tax.declarations
    ]
    known.append(("route.departed", case.route.departed, "离港日期", "day of departure"))
    known.append(("route.entry_date", case.route.entry_date, "目的国进口日期", "import date at destination"))
    return [(path, day, zh, en) for path, day, zh, en in known if day is not None]


def days_are_in_order(case: Case, _: Context) -> Iterator[Finding]:
    """X17: contract ≤ invoice ≤ export ≤ import; a day that is not known is left out."""
    exports = ("facts.export_date", "tax.declarations", "route.departed")
    for earlier, later in combinations(_days(case), 2):
        same_step = earlier[0].startswith(exports) and later[0].startswith(exports)
        if not same_step and later[1] < earlier[1]:
            values = {"later_zh": later[2], "later_en": later[3], "later_day": later[1].isoformat()}
            values |= {"earlier_zh": earlier[2], "earlier_en": earlier[3], "earlier_day": earlier[1].isoformat()}
            yield error("X17", later[0], earlier[0], **values)


def shipment_is_in_time(case: Case, _: Context) -> Iterator[Finding]:
    """X17: the planned export is not later than the last day of shipment in the contract."""
    planned = next((day for path, day, _zh, _en in _days(case) if path == "facts.export_date"), None)
    if planned is not None and case.terms.ship_by is not None and planned > case.terms.ship_by:
        values = {"export": planned.isoformat(), "ship_by": case.terms.ship_by.isoformat()}
        yield confirm("X17", "facts.export_date", "terms.ship_by", variant="ship_by", **values)
