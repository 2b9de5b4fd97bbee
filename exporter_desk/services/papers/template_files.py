"""Fills the sheets of brokers and portals that this user or a pack has: one more file to import for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.messages.build import Gap
from exporter_desk.documents.messages.templates import filled_cells
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.messages.schema import FileSpec
    from exporter_desk.documents.messages.templates import SheetTemplate
    from exporter_desk.domain.case import Case

UNFILLED = "unfilled"
_OWN = "template_"
_NOTE = Bilingual(
    "按对方的模板填写，版式和模板一样；对方换了模板时请重新记一次。",
    "Filled into the receiver's own template, laid out as it is; take the template again when the receiver changes it.",
)


def fitting(templates: Iterable[SheetTemplate], spec: FileSpec, case: Case) -> Iterator[SheetTemplate]:
    """Yield the templates of this file that are meant for the shipment: for everybody, or for its broker."""
    broker = case.party("broker")
    names = {broker.name_zh, broker.name_en} if broker else set()
    return (one for one in templates if one.of == spec.id and (not one.party or one.party in names))


def as_file(template: SheetTemplate, spec: FileSpec) -> FileSpec:
    """Return what is told of the filled template; the file itself decides when it is made, and how it is cut."""
    return replace(
        spec, id=f"{_OWN}{template.id}", zh=template.zh, en=template.en, short_zh=template.zh, note=_NOTE, order="",
        receivers=template.receivers, source=template.source, as_of=template.as_of, confidence=template.confidence,
    )  # fmt: skip


def own_id(spec: FileSpec) -> str:
    """Return the name under which a template is kept, of the file that `as_file` made of it; else the id as it is."""
    return spec.id.removeprefix(_OWN)


def written_template(template: SheetTemplate, spec: FileSpec, dossier: Dossier) -> tuple[bytes, tuple[Gap, ...]]:
    """Return the filled workbook and what is missing in it; without bytes where the workbook cannot be filled."""
    from exporter_desk.tables.template_book import TemplateRefusedError, column_number, fill_book, place_of

    single, listed, gaps = filled_cells(template, spec, dossier)
    cells = {place_of(place): cell for place, cell in single.items()}
    for row, line in enumerate(listed, start=template.first_row):
        cells |= {(row, column_number(letters)): cell for letters, cell in line.items()}
    try:
        return fill_book(template.book, template.sheet, template.first_row, cells), gaps
    except TemplateRefusedError as error:
        return b"", (*gaps, Gap(template.name, UNFILLED, found=error.reason))
