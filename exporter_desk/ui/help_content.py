"""What the panel 依据与说明 can say, as values; made and loaded when there is something to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


class HelpText(NamedTuple):
    """A short passage: heading and running text."""

    heading: str
    text: str


class HelpSource(NamedTuple):
    """A cited source: number, title, lines such as number and dates, and a warning if it was checked long ago."""

    number: int
    title: str
    lines: tuple[str, ...] = ()
    warning: str = ""
    chip: str = ""
    verbs: tuple[tuple[str, Callable[[], None]], ...] = ()


class HelpPairs(NamedTuple):
    """A small table of names and values, such as answers already known."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    bold_values: bool = False


class HelpFigure(NamedTuple):
    """One figure: name, value in words, what is said of it below, and what can be done with it."""

    name: str
    value: str
    chip: str = ""
    lines: tuple[str, ...] = ()
    verbs: tuple[tuple[str, Callable[[], None]], ...] = ()


class HelpPlaces(NamedTuple):
    """Places of the case with what stands there; those with an action are buttons that lead to them."""

    heading: str
    rows: tuple[tuple[str, str, Callable[[], None] | None], ...]


Block: TypeAlias = HelpText | HelpSource | HelpPairs | HelpFigure | HelpPlaces


class HelpContent(NamedTuple):
    """Everything the panel 依据与说明 shows for a page."""

    title: str
    blocks: tuple[Block, ...] = ()
    icon: str = "help"
    opener: str = ""
