"""Which records name which, and new names for items that both copies began under one id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain import case_json
from exporter_desk.domain.lists import PREFIXES
from exporter_desk.domain.merging.values import by_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json, JsonObject

# Fields that hold the id of an item, by what they name.
Names: TypeAlias = "Mapping[tuple[str, str], str]"
_FIELDS = {"supplier": "parties", "goods": "goods", "declaration": "tax.declarations"}  # each after what it names


def named_items(case: Case) -> Iterator[tuple[str, str]]:
    """Yield (list, id) of every goods line and party that another record names."""
    for package in case.packages:
        yield from (("goods", line) for line in package.contents)
    for declaration in case.tax.declarations:
        yield from (("goods", line) for line in declaration.lines)
    tax = case.tax
    sold = [one.goods for one in tax.warehouse_sales]
    lines = [*(one.goods for one in tax.purchase_invoices), *(one.goods for one in tax.pre_refunds), *sold]
    suppliers = [*(one.supplier for one in case.goods), *(one.supplier for one in tax.purchase_invoices)]
    yield from (("goods", line) for line in lines if line)
    yield from (("parties", party) for party in suppliers if party)


def our_names(here: Case, there: Case, common: Case | None, known: Names | None = None) -> dict[tuple[str, str], str]:
    """Return our id, by list and its id there, of each item of the other copy that is called otherwise here.

    `known` were agreed before. New ones get items that both copies added under one id and that are not alike, once what
    they name is called as it is here; without a common state (in ids as they are there) nobody can tell whether they
    are the same item, and none is renamed.
    """
    found = dict(known or {})
    for place in dict.fromkeys((*_FIELDS.values(), *PREFIXES)):  # what others name comes first
        found |= _new_names(place, (here, there, common), found)
    return found


def same_names(case: Case, names: Names) -> dict[tuple[str, str], str]:
    """Return the items of a state that both copies had and call alike, beside those in `names`."""
    renamed = {(place, new) for (place, _), new in names.items()}
    keys = ((place, key) for place in PREFIXES for key in _items(case, place))
    return {(place, key): key for place, key in keys if (place, key) not in renamed}


def _new_names(place: str, cases: tuple[Case, Case, Case | None], found: Names) -> dict[tuple[str, str], str]:
    here, there, common = cases
    ours, theirs = _items(here, place), _items(there, place)
    before = theirs if common is None else _items(common, place)
    taken = {new for (where, _), new in found.items() if where == place}
    highest = max(
        _highest((*ours, *theirs, *taken), PREFIXES[place]), *(one.last_ids.get(place, 0) for one in (here, there))
    )
    reading = _Renaming({key: new for key, new in found.items() if key[0] != place}, {})
    names: dict[tuple[str, str], str] = {}
    for key, item in theirs.items():
        if (place, key) in found:
            continue
        is_new = key in ours and key not in before
        if key in taken or (is_new and isinstance(item, dict) and ours[key] != reading.record(place, item)):
            highest += 1
            names[place, key] = f"{PREFIXES[place]}{highest}"
    return names


def _items(case: Case, place: str) -> JsonObject:
    node: Json = case_json.to_object(case)
    for name in place.split("."):
        node = node.get(name, {}) if isinstance(node, dict) else {}
    return (by_id(node) if isinstance(node, list) else None) or {}


def _highest(keys: tuple[str, ...], prefix: str) -> int:
    return max((int(found[1]) for key in keys if (found := re.fullmatch(rf"{prefix}(\d+)", key))), default=0)


def renamed_case(case: Case, names: Mapping[tuple[str, str], str]) -> Case:
    """Return a case with some items under new ids, wherever they are named: in records, paths and notes."""
    paths = {f"{place}.{old}": f"{place}.{new}" for (place, old), new in names.items()}
    paths |= {f"tax.lines.{old}": f"tax.lines.{new}" for (place, old), new in names.items() if place == "goods"}
    return case_json.from_object(_Renaming(names, paths).record("", case_json.to_object(case)))


class _Renaming:
    def __init__(self, names: Mapping[tuple[str, str], str], paths: Mapping[str, str]) -> None:
        self._names, self._paths = names, paths

    def record(self, place: str, node: JsonObject) -> JsonObject:
        return {
            self._key(place, key): self._value(f"{place}.{key}" if place else key, key, value)
            for key, value in node.items()
        }

    def _key(self, place: str, key: str) -> str:
        if place == "packages.contents":
            return self._names.get(("goods", key), key)
        return self._path(key)

    def _path(self, text: str) -> str:
        """Return a path that leads into a renamed item; any other text stays as it is."""
        head, dot, rest = text.partition(".")
        while dot:
            key, dot, rest = rest.partition(".")
            head = f"{head}.{key}"
            if head in self._paths:
                return f"{self._paths[head]}{dot}{rest}"
        return text

    def _value(self, place: str, key: str, value: Json) -> Json:
        if isinstance(value, dict):
            return self.record(place, value)
        if isinstance(value, list):
            return [self._entry(place, key, one) for one in value]
        return self._text(place, key, value) if isinstance(value, str) else value

    def _entry(self, place: str, key: str, value: Json) -> Json:
        if place == "tax.declarations.lines" and isinstance(value, str):
            return self._names.get(("goods", value), value)
        return self._value(place, key, value)

    def _text(self, place: str, key: str, text: str) -> str:
        around = place.rpartition(".")[0]
        if key == "id":
            named = "goods" if around in {"tax.lines", "estimate.skus"} else around
            return self._names.get((named, text), text)
        if key in _FIELDS and around in {"goods", *(one for one in PREFIXES if one.startswith("tax."))}:
            return self._names.get((_FIELDS[key], text), text)
        return self._path(text) if around == "choices" or around.startswith("choices.") else text
