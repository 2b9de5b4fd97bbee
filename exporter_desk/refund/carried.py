"""What a producer's month leaves for the next (结转下期), and whether the next one's VAT return brings that in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.quantity import ZERO, find, shown
from exporter_desk.refund.vat_return import CARRIED_BDM, CARRIED_MDT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.refund.inputs import VatPeriod
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.refund.vat_return import Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the month before came to: 结转下期免抵退税额 `mdt`, what the cap left of the deduction `bdm`, and `credit`.

    `month` is YYYYMM, `shipment` one of its claim; a figure that is not known there is None. With a `gap`, months
    without a claim lie between: what was left over still goes on, unless a claim of theirs is not in this program.
    """

    month: str
    shipment: str
    mdt: Decimal | None = None
    bdm: Decimal | None = None
    credit: Decimal | None = None
    gap: bool = False

    def contradicts(self, vat: VatPeriod) -> bool:
        """Tell whether the return brings in something else than that month left; what is not typed is nothing."""
        return self.other_mdt(vat) is not None or self.other_bdm(vat) is not None

    def other_mdt(self, vat: VatPeriod) -> Decimal | None:
        """Return 结转免抵退税额 of that month where the return has another, else None."""
        return self._other(self.mdt, vat.carried_mdt)

    def other_bdm(self, vat: VatPeriod) -> Decimal | None:
        """Return what was left of the deduction in that month where the return has another, else None."""
        return self._other(self.bdm, vat.carried_bdm_deduction)

    def _other(self, own: Decimal | None, typed: Decimal | None) -> Decimal | None:
        """Over a gap nothing left over says nothing: what is typed may come from a month that is not here."""
        return None if own == (typed or ZERO) or (self.gap and not own) else own


def left_by(month: str, shipment: str, figures: tuple[Quantity, ...]) -> Earlier:
    """Return what the figures of a month leave for the next."""
    found = {symbol: find(figures, symbol) for symbol in ("MDT_CARRIED", "BDM_DEDUCTION_CARRIED", "CREDIT_CARRIED")}
    mdt, bdm, credit = (None if one is None else one.value for one in found.values())
    return Earlier(month=month, shipment=shipment, mdt=mdt, bdm=bdm, credit=credit)


def brought_in(beside: Beside, vat: VatPeriod, earlier: Earlier | None) -> Beside:
    """Return what stands beside the return `vat`, with what the month before left where that is something else.

    Where it left nothing, nothing has to be told.
    """
    if earlier is None:
        return beside
    left = {CARRIED_MDT: earlier.mdt, CARRIED_BDM: earlier.bdm}
    settled = beside.settled | {path for path, value in left.items() if value == 0 and not earlier.gap}
    return replace(beside, earlier_mdt=earlier.other_mdt(vat), earlier_bdm=earlier.other_bdm(vat), settled=settled)


def month_before(month: str) -> str:
    """Return the month YYYYMM before `month`."""
    year, number = int(month[:4]), int(month[4:])
    return f"{year - 1}12" if number == 1 else f"{year}{number - 1:02d}"


def carried_findings(place: str, vat: VatPeriod, earlier: Earlier) -> Iterator[Finding]:
    """Say where the VAT return at `place` brings in something else than the month before left over.

    The credit of a VAT return may differ for reasons of its own (a refund paid, a credit refunded): that is asked.
    """
    pairs = (
        ("mdt", "carried_mdt", vat.carried_mdt, earlier.other_mdt(vat)),
        ("bdm", "carried_bdm_deduction", vat.carried_bdm_deduction, earlier.other_bdm(vat)),
    )
    for key, field, typed, own in pairs:
        if own is not None:
            variant = f"{key}_gap" if earlier.gap else key if typed is not None else f"{key}_silent"
            severity = Severity.CONFIRM if earlier.gap else Severity.ERROR
            yield _told(f"{place}.{field}", earlier, severity, variant, typed=shown(typed or ZERO), own=shown(own))
    credit, brought = None if earlier.gap else earlier.credit, vat.previous_credit
    if credit is not None and brought is not None and credit != brought:
        values = {"typed": shown(brought), "own": shown(credit)}
        yield _told(f"{place}.previous_credit", earlier, Severity.CONFIRM, "credit", **values)


def _told(place: str, earlier: Earlier, severity: Severity, variant: str, **values: str) -> Finding:
    places = (place, f"{earlier.shipment}:tax.vat")
    variant = "" if variant == "mdt" else variant
    return Finding("T102", severity, places, {**values, "month": earlier.month}, ("L18", "TAX-D"), variant=variant)
