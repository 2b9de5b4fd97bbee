"""The checks of a refund file: every doubt about its days, numbers, rates, invoices and amounts as a finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.identity import is_export_declaration_number
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import invoiced_name
from exporter_desk.refund.deadlines import filing_start
from exporter_desk.refund.policy import EXEMPT, TAXED
from exporter_desk.refund.quantity import ZERO, find, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from exporter_desk.refund.amounts import Basis
    from exporter_desk.refund.inputs import Invoice, Line
    from exporter_desk.refund.policy import Reason
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.refund.rates import FoundRate
    from exporter_desk.refund.trader import PortionRefund
    from exporter_desk.rules.rulebook import Datum

SHORT, LONG = 18, 21
# The step of the policy by which a lapsed export is taxed.
LAPSE = "R03"
# Here another firm stands on the declaration by agreement.
_FOR_OTHERS = ("agent", "service_company")


def findings(
    basis: Basis, quantities: tuple[Quantity, ...], portions: Sequence[PortionRefund], facts: dict[str, Datum]
) -> tuple[Finding, ...]:
    """Return every finding of the refund file, in the order of the file."""
    found = [*_days(basis, facts), *_numbers(basis.source.lines), *_exchange(basis), *_value(basis)]
    for rate in basis.rates.values():
        found += rate.findings
    found += [*_matching(basis), *_portions(basis, portions)]
    found += [*_policy(basis), *_warehouse(basis), *_amounts(basis, quantities)]
    return _merged(found)


def _merged(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings that say the same of several lines as one finding with all places."""
    result: dict[tuple[str, str, tuple[tuple[str, str], ...]], Finding] = {}
    for finding in found:
        key = (finding.code, finding.variant, tuple(sorted(finding.values.items())))
        before = result.get(key)
        places = finding.places if before is None else (*before.places, *finding.places)
        result[key] = replace(finding, places=tuple(dict.fromkeys(places)))
    return tuple(result.values())


def _days(basis: Basis, facts: dict[str, Datum]) -> Iterator[Finding]:
    days = basis.source.dates
    if days.export is not None and days.claim is not None and days.claim < filing_start(days.export):
        values = {"claim": days.claim.isoformat(), "first": filing_start(days.export).isoformat()}
        yield Finding("T44", Severity.ERROR, ("dates.claim", "dates.export"), values, ("L18", "L19"))
    if facts.get("lapsed") is True and facts.get("declared") is not True and not _spared(basis):
        yield Finding("T47", Severity.ERROR, ("dates.export",), {"export": _iso(days.export)}, ("L18",))
    elif facts.get("late") is True and facts.get("lapsed") is not True:
        yield Finding("T46", Severity.CONFIRM, ("dates.export",), {"export": _iso(days.export)}, ("L18", "TAX-D"))
    if facts.get("own_name") is False and facts.get("channel") not in _FOR_OTHERS:
        yield Finding("T49", Severity.ERROR, ("state.own_name",), {}, ("L21",))


