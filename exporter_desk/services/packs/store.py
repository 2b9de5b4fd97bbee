"""The installed packs of a user: the packs as files, and one small file that says which of them count.

A pack is written first, under a name of its own; then the small file is replaced. Whenever the machine stops, the
state is the old one or the new one.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import exporter_desk
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules.pack_zip import unzipped
from exporter_desk.rules.packs import PackKind, read_pack, sha256
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.rules.schema import Record, ShapeError, shaped
from exporter_desk.services.packs.installed import INDEX
from exporter_desk.services.practice.worlds import require_own_desk
from exporter_desk.system import files
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.packs import Pack

STORE, INCOMING = "store", "incoming"
BY_USER = "user"


class Stored(Record, frozen=True, kw_only=True):
    """One pack in the store; `digest` is the SHA-256 of its signed list."""

    file: str
    digest: str
    serial: int
    version: str
    key_id: str
    taken_on: date


class Entry(Record, frozen=True, kw_only=True):
    """What is known of one pack id: the one that counts, the one before, and the highest serial that was ever taken.

    `present` is None after the pack was removed: its serial stays, so that an older one cannot come back in its place.
    """

    id: str
    kind: PackKind
    present: Stored | None
    former: Stored | None = None
    highest: int
    highest_digest: str
    key_id: str


class Trusted(Record, frozen=True, kw_only=True):
    """A key that was not shipped: `by` is "user" or the pack that announced it, `parent` the key of that pack."""

    id: str
    key: str
    name: str
    from_: date = msgspec.field(name="from")
    by: str
    parent: str = ""


class State(Record, frozen=True, kw_only=True):
    """Everything in the small file."""

    schema_version: int = 1
    packs: tuple[Entry, ...] = ()
    keys: tuple[Trusted, ...] = ()

    def entry(self, pack_id: str) -> Entry | None:
        """Return what is known of a pack id."""
        return next((one for one in self.packs if one.id == pack_id), None)

    def with_entry(self, entry: Entry) -> State:
        """Return the state with this entry in place of the one of the same id."""
        others = [one for one in self.packs if one.id != entry.id]
        return msgspec.structs.replace(self, packs=tuple(sorted([*others, entry], key=lambda one: one.id)))

    def with_keys(self, keys: Iterable[Trusted]) -> State:
        """Return the state with these keys too; a key that is there already stays as it is."""
        known = {one.id for one in self.keys}
        return msgspec.structs.replace(self, keys=(*self.keys, *(one for one in keys if one.id not in known)))


class DamagedIndexError(Exception):
    """The small file is there and cannot be read."""


@dataclass(frozen=True, slots=True)
class PackStore:
    """The folder of installed packs."""

    folder: Path

    @classmethod
    def of_user(cls) -> PackStore:
        """Return the store of this user; nothing is made yet."""
        return cls(find_paths().packs)

    @property
    def index(self) -> Path:
        """Return the small file that says which packs count."""
        return self.folder / INDEX

    @property
    def incoming(self) -> Path:
        """Return the folder of packs that were fetched and not accepted yet."""
        return self.folder / INCOMING

    def state(self) -> State:
        """Return what is installed; raises DamagedIndexError, UserFacingError when the machine refuses."""
        try:
            plain = json.loads(self.index.read_bytes())
            found = shaped(State, plain)
        except FileNotFoundError:
            return State()
        except OSError as error:
            raise files.as_user_facing(error, self.index) from error
        except (ValueError, RecursionError, ShapeError) as error:
            raise DamagedIndexError(str(error)) from error
        if found.schema_version != 1:
            raise DamagedIndexError(f"schema_version {found.schema_version}")
        return found

    def state_for_change(self) -> State:
        """Return what is installed; a damaged index is set aside first, where it can still be looked at."""
        try:
            return self.state()
        except DamagedIndexError:
            self._set_aside()
            return State()

    def _set_aside(self) -> None:
        names = (self.index.with_name(f"packs.damaged-{number}.json") for number in range(1, 10_000))
        try:
            self.index.replace(next(name for name in names if not name.exists()))
        except OSError as error:
            raise files.as_user_facing(error, self.index) from error

    def content(self, stored: Stored) -> bytes:
        """Return a stored pack as it lies there; raises UserFacingError when it cannot be read."""
        path = self.folder / STORE / stored.file
        try:
            return path.read_bytes()
        except OSError as error:
            raise files.as_user_facing(error, path) from error

    def read(self, stored: Stored) -> Pack:
        """Return a stored pack, each byte held against the digests; raises RuleDataErrors, UserFacingError."""
        pack, problems = read_pack(unzipped(self.content(stored), stored.file), exporter_desk.__version__)
        if pack is None or problems:
            raise RuleDataErrors(problems)
        if sha256(pack.manifest) != stored.digest:
            raise RuleDataErrors([RuleDataProblem(stored.file, "", "is not the pack that was taken")])
        return pack

    def is_sound(self, stored: Stored) -> bool:
        """Tell whether a stored pack is there and whole."""
        try:
            self.read(stored)
        except (RuleDataErrors, UserFacingError):
            return False
        return True

    def put(self, state: State, pack: Pack, content: bytes, day: date) -> State:
        """Write a pack and let it count; the one that counted is kept for the way back. Exercises take none: S302."""
        require_own_desk()
        head, digest = pack.head, sha256(pack.manifest)
        stored = Stored(
            file=f"{head.id}-{head.serial}-{digest[:12]}.edpack",
            digest=digest,
            serial=head.serial,
            version=head.version,
            key_id=head.key_id,
            taken_on=day,
        )
        files.write_atomically(self.folder / STORE / stored.file, content)
        before = state.entry(head.id)
        entry = Entry(
            id=head.id,
            kind=head.kind,
            present=stored,
            former=_former(before, digest),
            highest=head.serial,
            highest_digest=digest,
            key_id=head.key_id,
        )
        return self.save(state.with_entry(entry))

    def save(self, state: State) -> State:
        """Replace the small file, then let go of packs that nothing names any more. Exercises change none: S302."""
        require_own_desk()
        text = json.dumps(msgspec.to_builtins(state), ensure_ascii=False, indent=2) + "\n"
        files.write_atomically(self.index, text.encode())
        self._tidy(state)
        return state

    def _tidy(self, state: State) -> None:
        """A file that cannot be removed now is removed another time."""
        named = {one.file for entry in state.packs for one in (entry.present, entry.former) if one is not None}
        with contextlib.suppress(OSError):
            for file in list((self.folder / STORE).iterdir()):
                if file.name not in named:
                    file.unlink(missing_ok=True)


def _former(before: Entry | None, digest: str) -> Stored | None:
    """Return the way back: the pack that counted, or what it replaced where the same pack is put anew."""
    if before is None or before.present is None:
        return None
    return before.former if before.present.digest == digest else before.present
