"""Two copies of one shipment brought together: what each side changed is kept, what both changed is asked about."""
