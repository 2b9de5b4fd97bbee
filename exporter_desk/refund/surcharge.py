"""Surcharges (附加税费) on the exempt credit: city maintenance tax and both education surcharges, each by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.quantity import Quantity, cents, share, shown, waiting

if TYPE_CHECKING:
    from exporter_desk.refund.inputs import Taxpayer
    from exporter_desk.rules.rulebook import RulesAt

_EDUCATION = {
    "SURCHARGE_EDUCATION": "refund_education_surcharge",
    "SURCHARGE_LOCAL_EDUCATION": "refund_local_education_surcharge",
}


def surcharges(credit: Trace[Decimal], taxpayer: Taxpayer, rules: RulesAt) -> tuple[Quantity, ...]:
    """Return the three surcharges on 免抵税额 and their sum; a 小型微利企业 pays part of each while the law says so."""
    asked = {"taxpayer.place": taxpayer.place, "taxpayer.small_profit": taxpayer.small_profit}
    missing = [path for path, value in asked.items() if value is None]
    names = {"SURCHARGE_CITY": f"refund_city_tax_{taxpayer.place}", **_EDUCATION}
    if missing:
        figures = [Quantity(symbol=symbol, trace=waiting(*missing, *credit.missing)) for symbol in names]
    else:
        part = rules.number("refund_small_profit_share") if taxpayer.small_profit else None
        kept = Decimal(1) if part is None else part
        figures = [Quantity(symbol=symbol, trace=_one(credit, name, kept, rules)) for symbol, name in names.items()]
    whole = total([figure.trace for figure in figures], " + ".join(shown(figure.value) for figure in figures))
    return (*figures, Quantity(symbol="SURCHARGE", trace=whole))


def _one(credit: Trace[Decimal], name: str, kept: Decimal, rules: RulesAt) -> Trace[Decimal]:
    rate = rules.number(name)
    if rate is None:
        return waiting("policy")
    text = share(rate) if kept == 1 else f"{share(rate)} × {share(kept)}"
    inputs = (Trace(rate * kept, text, ("taxpayer.place", "taxpayer.small_profit")),)
    return combine([credit, *inputs], lambda v: cents(v[0] * v[1]), f"{shown(credit.value)} × {text}")
