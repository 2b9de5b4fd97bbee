"""The process that backs up until it is done, refused or killed: `python -m tests.campaign.one_backup FROM TO [N]`."""

from __future__ import annotations

import sys
from pathlib import Path

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.backup import back_up_file


def main() -> None:
    """Write the backup `N` times (once unless told) and say how each went."""
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for _ in range(times):
        try:
            back_up_file(Path(sys.argv[1]), Path(sys.argv[2]), _go_on)
        except UserFacingError as error:
            _say(f"refused {error.code}")
        else:
            _say("written")


def _go_on(_done: int, _total: int) -> None:
    """Progress that nobody looks at: it makes the copy go in pieces."""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
