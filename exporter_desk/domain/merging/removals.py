"""Lines and parties that one side removed and the other one went on with: they stay or go with all that is theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from exporter_desk.domain import case_json, lists
from exporter_desk.domain.merging.values import ABSENT, Conflict, Taken, by_id
from exporter_desk.domain.paths import is_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.merging.copies import Copies
    from exporter_desk.domain.merging.values import Comparison, Side, Value

_PLACES = ("goods", "parties")


def settled(copies: Copies, comparison: Comparison) -> Copies:
    """Return the copies with each such item back in both of them or gone from both, as was decided; notes a conflict.

    An item that the other side left alone goes, with what named it.
    """
    for place in _PLACES:
        for key in _once(copies, place):
            copies = _settled(copies, place, key, comparison)
    return copies


def item(case: Case, place: str, key: str) -> Value:
    """Return a line or party as JSON."""
    return (by_id(case_json.to_object(case).get(place, [])) or {}).get(key, ABSENT)


def _once(copies: Copies, place: str) -> list[str]:
    """Return the items that only one side has and that were there before."""
    here, there = _keys(copies.here, place), _keys(copies.there, place)
    before = {key for one in copies.bases for key in _keys(one, place)}
    return [key for key in dict.fromkeys((*here, *there)) if (key in here) != (key in there) and key in before]


def _keys(case: Case, place: str) -> tuple[str, ...]:
    return tuple(one.id for one in (case.goods if place == "goods" else case.parties))


def _settled(copies: Copies, place: str, key: str, comparison: Comparison) -> Copies:
    path = f"{place}.{key}"
    present: Side = "here" if key in _keys(copies.here, place) else "there"
    had = [one for one in copies.bases if key in _keys(one, place)]
    keeper = copies.here if present == "here" else copies.there
    here, there = item(copies.here, place, key), item(copies.there, place, key)
    if len(had) == len(copies.bases) and all(_is_left_alone(keeper, one, place, key) for one in had):
        if present == "there":
            return replace(copies, there=lists.remove(keeper, path))
        comparison.taken.append(Taken(path, here, there))
        return replace(copies, here=lists.remove(keeper, path))
    comparison.conflicts.append(Conflict(path, item(had[0], place, key), here, there))
    chosen = comparison.decided.get(path, present)
    if comparison.decided.get(path) == "there":
        comparison.taken.append(Taken(path, here, there))
    remover = copies.there if present == "here" else copies.here
    keeper, remover = (
        (keeper, _with_item(remover, had[0], place, key))
        if chosen == present
        else (lists.remove(keeper, path), remover)
    )
    here_case, there_case = (keeper, remover) if present == "here" else (remover, keeper)
    return replace(copies, here=here_case, there=there_case)


# What belongs to an item.


def _is_left_alone(case: Case, base: Case, place: str, key: str) -> bool:
    same = item(case, place, key) == item(base, place, key)
    return same and set(_belongings(case, place, key)) <= set(_belongings(base, place, key))


def _belongings(case: Case, place: str, key: str) -> Iterator[tuple[str, ...]]:
    """Yield what names an item, and what was typed at it and cannot be read yet."""
    yield from (("draft", path, text) for path, text in case.drafts.items() if _is_at(path, place, key))
    tax = case.tax
    if place == "parties":
        yield from (("goods", one.id) for one in case.goods if one.supplier == key)
        yield from (("invoice", one.id) for one in tax.purchase_invoices if one.supplier == key)
        return
    yield from (("package", one.id, str(one.contents[key])) for one in case.packages if key in one.contents)
    yield from (("declaration", one.id) for one in tax.declarations if key in one.lines)
    yield from (("line", repr(one)) for one in tax.lines if one.id == key)
    for records in (tax.purchase_invoices, tax.pre_refunds, tax.warehouse_sales):
        yield from ((type(one).__name__, one.id) for one in records if one.goods == key)


def _is_at(path: str, place: str, key: str) -> bool:
    return is_below(path, f"{place}.{key}") or (place == "goods" and is_below(path, f"tax.lines.{key}"))


# The way back of a removal.


def _with_item(case: Case, base: Case, place: str, key: str) -> Case:
    """Return a case with an item of an earlier state again, in its place, and named by all that named it."""
    if place == "parties":
        case = replace(case, parties=_with_record(case.parties, base.parties, key))
    else:
        case = _with_line(replace(case, goods=_with_record(case.goods, base.goods, key)), base, key)
    return replace(
        _with_links(case, base, place, key),
        drafts={**{path: text for path, text in base.drafts.items() if _is_at(path, place, key)}, **case.drafts},
        origins={**{path: one for path, one in base.origins.items() if _is_at(path, place, key)}, **case.origins},
        not_known=case.not_known | {path for path in base.not_known if _is_at(path, place, key)},
    )


def _with_line(case: Case, base: Case, key: str) -> Case:
    held = {one.id: one.contents for one in base.packages if key in one.contents}
    listed = {one.id: one.lines for one in base.tax.declarations if key in one.lines}
    packages = tuple(
        replace(one, contents=_in_order({key: held[one.id][key], **one.contents}, tuple(held[one.id])))
        if one.id in held
        else one
        for one in case.packages
    )
    declarations = tuple(
        replace(one, lines=tuple(_in_order(dict.fromkeys((key, *one.lines), ""), listed[one.id])))
        if one.id in listed
        else one
        for one in case.tax.declarations
    )
    tax = replace(case.tax, declarations=declarations, lines=_with_record(case.tax.lines, base.tax.lines, key))
    return replace(case, packages=packages, tax=tax)


Amount = TypeVar("Amount")


def _in_order(entries: dict[str, Amount], order: tuple[str, ...]) -> dict[str, Amount]:
    """Return entries in an earlier order; what is new stands behind."""
    return {key: entries[key] for key in dict.fromkeys((*order, *entries)) if key in entries}


def _with_links(case: Case, base: Case, place: str, key: str) -> Case:
    """Name the item again in records that name none now."""
    name = "goods" if place == "goods" else "supplier"
    tax, before = case.tax, base.tax
    linked = replace(
        case,
        tax=replace(tax, purchase_invoices=_linked(tax.purchase_invoices, before.purchase_invoices, name, key)),
    )
    if place == "parties":
        return replace(linked, goods=_linked(case.goods, base.goods, name, key))
    return replace(
        linked,
        tax=replace(
            linked.tax,
            pre_refunds=_linked(tax.pre_refunds, before.pre_refunds, name, key),
            warehouse_sales=_linked(tax.warehouse_sales, before.warehouse_sales, name, key),
        ),
    )


class _Record(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_Record)


def _linked(records: Sequence[Record], before: Sequence[Record], name: str, key: str) -> tuple[Record, ...]:
    named = {one.id for one in before if getattr(one, name) == key}
    return tuple(
        replace(one, **{name: key}) if one.id in named and getattr(one, name) is None else one  # type: ignore[type-var]  # records are dataclasses
        for one in records
    )


def _with_record(records: tuple[Record, ...], before: tuple[Record, ...], key: str) -> tuple[Record, ...]:
    """Return a list with a record of an earlier state again, behind the one that it stood behind."""
    keys = [one.id for one in before]
    if key not in keys or any(one.id == key for one in records):
        return records
    index = keys.index(key)
    behind = [number for number, one in enumerate(records, start=1) if one.id in keys[:index]]
    at = max(behind, default=0)
    return (*records[:at], before[index], *records[at:])
