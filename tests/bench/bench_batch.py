"""Measures packets of many shipments in one go: `python -m tests.bench.bench_batch [shipments]`.

Tells the time on one core and on all, and the greatest memory of a worker after few and after many shipments: it may
not grow with their number.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from multiprocessing import cpu_count
from pathlib import Path

from exporter_desk.domain import case_json
from exporter_desk.services.desk import Desk
from exporter_desk.services.papers.batch import Outcome, Task, jobs_of, run_batch

SHIPMENTS, FEW, DAY = 500, 20, date(2026, 11, 22)


def shipments(count: int) -> Iterator[tuple[str, bytes]]:
    """The samples over and over, each with a number of its own."""
    desk = Desk()
    samples = [desk.sample(name) for name in desk.sample_names()]
    for number in range(count):
        case = replace(samples[number % len(samples)], number=f"2026-{number:04}", id=None)
        yield f"{number}.json", case_json.dump(case).encode()


def run(count: int, workers: int, folder: Path) -> tuple[float, int, int]:
    """Return seconds, files written, and the greatest memory of a child process in megabytes."""
    task = Task(str(folder / f"{count}-{workers}"), (), (), DAY, "zh")
    told: list[Outcome] = []
    start = time.perf_counter()
    run_batch(jobs_of(shipments(count), task), task, told.append, workers=workers)
    spent = time.perf_counter() - start
    failed = [one for one in told if not one.made]
    if failed or len(told) != count:
        raise RuntimeError(f"{len(failed)} of {len(told)} shipments failed")
    return spent, sum(one.files for one in told), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def report(count: int, folder: Path) -> list[str]:
    """Measure few and many on all cores, then few on a single core."""
    cores = cpu_count()
    _, _, small = run(FEW, cores, folder)
    spent, files, large = run(count, cores, folder)
    alone, _, _ = run(FEW, 1, folder)
    return [
        f"{count} shipments, {files} files on {cores} cores: {spent:.1f} s, {1000 * spent / count:.0f} ms each",
        f"on one core {1000 * alone / FEW:.0f} ms each",
        f"memory of a worker: {small} MB after {FEW} shipments, {large} MB after {count}",
    ]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write("\n".join(report(int(arguments[0]) if arguments else SHIPMENTS, Path(folder))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
