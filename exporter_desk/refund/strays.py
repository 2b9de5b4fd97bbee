"""Records of a refund file that lead nowhere: they name goods, or a declaration, that this shipment does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.warehouse import is_warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.refund.examined import Examined


def stray_findings(file: Examined) -> Iterator[Finding]:
    """Yield the records that are counted nowhere, each with its place and that of what it could name."""
    if is_warehouse(file.basis):
        yield from _of_warehouse(file)
    source = file.declared
    lines, known = {line.id for line in source.lines}, {one.id for one in source.declarations}
    for one in source.noted:
        if one not in lines:
            yield Finding("T106", Severity.ERROR, (f"noted.{one}", "lines"), {"found": foreign(one)}, variant="line")
    for receipt in source.receipts:
        if receipt.declaration is not None and receipt.declaration not in known:
            values = {"found": foreign(receipt.declaration), "reference": foreign(receipt.reference or receipt.id)}
            places = (f"receipts.{receipt.id}.declaration", "declarations")
            yield Finding("T106", Severity.ERROR, places, values, variant="receipt")


def _of_warehouse(file: Examined) -> Iterator[Finding]:
    """Pre-refunds and sales of goods that are not in this export are reconciled with nothing."""
    source = file.basis.source
    known = {name for line in file.declared.lines for name in (line.id, line.pool)}
    listed = [(f"pre_refunds.{one.id}.goods", one.goods) for one in source.pre_refunds]
    listed += [(f"warehouse_sales.{one.id}.goods", one.goods) for one in source.warehouse_sales]
    strays = {place: goods for place, goods in listed if goods is not None and goods not in known}
    if strays:
        values = {"count": str(len(strays)), **file.listed("goods", map(foreign, dict.fromkeys(strays.values())))}
        yield Finding("T106", Severity.ERROR, tuple(strays), values, ("L17",))
