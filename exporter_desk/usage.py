"""How a command is read: words may stand on either side of the options, and a wrong one is told in both languages."""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_USAGE = 2
# The library says what is wrong in English alone; the values in its sentence are kept.
_IN_CHINESE = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"the following arguments are required: (.+)", "还缺 {0}"),
        (r"unrecognized arguments: (.+)", "不认识 {0}"),
        (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", "{0} 不能是 {1}，可以是：{2}"),
        (r"argument (.+): expected one argument", "{0} 后面要有一个值"),
        (r"argument (.+): expected at least one argument", "{0} 后面至少要有一个值"),
        (r"argument (.+): invalid int value: (.+)", "{0} 要写整数，现在是 {1}"),
        (r"argument (.+): ignored explicit argument (.+)", "{0} 后面不带值，现在写了 {1}"),
        (r"ambiguous option: (.+) could match (.+)", "{0} 不够清楚，可能是：{1}"),
        (r"(.+) holds half of a character or bytes that are none", "{0} 里有半个字符，或不是文字的字节"),
        (r"argument (.+?): (.+)", "{0}：{1}"),
    )
)


_LANGUAGE = "--language"


class Parser(argparse.ArgumentParser):
    """A parser that tells wrong usage in Chinese and English and ends with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Print how the command is written and what is wrong with it, and end."""
        self.print_usage(sys.stderr)
        chinese = f"用法不对：{in_chinese(message)}。加 -h 看写法。\n"
        self.exit(WRONG_USAGE, chinese + f"Wrong usage: {message}. Add -h to see how it is written.\n")


def in_chinese(message: str) -> str:
    """Return what the library says of wrong usage in Chinese; a sentence that is not known stays as it is."""
    for pattern, chinese in _IN_CHINESE:
        found = pattern.fullmatch(message)
        if found:
            return chinese.format(*found.groups())
    return message


def parse(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Read a command line; words that stand behind the options count as if they stood before them.

    So does the language, wherever it stands.
    """
    _refuse_halves(parser, argv)
    argv = _language_first(argv)
    read, late = parser.parse_known_args(argv)
    if not late:
        return read
    if any(word.startswith("-") for word in late):
        parser.error(f"unrecognized arguments: {' '.join(late)}")
    return parser.parse_args(_words_first(argv, late))


def _refuse_halves(parser: argparse.ArgumentParser, argv: Sequence[str]) -> None:
    """Refuse a word that no file and no database takes; the name of a file that is there may be of any bytes."""
    for word in argv:
        shown = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in word)
        if shown != word and not os.path.lexists(word):
            parser.error(f"“{shown}” holds half of a character or bytes that are none")


def _words_first(argv: Sequence[str], late: Sequence[str]) -> list[str]:
    kept = list(argv)
    for word in reversed(late):
        del kept[len(kept) - 1 - kept[::-1].index(word)]
    # The options of the program stand before the command; those of the command behind its first word.
    command = next(place for place, word in enumerate(kept) if _is_word(kept, place))
    options = (place for place in range(command + 1, len(kept)) if kept[place].startswith("-"))
    place = next(options, len(kept))
    return [*kept[:place], *late, *kept[place:]]


def _is_word(words: Sequence[str], place: int) -> bool:
    return not words[place].startswith("-") and (place == 0 or words[place - 1] != "--language")


def _language_first(argv: Sequence[str]) -> list[str]:
    words = list(argv)
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == _LANGUAGE or word.startswith(f"{_LANGUAGE}="):
            end = place + (2 if word == _LANGUAGE else 1)
            return [*words[place:end], *words[:place], *words[end:]]
    return words
