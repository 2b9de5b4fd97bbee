"""Long work under a watcher: it hears how far the work is, stops it where it stands, and is not heard outside."""

import pytest

from exporter_desk.domain.watched import progressed, still_wanted, watched_by


class EnoughError(Exception):
    """The watcher has had enough."""


def work(steps: int) -> list[int]:
    done = []
    for step in range(steps):
        progressed(step, steps)
        done.append(step)
        still_wanted()
    return done


def test_work_that_nobody_watches_runs_to_its_end() -> None:
    assert work(3) == [0, 1, 2]


def test_the_watcher_hears_each_step_and_again_what_was_reached() -> None:
    heard: list[tuple[int, int]] = []
    with watched_by(lambda done, total: heard.append((done, total))):
        work(2)
    work(5)
    assert heard == [(0, 2), (0, 2), (1, 2), (1, 2)]


def test_what_the_watcher_raises_ends_the_work() -> None:
    heard: list[int] = []

    def told(done: int, _total: int) -> None:
        heard.append(done)
        if done == 1:
            raise EnoughError

    with pytest.raises(EnoughError), watched_by(told):
        work(9)
    assert heard == [0, 0, 1]
    assert work(1) == [0]
