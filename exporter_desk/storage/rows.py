"""A case as table rows and back: what the file holds, independent of how SQL writes it."""

from __future__ import annotations

import json
import typing
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.numbers import plain
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.record import FIRST_DAY, LAST_DAY, built, hints_of, is_of_our_time, joined, keys_of
from exporter_desk.domain.shipment import Container, Route, Terms
from exporter_desk.domain.tax import Declaration, PaperState, PurchaseInvoice, Rate, Receipt, TaxFile

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from exporter_desk.domain.json_value import Json

Cell: TypeAlias = str | int | None
Cells: TypeAlias = dict[str, Cell]
Key: TypeAlias = tuple[str | int, ...]
Rows: TypeAlias = dict[tuple[str, Key], Cells]
Tree: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table that holds the records of one list of a case; a field without a column becomes a row of `answer`."""

    name: str
    place: str
    kind: type
    columns: frozenset[str]

    @property
    def has_ids(self) -> bool:
        """Tell whether rows are keyed by the id of the record; else by its position."""
        return "id" in keys_of(self.kind)


def _table(name: str, place: str, kind: type, columns: str) -> RecordTable:
    return RecordTable(name, place, kind, frozenset(columns.split()))


RECORD_TABLES = (
    _table(
        "party", "parties", Party,
        "roles name_zh name_en uscc customs_code country address_zh address_en contact phone email bank bank_account"
        " taxpayer kind tax_refund_method relation",
    ),
    _table(
        "goods_line", "goods", GoodsLine,
        "name_zh name_en model sku hs hs_confirmed_by hs_confirmed_on elements material botanical qty unit qty1 unit1"
        " qty2 unit2 unit_price net_kg origin source_district supplier levy",
    ),
    _table("package", "packages", Package, "first last kind gross_kg net_kg size_cm"),
    _table("container", "route.containers", Container, "kind number seal"),
    _table("declaration", "tax.declarations", Declaration, "number export_date lines"),
    _table(
        "purchase_invoice", "tax.purchase_invoices", PurchaseInvoice,
        "number day supplier goods name_zh unit qty amount rate voucher",
    ),
    _table("receipt", "tax.receipts", Receipt, "day amount currency payer reference"),
    _table("exchange_rate", "tax.rates", Rate, "day currency cny per"),
    _table("tax_paper", "tax.papers", PaperState, "state number place note"),
    _table(
        "attachment", "attachments", Attachment,
        "paper name media size_bytes sha256 pages pdf_bytes pdf_sha256 turn redrawn fitted turned cleaned source"
        " added_at",
    ),
    _table("choice", "choices", Choice, "what value by at rules"),
)  # fmt: skip

_PLACES = frozenset(table.place for table in RECORD_TABLES)
# The mark of an exercise is younger than the schema.
PRACTICE = "practice"
# Where the tree of answers keeps the position of an item of a list that is younger than the schema.
_POSITION = ""
_CONFIRMED_ON = "hs_confirmed_on"
_FIRST, _LAST = FIRST_DAY.isoformat(), LAST_DAY.isoformat()
_MOST_DIGITS = 100

# The columns that name a row beside case_id.
KEYS: dict[str, tuple[str, ...]] = {
    "shipment": (),
    "answer": ("path",),
    "not_known": ("path",),
    "draft": ("path",),
    "origin": ("path",),
    "last_id": ("list",),
    "estimate": ("block",),
    "package_content": ("package_id", "goods_id"),
    **{table.name: ("id",) if table.has_ids else ("position",) for table in RECORD_TABLES},
}
# What rows of each table hold beside their keys; `position` stands in front where the id is the key.
COLUMNS: dict[str, tuple[str, ...]] = {
    "shipment": ("number", "title", "sample", "day", "note"),
    "answer": ("kind", "value"),
    "not_known": (),
    "draft": ("text",),
    "origin": ("kind", "at", "note"),
    "last_id": ("number",),
    "estimate": ("body",),
    "package_content": ("position", "qty"),
    **{
        table.name: (*(("position",) if table.has_ids else ()), *sorted(table.columns)) for table in RECORD_TABLES
    },
}  # fmt: skip


def rows_of(case: Case) -> Rows:
    """Return the rows that hold `case`; its id is not part of them. A list with one id twice raises ValueError."""
    return _rows(case, None)


def differing_rows(before: Case, after: Case) -> tuple[Rows, Rows]:
    """Return the rows of two states of a case without those of parts that are the same objects in both.

    A step makes anew what it changes and no more, so this costs what it changes. Raises ValueError as `rows_of` does.
    """
    return _rows(before, after), _rows(after, before)


def _rows(case: Case, other: Case | None) -> Rows:
    rows: Rows = {("shipment", ()): {name: _cell(getattr(case, name)) for name in COLUMNS["shipment"]}}
    if case.practice:
        rows["answer", (PRACTICE,)] = _answer(True)
    for table in RECORD_TABLES:
        items = _items(case, table.place)
        known = () if other is None else _items(other, table.place)
        if items is not known:
            _put_records(rows, table, items, known)
    packages = () if other is None else other.packages
    for package in _new_among(case.packages, packages):
        for position, (line, qty) in enumerate(package.contents.items()):
            rows["package_content", (package.id, line)] = {"position": position, "qty": plain(qty)}
    for place, part in (("terms", case.terms), ("route", case.route), ("tax", case.tax)):
        _put_answers(rows, place, part)
    rows |= {("answer", (f"facts.{name}",)): _answer(value) for name, value in case.facts.items()}
    rows |= {("not_known", (path,)): {} for path in case.not_known}
    rows |= {("draft", (path,)): {"text": text} for path, text in case.drafts.items()}
    origins = _new_entries(case.origins, {} if other is None else other.origins)
    rows |= {("origin", (path,)): {"kind": str(o.kind), "at": o.at, "note": o.note} for path, o in origins.items()}
    rows |= {("last_id", (place,)): {"number": number} for place, number in case.last_ids.items()}
    rows |= {("estimate", (block,)): {"body": _json(body)} for block, body in case.estimate.items()}
    return rows


Entry = TypeVar("Entry")


def _new_among(items: Sequence[Entry], known: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the items that do not stand at the same place of the other list."""
    return (item for at, item in enumerate(items) if at >= len(known) or known[at] is not item)


