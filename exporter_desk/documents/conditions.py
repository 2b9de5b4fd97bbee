"""Conditions in forms: the closed list all, any, not, is, in, known over facts; three-valued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `all`/`any` of parts, `not` of the first part, or one test of one fact."""

    kind: str
    parts: tuple[Condition, ...] = ()
    fact: str = ""
    values: tuple[str, ...] = ()

    def holds(self, lookup: Callable[[str], str | None]) -> bool | None:
        """Evaluate over facts as text (`true`/`false` for truth values); None where an unknown fact decides."""
        if self.kind == "not":
            inner = self.parts[0].holds(lookup)
            return None if inner is None else not inner
        if self.kind in {"all", "any"}:
            return self._combined([part.holds(lookup) for part in self.parts])
        value = lookup(self.fact)
        if self.kind == "known":
            return (value is not None) == (self.values == ("true",))
        return None if value is None else value in self.values

    def waits_for(self, lookup: Callable[[str], str | None]) -> tuple[str, ...]:
        """Return the facts that have to be known before this condition is decided; nothing once it is."""
        if self.holds(lookup) is not None:
            return ()
        if not self.parts:
            return (self.fact,)
        return tuple(dict.fromkeys(fact for part in self.parts for fact in part.waits_for(lookup)))

    def _combined(self, results: list[bool | None]) -> bool | None:
        decisive = self.kind == "any"
        if decisive in results:
            return decisive
        return None if None in results else not decisive


ALWAYS = Condition("all")
NEVER = Condition("any")
