"""The banner that tells which changes of the law within the coming months touch the shipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import Banner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import UpcomingView


class LawAhead(Banner):
    """The first change, with a verb that shows the others, one a line, or (`leads`) leads to where they stand."""

    others_wanted = Signal()

    def __init__(self, *, leads: bool = False) -> None:
        super().__init__()
        self._leads, self._all = leads, False
        self._changes: Sequence[UpcomingView] = ()
        self.acted.connect(self.others_wanted if leads else self._turn)
        self.hide()

    def show_changes(self, changes: Sequence[UpcomingView]) -> None:
        """Show the changes, earliest first; without any there is no banner."""
        self._changes = changes
        self.setVisible(bool(changes))
        if changes:
            self._say()

    def show_less(self) -> None:
        """Go back to the first change alone."""
        self._all = False
        self.show_changes(self._changes)

    def _turn(self) -> None:
        self._all = not self._all
        self._say()

    def _say(self) -> None:
        told = [pick(change.text) for change in self._changes]
        every = translate("LawAhead", "All {count} changes").format(count=len(told))
        verb = translate("LawAhead", "Only the next one") if self._all else every
        shown = told if self._all else told[:1]
        title = translate("LawAhead", "The law changes")
        self.say("hint", title, "\n".join(shown), verb if len(told) > 1 else "")
