"""Which rules and packs count on this computer, who signed them, which are past their day, and what was put aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import exporter_desk
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.rules.packs import Pack
from exporter_desk.services.answers import Answer, finding_line, same
from exporter_desk.services.packs.answers import head_json
from exporter_desk.services.packs.gate import distrusted, expired
from exporter_desk.services.packs.installed import Installed
from exporter_desk.services.packs.keys import key_ring
from exporter_desk.services.packs.program_notes import ProgramNote, newer_notes
from exporter_desk.services.packs.store import DamagedIndexError, Entry, PackStore, State, Trusted
from exporter_desk.services.packs.words import BY, head_line, key_json

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.rules.packs import PackHead
    from exporter_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """One installed pack; `pack` is None when it cannot be read, `signer` when its key is trusted no longer."""

    entry: Entry
    pack: Pack | None
    signer: Trusted | None
    former: str | None

    @property
    def head(self) -> PackHead | None:
        """Return what the pack says of itself."""
        return None if self.pack is None else self.pack.head


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything that the list shows."""

    installed: tuple[InstalledPack, ...]
    keys: tuple[Trusted, ...]
    findings: tuple[Finding, ...]
    notes: tuple[ProgramNote, ...]


def inventory(store: PackStore, today: date) -> Inventory:
    """Read every installed pack and check its signature again."""
    try:
        state = store.state()
    except DamagedIndexError:
        state = State()
    ring, packs = key_ring(state), Installed(store.folder)
    found = {pack.head.id: pack for pack in packs.packs}
    installed = []
    for entry in state.packs:
        if entry.present is None:
            continue
        pack, former = found.get(entry.id), entry.former
        signer = ring.signer(pack) if pack is not None else None
        installed.append(InstalledPack(entry, pack, signer, None if former is None else former.version))
    late = tuple(expired(pack, today) for pack in packs.expired(today))
    doubted = tuple(distrusted(one.pack) for one in installed if one.pack is not None and one.signer is None)
    signed = [one.pack for one in installed if one.pack is not None and one.signer is not None]
    notes = newer_notes(signed, exporter_desk.__version__)
    return Inventory(tuple(installed), tuple(ring.keys.values()), (*packs.aside, *late, *doubted), notes)


def with_packs(rules: Answer, desk: Desk, today: date) -> Answer:
    """Return the answer of the rules with the installed packs, keys, warnings and notes behind it."""
    seen = inventory(PackStore.of_user(), today)
    told = desk.render(seen.findings)
    data: JsonObject = {
        **(rules.data or {}),
        "installed": [_installed(one, today) for one in seen.installed],
        "keys": [key_json(one) for one in seen.keys],
        "findings": [finding_json(one) for one in told],
        "notes": [_note(one) for one in seen.notes],
    }
    lines = [*rules.lines[:1]]
    lines += [_line(one) for one in seen.installed]
    lines += [_key_line(one) for one in seen.keys]
    lines += [_note_line(one) for one in seen.notes]
    messages = tuple(finding_line(one) for one in told)
    return Answer(data=data, lines=(*lines, *rules.lines[1:]), messages=messages, exit_code=rules.exit_code)


def _installed(one: InstalledPack, today: date) -> JsonObject:
    present = one.entry.present
    head = one.head
    return {
        "id": one.entry.id,
        "kind": one.entry.kind,
        "version": None if present is None else present.version,
        "serial": None if present is None else present.serial,
        "digest": None if present is None else present.digest,
        "taken_on": None if present is None else present.taken_on.isoformat(),
        "counts": one.pack is not None,
        "pack": None if head is None else head_json(head),
        "expired": None if head is None else head.expires < today,
        "signer": None if one.signer is None else key_json(one.signer),
        "former": one.former,
    }


def _note(one: ProgramNote) -> JsonObject:
    return {"version": one.version, "published": one.published.isoformat(), "zh": one.zh, "en": one.en}


def _note_line(one: ProgramNote) -> Bilingual:
    head = f"{one.version} ({one.published})"
    return Bilingual(f"程序 {head}：{one.zh}", f"Program {head}: {one.en}")


def _line(one: InstalledPack) -> Bilingual:
    return same(one.entry.id) if one.head is None else head_line(one.head, one.signer)


def _key_line(one: Trusted) -> Bilingual:
    by = BY.get(one.by, Bilingual(f"由 {one.by} 宣布", f"announced by {one.by}"))
    return Bilingual(f"密钥\t{one.id}\t{one.name}\t{by.zh}", f"key\t{one.id}\t{one.name}\t{by.en}")
