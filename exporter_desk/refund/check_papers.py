"""Checks of the papers of a refund file against each other: invoices, declarations, agency papers, receipts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.identity import declaration_number_fault, declaration_side, is_export_declaration_number
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import is_untouched
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.text import invoiced_name
from exporter_desk.refund.allowed import AGENT
from exporter_desk.refund.amounts import without_certificate
from exporter_desk.refund.billing import units_disagree
from exporter_desk.refund.doubts import VAT_SPECIAL, has_signs
from exporter_desk.refund.listed import listing_findings, numbered_again
from exporter_desk.refund.quantity import ZERO, share, shown
from exporter_desk.refund.receipts import receipt_findings
from exporter_desk.refund.red import red_findings
from exporter_desk.refund.set_aside import aside_findings
from exporter_desk.refund.trader import rates_clash
from exporter_desk.refund.undated import undated_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import Invoice, Line

SHORT, LONG, ITEMS = 18, 21, 1000


def paper_findings(file: Examined) -> Iterator[Finding]:
    """Yield every disagreement between two papers; each finding names both places."""
    yield from _numbers(file)
    yield from listing_findings(file)
    yield from _joined(file)
    if file.basis.policy.method is not None and file.basis.policy.method.form == "trader":
        yield from _covered(file)
        yield from _reversed(file)
        yield from undated_findings(file)
    elif lines := [line for line in file.declared.lines if line.reversal]:
        places = tuple(f"lines.{line.id}" for line in lines)
        yield Finding("T66", Severity.HINT, places, file.goods(lines), ("TAX-D",), variant="producer")
    for line, invoice in _pairs(file):
        yield from _names(file, line, invoice)
        yield from _units(file, line, invoice)
    yield from _portions(file)
    yield from _unnumbered(file)
    yield from _incomplete(file)
    yield from red_findings(file)
    yield from aside_findings(file)
    yield from _certificates(file)
    yield from receipt_findings(file)


def _numbers(file: Examined) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    repeated = numbered_again(file.declared)
    for line in file.declared.lines:
        number = line.declaration
        if number is None:
            continue
        long = len(number) == LONG and number[SHORT:].isdigit() and int(number[SHORT:]) > 0
        if not ((long or len(number) == SHORT) and is_export_declaration_number(number[:SHORT])):
            values = {"found": foreign(number), "ninth": declaration_side(number)}
            side = (long or len(number) == SHORT) and declaration_number_fault(number[:SHORT]) == "side"
            place = (f"lines.{line.id}.declaration",)
            yield Finding("T45", Severity.ERROR, place, values, variant="side" if side else "")
        yield from _item(line, number, long=long)
        item = number if long or line.item is None else f"{number}{line.item:03d}"
        if len(item) == LONG and item in seen and not line.reversal and number[:SHORT] not in repeated:
            places = (f"lines.{line.id}.declaration", f"lines.{seen[item]}.declaration")
            yield Finding("T45", Severity.ERROR, places, {"found": item}, variant="twice")
        seen.setdefault(item, line.id)


def _joined(file: Examined) -> Iterator[Finding]:
    """An invoice belongs to a line that there is; a producer need not match any, an empty row is only to be filled."""
    pools = {line.pool for line in file.declared.lines}
    method = file.basis.policy.method
    matched = method is None or method.form == "trader"
    for one in file.basis.source.invoices:
        place = (f"invoices.{one.id}.goods", "lines")
        if one.goods is not None and one.goods not in pools:
            yield Finding("T03", Severity.ERROR, place, {"found": foreign(one.goods), **file.paper(one)})
        elif one.goods is None and len(pools) > 1 and matched:
            severity = Severity.CONFIRM if is_untouched(one, "voucher") else Severity.ERROR
            yield Finding("T03", severity, place, {"found": "-", **file.paper(one)}, variant="missing")


def _item(line: Line, number: str, *, long: bool) -> Iterator[Finding]:
    """The item number fills three digits, and agrees with the last three of a long declaration number."""
    places = (f"lines.{line.id}.item", f"lines.{line.id}.declaration")
    if line.item is not None and not 0 < line.item < ITEMS:
        yield Finding("T45", Severity.ERROR, places, {"found": str(line.item)}, variant="item")
    elif long and line.item is not None and line.item != int(number[SHORT:]):
        values = {"found": number, "item": str(line.item)}
        yield Finding("T45", Severity.ERROR, places, values, variant="differs")


def _covered(file: Examined) -> Iterator[Finding]:
    basis = file.basis
    lines = {line.id: line for line in basis.source.lines}
    hopeful = {decision.line for decision in basis.policy.decisions if decision.may_refund}
    method = basis.policy.method
    missing = "none" if method is None or method.files_itself else "agency"
    for line, qty in basis.matching.uncovered.items():
        values = {**file.goods([lines[line]]), **file.amount_of(qty, lines[line].unit)}
        none = not basis.matching.of(line)
        severity, variant = (Severity.CONFIRM, missing) if none else (Severity.ERROR, "")
        yield Finding("T30", severity, ("invoices", f"lines.{line}.qty"), values, ("TAX-D",), variant=variant)
    for line in basis.matching.without_quantity:
        taken = basis.matching.of(line)
        open_qty = lines[line].qty is None or any(one.invoice.qty is None for one in taken)
        if line in hopeful and taken and open_qty and line not in basis.apart:
            yield Finding("T31", Severity.CONFIRM, (f"lines.{line}.qty", "invoices"), file.goods([lines[line]]))
    doubted = {one.id for doubt in basis.doubts for one in (doubt.invoice, doubt.before) if one is not None}
    doubted |= {name for doubt in basis.doubts for name in doubt.beside}
    pools = {line.pool for line in file.declared.lines}
    for rest in basis.matching.left_of(basis.source.invoices):
        one = rest.invoice
        if one.id in doubted or (one.goods is not None and one.goods not in pools):
            continue  # whether there is anything left of it, or what it is for, nobody knows yet
        values = {**file.paper(one), "amount": shown(rest.amount)}
        values |= file.amount_of(rest.qty or ZERO, one.unit)
        yield Finding("T35", Severity.HINT, (f"invoices.{one.id}.qty", "lines"), values)


def _reversed(file: Examined) -> Iterator[Finding]:
    """A trader takes back what it claimed invoice by invoice; which ones, somebody has to say."""
    lines = [line for line in file.declared.lines if line.reversal]
    open_lines = [line for line in lines if not file.basis.matching.of(line.id)]
    clear = [line for line in lines if line not in open_lines]
    if clear:
        places = tuple(f"lines.{line.id}" for line in clear)
        yield Finding("T66", Severity.HINT, places, file.goods(clear), ("TAX-D",))
    for line in [one for one in open_lines if (held := _held(file, one)) is not None and one.qty and held < -one.qty]:
        open_lines.remove(line)
        values = {
            **file.goods([line]),
            **file.amount_of(-(line.qty or ZERO), line.unit),
            "held": trimmed(_held(file, line) or ZERO),
        }
        papers = tuple(f"invoices.{one.id}.qty" for one in file.basis.matching.among.get(line.id, ()))
        yield Finding("T66", Severity.ERROR, (f"lines.{line.id}.qty", *papers), values, ("TAX-D",), variant="more")
    if open_lines:
        places = ("invoices", *(f"lines.{line.id}" for line in open_lines))
        yield Finding("T66", Severity.CONFIRM, places, file.goods(open_lines), ("TAX-D",), variant="open")


def _held(file: Examined, line: Line) -> Decimal | None:
    """Return what the invoices of a line that takes back hold; None without any, or while a quantity is not known."""
    held = [one.qty for one in file.basis.matching.among.get(line.id, ())]
    return sum((abs(qty) for qty in held if qty is not None), ZERO) if held and None not in held else None


def _pairs(file: Examined) -> Iterator[tuple[Line, Invoice]]:
    """Yield every declared line with each invoice of its pool."""
    pools: dict[str, list[Line]] = defaultdict(list)
    for line in file.declared.lines:
        if not line.reversal:
            pools[line.pool].append(line)
    only = next(iter(pools)) if len(pools) == 1 else ""
    for invoice in file.basis.source.invoices:
        for line in pools.get(invoice.goods or only, [])[:1]:
            yield line, invoice


def _names(file: Examined, line: Line, invoice: Invoice) -> Iterator[Finding]:
    """The name core must be the same; a name that only holds more or fewer words is easier to explain."""
    theirs = None if invoice.name_zh is None else invoiced_name(invoice.name_zh)
    ours = None if line.name_zh is None else line.name_zh.strip()
    if not ours or not theirs or ours == theirs:
        return
    places = (f"invoices.{invoice.id}.name_zh", f"lines.{line.id}.name_zh")
    values = {"ours": foreign(ours), "theirs": foreign(theirs), **file.paper(invoice)}
    related = ours in theirs or theirs in ours
    severity, variant = (Severity.HINT, "longer") if related else (Severity.CONFIRM, "name_zh")
    yield Finding("T32", severity, places, values, ("TAX-D",), variant=variant)


def _units(file: Examined, line: Line, invoice: Invoice) -> Iterator[Finding]:
    if line.unit is None or invoice.unit is None or not units_disagree(line, {invoice.unit}):
        return
    places = (f"invoices.{invoice.id}.unit", f"lines.{line.id}.unit")
    if not set(places).isdisjoint(file.declared.unknown):
        return  # a unit that nobody knows was told already
    values = {**file.paper(invoice), **file.unit("theirs", invoice.unit)}
    values |= file.unit("ours", line.unit)
    yield Finding("T32", Severity.ERROR, places, values, ("TAX-D",), variant="unit")


def _portions(file: Examined) -> Iterator[Finding]:
    for one in file.portions:
        invoice, place = one.portion.invoice, f"invoices.{one.portion.invoice.id}"
        name = file.paper(invoice)
        if one.lawful is False and not one.portion.doubt:
            yield Finding("T33", Severity.ERROR, (f"{place}.voucher",), name, ("L18", "TAX-K"))
        rates = file.basis.rates[one.portion.line]
        if rates_clash(rates.refund.value, invoice):
            values = {**name, "rate": share(invoice.rate), "refund": share(rates.refund.value)}
            places = (f"{place}.rate", f"lines.{one.portion.line}.refund_rate")
            yield Finding("T36", Severity.ERROR, places, values, ("TAX-K",))
            continue
        general = invoice.supplier_taxpayer == "general" and not invoice.simple_method
        if general and rates.vat.value is not None and invoice.rate not in (None, rates.vat.value):
            values = {**name, "rate": share(invoice.rate), "vat": share(rates.vat.value)}
            places = (f"{place}.rate", f"lines.{one.portion.line}.vat_rate")
            yield Finding("T24", Severity.CONFIRM, places, values, ("TAX-K",))


def _unnumbered(file: Examined) -> Iterator[Finding]:
    """No refund without a lawful voucher: what a shipment claims on has a number, and one of the usual length."""
    if file.declared.schema != CASE_SCHEMA:
        return
    usual = file.basis.rules.codes("refund_invoice_number_digits") or ()
    for one in dict.fromkeys(portion.portion.invoice for portion in file.portions if portion.lawful):
        place, number = (f"invoices.{one.id}.number",), one.number
        if number is None:
            yield Finding("T68", Severity.CONFIRM, place, file.paper(one), ("TAX-K",))
        elif has_signs(one):
            yield Finding("T68", Severity.CONFIRM, place, file.paper(one), ("TAX-RECALLED",), variant="signs")
        elif usual and one.voucher == VAT_SPECIAL and str(len(number)) not in usual:
            values = {**file.paper(one), "count": str(len(number)), **file.listed("usual", usual)}
            variant = "long" if len(number) > max(map(int, usual)) else "digits"
            yield Finding("T68", Severity.CONFIRM, place, values, ("TAX-RECALLED",), variant=variant)


def _incomplete(file: Examined) -> Iterator[Finding]:
    """Say of what a shipment claims on which units nobody compared, and which special invoices name no supplier."""
    if file.declared.schema != CASE_SCHEMA:
        return
    lines = {line.id: line for line in file.declared.lines}
    used = [(lines[one.portion.line], one.portion.invoice) for one in file.portions if one.lawful]
    bare = {line.id: line for line, _ in used if {line.unit, line.unit1, line.unit2} == {None}}
    if bare:
        places = tuple(f"lines.{line}.unit" for line in bare)
        yield Finding("T32", Severity.CONFIRM, places, file.goods(bare.values()), ("TAX-D",), variant="goods_unit")
    silent = list({paper.id: paper for line, paper in used if paper.unit is None and line.id not in bare}.values())
    if silent:
        places = tuple(f"invoices.{one.id}.unit" for one in silent)
        yield Finding("T32", Severity.CONFIRM, places, file.papers(silent), ("TAX-D",), variant="no_unit")
    orphans = list({one.id: one for _, one in used if one.supplier is None and one.voucher == VAT_SPECIAL}.values())
    if orphans:
        places = (*(f"invoices.{one.id}.supplier" for one in orphans), "parties")
        yield Finding("T118", Severity.CONFIRM, places, file.papers(orphans), ("TAX-K",), variant="absent")


def _certificates(file: Examined) -> Iterator[Finding]:
    """An export through an agent is claimed on the agent's certificate."""
    if file.facts.get("channel") != AGENT or not file.declared.lines:
        return
    without = without_certificate(file.declared)
    if without:
        yield Finding("T57", Severity.CONFIRM, without, {}, ("TAX-D",))
