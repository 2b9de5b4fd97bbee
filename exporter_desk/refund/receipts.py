"""Checks of what was received (收汇) against the deal: by currency and amount, each voucher once, and in time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_deal, round_half_up
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.text import folded
from exporter_desk.refund.agreed import AGREED, FX, NUMBER, UNREAD, Agreed, agreed_findings, not_counted, values_of
from exporter_desk.refund.older import older_on
from exporter_desk.refund.quantity import ZERO, shown
from exporter_desk.refund.rates import HOME, middle_rate, rate_day
from exporter_desk.refund.warehouse import is_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exporter_desk.domain.tax import Receipt
    from exporter_desk.refund.basis import Basis
    from exporter_desk.refund.examined import Examined

_LAW, _UNREAD_LAW = ("L19",), ("TAX-24",)
PENDING, COLLECTED, LOST = "pending", "collected", "not_collectable"
EXCHANGE: Final = "state.exchange"
_EXACT = 10
"""Places to which converted amounts are compared: quotients do not end, and a cent short is short."""
_PASS_ON: Final = ("agent", "service_company")


def receipt_findings(file: Examined) -> Iterator[Finding]:
    """Yield what disagrees between the receipts and the deal, or among the receipts themselves."""
    receipts = file.basis.source.receipts
    yield from _late(file)
    yield from agreed_findings(file)
    yield from _said_otherwise(file)
    for one in receipts:
        if _is_refused(one) and one.goods_amount is not None and one.amount is not None:
            values = {"part": shown(one.goods_amount), "whole": shown(one.amount)}
            places = (f"receipts.{one.id}.goods_amount", f"receipts.{one.id}.amount")
            yield Finding("T76", Severity.ERROR, places, values)
    yield from _twice(receipts)
    yield from _unassigned(file)
    yield from _of_third_parties(file)
    yield from _in_yuan(file)
    yield from _amounts(file)


def goods_part(receipt: Receipt) -> Decimal | None:
    """Return what a receipt pays for the goods, in its currency; None where it says more than its voucher holds."""
    if _is_refused(receipt):
        return None
    return receipt.amount if receipt.goods_amount is None else receipt.goods_amount


def has_come(receipt: Receipt, today: date) -> bool:
    """Tell whether a receipt may be counted: one with a day still to come has not come in."""
    return receipt.day is None or receipt.day <= today


def said_but_short(basis: Basis) -> bool:
    """Tell whether the exchange is said to be in, while the receipts are not known to reach the FOB value."""
    came, (fob, _) = _came(basis), _worth(basis)
    if basis.source.state.exchange != COLLECTED or not came or basis.source.terms.currency is None or fob is None:
        return False
    return not _reaches(came, fob, basis)


def _reaches(came: Mapping[str, Decimal], fob: Decimal, basis: Basis) -> bool:
    """Tell whether what came is worth the FOB value; without a rate nobody knows what another currency is worth."""
    if came.get(basis.source.terms.currency or "", ZERO) >= fob:
        return True
    found = _converted(came, basis)
    return found is not None and found.worth >= fob


class _Converted(NamedTuple):
    """What came in all currencies, in that of the deal, and the variant of T73 that names the rates."""

    worth: Decimal
    variant: str


def _converted(came: Mapping[str, Decimal], basis: Basis) -> _Converted | None:
    """Return what came at the rates of the sale, or of the days on which it came, whichever is more.

    Which of both rates holds is agreed between the parties; None where neither is known.
    """
    currency = basis.source.terms.currency or ""
    worth = {"converted": _at_sale(came, currency, basis), "converted_on_arrival": _on_arrival(came, currency, basis)}
    found = [_Converted(round_half_up(one, _EXACT), variant) for variant, one in worth.items() if one is not None]
    return max(found, key=lambda one: one.worth, default=None) if set(came) != {currency} else None


def _at_sale(came: Mapping[str, Decimal], currency: str, basis: Basis) -> Decimal | None:
    source = basis.source
    wanted = rate_day(source.rate_rule, source.dates.sale or source.dates.export)
    rates = {one: middle_rate(one, wanted, source.rates).trace.value for one in {*came, currency}}
    known = {one: rate for one, rate in rates.items() if rate}
    if len(known) < len(rates):
        return None
    return sum((amount * known[one] for one, amount in came.items()), ZERO) / known[currency]


def _on_arrival(came: Mapping[str, Decimal], currency: str, basis: Basis) -> Decimal | None:
    """Convert each receipt at the rates of its own day; no other day stands in, and no voucher counts twice."""
    listed = [(one, goods_part(one) or ZERO) for one in _counted(basis)]
    if sum((part for _, part in listed), ZERO) != sum(came.values(), ZERO):
        return None
    worth = ZERO
    for one, part in listed:
        held, owed = (_rate_of_day(code, one.day, basis) for code in (one.currency or "", currency))
        if one.currency != currency and not (held and owed):
            return None
        worth += part if one.currency == currency else part * (held or ZERO) / (owed or ZERO)
    return worth


def _rate_of_day(currency: str, day: date | None, basis: Basis) -> Decimal | None:
    found = middle_rate(currency, day, basis.source.rates)
    return None if found.earlier else found.trace.value


def _counted(basis: Basis) -> list[Receipt]:
    """Return the receipts that have come in and count as a collection."""
    is_home = _paid_at_home(basis)
    return [one for one in basis.source.receipts if has_come(one, basis.day) and not is_home(one)]


def _is_refused(receipt: Receipt) -> bool:
    part, whole = receipt.goods_amount, receipt.amount
    return part is not None and whole is not None and part > whole


def _late(file: Examined) -> Iterator[Finding]:
    """What came after the last day, and what had not come by then."""
    listed = [one for one in file.deadlines if one.id == FX and one.date is not None]
    first = min(listed, key=lambda one: one.date or date.max, default=None)
    if first is None or first.date is None:
        return
    end, unread = first.date, older_on(first.export, file.book.rules) is not None
    law, variant = (_UNREAD_LAW, UNREAD) if unread else (_LAW, "")
    for one in file.basis.source.receipts:
        if one.day is not None and one.day > end:
            values = {"day": one.day.isoformat(), "end": end.isoformat()}
            places = (f"receipts.{one.id}.day", "dates.export")
            yield Finding("T58", Severity.CONFIRM, places, values, law, variant=variant)
    if file.basis.source.state.exchange == PENDING and file.basis.day > end and not _came_in_full(file.basis):
        agreed = not_counted(first, file)
        yield _in_stock(end) if not unread and _is_unsold(file, end) else _not_come(end, unread, agreed, file.basis.day)


def _not_come(end: date, unread: bool, agreed: Agreed | None, today: date) -> Finding:
    """Nothing came by `end`; a later day in the contract that nothing shows may still have been open."""
    places, values = (EXCHANGE, "dates.export"), {"end": end.isoformat()}
    if unread:
        return Finding("T77", Severity.CONFIRM, places, values, _UNREAD_LAW, variant=UNREAD)
    if agreed is not None and agreed.later is not None and today <= agreed.later:
        return Finding("T77", Severity.CONFIRM, (*places, AGREED, NUMBER), values_of(agreed), _LAW, variant="agreed")
    return Finding("T77", Severity.CONFIRM, places, values, _LAW)


def _in_stock(end: date) -> Finding:
    """Nothing came by `end` for goods that were not all sold by then: stock abroad has a law of its own."""
    places, values = (EXCHANGE, "warehouse_sales", "dates.export"), {"end": end.isoformat()}
    return Finding("T77", Severity.CONFIRM, places, values, (*_LAW, "L17"), variant="stock")


def _is_unsold(file: Examined, end: date) -> bool:
    """Tell whether warehouse goods may have been unsold on `end`, and their window is not over without an outcome."""
    if not is_warehouse(file.basis):
        return False
    left = [
        one for one in file.reconciliations if one.unsold != 0 or any((sold.day or end) > end for sold in one.sales)
    ]
    if file.reconciliations:
        return bool(left) and all(one.status not in ("closed", "settled") for one in left)
    return any(line.sold_qty is None or line.qty is None or line.sold_qty < line.qty for line in file.declared.lines)


def _came_in_full(basis: Basis) -> bool:
    """Tell whether receipts in the currency of the deal reach the FOB value."""
    fob, _ = _worth(basis)
    currency = basis.source.terms.currency
    return fob is not None and currency is not None and ZERO < fob <= _came(basis).get(currency, ZERO)


def said_lost_but_came(basis: Basis) -> bool:
    """Tell whether the exchange is said not to be collectable, while the receipts reach the FOB value."""
    return basis.source.state.exchange == LOST and _came_in_full(basis)


def _said_otherwise(file: Examined) -> Iterator[Finding]:
    """The exchange is noted as pending, or as lost, although the receipts reach the FOB value: both are named."""
    source = file.basis.source
    variant = {PENDING: "came", LOST: "not_lost"}.get(source.state.exchange or "")
    if variant is not None and _came_in_full(file.basis):
        fob, currency = _worth(file.basis)[0], source.terms.currency or ""
        received = _came(file.basis).get(currency, ZERO)
        values = {"received": shown(received), "declared": shown(fob), "currency": currency}
        places = (EXCHANGE, *(f"receipts.{one.id}.amount" for one in source.receipts if one.currency == currency))
        yield Finding("T77", Severity.CONFIRM, places, values, _LAW, variant=variant)


def _twice(receipts: tuple[Receipt, ...]) -> Iterator[Finding]:
    """One voucher may pay several declarations in parts; the parts are no more than the voucher."""
    seen: dict[str, list[Receipt]] = defaultdict(list)
    for one in receipts:
        if one.reference:
            seen[one.reference].append(one)
    for reference, same in seen.items():
        parts = [goods_part(one) for one in same]
        wholes = [one.amount for one in same if one.amount is not None]
        if len(same) < 2 or None in parts or not wholes:
            continue
        used = sum((part for part in parts if part is not None), ZERO)
        if used > max(wholes):
            values = {"reference": foreign(reference), "used": shown(used), "whole": shown(max(wholes))}
            yield Finding("T75", Severity.ERROR, tuple(f"receipts.{one.id}.reference" for one in same), values)


def _unassigned(file: Examined) -> Iterator[Finding]:
    """Say which receipts pay for nobody knows which of several declarations: each stands on the sheet of receipts."""
    lines = [line for line in file.declared.lines if not line.reversal]
    several = len({line.declaration for line in lines if line.declaration is not None}) > 1
    places = [f"receipts.{one.id}.declaration" for one in file.basis.source.receipts if one.declaration is None]
    if several and places:
        values = file.listed(
            "numbers", (foreign(one) for one in dict.fromkeys(line.declaration or "-" for line in lines))
        )
        yield Finding("T67", Severity.CONFIRM, tuple(places), values, _LAW)


def _of_third_parties(file: Examined) -> Iterator[Finding]:
    """Say who paid that is neither the buyer nor known to pay for it; a relation that was typed explains it."""
    source = file.basis.source
    known = {_plain(name) for name in source.payers}
    strays = [one for one in source.receipts if one.payer and not one.payer_relation and _plain(one.payer) not in known]
    if known and strays:
        values = {
            **file.listed("payers", dict.fromkeys(foreign(one.payer or "") for one in strays)),
            **file.listed("known", dict.fromkeys(foreign(name) for name in source.payers)),
        }
        yield Finding("T108", Severity.CONFIRM, tuple(f"receipts.{one.id}.payer" for one in strays), values, _LAW)


def _in_yuan(file: Examined) -> Iterator[Finding]:
    """Yuan from abroad, or passed on by the firm that exports for others, count; of a firm in China they do not."""
    paid = [one for one in file.basis.source.receipts if one.currency == HOME]
    is_home = _paid_at_home(file.basis)
    at_home = [one for one in paid if is_home(one)]
    known = {_plain(name) for name in file.basis.source.payers}
    asks = bool(known) and not _is_through_others(file.basis)
    others = [one for one in paid if asks and not is_home(one) and _plain(one.payer or "") not in known]
    named, unnamed = [one for one in others if one.payer], [one for one in others if not one.payer]
    kinds = ((Severity.ERROR, at_home, ""), (Severity.CONFIRM, named, "open"), (Severity.CONFIRM, unnamed, "unnamed"))
    for severity, listed, variant in kinds:
        if listed:
            values = file.listed("payers", dict.fromkeys(foreign(one.payer or "") for one in listed))
            places = tuple(f"receipts.{one.id}.payer" for one in listed)
            yield Finding("T117", severity, places, values, ("TAX-D",), variant=variant)


def _paid_at_home(basis: Basis) -> Callable[[Receipt], bool]:
    """Return what tells whether a firm in China paid in yuan that stands between nobody: no collection from abroad."""
    names = frozenset[str]() if _is_through_others(basis) else frozenset(map(_plain, basis.source.domestic))
    return lambda one: one.currency == HOME and one.payer is not None and _plain(one.payer) in names


def _is_through_others(basis: Basis) -> bool:
    """Tell whether an agent or a service company exports, who passes on what came in."""
    return basis.source.taxpayer.channel in _PASS_ON or basis.source.state.through_other is True


def _plain(name: str) -> str:
    """Return the letters and digits of a name: banks write full stops, commas and blanks as they like."""
    return "".join(letter for letter in folded(name) if letter.isalnum())


def _came(basis: Basis) -> dict[str, Decimal]:
    """Return what came in for the goods by currency; nothing while a part of it is not known.

    A voucher that stands here several times brought no more than it holds.
    """
    sums: dict[str, Decimal] = defaultdict(Decimal)
    same: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for one in _counted(basis):
        part = goods_part(one)
        if part is None or one.currency is None:
            return {}
        sums[one.currency] += part
        if one.reference:
            same[one.currency, one.reference].append((part, part if one.amount is None else one.amount))
    for (currency, _), used in same.items():
        if len(used) > 1:
            sums[currency] -= max(ZERO, sum((part for part, _ in used), ZERO) - max(whole for _, whole in used))
    return sums


def _worth(basis: Basis) -> tuple[Decimal | None, Decimal | None]:
    """Return FOB value and invoiced amount of what is sold, each None while a part is not known.

    At least the FOB value has to come, as the sheet of receipts compares it, and no more than the invoice. What is
    taken back brings no exchange.
    """
    parts = basis.value.parts
    sold = [line for line in basis.source.lines if not line.reversal]
    fob = [parts[line.id].value if line.id in parts else None for line in sold]
    deal = [value if line.amount is None else line.amount for line, value in zip(sold, fob, strict=True)]
    return _whole(fob), _whole(deal)


def _whole(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known and len(known) == len(values) else None


def _amounts(file: Examined) -> Iterator[Finding]:
    """What came in, by currency, against what is sold; an unknown part stops it."""
    source, (fob, deal), sums = file.basis.source, _worth(file.basis), _came(file.basis)
    currency = source.terms.currency
    if not sums or currency is None:
        return
    received = sums.get(currency, ZERO)
    values = {"received": shown(received), "declared": shown(fob), "currency": currency}
    others = [one for one in sums if one != currency]
    if others and fob is not None:
        listed = [f"{one} {shown(sums[one])}" for one in others]
        values |= {"others_zh": "、".join(listed), "others_en": ", ".join(listed)}
        values |= {"difference": shown(abs(fob - received))}
        variant = "" if 0 < received < fob else "enough" if received else "none"
        places = tuple(f"receipts.{one.id}.currency" for one in source.receipts if one.currency in others)
        doubted = (EXCHANGE,) if said_but_short(file.basis) else ()
        variant = f"{variant or 'part'}_said" if doubted else variant
        found = _converted(sums, file.basis) if received < fob else None
        if found is not None and found.worth >= fob:
            every = [f"{one} {shown(amount)}" for one, amount in sums.items() if amount]
            values |= {
                "all_zh": "、".join(every),
                "all_en": ", ".join(every),
                "worth": shown(round_deal(found.worth, currency)),
            }
            variant = found.variant
        yield Finding("T73", Severity.CONFIRM, (*places, "terms.currency", *doubted), values, _LAW, variant=variant)
    elif fob is not None and received < fob:
        values |= {"difference": shown(fob - received)}
        said = said_but_short(file.basis)
        typed = (f"receipts.{one.id}.amount" for one in source.receipts if one.currency == currency)
        places = (*typed, "receipts", "lines", *([EXCHANGE] if said else []))
        yield Finding("T59", Severity.CONFIRM, places, values, _LAW, variant="said" if said else "")
    elif deal is not None and received > deal:
        values |= {"declared": shown(deal), "difference": shown(received - deal)}
        yield Finding("T74", Severity.CONFIRM, ("receipts", "lines"), values, _LAW)
