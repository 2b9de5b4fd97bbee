"""What stood in a case when its papers were handed over, place by place, so that a later version lists its changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.domain.json_value import Json, JsonObject

Kind: TypeAlias = Literal["changed", "added", "removed"]

MARK = "="
"""Begins the key of a place, which tells it from the check sum of a whole part."""
_PARTS = ("number", "day", "facts", "parties", "terms", "goods", "packages", "route", "choices")
_LISTS = ("parties", "goods", "packages")
_TAX_LISTS = ("declarations", "purchase_invoices", "receipts")
_CLAIM = f"{MARK}tax.rows"
"""Stands in a note that tells the rows of the refund file; notes of former times, and of very large claims, do not."""
_CONTAINERS = "route.containers."
_NESTED = (_CONTAINERS, *(f"tax.{name}." for name in _TAX_LISTS))
_NAMES = ("number", "reference", "name_zh", "name_en", "sku", "kind")
_ENGLISH = ("number", "reference", "name_en", "name_zh", "sku", "kind")
_BOXES = ("from", "to")
_UNSAID = frozenset({"id", "contact", "phone", "email"})
"""How a person is reached is not kept a second time: the part that it stands in is said to have changed, no more."""
_MOST, _MOST_TAX_ROWS = 20_000, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One place that differs: its path, and the texts before and after; None where nothing stood.

    A whole row that came or went is one change, whose text is the name of the row (`english` in that language, the
    numbers of the boxes for a row of packing) and `row` where it stood in the list that it belonged to, from one. A
    container that stayed is told apart by its number, so a change in it has its row too.
    """

    path: str
    kind: Kind
    before: str | None = None
    after: str | None = None
    english: str | None = None
    row: int | None = None


def noted(case: JsonObject) -> dict[str, str]:
    """Return the texts of the places that papers show, of a case given as its JSON object; see `changes`.

    A case of extraordinary size notes nothing.
    """
    found = {f"{MARK}{path}": text for part in _PARTS for path, text in _texts(case.get(part), part)}
    found |= {f"{MARK}{path}": text for path, text in _of_the_claim(case.get("tax"))}
    return found if len(found) <= _MOST else {}


def _of_the_claim(tax: Json) -> Iterator[tuple[str, str]]:
    """The rows of the refund file; of a claim with very many only the check sum of the part tells."""
    lists = {name: rows for name in _TAX_LISTS if isinstance(tax, dict) and isinstance(rows := tax.get(name), list)}
    if sum(map(len, lists.values())) <= _MOST_TAX_ROWS:
        yield _CLAIM.removeprefix(MARK), ""
        for name, rows in lists.items():
            yield from _texts(rows, f"tax.{name}")


def _texts(node: Json, path: str) -> Iterator[tuple[str, str]]:
    for key, value in _inside(node, path):
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            yield from _texts(value, key)
        elif value is not None:
            yield key, text_of(value)


def _inside(node: Json, path: str) -> Iterator[tuple[str, Json]]:
    """The places right below a path: fields of a record, rows of a list by their id, a decision by what it is about."""
    if isinstance(node, dict):
        yield from ((f"{path}.{key}", value) for key, value in node.items() if key not in _UNSAID)
    elif not isinstance(node, list):
        yield path, node
    elif path == "choices":
        yield from ((f"{path}.{one['what']}", one.get("value")) for one in node if isinstance(one, dict))
    else:
        rows = (one for one in node if isinstance(one, dict))
        yield from ((f"{path}.{row.get('id', index)}", row) for index, row in enumerate(rows))


def text_of(value: object) -> str:
    """Return a value as a note keeps it."""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[Changed, ...]:
    """Return what differs between two notes, in the order of the case; what went comes last."""
    if not (_CLAIM in then and _CLAIM in now):
        then, now = _without_claim(then), _without_claim(now)
    then, now = _named_containers(then), _named_containers(now)
    rows_then, rows_now = _rows(then), _rows(now)
    found: dict[str, Changed] = {}
    for key in (*now, *(key for key in then if key not in now)):
        row, path = _row(key), key.removeprefix(MARK)
        if row is not None and row not in rows_then:
            zh, en = _name(row, now)
            found[row] = Changed(path=row, kind="added", after=zh, english=en, row=rows_now[row])
        elif row is not None and row not in rows_now:
            zh, en = _name(row, then)
            found[row] = Changed(path=row, kind="removed", before=zh, english=en, row=rows_then[row])
        elif then.get(key) != now.get(key):
            at = rows_now.get(row) if row is not None and row.startswith(_CONTAINERS) else None
            found[path] = Changed(path=path, kind="changed", before=then.get(key), after=now.get(key), row=at)
    return tuple(found.values())


def _without_claim(note: Mapping[str, str]) -> Mapping[str, str]:
    return {key: text for key, text in note.items() if not key.startswith(f"{MARK}tax.")}


def _named_containers(note: Mapping[str, str]) -> Mapping[str, str]:
    """Containers have no id: they are told apart by their number, not by the row, which moves when one goes."""
    names = {
        key.split(".")[2]: text
        for key, text in note.items()
        if key.startswith(f"{MARK}{_CONTAINERS}") and key.endswith(".number") and text.isalnum()
    }
    if not names or len(set(names.values())) < len(names):
        return note
    return {_renamed(key, names): text for key, text in note.items()}


def _renamed(key: str, names: Mapping[str, str]) -> str:
    if not key.startswith(f"{MARK}{_CONTAINERS}"):
        return key
    head, records, row, *rest = key.split(".")
    return ".".join((head, records, names.get(row, row), *rest))


def _row(key: str) -> str | None:
    """Return the row that a key lies in: goods.g1 for =goods.g1.qty."""
    path = key.removeprefix(MARK)
    parts = path.split(".")
    if path.startswith(_NESTED):
        return ".".join(parts[:3])
    return ".".join(parts[:2]) if parts[0] in _LISTS and len(parts) > 1 else None


def _rows(note: Mapping[str, str]) -> dict[str, int]:
    """Return every row of a note with its number in its list, from one."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    for key in note:
        row = _row(key)
        if row is not None and row not in found:
            records = row.rpartition(".")[0]
            counts[records] = found[row] = counts.get(records, 0) + 1
    return found


def _name(row: str, note: Mapping[str, str]) -> tuple[str, str]:
    """Return what a person calls a row, in both languages: its name or number, the numbers of its boxes."""
    boxes = [text for field in _BOXES if (text := note.get(f"{MARK}{row}.{field}"))]
    if boxes:
        return ("-".join(dict.fromkeys(boxes)),) * 2
    zh, en = (
        next((name for field in fields if (name := note.get(f"{MARK}{row}.{field}"))), row)
        for fields in (_NAMES, _ENGLISH)
    )
    return zh, en
