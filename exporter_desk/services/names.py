"""What the places of a case are called: `goods.g2.qty` is 商品 第2行 · 数量, Goods line 2 · Quantity."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.domain.positions import position
from exporter_desk.domain.record import ROW
from exporter_desk.domain.text import Bilingual
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.desk import Desk

_FEES = frozenset({"freight", "insurance", "other_charges"})
_TAX_LISTS = {"declarations", "purchase_invoices", "receipts", "rates", "papers"}
_TAX_LISTS |= {"lines", "exempt_material", "pre_refunds", "warehouse_sales"}
_NESTED_LISTS = frozenset({"containers", *_TAX_LISTS})
_ABOUT_PLACES = frozenset({"origins", "drafts"})
_ORIGIN_FIELDS = frozenset({"kind", "at", "note"})
_RECORDS_INSIDE = frozenset({"vat"})


@cache
def labels() -> dict[str, dict[str, Bilingual]]:
    """Return the names of all fields by the record that they stand in."""
    tables = tomllib.loads(resources.read_text("text/fields.toml"))
    return {
        group: {key: Bilingual(entry["zh"], entry["en"]) for key, entry in entries.items()}
        for group, entries in tables.items()
    }


def name_of(desk: Desk, case: Case | None, path: str, row: int | None = None) -> Bilingual:
    """Return the name of the place at `path`; rows are counted as they stand in `case`. A strange path names itself.

    Of a case that could not be read `row` tells where in its list the record stands.
    """
    head, _, rest = path.partition(".")
    if head in _ABOUT_PLACES and rest:
        told = labels()["case"][head]
        place, _, last = rest.rpartition(".")
        about = name_of(desk, case, place if last in _ORIGIN_FIELDS and place else rest)
        return Bilingual(f"{told.zh} · {about.zh}", f"{told.en} · {about.en}")
    if head == "facts" and rest:
        key = rest.partition(".")[0]  # one of several answers (`facts.route.0`) is an answer to the same question
        spec = desk.rules.facts.get(key)
        return Bilingual(key, key) if spec is None else Bilingual(spec.zh, spec.en)
    keys = path.split(".")
    paper = _paper_name(desk, keys[2]) if keys[:2] == ["tax", "papers"] and len(keys) > 2 else None
    named = _parts(keys, case, row) if paper is None else [paper, *_field("papers", keys[3:])]
    parts = [part for part in named if part is not None]
    if not parts:
        return Bilingual(path, path)
    return Bilingual(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))


def _paper_name(desk: Desk, paper: str) -> Bilingual | None:
    """Return what a paper of the refund file is called; its row in the case tells nobody which one it is."""
    return next((Bilingual(one.zh, one.en) for one in desk.checklists.papers if one.id == paper), None)


def _parts(keys: list[str], case: Case | None, read: int | None) -> list[Bilingual | None]:
    head = keys[0]
    if head in {"goods", "packages", "parties", "attachments"} and len(keys) > 1:
        row = _row(head, read or _number(getattr(case, head, ()), keys[1]), keys[1] if case is None else "")
        role = labels()["role"].get(keys[1]) if head == "parties" else None
        return [row, role, *_field(head, keys[2:])]
    if head in {"tax", "route"} and len(keys) > 2 and keys[1] in _NESTED_LISTS:
        records = getattr(getattr(case, head, None), keys[1], ())
        group = {"containers": "container", "lines": "tax_lines"}.get(keys[1], keys[1])
        known = getattr(case, "goods", ()) if keys[1] == "lines" else records
        read = None if keys[1] == "lines" else read  # they are named by the line of goods that they are about
        row = _row(keys[1], read or _number(known, keys[2]), keys[2] if case is None else "")
        return [row, *_field(group, keys[3:])]
    if head == "choices":
        return [labels()["case"]["choices"], *_field("choices", keys[1:])]
    if head in {"terms", "route", "tax"} and len(keys) > 1:
        group = "fee" if keys[1] in _FEES else keys[1]
        if group in _RECORDS_INSIDE and len(keys) > 2:  # these fields name themselves: 当期进项税额
            return _field(group, keys[2:])
        inner = _field(group, keys[2:]) if group == "fee" else []
        return [*_field(head, keys[1:2]), *inner]
    return [labels()["case"].get(head)]


def _field(group: str, keys: list[str]) -> list[Bilingual | None]:
    return [labels().get(group, {}).get(keys[0])] if keys else []


def _number(items: tuple[object, ...], key: str) -> int | None:
    """Return the row of the item with that id, or of that position, counted from one."""
    index = position(items, key)
    if index is not None:
        return index + 1
    return int(key) + 1 if key.isdecimal() else None


def _row(group: str, number: int | None, key: str = "") -> Bilingual | None:
    """Return `商品 第2行`, or `商品 g2` by the `key` of a row in a case that could not be read."""
    word = labels()["list"].get(group)
    if word is not None and number is None and key:
        return Bilingual(f"{word.zh} {key}", f"{word.en} {key}")
    if word is None or number is None:
        return word
    return Bilingual(f"{word.zh} 第{number}行", f"{word.en} line {number}")


def with_names(desk: Desk, case: Case | None, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the name of their first place for `{place}`; the paths stay in `places`."""
    return tuple(_named(desk, case, finding) for finding in findings)


def _named(desk: Desk, case: Case | None, finding: Finding) -> Finding:
    if not finding.places:
        return finding
    row = finding.values.get(ROW) if case is None else None
    name = name_of(desk, case, finding.places[0], int(row) if row else None)
    return replace(finding, values={"place_zh": name.zh, "place_en": name.en, **finding.values})
