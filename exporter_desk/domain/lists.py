"""Lines, packages, parties and other list items of a case: adding, removing, moving, and ids that never come back."""

from __future__ import annotations

import re
import typing
from dataclasses import is_dataclass, replace
from typing import TYPE_CHECKING, Never, cast

from exporter_desk.domain.loading import container_of, is_by_place
from exporter_desk.domain.paths import PathError, is_below, read, split, type_at
from exporter_desk.domain.positions import position
from exporter_desk.domain.record import built, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.domain.case import Case, Choice
    from exporter_desk.domain.goods import Package
    from exporter_desk.domain.tax import PreRefund, PurchaseInvoice, TaxFile, WarehouseSale

CONTAINERS = "route.containers"
PREFIXES = {
    "goods": "g",
    "packages": "p",
    "attachments": "a",
    "parties": "pt",
    "tax.declarations": "d",
    "tax.purchase_invoices": "i",
    "tax.receipts": "r",
    "tax.exempt_material": "m",
    "tax.pre_refunds": "pr",
    "tax.warehouse_sales": "w",
}


def next_id(case: Case, place: str) -> str:
    """Return the id for the next item of the list at `place`: "goods" gives "g3". No id comes twice."""
    prefix = PREFIXES[place]
    return f"{prefix}{max(_highest(_items(case, place), prefix), case.last_ids.get(place, 0)) + 1}"


def _highest(items: tuple[object, ...], prefix: str) -> int:
    found = (re.fullmatch(rf"{prefix}(\d+)", str(getattr(item, "id", ""))) for item in items)
    return max((int(match[1]) for match in found if match), default=0)


def add(case: Case, place: str, identifier: str | None = None) -> tuple[Case, str]:
    """Append an empty item to the list at `place`; return the case and the key of the item (id, or position).

    `identifier` is for lists whose ids come from data, such as `tax.papers`. An id in use raises PathError.
    """
    kind, items = _kind(place), _items(case, place)
    if "id" not in keys_of(kind):
        return _with_items(case, place, (*items, kind())), str(len(items))
    key = identifier or next_id(case, place)
    if position(items, key) is not None:
        raise PathError(f"{place}.{key}", "the id is taken")
    added = _with_items(case, place, (*items, built(kind, {"id": key})))
    return _remembering(added, place, key), key


def append(case: Case, place: str, rows: Sequence[Mapping[str, object]]) -> tuple[Case, tuple[str, ...]]:
    """Append items with these values to the list at `place`, thousands at once; return the case and their ids."""
    kind, items = _kind(place), _items(case, place)
    first = int(next_id(case, place).removeprefix(PREFIXES[place]))
    keys = tuple(f"{PREFIXES[place]}{number}" for number in range(first, first + len(rows)))
    made: tuple[object, ...] = tuple(built(kind, {"id": key, **row}) for key, row in zip(keys, rows, strict=True))
    added = _with_items(case, place, (*items, *made))
    return (_remembering(added, place, keys[-1]) if keys else case), keys


def _remembering(case: Case, place: str, key: str) -> Case:
    digits = key.removeprefix(PREFIXES.get(place, "\0"))
    if not digits.isdecimal():
        return case
    return replace(case, last_ids={**case.last_ids, place: max(int(digits), case.last_ids.get(place, 0))})


def remove(case: Case, path: str) -> Case:
    """Take the list item at `path` ("goods.g1") out, with everything noted about it and every reference to it."""
    place, _, key = path.rpartition(".")
    items, index = _found(case, place, key)
    left = items[:index] + items[index + 1 :]
    kept = _remembering(_with_items(case, place, left), place, key)
    numbers = [number for number in range(len(items)) if number != index]
    if place == CONTAINERS:  # named by place
        kept = replace(kept, packages=_in_other_containers(case, index))
    return _without_references(_carried(kept, place, items, numbers), place, key)


def decide(case: Case, choice: Choice) -> Case:
    """Append a decision of a person; earlier ones about the same thing stay as history."""
    return replace(case, choices=(*case.choices, choice))


def _found(case: Case, place: str, key: str) -> tuple[tuple[object, ...], int]:
    items = _items(case, place)
    index = position(items, key)
    if index is None:
        raise PathError(f"{place}.{key}", "there is no such item")
    return items, index


