"""Generated cases: every field of every record, unknowns, drafts and origins in any combination."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.record import hints_of, keys_of
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import TaxFile
from exporter_desk.domain.text import TURNING

if typing.TYPE_CHECKING:
    from _typeshed import DataclassInstance

# Hanzi outside the basic plane, quotes, NUL-free: what people can type.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="".join(TURNING)), max_size=8
)
names = st.text("abcdefg_", min_size=1, max_size=4)
# Days of another century wait as typed text (test_days_of_our_time); here are those that a case takes.
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
moments = st.one_of(st.datetimes().map(datetime.isoformat), st.dates().map(date.isoformat), st.just(""))
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
scalars: dict[object, st.SearchStrategy[typing.Any]] = {
    str: texts,
    int: st.integers(-(10**6), 10**6),
    bool: st.booleans(),
    Decimal: decimals,
    date: days,
}
paths = st.sampled_from(["facts.a", "goods.g1.qty", "terms.insurance", "route.containers.0.seal", "packages.p1.from"])


def values(hint: object, key: str) -> st.SearchStrategy[typing.Any]:
    """Values for a field annotated with `hint`."""
    origin = typing.get_origin(hint)
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        many = st.lists(values(inner, key), max_size=3)
        named = is_dataclass(inner) and "id" in keys_of(typing.cast("type", inner))
        return many.map(with_ids if named else tuple)
    if origin is Mapping and typing.get_args(hint)[1] is str:
        return st.dictionaries(names, texts, max_size=3)
    if origin is Mapping:
        return st.dictionaries(st.sampled_from(["g1", "g2", "g3"]), decimals, max_size=2)
    if isinstance(hint, type) and is_dataclass(hint):
        return records(hint)
    return moments if key == "at" else scalars[hint]


def with_ids(items: list[typing.Any]) -> tuple[typing.Any, ...]:
    """Give the records of a list ids that differ."""
    return tuple(type(item)(**{**_fields(item), "id": f"x{number}"}) for number, item in enumerate(items))


def _fields(item: DataclassInstance) -> dict[str, typing.Any]:
    return {field.name: getattr(item, field.name) for field in keys_of(type(item)).values()}


def records(kind: type) -> st.SearchStrategy[typing.Any]:
    """Records of `kind`; optional fields are sometimes left at their default."""
    required: dict[str, st.SearchStrategy[typing.Any]] = {}
    optional: dict[str, st.SearchStrategy[typing.Any]] = {}
    for key, field in keys_of(kind).items():
        needed = field.default is MISSING and field.default_factory is MISSING
        (required if needed else optional)[field.name] = values(hints_of(field), key)
    return st.fixed_dictionaries(required, optional=optional).map(lambda fields: kind(**fields))


facts = st.dictionaries(names, st.one_of(st.booleans(), texts, st.lists(texts, max_size=2).map(tuple)), max_size=3)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), texts),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=4,
)
origins = st.builds(Origin, kind=st.sampled_from(OriginKind), at=st.none() | moments, note=st.none() | texts)
cases = st.builds(
    Case,
    id=st.just("9f00000000000000"),
    number=st.none() | texts,
    title=st.none() | texts,
    sample=st.none() | texts,
    day=st.none() | days,
    facts=facts,
    parties=values(tuple[Party, ...], ""),
    terms=records(Terms),
    goods=values(tuple[GoodsLine, ...], ""),
    packages=values(tuple[Package, ...], ""),
    route=records(Route),
    tax=records(TaxFile),
    attachments=values(tuple[Attachment, ...], ""),
    estimate=st.dictionaries(names, json_values, max_size=2),
    choices=values(tuple[Choice, ...], ""),
    origins=st.dictionaries(paths, origins, max_size=2),
    drafts=st.dictionaries(paths, texts, max_size=2),
    not_known=st.frozensets(paths, max_size=2),
    last_ids=st.dictionaries(st.sampled_from(["goods", "tax.receipts"]), st.integers(1, 99), max_size=2),
    note=st.none() | texts,
)
