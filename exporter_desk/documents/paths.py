"""Fact paths: the value of a case at `terms.contract_no`, `goods.g1.hs`, `party.seller.name_zh`, `choices.mode`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, needed
from exporter_desk.domain.positions import position
from exporter_desk.domain.record import keys_of

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case


class UnknownPathError(LookupError):
    """A path that no case can have; it stands in a form by mistake."""


# What people write in several lines; every other text stands on one, however it was typed or pasted.
_IN_LINES = frozenset({"address_zh", "address_en", "remark", "note", "payment"})


def at(case: Case, path: str) -> Bound:
    """Return the stored value at `path` with its origin; raises UnknownPathError for a name that does not exist."""
    first, _, rest = path.partition(".")
    if first == "party":
        return _of_party(case, *rest.partition(".")[::2])
    if first == "choices":
        return _stored(case, path, case.choice(rest))
    return _stored(case, path, _walk(case, path.split(".")))


def _of_party(case: Case, role: str, key: str) -> Bound:
    party = case.party(role)
    if party is None:
        return needed(f"parties.{role}")
    if not key:
        return Bound(party, (f"parties.{party.id}",))
    return _stored(case, f"parties.{party.id}.{key}", _walk(party, [key]))


def _stored(case: Case, path: str, value: object) -> Bound:
    if isinstance(value, str) and not path.startswith("facts.") and path.rpartition(".")[2] not in _IN_LINES:
        value = " ".join(value.split())
    if value is None or value in ("", ()):
        return needed(path)
    return Bound(value, (path,), estimated=case.is_estimated(path))


def _walk(value: object, keys: list[str]) -> object:
    for key in keys:
        if value is None:
            return None
        value = _step(value, key)
    return value


def _step(value: object, key: str) -> object:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, tuple):
        index = position(value, key)
        return None if index is None or not hasattr(value[index], "id") else value[index]
    if is_dataclass(value) and not isinstance(value, type):
        item = keys_of(type(value)).get(key)
        if item is not None:
            return getattr(value, item.name)
    raise UnknownPathError(key)
