"""What the Help menu says in the panel: the list of keys, and what this program is; and the backup of the File menu."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk import __version__
from exporter_desk.system import resources
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.commands import MENUS
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpPlaces, HelpText
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.backup import BackupPage
from exporter_desk.ui.pages.saving import open_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter_desk.ui.main_window import MainWindow

_LETTER = re.compile(r"\(&.\)|&|\s*…")
"""What a menu adds to words: the letter for its key, and the sign that a question follows."""


def back_up_now(window: MainWindow) -> None:
    """Go to the backups and write one, as the button there does."""
    window.navigate(places.BACKUP)
    page = window.page(places.BACKUP)
    if isinstance(page, BackupPage) and page.isVisible():  # else the window has said why it stays where it is
        page.back_up()


def show_keys(window: MainWindow) -> None:
    """Let the panel list every key: those of the menus as the menus have them, then those inside a page."""
    window.tell(_keys)


def _keys() -> HelpContent:
    return HelpContent(translate("Keys", "Keyboard list"), (*_of_menus(), *_inside()))


def _of_menus() -> list[HelpPairs]:
    keyed = ((words, [one for one in commands if one.keys]) for words, commands in MENUS)
    return [
        HelpPairs(
            _plain(words),
            tuple((" / ".join(one.keys).replace("Return", "Enter"), _plain(one.words)) for one in commands),
        )
        for words, commands in keyed
        if commands
    ]


def _inside() -> tuple[HelpPairs, ...]:
    table = (
        ("F2", translate("Keys", "Change the cell")),
        ("F4", translate("Keys", "Open the list of choices")),
        ("Ctrl+C / X / V", translate("Keys", "Copy, cut, paste; also from and to a spreadsheet")),
        ("Ctrl+Shift+C", translate("Keys", "Copy with the titles")),
        ("Insert", translate("Keys", "Add a row")),
        ("Ctrl+Delete", translate("Keys", "Remove the row")),
        ("Tab", translate("Keys", "Next cell")),
        ("Ctrl+Tab", translate("Keys", "Leave the table")),
    )
    elsewhere = (
        ("1 – 9", translate("Keys", "Choose the answer with this number")),
        (translate("Keys", "Space"), translate("Keys", "Tick or untick")),
        (translate("Keys", "Enter"), translate("Keys", "Open what is marked")),
        ("F4", translate("Keys", "Open the list of a field")),
        ("Ctrl+;", translate("Keys", "Put today into a field for a day")),
        ("Esc", translate("Keys", "Close the panel; nothing typed is lost")),
    )
    return (
        HelpPairs(translate("Keys", "In a table"), table),
        HelpPairs(translate("Keys", "In questions, lists and fields"), elsewhere),
    )


def show_about(window: MainWindow) -> None:
    """Let the panel say what the program is, its version, its licence, and where to look further."""
    window.tell(partial(_about, window))


def _about(window: MainWindow) -> HelpContent:
    name = translate("About", "Exporter Desk {version}").format(version=__version__)
    purpose = translate(
        "About",
        "It prepares the papers of a shipment on this computer. It files, signs, seals and pays nothing, and is no "
        "legal or tax advice.",
    )
    licence = translate(
        "About",
        "Proprietary software; the papers that it makes are yours. Qt and PySide6 are used under the LGPL version 3 "
        "and may be replaced. All licence texts lie in the folder of the program.",
    )
    further = (
        (translate("About", "Program folder"), "", _opening(resources.root().parent)),
        (translate("About", "Data folder"), "", _opening(find_paths().data)),
        (translate("About", "Versions of all parts"), "", lambda: window.navigate(places.DOCTOR)),
    )
    blocks = (
        HelpText(name, purpose),
        HelpText(translate("About", "Licence"), licence),
        HelpPlaces(translate("About", "Look further"), further),
    )
    return HelpContent(translate("About", "About Exporter Desk"), blocks)


def _opening(folder: Path) -> Callable[[], None]:
    return lambda: open_folder(folder)


def _plain(words: Callable[[], str]) -> str:
    return _LETTER.sub("", words())
