"""What several shipments claim that can be claimed once: a line of a declaration, a line of a purchase invoice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.text import plain_number
from exporter_desk.refund.quantity import ZERO, cents, find

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.inputs import Invoice, Line

NUMBER_DIGITS: Final = 18
_HALF_CENT: Final = Decimal("0.005")
_EARNED = ("REFUND_LINE", "MDT_LINE")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """A line of a declaration as one shipment claims it; `refund` is the most that it earns there, in CNY."""

    shipment: str
    line: str
    number: str
    item: int | None
    refund: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """A line of a purchase invoice as a shipment has it."""

    number: str
    name: str | None
    qty: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a line of a shipment takes from a line of a purchase invoice, and the refund of it."""

    shipment: str
    line: str
    paper: Paper
    unit: str | None
    qty: Decimal
    refund: Decimal

    @property
    def worth(self) -> Decimal:
        """Return its part of the amount, not rounded: what quantities in two units have in common."""
        return self.paper.amount * self.qty / self.paper.qty


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The lines of declarations that a shipment claims, and what they take from purchase invoices.

    `papers` are all lines of invoices that it lists, whether it takes something from them or not.
    """

    lines: tuple[DeclaredLine, ...] = ()
    uses: tuple[Use, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One line of an invoice: what it holds, what all shipments take of it, and the refund of what is too much.

    `shipments` is how many use it. It is `beyond` when they take more than it holds, and `unlike` when they do not have
    it alike in name, unit, quantity or amount, so that only the parts of its amount can be added up.
    """

    number: str
    unit: str | None
    held: Decimal
    taken: Decimal
    refund: Decimal
    shipments: int = 1
    beyond: bool = False
    unlike: bool = False


def claimed(shipment: str, result: RefundResult) -> Claimed:
    """Return what a shipment claims; a line that takes back is no second claim."""
    lines = (line for line in result.source.lines if line.declaration is not None and not line.reversal)
    uses = [
        Use(
            shipment=shipment,
            line=one.portion.line,
            paper=paper,
            unit=one.portion.invoice.unit,
            qty=qty,
            refund=one.refund.value or ZERO,
        )
        for one in result.portions
        for paper, qty in [(paper_of(one.portion.invoice), one.portion.qty)]
        if paper is not None and qty is not None and qty > 0
    ]
    papers = (paper_of(one) for one in result.source.invoices)
    return Claimed(
        lines=tuple(_declared(shipment, line, result) for line in lines),
        uses=tuple(uses),
        papers=tuple(one for one in papers if one is not None),
    )


def paper_of(one: Invoice) -> Paper | None:
    """Return a line of an invoice, None where it cannot be known again or holds nothing."""
    if not one.number or not one.qty or one.amount is None or one.amount <= 0:
        return None
    return Paper(plain_number(one.number), (one.name_zh or "").strip() or None, one.qty, one.amount)


def _declared(shipment: str, line: Line, result: RefundResult) -> DeclaredLine:
    """A number of 21 digits holds its item."""
    number, item = line.declaration or "", line.item
    if item is None and number[NUMBER_DIGITS:].isdecimal():
        item = int(number[NUMBER_DIGITS:])
    figures = (find(result.quantities, symbol, line.id) for symbol in _EARNED)
    known = next((one for one in figures if one is not None), None)
    most = ZERO if known is None else known.value if known.value is not None else known.high
    return DeclaredLine(
        shipment=shipment, line=line.id, number=number[:NUMBER_DIGITS], item=item, refund=max(ZERO, most or ZERO)
    )


def twice_declared(shipments: Iterable[Claimed]) -> list[tuple[DeclaredLine, DeclaredLine]]:
    """Return every line of a declaration that a second shipment claims too, behind the first one."""
    seen: dict[tuple[str, int | None], DeclaredLine] = {}
    found: list[tuple[DeclaredLine, DeclaredLine]] = []
    for one in (line for shipment in shipments for line in shipment.lines):
        first = seen.setdefault((one.number, one.item), one)
        if first is not one:
            found.append((first, one))
    return found


def drawn(
    shipments: Sequence[Claimed], without: Iterable[DeclaredLine] = (), beside: Sequence[Claimed] = ()
) -> list[Drawn]:
    """Return every line of an invoice that the shipments use; those that come first use it first.

    What the lines `without` take is not counted. The claims `beside` use it before all of them, and what they earn is
    no refund of these. A shipment that lists several lines of an invoice knows them apart: together they hold what the
    shipment with the most of them says.
    """
    out = {(one.shipment, one.line) for one in without}
    every = [*beside, *shipments]
    same = same_lines(every)
    ours = {id(use) for claim in shipments for use in claim.uses}
    uses: dict[Paper, list[Use]] = {}
    for use in (use for claim in every for use in claim.uses if (use.shipment, use.line) not in out):
        uses.setdefault(same.get(use.paper, use.paper), []).append(use)
    held = _held(every, same)
    own = ((line, found) for line, found in uses.items() if not ours.isdisjoint(map(id, found)))
    return [_drawn(found, held.get(line, [found[0].paper]), ours) for line, found in own]


