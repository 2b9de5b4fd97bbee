"""What the refund of a shipment hangs on outside of it: other shipments not looked at, unreadable, or of its month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.widgets import Banner

if TYPE_CHECKING:
    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session


class AroundLine(Banner):
    """Hidden while there is nothing to say; `month_wanted` when a person wants to see the claim of the month."""

    month_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("hint")
        self._session = session
        self._gave_up = False
        self.acted.connect(self._act)
        self.hide()

    def show_found(self, analysis: Analysis) -> bool:
        """Say what is known; True where the month of the shipment has others that are computed with it."""
        from exporter_desk.services.claims.neighbours import WHOLE_MONTH

        around, looked = self._session.around, analysis.found.beside.looked
        whole = next((one for one in analysis.refund.findings if one.code == WHOLE_MONTH), None)
        self._gave_up = not looked and not around.is_open(analysis.case)
        if self._gave_up:
            told = translate("Refund", "The other shipments could not be read; the refund is to be confirmed. {reason}")
            reason = "" if around.refusal is None else around.refusal.sentence(language())
            self.say("warn", "", told.format(reason=reason).strip(), translate("Refund", "Read them again"))
        elif not looked:
            self.say("hint", "", _looking())
        elif whole is not None:
            self.say("hint", "", _of_the_month(whole), translate("Refund", "By month"))
        self.setVisible(not looked or whole is not None)
        return whole is not None

    def _act(self) -> None:
        if self._gave_up:
            self._session.look_again(self._session.around.forget)
        else:
            self.month_wanted.emit()


def _of_the_month(told: Finding) -> str:
    text = translate(
        "Refund",
        "{month}: {count} shipments are one claim, refund (CNY): {amount}; that of this shipment alone is not filed.",
    )
    amount = told.values[f"amount_{language()}"]
    return text.format(month=told.values["period"], count=told.values["count"], amount=amount)


def _looking() -> str:
    return translate(
        "Refund",
        "Looking at the other shipments (month before, same month, claimed twice); "
        "until then the refund is to be confirmed.",
    )
