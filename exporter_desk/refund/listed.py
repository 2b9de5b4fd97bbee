"""Whether each goods line stands on one declaration (报关单), and each declaration lists goods that there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.tax import Declaration
from exporter_desk.domain.text import plain_number
from exporter_desk.refund.claimed_twice import NUMBER_DIGITS
from exporter_desk.refund.line_days import blank_declarations, open_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.refund.quantity import Quantity

DECLARATIONS: Final = "declarations"
_WHOLE: Final = ("REFUND", "EXEMPT_CREDIT", "REPAY")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a declaration where a goods line is listed."""

    place: str
    declaration: Declaration
    goods: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the declarations say of the goods: lines listed several times, lines listed nowhere, goods there are not.

    `nowhere` holds of each line the place that is asked, `unlisted` those of lines that may have left on several days
    because declarations of these list no goods.
    """

    several: Mapping[str, tuple[Entry, ...]]
    nowhere: Mapping[str, str]
    foreign: tuple[Entry, ...]
    unlisted: Mapping[str, tuple[str, ...]]

    def doubt_of(self, line: str) -> tuple[str, ...]:
        """Return the places to look at where the declaration of a line is not certain."""
        if line in self.nowhere:
            return (self.nowhere[line],)
        return tuple(entry.place for entry in self.several.get(line, ())) or self.unlisted.get(line, ())

    def of_several_days(self, line: str) -> bool:
        """Tell whether a line is listed with several export days: law and rates of which one count, nobody knows."""
        return len({entry.declaration.export_date for entry in self.several.get(line, ())}) > 1


def listing_of(source: RefundInput) -> Listing:
    """Compare goods and declarations; what takes back an earlier claim was declared with that one."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for one in source.declarations:
        for index, goods in enumerate(one.lines):
            entries[goods].append(Entry(f"{DECLARATIONS}.{one.id}.lines.{index}", one, goods))
    lines = dict.fromkeys(line.id for line in source.lines)
    # A declaration that lists nothing says nothing: what is on no other one may be on it.
    listed = bool(source.declarations) and all(one.lines for one in source.declarations)
    missing = [line.id for line in source.lines if listed and line.id not in entries and not line.reversal]
    blank = tuple(f"{DECLARATIONS}.{one.id}.lines" for one in blank_declarations(source))
    return Listing(
        several={line: tuple(entries[line]) for line in lines if len(entries.get(line, ())) > 1},
        nowhere={line: f"lines.{line}.declaration" for line in missing},
        foreign=tuple(found[0] for goods, found in entries.items() if goods not in lines),
        unlisted=dict.fromkeys(open_days(source), blank) if blank else {},
    )


def with_listing(
    quantities: Sequence[Quantity], listing: Listing, source: RefundInput, *, trader: bool
) -> tuple[Quantity, ...]:
    """Return the totals left open where a declaration lists goods that are not here: their refund is not in them.

    That of a `trader` is at the least what the goods that are here give, where nothing is taken back.
    """
    missing = tuple(entry.place for entry in listing.foreign)
    if not missing:
        return tuple(quantities)
    adds = trader and not any(line.reversal for line in source.lines)
    return tuple(_more(one, missing, adds=adds) if one.symbol in _WHOLE else one for one in quantities)


def _more(whole: Quantity, missing: tuple[str, ...], *, adds: bool) -> Quantity:
    trace = replace(whole.trace, value=None, missing=tuple(dict.fromkeys((*whole.trace.missing, *missing))))
    sure = whole.low if whole.value is None else whole.value
    return replace(whole, trace=trace, low=sure if adds and sure else None, high=None)


def numbered_again(source: RefundInput) -> dict[str, tuple[str, ...]]:
    """Return the numbers, without an item, that several entries of declarations have, each with their places."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in source.declarations:
        if one.number:
            found[plain_number(one.number)[:NUMBER_DIGITS]].append(f"{DECLARATIONS}.{one.id}.number")
    return {number: tuple(places) for number, places in found.items() if len(places) > 1}


def listing_findings(file: Examined) -> Iterator[Finding]:
    """Yield what goods and declarations say against each other, each with both places."""
    found, goods = file.basis.listing, {line.id: line for line in file.declared.lines}
    for line, entries in found.several.items():
        first, second, *_ = entries
        values = {**file.goods([goods[line]]), "first": _name(first), "second": _name(second)}
        places = tuple(entry.place for entry in reversed(entries))
        variant = "same" if first.declaration.id == second.declaration.id else ""
        yield Finding("T119", Severity.ERROR, places, values, ("TAX-D",), variant=variant)
    for entry in found.foreign:
        values = {"found": foreign(entry.goods), "first": _name(entry)}
        yield Finding("T119", Severity.ERROR, (entry.place, "lines"), values, ("TAX-D",), variant="goods")
    for number, again in numbered_again(file.declared).items():
        values = {"number": foreign(number), "count": str(len(again))}
        yield Finding("T119", Severity.ERROR, again, values, ("TAX-D",), variant="number")
    if found.nowhere:
        places = (*found.nowhere.values(), *(f"lines.{line}" for line in found.nowhere))
        values = file.goods([goods[line] for line in found.nowhere])
        yield Finding("T119", Severity.CONFIRM, places, values, ("TAX-D",), variant="nowhere")
    yield from _of_blank(file)


def _of_blank(file: Examined) -> Iterator[Finding]:
    """Say of which goods nobody knows the export day, because declarations of several days list none."""
    unlisted, days = file.basis.listing.unlisted, open_days(file.basis.source)
    if not unlisted:
        return
    found = dict.fromkeys(day for line in unlisted for day in days[line])
    known = sorted(day.isoformat() for day in found if day is not None)
    told = {
        "zh": [*known, *(["没有填日期"] if None in found else [])],
        "en": [*known, *(["none typed"] if None in found else [])],
    }
    values = {
        **file.goods([line for line in file.declared.lines if line.id in unlisted]),
        **file.listed("blank", (foreign(one.number or one.id) for one in blank_declarations(file.basis.source))),
        "days_zh": "、".join(told["zh"]),
        "days_en": ", ".join(told["en"]),
    }
    places = next(iter(unlisted.values()))
    yield Finding("T119", Severity.CONFIRM, places, values, ("TAX-D",), variant="blank")


def _name(entry: Entry) -> str:
    return foreign(entry.declaration.number or entry.declaration.id)
