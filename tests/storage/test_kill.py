"""A killed process loses at most the field that was being typed; the long campaign is tests/campaign/kill_typing.py."""

from pathlib import Path

import pytest

from tests.campaign.kill_typing import campaign


@pytest.mark.slow
def test_ten_kills_lose_no_acknowledged_field(tmp_path: Path) -> None:
    tally = campaign(10, seed=7, folder=tmp_path)
    assert tally.problems == []
    assert (tally.kills, tally.in_flight_kept + tally.in_flight_lost) == (10, 10)
    assert tally.fields > 0
    assert tally.undone > 0
