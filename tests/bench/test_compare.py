"""The bench harness: turns, statistics, and no figures from a command that failed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.bench import compare


def scripted(name: str, seconds: Iterator[float], order: list[str]) -> compare.Run:
    def run() -> float:
        order.append(name)
        return next(seconds)

    return run


def test_runs_take_turns_and_the_first_pair_does_not_count() -> None:
    order: list[str] = []
    first = scripted("a", iter([9.0, 0.1, 0.3, 0.2]), order)
    second = scripted("b", iter([9.0, 0.4, 0.6, 0.5]), order)
    times = compare.compare(first, second, 3)
    assert "".join(order) == "abababab"
    assert [one.seconds for one in times] == [(0.1, 0.3, 0.2), (0.4, 0.6, 0.5)]


def test_report_gives_the_ratio_of_the_medians() -> None:
    text = compare.report(compare.Times((0.1, 0.3, 0.2)), compare.Times((0.4, 0.6, 0.5)))
    assert "min    100.0 ms   median    200.0 ms   max    300.0 ms" in text
    assert text.endswith("ratio      2.50")


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        compare.timed([sys.executable, "-c", "raise SystemExit(1)"])()


@pytest.mark.slow
def test_the_bare_window_paints_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    window = f"{sys.executable} -m tests.bench.bare_window"
    assert compare.main(["--first", f"{sys.executable} -c pass", "--second", window, "--times", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["second"][0] > told["first"][0]
