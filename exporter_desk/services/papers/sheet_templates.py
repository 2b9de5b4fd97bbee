"""Templates of brokers and portals: taken from a workbook by its titles, kept for this user beside those of packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.documents.messages.loader import load_messages
from exporter_desk.documents.messages.templates import (
    BOOK,
    DESCRIPTION,
    FOLDER,
    HEAD,
    LINE,
    SheetTemplate,
    described,
    load_templates,
    vocabulary,
)
from exporter_desk.services.goods.sheet_columns import column_fields, tidy
from exporter_desk.system.files import as_user_facing, write_together
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from exporter_desk.documents.messages.schema import Column, FileSpec
    from exporter_desk.tables.goods_sheet import SheetTexts

# Columns by the name that goods lists have for the same thing.
_SAME = {
    "unit_zh": "unit", "unit": "", "unit1_zh": "unit1", "unit1": "", "unit2_zh": "unit2", "unit2": "",
    "origin_zh": "origin", "origin": "", "source_zh": "source_district", "spec": "elements",
}  # fmt: skip
_HEAD_ROWS = 40
_LEAST_TITLES = 3
NO_FORMULAS: Mapping[str, frozenset[str]] = MappingProxyType({})
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What a foreign sheet seems to be: the file it asks for, the row of its titles (from 0), and what it holds.

    `columns` and `cells` are places with the value that goes there, `unknown` titles and labels nothing was found for,
    by the place that stays empty; `removed` how many cells below the titles hold something that will go (sample lines),
    `foot` the row (from 1) from which the form goes on below the lines, 0 for none; `depth` how many rows of titles.
    """

    of: str
    sheet: str
    header: int
    columns: Mapping[str, str]
    cells: Mapping[str, str]
    unknown: tuple[tuple[str, str], ...] = ()
    removed: int = 0
    depth: int = 1
    foot: int = 0


# Reading what there is.


def templates_folder() -> Path:
    """Return the folder of the user's own templates; it need not exist."""
    return find_paths().data.parent / FOLDER


def read_messages(files: Mapping[str, bytes]) -> tuple[FileSpec, ...]:
    """Read the descriptions of machine files; raises FormRefusedError, also for a wrongly described template."""
    specs = load_messages(files)
    load_templates(_below_folder(files), specs, with_books=False)
    return specs


def shipped_templates(files: Mapping[str, bytes], specs: tuple[FileSpec, ...]) -> tuple[SheetTemplate, ...]:
    """Return the templates below the `messages` folder of the resources and packs; one without its workbook is left."""
    below = _below_folder(files)
    whole = {path: content for path, content in below.items() if f"{path.partition('/')[0]}/{BOOK}" in below}
    return load_templates(whole, specs)


def _below_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path.partition("/")[2]: files[path] for path in files if path.startswith(f"{FOLDER}/")}


def with_own(
    templates: Iterable[SheetTemplate], folder: Path, specs: tuple[FileSpec, ...]
) -> tuple[SheetTemplate, ...]:
    """Return the templates with the user's own over them; one of his that cannot be read is left out."""
    own: dict[str, SheetTemplate] = {one.id: one for one in templates}
    for name, files in _own_files(folder).items():
        try:
            own |= {one.id: one for one in load_templates(files, specs)}
        except FormRefusedError:
            own.pop(name, None)
    return tuple(own[name] for name in sorted(own))


def damaged(folder: Path, specs: tuple[FileSpec, ...]) -> tuple[str, ...]:
    """Return the names of the user's templates that cannot be read."""
    names = []
    for name, files in _own_files(folder).items():
        try:
            load_templates(files, specs)
        except FormRefusedError:
            names.append(name)
    return tuple(names)


def own_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the user's own templates, those that cannot be read among them."""
    return tuple(_own_files(folder))


