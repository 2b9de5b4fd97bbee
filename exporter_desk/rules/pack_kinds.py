"""What each kind of pack may bring: a pack replaces only files of its own trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.rules.packs import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.rules.packs import Pack, PackKind

KEYS_FILE = "keys/keys.toml"
NOTES_FILE = "text/program_notes.toml"
_FINDINGS = "text/findings/"
_LAW = ("rules/", "codes/", _FINDINGS, f"{SCENARIOS}/")
_PAPER = ("rates/", "forms/", "messages/", "samples/")
_TEMPLATES = "messages/templates/"  # the import sheet of a city's portal
# The beginnings of the paths that a kind may bring. Keys and notes on the program come with the rules alone.
BRINGS: Mapping[PackKind, tuple[str, ...]] = {
    "rules": (*_LAW, *_PAPER, KEYS_FILE, NOTES_FILE),
    "data": ("codes/", "rates/", f"{SCENARIOS}/"),
    "city": (*_LAW, _TEMPLATES, "samples/"),
    "industry": (*_LAW, "samples/"),
    "training": ("training/", "samples/", f"{SCENARIOS}/"),
    "user": (*_LAW, *_PAPER),
}
# Read by the program as it was shipped, whatever a pack says.
SHIPPED_ONLY = frozenset({"rates/containers.toml", "forms/scan_kinds.toml"})


def foreign(pack: Pack) -> tuple[str, ...]:
    """Return the paths in a pack that its kind may not bring."""
    return tuple(path for path in sorted(pack.files) if not _may(pack.head.kind, path))


def _may(kind: PackKind, path: str) -> bool:
    return path not in SHIPPED_ONLY and any(path.startswith(beginning) for beginning in BRINGS[kind])


def touching(packs: Iterable[Pack], part: str) -> tuple[Pack, ...]:
    """Return the packs that bring files of one folder."""
    return tuple(pack for pack in packs if pack.part(part))
