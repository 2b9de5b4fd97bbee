"""The first window: it stands in a fresh process without one heavy package, and shows the three samples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.bench.first_paint import HEAVY

OPEN = """
import json, sys
from exporter_desk import app
application, session, window = app.open_desk()
application.processEvents()
table = window.page("home").list.view.model()
shown = [[str(table.index(row, column).data() or "") for column in range(table.columnCount())]
         for row in range(table.rowCount())]
place, visible = window.place(), window.isVisible()
session.close()
print(json.dumps({"key": place.key, "visible": visible, "rows": shown, "modules": sorted(sys.modules)}))
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
    assert "exporter_desk.domain.case" not in told["modules"], "the list needs no records of a case"
    assert (desk_home / "companies").is_dir()
