"""Rows of facts that are lists: each entry a row, its parts between bars the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Row, Rows, nothing, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows
from exporter_desk.domain.text import entries

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier

_CELLS = 5
_LISTS = (
    "inspection_items",
    "supply_chain",
    "plots",
    "letter_attachments",
    "legality_papers",
    "eu_acts",
    "eu_standards",
)


def list_rows(dossier: Dossier, path: str) -> Rows:
    """Return a list fact as rows; an entry `a|b|c` fills the cells c1, c2, c3, further cells are known to be empty."""
    value = at(dossier.case, path).value
    listed = entries(value) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    return tuple(_list_row(path, number, str(entry)) for number, entry in enumerate(listed))


def _list_row(path: str, number: int, entry: str) -> Row:
    place = f"{path}.{number}"
    parts = [part.strip() for part in entry.replace("｜", "|").split("|")]
    cells = {"no": wording(str(number + 1), place)}
    for index in range(1, _CELLS + 1):
        text = parts[index - 1] if index <= len(parts) else ""
        cells[f"c{index}"] = wording(text, place) if text else nothing(place)
    return Row(cells)


def _register_list(name: str) -> None:
    @rows(f"facts.{name}")
    def listed(dossier: Dossier) -> Rows:
        return list_rows(dossier, f"facts.{name}")


for _name in _LISTS:
    _register_list(_name)
