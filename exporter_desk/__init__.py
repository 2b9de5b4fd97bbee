"""Exporter Desk 出口单证台: takes one export shipment from the first question to the printed packet, offline."""

__version__ = "0.1.0"
