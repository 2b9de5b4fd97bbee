"""Input tax that the purchase vouchers show (进项税额): tax on the invoice, or a share of the price of farm produce."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, total
from exporter_desk.refund.quantity import ZERO, cents, share, shown, waiting
from exporter_desk.refund.trader import measured_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.inputs import Invoice
    from exporter_desk.refund.matching import Portion
    from exporter_desk.rules.rulebook import RulesAt

SMALL_SCALE = "small_scale"
# Who sells farm produce of its own growing on an exempt invoice.
_GROWERS = frozenset({"coop", "grower"})
_NO_GROWERS = frozenset({"trader", "producer", "other_unit", "individual_business"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Produce:
    """What decides the input tax of farm produce: that the goods are such, and what the goods made of it are taxed at.

    `farm` is None where nobody can tell, `asked` then what would; `made_at` is the VAT rate of the exported goods, None
    where that is not known.
    """

    farm: bool | None
    made_at: Decimal | None
    asked: tuple[str, ...] = ()


def input_of(portion: Portion, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """Return the input tax of a portion; vouchers that give none give zero, one not known or in doubt is asked for."""
    invoice, path = portion.invoice, f"invoices.{portion.invoice.id}"
    if portion.doubt:
        return waiting(*portion.doubt)
    if invoice.voucher is None:
        return waiting(f"{path}.voucher")
    if portion.amount is None:
        return waiting(f"{path}.{'amount' if invoice.amount is None else 'qty'}")
    rate = _rate(invoice, produce, rules)
    if rate.value is None:
        return waiting(*rate.missing)
    formula = f"{shown(portion.amount)} × {share(rate.value)}"
    inputs = (*measured_by(portion), *rate.inputs)
    return Trace(cents(portion.amount * rate.value), formula, inputs, estimated=portion.estimated)


def listed_input(portions: Sequence[Portion], produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """Return the input tax of all portions; none at all is unknown, not zero."""
    parts = [input_of(portion, produce, rules) for portion in portions]
    return total(parts, " + ".join(part.formula or "?" for part in parts)) if parts else waiting("invoices")


def _rate(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    path = f"invoices.{invoice.id}"
    if invoice.voucher == "farm_purchase":
        return _farm_rate(produce, rules)
    if invoice.voucher == "ordinary":
        return _of_exempt_invoice(invoice, produce, rules)
    if invoice.voucher not in (rules.codes("refund_input_vouchers") or ()):
        return Trace(ZERO, "0", (f"{path}.voucher",))
    if invoice.rate is None:
        return waiting(f"{path}.rate")
    if produce.farm and invoice.supplier_taxpayer == SMALL_SCALE:
        return _of_small_seller(invoice, produce, rules)
    return Trace(invoice.rate, share(invoice.rate), (f"{path}.rate",))


def _farm_rate(produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """Return 9 % of the price, 10 % where the produce goes into goods taxed at 13 %."""
    if produce.made_at is None:
        return waiting("lines.*.vat_rate")
    deep = rules.number("refund_farm_input_deep_vat")
    name = "refund_farm_input_deep_rate" if produce.made_at == deep else "refund_farm_input_rate"
    rate = rules.number(name)
    return waiting("policy") if rate is None else Trace(rate, share(rate))


def _of_exempt_invoice(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """An ordinary invoice gives input only for what growers or their cooperative sell of their own produce."""
    path = f"invoices.{invoice.id}.supplier_kind"
    if produce.farm is False or invoice.supplier_kind in _NO_GROWERS:
        return Trace(ZERO, "0", (f"invoices.{invoice.id}.voucher",))
    if invoice.supplier_kind not in _GROWERS:
        return waiting(path, *produce.asked)
    return waiting(*produce.asked) if produce.farm is None else _farm_rate(produce, rules)


def _of_small_seller(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """The invoice of a small-scale seller at the full levy counts like farm produce; at a reduced one it is asked."""
    if invoice.rate == rules.number("refund_farm_small_seller_rate"):
        return _farm_rate(produce, rules)
    return waiting(f"invoices.{invoice.id}.rate")
