"""Shapes and check characters of identity numbers: credit codes, declarations, containers, commodity codes."""

from __future__ import annotations

import re

from exporter_desk.domain.text import half_width

# GB 32100-2015: the letters I O S V Z are left out; the weight of place i is 3^i mod 31.
_USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_SHAPE = re.compile(rf"[{_USCC_CHARS}]{{18}}")
_USCC_MODULUS = 31

_DECLARATION = re.compile(r"[0-9]{8}0[0-9]{9}")
_DECLARATION_DIGITS, _SIDE = 18, 8
_CONTAINER = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
# ISO 6346: letters count 10, 12, 13 … 38: multiples of 11 are left out.
_CONTAINER_VALUES = (number for number in range(10, 39) if number % 11)
_CONTAINER_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _CONTAINER_VALUES, strict=True))


def uscc_check_character(first: str) -> str | None:
    """Return the check character for the first 17 characters of a credit code (GB 32100), None when one is foreign."""
    if len(first) != 17 or any(char not in _USCC_CHARS for char in first):
        return None
    weighed = sum(_USCC_CHARS.index(char) * pow(3, place, _USCC_MODULUS) for place, char in enumerate(first))
    return _USCC_CHARS[-weighed % _USCC_MODULUS]


def has_uscc_shape(text: str) -> bool:
    """Tell whether `text` has 18 characters of the set of GB 32100."""
    return bool(_USCC_SHAPE.fullmatch(text))


def foreign_to_uscc(text: str) -> str:
    """Return the characters of `text` that no credit code has (GB 32100 leaves out I O S V Z), each once."""
    return "".join(dict.fromkeys(char for char in text if char not in _USCC_CHARS))


def is_uscc(text: str) -> bool:
    """Tell whether `text` is a unified social credit code (统一社会信用代码) with a right check character."""
    return has_uscc_shape(text) and uscc_check_character(text[:17]) == text[17]


def is_export_declaration_number(text: str) -> bool:
    """Tell whether `text` is the 18-digit number of an export declaration: district, year, 0 for export, serial."""
    return bool(_DECLARATION.fullmatch(text))


def declaration_number_fault(text: str) -> str:
    """Return what keeps `text` from being the number of an export declaration: `length`, `signs`, `side`, or ""."""
    if is_export_declaration_number(text):
        return ""
    if len(text) != _DECLARATION_DIGITS:
        return "length"
    return "side" if text.isascii() and text.isdecimal() else "signs"


def declaration_side(text: str) -> str:
    """Return the ninth sign of the number of a declaration, 0 for an export."""
    return text[_SIDE : _SIDE + 1]


def container_check_digit(owner_and_serial: str) -> int:
    """Return the check digit (ISO 6346) for four letters and six digits."""
    values = [_CONTAINER_LETTERS.get(char, 0) if char.isalpha() else int(char) for char in owner_and_serial]
    return sum(value << place for place, value in enumerate(values)) % 11 % 10


def is_container_number(text: str) -> bool:
    """Tell whether `text` is a container number of ISO 6346: four letters, six digits and the right check digit."""
    return bool(_CONTAINER.fullmatch(text)) and container_check_digit(text[:10]) == int(text[10])


def has_container_shape(text: str) -> bool:
    """Tell whether `text` has the shape of a container number: four letters and seven digits."""
    return bool(_CONTAINER.fullmatch(text))


def tidy_container_number(text: str) -> str:
    """Return a container number as papers write it: capitals and digits alone, `mscu 123456-7` is MSCU1234567.

    A text that is no container number comes back in half width, otherwise as it is.
    """
    plain = half_width(text)
    bare = "".join(char for char in plain.upper() if char.isalnum())
    return bare if has_container_shape(bare) else plain


def is_hs10(text: str) -> bool:
    """Tell whether `text` has the shape of a commodity code as declared in China: ten digits."""
    return len(text) == 10 and text.isascii() and text.isdigit()


def is_printable_ascii(text: str) -> bool:
    """Tell whether `text` can stand in an ASCII field: no Hanzi, no full-width sign, no control character."""
    return text.isascii() and text.isprintable()
