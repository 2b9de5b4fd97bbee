"""Monte Carlo of a plan: the only place of the cost part for numpy, imported on use, and for floats."""