def _own_files(folder: Path) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    try:
        for path in sorted(folder.glob(f"*/{DESCRIPTION}")):
            parts = [path, path.with_name(BOOK)]
            kept = [part for part in parts if part.is_file() and part.stat().st_size <= _MOST_BYTES]
            found[path.parent.name] = {f"{path.parent.name}/{part.name}": part.read_bytes() for part in kept}
    except OSError:
        return found
    return found


# Taking one.


def recognised(
    sheets: Sequence[SheetTexts], specs: Iterable[FileSpec], computed: Mapping[str, frozenset[str]] = NO_FORMULAS
) -> Layout | None:
    """Return what a foreign workbook most likely asks for, by its titles; None when no row names three of our columns.

    The row that knows most titles wins; labels above it that are ours and have an empty cell beside them count too.
    What holds for the whole shipment (a gross weight) is put into a column only where a person says so. `computed` are
    the places of each sheet that show what a formula finds: they are not filled, and not empty either.
    """
    found = [
        layout
        for spec in specs
        if spec.format == "xlsx" and any(sheet.rows for sheet in spec.sheets)
        for sheet in sheets
        for header in range(min(len(sheet.rows), _HEAD_ROWS))
        if (layout := _layout(sheet, header, spec, computed.get(sheet.name, frozenset()))) is not None
    ]
    return max(found, key=lambda one: (len(one.columns), len(one.cells), -one.header), default=None)


def _layout(sheet: SheetTexts, header: int, spec: FileSpec, computed: frozenset[str]) -> Layout | None:
    known = _names(vocabulary(spec))
    titles = sheet.rows[header]
    columns, unknown = _columns(titles, known)
    if len(columns) < _LEAST_TITLES:
        return None
    below = _second_titles(titles, sheet.rows[header + 1 : header + 2], columns, known)
    if below:
        columns, unknown = _columns([below.get(at, title) for at, title in _wider(titles, below)], known)
    depth = 2 if below else 1
    removed = sum(bool(cell) for row in sheet.rows[header + depth :] for cell in row)
    cells, labels = _cells(sheet.rows[:header], known, computed)
    return Layout(spec.id, sheet.name, header, columns, cells, (*unknown, *labels), removed, depth)


