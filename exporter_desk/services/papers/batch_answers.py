"""The command `packet` for several shipments: files, folders and ids in, progress while it runs, one answer."""

from __future__ import annotations

import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, MACHINE_PROBLEM, Answer, no_such_case
from exporter_desk.services.keeping.company_files import stored_state
from exporter_desk.services.papers.batch import FAILED, SKIPPED, Outcome, Task, is_apart, jobs_of, run_batch
from exporter_desk.services.papers.machine_files import remembered_sender
from exporter_desk.system import clock, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Language

SCHEMA, SCHEMA_VERSION = "exporter-desk/packet-batch", 1
_STATES = {
    "done": Bilingual("完成", "done"),
    "draft": Bilingual("完成（草稿）", "done (draft)"),
    "skipped": Bilingual("没有变化，跳过", "unchanged, skipped"),
    "failed": Bilingual("没有做成", "failed"),
}


def is_batch(sources: Sequence[str]) -> bool:
    """Tell whether several shipments are meant: more than one name, or a folder."""
    return len(sources) != 1 or Path(sources[0]).is_dir()


def scans_are_for_one() -> UserFacingError:
    """Return what is said to scans given with several shipments."""
    return UserFacingError(
        "S52", "扫描件只能放入一票业务的资料袋。", "A scan joins the packet of one shipment.",
        "请一票一票地加 --scan。", "Give --scan with one shipment at a time.", exit_code=BAD_INPUT,
    )  # fmt: skip


def packets(
    sources: Sequence[str], out: str, receivers: tuple[str, ...], language: Language, told: Callable[[str], object]
) -> Answer:
    """Make the packets of all shipments below `out`, each in a folder of its own."""
    named = list(_expanded(sources))
    company = "" if all(map(is_apart, named)) else stored_state()
    task = Task(str(Path(out)), receivers, tuple(remembered_sender().items()), clock.today(), language, company)
    outcomes: list[Outcome] = []
    unread: list[Outcome] = []
    stop = threading.Event()

    def report(outcome: Outcome) -> None:
        outcomes.append(outcome)
        told(_line(outcome, len(outcomes) + len(unread), len(named)).in_language(language))

    try:
        run_batch(jobs_of(_texts(named, unread), task, named), task, report, stop.is_set)
    except KeyboardInterrupt:
        stop.set()
    listed = (*outcomes, *unread)
    for outcome in unread:
        told(_line(outcome, len(listed), len(named)).in_language(language))
    return _answer(listed, len(named), stopped=stop.is_set())


def _expanded(sources: Sequence[str]) -> Iterator[str]:
    """A folder stands for the JSON files that lie in it."""
    for source in sources:
        path = Path(source)
        if path.is_dir():
            yield from (str(file) for file in sorted(path.glob("*.json")) if file.is_file())
        else:
            yield source


def _texts(sources: Sequence[str], unread: list[Outcome]) -> Iterator[tuple[str, bytes]]:
    """Read one shipment after the other; one that cannot be read stops none of the others."""
    for source in sources:
        try:
            yield source, _text(source)
        except UserFacingError as error:
            zh, en = error.sentence("zh"), error.sentence("en")
            unread.append(Outcome(source, "", "", FAILED, code=error.code, zh=zh, en=en))


def _text(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(case_json.MAX_BYTES + 1)
    path = Path(source)
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(case_json.MAX_BYTES + 1)
    except OSError as error:
        raise files.as_user_facing(error, path).as_bad_input() from error
    from exporter_desk.services.keeping.company_files import stored_case
    from exporter_desk.system.foreign import require_no_folder

    case = stored_case(source)
    if case is None:
        require_no_folder(path)
        raise no_such_case(source)
    return case_json.dump(case).encode("utf-8")


def _line(outcome: Outcome, number: int, of: int) -> Bilingual:
    state = _STATES[outcome.state]
    zh, en = (f"：{outcome.zh}" if outcome.zh else "", f": {outcome.en}" if outcome.en else "")
    name = outcome.folder or outcome.source
    return Bilingual(f"[{number}/{of}] {name} {state.zh}{zh}", f"[{number}/{of}] {name} {state.en}{en}")


def _answer(outcomes: Sequence[Outcome], named: int, *, stopped: bool) -> Answer:
    counts = {state: sum(one.state == state for one in outcomes) for state in _STATES}
    left = named - len(outcomes)
    zh = (
        f"共 {named} 票：完成 {counts['done']}，草稿 {counts['draft']}，跳过 {counts[SKIPPED]}，"
        f"没有做成 {counts[FAILED]}"
    )
    en = (
        f"{named} shipments: {counts['done']} done, {counts['draft']} drafts, {counts[SKIPPED]} skipped, "
        f"{counts[FAILED]} failed"
    )
    rest = Bilingual(f"，还剩 {left}。用同样的命令接着做。", f", {left} left. Repeat the command to go on.")
    line = Bilingual(zh + (rest.zh if left else "。"), en + (rest.en if left else "."))
    shown: list[Json] = [_json(one) for one in outcomes]
    data: JsonObject = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "shipments": named,
        "stopped": stopped,
        "counts": dict(counts),
        "cases": shown,
    }
    return Answer(data=data, lines=(line,), exit_code=_code(outcomes, stopped=stopped))


def _json(outcome: Outcome) -> JsonObject:
    listed: JsonObject = asdict(outcome)
    return {key: value for key, value in listed.items() if key != "digest"}


def _code(outcomes: Sequence[Outcome], *, stopped: bool) -> int:
    if stopped or any(one.state == FAILED and one.code in _MACHINE for one in outcomes):
        return MACHINE_PROBLEM
    if any(one.state == FAILED for one in outcomes):
        return BAD_INPUT
    return CASE_ERRORS if any(one.errors for one in outcomes) else FINE


# Sentences of the machine: disk, lock, permission, a process that broke off.
_MACHINE = frozenset({"S01", "S02", "S03", "S04", "S05", "S06", "S09", "S53"})
