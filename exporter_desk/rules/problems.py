"""Problems of rule data: which file, which place inside it, what is wrong; all of a run together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class RuleDataProblem(NamedTuple):
    """One thing wrong in one rule file; `place` is the path inside it, empty for the whole file."""

    file: str
    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file} {self.place}: {self.problem}" if self.place else f"{self.file}: {self.problem}"


class RuleDataErrors(Exception):  # noqa: N818 - it carries several errors
    """Rule data that cannot be used; `problems` names everything found in one run."""

    def __init__(self, problems: Sequence[RuleDataProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


UNUSABLE = (RuleDataErrors, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What the loaders of shipped and packed files raise when the content of one is broken."""
