"""The checks of a refund file: every doubt about its days, papers, rates, policy and amounts as a finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.billing import billed_unlike_fob
from exporter_desk.refund.check_days import day_findings
from exporter_desk.refund.check_papers import paper_findings
from exporter_desk.refund.check_warehouse import warehouse_findings
from exporter_desk.refund.contradictions import contradictions
from exporter_desk.refund.deemed import deemed_findings
from exporter_desk.refund.fob import RATE, SIDE
from exporter_desk.refund.known import is_borrowed
from exporter_desk.refund.line_days import lines_by_day
from exporter_desk.refund.outcomes import GENERAL
from exporter_desk.refund.policy import EXEMPT, TAXED, TO_CONFIRM
from exporter_desk.refund.quantity import find, shown
from exporter_desk.refund.rates import LONGEST_GAP_DAYS
from exporter_desk.refund.reasonable import price_findings
from exporter_desk.refund.strays import stray_findings
from exporter_desk.refund.vat_return import CARRIED_BDM, CARRIED_MDT, cannot_hold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from exporter_desk.domain.shipment import Fee
    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.policy import Reason
    from exporter_desk.refund.rates import FoundRate

# Here another firm stands on the declaration by agreement.
_FOR_OTHERS = ("agent", "service_company")


def findings(file: Examined) -> tuple[Finding, ...]:
    """Return every finding of the refund file, in the order of the file."""
    found = [*day_findings(file), *_shipper(file), *paper_findings(file), *contradictions(file)]
    found += [*deemed_findings(file), *stray_findings(file), *_exchange(file), *_value(file)]
    for rate in file.basis.rates.values():
        found += rate.findings
    found += [*_policy(file), *warehouse_findings(file), *_amounts(file), *price_findings(file)]
    errors = (one for one in (*file.refused, *found) if one.severity is Severity.ERROR)
    told = (place for one in errors for place in one.places if "." in place)  # a list as a whole is missing, not wrong
    wrong = {name for place in told for name in (place, place.removeprefix("state."))}
    return _merged([*found, *_no_figure(file, wrong)])


def _merged(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings that say the same of several lines as one finding with all places."""
    result: dict[tuple[str, str, tuple[tuple[str, str], ...]], Finding] = {}
    for finding in found:
        key = (finding.code, finding.variant, tuple(sorted(finding.values.items())))
        before = result.get(key)
        places = finding.places if before is None else (*before.places, *finding.places)
        result[key] = replace(finding, places=tuple(dict.fromkeys(places)))
    return tuple(result.values())


def _shipper(file: Examined) -> Iterator[Finding]:
    if file.facts.get("own_name") is False and file.facts.get("channel") not in _FOR_OTHERS:
        channel = file.basis.source.taxpayer.channel
        agency = is_borrowed(file.basis.source) and channel in _FOR_OTHERS
        places = ("state.own_name", *(["channel"] if agency else []))
        yield Finding("T49", Severity.ERROR, places, {}, ("L21",), variant="agency" if agency else "")


def _exchange(file: Examined) -> Iterator[Finding]:
    source, value = file.basis.source, file.basis.value
    for rate in value.rates:
        yield from _rate(rate, file)
    if source.rate_rule is not None and source.dates.sale is None and source.dates.export is not None:
        values = file.listed("day", (day.isoformat() for day in lines_by_day(source) if day is not None))
        yield Finding("T14", Severity.HINT, ("dates.sale",), values, ("TAX-D",))


def _rate(rate: FoundRate, file: Examined) -> Iterator[Finding]:
    if rate.wanted is None or rate.clash or rate.refused:
        return
    values = {"currency": foreign(rate.currency), "wanted": rate.wanted.isoformat()}
    place = (f"rates.{rate.currency}.{rate.wanted.isoformat()}",)
    if rate.used is None:
        yield Finding("T11", Severity.CONFIRM, place, values, variant=_waiting_column(rate, file))
    elif rate.earlier:
        values |= {"used": rate.used.isoformat(), "age": str(rate.age_days)}
        variant = "ahead" if rate.wanted > file.basis.day else "old" if rate.age_days > LONGEST_GAP_DAYS else ""
        yield Finding("T10", Severity.CONFIRM, place, values, ("TAX-D",), variant=variant)


