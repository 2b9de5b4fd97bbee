"""Words of the trade as values: money, parties, goods, packing, route and the whole case; standard library only."""
