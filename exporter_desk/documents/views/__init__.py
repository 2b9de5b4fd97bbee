"""Views that forms may name; importing this package registers them all."""

from exporter_desk.documents.views import customs, deal, goods, internal, packet, packing

__all__ = ["customs", "deal", "goods", "internal", "packet", "packing"]