def _waiting_column(rate: FoundRate, file: Examined) -> str:
    """Return the wording for a rate that is not there: what waits for it, and whether the value in CNY is known."""
    if not _is_beside(rate, file):
        return ""
    return "usd_open" if any(one.value is None for one in file.basis.value.cny.values()) else "usd"


def _is_beside(rate: FoundRate, file: Examined) -> bool:
    """Tell whether only the column in USD waits for a rate: neither the deal nor a charge is in that currency."""
    deal, value = file.basis.source.terms.currency, file.basis.value
    return deal not in (None, rate.currency) and rate.currency not in {one.currency for one in value.charge_rates}


def _value(file: Examined) -> Iterator[Finding]:
    fob, term = file.basis.value.fob, file.basis.source.terms.incoterm
    if fob.refused is not None:
        places = tuple(path for path in fob.total.missing if path.startswith("terms"))
        yield Finding("T12", Severity.ERROR, places, {"fob": shown(fob.refused)})
    for name, charge in fob.charges.items():
        if charge.value is None:
            yield from _charge(name, charge.missing, file)
    yield from _not_taken_off(file)
    if term is not None and term not in file.basis.checklists.terms:
        known = ", ".join(file.basis.checklists.terms)
        yield Finding("T16", Severity.ERROR, ("terms.incoterm",), {"term": foreign(term), "known": known})


def _not_taken_off(file: Examined) -> Iterator[Finding]:
    """Say of a charge that the price does not hold by its term that it was left alone."""
    deal, term = file.basis.source.terms, file.basis.checklists.terms.get(file.basis.source.terms.incoterm or "")
    for name in ("freight", "insurance") if term is not None else ():
        fee: Fee | None = getattr(deal, name)
        base = (
            name == "freight" and deal.insurance is not None and deal.insurance.mark == RATE
        )  # a premium is taken on it
        if fee is not None and fee.amount and term is not None and name not in term.deducts and not base:
            values = {"term": deal.incoterm or "", **file.named("charge", [f"terms.{name}"])}
            yield Finding("T80", Severity.HINT, (f"terms.{name}", "terms.incoterm"), values, ("TAX-FOB",))


def _charge(name: str, missing: Sequence[str], file: Examined) -> Iterator[Finding]:
    """Say why a charge that the term holds cannot be taken off."""
    own, term = f"terms.{name}", file.basis.source.terms.incoterm
    reasons = {own: "", f"{own}.amount": "", f"{own}.currency": "currency", "terms.gross_kg": "tonnes"}
    reasons |= {SIDE: "side"}
    reasons |= {} if name == "freight" else {"terms.freight": "base"}
    found = next(((path, reasons[path]) for path in missing if path in reasons), None)
    if found is not None:
        values = {"term": foreign(term or ""), **file.named("charge", [own])}
        places = tuple(dict.fromkeys((found[0], own)))
        yield Finding("T13", Severity.CONFIRM, places, values, ("TAX-FOB",), variant=found[1])


def _policy(file: Examined) -> Iterator[Finding]:
    policy, source = file.basis.policy, file.basis.source
    if policy.result == "to_confirm":
        yield from _open_policy(file)
    opened = [reason for reason in policy.reasons if reason.precondition]
    facts = tuple(dict.fromkeys(fact for one in opened for fact in one.missing if fact not in policy.missing))
    if facts and any(decision.may_refund for decision in policy.decisions):
        places = tuple(place for fact in facts for place in _places_of(fact, file))
        plan = source.dates.export is not None and source.dates.export > file.basis.day
        severity, variant = (Severity.HINT, "plan") if plan else (Severity.CONFIRM, "")
        yield Finding("T41", severity, places, file.held("facts", facts), ("L18",), variant=variant)
    yield from _not_refunded(file)


