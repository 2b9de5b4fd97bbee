"""What a file to import asks of one item, in plain words: how long it may be, or which values may stand there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.documents.messages import build
from exporter_desk.documents.messages.fitting import bounds
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.papers.gap_words import tables

if TYPE_CHECKING:
    from exporter_desk.documents.messages.build import Gap
    from exporter_desk.rules.codes import CodeTables

_LENGTHS = frozenset({build.TOO_LONG, build.IN_BYTES})


@cache
def _patterns() -> dict[str, Bilingual]:
    return {key: Bilingual(entry["zh"], entry["en"]) for key, entry in tables()["limit"].items()}


def limit_words(gap: Gap, codes: CodeTables) -> Bilingual:
    """Return the limit that a value does not keep: `..400` is 最多 400 个字, `units` the code table by its name."""
    if gap.reason == build.NOT_LISTED:
        return _values(gap.limit, codes)
    if gap.reason == build.DIGITS:
        digits, _, after = gap.limit.partition(",")
        return _said("digits" if after else "whole", digits=digits, after=after)
    return _length(*bounds(gap.limit)) if gap.reason in _LENGTHS else Bilingual(gap.limit, gap.limit)


def _length(least: int, most: int) -> Bilingual:
    if least == most:
        return _said("exact", most=str(most))
    return _said("between" if least else "most", least=str(least), most=str(most))


def _values(listed: str, codes: CodeTables) -> Bilingual:
    if listed in codes.tables:
        title = codes.info(listed).title
        zh, en = _said("table", table=title.zh), _said("table", table=title.en)
        return Bilingual(zh.zh, en.en)
    names = listed.split("|")
    return Bilingual(_said("values", values="、".join(names)).zh, _said("values", values=", ".join(names)).en)


def _said(key: str, **words: str) -> Bilingual:
    return _patterns()[key].filled(**words)
