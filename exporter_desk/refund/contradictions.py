"""Two places of a refund file that cannot both be right: findings that name both; no firm number hangs on either."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.billing import doubled_links, units_disagree
from exporter_desk.refund.carried import carried_findings
from exporter_desk.refund.doubts import BOTH, GOODS, levies
from exporter_desk.refund.examined import MOST_NAMED
from exporter_desk.refund.input_tax import unlike_voucher
from exporter_desk.refund.known import claim_has_come
from exporter_desk.refund.line_days import is_of_earlier_month, last_export
from exporter_desk.refund.matching import by_pool, only_pool
from exporter_desk.refund.outcomes import produce_of
from exporter_desk.refund.quantity import find, share, shown
from exporter_desk.refund.rates import HOME
from exporter_desk.refund.undated import UNDATED
from exporter_desk.refund.vat_return import ROUNDING, outputs_differ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.refund.doubts import Doubt
    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import Invoice, Line


# The ways of export that a certificate of agency export contradicts, with the wording of each.
_CERTIFIED: Final = {"own": "certificate", "service_company": "service"}
_LINK = re.compile(r"[0-9]{9}[0-9]{1,8}")
NO_VOUCHER = "none"
FARM = "farm_purchase"


def contradictions(file: Examined) -> Iterator[Finding]:
    """Yield every contradiction between days, rates, the VAT return, link numbers and invoices."""
    yield from _rates(file)
    yield from _declared(file)
    yield from _disputed(file)
    yield from _links(file)
    yield from _links_of_others(file)
    yield from _links_of_invoices(file)
    yield from _flags(file)
    yield from _no_voucher(file)
    yield from _farm_vouchers(file)
    yield from _simple_method(file)
    yield from _billed_after_the_month(file)
    yield from _certified_otherwise(file)
    yield from _home_rates(file)
    yield from _mixed_units(file)
    yield from _reversals_converted(file)
    if file.basis.policy.method is not None and file.basis.policy.method.form == "producer":
        yield from _vat_return(file)
    for doubt in file.basis.doubts:
        if doubt.kind != UNDATED:  # whether it matters hangs on the method
            yield _of_invoice(doubt, file)


def _rates(file: Examined) -> Iterator[Finding]:
    for rate in file.basis.value.rates:
        if rate.clash and rate.used is not None:
            values = {"currency": foreign(rate.currency), "day": rate.used.isoformat()}
            values["rates"] = " / ".join(trimmed(number) for _, number in rate.clash)
            yield Finding("T08", Severity.ERROR, tuple(place for place, _ in rate.clash), values)


def _declared(file: Examined) -> Iterator[Finding]:
    source, claim = file.basis.source, file.basis.source.dates.claim
    if claim is not None and source.state.declared is False and claim_has_come(source, file.basis.day):
        yield Finding("T29", Severity.ERROR, ("dates.claim", "state.declared"), {"claim": claim.isoformat()})


def _disputed(file: Examined) -> Iterator[Finding]:
    """What the answers and the parties tell differently is taken from neither, so the policy stays open."""
    for one in file.declared.disputed:
        known = file.book.rules.book.facts.get(one.id.rpartition(".")[2])
        words = {} if known is None else {entry.value: entry for entry in known.allowed}
        values = file.named("name", [one.id])
        for key, word in (("typed", one.typed), ("found", one.found)):
            entry = words.get(word)
            zh, en = (foreign(word),) * 2 if entry is None else (entry.zh, entry.en)
            values |= {f"{key}_zh": zh, f"{key}_en": en}
        yield Finding("T113", Severity.CONFIRM, (one.id, one.place), values, ("L18",))


def _links(file: Examined) -> Iterator[Finding]:
    for link, lines in doubled_links(file.declared).items():
        places = tuple(f"lines.{line}.link" for line in lines)
        yield Finding("T37", Severity.ERROR, places, {"link": foreign(link)}, ("TAX-D",))


def _links_of_others(file: Examined) -> Iterator[Finding]:
    """A link number (关联号) begins with month and batch of its claim, then comes the serial."""
    source = file.declared
    if source.claim_period is None:
        return
    head = f"{source.claim_period}{source.claim_batch or ''}"
    for line in source.lines:
        link = line.link or ""
        if not line.reversal and _LINK.fullmatch(link) and not link.startswith(head):
            values = {**file.goods([line]), "link": foreign(link), "head": head}
            places = (f"lines.{line.id}.link", "claim_period")
            yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-D",))


def _links_of_invoices(file: Examined) -> Iterator[Finding]:
    """The link number of an invoice is that of a line of its goods."""
    links: dict[str | None, dict[str, str]] = defaultdict(dict)
    for line in file.declared.lines:
        if line.link is not None:
            links[line.pool].setdefault(line.link, line.id)
    only = only_pool(file.declared.lines)
    for one in file.declared.invoices:
        own = links.get(one.goods or only)
        if own and one.link is not None and one.link not in own:
            values = {**file.paper(one), "link": foreign(one.link), **file.listed("own", map(foreign, own))}
            places = (f"invoices.{one.id}.link", *(f"lines.{line}.link" for line in own.values()))
            yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-D",), variant="invoice")


def _flags(file: Examined) -> Iterator[Finding]:
    """The flag of special goods (特殊商品标识) tells zero rates apart: beside another rate one of both is wrong."""
    for line in file.declared.lines:
        rate = file.basis.rates.get(line.id)
        used = None if rate is None else rate.refund.value
        if line.zero_flag is not None and used:
            values = {**file.goods([line]), "flag": foreign(line.zero_flag), "rate": share(used)}
            places = (f"lines.{line.id}.zero_flag", f"lines.{line.id}.refund_rate")
            yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-K",), variant="flag")


def _no_voucher(file: Examined) -> Iterator[Finding]:
    """Who says that there is no purchase voucher has none in the list."""
    papers = [one for one in file.declared.invoices if one.voucher not in (None, NO_VOUCHER)]
    if file.declared.voucher == NO_VOUCHER and papers:
        places = ("voucher", *(f"invoices.{one.id}.voucher" for one in papers))
        values = {"count": str(len(papers))}
        yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-K",), variant="voucher")


def _farm_vouchers(file: Examined) -> Iterator[Finding]:
    """An invoice for farm produce (农产品收购发票) is none for other goods of a firm that did not make them of it."""
    lines = {line.id: line for line in file.declared.lines}
    papers: dict[str, list[str]] = defaultdict(list)
    for line in file.basis.source.lines:
        for portion in file.basis.matching.of(line.id):
            if portion.invoice.voucher == FARM and unlike_voucher(portion.invoice, produce_of(line, file.basis)):
                papers[portion.invoice.id].append(line.id)
    if papers:
        goods = dict.fromkeys(line for own in papers.values() for line in own)
        places = (*(f"invoices.{one}.voucher" for one in papers), *(f"lines.{line}.hs" for line in goods))
        values = file.goods([lines[line] for line in goods])
        yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-RECALLED",), variant="farm")


def _simple_method(file: Examined) -> Iterator[Finding]:
    """A supplier who is taxed by the simple method (简易计税) invoices its levy, not the full rate of the goods."""
    papers: dict[str, Invoice] = {}
    for line in file.basis.source.lines:
        full = file.basis.rates[line.id].vat.value
        for one in (portion.invoice for portion in file.basis.matching.of(line.id)):
            if one.simple_method and one.rate is not None and one.rate == full:
                papers[one.id] = one
    if papers:
        places = tuple(f"invoices.{one}.{field}" for one in papers for field in ("simple_method", "rate"))
        listed = list(papers.values())
        values = {**file.papers(listed), "rate": share(listed[0].rate)}
        yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-K",), variant="simple")


def _billed_after_the_month(file: Examined) -> Iterator[Finding]:
    """What was invoiced only after the month of the claim is hardly part of it; a day of the claim would tell."""
    period, papers = file.basis.source.claim_period, file.basis.source.invoices
    late = [one for one in papers if period is not None and one.day is not None and f"{one.day:%Y%m}" > period]
    if late and file.basis.source.dates.claim is None:
        days = file.listed("days", dict.fromkeys(one.day.isoformat() for one in late[:MOST_NAMED] if one.day))
        places = (*(f"invoices.{one.id}.day" for one in late), "claim_period")
        values = {**file.papers(late), **days, "period": period or ""}
        yield Finding("T55", Severity.CONFIRM, places, values, ("L18",), variant="period")


def _certified_otherwise(file: Examined) -> Iterator[Finding]:
    """A certificate of agency export stands for an export through an agent, in no other way."""
    lines = [line for line in file.declared.lines if line.certificate]
    variant = _CERTIFIED.get(str(file.facts.get("channel")))
    if lines and variant is not None:
        places = ("channel", *(f"lines.{line.id}.certificate" for line in lines))
        values = file.listed("numbers", dict.fromkeys(foreign(line.certificate or "") for line in lines))
        yield Finding("T116", Severity.CONFIRM, places, values, ("TAX-D",), variant=variant)


def _home_rates(file: Examined) -> Iterator[Finding]:
    """Nothing is converted from CNY to CNY: a rate of it that is not one is used for nothing."""
    for index, rate in enumerate(file.basis.source.rates):
        if rate.currency == HOME and rate.cny is not None and rate.cny != rate.per:
            place = (f"rates.{index}.cny",)
            yield Finding("T116", Severity.HINT, place, {"rate": trimmed(rate.cny)}, ("TAX-D",), variant="home")


def _mixed_units(file: Examined) -> Iterator[Finding]:
    """Invoices of one line in several of its own units: each may be right, and no quantity of them can be added up."""
    papers = by_pool(file.basis.source.invoices, file.basis.source.lines) if file.basis.apart else {}
    for line in file.declared.lines:
        units = dict.fromkeys(one.unit for one in papers.get(line.pool, ()) if one.unit is not None)
        if line.id in file.basis.apart and len(units) > 1 and not units_disagree(line, units):
            names = [file.unit("unit", unit) for unit in units]
            values = {"units_zh": "、".join(one["unit_zh"] for one in names), **file.goods([line])}
            values["units_en"] = ", ".join(one["unit_en"] for one in names)
            yield Finding("T32", Severity.ERROR, file.basis.apart[line.id], values, ("TAX-D",), variant="mixed")


def _reversals_converted(file: Examined) -> Iterator[Finding]:
    """A reversal goes by value and rate of the claim that it takes back, which may have been others."""
    value, source = file.basis.value, file.basis.source
    back = [line for line in file.declared.lines if line.reversal and line.fob_cny is None]
    back = [line for line in back if _fob_of(line) not in source.unknown and line.id in value.parts]
    asked = [line for line in back if _fob_of(line) in value.parts[line.id].missing]
    known = [line for line in back if value.parts[line.id].value is not None and source.terms.currency != "CNY"]
    other = [line for line in file.declared.lines if line.id in value.settled and line.id not in value.strayed]
    in_usd = [line for line in other if line.reversal and value.usd[line.id] != value.parts.get(line.id)]
    other = [line for line in other if line not in in_usd]
    for severity, lines, variant in (
        (Severity.HINT, known, ""), (Severity.CONFIRM, asked, "asked"), (Severity.HINT, other, "rate"),
        (Severity.CONFIRM, in_usd, "usd"),
    ):  # fmt: skip
        if lines:
            places = tuple(_fob_of(line) for line in lines)
            yield Finding("T18", severity, places, file.goods(lines), ("TAX-D",), variant=variant)
    for line in file.declared.lines:
        if line.id in value.strayed:
            values = {**file.goods([line]), "settled": shown(line.fob_cny), "converted": shown(value.strayed[line.id])}
            places = (_fob_of(line), f"lines.{line.id}.amount")
            yield Finding("T18", Severity.ERROR, places, values, ("TAX-D",), variant="far")


def _fob_of(line: Line) -> str:
    return f"lines.{line.id}.fob_cny"


def _vat_return(file: Examined) -> Iterator[Finding]:
    source = file.basis.source
    sales, last = outputs_differ(source.vat), last_export(source)
    if sales is not None:
        values = {"typed": shown(source.vat.output_tax), "sales": shown(sales.value)}
        yield Finding("T19", Severity.ERROR, ("vat.output_tax", "vat.domestic_sales"), values)
    today = f"{file.basis.day:%Y%m}"
    if source.vat.filed and source.vat.period is not None and source.vat.period > today:
        values = {"period": source.vat.period, "month": today}
        yield Finding("T26", Severity.ERROR, ("vat.period", "vat.filed"), values, ("L19",), variant="ahead")
    yield from _of_the_period(file)
    if is_of_earlier_month(source) and last is not None:
        values = {"period": source.vat.period or "", "month": f"{last:%Y%m}"}
        yield Finding("T26", Severity.ERROR, ("vat.period", "dates.export"), values, ("L19",))
    if file.basis.earlier is not None:
        yield from carried_findings("vat", source.vat, file.basis.earlier)


def _of_the_period(file: Examined) -> Iterator[Finding]:
    """The return is that of the month that is claimed for, has its exports, and the input tax that it says it has."""
    source, vat = file.basis.source, file.basis.source.vat
    if None not in (vat.period, source.claim_period) and vat.period != source.claim_period:
        values = {"period": vat.period or "", "month": source.claim_period or ""}
        yield Finding("T115", Severity.CONFIRM, ("vat.period", "claim_period"), values, ("L19",))
    if vat.no_exports and source.lines:
        yield Finding("T115", Severity.CONFIRM, ("vat.no_exports", "lines"), {}, ("L19",), variant="exports")
    listed = find(file.quantities, "INPUT_LISTED")
    typed, own = vat.input_tax, None if listed is None else listed.value
    if vat.input_from_invoices and typed is not None and own is not None and abs(typed - own) > ROUNDING:
        values = {"typed": shown(typed), "own": shown(own)}
        places = ("vat.input_tax", "vat.input_from_invoices")
        yield Finding("T115", Severity.CONFIRM, places, values, ("L18",), variant="input")


def _of_invoice(doubt: Doubt, file: Examined) -> Finding:
    one = doubt.invoice
    name, paper = foreign(one.number or ""), file.paper(one)
    if doubt.kind in {"twice", "unnumbered", "line", BOTH} and doubt.before is not None:
        return _entered_again(doubt, doubt.before, file)
    if doubt.kind == "differs":
        what = file.named("what", [f"invoices.{one.id}.{field}" for field in doubt.fields])
        return Finding("T38", Severity.ERROR, doubt.places, {"number": name, **what})
    if doubt.kind == "own":
        return Finding("T39", Severity.ERROR, doubt.places, paper)
    if doubt.kind == "nobody":
        return Finding(
            "T118", Severity.ERROR, doubt.places, {**paper, "found": foreign(one.supplier or "")}, ("TAX-K",)
        )
    usual = file.listed("usual", (share(rate) for rate in levies(file.basis.rules)))
    values = {**paper, "rate": share(one.rate), **usual}
    return Finding("T27", Severity.ERROR, doubt.places, values, ("TAX-K",))


def _entered_again(doubt: Doubt, before: Invoice, file: Examined) -> Finding:
    """An invoice line that stands here a second time, wholly or in part, under its number or without one."""
    one, both = doubt.invoice, doubt.kind == BOTH
    values = {"number": foreign(one.number or ""), "amount": shown(one.amount)}
    severity = Severity.CONFIRM if both else Severity.ERROR
    if doubt.kind == "twice":
        return Finding("T34", Severity.ERROR, doubt.places, values)
    if doubt.kind == "unnumbered":
        values["number"] = foreign(before.number or "")
        return Finding("T110", Severity.ERROR, doubt.places, values, ("TAX-K",))
    if doubt.fields == (GOODS,):
        if both:  # sizes of one garment are like that: worth a look, no question
            return Finding("T34", Severity.HINT, doubt.places, values, variant="both_goods")
        return Finding("T34", severity, doubt.places, values, variant="goods")
    values["other"] = shown(before.amount)
    if both:
        return Finding("T34", severity, doubt.places, values, variant="both")
    values |= file.named("what", [f"invoices.{one.id}.{field}" for field in doubt.fields])
    variant = "amount" if doubt.fields == ("amount",) else "fields"
    return Finding("T34", severity, doubt.places, values, variant=variant)
