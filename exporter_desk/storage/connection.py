"""Opens a case database: checks what it is, who has it, which schema it has, and falls back to reading only."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import faults
from exporter_desk.storage.faults import Sentence, explained
from exporter_desk.storage.lock import FileLock, HeldError, Holder, lock_path
from exporter_desk.storage.migrate import is_ours, migrate, released_scripts, version_of
from exporter_desk.storage.soundness import check, check_opened, is_small
from exporter_desk.storage.write_back import FALLBACK_PAGES, WriteBack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    CopyProgress = Callable[[int, int], object]


# Everything of the company is for its owner's account alone; SQLite gives its journals the rights of the database.
OWN_FILE, OWN_FOLDER, _OTHERS = 0o600, 0o700, 0o077
_MAGIC, _HEADER = b"SQLite format 3\0", 100
# A virus scanner may hold a file for three seconds.
_WAIT_MS = 4000
# A backup is copied in pieces, so that typing finds its turn at the disk and progress can be told.
_PIECE_PAGES, _FLUSHED_PIECES, _LONGEST_PAUSE_S = 64, 2, 0.1
_RENAME_TRIES, _RENAME_PAUSE = 15, 0.2


@dataclass(slots=True, eq=False, repr=False)  # one is itself; a start need not make what nobody asks for
class Store:
    """An open case database. `notice` says in a sentence why it is read-only, when it is; used by one thread a time.

    `checked` is False for a large file, which was not read through when it was opened.
    """

    path: Path
    connection: sqlite3.Connection
    read_only: bool
    notice: UserFacingError | None = None
    checked: bool = True
    _lock: FileLock | None = None
    _left_over: ExitStack = field(default_factory=ExitStack, repr=False)
    _write_back: WriteBack | None = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run one durable transaction: all of it is on the disk when the block ends, or nothing of it."""
        if self.read_only:
            raise self.notice or faults.OPENED_TO_READ.error(name=self.path.name)
        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        if self._write_back is not None:
            self._write_back.after_commit()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read; failures become sentences."""
        with explained(self.path):
            yield self.connection

    def close(self) -> None:
        """Close the file and give the lock back."""
        if self._write_back is not None:
            self._write_back.finish()
        with suppress(sqlite3.Error):
            self.connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self._left_over.close()


def this_user(since: str) -> Holder:
    """Return who is at this computer, for the lock; `since` is an ISO moment."""
    return Holder(who=f"{_account()}@{_computer()}", since=since, pid=os.getpid())


# What `getpass` and `socket` would answer, without loading a terminal and a network library for it.
if sys.platform == "win32":

    def _account() -> str:
        return os.environ.get("USERNAME") or "?"

    def _computer() -> str:
        return os.environ.get("COMPUTERNAME") or "?"

else:

    def _account() -> str:
        import pwd

        try:
            return os.environ.get("LOGNAME") or os.environ.get("USER") or pwd.getpwuid(os.getuid()).pw_name
        except KeyError:  # an account without a name
            return "?"

    def _computer() -> str:
        return os.uname().nodename


def open_store(path: Path, holder: Holder, *, scripts: Sequence[str] = (), read_only: bool = False) -> Store:
    """Open the case database at `path` for writing; a missing one is made.

    A file of a newer program, or one that cannot be written, comes back read-only with a `notice`; an older one is
    copied first and then brought up to date. Raises UserFacingError: S24 to S26 for what is no sound file of ours,
    S28 when somebody else has it open (open it with `read_only` then).
    """
    steps = tuple(scripts) or released_scripts()
    _look_at(path, read_only=read_only)
    if read_only:
        return _open_reading(path, steps, faults.OPENED_TO_READ.error(name=path.name))
    with explained(path):
        path.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
    try:
        lock = FileLock(lock_path(path), holder)
    except HeldError as held:
        raise faults.held(path.name, held.holder.who, held.holder.since) from held
    except OSError as error:
        if not path.exists():  # nothing is there to be read
            with explained(path):
                raise
        return _open_reading(path, steps, faults.unlockable(error, path.name, lock_path(path).name))
    try:
        if not path.exists():
            _make(path, steps)
        store = _open_writing(path, steps, lock)
    except BaseException:
        lock.release()
        raise
    if store.read_only:
        lock.release()
    return store


def _look_at(path: Path, *, read_only: bool) -> None:
    """Raise what `identify` raises; a file to write to is closed to others before a journal gets its rights."""
    if not read_only:
        only_for_owner(path)
    if read_only or path.exists():
        identify(path)


def _make(path: Path, scripts: Sequence[str]) -> None:
    with explained(path), new_database(path, scripts):
        pass  # it is empty
    only_for_owner(path)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a plain connection (`mode` ro, rw or rwc) with our settings; transactions are begun by hand."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


@contextmanager
def new_database(path: Path, scripts: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """Make a new database beside its place and rename it when the block ends: no half-made file can ever be found."""
    part = part_name(path)
    try:
        with closing(connect(part, "rwc")) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # flushed once, when it is whole
            migrate(connection, scripts)
            yield connection
            check(connection, path)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        put_in_place(part, path)
    finally:
        remove_part(part)


def identify(path: Path) -> None:
    """Raise S24, S25, S26 or S29 unless the file is a database of ours; nothing in it is changed."""
    with explained(path):
        told = path.stat()
    if not stat.S_ISREG(told.st_mode):  # a folder, or a pipe that would be waited for without end
        raise faults.FOREIGN.error(name=path.name)
    size = told.st_size
    if not size:
        raise faults.EMPTY.error(name=path.name)
    try:
        with closing(connect(path, "ro")) as connection:
            ours = is_ours(connection)
    except UnicodeDecodeError as error:  # see `explained`
        raise faults.DAMAGED.error(name=path.name) from error
    except sqlite3.DatabaseError as error:
        if faults.result_of(error) not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return  # a folder without write access: the reader works on a copy
        raise _kind_of_refusal(path).error(name=path.name) from error
    if not ours:
        raise (_kind_of_refusal(path) if size < _HEADER else faults.FOREIGN).error(name=path.name)


def _kind_of_refusal(path: Path) -> Sentence:
    """Tell a damaged SQLite file, or the first bytes of one, from a file of another kind."""
    begin = _begins(path)
    return faults.DAMAGED if begin == _MAGIC[: len(begin)] else faults.FOREIGN


def _begins(path: Path) -> bytes:
    with explained(path), path.open("rb") as file:
        return file.read(len(_MAGIC))


def _open_writing(path: Path, scripts: Sequence[str], lock: FileLock) -> Store:
    with explained(path):
        connection = connect(path, "rw")
        try:
            problem = _prepare(connection, path, scripts)
        except BaseException:
            connection.close()
            raise
    if problem is not None:
        connection.close()
        return _open_reading(path, scripts, problem)
    back = WriteBack(path, connect)
    return Store(path, connection, read_only=False, checked=is_small(path), _lock=lock, _write_back=back)


def _prepare(connection: sqlite3.Connection, path: Path, scripts: Sequence[str]) -> UserFacingError | None:
    """Check the file and make it writable; return why it can only be read, when it can."""
    check_opened(connection, path)
    version = version_of(connection)
    if version > len(scripts):
        return faults.NEWER.error(name=path.name, found=str(version), known=str(len(scripts)))
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {FALLBACK_PAGES}")
        connection.execute("PRAGMA user_version").fetchone()
        if version < len(scripts):
            _upgrade(connection, path, version, scripts)
    except sqlite3.OperationalError as error:
        if faults.result_of(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            return faults.READ_ONLY.error(name=path.name)
        raise
    return None


def _upgrade(connection: sqlite3.Connection, path: Path, version: int, scripts: Sequence[str]) -> None:
    copy = free_name(path.with_name(f"{path.stem}.v{version}{path.suffix}"))
    copy_database(connection, copy)
    try:
        migrate(connection, scripts)
    except sqlite3.Error as error:
        raise faults.NOT_UPGRADED.error(name=path.name, copy=copy.name) from error


def copy_database(connection: sqlite3.Connection, target: Path, progress: CopyProgress | None = None) -> None:
    """Copy an open database by the backup API into one whole file without a journal beside it; checked.

    With `progress` (pages done and in all) it is copied in pieces, all of one moment: what is written meanwhile by
    others is not in it and does not make it begin again. An exception from `progress` stops it and leaves no file.
    """
    part = part_name(target)
    try:
        part.touch(mode=OWN_FILE, exist_ok=False)
        with closing(connect(part, "rwc")) as copy:
            # The part is worth nothing before its end: it needs no journal, and is flushed by hand.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            if progress is None:
                connection.backup(copy)
            else:
                with part.open("rb+") as file, _one_moment(connection):
                    connection.backup(copy, pages=_PIECE_PAGES, progress=_flushing(file.fileno(), progress))
            copy.execute("PRAGMA journal_mode = DELETE")
            check(copy, target, deep=True)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        put_in_place(part, target)
    finally:
        remove_part(part)


def only_for_owner(path: Path) -> None:
    """Keep a file from the other accounts of this computer; a disk that knows no such rights is left as it is."""
    if os.name == "posix":
        with suppress(OSError):
            if path.stat().st_mode & _OTHERS:
                path.chmod(OWN_FILE)


def remove_part(part: Path) -> None:
    """Remove an unfinished copy and what SQLite wrote beside it; of a disk that is gone see leftovers.sweep."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def part_name(target: Path) -> Path:
    """Return the name of a file that is written in place of `target` until it is whole."""
    return target.with_name(f".{target.name}.{os.urandom(6).hex()}.part")


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the state of this moment for reading; in WAL mode nobody waits for it."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        connection.execute("ROLLBACK")


