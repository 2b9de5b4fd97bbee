"""What a person does with packs: look at one, take it, go back, remove it, trust a key; by window or command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.rules.keys import key_id
from exporter_desk.rules.pack_kinds import NOTES_FILE
from exporter_desk.rules.pack_zip import MAX_BYTES
from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.packs.check import examine_pack
from exporter_desk.services.packs.gate import BROKEN_RULES, UNKNOWN_SIGNER, Verdict, admit, verify
from exporter_desk.services.packs.installed import Installed
from exporter_desk.services.packs.keys import BY_PROGRAM, KeyRing, key_ring
from exporter_desk.services.packs.program_notes import read_notes
from exporter_desk.services.packs.refusals import no_former, no_key, no_such_key, not_installed, other_key, too_large
from exporter_desk.services.packs.store import BY_USER, DamagedIndexError, PackStore, State, Trusted
from exporter_desk.system.foreign import read_foreign
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from exporter_desk.domain.case import Case
    from exporter_desk.rules.packs import Pack
    from exporter_desk.services.packs.effect import CaseEffect
    from exporter_desk.services.packs.store import Entry

_FIRST_DAY = date(2000, 1, 1)  # a key that the user trusts has no first day
# What of the desk reads each folder of a pack.
_READERS = {
    "rules": "rules",
    "codes": "codes",
    "text/findings": "texts",
    "rates": "prices",
    "forms": "library",
    "messages": "messages",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that was looked at, with the bytes that were looked at: only these are taken."""

    verdict: Verdict
    content: bytes

    @property
    def pack(self) -> Pack:
        """Return the pack; ValueError for a file that holds none."""
        if self.verdict.pack is None:
            raise ValueError(self.verdict.file)
        return self.verdict.pack


