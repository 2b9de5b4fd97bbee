"""Views that forms may name; importing this package registers them all."""

from exporter_desk.documents.views import (
    customs,
    deal,
    estimate,
    goods,
    internal,
    packet,
    packing,
    refund,
    refund_sheets,
    sheets,
)

__all__ = ["customs", "deal", "estimate", "goods", "internal", "packet", "packing", "refund", "refund_sheets", "sheets"]
