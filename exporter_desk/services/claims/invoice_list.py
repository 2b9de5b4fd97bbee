"""From a list of purchase invoices (.xlsx, .csv) to the records of a shipment: planned as a whole, then one step."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.domain import edit, lists
from exporter_desk.domain.case import Case
from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.domain.text import half_width, invoiced_name
from exporter_desk.domain.watched import progressed
from exporter_desk.rules.typed_codes import code_for
from exporter_desk.services.claims.invoice_numbers import as_typed, can_be, is_cut, number_of, same_line
from exporter_desk.services.goods.sheet_columns import tidy
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.tax import PurchaseInvoice
    from exporter_desk.rules.codes import CodeTables

PLACE, PARTIES = "tax.purchase_invoices", "parties"
HEAD_ROWS, LEAST_TITLES, TOLD_EVERY = 40, 3, 100
_TOTALS = ("合计", "总计", "小计", "total")
_READ: dict[str, type] = {"day": date, "qty": Decimal, "amount": Decimal, "rate": Decimal}
_SHARE = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePlan:
    """What taking a list would do; nothing has happened yet.

    `known` are lines that the shipment holds already, `void` those of void invoices, `partly` those of invoices that a
    red one took back in part, `left` lines without an amount, which are not taken. `unread` are cells whose text cannot
    be read and waits in its field, `cut` how many of them are numbers that a spreadsheet cut, `unlinked` lines that no
    goods line is known of by their name; `numbered` lines that were here without their number and have it now.
    """

    after: Case
    added: int
    known: int = 0
    void: int = 0
    unread: int = 0
    unlinked: int = 0
    suppliers: int = 0
    partly: int = 0
    left: int = 0
    cut: int = 0
    numbered: int = 0


@dataclass(frozen=True, slots=True)
class _Words:
    columns: Mapping[str, tuple[str, ...]]
    vouchers: Mapping[str, str]
    rates: Mapping[str, str]
    void: tuple[str, ...]
    partly: tuple[str, ...]


@cache
def _words() -> _Words:
    table = tomllib.loads(resources.read_text("text/invoice_list.toml"))
    columns = {field: tuple(tidy(name) for name in names) for field, names in table["columns"].items()}
    void, partly = (tuple(table[group]["words"]) for group in ("void", "partly"))
    return _Words(columns, table["vouchers"], table["rates"], void, partly)


def titles_of(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Return the row of the titles and the column of each field; no columns where no row looks like titles."""
    found = [(number, _columns(row)) for number, row in enumerate(rows[:HEAD_ROWS])]
    number, columns = max(found, key=lambda one: len(one[1]), default=(0, dict[str, int]()))
    return (number, columns) if len(columns) >= LEAST_TITLES and "amount" in columns else (0, {})


def _columns(row: Sequence[str]) -> dict[str, int]:
    titles = {tidy(title): column for column, title in reversed(list(enumerate(row))) if title.strip()}
    named = ((field, (titles[name] for name in names if name in titles)) for field, names in _words().columns.items())
    return {field: column for field, columns in named if (column := next(columns, None)) is not None}


def plan_lists(case: Case, sheets: Sequence[Sequence[Sequence[str]]], codes: CodeTables) -> InvoicePlan | None:
    """Return what all lists of a file would add to `case`; None where none of its sheets is a list of invoices."""
    found = [(rows[head + 1 :], columns) for rows in sheets for head, columns in [titles_of(rows)] if columns]
    if not found:
        return None
    taker, done, total = _Taker(case, codes), 0, sum(len(below) for below, _ in found)
    for below, columns in found:
        for row in below:
            if done % TOLD_EVERY == 0:
                progressed(done, total)
            done += 1
            if not _is_total(row):
                cells = ((at, as_typed(row[to])) for at, to in columns.items() if to < len(row))
                taker.take({at: text for at, text in cells if text})
    return taker.plan()


def _is_total(row: Sequence[str]) -> bool:
    first = next((text for text in row if text.strip()), "")
    return tidy(first) in _TOTALS


