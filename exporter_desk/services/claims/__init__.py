"""The refund of one shipment and of a period: views, files, deadlines, rate library."""
