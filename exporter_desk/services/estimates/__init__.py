"""Cost estimates: worked out, saved, compared and drawn; rate cards and exchange rates."""
