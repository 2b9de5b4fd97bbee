"""Purchase invoices that another place contradicts: until somebody corrects one, their refund is left open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from exporter_desk.domain.text import plain_number
from exporter_desk.refund.inputs import Invoice
from exporter_desk.refund.matching import only_pool, ordered
from exporter_desk.refund.undated import MOST_UNDATED, undated_pools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.refund.matching import Matching, Portion
    from exporter_desk.rules.rulebook import RulesAt

Kind = Literal["twice", "line", "both", "differs", "unnumbered", "own", "levy", "nobody", "undated"]
# Either of both may be the wrong one, or be used up first: every way is tried out.
OF_VERSIONS: Final = frozenset({"line", "differs", "unnumbered", "undated"})
BOTH: Final = "both"
# The field in which an invoice line differs that was entered under two goods.
GOODS: Final = "goods"
_FIGURES: Final = frozenset({"amount", "qty"})
_OF_ONE_LINE: Final = ("name_zh", "supplier", "day", "rate", "voucher", "unit")
SMALL_SCALE, VAT_SPECIAL = "small_scale", "vat_special"
# A buyer makes out the one itself, a producer the other to the service company that claims for it.
_ISSUED_ONESELF: Final = ("farm_purchase", "agency_refund")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why an invoice is in doubt, the two places that disagree, and the earlier invoice where one is concerned.

    `twice`: the same invoice line again; `line`: again with another amount, quantity, rate or voucher (`fields`), so
    that nobody can tell which of both is real, or under other goods; `both`: just as `line`, but what was exported
    needs both, so that the figures stay firm; `differs`: the same number with another day or supplier (`fields`);
    `unnumbered`: the same line once with its number and once without one, so that both may be one;
    `own`: issued by the claiming firm itself; `levy`: a small-scale supplier with a rate that it does not invoice;
    `nobody`: the supplier is none of the parties, so what it may invoice is not known;
    `undated`: without its day nobody knows which invoice of the `goods` is used up first, of those in `beside`.
    """

    kind: Kind
    invoice: Invoice
    places: tuple[str, ...]
    before: Invoice | None = None
    fields: tuple[str, ...] = ()
    goods: str = ""
    beside: tuple[str, ...] = ()


def doubts(source: RefundInput, rules: RulesAt) -> tuple[Doubt, ...]:
    """Return every doubt about the purchase invoices, in their order."""
    return (*_repeated(source), *_unnumbered(source), *_own(source), *_of_nobody(source), *_levies(source, rules))


def undated(ways: Iterable[RefundInput]) -> tuple[Doubt, ...]:
    """Return a doubt for all goods with an invoice whose day decides what is used up first, by any way to read them."""
    found: dict[str, Doubt] = {}
    for pool in (pool for source in ways for pool in undated_pools(source)):
        places = tuple(f"invoices.{one.id}.day" for one in pool.loose[:MOST_UNDATED])
        beside = tuple(one.id for one in pool.papers)
        doubt = Doubt(kind="undated", invoice=pool.loose[0], places=places, goods=pool.name, beside=beside)
        found.setdefault(pool.name, doubt)
    return tuple(found.values())


def with_doubts(matching: Matching, found: tuple[Doubt, ...]) -> Matching:
    """Return the matching with the doubted invoices marked on what is taken from them."""
    unsure = [one for one in found if one.kind != BOTH]
    if not unsure:
        return matching
    places: dict[str, tuple[str, ...]] = {}
    for one in unsure:
        before = [one.before.id] if one.before and one.kind in OF_VERSIONS else []
        concerned = one.beside or (one.invoice.id, *before)
        for name in concerned:
            places[name] = tuple(dict.fromkeys((*places.get(name, ()), *one.places)))

    def marked(portions: Iterable[Portion]) -> tuple[Portion, ...]:
        return tuple(replace(one, doubt=(*one.doubt, *places.get(one.invoice.id, ()))) for one in portions)

    back = {line: marked(portions) for line, portions in matching.reversed.items()}
    return replace(matching, portions=marked(matching.portions), reversed=back)


def levies(rules: RulesAt) -> tuple[Decimal, ...]:
    """Return the rates that small-scale taxpayers invoice, none where the rules of the day do not know them."""
    return tuple(Decimal(text) for text in rules.codes("refund_small_scale_invoice_rates") or ())


def has_signs(one: Invoice) -> bool:
    """Tell whether the number of a VAT special invoice holds more than digits: it cannot be claimed as it stands."""
    return one.voucher == VAT_SPECIAL and bool(one.number) and not plain_number(one.number or "").isdecimal()


def _repeated(source: RefundInput) -> Iterator[Doubt]:
    """Other lines of one invoice differ in goods, name, or quantity and amount, but not in day or supplier.

    In their goods alone they do not differ where all of the rest is named: that line was entered under two goods. Goods
    of one name may share it in halves.

    They are gone through as they are used up, so that what is doubted does not hang on the order of the list. Where
    the invoices hold exactly what was exported of the goods, an entry with other figures is a line of its own.
    """
    even = _used_up(source)
    lines: dict[tuple[object, ...], Invoice] = {}
    elsewhere: dict[tuple[object, ...], Invoice] = {}
    called: dict[str | None, set[str | None]] = defaultdict(set)
    for line in source.lines:
        called[line.pool].add(line.name_zh)
    numbers: dict[str, Invoice] = {}
    for one in ordered(source.invoices, source.match):
        if one.number is None:
            continue
        first = numbers.setdefault(one.number, one)
        differing = _unlike_in(first, one, "day", "supplier")
        like, other = _like(lines, one), _of_other_goods(elsewhere, one)
        if differing:
            yield _of_pair("differs", one, first, differing)
        elif like is not None:
            fields = _unlike_in(like, one, "amount", "qty", "rate", "voucher")
            needed = one.id in even and _FIGURES.issuperset(fields)
            yield _of_pair("twice" if not fields else BOTH if needed else "line", one, like, fields)
        elif other is not None:
            needed = even.issuperset((one.id, other.id)) and called.get(one.goods) == called.get(other.goods) != {None}
            yield _of_pair(BOTH if needed else "line", one, other, (GOODS,))


