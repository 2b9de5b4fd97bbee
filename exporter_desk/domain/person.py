"""What a case says of one person: every place that names them, and the case without the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import from_object, to_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json

REMOVED = "（已删）"
LEAST_LETTERS = 2  # one letter is in nearly every text
# What goes with a person in the same record: a name without its telephone is only half removed.
_BESIDE = {"contact": ("phone", "email")}
# Ids, codes and words of lists are no texts about a person, whatever letters they hold.
_NO_TEXT = frozenset({"id", "schema", "what", "hs", "unit", "kind", "country", "currency", "rules"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a case that names the person: the fact path and the whole text there."""

    path: str
    text: str


def mentions(case: Case, name: str) -> tuple[Mention, ...]:
    """Return every place of the case whose text holds `name`, and telephone and mail in the same record."""
    return tuple(_found(to_object(case), "", pattern_of(name)))


def without(case: Case, name: str) -> Case:
    """Return the case without `name`: a text that is the name alone is gone, in a longer one it is blotted out."""
    left = _cleaned(to_object(case), pattern_of(name))
    return from_object(left) if isinstance(left, dict) else case


def pattern_of(name: str) -> re.Pattern[str]:
    """Return how the name is found in a text: in capitals or not, and Latin letters only as a whole word."""
    left, right = (
        (r"(?<![A-Za-z0-9])" if name[:1].isascii() else ""),
        (r"(?![A-Za-z0-9])" if name[-1:].isascii() else ""),
    )
    return re.compile(left + re.escape(name) + right, re.IGNORECASE)


def blotted(text: str, name: re.Pattern[str]) -> str:
    """Return a text with the name blotted out wherever it stands."""
    return name.sub(REMOVED, text)


def _found(node: Json, path: str, name: re.Pattern[str]) -> Iterator[Mention]:
    if isinstance(node, dict):
        beside = _beside(node, name)
        for key, value in node.items():
            place = f"{path}.{key}" if path else key
            if not isinstance(value, str):
                yield from _found(value, place, name)
            elif key not in _NO_TEXT and (name.search(value) or key in beside):
                yield Mention(place, value)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            key = str(item.get("id", index)) if isinstance(item, dict) else str(index)
            yield from _found(item, f"{path}.{key}", name)
    elif isinstance(node, str) and name.search(node):
        yield Mention(path, node)


def _beside(node: dict[str, Json], name: re.Pattern[str]) -> frozenset[str]:
    named = [key for key in _BESIDE if name.search(str(node.get(key) or ""))]
    return frozenset(other for key in named for other in _BESIDE[key])


def _cleaned(node: Json, name: re.Pattern[str]) -> Json:
    if isinstance(node, dict):
        beside = _beside(node, name)
        left = {key: value for key, value in node.items() if key not in beside and not _is_name(key, value, name)}
        return {key: value if key in _NO_TEXT else _cleaned(value, name) for key, value in left.items()}
    if isinstance(node, list):
        return [_cleaned(item, name) for item in node if not _is_name("", item, name)]
    return blotted(node, name) if isinstance(node, str) else node


def _is_name(key: str, value: Json, name: re.Pattern[str]) -> bool:
    return key not in _NO_TEXT and isinstance(value, str) and name.fullmatch(value.strip()) is not None
