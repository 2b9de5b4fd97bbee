"""Start of the program: without arguments the window, with arguments the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program and return its exit code."""
    if len(sys.argv) > 1:
        from exporter_desk.cli import main as run_command

        return run_command(sys.argv[1:])
    from exporter_desk.app import main as open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main())
