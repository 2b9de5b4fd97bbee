"""A session over a fresh company with one new shipment open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.session import Session


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture
def session(desk: Desk, desk_home: Path) -> Iterator[Session]:
    noon = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    opened = Session(desk, open_cases(desk), lambda: date(2026, 11, 22), lambda: noon)
    opened.new_case("新业务")
    yield opened
    opened.cases.close()