def _places_of(fact: str, file: Examined) -> tuple[str, ...]:
    """Return where the answer goes: where the goods come from is said line by line."""
    if fact == "made":
        return tuple(f"lines.{line.id}.made" for line in file.basis.source.lines if line.made is None)
    return (fact,)


def _not_refunded(file: Examined) -> Iterator[Finding]:
    """Say which lines are exempt or taxed, and why: a refund must not get smaller in silence."""
    groups: dict[Reason, list[Line]] = {}
    policy, results = file.basis.policy, {step.id: step.result for step in file.basis.checklists.steps}
    for line in file.basis.source.lines:
        decision = policy.of(line.id)
        if decision.result in (TAXED, EXEMPT):
            met = next(one for one in decision.reasons if one.outcome == "met" and results[one.id] == decision.result)
            groups.setdefault(replace(met, line=""), []).append(line)
    for reason, lines in groups.items():
        result = results[reason.id]
        values = {**file.goods(lines, "lines"), "reason_zh": reason.zh, "reason_en": reason.en}
        severity = Severity.CONFIRM if result == TAXED or policy.mixed else Severity.HINT
        places = tuple(f"lines.{line.id}" for line in lines)
        general = file.basis.source.taxpayer.taxpayer == GENERAL
        variant = result if result == TAXED or general else f"{result}_small"  # who credits no input moves none to cost
        yield Finding("T53", severity, places, values, tuple(cite.source for cite in reason.cite), variant=variant)


def _open_policy(file: Examined) -> Iterator[Finding]:
    """Say what keeps the policy open: missing facts, a step that an authority decides, or a firm without a method."""
    policy = file.basis.policy
    results = {step.id: step.result for step in file.basis.checklists.steps}
    open_facts = [fact for fact in policy.missing if fact not in file.facts]
    met = [reason for reason in policy.reasons if reason.outcome == "met"]
    told = [reason for reason in met if results[reason.id] == TO_CONFIRM] or ([] if policy.missing else met[:1])
    for reason in told:
        values = {"reason_zh": reason.zh, "reason_en": reason.en, **file.named("missing", policy.missing)}
        sources, variant = tuple(cite.source for cite in reason.cite), "asked" if open_facts else "met"
        yield Finding("T40", Severity.CONFIRM, policy.missing or ("policy",), values, sources, variant=variant)
    if told:
        return
    if policy.missing:
        yield Finding("T40", Severity.CONFIRM, policy.missing, file.named("missing", policy.missing), ("L18",))
    else:
        yield Finding("T40", Severity.CONFIRM, ("kind",), {}, ("L18",), variant="method")


def _amounts(file: Examined) -> Iterator[Finding]:
    method, quantities = file.basis.policy.method, file.quantities
    if method is not None and method.form == "producer":
        if file.basis.source.vat.filed is not True:
            yield Finding("T48", Severity.HINT, ("vat",), {}, ("L19", "TAX-D"))
        yield from _output_of_taxed(file)
        yield from _input_of_exempt(file)
        yield from _assumed(file)
    left = find(quantities, "BDM_DEDUCTION_CARRIED")
    if left is not None and left.value:
        yield Finding("T51", Severity.CONFIRM, ("vat.exempt_material",), {"amount": shown(left.value)}, ("L18",))
    yield from _agency(file)


