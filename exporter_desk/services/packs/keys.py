"""Whose packs are believed: keys shipped with the program, trusted by the user, or announced by a signed pack."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exporter_desk.rules.keys import SigningKey, key_id, read_keys
from exporter_desk.rules.pack_kinds import KEYS_FILE
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.services.packs.store import Trusted
from exporter_desk.system import resources
from exporter_desk.system.signing import PublicKey

if TYPE_CHECKING:
    from exporter_desk.rules.packs import Pack
    from exporter_desk.services.packs.store import State

BY_PROGRAM = "program"


@dataclass(frozen=True)
class KeyRing:
    """All keys that count."""

    shipped: tuple[SigningKey, ...]
    trusted: tuple[Trusted, ...]

    @cached_property
    def keys(self) -> dict[str, Trusted]:
        """Return every key by its number; a shipped one wins."""
        shipped = (
            Trusted(id=one.id, key=one.key, name=one.name, from_=one.from_, by=BY_PROGRAM) for one in self.shipped
        )
        return {one.id: one for one in (*self.trusted, *shipped)}

    def signer(self, pack: Pack) -> Trusted | None:
        """Return the key that signed a pack, None when it is not one that counts or the signature is wrong."""
        known = self.keys.get(pack.head.key_id)
        if known is None or pack.signature is None or not PublicKey(known.key).verifies(pack.signature, pack.manifest):
            return None
        return known

    def succeeds(self, key: str, former: str) -> bool:
        """Tell whether `key` is the `former` one, or was announced with it, step by step."""
        seen: set[str] = set()
        while key and key not in seen:
            if key == former:
                return True
            seen.add(key)
            found = self.keys.get(key)
            key = "" if found is None else found.parent
        return False


def key_ring(state: State) -> KeyRing:
    """Return the keys of this user; raises RuleDataErrors when the shipped list is broken."""
    shipped, problems = read_keys("keys/keys.toml", resources.read_bytes("keys/keys.toml"))
    if problems:
        raise RuleDataErrors(problems)
    return KeyRing(shipped, tuple(one for one in state.keys if key_id(one.key) == one.id))


def announced(pack: Pack) -> tuple[tuple[Trusted, ...], tuple[RuleDataProblem, ...]]:
    """Return the keys that a pack announces, as trusted by it, and what is wrong with its list."""
    content = pack.files.get(KEYS_FILE)
    if content is None:
        return (), ()
    keys, problems = read_keys(KEYS_FILE, content)
    by, parent = pack.head.name, pack.head.key_id
    found = [
        Trusted(id=one.id, key=one.key, name=one.name, from_=one.from_, by=by, parent=parent)
        for one in keys
        if one.id != parent
    ]
    return tuple(found), problems
