"""Reads the descriptions of machine files strictly: all problems of all files together, each with its place."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.documents.conditions import ALWAYS
from exporter_desk.documents.loader import FormRefusedError, read_condition
from exporter_desk.documents.messages.schema import FORMATS, NODE, TYPES, Column, Element, FileSpec, SheetSpec
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, object]

INDEX = "messages.toml"
HEADER = ("node", "element", "zh", "type", "length", "min", "max", "codes", "value", "when")
_LENGTH = {
    NODE: re.compile(""),
    "text": re.compile(r"=\d+|\.\.\d+|\d+\.\.\d+"),
    "int": re.compile(r"\d+"),
    "decimal": re.compile(r"\d+,\d+"),
    "signed": re.compile(r"\d+,\d+"),
    "date": re.compile("=8"),
    "time": re.compile("=14"),
}
_TEXTS = ("zh", "en", "short_zh", "format", "note_zh", "note_en", "source", "confidence")
_OPTIONAL = {
    "table": str,
    "root": str,
    "prefix": str,
    "namespace": str,
    "attributes": dict,
    "lengths": dict,
    "lines": int,
}
_OPTIONAL |= {"split": bool, "order": str, "sheet": list, "when": dict, "unconfirmed": list}
_COLUMN = {"id": str, "zh": str, "value": str, "kind": str, "width": int, "needed": bool, "code": str, "also": list}
_COLUMN |= {"en": str, "offered": bool}
_KINDS = ("text", "number", "money2", "money4", "date")


def load_messages(files: Mapping[str, bytes]) -> tuple[FileSpec, ...]:
    """Read every machine file that `messages.toml` names; raises FormRefusedError with every problem found."""
    problems: list[str] = []
    try:
        index = tomllib.loads(files[INDEX].decode("utf-8"))
    except (KeyError, ValueError) as error:
        raise FormRefusedError([f"{INDEX}: {error!r}"]) from error
    specs = [spec for key, entry in index.items() if (spec := _spec(key, entry, files, problems)) is not None]
    if problems:
        raise FormRefusedError(problems)
    return tuple(specs)


def _spec(key: str, entry: object, files: Mapping[str, bytes], problems: list[str]) -> FileSpec | None:
    found = list(_entry_problems(key, entry))
    if found or not isinstance(entry, dict):
        problems += found or [f"{INDEX}: {key}: expected a table"]
        return None
    table = str(entry.get("table", ""))
    if table and table not in files:
        problems.append(f"{INDEX}: {key}: there is no {table}")
        return None
    texts = {name: str(entry.get(name, "")) for name in (*_TEXTS, "table", "root", "prefix", "namespace", "order")}
    return FileSpec(
        id=key,
        zh=texts["zh"],
        en=texts["en"],
        short_zh=texts["short_zh"],
        format=texts["format"],
        receivers=tuple(str(one) for one in entry["receivers"]),
        note=Bilingual(texts["note_zh"], texts["note_en"]),
        source=texts["source"],
        as_of=entry["as_of"],
        confidence=texts["confidence"],
        when=read_condition(entry["when"], f"{INDEX}: {key}.when", problems) if "when" in entry else ALWAYS,
        table=table,
        root=texts["root"],
        prefix=texts["prefix"],
        namespace=texts["namespace"],
        attributes={str(name): str(value) for name, value in entry.get("attributes", {}).items()},
        lengths={str(name): str(length) for name, length in entry.get("lengths", {}).items()},
        lines=entry.get("lines", 0),
        split=entry.get("split", False),
        order=texts["order"],
        sheets=tuple(_sheet(sheet, f"{INDEX}: {key}.sheet", problems) for sheet in entry.get("sheet", [])),
        elements=_elements(table, files[table], problems) if table else (),
        unconfirmed=tuple(str(path) for path in entry.get("unconfirmed", [])),
    )


def _entry_problems(key: str, entry: object) -> Iterator[str]:
    if not isinstance(entry, dict):
        return
    for name in (*_TEXTS, "receivers", "as_of"):
        if name not in entry:
            yield f"{INDEX}: {key}: {name} is missing"
    for name in entry.keys() - {*_TEXTS, "receivers", "as_of", *_OPTIONAL}:
        yield f"{INDEX}: {key}: unknown key {name}"
    for name, kind in {**dict.fromkeys(_TEXTS, str), "receivers": list, "as_of": date, **_OPTIONAL}.items():
        if name in entry and type(entry[name]) is not kind:
            yield f"{INDEX}: {key}.{name}: expected {kind.__name__}"
    yield from _length_problems(f"{INDEX}: {key}.lengths", entry.get("lengths"), entry.get("attributes"))
    if entry.get("format") not in FORMATS:
        yield f"{INDEX}: {key}.format: expected {' | '.join(FORMATS)}"


def _length_problems(place: str, lengths: object, attributes: object) -> Iterator[str]:
    for name, length in lengths.items() if isinstance(lengths, dict) else ():
        if not isinstance(attributes, dict) or name not in attributes or not _LENGTH["text"].fullmatch(str(length)):
            yield f"{place}.{name}: expected an attribute and the length of a text"


def _sheet(entry: object, place: str, problems: list[str]) -> SheetSpec:
    if not isinstance(entry, dict) or entry.keys() - {"zh", "rows", "head", "labels_en", "column"}:
        problems.append(f"{place}: zh, rows, head, labels_en and column are the keys of a sheet")
        return SheetSpec("", ())
    columns = tuple(_column(one, f"{place}.column", problems) for one in entry.get("column", []))
    doubled = {one.id for one in columns if [other.id for other in columns].count(one.id) > 1}
    problems += [f"{place}.column: {name} stands twice" for name in sorted(doubled)]
    head = tuple(tuple(str(cell) for cell in line) for line in entry.get("head", []))
    labels = {str(label): str(text) for label, text in dict(entry.get("labels_en", {})).items()}
    return SheetSpec(str(entry["zh"]), columns, str(entry.get("rows", "")), head, labels)


def _column(entry: object, place: str, problems: list[str]) -> Column:
    if not isinstance(entry, dict) or entry.keys() - _COLUMN.keys() or {"id", "zh", "value"} - entry.keys():
        problems.append(f"{place}: a column has id, zh, value, and perhaps kind, width and needed")
        return Column("", "", "")
    wrong = [name for name, value in entry.items() if type(value) is not _COLUMN[name]]
    if entry.get("kind", "text") not in _KINDS:
        wrong.append("kind")
    problems += [f"{place} {entry['id']}.{name}: not allowed" for name in wrong]
    return Column("", "", "") if wrong else Column(**{**entry, "also": tuple(map(str, entry.get("also", ())))})


def _elements(name: str, data: bytes, problems: list[str]) -> tuple[Element, ...]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    if tuple(reader.fieldnames or ()) != HEADER:
        problems.append(f"{name}: the columns are {', '.join(HEADER)}")
        return ()
    elements, known = list[Element](), {""}
    for number, row in enumerate(reader, start=2):
        wrong = list(_row_problems(row, known))
        problems += [f"{name}:{number}: {problem}" for problem in wrong]
        if not wrong:
            elements.append(_element(row))
            known.add(elements[-1].path)
    return tuple(elements)


def _row_problems(row: Mapping[str, str], known: set[str]) -> Iterator[str]:
    if None in row.values() or None in row:
        yield f"a row has {len(HEADER)} cells"
        return
    if row["node"] not in known:
        yield f"{row['node']} is no node above"
    if f"{row['node']}/{row['element']}".lstrip("/") in known:
        yield f"{row['element']} stands twice"
    if row["type"] not in TYPES or not _LENGTH[row["type"]].fullmatch(row["length"]):
        yield f"{row['type']} {row['length']} is no type with a length"
    if not (row["min"].isdigit() and row["max"].isdigit() and int(row["min"]) <= int(row["max"])):
        yield f"{row['min']} to {row['max']} is no count"


def _element(row: Mapping[str, str]) -> Element:
    texts = (row["node"], row["element"], row["zh"], row["type"], row["length"])
    return Element(*texts, int(row["min"]), int(row["max"]), row["codes"], row["value"], row["when"])
