"""Where a figure comes from (从哪来), in the help panel: kind, formula, what went into it with a way there, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.help_content import HelpContent, HelpFigure, HelpPlaces, HelpText
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.word_lists import formula_words
from exporter_desk.ui.pages.moments import local_moment
from exporter_desk.ui.pages.source_help import help_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, tzinfo

    from exporter_desk.services.value_origin import Place, WhereFrom
    from exporter_desk.ui.help_content import Block

MOST_PLACES = 24


def figure_help(
    found: WhereFrom,
    today: date,
    zone: tzinfo | None,
    go_to: Callable[[str], None],
    verbs: tuple[tuple[str, Callable[[], None]], ...] = (),
) -> HelpContent:
    """Everything the panel says of one figure; `go_to` leads to the field of a path."""
    blocks: list[Block] = [_figure(found, zone, verbs)]
    if found.formula:
        blocks.append(HelpText(translate("Figure", "How it is computed"), formula_words(found.formula)))
    for heading, places in (
        (translate("Figure", "Still missing"), found.missing),
        (translate("Figure", "Computed from"), found.inputs),
    ):
        if places:
            blocks.append(HelpPlaces(heading, tuple(_row(place, go_to) for place in places[:MOST_PLACES])))
        if len(places) > MOST_PLACES:
            more = translate("Figure", "and {count} more").format(count=len(places) - MOST_PLACES)
            blocks.append(HelpText("", more))
    blocks += help_sources(found.sources, today)
    title = translate("Figure", "Where this comes from")
    return HelpContent(title, tuple(blocks), "source", title)


def _figure(found: WhereFrom, zone: tzinfo | None, verbs: tuple[tuple[str, Callable[[], None]], ...]) -> HelpFigure:
    kind = translate("Figure", "Origin: {kind}").format(kind=pick(found.kind))
    lines = [line for line in (kind, found.note, _moment(found.at, zone)) if line]
    if found.estimated and found.formula:
        lines.append(translate("Figure", "A value computed from an estimate is itself an estimate."))
    value = found.text or translate("Figure", "not known")
    chip = translate("Figure", "estimate") if found.estimated else ""
    return HelpFigure(pick(found.name), value, chip, tuple(lines), verbs)


def _moment(at: str, zone: tzinfo | None) -> str:
    """The moment in the time of this desk; what is no moment is left out."""
    moment = local_moment(at, zone)
    return "" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def _row(place: Place, go_to: Callable[[str], None]) -> tuple[str, str, Callable[[], None] | None]:
    text = place.text or (pick(place.kind) if place.path else "")
    if place.estimated:
        text = " ".join((text, translate("Figure", "(estimate)")))
    path = place.path
    return pick(place.name), text, (lambda: go_to(path)) if path else None
