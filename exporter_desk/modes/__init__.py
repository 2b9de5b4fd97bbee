"""Which export mode (海关监管方式) fits a case, and why."""
