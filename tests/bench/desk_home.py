"""Opens the desk on its home page with the company in EXPORTER_DESK_HOME, prints its memory, and ends."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from exporter_desk import app as desk
from exporter_desk.system import settings
from exporter_desk.system.paths import find_paths

HEAVY = ("pandas", "numpy", "reportlab", "requests", "keyring", "cryptography", "pikepdf")


def main() -> int:
    """Build the window as the program does and end after the first paint; 1 when a heavy package was imported."""
    paths = find_paths()
    paths.make_folders()
    application = QApplication(sys.argv[:1])
    session = desk.open_session()
    window = desk.build_window(application, session, settings.load(paths.settings), paths)
    window.show()
    QTimer.singleShot(0, application.quit)
    application.exec()
    status = Path("/proc/self/status").read_text(encoding="ascii") if Path("/proc/self/status").exists() else ""
    resident = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS unknown")
    sys.stdout.write(f"{resident}\n")
    session.cases.close()
    return 1 if set(HEAVY) & set(sys.modules) else 0


if __name__ == "__main__":
    sys.exit(main())
