"""Sentences that services say: zh/en pairs with named placeholders, loaded from resources/text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping


class Wording(NamedTuple):
    """The sentences of one file by `group.key`."""

    texts: Mapping[str, Bilingual]

    @classmethod
    def load(cls, content: bytes) -> Wording:
        """Read a TOML file of `[group.key]` tables with `zh` and `en`; anything else raises ValueError."""
        import tomllib  # compiles three patterns when it is imported, which no start of the window has to wait for

        texts: dict[str, Bilingual] = {}
        for group, entries in tomllib.loads(content.decode("utf-8")).items():
            for key, entry in entries.items():
                if entry.keys() != {"zh", "en"}:
                    raise ValueError(f"{group}.{key} needs zh and en and nothing else")
                texts[f"{group}.{key}"] = Bilingual(entry["zh"], entry["en"])
        return cls(texts)

    def say(self, key: str, **values: str | int) -> Bilingual:
        """Return the sentence with its placeholders filled; an unknown key or a missing value raises KeyError."""
        return self.texts[key].filled(**values)
