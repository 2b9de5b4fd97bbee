"""A file of the program itself that cannot be read: which one and why, instead of a traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.documents.paths import UnknownPathError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.services.packs.reasons import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TOLD = re.compile(r"(?P<file>[^:]*?\.(?:toml|csv))\.?(?P<place>[^:]*): (?P<problem>.*)", re.DOTALL)


class BrokenFileError(UserFacingError):
    """Names the first of the files that stopped the reading and why (S390, exit code 3); `problems` has them all."""

    def __init__(self, problems: Sequence[RuleDataProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("S390", *_sentences(self.problems))


def broken_resource(error: Exception, folder: str) -> BrokenFileError:
    """Return what stopped the reading of `folder`, a folder of the resources or one file."""
    return BrokenFileError(problems_of(error, folder))


def _sentences(problems: Sequence[RuleDataProblem]) -> tuple[str, str, str, str]:
    first, more = problems[0], len(problems) - 1
    where = f"{first.file} {first.place}".rstrip()
    reason = in_words(first.problem)
    and_zh, and_en = (f"；另有 {more} 处", f"; {more} more") if more else ("", "")
    return (
        f"程序自带的文件“{where}”用不了：{reason.zh}{and_zh}。",
        f"A file of the program cannot be used: {where}: {reason.en}{and_en}.",
        "你的数据没有动。请重新安装程序；自己改过这些文件的，用 pack lint 看全部问题。",
        "Your data is untouched. Install the program again; if you changed these files, pack lint tells all problems.",
    )


def as_broken(error: Exception) -> BrokenFileError | None:
    """Return an error as that of a broken file, None for one that has another cause."""
    if isinstance(error, RuleDataErrors):
        return broken_resource(error, "")
    if isinstance(error, FormRefusedError | UnknownPathError):
        return broken_resource(error, "forms")
    return None


def problems_of(error: Exception, folder: str) -> tuple[RuleDataProblem, ...]:
    """Return everything that an error of a loader tells, with the files as they are named below the resources."""
    if isinstance(error, RuleDataErrors):
        found: Iterable[RuleDataProblem] = error.problems
    elif isinstance(error, FormRefusedError):
        found = [_told(problem) for problem in error.problems]
    elif isinstance(error, FileNotFoundError):
        found = [RuleDataProblem("", "", "is missing")]
    elif isinstance(error, UnknownPathError):
        found = [RuleDataProblem("", "", f"nothing answers to {error}")]
    else:
        found = [RuleDataProblem("", "", str(error) or type(error).__name__)]
    named = tuple(one._replace(file="/".join(part for part in (folder, one.file) if part)) for one in found)
    return named or (RuleDataProblem(folder, "", type(error).__name__),)


def _told(problem: str) -> RuleDataProblem:
    """Take a sentence of the loader of forms apart: file, place inside it, what is wrong."""
    found = _TOLD.fullmatch(problem)
    return RuleDataProblem("", "", problem) if found is None else RuleDataProblem(**found.groupdict())
