"""What a later version of the papers replaces, in words: for each receiver its version, the changes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import PlaceView, ReplacedView
from exporter_desk.domain import handover
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.guided import option_word
from exporter_desk.services.names import name_of

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.handover import Replaced
    from exporter_desk.domain.stood import Changed
    from exporter_desk.services.desk import Desk

_NOTHING = Bilingual("（空）", "(empty)")
_ADDED, _REMOVED = Bilingual("新增：{name}", "added: {name}"), Bilingual("已删去", "removed")
_FACTS = "facts."


def replaced_views(desk: Desk, case: Case) -> dict[str, ReplacedView]:
    """Return by receiver what the papers of now replace; those without an earlier version are left out."""
    found = {receiver: handover.replaced(case, receiver) for receiver in desk.library.receivers}
    return {receiver: _view(desk, case, one) for receiver, one in found.items() if one is not None}


def _view(desk: Desk, case: Case, one: Replaced) -> ReplacedView:
    return ReplacedView(
        version=one.version,
        parts=tuple(name_of(desk, case, part) for part in one.parts),
        places=tuple(_place(desk, case, place) for place in one.places),
    )


def _place(desk: Desk, case: Case, one: Changed) -> PlaceView:
    before, after = _words(desk, one.path, one.before), _words(desk, one.path, one.after)
    if one.kind == "added":
        after = Bilingual(_ADDED.zh.format(name=after.zh), _ADDED.en.format(name=after.en))
    elif one.kind == "removed":
        after = _REMOVED
    return PlaceView(name=name_of(desk, case, one.path), before=before, after=after)


def _words(desk: Desk, path: str, text: str | None) -> Bilingual:
    """Return a kept text; an answer to a question reads as its option does."""
    if text is None:
        return _NOTHING
    spec = desk.rules.facts.get(path.removeprefix(_FACTS)) if path.startswith(_FACTS) else None
    return Bilingual(text, text) if spec is None else option_word(spec, text)
