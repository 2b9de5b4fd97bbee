"""Where estimates that were written down are kept: with their shipment; files of earlier versions are taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.frozen import is_frozen_text
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.estimates import MOST_BYTES, Kept, is_named
from exporter_desk.system import paths

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.storage.repository import CaseRepository


def old_folder() -> Path:
    """Return where earlier versions of the program kept them, a folder for each shipment; it need not exist."""
    return paths.find_paths().data.parent / "estimates"


def take_over_files(repository: CaseRepository) -> int:
    """Keep what lies in the folder of earlier versions with the shipments of this company; return how many.

    The files stay where they are. What cannot be read or written now is tried again at the next start.
    """
    if repository.read_only:
        return 0
    try:
        folders = sorted(one for one in old_folder().iterdir() if one.is_dir())
        return sum(_take_over(repository, folder) for folder in folders if repository.exists(folder.name))
    except (OSError, UserFacingError):
        return 0


def _take_over(repository: CaseRepository, folder: Path) -> int:
    files = [file for file in sorted(folder.glob("*.json")) if file.stat().st_size <= MOST_BYTES]
    read = (Kept(file.stem, file.read_bytes()) for file in files)
    return repository.estimates.take_over(folder.name, [one for one in read if _is_sound(one)])


def _is_sound(kept: Kept) -> bool:
    return is_named(kept.name) and is_frozen_text(kept.text)
