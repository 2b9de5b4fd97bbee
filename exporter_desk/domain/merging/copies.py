"""What is merged: two copies of a shipment and the states that both come from."""

from __future__ import annotations

from dataclasses import dataclass

from exporter_desk.domain.case import Case

EMPTY = Case()


@dataclass(frozen=True, slots=True)
class Copies:
    """What is merged: the copy here, the other one, and what both had in common.

    Without `common` every difference counts as a change of both sides. `second` is another common state where neither
    comes from the other one (two files crossed): what they do not agree on counts as changed by both sides too.
    """

    here: Case
    there: Case
    common: Case | None = None
    second: Case | None = None

    @property
    def bases(self) -> tuple[Case, ...]:
        """Return the common states; an empty one when there is none."""
        return tuple(one for one in (self.common, self.second) if one is not None) or (EMPTY,)
