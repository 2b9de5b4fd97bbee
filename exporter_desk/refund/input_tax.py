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
    where that is not known; `makes` tells that the firm made them itself, None where nobody said what firm it is.
    """

    farm: bool | None
    made_at: Decimal | None
    asked: tuple[str, ...] = ()
    makes: bool | None = True


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


def input_bounds(portion: Portion, produce: Produce, rules: RulesAt) -> tuple[Decimal, Decimal | None]:
    """Return the least and the most input tax of a portion, None for a most that nobody can tell.

    At a reduced levy of a small-scale seller it lies between the tax on the invoice and that of farm produce.
    """
    whole, invoice = input_of(portion, produce, rules), portion.invoice
    if whole.value is not None:
        return whole.value, whole.value
    small = produce.farm and invoice.supplier_taxpayer == SMALL_SCALE and invoice.voucher not in {None, "ordinary"}
    most = _farm_rate(invoice, produce, rules).value if small and not portion.doubt else None
    if most is None or portion.amount is None or invoice.rate is None:
        return ZERO, None
    low, high = sorted((cents(portion.amount * invoice.rate), cents(portion.amount * most)))
    return low, high


def listed_input(portions: Sequence[Portion], produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """Return the input tax of all portions; none at all is unknown, not zero."""
    parts = [input_of(portion, produce, rules) for portion in portions]
    return total(parts, " + ".join(part.formula or "?" for part in parts)) if parts else waiting("invoices")


def _rate(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    path = f"invoices.{invoice.id}"
    if invoice.voucher == "farm_purchase":
        return _farm_rate(invoice, produce, rules)
    if invoice.voucher == "ordinary":
        return _of_exempt_invoice(invoice, produce, rules)
    if invoice.voucher not in (rules.codes("refund_input_vouchers") or ()):
        return Trace(ZERO, "0", (f"{path}.voucher",))
    if invoice.rate is None:
        return waiting(f"{path}.rate")
    if produce.farm and invoice.supplier_taxpayer == SMALL_SCALE:
        return _of_small_seller(invoice, produce, rules)
    return Trace(invoice.rate, share(invoice.rate), (f"{path}.rate",))


def _farm_rate(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """Return 9 % of the price, 10 % where the firm made goods taxed at 13 % of the produce.

    Goods that are no produce of a farm, and that the firm did not make of any, were not bought on such a voucher.
    """
    if unlike_voucher(invoice, produce):
        return waiting(f"invoices.{invoice.id}.voucher")
    if produce.made_at is None:
        return waiting("lines.*.vat_rate")
    deep = produce.made_at == rules.number("refund_farm_input_deep_vat")
    if deep and produce.makes is None:
        return waiting("taxpayer.kind")
    rate = rules.number("refund_farm_input_deep_rate" if deep and produce.makes else "refund_farm_input_rate")
    return waiting("policy") if rate is None else Trace(rate, share(rate))


def unlike_voucher(invoice: Invoice, produce: Produce) -> bool:
    """Tell whether an invoice for farm produce (农产品收购发票) is there for other goods that the firm did not make."""
    return invoice.voucher == "farm_purchase" and produce.farm is False and produce.makes is False


def _of_exempt_invoice(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """An ordinary invoice gives input only for what growers or their cooperative sell of their own produce."""
    path = f"invoices.{invoice.id}.supplier_kind"
    if produce.farm is False or invoice.supplier_kind in _NO_GROWERS:
        return Trace(ZERO, "0", (f"invoices.{invoice.id}.voucher",))
    if invoice.supplier_kind not in _GROWERS:
        return waiting(path, *produce.asked)
    return waiting(*produce.asked) if produce.farm is None else _farm_rate(invoice, produce, rules)


def _of_small_seller(invoice: Invoice, produce: Produce, rules: RulesAt) -> Trace[Decimal]:
    """The invoice of a small-scale seller at the full levy counts like farm produce; at a reduced one it is asked."""
    if invoice.rate == rules.number("refund_farm_small_seller_rate"):
        return _farm_rate(invoice, produce, rules)
    return waiting("vat.input_tax")  # what the tax office accepts of it, nobody can tell from the invoice
