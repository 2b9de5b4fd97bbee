"""The packs that count for this user, laid over the shipped files; one that cannot be used is put aside with a word.

The signature was checked when a pack was taken. Here every byte is held against the digests noted then: that finds a
damaged disk at the price of a hash, and whoever can write to this folder could change the program too.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules.problems import UNUSABLE, RuleDataErrors
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from exporter_desk.domain.finding import Finding
    from exporter_desk.rules.packs import Pack
    from exporter_desk.services.packs.store import PackStore, Stored

SET_ASIDE = "S212"
INDEX = "packs.json"
T = TypeVar("T")


class Installed:
    """Reads the packs when the first of their parts is wanted; until then not even their modules are loaded.

    `folder` is that of the user's packs; `given` packs count too, without being installed.
    """

    def __init__(self, folder: Path | None = None, given: Iterable[Pack] = ()) -> None:
        self._folder, self._given = folder, tuple(given)
        self.aside: list[Finding] = []
        self._out: set[str] = set()

    @cached_property
    def _read(self) -> tuple[Pack, ...]:
        if self._folder is None or not (self._folder / INDEX).exists():
            return self._given
        from exporter_desk.services.packs.store import DamagedIndexError, PackStore

        store = PackStore(self._folder)
        try:
            entries = store.state().packs
        except (DamagedIndexError, UserFacingError):
            self._note({}, "index")
            return self._given
        found = (self._pack(store, entry.id, entry.present) for entry in entries if entry.present is not None)
        return (*(pack for pack in found if pack is not None), *self._given)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Return the packs that count."""
        return tuple(pack for pack in self._read if pack.head.id not in self._out)

    @property
    def counts(self) -> bool:
        """Tell whether packs were read and there is something to say of them; reads nothing by itself."""
        return "_read" in vars(self) and bool(self._read or self.aside)

    def again(self) -> Installed:
        """Return the packs of the same place, to be read anew."""
        return Installed(self._folder, self._given)

    def without(self, pack_id: str) -> tuple[Pack, ...]:
        """Return the packs that count besides one."""
        return tuple(pack for pack in self.packs if pack.head.id != pack_id)

    def _pack(self, store: PackStore, pack_id: str, stored: Stored) -> Pack | None:
        name = f"{pack_id}@{stored.version}"
        try:
            pack = store.read(stored)
        except (RuleDataErrors, UserFacingError) as error:
            self._put_aside(name, _first_line(error), "damaged")
            return None
        if pack.head.id != pack_id:
            self._put_aside(name, pack.head.name, "damaged")
            return None
        from exporter_desk.services.packs.floor import is_outdated

        if is_outdated(pack.head):
            self._put_aside(name, pack.head.checked_on.isoformat(), "outdated")
            return None
        return pack

    def _put_aside(self, name: str, reason: str, variant: str = "") -> None:
        self._note({"name": name, "reason": reason}, variant)

    def _note(self, values: Mapping[str, str], variant: str = "") -> None:
        # Imported here: hardly any start has something to say of packs, and the window is to open fast.
        from exporter_desk.domain.finding import Finding, Severity

        self.aside.append(Finding(SET_ASIDE, Severity.CONFIRM, (), values, variant=variant))

    def touching(self, part: str) -> list[Pack]:
        """Return the packs that bring files of one folder."""
        return [pack for pack in self.packs if any(path.startswith(f"{part}/") for path in pack.files)]

    def tree(self, part: str, suffixes: tuple[str, ...] = (".toml", ".csv")) -> Mapping[str, bytes]:
        """Return the files of one folder as they count."""
        shipped = resources.read_tree(part, suffixes)
        touching = self.touching(part)
        if not touching:
            return shipped
        from exporter_desk.rules.pack_layers import layered

        laid = layered(shipped, touching, part)
        if laid.problems:
            raise RuleDataErrors(laid.problems)
        return {path: laid.files[path] for path in sorted(laid.files) if path.endswith(suffixes)}

    def load(self, part: str, loader: Callable[[Mapping[str, bytes]], T], *refusals: type[Exception]) -> T:
        """Load one folder; packs that make it unreadable are put aside, and the shipped files count.

        Raises UserFacingError where those cannot be read either.
        """
        caught: tuple[type[Exception], ...] = (*UNUSABLE, *refusals)
        try:
            return loader(self.tree(part))
        except caught as error:
            guilty = self.touching(part)
            if not guilty:
                from exporter_desk.services.packs.broken_files import broken_resource

                raise broken_resource(error, part) from error
            for pack in guilty:
                self._put_aside(pack.head.name, _first_line(error))
                self._out.add(pack.head.id)
            return self.load(part, loader, *refusals)

    def named(self, version: str) -> str:
        """Return a version of the shipped rules with that of every pack that counts, as a case notes it."""
        packs = self.packs
        if not packs:
            return version
        from exporter_desk.rules.pack_layers import version_of

        return version_of(version, packs)

    def expired(self, day: date) -> tuple[Pack, ...]:
        """Return the packs that are past their day."""
        return tuple(pack for pack in self.packs if pack.head.expires < day)


def _first_line(error: Exception) -> str:
    if isinstance(error, UserFacingError):
        return error.code
    return str(error).partition("\n")[0] or type(error).__name__
