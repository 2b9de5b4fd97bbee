"""Law as dated data: sources, values, conditions, code tables and the rule book at a day."""
