"""The banner that tells which changes of the law within the coming months touch the shipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import Banner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import UpcomingView


class LawAhead(Banner):
    """All changes, one a line; in short only the first one, with a verb that leads to the others."""

    def __init__(self, *, short: bool = False) -> None:
        super().__init__()
        self._short = short
        self.hide()

    def show_changes(self, changes: Sequence[UpcomingView]) -> None:
        """Show the changes, earliest first; without any there is no banner."""
        self.setVisible(bool(changes))
        if not changes:
            return
        title = translate("LawAhead", "The law changes")
        told = [pick(change.text) for change in changes]
        if self._short and len(told) > 1:
            self.say("hint", title, told[0], translate("LawAhead", "All {count} changes").format(count=len(told)))
        else:
            self.say("hint", title, "\n".join(told))
