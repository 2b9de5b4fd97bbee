"""Cited sources as screen and paper show them: number, title, issuer, day of effect, confidence, last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import SourceView
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.schema import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Effect, Source

_SAID = Bilingual("待确认", "to be confirmed")


def source_view(source: Source) -> SourceView:
    """Return one source as it is shown; an effective day of lower confidence lowers the label."""
    labels = [label for label in (source.label(), source.effective_confidence) if label is not None]
    return SourceView(
        id=source.id,
        number=source.number,
        title=Bilingual(source.title_zh, source.title_en),
        issuer=Bilingual(source.issuer, source.issuer_en),
        summary=Bilingual(source.about_zh, source.about_en),
        effects=tuple(_effect(effect) for effect in source.effect),
        note=Bilingual(source.note_zh, source.note_en),
        address=source.address,
        effective=source.effective,
        confidence=str(max(labels, key=lambda label: label.rank)),
        checked=source.checked,
    )


def _effect(effect: Effect) -> Bilingual:
    """Return what a later instrument did, with its day."""
    day = "" if effect.from_ is None else effect.from_.isoformat()
    zh, en = (f"{day} 起：{effect.zh}", f"Since {day}: {effect.en}") if day else (effect.zh, effect.en)
    return marked(Bilingual(zh, en), effect.confidence)


def marked(text: Bilingual, confidence: Confidence | None) -> Bilingual:
    """Return a wording with 待确认 behind it when its label is unconfirmed and it does not say so itself."""
    if confidence is not Confidence.UNCONFIRMED or _SAID.zh in text.zh:
        return text
    if not text.zh:
        return _SAID
    zh, en = text.zh.removesuffix("。"), text.en.removesuffix(".")
    ends = ("。", ".") if zh != text.zh else ("", "")
    return Bilingual(f"{zh}（{_SAID.zh}）{ends[0]}", f"{en} ({_SAID.en}){ends[1]}")


def source_views(identifiers: Iterable[str], book: RuleBook) -> tuple[SourceView, ...]:
    """Return the views of sources by id, each once, in the order of their first mention."""
    return tuple(source_view(book.sources[key]) for key in dict.fromkeys(identifiers) if key in book.sources)


def confirmed_first(identifiers: Iterable[str], book: RuleBook) -> tuple[str, ...]:
    """Return ids of sources by how far they can be trusted, those with a number before those without, else as given."""

    def standing(key: str) -> tuple[int, bool]:
        source = book.sources[key]
        return Confidence(source_view(source).confidence).rank, not source.number

    return tuple(sorted((key for key in identifiers if key in book.sources), key=standing))
