"""How an answer reaches whoever called: UTF-8 on both streams; an output that takes nothing is told."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import TYPE_CHECKING, TextIO, cast

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.domain.text import Language
    from exporter_desk.services.answers import Answer

FINE, MACHINE_PROBLEM = 0, 3


def speak_utf8() -> None:
    """Let both streams take every text, and put one that swallows all in the place of a closed stderr."""
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def deliver(answer: Answer, language: Language, *, as_json: bool) -> int:
    """Print an answer, with its messages on stderr, and return the exit code of the command."""
    if answer.data is not None and (answer.always_json or as_json):
        text = _dumped(answer.data)
    else:
        text = "".join(line.in_language(language) + "\n" for line in answer.lines)
    try:
        _print(text)
    except BrokenPipeError:
        # Whoever reads has enough (| head); what is still in the buffer has nowhere to go.
        sys.stdout = _nowhere()
        return FINE
    except OSError as error:
        sys.stdout = _nowhere()
        say(*(line.in_language(language) for line in (*answer.messages, _not_printed(error))))
        return MACHINE_PROBLEM
    say(*(line.in_language(language) for line in answer.messages))
    return answer.exit_code


def say(*lines: str) -> None:
    """Write lines to stderr; where that takes nothing, the exit code alone has to tell."""
    with contextlib.suppress(OSError):
        sys.stderr.writelines(line + "\n" for line in lines)
        sys.stderr.flush()


def _print(text: str) -> None:
    """Print and push out: the system may refuse only then."""
    if sys.stdout is None:  # closed by the caller
        if text:
            raise OSError
        return
    sys.stdout.write(text)
    sys.stdout.flush()


def _not_printed(error: OSError) -> Bilingual:
    number = f"（系统错误 {error.errno}）" if error.errno else ""
    reason = f" ({error.strerror})" if error.strerror else ""
    return Bilingual(
        f"结果没有写到标准输出：输出已关闭或磁盘已满{number}。请换一个输出位置，再运行一次。",
        f"The answer was not written to standard output: it is closed, or the disk is full{reason}."
        " Choose another place for it and run the command again.",
    )


class _Nowhere(io.TextIOBase):
    """Takes every text and keeps none."""

    def write(self, text: str, /) -> int:
        return len(text)


def _nowhere() -> TextIO:
    return cast("TextIO", _Nowhere())


def _dumped(data: JsonObject) -> str:
    # The standard library indents in Python alone: the claim of a large month would take it most of a minute.
    import msgspec

    try:
        body = msgspec.json.encode(data)
    except UnicodeEncodeError:  # a file name of this system may hold bytes that are no character
        written = json.dumps(data, ensure_ascii=False).encode("utf-16", "surrogatepass")
        body = written.decode("utf-16", "replace").encode()
    return msgspec.json.format(body, indent=2).decode("utf-8") + "\n"