def _items(case: Case, place: str) -> tuple[object, ...]:
    _kind(place)
    return cast("tuple[object, ...]", read(case, place))


def _kind(place: str) -> type:
    hint = type_at(place)
    inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
    if not (isinstance(inner, type) and is_dataclass(inner)):
        raise PathError(place, "this is no list of records")
    return inner


def _with_items(case: Case, place: str, items: tuple[object, ...]) -> Case:
    head, *rest = split(place)
    value: object = replace(getattr(case, head), **cast("dict[str, Never]", {rest[0]: items})) if rest else items
    return replace(case, **cast("dict[str, Never]", {head: value}))


def _carried(case: Case, place: str, before: tuple[object, ...], numbers: list[int]) -> Case:
    """Let drafts, origins and 不清楚 follow their items: `numbers` are the old positions in their new order."""
    old_keys = [str(getattr(item, "id", index)) for index, item in enumerate(before)]
    has_ids = any(hasattr(item, "id") for item in before)
    new_keys = {old_keys[old]: old_keys[old] if has_ids else str(new) for new, old in enumerate(numbers)}

    def renamed(path: str) -> str | None:
        if not path.startswith(place + "."):
            return path
        key, _, rest = path.removeprefix(place + ".").partition(".")
        return f"{place}.{new_keys[key]}.{rest}".rstrip(".") if key in new_keys else None

    return replace(
        case,
        drafts=_renamed(case.drafts, renamed),
        origins=_renamed(case.origins, renamed),
        not_known=frozenset(path for path in map(renamed, case.not_known) if path is not None),
    )


Kept = typing.TypeVar("Kept")


def _renamed(notes: Mapping[str, Kept], renamed: Callable[[str], str | None]) -> dict[str, Kept]:
    pairs = ((renamed(path), note) for path, note in notes.items())
    return {path: note for path, note in pairs if path is not None}


def _without_references(case: Case, place: str, key: str) -> Case:
    """Forget a removed line or party where other records name it: contents of packages, suppliers, invoices."""
    if place == "goods":
        packages = tuple(
            replace(one, contents={line: qty for line, qty in one.contents.items() if line != key})
            for one in case.packages
        )
        kept = replace(case, packages=packages, tax=_tax_without_line(case.tax, key))
        return _without_notes(kept, f"tax.lines.{key}")
    if place == "parties":
        goods = tuple(replace(one, supplier=None if one.supplier == key else one.supplier) for one in case.goods)
        invoices = tuple(
            replace(one, supplier=None if one.supplier == key else one.supplier) for one in case.tax.purchase_invoices
        )
        return replace(case, goods=goods, tax=replace(case.tax, purchase_invoices=invoices))
    return case


def _in_other_containers(case: Case, gone: int) -> tuple[Package, ...]:
    """Return the packages without the container at `gone`; those that name one by its place still mean the same one."""
    return tuple(_in_other_container(case, package, container_of(case, package), gone) for package in case.packages)


def _in_other_container(case: Case, package: Package, place: int | None, gone: int) -> Package:
    if place == gone:
        return replace(package, container=None)
    if place is not None and place > gone and is_by_place(case, package):
        return replace(package, container=str(place))
    return package


def _without_notes(case: Case, place: str) -> Case:
    return replace(
        case,
        drafts={path: text for path, text in case.drafts.items() if not is_below(path, place)},
        origins={path: origin for path, origin in case.origins.items() if not is_below(path, place)},
        not_known=frozenset(path for path in case.not_known if not is_below(path, place)),
    )


def _tax_without_line(tax: TaxFile, key: str) -> TaxFile:
    declarations = tuple(
        replace(one, lines=tuple(line for line in one.lines if line != key)) for one in tax.declarations
    )
    return replace(
        tax,
        declarations=declarations,
        purchase_invoices=tuple(_off_line(one, key) for one in tax.purchase_invoices),
        pre_refunds=tuple(_off_line(one, key) for one in tax.pre_refunds),
        warehouse_sales=tuple(_off_line(one, key) for one in tax.warehouse_sales),
        lines=tuple(one for one in tax.lines if one.id != key),
    )


OfLine = typing.TypeVar("OfLine", "PurchaseInvoice", "PreRefund", "WarehouseSale")


def _off_line(record: OfLine, key: str) -> OfLine:
    return replace(record, goods=None) if record.goods == key else record