def _columns(titles: Sequence[str], known: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    columns: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for at, title in enumerate(titles):
        fits = (one for one in known.get(tidy(title), ()) if one.startswith(LINE) and one not in columns.values())
        value = next(fits, None)
        if value:
            columns[_letters(at)] = value
        elif title:
            unknown.append((_letters(at), title))
    return columns, unknown


def _second_titles(
    titles: Sequence[str],
    below: Sequence[Sequence[str]],
    columns: Mapping[str, str],
    known: Mapping[str, Sequence[str]],
) -> dict[int, str]:
    """Return the titles of a second row, such as 毛重 and 净重 below 重量; none where that row may be a line.

    They stand below what is no title of ours, and one of them at least is.
    """
    found = {at: text for row in below for at, text in enumerate(row) if text}
    ours = any(one.startswith(LINE) for text in found.values() for one in known.get(tidy(text), ()))
    apart = not any(_letters(at) in columns for at in found)
    return found if ours and apart and any(titles[at] for at in found if at < len(titles)) else {}


def _wider(titles: Sequence[str], below: Mapping[int, str]) -> list[tuple[int, str]]:
    """Return the titles by column, as far as those of the second row go."""
    width = max(len(titles), *(at + 1 for at in below))
    return [(at, titles[at] if at < len(titles) else "") for at in range(width)]


def _cells(
    rows: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]], computed: frozenset[str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """A label with an empty cell at its right is asked for there; those that are not ours come apart."""
    found: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for number, row in enumerate(rows, start=1):
        alone = sum(bool(text) for text in row) == 1  # the name of the form
        for at, label in enumerate(row):
            beside = row[at + 1] if at + 1 < len(row) else ""
            value = next((one for one in known.get(tidy(label), ()) if one.startswith(HEAD)), None)
            place = f"{_letters(at + 1)}{number}"
            if place in computed:
                continue
            if value and not beside and value not in found.values():
                found[place] = value
            elif label and not beside and not value and _asks(label, row[at - 1] if at else "", known, alone=alone):
                unknown.append((place, label.rstrip(":： ")))
    return found, unknown


def _asks(label: str, before: str, known: Mapping[str, Sequence[str]], *, alone: bool) -> bool:
    """Tell whether a text seems to ask for something: not what stands beside a label, nor the name of the form."""
    return label.endswith((":", "：")) or not (alone or tidy(before) in known)


def _names(known: Mapping[str, Column]) -> dict[str, list[str]]:
    """Return the values that each title may mean."""
    names: dict[str, list[str]] = {}
    for value, column in known.items():
        for title in dict.fromkeys((column.zh, *column.also, *_english(value))):
            names.setdefault(tidy(title), []).append(value)
    return names


def _english(value: str) -> list[str]:
    """Return the English titles that goods lists have for a value, as they are known from reading such lists."""
    key = value.removeprefix(LINE)
    same = _SAME.get(key, key) if value.startswith(LINE) else ""
    return [name for field in column_fields("goods") if field.key == same for name in field.names if name.isascii()]


def _letters(at: int) -> str:
    from exporter_desk.tables.goods_sheet import column_name

    return column_name(at)


def changed(layout: Layout, places: Mapping[str, str]) -> Layout:
    """Return the layout as a person corrects it: a place with another value, or with an empty one for none."""
    columns, cells = dict(layout.columns), dict(layout.cells)
    for place, value in places.items():
        listed = columns if place.isalpha() else cells
        if value:
            listed[place] = value
        else:
            listed.pop(place, None)
    unknown = tuple((place, title) for place, title in layout.unknown if place not in columns | cells)
    return replace(layout, columns=columns, cells=cells, unknown=unknown)


def looked_into(layout: Layout, book: bytes) -> Layout:
    """Return the layout with what its workbook shows besides texts: what goes when it is filled, where its foot begins.

    Raises TemplateRefusedError.
    """
    from exporter_desk.tables.template_book import below_titles

    removed, foot = below_titles(book, layout.sheet, _first_row(layout, book))
    return replace(layout, removed=removed, foot=foot or 0)


def _first_row(layout: Layout, book: bytes) -> int:
    from exporter_desk.tables.template_book import first_free_row

    return max(first_free_row(book, layout.sheet, layout.header + 1), layout.header + 1 + layout.depth)


def as_template(layout: Layout, name: str, title: str, book: bytes, party: str, day: date) -> SheetTemplate:
    """Return the template that a layout makes of a workbook; raises TemplateRefusedError for one that is not filled."""
    from exporter_desk.tables.template_book import TemplateRefusedError, fill_book, place_of

    first_row = _first_row(layout, book)
    if any(place_of(place)[0] >= first_row for place in layout.cells):
        raise TemplateRefusedError("below")  # the lines would stand on it
    fill_book(book, layout.sheet, first_row, {})
    return SheetTemplate(
        id=name, zh=title, en=title, of=layout.of, sheet=layout.sheet, first_row=first_row, source="template",
        as_of=day, confidence="user", book=book, columns=layout.columns, cells=layout.cells, party=party,
    )  # fmt: skip


def keep(folder: Path, template: SheetTemplate) -> None:
    """Keep a template beside the user's others, or in the place of one with its name; raises UserFacingError."""
    place = folder / template.id
    write_together({place / BOOK: template.book, place / DESCRIPTION: described(template)})


def give_up(folder: Path, name: str) -> bool:
    """Remove one of the user's templates and tell whether there was one; raises UserFacingError."""
    place = folder / name
    if not (place / DESCRIPTION).is_file():
        return False
    try:
        for part in (DESCRIPTION, BOOK):
            (place / part).unlink(missing_ok=True)
        place.rmdir()
    except OSError as error:
        raise as_user_facing(error, place) from error
    return True
