"""A short slice of the campaign; the whole one lets twenty people use the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaign import restyle_soak


@pytest.mark.slow
def test_restless_person_leaves_a_window_that_lived(tmp_path: Path) -> None:
    tally = restyle_soak.campaign(1, 2026, tmp_path, acts=40)
    assert tally.problems == []
    assert str(tally) == "1 people, 40 acts, 0 problems"


def test_end_that_was_not_planned_is_told_with_its_seed(tmp_path: Path) -> None:
    (tmp_path / "0").write_text("no folder", encoding="utf-8")  # where the home of the first one would be
    tally = restyle_soak.campaign(1, 2026, tmp_path, acts=1)
    assert len(tally.problems) == 1
    assert tally.problems[0].startswith("seed ")
    assert "exit 1" in tally.problems[0]
