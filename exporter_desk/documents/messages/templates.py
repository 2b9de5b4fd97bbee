"""A receiver's own sheet, read from its description: which of our values stands in which of its columns and cells."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from string import ascii_uppercase
from typing import TYPE_CHECKING

from exporter_desk.documents.bind import bind_rows
from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.documents.messages.books import Filler
from exporter_desk.documents.messages.build import MISSING, Gap
from exporter_desk.documents.messages.schema import CONSTANT, Column, FileSpec
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.spreadsheet import Cell

FOLDER = "templates"  # below messages/ in a pack, below the profile for the user's own
DESCRIPTION, BOOK = "template.toml", "template.xlsx"
LINE, HEAD, BROKER = "line.", "head.", "broker"
_CODE = "_code"
_LEAST_ROW = 2
_GOODS = Bilingual("商品", "goods")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_TEXTS = ("zh", "en", "of", "sheet", "source", "confidence")
_OPTIONAL = {"party": str, "receivers": list, "columns": dict, "cells": dict}
_NEEDED: Mapping[str, type] = {**dict.fromkeys(_TEXTS, str), "first_row": int, "as_of": date}
_PLACES = {"columns": re.compile(r"[A-Z]{1,3}"), "cells": re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")}


@dataclass(frozen=True, slots=True)
class SheetTemplate:
    """A workbook of a receiver and what goes where in its `sheet`, from `first_row` (counted from 1) on.

    `columns` (letters) hold a value for each goods line, `cells` (such as `B2`) one for all; a value is `line.` or
    `head.` and a name of the file `of`, or a constant after `=`. With `party` it is used for shipments with that
    declarant or broker alone.
    """

    id: str
    zh: str
    en: str
    of: str
    sheet: str
    first_row: int
    source: str
    as_of: date
    confidence: str
    book: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    receivers: tuple[str, ...] = (BROKER,)
    party: str = ""

    @property
    def name(self) -> Bilingual:
        """Return the title in both languages."""
        return Bilingual(self.zh, self.en)


def vocabulary(spec: FileSpec) -> dict[str, Column]:
    """Return what a template may ask for, by name: `line.hs` of each goods line, `head.contract` of the shipment."""
    found: dict[str, Column] = {}
    for sheet in spec.sheets:
        if not sheet.rows:
            for column in sheet.columns:
                found[HEAD + column.id] = column
                if column.code:
                    zh, en = f"{column.zh}代码", f"{column.en}, code"
                    found[HEAD + column.id + _CODE] = Column(column.id, zh, column.code, needed=column.needed, en=en)
        for line in sheet.head:
            for value, _, label in (cell.partition(" ") for cell in line if cell and not cell.startswith(CONSTANT)):
                zh = label or _label(line, value)
                en = sheet.labels_en.get(zh, "")
                found[HEAD + value.replace(".", "_")] = Column(value, zh, value, needed=bool(label), en=en)
    lines = next((sheet for sheet in spec.sheets if sheet.rows), None)
    for column in lines.columns if lines else ():
        found[LINE + column.id] = column
    return found


def _label(line: tuple[str, ...], value: str) -> str:
    before = next((line[at - 1] for at, cell in enumerate(line) if at and cell.partition(" ")[0] == value), "")
    return before.removeprefix(CONSTANT).rstrip("：: ")


def filled_cells(
    template: SheetTemplate, spec: FileSpec, dossier: Dossier
) -> tuple[dict[str, Cell], tuple[dict[str, Cell], ...], tuple[Gap, ...]]:
    """Return the single cells, the cells of every goods line by column, and what is missing in them."""
    known = vocabulary(spec)
    gaps: list[Gap] = []
    filler = Filler(dossier, (), gaps, importable=True)

    def asked(value: str) -> tuple[Column, str]:
        column = Column(value, value, value) if value.startswith(CONSTANT) else known[value]
        return column, column.value

    single = {place: filler.cell(*asked(value)) for place, value in template.cells.items()}
    source = next((sheet.rows for sheet in spec.sheets if sheet.rows), "")
    listed = tuple(
        {letters: filler.cell(*asked(value), row) for letters, value in template.columns.items()}
        for row in (bind_rows(dossier, source) if template.columns and source else ())
    )
    if template.columns and not listed:  # a list of goods without a line is ready for nobody
        gaps.append(Gap(_GOODS, MISSING, ("goods",)))
    return single, listed, tuple(gaps)


# Reading and writing descriptions.


def load_templates(
    files: Mapping[str, bytes], specs: tuple[FileSpec, ...], *, with_books: bool = True
) -> tuple[SheetTemplate, ...]:
    """Read every template below `files` (`ID/template.toml` with its workbook); raises FormRefusedError with all.

    `with_books` false reads descriptions alone, for a look at whether they are sound.
    """
    problems: list[str] = []
    names = sorted(path.partition("/")[0] for path in files if path.endswith(f"/{DESCRIPTION}"))
    read = [_template(name, files, {spec.id: spec for spec in specs}, problems, with_book=with_books) for name in names]
    if problems:
        raise FormRefusedError(problems)
    return tuple(one for one in read if one is not None)


def _template(
    name: str, files: Mapping[str, bytes], specs: Mapping[str, FileSpec], problems: list[str], *, with_book: bool
) -> SheetTemplate | None:
    path, book = f"{name}/{DESCRIPTION}", f"{name}/{BOOK}"
    try:
        entry = tomllib.loads(files[path].decode("utf-8"))
    except ValueError as error:
        problems.append(f"{path}: {error}")
        return None
    found = list(_problems(name, entry, specs))
    if with_book and book not in files:
        found.append(f"there is no {BOOK}")
    problems += [f"{path}: {one}" for one in found]
    if found:
        return None
    receivers = tuple(str(one) for one in entry.get("receivers", [BROKER]))
    return SheetTemplate(id=name, book=files.get(book, b""), **{**entry, "receivers": receivers})


def _problems(name: str, entry: Mapping[str, object], specs: Mapping[str, FileSpec]) -> Iterator[str]:
    if not _ID.fullmatch(name):
        yield "the name of the folder is small letters, digits, - and _"
    yield from (f"{key} is missing" for key in _NEEDED if key not in entry)
    yield from (f"unknown key {key}" for key in entry.keys() - _NEEDED.keys() - _OPTIONAL.keys())
    kinds = {**_NEEDED, **_OPTIONAL}
    wrong = [key for key, kind in kinds.items() if key in entry and type(entry[key]) is not kind]
    yield from (f"{key}: expected {kinds[key].__name__}" for key in wrong)
    if not wrong and _NEEDED.keys() <= entry.keys():
        yield from _misplaced(entry, specs.get(str(entry["of"])))


def _misplaced(entry: Mapping[str, object], spec: FileSpec | None) -> Iterator[str]:
    if spec is None or spec.format != "xlsx":
        yield f"of: {entry['of']} is no workbook"
    else:
        yield from _wrong_places(entry, spec)


def _wrong_places(entry: Mapping[str, object], spec: FileSpec) -> Iterator[str]:
    first_row = int(str(entry["first_row"]))
    if first_row < _LEAST_ROW:
        yield "first_row: the lines stand below the titles, in row 2 or later"
    known = vocabulary(spec)
    for key, shape in _PLACES.items():
        for place, value in dict(entry.get(key, {})).items():  # type: ignore[call-overload] # a dict, seen above
            if not shape.fullmatch(place):
                yield f"{key}.{place} is no place of a sheet"
            elif key == "cells" and int(place.lstrip(ascii_uppercase)) >= first_row:
                yield f"cells.{place} stands among the lines"
            if not isinstance(value, str) or not (value.startswith(CONSTANT) or value in known):
                yield f"{key}.{place}: {value} is nothing that {spec.id} holds"
            elif key == "cells" and value.startswith(LINE):
                yield f"cells.{place}: a single cell holds no value of a line"


def described(template: SheetTemplate) -> bytes:
    """Return the description of a template as it is kept; what is read back is the same."""
    texts = {name: getattr(template, name) for name in (*_TEXTS, "party")}
    lines = [f"{name} = {_quoted(value)}" for name, value in texts.items() if value]
    lines += [f"first_row = {template.first_row}", f"as_of = {template.as_of.isoformat()}"]
    lines.append(f"receivers = [{', '.join(map(_quoted, template.receivers))}]")
    for title, places in (("columns", template.columns), ("cells", template.cells)):
        lines += [f"[{title}]", *(f"{place} = {_quoted(value)}" for place, value in places.items())]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
