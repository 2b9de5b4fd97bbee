"""What a case says of one person: every place that names them, and the case without the name.

A text names the person **wholly** when the name stands in it by itself: alone, or with no Hanzi, letter or further
word beside it. Of 李敏敏, 李敏家具厂 or "Li Min Hua" only a **part** is 李敏 or "Li Min": that may be somebody else,
so it is told apart and left alone unless it is asked for. The name of a firm is wholly a person's only when it is
nothing but the name, an address or a place never.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

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


# A firm may be called as its owner is; a name inside that of a firm is the firm's.
_FIRMS = frozenset({"name_zh", "name_en"})
# What stands here is a town, a road, a bank or a ship, also when somebody is called the same.
_PLACES = frozenset({"address_zh", "address_en", "bank", "place", "contract_place", "from_place", "vessel"})
_HANZI = "〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
_LATIN = "A-Za-zÀ-ɏＡ-Ｚａ-ｚ"
_LETTERS = f"{_LATIN}0-9０-９"

Standing: TypeAlias = Literal["whole", "part"] | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a case that names the person: the fact path and the whole text there.

    `whole` is False where the name is only a part of another one or of a longer word.
    """

    path: str
    text: str
    whole: bool = True


class Sought:
    """A name that is looked for: in capitals or not, half or full width, with or without blanks between Hanzi."""

    def __init__(self, name: str) -> None:
        typed = " ".join(unicodedata.normalize("NFKC", name).split())
        # Blanks between Hanzi mean nothing, those between Latin words do.
        self.name = re.sub(rf"(?<=[{_HANZI}]) | (?=[{_HANZI}])", "", typed)
        self.letters = len(self.name.replace(" ", ""))
        spelled = "".join(_spelled(char) for char in self.name)
        in_hanzi = re.sub(rf"(?<=[{_HANZI}])(?=[{_HANZI}])", r"\\s*", spelled)
        self.part = re.compile(_edges(in_hanzi, self.name, alone=False), re.IGNORECASE)
        self._whole = re.compile(_edges(in_hanzi, self.name, alone=True), re.IGNORECASE)

    def stands(self, key: str, text: str) -> Standing:
        """Tell how the name stands in a text under `key`: wholly, as a part, or not at all (None)."""
        if key in _NO_TEXT or not self.part.search(text):
            return None
        if key in _PLACES:
            return "part"
        if key in _FIRMS:
            return "whole" if self.is_all_of(text) else "part"
        return "whole" if self._whole.search(text) else "part"

    def is_all_of(self, text: str) -> bool:
        """Tell whether a text is nothing but the name."""
        return self.part.fullmatch(text.strip()) is not None

    def blotted(self, key: str, text: str, *, parts: bool = False) -> str:
        """Return a text with the name blotted out where it stands wholly, with `parts` wherever it stands."""
        standing = self.stands(key, text)
        if standing is None or (standing == "part" and not parts):
            return text
        return (self.part if parts else self._whole).sub(REMOVED, text)


def _spelled(char: str) -> str:
    wide = chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else ""
    if char == " ":
        return r"\s+"
    return f"[{re.escape(char)}{wide}]" if wide else re.escape(char)


def _edges(spelled: str, name: str, *, alone: bool) -> str:
    """Return a pattern that asks what stands on both sides: never the middle of a Latin word, `alone` no other word."""

    def edge(char: str, *, before: bool) -> str:
        if not re.match(f"[{_LETTERS}]", char):
            return "" if not alone else rf"(?<![{_HANZI}])" if before else rf"(?![{_HANZI}])"
        if not before:
            return rf"(?![{_LETTERS}])" + (rf"(?![ \u3000][{_LATIN}])" if alone else "")
        return rf"(?<![{_LETTERS}])" + (rf"(?<![{_LATIN}][ \u3000])" if alone else "")

    return edge(name[:1], before=True) + spelled + edge(name[-1:], before=False)


def mentions(case: Case, name: str) -> tuple[Mention, ...]:
    """Return every place of the case whose text holds `name`, and telephone and mail of a contact of that name."""
    return tuple(_found(to_object(case), "", Sought(name)))


def without(case: Case, name: str, *, parts: bool = False) -> Case:
    """Return the case without `name`: a text that is the name alone is gone, in a longer one it is blotted out.

    Where the name is only a part it stays, unless `parts` is asked for.
    """
    left = _cleaned(to_object(case), Sought(name), parts=parts)
    return from_object(left) if isinstance(left, dict) else case


def _found(node: Json, path: str, name: Sought) -> Iterator[Mention]:
    if isinstance(node, dict):
        beside = _beside(node, name)
        for key, value in node.items():
            place = f"{path}.{key}" if path else key
            if key in beside and isinstance(value, str):
                yield Mention(place, value)
            else:
                yield from _found(value, place, name)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            key = str(item.get("id", index)) if isinstance(item, dict) else str(index)
            yield from _found(item, f"{path}.{key}", name)
    elif isinstance(node, str) and (standing := name.stands(_plain(path), node)):
        yield Mention(path, node, standing == "whole")


def _plain(key: str) -> str:
    """Return the last word of a key: drafts are kept under whole paths."""
    return key.rpartition(".")[2]


def _beside(node: dict[str, Json], name: Sought) -> frozenset[str]:
    """What goes with the name: only where the record is this person's alone."""
    named = [key for key in _BESIDE if name.is_all_of(str(node.get(key) or ""))]
    return frozenset(other for key in named for other in _BESIDE[key])


def _cleaned(node: Json, name: Sought, *, parts: bool, key: str = "") -> Json:
    if isinstance(node, dict):
        beside = _beside(node, name)
        left = {one: value for one, value in node.items() if one not in beside and not _goes(one, value, name, parts)}
        return {one: _cleaned(value, name, parts=parts, key=_plain(one)) for one, value in left.items()}
    if isinstance(node, list):
        return [_cleaned(item, name, parts=parts) for item in node if not _goes("", item, name, parts)]
    return name.blotted(key, node, parts=parts) if isinstance(node, str) else node


def _goes(key: str, value: Json, name: Sought, parts: bool) -> bool:
    """Tell whether a text is the name alone and goes as a whole."""
    if not isinstance(value, str) or not name.is_all_of(value):
        return False
    standing = name.stands(_plain(key), value)
    return standing == "whole" or (standing == "part" and parts)
