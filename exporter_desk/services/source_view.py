"""Cited sources as screen and paper show them: number, title, issuer, day of effect, confidence, last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import SourceView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Source


def source_view(source: Source) -> SourceView:
    """Return one source as it is shown; an effective day of lower confidence lowers the label."""
    labels = [label for label in (source.confidence, source.effective_confidence) if label is not None]
    return SourceView(
        id=source.id,
        number=source.number or source.title_zh,
        title=source.title_zh,
        issuer=source.issuer,
        effective=source.effective,
        confidence=str(max(labels, key=lambda label: label.rank)),
        checked=source.checked,
    )


def source_views(identifiers: Iterable[str], book: RuleBook) -> tuple[SourceView, ...]:
    """Return the views of sources by id, each once, in the order of their first mention."""
    return tuple(source_view(book.sources[key]) for key in dict.fromkeys(identifiers) if key in book.sources)
