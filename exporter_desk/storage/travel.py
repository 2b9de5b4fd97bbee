"""Travelling case files (`.exdesk`): the same schema with one case in it and its attachments, whole as one file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from exporter_desk.costs.frozen import is_frozen_text
from exporter_desk.domain import case_json
from exporter_desk.domain.attachment import without_sources
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import common_state, contents, estimates, faults
from exporter_desk.storage.case_rows import UNREADABLE
from exporter_desk.storage.common_state import CommonState
from exporter_desk.storage.connection import Store, connect, identify, new_database, open_store
from exporter_desk.storage.estimates import Kept
from exporter_desk.storage.faults import explained, told_of_a_full_disk
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.migrate import migrate, released_scripts, version_of
from exporter_desk.storage.sqlite_repository import SqliteRepository

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from exporter_desk.storage.repository import CaseRepository
    from exporter_desk.storage.summary import Event, Stamp

SUFFIX = ".exdesk"
_MEGABYTE = 2**20
# What may be attached to one case that travels, and what a whole file of one case may come to.
MOST_ATTACHED = 192 * _MEGABYTE
MOST_BYTES = 64 * _MEGABYTE + MOST_ATTACHED
_LONGEST_VALUE = 8 * _MEGABYTE
# No backup of ours mends what somebody sent.
_DAMAGED = faults.DAMAGED._replace(
    remedy_zh="请重新拷贝；仍然这样，请让发给你的人再导出一次。你自己的业务没有变。",
    remedy_en="Copy it again; if it stays so, ask the sender to export it again. Your own shipments did not change.",
)
_SHAPE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
)


@dataclass(frozen=True, slots=True)
class Travelled:
    """A case that came in a file, its attached files as they were taken, by digest, and its saved estimates.

    `at` and `writer` say when and by which database the file was written, "" where an older program wrote it; `common`
    is the state that the writer had taken over from us or others before.
    """

    case: Case
    files: Mapping[str, bytes] = field(default_factory=dict)
    estimates: tuple[Kept, ...] = ()
    at: str = ""
    writer: str = ""
    common: CommonState | None = None


class Known(NamedTuple):
    """Who writes a file, and the state of the shipment that he took over last."""

    writer: str
    common: CommonState | None


NOTHING_KNOWN = Known("", None)


def _no_file(digest: str) -> NoReturn:
    raise LookupError(digest)


def export_case(
    case: Case,
    target: Path,
    stamp: Stamp,
    event: Event,
    files: tuple[Collection[str], Callable[[str], bytes]] = ((), _no_file),
    saved: Sequence[Kept] = (),
    known: Known = NOTHING_KNOWN,
) -> None:
    """Write one case as a travelling file. Steps of undo stay at home: what was deleted does not travel.

    `files` are the digests of the attached files that are there, and what reads one of them; `saved` are the estimates
    that were written down; `known` says who writes the file and what was taken over before. Raises UserFacingError S57
    when they are too large for one file.
    """
    held, content_of = files
    named = {one.sha256: one.size_bytes or 0 for one in case.attachments if one.sha256 in held}
    size = sum(named.values()) + sum(len(one.text) for one in saved)
    if size > MOST_ATTACHED:
        values = {"size": str(-(-size // _MEGABYTE)), "limit": str(MOST_ATTACHED // _MEGABYTE)}
        raise faults.TOO_HEAVY.error(name=target.name, **values)
    full = told_of_a_full_disk(faults.NOT_WRITTEN, target.name)
    with full, explained(target), new_database(target, released_scripts()) as connection:
        SqliteRepository(Store(target, connection, read_only=False)).create(without_sources(case), stamp, event)
        connection.execute("UPDATE writer SET id = ?", (known.writer,))
        if known.common is not None:
            state = replace(known.common, case=without_sources(known.common.case), step="")
            common_state.put(connection, str(case.id), state)
        for digest in named:
            contents.keep(connection, content_of(str(digest)))
        for one in reversed(saved):
            estimates.insert(connection, str(case.id), one)


def import_case(source: Path) -> Case:
    """Return the case of a travelling file alone; see `import_whole`."""
    return import_whole(source).case


def import_whole(source: Path) -> Travelled:
    """Return the case of a travelling file; the file itself is not touched, also when its schema is older.

    A foreign file is believed in nothing: its tables have to be exactly ours, so that no view and no trigger of it is
    ever run, its case is read as strictly as one in JSON, and its attached files are what their digests say or left
    out; their pages have to be made anew. Raises UserFacingError: S24 to S26 when it is no sound
    file of ours, S27 when it is newer, S34 when it holds more or less than one case, S37 when it is too large; and
    CaseRefusedError for texts and figures that no case may hold.
    """
    with explained(source):
        if source.stat().st_size > MOST_BYTES:
            raise faults.TOO_LARGE.error(name=source.name, limit=str(MOST_BYTES // _MEGABYTE))
    with _told_as_travelling(source):
        identify(source)
        return _read_through(source)


@contextmanager
def _told_as_travelling(source: Path) -> Iterator[None]:
    """Give advice that fits a file that somebody sent: no backup of ours mends it."""
    try:
        yield
    except UserFacingError as error:
        if error.code != faults.DAMAGED.code:
            raise
        raise _DAMAGED.error(name=source.name) from error


def _read_through(source: Path) -> Travelled:
    """Read a private copy of a travelling file."""
    with tempfile.TemporaryDirectory(prefix="exporter-desk-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / source.name
        with explained(source):
            shutil.copyfile(source, copy)
        with explained(source):
            _require_our_shape(copy, source.name)
        store = open_store(copy, Holder(who="", since=""))
        try:
            store.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            case = without_sources(_only_case(SqliteRepository(store), source))
            return replace(_written(store, case), files=_files(store, case), estimates=_estimates(store, case))
        finally:
            store.close()


def _written(store: Store, case: Case) -> Travelled:
    """Return the case with what the file says of its writer; an older one says nothing."""
    with store.reading() as connection:
        writer = common_state.writer_of(connection)
        at = connection.execute("SELECT modified_at FROM shipment").fetchone()[0]
        common = common_state.read(connection, str(case.id))
    return Travelled(case, at=str(at) if writer else "", writer=writer, common=common)


def _files(store: Store, case: Case) -> dict[str, bytes]:
    """Return the attached files that are there and sound, as far as they fit."""
    found: dict[str, bytes] = {}
    room = MOST_ATTACHED
    with store.reading() as connection:
        for digest in dict.fromkeys(one.sha256 for one in case.attachments if one.sha256):
            room -= contents.size_of(connection, digest)
            if room >= 0 and contents.is_sound(connection, digest):
                found[digest] = contents.read(connection, digest)
    return found


def _estimates(store: Store, case: Case) -> tuple[Kept, ...]:
    """Return the saved estimates that nobody changed since they were frozen."""
    with store.reading() as connection:
        return tuple(one for one in estimates.read(connection, str(case.id)) if is_frozen_text(one.text))


def _require_our_shape(path: Path, name: str) -> None:
    """Raise S24, or S97 for a newer file, unless the tables are those that our scripts make for its version."""
    scripts = released_scripts()
    with closing(connect(path, "ro")) as connection:
        version = version_of(connection)
        if version > len(scripts):
            raise faults.NEWER_TO_TAKE.error(name=name, found=str(version), known=str(len(scripts)))
        if version < 1 or connection.execute(_SHAPE).fetchall() != _our_shape(scripts[:version]):
            raise faults.NOT_AS_WRITTEN.error(name=name)


def _our_shape(scripts: Sequence[str]) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        migrate(memory, scripts)
        return memory.execute(_SHAPE).fetchall()


def _only_case(repository: CaseRepository, source: Path) -> Case:
    count = repository.count() + repository.count(deleted=True)
    if count != 1:
        raise faults.NOT_ONE_CASE.error(name=source.name, count=str(count))
    found = (*repository.summaries(limit=1), *repository.summaries(limit=1, deleted=True))
    try:
        read = repository.load(found[0].id)
        text = case_json.dump(read)
    except UserFacingError as error:
        raise (faults.DAMAGED.error(name=source.name) if error.code == faults.UNREADABLE.code else error) from error
    except UNREADABLE as error:
        raise faults.DAMAGED.error(name=source.name) from error
    case_json.load(text)
    return read
