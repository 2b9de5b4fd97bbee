"""Start of the program: without arguments or with a travelling file the window, with others the command line."""

from __future__ import annotations

import gc
import os
import sys

from exporter_desk.system import kept_code

PRACTICE, PRACTICE_VARIABLE = "--practice", "EXPORTER_DESK_PRACTICE"  # as system.paths knows it
STOPPED = 130  # as shells say that Ctrl+C ended a command


def main() -> int:
    """Run the program and return its exit code."""
    kept_code.load()
    words = sys.argv[1:]
    if words[:1] == [PRACTICE] and (len(words) == 1 or _is_travelling(words[1:])):
        os.environ[PRACTICE_VARIABLE], words = "1", words[1:]
    file = words[0] if _is_travelling(words) else None
    if words and file is None:
        return _run(words)
    gc.disable()  # next to nothing of what opening makes is garbage: looking for it costs a tenth of the start
    from exporter_desk.app import main as open_window

    if file is None:
        return open_window()
    from pathlib import Path

    return open_window(Path(file).absolute())


def _run(words: list[str]) -> int:
    """Run one command; Ctrl+C may come before the language of messages is known."""
    try:
        from exporter_desk.cli import main as run_command

        return run_command(words)
    except KeyboardInterrupt:
        from exporter_desk.output import say

        say("已停止，没有写完的文件没有留下。 Stopped; no unfinished file was left behind.")
        return STOPPED


def _is_travelling(words: list[str]) -> bool:
    return len(words) == 1 and words[0].lower().endswith(".exdesk")


if __name__ == "__main__":
    sys.exit(main())