def overdrawn(
    shipments: Sequence[Claimed], without: Iterable[DeclaredLine] = (), beside: Sequence[Claimed] = ()
) -> list[Drawn]:
    """Return every invoice line that is used up beyond what it holds."""
    return [one for one in drawn(shipments, without, beside) if one.beyond]


def _drawn(uses: Sequence[Use], held: Sequence[Paper], ours: Container[int]) -> Drawn:
    """Return what the uses of one line come to, in turn; `ours` are those whose refund counts."""
    whole = sum((one.amount for one in held), ZERO)
    taken = too_much = ZERO
    for use in uses:
        over = min(use.worth, max(ZERO, taken + use.worth - whole))
        taken += use.worth
        if id(use) in ours and over > _HALF_CENT:
            too_much += cents(use.refund * over / use.worth)
    units = {use.unit for use in uses if use.unit is not None}
    return Drawn(
        number=uses[0].paper.number,
        unit=next((use.unit for use in uses if use.unit is not None), None),
        held=sum((one.qty for one in held), ZERO),
        taken=sum((use.qty for use in uses), ZERO),
        refund=too_much,
        shipments=len({use.shipment for use in uses}),
        beyond=taken - whole > _HALF_CENT,
        unlike=len({use.paper for use in uses}) > 1 or len(units) > 1,
    )


def _held(every: Iterable[Claimed], same: Mapping[Paper, Paper]) -> dict[Paper, list[Paper]]:
    """Return what a line holds: as the shipment lists it that lists most of it."""
    found: dict[Paper, list[Paper]] = {}
    for claim in every:
        own: defaultdict[Paper, list[Paper]] = defaultdict(list)
        for paper in claim.papers:
            own[same.get(paper, paper)].append(paper)
        for line, papers in own.items():
            if _amount(papers) > _amount(found.get(line, ())):
                found[line] = papers
    return found


def _amount(papers: Iterable[Paper]) -> Decimal:
    return sum((one.amount for one in papers), ZERO)


def same_lines(every: Iterable[Claimed]) -> dict[Paper, Paper]:
    """Return the first entry of every line of an invoice in several shipments that others have with a difference.

    Two of name, quantity and amount say the same of it; a name that is missing, or part of the other, says the same.
    """
    listed = [frozenset(claim.papers) for claim in every]
    shipments = Counter(number for papers in listed for number in {one.number for one in papers})
    first: dict[tuple[object, ...], Paper] = {}
    called: defaultdict[tuple[str, Decimal, Decimal], list[Paper]] = defaultdict(list)
    leader: dict[Paper, Paper] = {}
    for paper in (paper for claim in every for paper in claim.papers if shipments[paper.number] > 1):
        if paper in leader:
            continue
        leader[paper] = paper
        named = called[paper.number, paper.qty, paper.amount]
        found = [other for other in named if _may_be_called(paper.name, other.name)]
        named.append(paper)
        if paper.name is not None:
            keys = ((paper.number, paper.name, "qty", paper.qty), (paper.number, paper.name, "amount", paper.amount))
            found += [other for key in keys if (other := first.setdefault(key, paper)) is not paper]
        for other in found:
            leader[_led(leader, other)] = _led(leader, paper)
    return {paper: _led(leader, paper) for paper in leader}


def _led(leader: dict[Paper, Paper], paper: Paper) -> Paper:
    """Return the entry that stands for all that are the same line."""
    while leader[paper] is not paper:
        leader[paper] = paper = leader[leader[paper]]
    return paper


def _may_be_called(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one in other or other in one


def not_certain(shipments: Sequence[Claimed], beside: Sequence[Claimed] = ()) -> Decimal:
    """Return how much of the refunds may come off: of lines claimed twice the smaller, of invoices what is too much.

    Which of two shipments gives a line up is open, and with it what the other one takes from an invoice: the most that
    comes off whether the first ones stay or the last ones. Where a claim `beside` them stays, all of it comes off.
    """
    return max(_comes_off(shipments, beside), _comes_off(shipments[::-1], beside))


def _comes_off(shipments: Sequence[Claimed], beside: Sequence[Claimed]) -> Decimal:
    """Return what comes off where the shipments that come first keep what several claim."""
    own = {id(line) for claim in shipments for line in claim.lines}
    pairs = [pair for pair in twice_declared([*beside, *shipments]) if id(pair[1]) in own]
    lost = (min(first.refund, second.refund) if id(first) in own else second.refund for first, second in pairs)
    uses = overdrawn(shipments, [second for _, second in pairs], beside)
    return sum(lost, ZERO) + sum((one.refund for one in uses), ZERO)


def beside_of(own: Sequence[Claimed], others: Iterable[Claimed]) -> list[Claimed]:
    """Return those of the `others` that declare a line, or list an invoice, that one of the `own` does."""
    declared = {line.number for claim in own for line in claim.lines}
    papers = {paper.number for claim in own for paper in claim.papers}
    return [
        one
        for one in others
        if not declared.isdisjoint(line.number for line in one.lines)
        or not papers.isdisjoint(paper.number for paper in one.papers)
    ]
