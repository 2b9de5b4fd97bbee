"""Inputs that a figure waits for: each name once, and of very many only the first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from exporter_desk.domain.text import Bilingual
from exporter_desk.ui.models.refund_rows import MOST_NAMES, place_words
from exporter_desk.ui.models.word_lists import comma

if TYPE_CHECKING:
    from exporter_desk.services.session import Session


def session(named: list[str]) -> Session:
    """A sitting that calls every place by the end of its path, and notes which ones were asked for."""

    def name_of(path: str) -> Bilingual:
        named.append(path)
        last = path.rpartition(".")[2]
        return Bilingual(f"栏{last}", f"field {last}")

    checklists = SimpleNamespace(place_name=lambda path: Bilingual(path, path))
    return cast("Session", SimpleNamespace(desk=SimpleNamespace(checklists=checklists), name_of=name_of))


def test_each_name_is_said_once() -> None:
    words = place_words(session([]), ("a.1.unit", "a.2.unit", "a.2.rate"))
    assert len(words.split(comma())) == 2
    assert place_words(session([]), ()) == ""


def test_of_thousands_only_the_first_are_named() -> None:
    named: list[str] = []
    words = place_words(session(named), [f"a.{number}" for number in range(10_000)]).split(comma())
    assert len(named) == MOST_NAMES
    assert len(words) == MOST_NAMES + 1
    assert str(10_000 - MOST_NAMES) in words[-1]


def test_as_many_as_are_named_need_no_rest() -> None:
    assert len(place_words(session([]), [f"a.{n}" for n in range(MOST_NAMES)]).split(comma())) == MOST_NAMES
