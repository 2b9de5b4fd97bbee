"""What the shipments of one firm say differently that is of the firm: the day of its rates, what kind of firm it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.claim_months import by_seller, seller_of
from exporter_desk.refund.deadlines import add_months
from exporter_desk.refund.rates import RULES
from exporter_desk.refund.sheet_parts import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.refund.quantity import Quantity

UNLIKE: Final = "T126"
# The figures that hang on what other shipments claim; the others are of the shipment alone.
OUTCOMES: Final = frozenset({"REFUND", "EXEMPT_CREDIT", "MDT_CARRIED_IN", "MDT", "MDT_CARRIED", "CREDIT_CARRIED"})
# So many shipments are named on each side.
_MOST_NAMED: Final = 5
_FACTS: Final = {"taxpayer": "seller_taxpayer", "kind": "seller_kind"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a claimed shipment says of its firm; `seller` is credit code and name, `sale` the day of its rates.

    `places` tells where it says of what kind the firm is.
    """

    case_id: str
    shipment: str
    seller: tuple[str, str]
    sale: date | None
    export: date | None
    rule: str | None
    taxpayer: str | None
    kind: str | None
    places: Mapping[str, str]


def said_of(case: Case, source: RefundInput) -> Said:
    """Return what a shipment says of its firm; `source` is made of `case`."""
    seller = case.party("seller")
    head = "parties" if seller is None else f"parties.{seller.id}"
    return Said(
        case_id=case.id or name_of(case),
        shipment=name_of(case),
        seller=seller_of(case),
        sale=source.dates.sale or source.dates.export,
        export=source.dates.export,
        rule=source.rate_rule,
        taxpayer=source.taxpayer.taxpayer,
        kind=source.taxpayer.kind,
        places={name: f"facts.{fact}" if fact in case.facts else f"{head}.{name}" for name, fact in _FACTS.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """What shipments say differently of their firm: findings, and which of them say what cannot both be."""

    findings: tuple[Finding, ...] = ()
    shipments: frozenset[str] = frozenset()


ALIKE: Final = Unlike()


def unlike_firm(own: Sequence[Said], others: Iterable[Said], book: RefundBook, day: date) -> Unlike:
    """Return in what shipments contradict each other or others of their firm, as far as `own` ones are concerned."""
    mine = {one.case_id for one in own}
    months = book.rules.at(day).number("refund_rate_rule_months")
    told: list[tuple[Finding, Sequence[Said]]] = []
    listed = sorted([*own, *others], key=lambda one: one.shipment)
    for firm in by_seller(listed, lambda one: one.seller):
        if mine.isdisjoint(one.case_id for one in firm):
            continue
        told += _rules(firm, mine, int(months)) if months is not None else ()
        for name in _FACTS:
            told += _kinds(firm, mine, name, book)
    errors = (said for finding, said in told if finding.severity is Severity.ERROR)
    shipments = frozenset(one.shipment for said in errors for one in said if one.case_id in mine)
    return Unlike(findings=tuple(finding for finding, _ in told), shipments=shipments)


def of_unknown_firm(one: Quantity) -> Quantity:
    """Return a figure left open where it hangs on what kind of firm claims."""
    if one.symbol not in OUTCOMES:
        return one
    missing = tuple(dict.fromkeys((*one.trace.missing, "parties")))
    return replace(one, trace=replace(one.trace, value=None, missing=missing), low=None, high=None)


def _rules(firm: Iterable[Said], mine: Set[str], months: int) -> Iterator[tuple[Finding, Sequence[Said]]]:
    """A rule for the day of the rate stays for some months: one that another follows earlier is asked about."""
    dated = [(one.sale, one.shipment, one) for one in firm if one.rule in RULES and one.sale is not None]
    dated.sort(key=lambda entry: entry[:2])
    runs = [list(run) for _, run in groupby(dated, key=lambda entry: entry[2].rule)]
    for before, after in pairwise(runs):
        end = add_months(before[0][0], months)
        said = [one for day, _, one in (*before, *after) if day < end]
        if after[0][0] < end and not mine.isdisjoint(one.case_id for one in said):
            by_rule = {rule: [one for one in said if one.rule == rule] for rule in RULES}
            values = {
                "months": str(months),
                **_names("first", by_rule["first_of_month"]),
                **_names("day", by_rule["day"]),
            }
            places = _places(said, mine, "rule")
            yield Finding("T125", Severity.CONFIRM, places, values, ("TAX-D", "TAX-RECALLED")), said
            return


def _kinds(
    firm: Iterable[Said], mine: Set[str], name: str, book: RefundBook
) -> Iterator[tuple[Finding, Sequence[Said]]]:
    """What kind a firm is may change from one month to the next; in one month it is one."""
    months: dict[str, list[Said]] = defaultdict(list)
    for one in firm:
        if getattr(one, name) is not None and one.export is not None:
            months[f"{one.export:%Y-%m}"].append(one)
    before: list[Said] = []
    for month, said in sorted(months.items()):
        kinds = {getattr(one, name) for one in said}
        concerned = said if len(kinds) > 1 else [*before, *said]
        last = {getattr(one, name) for one in before}
        changed = len(last) == 1 and last != kinds
        if (len(kinds) > 1 or changed) and not mine.isdisjoint(one.case_id for one in concerned):
            severity, variant = (Severity.ERROR, "") if len(kinds) > 1 else (Severity.CONFIRM, "changed")
            values = {"month": month} if not variant else {}
            values |= _said(concerned, name, book)
            yield (
                Finding(UNLIKE, severity, _places(concerned, mine, name), values, ("L18",), variant=variant),
                said,
            )
        before = said


def _said(said: Sequence[Said], name: str, book: RefundBook) -> dict[str, str]:
    """Return the name of the field, and which shipments say what of it."""
    spec = book.rules.book.facts[name]
    words = {entry.value: entry for entry in spec.allowed}
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        groups[getattr(one, name)].append(one)
    values = {"name_zh": spec.zh, "name_en": spec.en}
    zh, en = [], []
    for word, group in groups.items():
        names, entry = _names("of", group), words.get(word)
        zh.append(f"{names['of_zh']} 填的是{foreign(word) if entry is None else entry.zh}")
        en.append(f"{names['of_en']}: {foreign(word) if entry is None else entry.en}")
    return values | {"said_zh": "，".join(zh), "said_en": "; ".join(en)}


def _names(key: str, said: Sequence[Said]) -> dict[str, str]:
    names = [one.shipment for one in said[:_MOST_NAMED]]
    zh, en = "、".join(names), ", ".join(names)
    if len(said) > _MOST_NAMED:
        zh, en = f"{zh} 等 {len(said)} 票", f"{en} and {len(said) - _MOST_NAMED} more"
    return {f"{key}_zh": zh, f"{key}_en": en}


def _places(said: Sequence[Said], mine: Set[str], name: str) -> tuple[str, ...]:
    """Return where every shipment says it, the own ones first."""
    ordered = sorted(said, key=lambda one: one.case_id not in mine)
    return tuple(f"{one.shipment}:{one.places.get(name, 'tax.rate_rule')}" for one in ordered)
