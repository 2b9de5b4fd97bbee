"""Backup of a large company while somebody types: `python -m tests.bench.bench_backup [CASES] [MEGABYTES]`.

The megabytes are attachments of a megabyte each, kept as the program keeps them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage import contents
from exporter_desk.storage.backup import back_up_file
from exporter_desk.storage.connection import Store, open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Event, Stamp
from tests.campaign.typist import CASE_ID, empty_case

STAMP, STEP = Stamp(at="2026-11-22T09:00:00.000+00:00"), Bilingual("修改", "Change")
HOLDER = Holder(who="bench", since="")
BETWEEN_S = 0.05  # between two typed fields: twenty a second
BLOB = 1 << 20


def fill(database: Path, cases: int, megabytes: int) -> None:
    """Make a company of that size, in few transactions."""
    store = open_store(database, HOLDER)
    desk = SqliteRepository(store)
    store.connection.execute("PRAGMA synchronous = OFF")
    for number in range(cases):
        case = replace(
            empty_case(), id=f"{(1 << 32) + number:016x}", number=f"2026-{number:04d}", title=f"业务 {number}"
        )
        desk.create(case, STAMP, Event("new", STEP, STAMP.at))
    desk.create(replace(empty_case(), number="2027-0001"), STAMP, Event("new", STEP, STAMP.at))
    for number in range(megabytes):
        attach(store, desk, f"{(1 << 32) + number % cases:016x}")
    store.close()


def attach(store: Store, desk: SqliteRepository, case_id: str) -> None:
    """Attach one megabyte of noise to a case, as one transaction."""
    data, case = os.urandom(BLOB), desk.load(case_id)
    key = f"a{len(case.attachments) + 1}"
    with store.writing() as connection:
        digest = contents.keep(connection, data)
    added = Attachment(id=key, paper="other", name=f"{key}.pdf", sha256=digest, pdf_sha256=digest, size_bytes=len(data))
    desk.save(case, replace(case, attachments=(*case.attachments, added)), STEP, STAMP)


def typed_times(
    desk: SqliteRepository, case: Case, is_over: threading.Event, least: int = 0
) -> tuple[Case, list[float]]:
    """Type until `is_over`, at least `least` fields; return the seconds that each save took."""
    times: list[float] = []
    while len(times) < least or (not least and not is_over.is_set()):
        after = replace(case, note=f"{time.monotonic()}")
        begun = time.perf_counter()
        desk.save(case, after, STEP, STAMP)
        times.append(time.perf_counter() - begun)
        case = after
        time.sleep(BETWEEN_S)
    return case, times


def told(name: str, times: list[float]) -> str:
    """Say median, 99th of a hundred and longest in milliseconds, and how many were over 50 ms."""
    ordered = sorted(times)
    median, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    over = sum(one > 0.05 for one in times)
    return (
        f"{name}: {len(times)} fields, median {median * 1e3:.1f} ms, 99 % {late * 1e3:.1f} ms, "
        f"longest {ordered[-1] * 1e3:.1f} ms, {over} over 50 ms"
    )


def main() -> int:
    """Measure typing alone, then beside a backup."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=5000)
    parser.add_argument("megabytes", type=int, nargs="?", default=1024)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "company.db"
        fill(database, options.cases, options.megabytes)
        desk = SqliteRepository(open_store(database, HOLDER))
        over, progress = threading.Event(), []
        case, alone = typed_times(desk, desk.load(CASE_ID), over, least=200)

        def copy() -> None:
            back_up_file(database, Path(name) / "copies" / "company.db", lambda done, total: progress.append(done))
            over.set()

        begun = time.perf_counter()
        copying = threading.Thread(target=copy)
        copying.start()
        _case, beside = typed_times(desk, case, over)
        copying.join()
        took = time.perf_counter() - begun
        desk.close()
        size = database.stat().st_size / (1 << 20)
    sys.stdout.write(f"{options.cases} cases, {size:.0f} MB: copied, checked and opened again in {took:.1f} s, ")
    sys.stdout.write(
        f"progress told {len(progress)} times\n{told('typing alone', alone)}\n{told('beside it', beside)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
