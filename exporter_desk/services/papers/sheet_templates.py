"""Templates of brokers and portals: taken from a workbook by its titles, kept for this user beside those of packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from exporter_desk.services.goods.sheet_columns import tidy
from exporter_desk.system.files import as_user_facing, write_together
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from exporter_desk.documents.messages.schema import Column, FileSpec
    from exporter_desk.tables.goods_sheet import SheetTexts

_HEAD_ROWS = 40
_LEAST_TITLES = 3
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What a foreign sheet seems to be: the file it asks for, the row of its titles (from 0), and what it holds.

    `columns` and `cells` are places with the value that goes there, `unknown` titles nothing was found for, `removed`
    how many cells below the titles hold something that will go (sample lines).
    """

    of: str
    sheet: str
    header: int
    columns: Mapping[str, str]
    cells: Mapping[str, str]
    unknown: tuple[tuple[str, str], ...] = ()
    removed: int = 0


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


def recognised(sheets: Sequence[SheetTexts], specs: Iterable[FileSpec]) -> Layout | None:
    """Return what a foreign workbook most likely asks for, by its titles; None when no row names three of our columns.

    The row that knows most titles wins; labels above it that are ours and have an empty cell beside them count too.
    What holds for the whole shipment (a gross weight) is put into a column only where a person says so.
    """
    found = [
        layout
        for spec in specs
        if spec.format == "xlsx" and any(sheet.rows for sheet in spec.sheets)
        for sheet in sheets
        for header in range(min(len(sheet.rows), _HEAD_ROWS))
        if (layout := _layout(sheet, header, spec)) is not None
    ]
    return max(found, key=lambda one: (len(one.columns), len(one.cells), -one.header), default=None)


def _layout(sheet: SheetTexts, header: int, spec: FileSpec) -> Layout | None:
    known = _names(vocabulary(spec))
    titles = sheet.rows[header]
    columns: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for at, title in enumerate(titles):
        fits = (one for one in known.get(tidy(title), ()) if one.startswith(LINE) and one not in columns.values())
        value = next(fits, None)
        if value:
            columns[_letters(at)] = value
        elif title:
            unknown.append((_letters(at), title))
    if len(columns) < _LEAST_TITLES:
        return None
    removed = sum(bool(cell) for row in sheet.rows[header + 1 :] for cell in row)
    return Layout(spec.id, sheet.name, header, columns, _cells(sheet.rows[:header], known), tuple(unknown), removed)


def _cells(rows: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A label with an empty cell at its right is asked for there."""
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        for at, label in enumerate(row):
            beside = row[at + 1] if at + 1 < len(row) else ""
            value = next((one for one in known.get(tidy(label), ()) if one.startswith(HEAD)), None)
            if value and not beside and value not in found.values():
                found[f"{_letters(at + 1)}{number}"] = value
    return found


def _names(known: Mapping[str, Column]) -> dict[str, list[str]]:
    """Return the values that each title may mean."""
    names: dict[str, list[str]] = {}
    for value, column in known.items():
        for title in (column.zh, *column.also):
            names.setdefault(tidy(title), []).append(value)
    return names


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
    unknown = tuple((place, title) for place, title in layout.unknown if place not in columns)
    return replace(layout, columns=columns, cells=cells, unknown=unknown)


def as_template(layout: Layout, name: str, title: str, book: bytes, party: str, day: date) -> SheetTemplate:
    """Return the template that a layout makes of a workbook; raises TemplateRefusedError for one that is not filled."""
    from exporter_desk.tables.template_book import fill_book, first_free_row

    first_row = first_free_row(book, layout.sheet, layout.header + 1)
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
