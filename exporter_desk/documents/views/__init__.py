"""Views that forms may name; importing this package registers them all."""

from exporter_desk.documents.views import (
    abroad,
    customs,
    deal,
    estimate,
    goods,
    internal,
    lines,
    lists,
    order,
    origin,
    packet,
    packing,
    quarantine,
    refund,
    refund_sheets,
    sheets,
)

__all__ = [
    "abroad",
    "customs",
    "deal",
    "estimate",
    "goods",
    "internal",
    "lines",
    "lists",
    "order",
    "origin",
    "packet",
    "packing",
    "quarantine",
    "refund",
    "refund_sheets",
    "sheets",
]
