"""Opens the desk on its home page as the program does, with the company in EXPORTER_DESK_HOME, and tells about it."""

from __future__ import annotations

import gc
import sys

from exporter_desk.system import kept_code
from tests.bench import first_paint


def main() -> int:
    """Open, tell when home was painted, close."""
    kept_code.load()  # as exporter_desk.__main__ does before it imports anything
    gc.disable()
    from exporter_desk import app

    application, session, window = app.open_desk()
    first_paint.tell(application, window)
    session.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
