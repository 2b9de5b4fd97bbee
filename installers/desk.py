"""Sets the program up and runs it or its tests by one command: `python3 installers/desk.py run`."""

# This file must stay readable by Python 3.6: an old Python has to reach the sentence below, not a syntax error.
import sys

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)  # those that the program is tried on


def main() -> int:
    """Refuse a Python too old or too new in one sentence, else hand over to the real commands; return the exit code."""
    if not OLDEST_PYTHON <= tuple(sys.version_info[:2]) <= NEWEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write("出口单证台需要 Python 3.11、3.12 或 3.13，当前是 {}：请安装后再运行。\n".format(found))
        sys.stderr.write(
            "Exporter Desk needs Python 3.11, 3.12 or 3.13, this is {}: install one, then retry.\n".format(found)
        )
        return 2
    from first_run import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
