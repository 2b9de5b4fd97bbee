"""Who has a database open is told by the clock on the wall, to the minute."""

from __future__ import annotations

import time

import pytest

from exporter_desk.storage import faults


@pytest.fixture(params=["Asia/Shanghai", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TZ", request.param)
    if hasattr(time, "tzset"):
        time.tzset()
    return str(request.param)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is set by the environment there")
def test_the_moment_is_local_and_of_minutes(zone: str) -> None:
    told = faults.held("company.exdb", "office", "2026-11-23T07:11:30.594+00:00")
    wanted = {"Asia/Shanghai": "2026-11-23 15:11", "America/New_York": "2026-11-23 02:11"}[zone]
    assert f"（从 {wanted} 起）" in told.zh
    assert f"(since {wanted})" in told.en
    assert told.code == "S28"


@pytest.mark.parametrize("since", ["?", "", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_cannot_be_read_is_no_second_error(since: str) -> None:
    assert faults.held("company.exdb", "office", since).code == "S28"
