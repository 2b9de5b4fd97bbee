"""Goods of earlier shipments, to be taken over into a new one: each once, the latest first."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from exporter_desk.domain import lists, paths
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.origin import Origin, OriginKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.storage.summary import CaseSummary

MOST_CASES = 40
MOST_LINES = 200
_OF_ONE_SHIPMENT = frozenset({"id", "qty", "qty1", "qty2", "net_kg", "supplier"})
"""What is said anew for each shipment; the supplier is a party of that other shipment."""
TAKEN = tuple(one.name for one in fields(GoodsLine) if one.name not in _OF_ONE_SHIPMENT)


@dataclass(frozen=True, slots=True)
class EarlierGoods:
    """One line of goods as it stood in another shipment: its number and the currency of its price."""

    line: GoodsLine
    number: str
    currency: str


def earlier_goods(
    found: Iterable[CaseSummary], load: Callable[[str], Case], present: str | None, search: str
) -> tuple[EarlierGoods, ...]:
    """Return the goods of these shipments that `search` finds by name, code or article number; not of the present one.

    The same goods in several shipments are told once, as they stood last.
    """
    told: dict[tuple[str | None, ...], EarlierGoods] = {}
    for one in _lines(found, load, present):
        line = one.line
        key = (line.name_zh, line.name_en, line.model, line.sku, line.hs)
        if any(key) and _fits(line, search.strip().casefold()):
            told.setdefault(key, one)
        if len(told) >= MOST_LINES:
            break
    return tuple(told.values())


def _lines(found: Iterable[CaseSummary], load: Callable[[str], Case], present: str | None) -> Iterator[EarlierGoods]:
    for summary in found:
        if summary.id != present:
            case = load(summary.id)
            for line in case.goods:
                yield EarlierGoods(line, case.number or case.title or "", case.terms.currency or "")


def _fits(line: GoodsLine, search: str) -> bool:
    texts = (line.name_zh, line.name_en, line.model, line.sku, line.hs, line.material)
    return not search or any(search in text.casefold() for text in texts if text)


def with_earlier_goods(case: Case, chosen: Iterable[EarlierGoods]) -> Case:
    """Return the case with these goods appended, marked as carried over (沿用); quantities have to be typed.

    A price is left out when it was in another currency.
    """
    for one in chosen:
        case, key = lists.add(case, "goods")
        origin, origins = Origin(kind=OriginKind.CARRIED, note=one.number or None), dict(case.origins)
        for name in TAKEN:
            value, path = getattr(one.line, name), f"goods.{key}.{name}"
            foreign = name == "unit_price" and one.currency != (case.terms.currency or "")
            if value in (None, ()) or foreign:
                continue
            case = paths.write(case, path, value)
            origins[path] = origin
        case = replace(case, origins=origins)
    return case
