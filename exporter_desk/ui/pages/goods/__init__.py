"""Pages of goods and packing: the table, one item at a time, lists brought in, cartons."""
