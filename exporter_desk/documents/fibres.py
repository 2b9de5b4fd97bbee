"""What a garment is made of, as fibre statements write it: generic names by falling share, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, needed
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import Bilingual, half_width

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.rules.codes import CodeTables

_SHARE = r"(\d{1,3}(?:\.\d+)?)\s*%"
_NAME = r"([^\d%,;、/+.:|]+)"
_BETWEEN = r"[\s,;、/+.]*"
_ORDERS = (re.compile(f"{_SHARE}{_NAME}{_BETWEEN}"), re.compile(f"{_NAME}{_SHARE}{_BETWEEN}"))
_HUNDRED = Decimal(100)
_HANZI = re.compile("[\u3400-\u9fff]")


def fibres_of(dossier: Dossier, material: Bound) -> Bound:
    """Return the fibres of a material such as `60%涤纶40%棉`; unknown where a name is none of the table.

    What is typed without Chinese characters stands as it was typed.
    """
    text = half_width(str(material.value)).strip() if material.known else ""
    if not text or not _HANZI.search(text):
        return material
    shares = _read(text, dossier.codes)
    if shares is None:
        return needed(*material.paths)
    rows = sorted(shares, key=lambda one: -one[0])
    words = {
        language: ", ".join(f"{trimmed(share)}% {row[language]}" for share, row in rows) for language in ("zh", "en")
    }
    return material.with_value(Bilingual(words["zh"].replace("% ", "%").replace(", ", "、"), words["en"]))


def _read(text: str, codes: CodeTables) -> list[tuple[Decimal, dict[str, str]]] | None:
    """Return share and fibre of every part, None unless all of the text is understood and adds up to a hundred."""
    for pattern in _ORDERS:
        found = list(pattern.finditer(text))
        if not found or "".join(match[0] for match in found) != text:
            continue
        number, name = (1, 2) if pattern is _ORDERS[0] else (2, 1)
        parts = [
            (Decimal(match[number]), codes.row("fibres", codes.code_of("fibres", match[name].strip())))
            for match in found
        ]
        known = [(share, row) for share, row in parts if row is not None]
        if len(known) == len(parts) and sum(share for share, _ in known) == _HUNDRED:
            return known
    return None