class _Taker:
    """Collects the records of one list."""

    def __init__(self, case: Case, codes: CodeTables) -> None:
        self._case, self._codes = case, codes
        self._held = Counter(_key(one) for one in case.tax.purchase_invoices)
        names = Counter(line.name_zh for line in case.goods if line.name_zh)
        self._goods = {line.name_zh: line.id for line in case.goods if line.name_zh and names[line.name_zh] == 1}
        self._parties = {key: one.id for one in case.parties for key in (one.uscc, one.name_zh) if key}
        self._usccs = {one.id: one.uscc for one in case.parties}
        self._rows: list[dict[str, object]] = []
        self._drafts: list[tuple[int, str, str]] = []
        self._suppliers = self._known = self._void = self._unlinked = self._partly = self._left = 0
        self._cut = self._numbered = 0
        self._open = [one for one in case.tax.purchase_invoices if one.number is None]

    def take(self, cells: Mapping[str, str]) -> None:
        """Take one line of an invoice; a remark below the list is none, a line without an amount is counted."""
        if "amount" not in cells:
            self._left += len(cells) >= LEAST_TITLES
            return
        if any(word in cells.get("state", "") for word in _words().void):
            self._void += 1
            return
        values, unread = self._values(cells)
        key = (values.get("number"), values.get("name_zh"), values.get("qty"), values.get("amount"))
        if self._held[key]:
            self._held[key] -= 1
            self._known += 1
            return
        if self._is_here(values, unread, cells):
            return
        self._partly += any(word in cells.get("state", "") for word in _words().partly)
        values["goods"] = self._goods.get(str(values.get("name_zh")))
        self._unlinked += values["goods"] is None
        values["supplier"] = self._supplier(cells)
        self._drafts += [(len(self._rows), field, text) for field, text in unread]
        self._cut += any(field == "number" for field, _ in unread)
        self._rows.append({field: value for field, value in values.items() if value is not None})

    def _is_here(self, values: dict[str, object], unread: Sequence[tuple[str, str]], cells: Mapping[str, str]) -> bool:
        """Tell whether the line is here already, but for the number that one of both lost; then it gets its number."""
        number, cut = values.get("number"), dict(unread).get("number")
        named = (half_width(cells.get("supplier_uscc", "")).upper(), cells.get("supplier", ""))
        suppliers = [self._parties[key] for key in named if key in self._parties]
        if named[0] and named[0] not in self._parties:
            suppliers = [one for one in suppliers if not self._usccs[one]]
            suppliers = suppliers or ["-"]  # a firm that is new here
        if cut is not None and number is None:
            same = (one for one in self._case.tax.purchase_invoices if one.number and can_be(cut, one.number))
            here = any(same_line(values, suppliers, one) for one in same)
            self._known += here
            return here
        if not isinstance(number, str):
            return False
        drafts = self._case.drafts
        for at, one in enumerate(self._open):
            place = f"{PLACE}.{one.id}.number"
            if can_be(drafts.get(place), number) and same_line(values, suppliers, one):
                self._case = edit.set_value(self._case, place, number)
                del self._open[at]
                self._numbered += 1
                return True
        return False

    def _values(self, cells: Mapping[str, str]) -> tuple[dict[str, object], list[tuple[str, str]]]:
        number = number_of(cells)
        damaged = number is not None and is_cut(number)
        values: dict[str, object] = {"number": None if damaged else number}
        unread: list[tuple[str, str]] = [("number", number)] if damaged and number else []
        for field in _READ:
            if field in cells:
                values[field] = _value(field, cells[field])
                unread += [(field, cells[field])] if values[field] is None else []
        values["name_zh"] = invoiced_name(cells["name_zh"]) if "name_zh" in cells else None
        values["unit"] = code_for(self._codes, "units", cells["unit"]) if "unit" in cells else None
        values["voucher"] = _voucher(cells.get("voucher", ""))
        return values, unread

    def _supplier(self, cells: Mapping[str, str]) -> str | None:
        """Return the party that sold, added to the shipment when it is new there."""
        uscc, name = half_width(cells.get("supplier_uscc", "")).upper() or None, cells.get("supplier")
        known = next((self._parties[key] for key in (uscc, name) if key in self._parties), None)
        if known is not None and uscc and not self._usccs[known]:
            self._case = edit.set_value(self._case, f"{PARTIES}.{known}.uscc", uscc)
            self._parties[uscc], self._usccs[known] = known, uscc
        namesake = known is not None and uscc is not None and self._usccs[known] != uscc
        if (known is not None and not namesake) or (uscc is None and name is None):
            return known
        self._case, (key,) = lists.append(
            self._case, PARTIES, [{"roles": ("supplier",), "uscc": uscc, "name_zh": name, "country": "CN"}]
        )
        self._parties |= {one: key for one in (uscc, name) if one}
        self._usccs[key] = uscc
        self._suppliers += 1
        return key

    def plan(self) -> InvoicePlan:
        """Return the case with everything taken."""
        case, keys = lists.append(self._case, PLACE, self._rows)
        drafts = {f"{PLACE}.{keys[row]}.{field}": text for row, field, text in self._drafts}
        return InvoicePlan(
            after=replace(case, drafts={**case.drafts, **drafts}) if drafts else case,
            added=len(keys),
            known=self._known,
            void=self._void,
            unread=len(drafts),
            unlinked=self._unlinked,
            suppliers=self._suppliers,
            partly=self._partly,
            left=self._left,
            cut=self._cut,
            numbered=self._numbered,
        )


def _key(one: PurchaseInvoice) -> tuple[object, ...]:
    return one.number, one.name_zh, one.qty, one.amount


def _value(field: str, text: str) -> object:
    """Read one cell: 13% is 0.13, a day may carry its time."""
    if field == "day":
        return edit.read_typed(date, text.partition("T")[0].partition(" ")[0])
    plain = half_width(text)
    if field == "rate" and plain in _words().rates:
        return Decimal(_words().rates[plain])
    if field == "rate" and plain.endswith("%"):
        number = parse_decimal(plain.removesuffix("%"))
        return None if number is None else number * _SHARE
    return edit.read_typed(Decimal, plain)


def _voucher(text: str) -> str | None:
    return next((kind for word, kind in _words().vouchers.items() if word in text), None)
