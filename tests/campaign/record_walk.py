"""Makes the walk of shipment C without a screen and writes every act, with the shipment after it, into a JSON file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest

from exporter_desk import app
from exporter_desk.domain.case_json import dump
from tests.support.apparel_walk import walk
from tests.support.person import Person


def main() -> None:
    """Walk in the home of the environment."""
    _application, session, window = app.open_desk()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 5000)
    person = Person(window, session)
    walk(person)
    acts = [(act.kind, act.text, act.place, dump(act.saved) if act.saved else "") for act in person.acts]
    Path(sys.argv[1]).write_text(json.dumps(acts, ensure_ascii=False), encoding="utf-8")
    person.key("Ctrl+Q")
    session.close()


if __name__ == "__main__":
    main()