def _new_entries(entries: Mapping[str, Entry], known: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Return the entries that are not the same object in the other mapping."""
    if entries is known:
        return {}
    return {key: entry for key, entry in entries.items() if known.get(key) is not entry}


def _items(case: Case, place: str) -> tuple[DataclassInstance, ...]:
    node: object = case
    for name in place.split("."):
        node = getattr(node, name)
    return cast("tuple[DataclassInstance, ...]", node)


def _put_records(
    rows: Rows, table: RecordTable, items: tuple[DataclassInstance, ...], known: tuple[DataclassInstance, ...]
) -> None:
    """Put the rows of a list but for those items that `known`, the list of another state, has at the same place."""
    _require_one_each(table, items)
    for position, item in enumerate(items):
        if position < len(known) and known[position] is item:
            continue
        key: str | int = str(getattr(item, "id", "")) if table.has_ids else position
        cells: Cells = {"position": position} if table.has_ids else {}
        for name, field in keys_of(table.kind).items():
            value = getattr(item, field.name)
            if field.name in table.columns:
                cells[field.name] = _cell(value)
            elif name not in ("id", "contents") and value is not None and value != {}:
                rows["answer", (joined(table.place, f"{_quoted(str(key))}.{name}"),)] = _answer(value)
        rows[table.name, (key,)] = cells


def _require_one_each(table: RecordTable, items: tuple[DataclassInstance, ...]) -> None:
    if not table.has_ids:
        return
    seen: set[str] = set()
    for item in items:
        key = str(getattr(item, "id", ""))
        if key in seen:
            raise ValueError(f"{table.place} has {key!r} twice")
        seen.add(key)


def _put_answers(rows: Rows, place: str, part: DataclassInstance) -> None:
    for name, field in keys_of(type(part)).items():
        value, path = getattr(part, field.name), joined(place, name)
        if is_dataclass(value) and not isinstance(value, type):
            rows["answer", (path,)] = {"kind": "part", "value": None}
            _put_answers(rows, path, value)
        elif _is_list_of_records(hints_of(field)):
            if path not in _PLACES:
                _put_younger(rows, path, cast("tuple[DataclassInstance, ...]", value))
        elif value is not None and value != () and name != "id":
            rows["answer", (path,)] = _answer(value)


def _put_younger(rows: Rows, place: str, items: tuple[DataclassInstance, ...]) -> None:
    """Put the records of a list without a table: a row that says that the item is there, and where, then its fields."""
    for position, item in enumerate(items):
        path = joined(place, _quoted(str(getattr(item, "id", position))))
        if ("answer", (path,)) in rows:
            raise ValueError(f"{place} has {path!r} twice")
        rows["answer", (path,)] = {"kind": "part", "value": str(position)}
        _put_answers(rows, path, item)


def _is_list_of_records(hint: object) -> bool:
    return typing.get_origin(hint) is tuple and is_dataclass(typing.get_args(hint)[0])


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cell(value: object) -> Cell:
    if isinstance(value, tuple):
        return _json([cast("Json", _cell(entry)) for entry in value]) if value else None
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else cast("Cell", value)


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "truth"),
    (int, "whole"),
    (str, "text"),
    (Decimal, "decimal"),
    (date, "day"),
)
_TYPES: dict[str, object] = {name: kind for kind, name in _KINDS}
_TYPES |= {"texts": tuple[str, ...], "decimals": tuple[Decimal, ...]}


def _answer(value: object) -> Cells:
    if isinstance(value, Mapping):
        return {"kind": "texts", "value": _json([str(part) for pair in value.items() for part in pair])}
    if isinstance(value, tuple):
        kind = "decimals" if value and isinstance(value[0], Decimal) else "texts"
        return {"kind": kind, "value": _cell(value) or "[]"}
    kind = next(name for kind, name in _KINDS if isinstance(value, kind))
    return {"kind": kind, "value": str(_cell(value))}


def _value(hint: object, cell: Cell) -> object:
    read = _READ.get(hint)
    if read is not None:
        return read(cell)
    if typing.get_origin(hint) is tuple:
        return tuple(_value(typing.get_args(hint)[0], entry) for entry in json.loads(str(cell)))
    return str(cell)


def _decimal(text: str) -> Decimal:
    """Read a figure; one without end, or so large that it could not be written out, raises ValueError."""
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError("no figure")
    return number


_READ: dict[object, Callable[[Cell], object]] = {
    str: str,
    Decimal: lambda cell: _decimal(str(cell)),
    date: lambda cell: date.fromisoformat(str(cell)),
    bool: lambda cell: bool(int(cell or 0)),
    int: lambda cell: int(cell or 0),
}
"""How a cell of each kind is read; tens of thousands of them are in a shipment with many invoices."""


def case_of(identifier: str, rows: Rows) -> Case:
    """Return the case that `rows` hold; the opposite of `rows_of`."""
    tables: dict[str, dict[Key, Cells]] = defaultdict(dict)
    for (table, key), cells in rows.items():
        tables[table][key] = cells
    facts, tree = _answers(tables["answer"])
    texts = {path: text for table in RECORD_TABLES for path, text in _taken_out(table, tables[table.name])}
    texts |= _far_answers(tree)
    lists = {table.place: _records(table, tables, tree) for table in RECORD_TABLES}
    head = tables["shipment"][()]
    values: Tree = {"id": identifier, **{name: head[name] for name in ("number", "title", "sample", "note")}}
    values[PRACTICE] = tree.get(PRACTICE) is True
    values["day"] = None if head["day"] is None else date.fromisoformat(str(head["day"]))
    if head["day"] is not None and _waits("day", str(head["day"])):
        values["day"], texts["day"] = None, str(head["day"])
    values |= {place: items for place, items in lists.items() if "." not in place}
    for place, kind in (("terms", Terms), ("route", Route), ("tax", TaxFile)):
        values[place] = _part(kind, place, tree, lists)
    values |= {
        "facts": facts,
        "estimate": {key[0]: json.loads(str(cells["body"])) for key, cells in tables["estimate"].items()},
        "origins": {key[0]: _origin(cells) for key, cells in tables["origin"].items()},
        "drafts": texts | {key[0]: cells["text"] for key, cells in tables["draft"].items()},
        "not_known": frozenset(key[0] for key in tables["not_known"]),
        "last_ids": {key[0]: cells["number"] for key, cells in tables["last_id"].items()},
    }
    return built(Case, values)


def _taken_out(table: RecordTable, rows: dict[Key, Cells]) -> Iterator[tuple[str, str]]:
    """Take what cannot be a day of a shipment out of the rows of a table, and yield it with its path, as drafts.

    Before schema version 6 the day of confirmation took any text, before 8 days took any year: such rows come out of
    files that are only read, and of steps that are undone.
    """
    columns = [(name, field) for name, field, hint in _fields_of(table.kind) if hint is date and field in table.columns]
    for key, cells in list(rows.items()) if columns else ():
        for name, field in columns:
            text = cells.get(field)
            if text is not None and _waits(field, str(text)):
                rows[key] = rows[key] | {field: None}
                yield f"{table.place}.{key[0]}.{name}", str(text)


def _far_answers(tree: Tree, place: str = "") -> dict[str, str]:
    """Take days that can be of no shipment out of the tree of answers; return their texts by path, as drafts."""
    found: dict[str, str] = {}
    for key, value in list(tree.items()):
        path = joined(place, _unquoted(key))
        if isinstance(value, dict):
            found |= _far_answers(value, path)
        elif isinstance(value, date) and not is_of_our_time(value):
            found[path] = value.isoformat()
            del tree[key]
    return found


def _waits(column: str, text: str) -> bool:
    """Tell whether a cell is no day that can be taken, and waits to be mended; any other odd cell is damage."""
    if _FIRST <= text <= _LAST and column != _CONFIRMED_ON:
        return False
    known = _is_day(text)
    return not is_of_our_time(date.fromisoformat(text)) if known else column == _CONFIRMED_ON


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _origin(cells: Cells) -> Origin:
    at, note = cells["at"], cells["note"]
    kind = OriginKind(str(cells["kind"]))
    return Origin(kind=kind, at=None if at is None else str(at), note=None if note is None else str(note))


def _answers(answers: dict[Key, Cells]) -> tuple[Tree, Tree]:
    """Return the facts by name, and every other answer in a tree by the keys of its path."""
    facts: Tree = {}
    tree: Tree = {}
    for (path, *_), cells in sorted(answers.items()):
        value: object = (
            _part_of(cells) if cells["kind"] == "part" else _value(_TYPES[str(cells["kind"])], cells["value"])
        )
        if str(path).startswith("facts."):
            facts[str(path).removeprefix("facts.")] = value
            continue
        *around, name = str(path).split(".")
        branch = tree
        for key in around:
            branch = cast("Tree", branch.setdefault(key, {}))
        branch[name] = value
    return facts, tree


def _part_of(cells: Cells) -> Tree:
    return {} if cells["value"] is None else {_POSITION: int(cells["value"])}


def _part(kind: type, place: str, tree: Tree, lists: Mapping[str, object]) -> object:
    found = {name.removeprefix(place + "."): items for name, items in lists.items() if name.startswith(place + ".")}
    return _from_tree(kind, {**cast("Tree", tree.get(place, {})), **found})


def _from_tree(kind: type, tree: Tree) -> object:
    values: Tree = {}
    for name, field in keys_of(kind).items():
        hint = hints_of(field)
        if name in tree:
            values[field.name] = _from_branch(hint, tree[name])
    return cast("object", built(kind, values))


def _from_branch(hint: object, branch: object) -> object:
    if _is_list_of_records(hint) and not isinstance(branch, tuple):
        return _younger(typing.get_args(hint)[0], cast("Mapping[str, Tree]", branch))
    if isinstance(hint, type) and is_dataclass(hint):
        return _from_tree(hint, cast("Tree", branch))
    return branch


def _younger(kind: type, items: Mapping[str, Tree]) -> tuple[object, ...]:
    ordered = sorted(items.items(), key=lambda pair: cast("int", pair[1][_POSITION]))
    return tuple(_from_tree(kind, {**tree, "id": _unquoted(key)}) for key, tree in ordered)


def _quoted(key: str) -> str:
    """Return an id as one key of a path: a dot in it would part the path."""
    return key.replace("%", "%25").replace(".", "%2E")


def _unquoted(key: str) -> str:
    return key.replace("%2E", ".").replace("%25", "%")


def _records(table: RecordTable, tables: Mapping[str, dict[Key, Cells]], tree: Tree) -> tuple[object, ...]:
    branch: object = tree
    for name in table.place.split("."):
        branch = cast("Tree", branch).get(name, {})
    younger = cast("dict[str, Tree]", branch)
    contents = _contents(tables["package_content"]) if table.name == "package" else {}
    rows = tables.get(table.name, {})
    order = sorted(rows, key=lambda key: cast("int", rows[key]["position"]) if table.has_ids else cast("int", key[0]))
    return tuple(_record(table, key, rows[key], younger.get(_quoted(str(key[0])), {}), contents) for key in order)


def _record(table: RecordTable, key: Key, cells: Cells, younger: Tree, contents: Mapping[str, object]) -> object:
    values: Tree = {"id": key[0]} if table.has_ids else {}
    for name, field, hint in _fields_of(table.kind):
        cell = cells.get(field)
        if cell is not None:
            values[field] = _value(hint, cell)
        elif name in younger:
            values[field] = _of_kind(hint, younger[name])
    if key[0] in contents:
        values["contents"] = contents[str(key[0])]
    return built(table.kind, values)


@cache
def _fields_of(kind: type[DataclassInstance]) -> tuple[tuple[str, str, object], ...]:
    """Return key, name and annotated type of each field of a record."""
    return tuple((key, field.name, hints_of(field)) for key, field in keys_of(kind).items())


def _of_kind(hint: object, value: object) -> object:
    """Return texts by name, which lie in a row as names and texts in turn; anything else as it is."""
    if typing.get_origin(hint) is not Mapping:
        return value
    texts = cast("tuple[str, ...]", value)
    return dict(zip(texts[::2], texts[1::2], strict=True))


def _contents(rows: dict[Key, Cells]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for (package, line), cells in sorted(rows.items(), key=lambda pair: cast("int", pair[1]["position"])):
        found[str(package)][str(line)] = _decimal(str(cells["qty"]))
    return found
