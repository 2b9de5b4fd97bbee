"""The register of views: what a form may name besides plain fact paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.documents.bound import Bound, Rows
    from exporter_desk.documents.dossier import Dossier

    View: TypeAlias = Callable[[Dossier], Bound]
    RowsView: TypeAlias = Callable[[Dossier], Rows]

VIEWS: dict[str, View] = {}
ROWS: dict[str, RowsView] = {}


def rows_of(dossier: Dossier, name: str) -> Rows:
    """Return the rows registered under `name`, made once for a dossier; raises KeyError for an unregistered name."""
    if name not in dossier.known_rows:
        dossier.known_rows[name] = ROWS[name](dossier)
    return cast("Rows", dossier.known_rows[name])


def view(name: str) -> Callable[[View], View]:
    """Register a function from dossier to one bound value under `name`."""

    def register(function: View) -> View:
        VIEWS[name] = function
        return function

    return register


def rows(name: str) -> Callable[[RowsView], RowsView]:
    """Register a function from dossier to the rows of a table under `name`."""

    def register(function: RowsView) -> RowsView:
        ROWS[name] = function
        return function

    return register
