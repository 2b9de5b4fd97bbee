"""Packets of many shipments in one go: on all cores, in steps that can be stopped and taken up again."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from itertools import chain, count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk import __version__
from exporter_desk.documents.names import cleaned
from exporter_desk.documents.packet import MANIFEST
from exporter_desk.domain import case_json
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Language
from exporter_desk.rules.facts import refuse_unknown_facts
from exporter_desk.services.analysis import analyse
from exporter_desk.services.claims.neighbours import alone
from exporter_desk.services.desk import user_desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.keeping.company_files import beside_stored
from exporter_desk.services.keeping.company_shelf import company_shelf
from exporter_desk.services.papers.packets import write_packet
from exporter_desk.services.papers.sheet_templates import templates_folder
from exporter_desk.system import files, resources
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exporter_desk.domain.case import Case

JOURNAL, STANDARD_INPUT = "batch.jsonl", "-"
DONE, DRAFT, SKIPPED, FAILED = "done", "draft", "skipped", "failed"
# A worker is replaced now and then, so that nothing it keeps can grow over a long night.
_JOBS_OF_A_WORKER = 100
_WAITING_PER_WORKER = 2
_FACTS = "facts."


@dataclass(frozen=True, slots=True)
class Job:
    """One shipment to make: where it was named, its JSON text, its folder, a hash of what decides the papers."""

    source: str
    text: bytes
    folder: str
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shipment: done (final or draft), skipped (made before), failed with a sentence."""

    source: str
    folder: str
    digest: str
    state: str
    files: int = 0
    errors: int = 0
    code: str = ""
    zh: str = ""
    en: str = ""

    @property
    def made(self) -> bool:
        """Tell whether the papers lie in the folder."""
        return self.state in {DONE, DRAFT, SKIPPED}


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all shipments of a batch; `company` differs once a stored shipment beside them changes."""

    out: str
    receivers: tuple[str, ...]
    sender: tuple[tuple[str, str], ...]
    today: date
    language: Language
    company: str = ""

    def digest(self, text: bytes) -> str:
        """Return a hash over everything that decides the papers, so that only unchanged ones are skipped."""
        asked = (self.receivers, self.sender, self.today.isoformat(), self.language, self.company)
        rest = (__version__, *asked, _knowledge())
        return hashlib.sha256(text + json.dumps(rest, default=str).encode("utf-8")).hexdigest()


@cache
def _knowledge() -> str:
    """The state of rules, forms, packs, templates, rates and cards: a changed one makes all papers anew."""
    paths = find_paths()
    bases = (resources.root(), paths.rate_library.parent, paths.packs, templates_folder())
    listed = (path for base in bases for path in sorted(base.rglob("*")) if path.is_file())
    seen = (f"{path} {one.st_size} {one.st_mtime_ns}" for path in listed for one in [path.stat()])
    return hashlib.sha256("\n".join(seen).encode("utf-8")).hexdigest()


def jobs_of(sources: Iterable[tuple[str, bytes]], task: Task, named: Iterable[str] = ()) -> Iterator[Job]:
    """Give every shipment a folder of its own, named by its number, else by its file.

    Of several with one number the first has the plain name, the others their file behind it. A source keeps the folder
    that it had in an earlier run, whoever is missing now; a folder of another one is left to it while that is one of
    `named` or still lies there.
    """
    made = _owners(_journal(Path(task.out)))
    owners = {folder.casefold(): source for folder, source in made.items()}
    earlier = {source: folder for folder, source in made.items()}
    listed, taken = frozenset(named), set[str]()

    def is_free(folder: str, source: str) -> bool:
        owner = owners.get(folder.casefold(), source)
        gone = owner not in listed and not Path(owner).exists()
        return folder.casefold() not in taken and (owner == source or gone)

    for source, text in sources:
        stem = cleaned(Path(source).stem)
        wanted = cleaned(_number(text) or stem) or "1"
        had = (folder for folder in (earlier.get(source, ""),) if folder == wanted or folder.startswith(f"{wanted}-"))
        apart = f"{wanted}-{stem}" if stem and stem != wanted else wanted
        offered = chain(had, (wanted, apart), (f"{apart}-{again}" for again in count(2)))
        folder = next(one for one in offered if is_free(one, source))
        taken.add(folder.casefold())
        yield Job(source, text, folder, task.digest(text))


def _number(text: bytes) -> str | None:
    try:
        found = json.loads(text.decode("utf-8-sig")).get("number")
    except (ValueError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def run_batch(
    jobs: Iterable[Job],
    task: Task,
    told: Callable[[Outcome], object],
    stopped: Callable[[], bool] = lambda: False,
    workers: int | None = None,
) -> tuple[Outcome, ...]:
    """Make the packets of all jobs and tell each outcome as it comes; what an earlier run made is skipped.

    `stopped` is asked between jobs: those begun are finished, the rest stay for the next run. Raises UserFacingError
    when the folder cannot be made.
    """
    out = Path(task.out)
    files.make_folder(out)
    earlier, outcomes = _earlier(out), list[Outcome]()

    def note(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if outcome.state != SKIPPED:
            _remember(out, outcome)
        told(outcome)

    processes = workers or os.cpu_count() or 1
    pending = _pending(jobs, earlier, out, note)
    if processes == 1:
        _one_by_one(pending, task, note, stopped)
    else:
        _on_all_cores(pending, task, note, stopped, processes)
    return tuple(outcomes)


def _pending(jobs: Iterable[Job], earlier: dict[str, str], out: Path, note: Callable[[Outcome], None]) -> Iterator[Job]:
    for job in jobs:
        if earlier.get(job.folder) == job.digest and _is_whole(out / job.folder):
            note(Outcome(job.source, job.folder, job.digest, SKIPPED))
        else:
            yield job


def _one_by_one(jobs: Iterator[Job], task: Task, note: Callable[[Outcome], None], stopped: Callable[[], bool]) -> None:
    worker = _Worker(task)
    while not stopped() and (job := next(jobs, None)) is not None:
        note(worker.make(job))


def _on_all_cores(
    jobs: Iterator[Job], task: Task, note: Callable[[Outcome], None], stopped: Callable[[], bool], workers: int
) -> None:
    """Keep a few jobs waiting for every worker, never all of them: memory stays flat however many come."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (task,), max_tasks_per_child=_JOBS_OF_A_WORKER)
    running: dict[Future[Outcome], Job] = {}
    with pool:
        try:
            while True:
                for job in islice(jobs, 0 if stopped() else workers * _WAITING_PER_WORKER - len(running)):
                    running[pool.submit(_make, job)] = job
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    note(_result(future, running.pop(future)))
        except KeyboardInterrupt:
            for future, job in running.items():
                if not future.cancel():
                    note(_result(future, job))
            raise


