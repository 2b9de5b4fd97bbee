"""The first window: it stands in a fresh process without one heavy package, and shows the three samples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.bench.first_paint import HEAVY

OPEN = """
import json, linecache, sys
from exporter_desk import app
application, session, window = app.open_desk()
application.processEvents()
looked_at = sorted(name for name in linecache.cache if "exporter_desk" in name)
table = window.page("home").list.view.model()
shown = [[str(table.index(row, column).data() or "") for column in range(table.columnCount())]
         for row in range(table.rowCount())]
place, visible = window.place(), window.isVisible()
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
view = window.page("home").list.view
key = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
application.postEvent(window.focusWidget(), key)
application.processEvents()
current = view.currentIndex().row()
session.close()
print(json.dumps({"key": place.key, "visible": visible, "rows": shown, "modules": sorted(sys.modules),
                  "current": current, "looked_at": looked_at,
                  "style": "QStyle" in vars(sys.modules["PySide6.QtWidgets"])}))
"""

BROKEN = """
import sys
from exporter_desk import app
def broken(*parts):
    raise RuntimeError("the name of a customer")
app.build_window = broken
sys.stderr = sys.stdout
try:
    app.open_desk()
except RuntimeError as error:
    sys.excepthook(type(error), error, error.__traceback__)
"""


def test_the_first_window_shows_the_samples_and_loads_nothing_heavy(
    fresh_python: Callable[[str], str], desk_home: Path
) -> None:
    for _first_and_later_start in range(2):
        told = json.loads(fresh_python(OPEN))
        assert (told["key"], told["visible"]) == ("home", True)
        assert len(told["rows"]) == 3
        words = ["\n".join(row) for row in told["rows"]]
        for goods in ("餐桌", "脐橙", "T恤"):
            assert sum(goods in row for row in words) == 1, words
        assert set(HEAVY) & set(told["modules"]) == set()
        assert told["current"] == 1, "the first key is answered by the list"
        assert told["looked_at"] == [], "nobody reads the source of modules while they are imported"
        assert not told["style"], "QStyle brings six hundred names with it, which PySide makes one by one"
    assert "exporter_desk.domain.case" not in told["modules"], "the list needs no records of a case"
    assert (desk_home / "companies").is_dir()


def test_a_start_that_fails_says_so_and_where_the_report_lies(
    fresh_python: Callable[[str], str], desk_home: Path
) -> None:
    told = fresh_python(BROKEN)
    (report,) = (desk_home / "logs").glob("crash-*.txt")
    assert told.startswith("程序出错，窗口没有打开；已存的数据都在。")
    assert told.count(str(report)) == 1
    assert "The program" not in told
    assert "customer" not in told