class PackOffice:
    """The installed packs and the keys of this user, on a day."""

    def __init__(self, store: PackStore, today: date) -> None:
        self._store, self._today = store, today

    @classmethod
    def of_user(cls, today: date) -> PackOffice:
        """Return the office of this user."""
        return cls(PackStore.of_user(), today)

    @property
    def incoming(self) -> Path:
        """Return the folder of packs that were fetched and not accepted yet."""
        return self._store.incoming

    # Looking.

    def state(self) -> State:
        """Return what is installed and trusted; nothing when the list of it is damaged."""
        try:
            return self._store.state()
        except DamagedIndexError:
            return State()

    def ring(self) -> KeyRing:
        """Return the keys that count."""
        return key_ring(self.state())

    def verify(self, path: Path) -> Offer:
        """Look at a pack by itself: whole, signed by a known key, of its own trade."""
        content = read_bounded(path)
        return Offer(verify(content, path.name, self.ring(), self._today), content)

    def look(self, path: Path) -> Offer:
        """Look at a pack as one to be taken: beside what is installed, its rules read and its scenarios run."""
        offer = self.verify(path)
        verdict = self._admitted(offer.verdict, self.state())
        if verdict.accepted:
            verdict = self._examined(verdict)
        return Offer(verdict, offer.content)

    def _admitted(self, verdict: Verdict, state: State) -> Verdict:
        entry = None if verdict.pack is None else state.entry(verdict.pack.head.id)
        damaged = entry is not None and entry.present is not None and not self._store.is_sound(entry.present)
        return admit(verdict, state, self.ring(), damaged=damaged)

    def _examined(self, verdict: Verdict) -> Verdict:
        from exporter_desk.services.packs.answers import shipped_trees

        pack = verdict.pack
        if pack is None:
            return verdict
        whole = {"pack.toml": pack.manifest, "pack.sig": pack.signature or b"", **pack.files}
        report = examine_pack(whole, shipped_trees(), self._today, self._beside(pack.head.id))
        problems = list(report.problems)
        problems += [RuleDataProblem(one.file, one.place, one.text) for one in report.messages if one.grave]
        problems += [RuleDataProblem(one.file, one.id, text) for one in report.outcomes for text in one.differences]
        problems = problems or list(_unreadable(self.desk_with(pack), pack))
        if not problems:
            return verdict
        values = {"count": str(len(problems)), "first": str(problems[0])}
        return verdict.also(Finding(BROKEN_RULES, Severity.ERROR, (), values), problems=tuple(problems))

    def _beside(self, pack_id: str) -> tuple[Pack, ...]:
        return Installed(self._store.folder).without(pack_id)

    def desk_with(self, pack: Pack) -> Desk:
        """Return a desk on which the pack counts already."""
        return Desk(find_paths().rate_library, Installed(given=(*self._beside(pack.head.id), pack)))

    def desk_now(self) -> Desk:
        """Return a desk with what counts now."""
        return Desk(find_paths().rate_library, Installed(self._store.folder))

    def effect(
        self, offer: Offer, cases: Sequence[Case], told: Callable[[int, int], object] = lambda done, total: None
    ) -> tuple[CaseEffect, ...]:
        """Return what taking the pack would change in these shipments; nothing is installed."""
        from exporter_desk.services.packs.effect import effect

        return effect(cases, self.desk_now(), self.desk_with(offer.pack), self._today, told)

    # Acting.

    def accept(self, offer: Offer) -> State:
        """Let a pack count that was looked at and found fit; the one before is kept for the way back.

        A backup is written first: other rules mean other conclusions about every shipment.
        """
        verdict = self._admitted(offer.verdict, self._store.state_for_change())
        if not verdict.accepted:
            raise ValueError(verdict.file)
        company_backups().before("pack")
        state = self._store.state_for_change().with_keys(verdict.announced)
        return self._store.put(state, offer.pack, offer.content, self._today)

    def former(self, pack_id: str) -> Pack:
        """Return the version before the present one; raises UserFacingError when there is none to go back to."""
        entry = self._entry(pack_id)
        if entry.former is None:
            raise no_former(pack_id)
        return self._store.read(entry.former)

    def roll_back(self, pack_id: str) -> State:
        """Let the former version of a pack count again; the serial that was reached stays noted."""
        entry = self._entry(pack_id)
        self.former(pack_id)
        changed = msgspec.structs.replace(entry, present=entry.former, former=None)
        return self._store.save(self._store.state_for_change().with_entry(changed))

    def remove(self, pack_id: str) -> State:
        """Let a pack no longer count; the shipped rules take its place."""
        changed = msgspec.structs.replace(self._entry(pack_id), present=None, former=None)
        return self._store.save(self._store.state_for_change().with_entry(changed))

    def _entry(self, pack_id: str) -> Entry:
        entry = self.state().entry(pack_id)
        if entry is None or entry.present is None:
            raise not_installed(pack_id, [one.id for one in self.state().packs if one.present is not None])
        return entry

    # Keys.

    def trust(self, number: str, source: Path) -> Trusted:
        """Believe the key in a pack or key file, if its number is the one that the user was told."""
        key, name = self._key_in(source)
        if key_id(key) != number.strip().lower():
            raise other_key(number, key_id(key) or "—")
        trusted = Trusted(id=key_id(key) or "", key=key, name=name, from_=_FIRST_DAY, by=BY_USER)
        self._store.save(self._store.state_for_change().with_keys((trusted,)))
        return trusted

    def _key_in(self, source: Path) -> tuple[str, str]:
        content = read_bounded(source)
        if content[:2] == b"PK":
            offer = Offer(verify(content, source.name, self.ring(), self._today), content)
            pack = offer.verdict.pack
            known = not offer.verdict.refused("S204") and pack is not None and bool(pack.head.key)
            if known and pack is not None and (offer.verdict.accepted or offer.verdict.refused(UNKNOWN_SIGNER)):
                return pack.head.key, (pack.head.zh or pack.head.id)
        text = content[:200].decode("ascii", "replace").strip()
        if key_id(text) is None:
            raise no_key(source)
        return text, source.name.removesuffix(".pub").removesuffix(".key")

    def distrust(self, number: str) -> State:
        """Believe a key no longer that the user trusted or a pack announced; installed packs stay."""
        state = self._store.state_for_change()
        found = self.ring().keys.get(number)
        if found is None or found.by == BY_PROGRAM:
            raise no_such_key(number)
        # What a key announced is worth no more than the key.
        left = tuple(one for one in state.keys if not self.ring().succeeds(one.id, number))
        return self._store.save(msgspec.structs.replace(state, keys=left))


def read_bounded(path: Path) -> bytes:
    """Return the content of a file that is no larger than a pack may be; raises UserFacingError otherwise."""
    content = read_foreign(path, MAX_BYTES)
    if len(content) > MAX_BYTES:
        raise too_large(path)
    return content


def _unreadable(desk: Desk, pack: Pack) -> Iterator[RuleDataProblem]:
    """Read every part of the program that the pack touches, as it would be read every day."""
    for part, name in _READERS.items():
        if pack.part(part):
            getattr(desk, name)
    for finding in desk.packs.aside:
        yield RuleDataProblem(finding.values.get("name", ""), "", finding.values.get("reason", ""))
    if NOTES_FILE in pack.files:
        yield from read_notes(pack.files[NOTES_FILE])[1]
    if pack.part("rates"):
        from exporter_desk.costs.prices import read_prices

        found = read_prices(desk.packs.tree("rates")).problems
        yield from (RuleDataProblem(f"rates/{'.'.join(one.places)}", "", one.code) for one in found)
