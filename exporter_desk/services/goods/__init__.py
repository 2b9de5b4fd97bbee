"""Goods that are brought in: from sheets, from earlier shipments, by questions."""