def _result(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        zh, en = "生成它的进程中断了（可能内存不足）。", "The process that made it broke off (perhaps out of memory)."
        return Outcome(job.source, job.folder, job.digest, FAILED, code="S53", zh=zh, en=en)


class _Worker:
    """One process: the shipped knowledge is read once for all its shipments."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.desk = user_desk()
        self.asking = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
        self._beside = beside_stored(self.desk)

    def make(self, job: Job) -> Outcome:
        try:
            case = case_json.load(job.text)
            self._refuse_unknown(case, job.source)
            shelf = company_shelf(case)
            beside = alone if is_apart(job.source) else self._beside
            analysis = analyse(case, self.desk, self.task.today, self.asking, self.task.language, shelf, beside)
            target = Path(self.task.out) / job.folder
            packet = write_packet(analysis, target, self.task.receivers, dict(self.task.sender))
        except CaseRefusedError as error:
            first = self.desk.render(error.findings)[0]
            return Outcome(job.source, job.folder, job.digest, FAILED, code=first.code, zh=first.zh, en=first.en)
        except UserFacingError as error:
            zh, en = error.sentence("zh"), error.sentence("en")
            return Outcome(job.source, job.folder, job.digest, FAILED, code=error.code, zh=zh, en=en)
        found = (*analysis.found.findings, *analysis.not_here, *packet.findings)
        errors = sum(one.severity is Severity.ERROR for one in found)
        state = DRAFT if any(file.status == "draft" for file in packet.files if file.kind == "packet") else DONE
        return Outcome(job.source, job.folder, job.digest, state, len(packet.files), errors)

    def _refuse_unknown(self, case: Case, source: str) -> None:
        """Refuse answers to no question, as a single shipment is; one of the database may stem from older rules."""
        if is_apart(source):
            asked = (path.removeprefix(_FACTS) for path in case.not_known if path.startswith(_FACTS))
            refuse_unknown_facts((*case.facts, *asked), self.desk.rules)


def is_apart(source: str) -> bool:
    """Tell whether a shipment is read from a file or standard input, not from the company's database."""
    return source == STANDARD_INPUT or Path(source).is_file()


_worker: _Worker | None = None


def _start(task: Task) -> None:
    """Ready a process; Ctrl+C is for the one that leads, which lets what was begun be finished."""
    global _worker  # noqa: PLW0603 - a process pool has no other place for what each process keeps
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = _Worker(task)


def _make(job: Job) -> Outcome:
    if _worker is None:
        raise RuntimeError("the process was not readied")
    return _worker.make(job)


# What an earlier run made.


def _remember(out: Path, outcome: Outcome) -> None:
    try:
        with (out / JOURNAL).open("a", encoding="utf-8", errors="replace") as journal:
            journal.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
    except OSError as error:
        raise files.as_user_facing(error, out / JOURNAL) from error


def _earlier(out: Path) -> dict[str, str]:
    """Return the digest that each folder was last made of."""
    return {one["folder"]: one["digest"] if one["state"] in {DONE, DRAFT} else "" for one in _journal(out)}


def _owners(journal: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the source that each folder was last made from, by the last folder of each source."""
    last = {one["source"]: one["folder"] for one in journal}
    return {one["folder"]: one["source"] for one in journal if last[one["source"]] == one["folder"]}


def _journal(out: Path) -> list[dict[str, str]]:
    """Return what earlier runs wrote down; a line cut off by a crash counts for nothing."""
    try:
        lines = (out / JOURNAL).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    entries: list[dict[str, str]] = []
    for line in lines:
        try:
            entry = json.loads(line)
            entries.append({key: str(entry[key]) for key in ("source", "folder", "state", "digest")})
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return entries


def _is_whole(folder: Path) -> bool:
    """Tell whether every file of the packet still lies there with its size; the manifest was written last."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all((folder / entry["path"]).stat().st_size == entry["bytes"] for entry in listed)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
