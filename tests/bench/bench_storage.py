"""Measures the storage: saving one field, and listing 5 against 5,000 cases: `python -m tests.bench.bench_storage`.

Figures are ratios against a bare baseline in the same run: a bare durable SQLite transaction, and the small list.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from exporter_desk.domain import edit
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.case_list import Surroundings, moment, open_list
from exporter_desk.services.wording import Wording
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Event, Stamp
from exporter_desk.system import resources

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)
STEP, STAMP = Bilingual("修改", "Change"), Stamp(at=moment(MORNING))
EVENT = Event("new", Bilingual("建立", "Created"), STAMP.at)
LINES, FIELDS, CASES, LISTS = 200, 200, 5000, 50


def median_ms(action: Callable[[int], object], times: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of `times` runs in milliseconds."""
    taken = []
    for number in range(times):
        start = time.perf_counter()
        action(number)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def large_case() -> Case:
    """Return a case of 200 goods lines and packages, every second field filled."""
    goods = tuple(
        GoodsLine(
            id=f"g{n}", name_zh=f"餐桌 {n}", hs="9403609990", qty=Decimal(n), unit="011", unit_price=Decimal("72.00")
        )
        for n in range(1, LINES + 1)
    )
    packages = tuple(Package(id=f"p{n}", contents={f"g{n}": Decimal(1)}) for n in range(1, LINES + 1))
    return Case(id=f"{1:016x}", number="2026-001", goods=goods, packages=packages)


def bare_transaction(folder: Path) -> tuple[float, float]:
    """Time the smallest durable transaction that SQLite can make on this disk."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a (b)")
        return median_ms(lambda number: bare.execute("INSERT INTO a VALUES (?)", (number,)), FIELDS)


def field_saves(desk: SqliteRepository, case: Case) -> tuple[float, float]:
    """Time one typed field from the text to the disk."""
    states = [case]

    def save(number: int) -> None:
        states.append(edit.type_text(states[-1], f"goods.g{number % len(case.goods) + 1}.net_kg", str(number)))
        desk.save(states[-2], states[-1], STEP, STAMP)

    return median_ms(save, FIELDS)


def typed_fields(database: Path, case: Case) -> tuple[float, float]:
    """Time one typed field as the window does it: text, case, rows, disk, changed paths."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    wording = Wording.load(resources.read_bytes("text/cases.toml"))
    around = Surroundings(now=lambda: now, today=now.date, wording=lambda: wording)
    service = open_list(database, around).at_work()
    service.change(replace(service.new_case(), goods=case.goods, packages=case.packages), STEP)
    taken = median_ms(lambda number: service.edit(f"goods.g{number % LINES + 1}.net_kg", str(number)), FIELDS)
    service.close()
    return taken


def fill(desk: SqliteRepository, first: int, last: int) -> None:
    """Add small cases, each with five lines."""
    goods = tuple(GoodsLine(id=f"g{n}", name_zh=f"T恤 {n}", hs="6109100021") for n in range(1, 6))
    for number in range(first, last + 1):
        case = Case(id=f"{number:016x}", number=f"2026-{number:04d}", title=f"T恤 → 法国 {number}", goods=goods)
        desk.create(case, STAMP._replace(at=moment(MORNING + timedelta(seconds=number))), EVENT)


def lists(desk: SqliteRepository) -> dict[str, float]:
    """Time what the home page asks: the first page, the last page, a search, a count."""
    count = desk.count()
    return {
        "first 5 rows": median_ms(lambda _: desk.summaries(limit=5), LISTS)[0],
        "first 50 rows": median_ms(lambda _: desk.summaries(limit=50), LISTS)[0],
        "last 5 rows": median_ms(lambda _: desk.summaries(limit=5, offset=count - 5), LISTS)[0],
        "search": median_ms(lambda _: desk.summaries("法国 6109", limit=50), LISTS)[0],
        "search in vain": median_ms(lambda _: desk.summaries("沙发", limit=50), LISTS)[0],
        "count": median_ms(lambda _: desk.count(), LISTS)[0],
    }


def report(folder: Path) -> list[str]:
    """Measure everything and return the lines to print."""
    holder = Holder(who="bench", since="")
    bare, _ = bare_transaction(folder)
    desk = SqliteRepository(open_store(folder / "large.db", holder))
    desk.create(large_case(), STAMP, EVENT)
    median, slow = field_saves(desk, large_case())
    load, _ = median_ms(lambda _: desk.load(f"{1:016x}"), 20)
    desk.close()
    typed, slow_typed = typed_fields(folder / "service.db", large_case())
    desk = SqliteRepository(open_store(folder / "many.db", holder))
    fill(desk, 1, 5)
    few = lists(desk)
    fill(desk, 6, CASES)
    small, _ = field_saves(desk, desk.load(f"{1:016x}"))
    many = lists(desk)
    desk.close()
    start = time.perf_counter()
    open_store(folder / "many.db", holder).close()
    opening, size = (time.perf_counter() - start) * 1000, (folder / "many.db").stat().st_size / 1e6
    lines = [
        f"bare durable transaction: {bare:.2f} ms",
        f"save one field, {LINES} lines and packages: median {median:.2f} ms, p95 {slow:.2f} ({median / bare:.1f} x)",
        f"type one field, {LINES} lines and packages, whole way: median {typed:.2f} ms, p95 {slow_typed:.2f}",
        f"save one field, 5 lines among {CASES} cases: median {small:.2f} ms ({small / bare:.1f} x)",
        f"load a case of {LINES} lines: {load:.1f} ms",
        f"open and check {CASES} cases ({size:.0f} MB): {opening:.0f} ms",
    ]
    for name, before in few.items():
        lines.append(f"{name}: {before:.3f} ms with 5, {many[name]:.3f} ms with {CASES} ({many[name] / before:.1f} x)")
    return lines


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("\n".join(report(Path(name))) + "\n")
