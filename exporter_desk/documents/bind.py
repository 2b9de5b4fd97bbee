"""Binds a place on a form to its value: a registered view, a cell of the present row, or a fact path of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from exporter_desk.documents import views
from exporter_desk.documents.bound import Bound, Row, Rows
from exporter_desk.documents.paths import UnknownPathError, at
from exporter_desk.documents.registry import ROWS, VIEWS, rows_of
from exporter_desk.domain.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.documents.conditions import Condition
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.schema import Form

ROW_PREFIX = "row."
# Facts that the services work out for the forms, and where what decides them is typed; the advice on modes itself says
# what the channel waits for.
_COMES_FROM = {"facts.dest_in_eu": "route.dest", "facts.channel": ""}

__all__ = ["ROW_PREFIX", "bind", "bind_rows", "holds", "name_problems", "views"]


def bind(dossier: Dossier, name: str, row: Row | None = None) -> Bound:
    """Return the value that `name` stands for; raises UnknownPathError for a name that nothing answers to."""
    if name.startswith(ROW_PREFIX):
        cell = (row or Row()).cells.get(name.removeprefix(ROW_PREFIX))
        if cell is None:
            raise UnknownPathError(name)
        return cell
    known = dossier.known_values
    if name not in known:
        function = VIEWS.get(name)
        known[name] = function(dossier) if function else at(dossier.case, name)
    return cast("Bound", known[name])


def bind_rows(dossier: Dossier, name: str) -> Rows:
    """Return the rows that `name` stands for; raises KeyError for an unregistered name."""
    return rows_of(dossier, name)


def holds(dossier: Dossier, condition: Condition) -> bool | None:
    """Evaluate a form's condition on the dossier."""
    return condition.holds(lambda fact: _fact_text(dossier, fact))


def waiting_places(dossier: Dossier, condition: Condition) -> tuple[str, ...]:
    """Return the places of a case that have to be filled before the condition is decided."""
    facts = condition.waits_for(lambda fact: _fact_text(dossier, fact))
    return tuple(dict.fromkeys(filter(None, (_place_of(dossier, fact) for fact in facts))))


def _place_of(dossier: Dossier, fact: str) -> str:
    if fact in VIEWS:
        return next(iter(bind(dossier, fact).missing), fact)
    return _COMES_FROM.get(fact, fact)


def _fact_text(dossier: Dossier, name: str) -> str | None:
    short = name.removeprefix("facts.")
    value: object = dossier.facts.get(short) if name.startswith("facts.") else None
    bound = Bound(value) if value is not None else bind(dossier, name)
    if bound.blank:
        return ""
    if isinstance(bound.value, bool):
        return str(bound.value).lower()
    return None if bound.value is None else str(bound.value)


def name_problems(form: Form) -> Iterator[str]:
    """Yield `place: nothing answers to name`; the cells of rows are known only when the rows are made."""
    for place, name in _values(form):
        if name and not name.startswith(ROW_PREFIX) and not _is_answered(name):
            yield f"{place}: nothing answers to {name}"
    for place, rows in _rows(form):
        if rows and rows not in ROWS:
            yield f"{place}: there are no rows {rows}"


def _values(form: Form) -> Iterator[tuple[str, str]]:
    for number, box in enumerate(form.boxes):
        yield f"box[{number}].value", box.value
        yield f"box[{number}].code", box.code
    for number, block in enumerate(form.blocks):
        for inner, field in enumerate(block.fields):
            yield f"block[{number}].field[{inner}].value", field.value
        for inner, column in enumerate(block.columns):
            yield f"block[{number}].column[{inner}].value", column.value
        for name, value in block.values:
            yield f"block[{number}].values.{name}", value.value
    for number, slot in enumerate(form.slots.columns if form.slots else ()):
        for inner, value in enumerate(slot.lines):
            yield f"slots.column[{number}].line[{inner}].value", value.value


def _rows(form: Form) -> Iterator[tuple[str, str]]:
    for number, block in enumerate(form.blocks):
        yield f"block[{number}].rows", "" if block.kind == "chart" else block.rows  # a chart has a name of its own
        yield f"block[{number}].total", block.total
    if form.slots:
        yield "slots.rows", form.slots.rows


def _is_answered(name: str) -> bool:
    if name in VIEWS:
        return True
    try:
        at(Case(), name)
    except UnknownPathError:
        return False
    return True
