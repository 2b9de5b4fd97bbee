"""The child that reads foreign workbooks: it can be stopped, is given up after its time, and only it is ended."""

from __future__ import annotations

import hashlib
import io
import time

import openpyxl
import pytest

from exporter_desk.tables import workbook_child
from exporter_desk.tables.workbook_child import BURST, DAMAGED, ChildRefusedError, read_workbook, sheets_of, tidy
from tests.support import fuzz_seeds

LIMITS = (100, 20, 5, 50)


class StopError(Exception):
    """The user has enough."""


def test_the_child_reads_what_this_process_reads() -> None:
    data = fuzz_seeds.workbook()
    (sheet,) = read_workbook(data, LIMITS, lambda: None)
    assert (sheet,) == sheets_of(data, LIMITS)
    assert sheet == ("货", (("品名", "数量", "单价"), ("餐桌", "48", "72.5")), False)


def test_a_stop_ends_the_child_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_child, "_ASK_EVERY_SECONDS", 0.001)
    asked = iter((True, False))

    def check() -> None:
        if not next(asked):
            raise StopError

    begun = time.monotonic()
    with pytest.raises(StopError):
        read_workbook(fuzz_seeds.workbook(), LIMITS, check)
    assert time.monotonic() - begun < 5


def test_a_large_file_reaches_a_child_that_starts_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a pipe holds, asked after so often that the child has not even begun to read."""
    monkeypatch.setattr(workbook_child, "_ASK_EVERY_SECONDS", 0.001)
    monkeypatch.setattr(workbook_child, "MOST_SECONDS", 20)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("x")
    for number in range(3_000):
        sheet.append([hashlib.sha256(str(number).encode()).hexdigest()])
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(buffer.getvalue()) > 2 * 65_536
    (read,) = read_workbook(buffer.getvalue(), (5_000, 20, 5, 80), lambda: None)
    assert len(read[1]) == 3_000


def test_a_child_beyond_its_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_child, "MOST_SECONDS", 0)
    with pytest.raises(ChildRefusedError, match=BURST):
        read_workbook(fuzz_seeds.workbook(), LIMITS, lambda: None)


def test_a_damaged_workbook_is_told_by_the_child() -> None:
    with pytest.raises(ChildRefusedError, match=DAMAGED):
        read_workbook(fuzz_seeds.workbook()[:-300], LIMITS, lambda: None)


def test_more_text_than_fits_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_child, "MOST_TEXT", 5)
    with pytest.raises(ChildRefusedError, match=BURST):
        sheets_of(fuzz_seeds.workbook(), LIMITS)


def test_empty_cells_at_the_end_are_left_out() -> None:
    assert tidy(["", "a", "", ""]) == ("", "a")
