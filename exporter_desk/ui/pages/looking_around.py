"""Has the other shipments of the company looked at behind the window, before papers and findings of one are made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.i18n import translate

if TYPE_CHECKING:
    from exporter_desk.services.claims.company_look import Basis
    from exporter_desk.services.claims.neighbours import Neighbours
    from exporter_desk.services.session import Session
    from exporter_desk.ui.tasks import Tasks


def look_around(session: Session, tasks: Tasks) -> bool:
    """Whether it is still to be known what the company claims beside the open shipment; the look is begun, if need be.

    Once it is known the session tells every page.
    """
    around, case = session.around, session.case
    if not around.is_open(case):
        return False
    if not around.is_busy:
        around.is_busy = True
        reading, basis = session.cases.apart, around.hangs_on(case)
        tasks.start(
            _looking,
            lambda _progress: around.look(case, reading),
            partial(_looked, session, basis),
            partial(_failed, session, basis),
            quiet=True,
        )
    return True


def _looked(session: Session, basis: Basis, found: Neighbours) -> None:
    session.around.is_busy = False
    session.look_again(lambda: session.around.take(basis, found))


def _failed(session: Session, basis: Basis, error: Exception) -> None:
    session.around.is_busy = False
    refusal = error if isinstance(error, UserFacingError) else None
    session.look_again(lambda: session.around.give_up(basis, refusal))


def _looking() -> str:
    return translate("CasePage", "Looking at the other shipments")
