"""What the window knows of the claims beside the open shipment: looked at behind it, kept while it still fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.claims.company_claims import CompanyClaims
    from exporter_desk.services.claims.neighbours import Neighbours
    from exporter_desk.services.desk import Desk

    Basis = tuple[object, ...]


class CompanyLook:
    """The other shipments of the company beside the open one. Its modules are loaded when there is something to see.

    `look` is slow and runs behind the window, one at a time while `is_busy`; everything else is of the window's thread.
    """

    def __init__(self, desk: Desk, today: Callable[[], date]) -> None:
        self._desk, self._today = desk, today
        self._claims: CompanyClaims | None = None
        self._seen: tuple[Basis, Neighbours] | None = None
        self._forgotten = 0
        self.is_busy = False
        self.refusal: UserFacingError | None = None
        """Why the other shipments could not be looked at."""

    def forget(self) -> None:
        """Look anew at the next chance: another shipment is open, or others may have changed."""
        self._seen = self.refusal = None
        self._forgotten += 1

    def is_open(self, case: Case) -> bool:
        """Tell whether it matters to a shipment what the company claims beside it, and nobody looked yet."""
        return self._matters(case) and (self._seen is None or self._seen[0] != self.hangs_on(case))

    def beside(self, case: Case) -> Callable[[Case, date], Neighbours]:
        """Return what an analysis of the shipment asks for what is claimed beside it, as far as it is known now."""
        from exporter_desk.services.claims.neighbours import ALONE, NOT_LOOKED

        known = NOT_LOOKED if self.is_open(case) else ALONE
        if self._matters(case) and self._seen is not None and known is ALONE:
            known = self._seen[1]
        return lambda _case, _day: known

    def look(self, case: Case, reading: Callable[[], AbstractContextManager[CaseService]]) -> Neighbours:
        """Return what the company claims beside a shipment; only what changed since the last look is read.

        UserFacingError names a shipment that cannot be read: what it claims is unknown, not nothing.
        """
        from exporter_desk.rules.typed_codes import normalise_codes
        from exporter_desk.services.claims.company_claims import CompanyClaims, own_stamps

        day = case.day or self._today()
        if self._claims is None or not self._claims.judges_by(self._desk.refund_book):
            self._claims = CompanyClaims(self._desk)
        with reading() as cases:
            stamps = {key: stamp for key, stamp in own_stamps(cases).items() if key != case.id}
            self._claims.learn(stamps, cases.peek, day)
        return self._claims.beside(normalise_codes(case, self._desk.codes), day)

    def take(self, basis: Basis, found: Neighbours) -> None:
        """Keep what was found for a shipment that hung on `basis` when the look began, unless it is forgotten."""
        self._keep(basis, found, None)

    def give_up(self, basis: Basis, refusal: UserFacingError | None) -> None:
        """Look no more at the shipment as it is: its company cannot be read, and its refund stays to be confirmed."""
        from exporter_desk.services.claims.neighbours import NOT_LOOKED

        self._keep(basis, NOT_LOOKED, refusal)

    def _keep(self, basis: Basis, found: Neighbours, refusal: UserFacingError | None) -> None:
        if basis[0] == self._forgotten:
            self._seen, self.refusal = (basis, found), refusal

    def _matters(self, case: Case) -> bool:
        from exporter_desk.refund.claim_months import claimed_in

        return case.sample is None and claimed_in(case) is not None

    def hangs_on(self, case: Case) -> Basis:
        """Return what decides which claims matter to a shipment: a change of anything else leaves them as they are."""
        tax = case.tax
        claim = (self._forgotten, case.id, case.number, case.day, tax.claim_period, tax.claim_date, tax.claim_batch)
        basis = (case.parties, case.facts, case.choices, tax.declarations, tax.purchase_invoices)
        return (*claim, *basis, id(self._desk.refund_book), self._today())
