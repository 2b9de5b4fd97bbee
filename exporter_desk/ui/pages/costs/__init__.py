"""Pages of the cost estimate: lines, answers, comparison, rate cards, exchange rates."""
