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

    def in_english(self) -> str:
        """An English name stays as it was typed: spandex and elastane are both generic names."""
        name = (self.row or {}).get("en") if _HANZI.search(self.name) else self.name
        return f"{trimmed(self.share)}% {name or self.name}"


def fibres_of(dossier: Dossier, material: Bound) -> Bound:
    """Return the fibres of a material such as `60%涤纶40%棉` by falling share.

    Unknown, with what is wrong as its `gap`, where shares cannot be read or do not add up to a hundred, or where a name
    is none of the table: a paper that names generic fibres in descending order says nothing that is not so.
    """
    text = half_width(str(material.value)).strip() if material.known else ""
    if not text:
        return material
    parts = sorted(_parts(text, dossier.codes), key=lambda one: -one.share)
    total, unknown = sum((one.share for one in parts), Decimal(0)), [one.name for one in parts if one.row is None]
    if not parts:
        return needed(*material.paths, gap="fibre_shares", words=text)
    if unknown:
        return needed(*material.paths, gap="fibre_names", words=text, names="、".join(unknown))
    if total != _HUNDRED:
        return needed(*material.paths, gap="fibre_sum", words=text, total=trimmed(total))
    chinese, english = (one.in_chinese() for one in parts), (one.in_english() for one in parts)
    return material.with_value(Bilingual("、".join(chinese), ", ".join(english)))


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
