"""A second start: calls are taken once, by the window of the same user and computer alone."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from exporter_desk.services.keeping import second_start

pytestmark = pytest.mark.usefixtures("desk_home")


def test_nobody_listens_and_nothing_is_left() -> None:
    assert not second_start.call(None, wait=0.1)
    assert list(second_start.folder().iterdir()) == []


def test_the_window_takes_the_call_with_its_file() -> None:
    taken: list[second_start.Call] = []

    def window() -> None:
        while not taken:
            taken.extend(second_start.take())
            time.sleep(0.01)

    listening = threading.Thread(target=window)
    listening.start()
    assert second_start.call(Path("/家/一票 货.exdesk"), wait=5)
    listening.join()
    assert taken == [second_start.Call(Path("/家/一票 货.exdesk"))]
    assert second_start.take() == ()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", json.dumps({"who": "wang@PC-9", "file": None}).encode(), b'{"who": "x"}']
)
def test_calls_of_others_and_broken_ones_are_left_alone(content: bytes) -> None:
    second_start.folder().mkdir(parents=True)
    strange = second_start.folder() / "1.call"
    strange.write_bytes(content)
    assert second_start.take() == ()
    assert strange.exists()


def test_a_file_that_is_no_text_is_not_taken() -> None:
    second_start.folder().mkdir(parents=True)
    who = second_start.this_user("").who
    (second_start.folder() / "1.call").write_text(json.dumps({"who": who, "file": 5}), encoding="utf-8")
    assert second_start.take() == ()
