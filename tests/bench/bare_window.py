"""The baseline of the start: a window of plain PySide6, shown and painted once.

With `--same` it loads what any window of our look has to load before its first word of our own code: the QtSvg module,
the `Qt` namespace with its 2,000 names (PySide6 builds them when they are first asked for), the Fusion style, and the
two bundled fonts. Without it the window is as bare as PySide6 can make one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench import first_paint

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"


def load_the_same() -> None:
    """Load modules, names and fonts as the desk does."""
    from PySide6 import QtSvg  # noqa: F401 - loading it is the point
    from PySide6.QtCore import Qt  # noqa: F401 - loading it is the point
    from PySide6.QtGui import QFontDatabase

    for face in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(FONTS / f"NotoSansSC-{face}.ttf"))


def main(arguments: list[str]) -> int:
    """Show the window and tell when it was painted."""
    style = ["-style", "fusion"] if "--same" in arguments else []
    application = QApplication([*arguments[:1], *style])
    if "--same" in arguments:
        load_the_same()
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    first_paint.tell(application, window)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
