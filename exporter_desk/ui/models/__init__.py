"""Table models of the case pages: what each cell shows and what typing into it does."""
