"""What a garment is made of, as fibre statements write it: generic names by falling share, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, needed
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import Bilingual, folded, half_width
from exporter_desk.rules.codes import Row

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.rules.codes import CodeTables

_SHARE = r"(?P<share>\d{1,3}(?:\.\d+)?)\s*%"
_NAME = r"(?P<name>[^\d%,;、/+.:|]+)"
_BETWEEN = r"[\s,;、/+.]*"
_ORDERS = (re.compile(f"{_SHARE}{_NAME}{_BETWEEN}"), re.compile(f"{_NAME}{_SHARE}{_BETWEEN}"))
_ASIDE = " ,;、/."
_UNKNOWN_HEAD = re.compile(r"([^\d%,;、/+.:|\s]+)\s*:")
_AND = re.compile(r"\s+and\s+|\s*[&和与]\s*")
_HUNDRED = Decimal(100)
_HANZI = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Part:
    """One fibre as it was typed: percent of the weight, name, and the row of the table, None for an unknown name."""

    share: Decimal
    name: str
    row: Row | None

    def in_chinese(self) -> str:
        return f"{trimmed(self.share)}%{(self.row or {}).get('zh') or self.name}"

    def in_english(self, *, for_eu: bool) -> str:
        """An English name stays as it was typed: spandex and elastane are both generic names, but not in the EU."""
        row = self.row or {}
        name = row.get("en") if for_eu or _HANZI.search(self.name) else self.name
        return f"{trimmed(self.share)}% {(row.get('eu') if for_eu else '') or name or self.name}"


@dataclass(frozen=True, slots=True)
class _Section:
    """What one part of a garment is made of, as it was typed; without a row for a garment that is not divided."""

    row: Row | None
    typed: str
    text: str

    def headed(self, fibres: Bilingual) -> Bilingual:
        """Put the name of the part before its fibres."""
        if self.row is None:
            return fibres
        return Bilingual(f"{self.row['zh']}：{fibres.zh}", f"{self.row['en'].capitalize()}: {fibres.en}")


class _NotUnderstoodError(Exception):
    """Why a section says nothing that a statement may repeat: the gap, and words for its finding."""

    def __init__(self, gap: str, words: str, **more: str) -> None:
        super().__init__(gap)
        self.gap, self.words = gap, {"words": words, **more}


def fibres_of(dossier: Dossier, material: Bound) -> Bound:
    """Return the fibres of a material such as `60%涤纶40%棉` by falling share, apart for each part that it names.

    Unknown, with what is wrong as its `gap`, where shares cannot be read or do not add up to a hundred (in each part of
    `面料：100%棉；里料：100%涤纶`), or where a name is none of the table: a paper that names generic fibres in
    descending order says nothing that is not so.
    """
    text = half_width(str(material.value)).strip() if material.known else ""
    if not text:
        return material
    try:
        found = [one.headed(_fibres(one, dossier)) for one in _sections(text, dossier.codes)]
    except _NotUnderstoodError as error:
        return needed(*material.paths, gap=error.gap, **error.words)
    return material.with_value(Bilingual("\n".join(one.zh for one in found), "\n".join(one.en for one in found)))


def _fibres(section: _Section, dossier: Dossier) -> Bilingual:
    parts = sorted(_parts(section.text, dossier.codes), key=lambda one: -one.share)
    total, unknown = sum((one.share for one in parts), Decimal(0)), [one.name for one in parts if one.row is None]
    if not parts:
        raise _NotUnderstoodError("fibre_shares", section.typed)
    if unknown:
        raise _NotUnderstoodError("fibre_names", section.typed, names="、".join(unknown))
    if total != _HUNDRED:
        raise _NotUnderstoodError("fibre_sum", section.typed, total=trimmed(total))
    for_eu = dossier.facts.get("dest_in_eu") is True
    chinese, english = (one.in_chinese() for one in parts), (one.in_english(for_eu=for_eu) for one in parts)
    return Bilingual("、".join(chinese), ", ".join(english))


def _sections(text: str, codes: CodeTables) -> tuple[_Section, ...]:
    """Return the parts of the garment in the order in which they were typed, or the text as a whole."""
    heads = list(_heads(codes).finditer(text))
    before = text[: heads[0].start()] if heads else text
    ends = [*(match.start() for match in heads[1:]), len(text)][: len(heads)]
    sections = tuple(_section(text, match, end, codes) for match, end in zip(heads, ends, strict=True))
    strange = [name for part in (before, *(one.text for one in sections)) for name in _UNKNOWN_HEAD.findall(part)]
    if strange:
        raise _NotUnderstoodError("fibre_heads", text, names="、".join(strange))
    if not sections:
        return (_Section(None, text, text),)
    if before.strip(_ASIDE) or len({(one.row or {}).get("code") for one in sections}) < len(sections):
        raise _NotUnderstoodError("fibre_shares", text)
    return sections


def _section(text: str, head: re.Match[str], end: int, codes: CodeTables) -> _Section:
    row = codes.row("garment_parts", codes.code_of("garment_parts", head["part"]))
    return _Section(row, text[head.start() : end].strip(_ASIDE), text[head.end() : end].strip(_ASIDE))


def _heads(codes: CodeTables) -> re.Pattern[str]:
    """Return what finds the names of parts, with or without a colon behind; an English one is a word of its own."""
    rows = codes.rows("garment_parts").values()
    names = {name for row in rows for name in (row["zh"], row["en"], *row["alias"].split("/")) if name}
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<![A-Za-z])(?P<part>{listed})(?![A-Za-z])\s*:?\s*", re.IGNORECASE)


def _parts(text: str, codes: CodeTables) -> tuple[_Part, ...]:
    """Return share and name of every fibre, none unless all of the text is understood and names each fibre once."""
    listed = _AND.sub(", ", text)
    for pattern in _ORDERS:
        found = list(pattern.finditer(listed))
        if found and "".join(match[0] for match in found) == listed:
            parts = tuple(_part(match["share"], match["name"].strip(), codes) for match in found)
            return parts if len({_identity(one) for one in parts}) == len(parts) else ()
    return ()


def _part(share: str, name: str, codes: CodeTables) -> _Part:
    return _Part(Decimal(share), name, codes.row("fibres", codes.code_of("fibres", name)))


def _identity(part: _Part) -> str:
    return part.row["code"] if part.row else folded(part.name)
