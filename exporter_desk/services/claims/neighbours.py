"""What the other shipments of a company mean for the refund of one: month before, own month, the same papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import plain_number
from exporter_desk.refund.assess import assess
from exporter_desk.refund.carried import Earlier
from exporter_desk.refund.claim_months import by_seller, claimed_in, money_of
from exporter_desk.refund.claimed_twice import Claimed, beside_of, claimed
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.known import export_facts
from exporter_desk.refund.one_firm import OUTCOMES, Said, of_unknown_firm, said_of, unlike_firm
from exporter_desk.refund.period import beside_claims, unlike_returns
from exporter_desk.refund.policy import method_for
from exporter_desk.refund.producer_sheet import producer_period
from exporter_desk.refund.quoted import NO_QUOTES, Quotes, assess_quoted
from exporter_desk.refund.sheet_parts import NUMBER_DIGITS, Member, in_order, name_of
from exporter_desk.refund.used_up import Used
from exporter_desk.services.claims.sums import money_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.services.desk import Desk

UNSEEN = "tax.claim_period"
"""What a figure takes for granted while nobody looked at what the company claims beside the shipment."""
WHOLE_MONTH = "T124"
"""The finding that the VAT return is of a month in which the firm claims more shipments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What tells whether a claimed shipment matters to another one: its month, firm, papers, and its form.

    `seller` is credit code and name, `papers` the numbers of its declarations and purchase invoices.
    """

    id: str
    month: str
    seller: tuple[str, str]
    papers: frozenset[str]
    form: str
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The shipments of the company that matter to one, and what the month before its own left over.

    `month` are the others that its firm claims as a producer in its month, `near` those that name a declaration or an
    invoice of it, `far` what other months claim of the papers of the month, `used` what earlier claims took of its
    invoices, by their ids, `quotes` the middle rates that the company has, `said` what the others say of
    their firm. Not `looked` at: nobody knows of any yet.
    """

    earlier: Earlier | None = None
    month: tuple[Member, ...] = ()
    near: tuple[Member, ...] = ()
    far: tuple[Claimed, ...] = ()
    used: Mapping[str, Used] = field(default_factory=dict)
    quotes: Quotes = NO_QUOTES
    said: tuple[Said, ...] = ()
    looked: bool = True


ALONE, NOT_LOOKED = Neighbours(), Neighbours(looked=False)


def alone(_case: Case, _day: date) -> Neighbours:
    """Return what is known beside a shipment that stands in no company: nothing."""
    return ALONE


def brief_of(case: Case, desk: Desk, today: date) -> Brief | None:
    """Return what others need to know of a shipment, None while it is claimed in no month: then it means nothing.

    `case` has codes in place of typed names.
    """
    month = claimed_in(case)
    if month is None:
        return None
    numbers = [(one.number or "")[:NUMBER_DIGITS] for one in case.tax.declarations]
    numbers += [plain_number(one.number or "") for one in case.tax.purchase_invoices]
    papers = frozenset(number for number in numbers if number)
    source = from_case(case)
    form, said = _form_of(source, desk, today), said_of(case, source)
    return Brief(id=case.id or "", month=month, seller=said.seller, papers=papers, form=form, said=said)


def _form_of(source: RefundInput, desk: Desk, today: date) -> str:
    """Return trader or producer by the method that applies, as a claim of it is filed, without computing anything."""
    book = desk.refund_book
    rules = book.rules.at(source.dates.export or today)
    method, _ = method_for(export_facts(source, book, today), rules, book.rules.methods)
    return "" if method is None or not method.files_itself else method.form


def neighbours(
    own: Brief,
    listed: Iterable[Brief],
    member: Callable[[Brief], Member],
    left: Callable[[tuple[Brief, ...], str], Earlier | None],
) -> Neighbours:
    """Return the shipments among those `listed` that matter to `own`.

    `member` assesses one of them, `left` tells what earlier ones of a firm left over for a month: both are slow.
    """
    others = [one for one in listed if one.id != own.id]
    near = tuple(member(one) for one in others if not own.papers.isdisjoint(one.papers))
    if own.form != "producer":
        return Neighbours(near=near)
    firm = by_seller([own, *(one for one in others if one.form == "producer")], lambda one: one.seller)[0]
    earlier = left(tuple(one for one in firm if one.month < own.month), own.month)
    beside = [one for one in firm if one is not own and one.month == own.month]
    papers = own.papers.union(*(one.papers for one in beside)) if beside else frozenset[str]()
    far = [member(one) for one in others if one.month != own.month and not papers.isdisjoint(one.papers)]
    return Neighbours(
        earlier=earlier,
        month=tuple(member(one) for one in beside),
        near=near,
        far=tuple(map(_claimed, far)),
    )


def assess_beside(source: RefundInput, case: Case, desk: Desk, day: date, beside: Neighbours) -> RefundResult:
    """Assess the refund of a shipment by what its company claims beside it; `source` is made of `case`.

    What is not looked at yet leaves the figures that hang on it to be confirmed.
    """
    judge = partial(assess, book=desk.refund_book, day=day, earlier=beside.earlier, used=beside.used)
    result = assess_quoted(source, case, beside.quotes, judge)
    member = Member(case=case, result=result)
    if not beside.looked:
        return replace(result, quantities=tuple(_unsure(one, member) for one in result.quantities))
    if beside.near:
        result = beside_claims(member, beside.near, desk.sheet_words).result
    if beside.said:
        result = _of_its_firm(result, case, desk, beside.said)
    if not beside.month or member.form != "producer":
        return result
    return replace(result, findings=(*result.findings, *_whole_month(member, beside)))


def _of_its_firm(result: RefundResult, case: Case, desk: Desk, others: Iterable[Said]) -> RefundResult:
    """Return a refund with what other shipments say of the firm otherwise; where both cannot be, nobody knows it."""
    own, head = said_of(case, result.source), f"{name_of(case)}:"
    unlike = unlike_firm([own], others, desk.refund_book, result.day)
    if not unlike.findings:
        return result
    told = (replace(one, places=tuple(place.removeprefix(head) for place in one.places)) for one in unlike.findings)
    result = replace(result, findings=(*result.findings, *told))
    return replace(result, quantities=tuple(map(of_unknown_firm, result.quantities))) if unlike.shipments else result


def _unsure(one: Quantity, member: Member) -> Quantity:
    """Return a figure as taken for granted while what it hangs on is not looked at."""
    hangs = one.symbol in (OUTCOMES if member.form == "producer" else {"REFUND"})
    return replace(one, assumed=(*one.assumed, UNSEEN)) if hangs else one


def _whole_month(member: Member, beside: Neighbours) -> Iterator[Finding]:
    """A VAT return is of a whole month: what the firm claims in it is computed over all its shipments."""
    own = in_order([member, *beside.month])
    others = [one.name for one in own if one is not member]
    whole = producer_period(own, beside.earlier, beside_of([_claimed(one) for one in own], beside.far))
    if whole is None:
        return
    for one in unlike_returns(whole):
        yield replace(one, places=tuple(place.removeprefix(f"{member.name}:") for place in one.places))
    words = money_words(money_of(whole.quantities))
    month = claimed_in(member.case) or ""
    values = {"month": month, "period": f"{month[:4]}-{month[4:]}", "count": str(len(own))}
    values |= {"shipments_zh": "、".join(others), "shipments_en": ", ".join(others)}
    values |= {"amount_zh": words.zh, "amount_en": words.en}
    yield Finding(WHOLE_MONTH, Severity.HINT, ("tax.vat",), values, ("L18",))


def _claimed(member: Member) -> Claimed:
    return claimed(member.name, member.result)
