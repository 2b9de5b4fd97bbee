"""Forms of the case pages: fields that are bound to paths of the open case."""
