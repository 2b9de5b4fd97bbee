"""The arguments and small parts of the walk on a screen; the walk itself needs a screen and two minutes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.campaign import walk_on_screen
from tests.support.apparel_walk import SAMPLE


@pytest.mark.parametrize(
    ("keys", "x_keys"),
    [
        ("Ctrl+N", "ctrl+n"),
        ("Shift+Tab", "shift+Tab"),
        ("F7", "F7"),
        ("Return", "Return"),
        ("Space", "space"),
        ("3", "3"),
    ],
)
def test_keys_have_the_names_of_the_screen(keys: str, x_keys: str) -> None:
    assert walk_on_screen.x_keys(keys) == x_keys


def test_folder_of_the_pictures_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        walk_on_screen.main([])
    assert ended.value.code == 2
    assert "--pictures" in capsys.readouterr().err


def test_missing_program_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(walk_on_screen, "NEEDED", ("no-such-program",))
    assert walk_on_screen.main(["--pictures", str(tmp_path / "pictures")]) == 3
    assert "no-such-program" in capsys.readouterr().err
    assert not (tmp_path / "pictures").exists()


def test_only_ids_and_times_may_differ() -> None:
    again = replace(SAMPLE, id="0" * 16, choices=tuple(replace(one, at="2030-01-01") for one in SAMPLE.choices))
    assert walk_on_screen.same(SAMPLE, again)
    assert not walk_on_screen.same(SAMPLE, replace(SAMPLE, title="another"))
    assert not walk_on_screen.same(SAMPLE, None)
    assert walk_on_screen.same(None, None)


def test_paper_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert len(walk_on_screen.made(tmp_path, patience=0)) > 20
