"""Own rate cards on this machine: one TOML file a version below the profile, never overwritten, shared by companies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.costs.own_cards import Shelf, saved
from exporter_desk.system.files import as_user_facing, write_atomically
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from exporter_desk.costs.prices import Prices
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.json_value import JsonObject

_SUFFIX = ".toml"
_MOST_BYTES = 1_000_000


def own_cards_folder() -> Path:
    """Return the folder of the user's own cards; it need not exist."""
    return find_paths().data.parent / "rates" / "cards"


def read_shelf(folder: Path) -> Shelf:
    """Return every version of every own card; raises UserFacingError when the folder cannot be read."""
    try:
        files = sorted(path for path in folder.glob(f"*/*{_SUFFIX}") if path.stat().st_size <= _MOST_BYTES)
        return Shelf({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    except OSError as error:
        raise as_user_facing(error, folder) from error


def save_own_card(folder: Path, data: JsonObject, day: date) -> str | tuple[Finding, ...]:
    """Keep one more version of an own card and return the name of its file; or every problem of the card."""
    outcome = saved(read_shelf(folder), data, day=day)
    if isinstance(outcome[0], Shelf):
        shelf, name = outcome
        write_atomically(folder / str(name), shelf.files[str(name)])
        return str(name)
    return outcome


def with_own_cards(prices: Prices, folder: Path) -> Prices:
    """Return the shipped prices with the user's cards over them: a card of his with the same id wins."""
    cards, problems = read_shelf(folder).current()
    return replace(prices, cards={**prices.cards, **cards}, problems=(*prices.problems, *problems))
