"""Invoices that stand beside a claim and take nothing from it: they are left out before anything is matched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.billing import joined
from exporter_desk.refund.inputs import Invoice, RefundInput
from exporter_desk.refund.matching import match, only_pool

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from exporter_desk.refund.examined import Examined
    from exporter_desk.rules.checklists import RefundMethod
    from exporter_desk.rules.rulebook import RulesAt


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """The input that is claimed on, and what was left out of it.

    `purchases` are the own purchases of a firm for which another one claims: that claim rests on the invoices made out
    to the other firm alone. `incomparable` give no refund and are in another unit than the invoices that do, which
    cover all that was exported of the goods.
    """

    source: RefundInput
    purchases: tuple[Invoice, ...] = ()
    incomparable: tuple[Invoice, ...] = ()


def set_aside(source: RefundInput, method: RefundMethod | None, rules: RulesAt) -> SetAside:
    """Leave out what the claim by `method` does not rest on; an invoice whose kind nobody told stays."""
    lawful = rules.codes(method.vouchers) if method is not None and method.vouchers else None
    if method is None or lawful is None:
        return SetAside(source=source)
    others = tuple(one for one in source.invoices if one.voucher is not None and one.voucher not in lawful)
    if not method.files_itself:
        return SetAside(source=_without(source, others), purchases=others)
    odd = tuple(_incomparable(source, others, lawful)) if any(one.unit for one in others) else ()
    return SetAside(source=_without(source, odd), incomparable=odd)


def _without(source: RefundInput, papers: Sequence[Invoice]) -> RefundInput:
    names = {one.id for one in papers}
    return replace(source, invoices=tuple(one for one in source.invoices if one.id not in names)) if names else source


def _incomparable(source: RefundInput, others: Sequence[Invoice], lawful: Collection[str]) -> Iterator[Invoice]:
    """Yield those of `others` in another unit than the lawful invoices of goods that these cover in full."""
    pools = joined(source)
    goods = {one.id: one.goods for one in pools.invoices}
    kept = tuple(one for one in pools.invoices if one.voucher in lawful)
    billed = joined(replace(source, invoices=kept))
    forward = [line for line in billed.lines if not line.reversal]
    found = match(forward, billed.invoices)
    short = {line.pool for line in forward if line.id in found.uncovered or line.id in found.without_quantity}
    units = {line.pool: line.unit for line in forward if line.pool not in short}
    only = only_pool(source.lines)
    for one in others:
        unit = units.get(goods[one.id] or only or "")
        if None not in (unit, one.unit) and unit != one.unit:
            yield one


def aside_findings(file: Examined) -> Iterator[Finding]:
    """Say which invoices were left out, and why."""
    kinds = (("", file.basis.aside.purchases), ("unit", file.basis.aside.incomparable))
    for variant, papers in kinds:
        if papers:
            places = tuple(f"invoices.{one.id}.{'unit' if variant else 'voucher'}" for one in papers)
            severity = Severity.CONFIRM if variant else Severity.HINT
            yield Finding("T114", severity, places, file.each_paper(papers), ("TAX-D",), variant=variant)
