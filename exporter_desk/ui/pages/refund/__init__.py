"""Pages of the refund: of a shipment, of a month, the rate library."""