def _used_up(source: RefundInput) -> frozenset[str]:
    """Return the invoices of goods that hold, all together, exactly the quantity exported of them."""
    only = only_pool(source.lines)
    exported = [(line.pool, None if line.reversal else line.qty) for line in source.lines]
    bought = [(one.goods or only, one.qty) for one in source.invoices]
    out, held = _sums(exported), _sums(bought)
    even = {pool for pool, qty in out.items() if qty is not None and qty == held.get(pool)}
    return frozenset(one.id for one in source.invoices if (one.goods or only) in even)


def _sums(parts: Iterable[tuple[str | None, Decimal | None]]) -> dict[str | None, Decimal | None]:
    """Add quantities up by goods; one that is not known leaves the sum unknown."""
    found: dict[str | None, Decimal | None] = {}
    for goods, qty in parts:
        so_far = found.get(goods, Decimal(0))
        found[goods] = None if so_far is None or qty is None else so_far + qty
    return found


def _like(lines: dict[tuple[object, ...], Invoice], one: Invoice) -> Invoice | None:
    """Return the nearest earlier entry of the same invoice line: all the same, else by quantity, or by amount."""
    goods = (one.number, one.goods, one.name_zh)
    keys: list[tuple[object, ...]] = [
        (*goods, one.qty, one.amount, one.rate, one.voucher),
        (*goods, one.qty, one.amount),
        (*goods, "qty", one.qty),
    ]
    if one.amount is not None and one.qty is not None:
        keys.append((*goods, "amount", one.amount))
    found = next((lines[key] for key in keys if key in lines), None)
    for key in keys:
        lines.setdefault(key, one)
    if found is not None and found.qty != one.qty and None in (found.qty, one.qty):
        return None  # a line without quantity may be another one
    return found


def _of_other_goods(lines: dict[tuple[object, ...], Invoice], one: Invoice) -> Invoice | None:
    """Return the earlier entry of an invoice line, the same in name, quantity and amount, under other goods."""
    if one.goods is None or None in (one.name_zh, one.qty, one.amount):
        return None
    first = lines.setdefault((one.number, one.name_zh, one.qty, one.amount), one)
    return None if first.goods == one.goods else first


def _unnumbered(source: RefundInput) -> Iterator[Doubt]:
    """A line without a number may be one that is here with its number; nothing that both name may differ."""
    numbered: dict[tuple[object, ...], list[Invoice]] = {}
    for one in source.invoices:
        if one.number is not None and one.qty is not None and one.amount is not None:
            numbered.setdefault((one.goods, one.qty, one.amount), []).append(one)
    for one in source.invoices:
        if one.number is None:
            alike = numbered.get((one.goods, one.qty, one.amount), ())
            same = (other for other in alike if not _unlike_in(other, one, *_OF_ONE_LINE))
            for other in [next(same, None)]:
                if other is not None:
                    yield _of_pair("unnumbered", one, other, ())


def _unlike_in(first: Invoice, second: Invoice, *names: str) -> tuple[str, ...]:
    """Return the fields that both fill in, and fill in differently."""
    pairs = ((name, getattr(first, name), getattr(second, name)) for name in names)
    return tuple(name for name, one, other in pairs if None not in (one, other) and one != other)


def _of_pair(kind: Kind, one: Invoice, before: Invoice, fields: tuple[str, ...]) -> Doubt:
    field = fields[0] if fields else "number"
    places = (f"invoices.{one.id}.{field}", f"invoices.{before.id}.{field}")
    return Doubt(kind=kind, invoice=one, before=before, places=places, fields=fields)


def _own(source: RefundInput) -> Iterator[Doubt]:
    name = source.taxpayer.name
    for one in source.invoices:
        if name and one.supplier == name and one.voucher not in _ISSUED_ONESELF:
            yield Doubt(kind="own", invoice=one, places=(f"invoices.{one.id}.supplier", "taxpayer.name"))


def _of_nobody(source: RefundInput) -> Iterator[Doubt]:
    unknown = frozenset(source.unknown)
    for one in source.invoices:
        place = f"invoices.{one.id}.supplier"
        if place in unknown and one.supplier is not None:
            yield Doubt(kind="nobody", invoice=one, places=(place, "parties"))


def _levies(source: RefundInput, rules: RulesAt) -> Iterator[Doubt]:
    usual = levies(rules)
    for one in source.invoices:
        small = one.supplier_taxpayer == SMALL_SCALE and one.voucher == VAT_SPECIAL
        if usual and small and one.rate is not None and one.rate not in usual:
            places = (f"invoices.{one.id}.rate", f"invoices.{one.id}.supplier_taxpayer")
            yield Doubt(kind="levy", invoice=one, places=places)