def _spared(basis: Basis) -> bool:
    """Tell whether the lapse leaves the goods as they are: what a grower sells stays exempt (A11 9(1)4(7))."""
    return any(reason.id == LAPSE and reason.outcome == "failed" for reason in basis.policy.reasons)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _numbers(lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        number = line.declaration
        if number is None:
            continue
        long = len(number) == LONG and number[SHORT:].isdigit() and int(number[SHORT:]) > 0
        if not ((long or len(number) == SHORT) and is_export_declaration_number(number[:SHORT])):
            yield Finding("T45", Severity.ERROR, (f"lines.{line.id}.declaration",), {"found": number})


def _exchange(basis: Basis) -> Iterator[Finding]:
    source = basis.source
    listed = {rate.currency: rate for rate in (basis.value.deal_rate, basis.value.usd_rate) if rate.currency}
    for rate in listed.values():
        yield from _rate(rate)
    if source.rate_rule is not None and source.dates.sale is None and source.dates.export is not None:
        values = {"day": source.dates.export.isoformat()}
        yield Finding("T14", Severity.HINT, ("dates.sale",), values, ("TAX-D",))


def _rate(rate: FoundRate) -> Iterator[Finding]:
    if rate.wanted is None:
        return
    values = {"currency": rate.currency, "wanted": rate.wanted.isoformat()}
    place = (f"rates.{rate.currency}.{rate.wanted.isoformat()}",)
    if rate.used is None:
        yield Finding("T11", Severity.CONFIRM, place, values)
    elif rate.earlier:
        yield Finding("T10", Severity.CONFIRM, place, {**values, "used": rate.used.isoformat()}, ("TAX-D",))


def _value(basis: Basis) -> Iterator[Finding]:
    fob, term = basis.value.fob, basis.source.terms.incoterm
    if fob.total.value is not None and fob.total.value <= 0:
        yield Finding("T12", Severity.ERROR, ("terms",), {"fob": shown(fob.total.value)})
    for name, charge in fob.charges.items():
        if f"terms.{name}" in charge.missing:
            values = {"term": term or "", **_named("charge", [f"terms.{name}"], basis)}
            yield Finding("T13", Severity.CONFIRM, (f"terms.{name}",), values, ("TAX-FOB",))


def _matching(basis: Basis) -> Iterator[Finding]:
    if basis.policy.method is None or basis.policy.method.form != "trader":
        return
    hopeful = {decision.line for decision in basis.policy.decisions if decision.may_refund}
    for line, qty in basis.matching.uncovered.items():
        yield Finding("T30", Severity.ERROR, ("invoices", f"lines.{line}.qty"), {"qty": trimmed(qty)}, ("TAX-D",))
    for line in basis.matching.without_quantity:
        if line in hopeful and basis.matching.of(line):
            yield Finding("T31", Severity.CONFIRM, (f"lines.{line}.qty", "invoices"))
    lines = {line.id: line for line in basis.source.lines}
    for portion in basis.matching.portions:
        yield from _agreement(lines[portion.line], portion.invoice)


def _agreement(line: Line, invoice: Invoice) -> Iterator[Finding]:
    """The unit is a hard stop of the tax system, the name a doubt that can be explained."""
    for field, severity in (("unit", Severity.ERROR), ("name_zh", Severity.CONFIRM)):
        ours, theirs = (getattr(one, field) for one in (line, invoice))
        if theirs is not None and field == "name_zh":
            theirs = invoiced_name(theirs)
        if ours is not None and theirs is not None and ours != theirs:
            places = (f"invoices.{invoice.id}.{field}", f"lines.{line.id}.{field}")
            values = {"ours": ours, "theirs": theirs, "invoice": invoice.number or invoice.id}
            yield Finding("T32", severity, places, values, ("TAX-D",), variant=field)


def _portions(basis: Basis, portions: Sequence[PortionRefund]) -> Iterator[Finding]:
    for one in portions:
        invoice, place = one.portion.invoice, f"invoices.{one.portion.invoice.id}"
        name = invoice.number or invoice.id
        if one.lawful is False:
            yield Finding("T33", Severity.ERROR, (f"{place}.voucher",), {"invoice": name}, ("L18", "TAX-K"))
        vat = basis.rates[one.portion.line].vat.value
        general = invoice.supplier_taxpayer == "general" and not invoice.simple_method
        if general and vat is not None and invoice.rate is not None and invoice.rate != vat:
            values = {"invoice": name, "rate": share(invoice.rate), "vat": share(vat)}
            yield Finding("T24", Severity.CONFIRM, (f"{place}.rate",), values, ("TAX-K",))


def _policy(basis: Basis) -> Iterator[Finding]:
    policy = basis.policy
    if policy.result == "to_confirm":
        yield _open_policy(basis)
    opened = [reason for reason in policy.reasons if reason.precondition]
    if opened and any(decision.may_refund for decision in policy.decisions):
        facts = tuple(dict.fromkeys(fact for reason in opened for fact in reason.missing))
        values = {"steps": ", ".join(dict.fromkeys(reason.id for reason in opened)), **_named("facts", facts, basis)}
        yield Finding("T41", Severity.CONFIRM, facts or ("policy",), values, ("L18",))
    yield from _not_refunded(basis)


def _not_refunded(basis: Basis) -> Iterator[Finding]:
    """Say which lines are exempt or taxed, and why: a refund must not get smaller in silence."""
    groups: dict[Reason, list[Line]] = {}
    for line in basis.source.lines:
        decision = basis.policy.of(line.id)
        if decision.result in (TAXED, EXEMPT):
            met = next(reason for reason in decision.reasons if reason.outcome == "met")
            groups.setdefault(replace(met, line=""), []).append(line)
    results = {step.id: step.result for step in basis.checklists.steps}
    for reason, lines in groups.items():
        result = results[reason.id]
        names = "、".join(dict.fromkeys(line.name_zh or line.id for line in lines))
        values = {"lines": names, "reason_zh": reason.zh, "reason_en": reason.en}
        severity = Severity.CONFIRM if result == TAXED or basis.policy.mixed else Severity.HINT
        places = tuple(f"lines.{line.id}" for line in lines)
        yield Finding("T53", severity, places, values, tuple(cite.source for cite in reason.cite), variant=result)


def _open_policy(basis: Basis) -> Finding:
    """Say what keeps the policy open: missing facts, a step that an authority decides, or a firm without a method."""
    policy = basis.policy
    places = policy.missing or ("policy",)
    if policy.missing:
        return Finding("T40", Severity.CONFIRM, places, _named("missing", policy.missing, basis), ("L18",))
    met = next((reason for reason in policy.reasons if reason.outcome == "met"), None)
    if met is None:
        return Finding("T40", Severity.CONFIRM, ("kind",), {}, ("L18",), variant="method")
    values = {"reason_zh": met.zh, "reason_en": met.en}
    return Finding("T40", Severity.CONFIRM, places, values, tuple(cite.source for cite in met.cite), variant="met")


def _named(key: str, facts: Sequence[str], basis: Basis) -> dict[str, str]:
    """Return the names of facts and inputs for a sentence in both languages."""
    names = [basis.checklists.place_name(fact) for fact in facts]
    zh, en = dict.fromkeys(name.zh for name in names), dict.fromkeys(name.en for name in names)
    return {f"{key}_zh": "、".join(zh), f"{key}_en": "; ".join(en)}


def _warehouse(basis: Basis) -> Iterator[Finding]:
    if basis.source.mode not in (basis.rules.codes("refund_pre_refund_modes") or ()):
        return
    for line in basis.source.lines:
        if line.sold_qty is None or line.qty is None:
            yield Finding("T43", Severity.CONFIRM, (f"lines.{line.id}.sold_qty",), {}, ("L17",))
        elif line.sold_qty > line.qty:
            values = {"sold": trimmed(line.sold_qty), "qty": trimmed(line.qty)}
            yield Finding("T42", Severity.ERROR, (f"lines.{line.id}.sold_qty",), values, ("L17",))


def _amounts(basis: Basis, quantities: tuple[Quantity, ...]) -> Iterator[Finding]:
    method = basis.policy.method
    if method is not None and method.form == "producer":
        yield Finding("T48", Severity.HINT, ("vat",), {}, ("L19", "TAX-D"))
        deemed = find(quantities, "OUTPUT_DEEMED")
        if deemed is not None and deemed.value:
            yield Finding("T54", Severity.CONFIRM, ("vat.output_tax",), {"amount": shown(deemed.value)}, ("TAX-D",))
    left = find(quantities, "BDM_DEDUCTION_CARRIED")
    if left is not None and left.value:
        yield Finding("T51", Severity.CONFIRM, ("vat.exempt_material",), {"amount": shown(left.value)}, ("L18",))
    refund = find(quantities, "REFUND")
    if refund is not None and refund.value is None:
        variant = "range" if refund.high is not None else "least" if refund.low else ""
        bounds = {"low": shown(refund.low), "high": shown(refund.high)}
        values = {**_named("missing", refund.trace.missing, basis), **bounds}
        yield Finding("T52", Severity.CONFIRM, refund.trace.missing or ("lines",), values, variant=variant)
    if method is not None and method.id == "Z":
        yield from _agency(basis)


def _agency(basis: Basis) -> Iterator[Finding]:
    """The amount on the agency invoice must equal FOB in CNY (代办退税专用发票)."""
    for line in basis.source.lines:
        value = basis.value.cny[line.id].value
        billed = [portion.amount for portion in basis.matching.of(line.id)]
        whole = sum((amount for amount in billed if amount is not None), ZERO)
        if value is not None and billed and None not in billed and whole != value:
            values = {"billed": shown(whole), "fob": shown(value)}
            yield Finding("T50", Severity.ERROR, ("invoices", f"lines.{line.id}.amount"), values, ("TAX-D",))
