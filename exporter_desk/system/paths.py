"""Where the program keeps its things on this machine: databases, settings, logs and finished papers."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.system.files import as_user_facing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HOME_VARIABLE = "EXPORTER_DESK_HOME"  # tests, classrooms and the portable edition keep everything in one folder
FOLDER_NAME = "ExporterDesk"
_OWN_FOLDER = 0o700  # what is in it is nobody else's business
OUTPUT_NAME = "出口单证台"
# Says that this process practises: it and whatever it starts knows the places of the exercises and no others.
PRACTICE_VARIABLE = "EXPORTER_DESK_PRACTICE"
PRACTICE_FOLDER, PRACTICE_OUTPUT = "practice", "练习"


class Paths(NamedTuple):
    """The folders and files of one user; those of the exercises lie apart, with rules and refund rates in common."""

    data: Path
    settings: Path
    logs: Path
    output: Path
    practice: bool = False

    @property
    def _common(self) -> Path:
        home = self.data.parent
        return home.parent if self.practice else home

    @property
    def rate_library(self) -> Path:
        """Return the file of the imported refund rate library; it serves all companies of the user."""
        return self._common / "rates" / "refund-rates.json"

    @property
    def packs(self) -> Path:
        """Return the folder of the installed packs; they serve all companies of the user."""
        return self._common / "packs"

    @property
    def start_password(self) -> Path:
        """Return the file that is there when the window asks for a password at its start."""
        return self.settings.with_name("start-password.json")

    def make_folders(self) -> None:
        """Make the folders that the program writes to by itself; the output folder is made with the first paper."""
        for folder in (self.settings.parent, self.data, self.logs):
            try:
                folder.mkdir(mode=_OWN_FOLDER, parents=True, exist_ok=True)
                if folder == self.data and os.name == "posix" and folder.stat().st_mode & 0o077:
                    folder.chmod(_OWN_FOLDER)  # a former program made it
            except OSError as error:
                raise as_user_facing(error, folder) from error


def find_paths(environment: Mapping[str, str] = os.environ) -> Paths:
    """Return the places of this user, or of the exercises while this process practises; none of them is made."""
    found = _real_places(environment)
    return _for_practice(found) if environment.get(PRACTICE_VARIABLE) else found


def _for_practice(real: Paths) -> Paths:
    home = real.data.parent / PRACTICE_FOLDER
    settings = real.settings.parent / PRACTICE_FOLDER / real.settings.name
    return Paths(home / real.data.name, settings, real.logs, real.output / PRACTICE_OUTPUT, practice=True)


@contextmanager
def practising() -> Iterator[None]:
    """Let this process know the places of the exercises alone, until the end of the block."""
    former = os.environ.get(PRACTICE_VARIABLE)
    os.environ[PRACTICE_VARIABLE] = "1"
    try:
        yield
    finally:
        if former is None:
            del os.environ[PRACTICE_VARIABLE]
        else:
            os.environ[PRACTICE_VARIABLE] = former


def _real_places(environment: Mapping[str, str]) -> Paths:
    if home := environment.get(HOME_VARIABLE):
        return _below(Path(home).expanduser().absolute())
    import platformdirs

    data = Path(platformdirs.user_data_dir(FOLDER_NAME, appauthor=False))
    config = Path(platformdirs.user_config_dir(FOLDER_NAME, appauthor=False))
    logs = Path(platformdirs.user_log_dir(FOLDER_NAME, appauthor=False))
    return Paths(
        data / "companies", config / "settings.json", logs, _documents(Path(platformdirs.user_documents_dir()))
    )


def _below(home: Path) -> Paths:
    return Paths(home / "companies", home / "settings.json", home / "logs", home / OUTPUT_NAME)


def _documents(documents: Path) -> Path:
    """A bare machine has no folder for documents: then the papers go to the home folder."""
    return (documents if documents.is_dir() else Path.home()) / OUTPUT_NAME
