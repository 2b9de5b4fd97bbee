"""Changes of the law that lie ahead, as the banner over a case tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import UpcomingView
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.source_view import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.upcoming import Upcoming


def upcoming_views(changes: Iterable[Upcoming]) -> tuple[UpcomingView, ...]:
    """Return each change once, earliest first: what a rule says in full is not told again as news of its source."""
    listed = sorted(changes, key=lambda change: (change.day, change.kind == "source"))
    ruled = {(change.day, source) for change in listed if change.kind != "source" for source in change.sources}
    told: dict[tuple[object, ...], Upcoming] = {}
    for change in listed:
        if change.kind == "source" and any((change.day, source) in ruled for source in change.sources):
            continue
        told.setdefault((change.day, change.sources), change)
    return tuple(_view(change) for change in told.values())


def _view(change: Upcoming) -> UpcomingView:
    text = marked(Bilingual(change.zh, change.en), change.confidence)
    return UpcomingView(day=change.day, text=text, sources=change.sources, counted=change.counted)