def _flushing(handle: int, progress: CopyProgress) -> Callable[[int, int, int], None]:
    """Flush every few pieces, and rest as long as that took: a large flush would hold up the small ones of typing."""
    pieces = 0

    def told(_status: int, remaining: int, total: int) -> None:
        nonlocal pieces
        pieces += 1
        if pieces % _FLUSHED_PIECES == 0:
            begun = time.monotonic()
            os.fsync(handle)
            time.sleep(min(time.monotonic() - begun, _LONGEST_PAUSE_S))
        progress(total - remaining, total)

    return told


def put_in_place(part: Path, target: Path) -> None:
    """Rename a finished file over `target`; on Windows a scanner may hold the old one, so it is tried for a while."""
    for tries_left in range(_RENAME_TRIES, -1, -1):
        try:
            part.replace(target)
            break
        except PermissionError:
            if not tries_left:
                raise
            time.sleep(_RENAME_PAUSE)
    if sys.platform != "win32":  # the new name itself has to survive a power cut
        handle = os.open(target.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def free_name(path: Path) -> Path:
    """Return `path`, or with a number behind its stem when it is taken."""
    names = (path, *(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 10_000)))
    return next(name for name in names if not name.exists())


@contextmanager
def apart(path: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """Use a database over a connection of its own, for work that another thread does beside the one that types."""
    with explained(path), ExitStack() as left_over:
        connection = _readable(path, left_over) if mode == "ro" else connect(path, mode)
        left_over.enter_context(closing(connection))
        if mode != "ro":
            connection.execute("PRAGMA synchronous = FULL")
        yield connection


def _readable(path: Path, left_over: ExitStack) -> sqlite3.Connection:
    """Open for reading; where the folder forbids even that (WAL needs a file beside it), read a private copy."""
    try:
        return _reader(path)
    except sqlite3.OperationalError:
        import tempfile

        folder = tempfile.TemporaryDirectory(prefix="exporter-desk-", ignore_cleanup_errors=True)
        left_over.callback(folder.cleanup)
        return _reader(_private_copy(path, Path(folder.name)))


def _open_reading(path: Path, scripts: Sequence[str], notice: UserFacingError) -> Store:
    left_over = ExitStack()
    with explained(path):
        connection = _readable(path, left_over)
    store = Store(path, connection, read_only=True, notice=notice, _left_over=left_over)
    try:
        version = _checked_version(store)
    except BaseException:
        store.close()
        raise
    if version > len(scripts):
        store.notice = faults.NEWER.error(name=path.name, found=str(version), known=str(len(scripts)))
    return store


def _checked_version(store: Store) -> int:
    with store.reading() as connection:
        check_opened(connection, store.path)
        if not is_ours(connection):
            raise faults.FOREIGN.error(name=store.path.name)
        return version_of(connection)


def _reader(path: Path) -> sqlite3.Connection:
    connection = connect(path, "ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _private_copy(path: Path, folder: Path) -> Path:
    import shutil

    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        if source.exists():
            shutil.copyfile(source, folder / (path.name + suffix))
    # Opened once for writing: this takes the journal into the copy.
    with closing(connect(folder / path.name, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return folder / path.name
