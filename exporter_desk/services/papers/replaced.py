"""What a later version of the papers replaces, in words: for each receiver its version, the changes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import PlaceView, ReplacedView
from exporter_desk.domain import handover
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.guided import option_word
from exporter_desk.services.names import name_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.handover import Replaced
    from exporter_desk.domain.stood import Changed
    from exporter_desk.services.desk import Desk

_NOTHING = Bilingual("（空）", "(empty)")
_ADDED, _REMOVED = Bilingual("新增：{name}", "added: {name}"), Bilingual("已删去", "removed")
_FORMERLY = Bilingual("{name} 原第{row}行", "{name}, former line {row}")
_BOXES = Bilingual("箱号 {boxes}", "boxes {boxes}")
_FACTS, _PACKAGES, _CONTAINERS = "facts.", "packages.", "route.containers."


def replaced_views(desk: Desk, case: Case) -> dict[str, ReplacedView]:
    """Return by receiver what the papers of now replace; those without an earlier version are left out.

    A receiver reads nothing of the parts of a case that are no business of his.
    """
    views = {}
    for receiver, info in desk.library.receivers.items():
        one = handover.replaced(case, receiver)
        if one is not None:
            views[receiver] = _view(desk, case, one, info.not_about)
    return views


def _view(desk: Desk, case: Case, one: Replaced, not_about: Collection[str]) -> ReplacedView:
    return ReplacedView(
        version=one.version,
        parts=tuple(name_of(desk, case, part) for part in one.parts),
        places=tuple(
            _place(desk, case, place) for place in one.places if place.path.partition(".")[0] not in not_about
        ),
    )


def _place(desk: Desk, case: Case, one: Changed) -> PlaceView:
    if one.kind == "changed":
        before, after = (_words(desk, one.path, text) for text in (one.before, one.after))
        return PlaceView(name=name_of(desk, case, _path_now(one)), before=before, after=after)
    name = _row_name(one)
    if one.kind == "removed":
        return PlaceView(name=_formerly(desk, one), before=name, after=_REMOVED)
    after = _ADDED.filled(name=name)
    return PlaceView(name=name_of(desk, case, _path_now(one)), before=_NOTHING, after=after)


def _path_now(one: Changed) -> str:
    """Return the path with the row by its place: a container is told apart by its number, but counted by its row."""
    _row, _, rest = one.path.removeprefix(_CONTAINERS).partition(".")
    if not one.path.startswith(_CONTAINERS) or one.row is None:
        return one.path
    return f"{_CONTAINERS}{one.row - 1}" + (f".{rest}" if rest else "")


def _formerly(desk: Desk, one: Changed) -> Bilingual:
    """Return what the list of a row that went is called, and where the row stood in the version before."""
    listed = name_of(desk, None, f"{one.path.rpartition('.')[0]}.-")
    name = Bilingual(listed.zh.removesuffix(" -"), listed.en.removesuffix(" -"))
    return _FORMERLY.filled(name=name, row=one.row)


def _row_name(one: Changed) -> Bilingual:
    zh = one.before or one.after or ""
    if one.path.startswith(_PACKAGES):
        return _BOXES.filled(boxes=zh)
    return Bilingual(zh, one.english or zh)


def _words(desk: Desk, path: str, text: str | None) -> Bilingual:
    """Return a kept text; an answer to a question reads as its option does."""
    if text is None:
        return _NOTHING
    spec = desk.rules.facts.get(path.removeprefix(_FACTS)) if path.startswith(_FACTS) else None
    return Bilingual(text, text) if spec is None else option_word(spec, text)
