"""Purchase invoices that another place contradicts: until somebody corrects one, their refund is left open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from exporter_desk.refund.inputs import Invoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.refund.matching import Matching, Portion
    from exporter_desk.rules.rulebook import RulesAt

Kind = Literal["twice", "amount", "differs", "own", "levy"]
# Either of both may be the wrong one.
OF_VERSIONS: Final = frozenset({"amount", "differs"})
SMALL_SCALE, VAT_SPECIAL, FARM_PURCHASE = "small_scale", "vat_special", "farm_purchase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why an invoice is in doubt, the two places that disagree, and the earlier invoice where one is concerned.

    `twice`: the same invoice line again; `amount`: again with another amount, so that nobody can tell which of both is
    real; `differs`: the same number with another day or supplier (`fields`); `own`:
    issued by the claiming firm itself; `levy`: a small-scale supplier with a rate that it does not invoice.
    """

    kind: Kind
    invoice: Invoice
    places: tuple[str, str]
    before: Invoice | None = None
    fields: tuple[str, ...] = ()


def doubts(source: RefundInput, rules: RulesAt) -> tuple[Doubt, ...]:
    """Return every doubt about the purchase invoices, in their order."""
    return (*_repeated(source), *_own(source), *_levies(source, rules))


def with_doubts(matching: Matching, found: tuple[Doubt, ...]) -> Matching:
    """Return the matching with the doubted invoices marked on what is taken from them."""
    if not found:
        return matching
    places: dict[str, tuple[str, ...]] = {}
    for one in found:
        concerned = [one.invoice.id, *([one.before.id] if one.before and one.kind in OF_VERSIONS else [])]
        for name in concerned:
            places[name] = tuple(dict.fromkeys((*places.get(name, ()), *one.places)))

    def marked(portions: Iterable[Portion]) -> tuple[Portion, ...]:
        return tuple(replace(one, doubt=places.get(one.invoice.id, ())) for one in portions)

    back = {line: marked(portions) for line, portions in matching.reversed.items()}
    return replace(matching, portions=marked(matching.portions), reversed=back)


def levies(rules: RulesAt) -> tuple[Decimal, ...]:
    """Return the rates that small-scale taxpayers invoice, none where the rules of the day do not know them."""
    return tuple(Decimal(text) for text in rules.codes("refund_small_scale_invoice_rates") or ())


def _repeated(source: RefundInput) -> Iterator[Doubt]:
    """Other lines of one invoice differ in goods, name or quantity, but not in day or supplier."""
    lines: dict[tuple[object, ...], Invoice] = {}
    numbers: dict[str, Invoice] = {}
    for one in source.invoices:
        if one.number is None:
            continue
        key = (one.number, one.goods, one.name_zh, one.qty)
        first = numbers.setdefault(one.number, one)
        differing = tuple(name for name in ("day", "supplier") if _unlike(first, one, name))
        same, like = lines.setdefault((*key, one.amount), one), lines.setdefault(key, one)
        if differing:
            yield replace(_of_pair("differs", one, first, differing[0]), fields=differing)
        elif same is not one:
            yield _of_pair("twice", one, same, "number")
        elif _unlike(like, one, "amount"):
            yield _of_pair("amount", one, like, "amount")


def _unlike(first: Invoice, second: Invoice, name: str) -> bool:
    values = (getattr(first, name), getattr(second, name))
    return None not in values and values[0] != values[1]


def _of_pair(kind: Kind, one: Invoice, before: Invoice, field: str) -> Doubt:
    places = (f"invoices.{one.id}.{field}", f"invoices.{before.id}.{field}")
    return Doubt(kind=kind, invoice=one, before=before, places=places)


def _own(source: RefundInput) -> Iterator[Doubt]:
    name = source.taxpayer.name
    for one in source.invoices:
        if name and one.supplier == name and one.voucher != FARM_PURCHASE:
            yield Doubt(kind="own", invoice=one, places=(f"invoices.{one.id}.supplier", "taxpayer.name"))


def _levies(source: RefundInput, rules: RulesAt) -> Iterator[Doubt]:
    usual = levies(rules)
    for one in source.invoices:
        small = one.supplier_taxpayer == SMALL_SCALE and one.voucher == VAT_SPECIAL
        if usual and small and one.rate is not None and one.rate not in usual:
            places = (f"invoices.{one.id}.rate", f"invoices.{one.id}.supplier_taxpayer")
            yield Doubt(kind="levy", invoice=one, places=places)