def _output_of_taxed(file: Examined) -> Iterator[Finding]:
    """Goods taxed as domestic sales belong to the output tax of the period."""
    deemed = find(file.quantities, "OUTPUT_DEEMED")
    policy = file.basis.policy
    taxed = any(policy.of(line.id).result == TAXED for line in file.basis.source.lines)
    if deemed is None or deemed.value == 0 or not taxed:
        return
    variant = {None: "", True: "held", False: "added"}[file.basis.source.vat.output_has_deemed]
    severity = Severity.CONFIRM if variant == "" else Severity.HINT
    values = {"amount": shown(deemed.value)}
    vat = file.basis.source.vat
    if variant == "held" and cannot_hold(vat, deemed.trace):
        variant, severity, values = "too_small", Severity.ERROR, values | {"typed": shown(vat.output_tax)}
    yield Finding("T54", severity, ("vat.output_has_deemed", "vat.output_tax"), values, ("TAX-D",), variant=variant)


def _input_of_exempt(file: Examined) -> Iterator[Finding]:
    """Input tax of exempt goods is not creditable: it has to be out of the input tax of the period."""
    policy, vat = file.basis.policy, file.basis.source.vat
    exempt = [line for line in file.basis.source.lines if policy.of(line.id).result == EXEMPT]
    listed = find(file.quantities, "INPUT_TO_COST")
    if not exempt or policy.result == EXEMPT or listed is None or listed.value == 0:
        return
    left_out = False if vat.input_tax is None and vat.input_from_invoices else vat.input_without_exempt
    variant = {None: "", True: "held", False: "taken"}[left_out]
    if listed.value is None and not left_out:
        variant = f"{variant}_open".lstrip("_")
    severity = Severity.CONFIRM if left_out is None else Severity.HINT
    values = {**file.goods(exempt), "amount": shown(listed.value)}
    places = ("vat.input_without_exempt", "vat.input_tax", *(f"lines.{line.id}" for line in exempt))
    yield Finding("T65", severity, places, values, ("TAX-K",), variant=variant)


def _assumed(file: Examined) -> Iterator[Finding]:
    """What an earlier period left over was not told: the figures take it for nothing, which is to be confirmed."""
    taken = {path for one in file.quantities for path in one.assumed}
    silent = [path for path in (CARRIED_MDT, CARRIED_BDM) if path in taken]
    refund = find(file.quantities, "REFUND")
    if silent and file.basis.source.lines and refund is not None:
        variant = "" if refund.value is not None else "open"
        values = {**file.named("fields", silent), "refund": shown(refund.value)}
        yield Finding("T07", Severity.CONFIRM, tuple(silent), values, ("L18",), variant=variant)


def _no_figure(file: Examined, wrong: Collection[str]) -> Iterator[Finding]:
    """Say what keeps the refund from being one number: what is missing, or what was told as `wrong` before."""
    refund = find(file.quantities, "REFUND")
    if refund is None or refund.value is not None:
        return
    ranged = refund.high is not None and bool(refund.low or refund.high)  # from nothing to nothing is no range
    variant = "range" if ranged else "least" if refund.low else ""
    variant = "most" if refund.low is None and refund.high is not None else variant
    bounds = {"low": shown(refund.low), "high": shown(refund.high)}
    values = {**file.named("missing", file.typed(refund.trace.missing)), **bounds}
    if not refund.trace.missing:
        values |= file.named("missing", ["policy"])
    elif set(refund.trace.missing) <= set(wrong):
        variant = f"{variant}_wrong".lstrip("_")
    yield Finding("T52", Severity.CONFIRM, refund.trace.missing or ("lines",), values, variant=variant)


def _agency(file: Examined) -> Iterator[Finding]:
    """The amount on the agency invoice must equal FOB in CNY (代办退税专用发票)."""
    for line in file.basis.source.lines:
        unlike = billed_unlike_fob(line, file.basis.matching.of(line.id), file.basis)
        if unlike is not None:
            values = {"billed": shown(unlike[0]), "fob": shown(unlike[1])}
            yield Finding("T50", Severity.ERROR, ("invoices", f"lines.{line.id}.amount"), values, ("TAX-D",))
