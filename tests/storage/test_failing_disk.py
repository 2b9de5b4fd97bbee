"""Disks that fail and backups that are pulled lose nothing; the long campaigns are in tests/campaign."""

from pathlib import Path

import pytest

from tests.campaign import failing_writes, pulled_backup


@pytest.mark.slow
@pytest.mark.skipif(not failing_writes.can_run(), reason="needs a C compiler and preloading")
def test_disks_that_fail_in_each_way_lose_no_accepted_field(tmp_path: Path) -> None:
    tally = failing_writes.campaign(len(failing_writes.KINDS), seed=5, folder=tmp_path)
    assert tally.problems == []
    assert tally.fields > 0
    assert set(tally.refusals) <= {"S20", "S23", "S35"}  # S35: a backup that the full disk did not take
    assert sum(tally.refusals.values()) >= len(failing_writes.KINDS)


@pytest.mark.slow
def test_pulled_backups_leave_the_older_or_the_newer_one(tmp_path: Path) -> None:
    tally = pulled_backup.campaign(4, seed=3, folder=tmp_path)
    assert tally.problems == []
    assert (tally.pulls, tally.fields > 0) == (4, True)
