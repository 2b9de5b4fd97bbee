"""Decides whether a pack may be taken: whole, unaltered, signed by a known key, newer, and of its own trade."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import exporter_desk
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.rules.keys import key_id
from exporter_desk.rules.pack_kinds import KEYS_FILE, foreign
from exporter_desk.rules.pack_zip import unzipped
from exporter_desk.rules.packs import HEAD, Pack, read_pack, sha256
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.services.packs.floor import is_outdated, shipped_checked_on
from exporter_desk.services.packs.keys import announced
from exporter_desk.services.packs.store import Trusted
from exporter_desk.system.signing import PublicKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from exporter_desk.services.packs.keys import KeyRing
    from exporter_desk.services.packs.store import State

UNREADABLE, UNLIKE_LIST, UNSIGNED, UNKNOWN_SIGNER, FORGED = "S200", "S201", "S202", "S203", "S204"
OLDER, SAME, PROGRAM_TOO_OLD, NOT_ITS_OWN, BROKEN_RULES = "S205", "S206", "S207", "S208", "S209"
BAD_HEAD, EXPIRED, NEW_KEY, BAD_KEYS = "S210", "S211", "S213", "S214"
OUTDATED, AHEAD, DISTRUSTED = "S215", "S216", "S217"
_NAMED = 3
_LIST_PROBLEMS = {
    "is listed, but not there": "missing",
    "is there, but not listed": "extra",
    "was changed after the list was made": "changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found out about a pack; errors among the findings keep it out. `problems` name file and place."""

    file: str
    pack: Pack | None = None
    signer: Trusted | None = None
    announced: tuple[Trusted, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[RuleDataProblem, ...] = field(default=())

    @property
    def accepted(self) -> bool:
        """Tell whether the pack may be taken."""
        return self.pack is not None and not any(one.severity is Severity.ERROR for one in self.findings)

    def refused(self, code: str) -> bool:
        """Tell whether a finding with this code is among the reasons."""
        return any(one.code == code for one in self.findings)

    def also(self, *findings: Finding, problems: tuple[RuleDataProblem, ...] = ()) -> Verdict:
        """Return the verdict with more findings."""
        return replace(self, findings=(*self.findings, *findings), problems=(*self.problems, *problems))


def verify(content: bytes, name: str, ring: KeyRing, day: date) -> Verdict:
    """Look at a pack by itself: is it whole, who signed it, is it for this program and of its own trade."""
    try:
        files = unzipped(content, name)
    except RuleDataErrors as error:
        return Verdict(file=name, findings=(_error(UNREADABLE, file=name),), problems=error.problems)
    pack, problems = read_pack(files, exporter_desk.__version__)
    if pack is None:
        return Verdict(file=name, findings=(_error(BAD_HEAD, file=name),), problems=problems)
    findings = [*_signature(pack, ring), *_problem_findings(pack, problems)]
    # What is not signed says nothing: keys and dates inside it are not looked at.
    if findings:
        return Verdict(file=name, pack=pack, findings=tuple(findings), problems=problems)
    keys, wrong = announced(pack)
    findings += [_error(BAD_KEYS, file=KEYS_FILE)] if wrong else []
    findings += [*_trade(pack), *_age(pack, day), *_new_keys(keys, ring)]
    signer = ring.keys[pack.head.key_id]
    return Verdict(
        file=name, pack=pack, signer=signer, announced=keys, findings=tuple(findings), problems=(*problems, *wrong)
    )


def admit(verdict: Verdict, state: State, ring: KeyRing, *, damaged: bool = False) -> Verdict:
    """Look at a pack beside what is installed: is it newer, of the same kind, from the same hand.

    The same pack again mends one that lies `damaged` in the store.
    """
    pack = verdict.pack
    entry = None if pack is None else state.entry(pack.head.id)
    if pack is None or entry is None or not verdict.accepted:
        return verdict
    head, present = pack.head, entry.present
    values = {"id": head.id, "serial": str(head.serial), "highest": str(entry.highest)}
    found: list[Finding] = []
    if head.serial < entry.highest:
        found.append(_error(OLDER, **values))
    elif head.serial == entry.highest and sha256(pack.manifest) != entry.highest_digest:
        found.append(_error(SAME, "other", **values))
    elif present is not None and head.serial == present.serial and not damaged:
        found.append(_error(SAME, **values))
    if head.kind != entry.kind:
        found.append(_error(NOT_ITS_OWN, "kind", id=head.id, kind=head.kind, was=entry.kind))
    if not ring.succeeds(head.key_id, entry.key_id):
        found.append(_error(NOT_ITS_OWN, "signer", id=head.id, key=head.key_id, was=entry.key_id))
    return verdict.also(*found)


def _signature(pack: Pack, ring: KeyRing) -> Iterator[Finding]:
    head, signature = pack.head, pack.signature
    if signature is None:
        yield _error(UNSIGNED, name=head.name)
        return
    known = ring.keys.get(head.key_id)
    if known is None:
        # The number comes from the pack itself: it may be told only when it is that of the key that signed.
        own = head.key if key_id(head.key) == head.key_id else ""
        signed = bool(own) and PublicKey(own).verifies(signature, pack.manifest)
        yield _error(UNKNOWN_SIGNER if signed else FORGED, key=head.key_id or "—", name=head.name)
    elif not PublicKey(known.key).verifies(signature, pack.manifest):
        yield _error(FORGED, key=head.key_id, name=head.name)
    elif head.published < known.from_:
        yield _error(UNKNOWN_SIGNER, "early", key=head.key_id, name=head.name, day=known.from_.isoformat())


def _problem_findings(pack: Pack, problems: Iterable[RuleDataProblem]) -> Iterator[Finding]:
    """Sort what is wrong with the list, the program's version and the rest, each into one sentence."""
    unlike: dict[str, list[str]] = {}
    other: list[str] = []
    for one in problems:
        variant = _LIST_PROBLEMS.get(one.problem)
        if variant is not None:
            unlike.setdefault(variant, []).append(one.place.removeprefix("files."))
        elif one.file == HEAD and one.place == "min_program":
            needed = pack.head.min_program
            yield _error(PROGRAM_TOO_OLD, needed=needed, program=exporter_desk.__version__)
        else:
            other.append(f"{one.file} {one.place}".strip())  # the reason is said in English alone
    for variant, paths in unlike.items():
        yield _error(UNLIKE_LIST, variant, files=_some(paths), count=str(len(paths)))
    if other:
        yield _error(BAD_HEAD, "places", places=_some(other))


def _trade(pack: Pack) -> Iterator[Finding]:
    paths = foreign(pack)
    if paths:
        yield _error(NOT_ITS_OWN, "files", kind=pack.head.kind, files=_some(paths), count=str(len(paths)))


def _age(pack: Pack, day: date) -> Iterator[Finding]:
    head = pack.head
    if is_outdated(head):
        shipped = shipped_checked_on().isoformat()
        yield _error(OUTDATED, name=head.name, day=head.checked_on.isoformat(), shipped=shipped)
    if head.published > day:
        values = {"name": head.name, "day": head.published.isoformat(), "today": day.isoformat()}
        yield Finding(AHEAD, Severity.CONFIRM, (), values)
    if head.expires < day:
        yield expired(pack, day)


def expired(pack: Pack, day: date) -> Finding:
    """Say that a pack is past its day; it counts all the same."""
    values = {"name": pack.head.name, "day": pack.head.expires.isoformat(), "days": str((day - pack.head.expires).days)}
    return Finding(EXPIRED, Severity.HINT, (), values)


def distrusted(pack: Pack) -> Finding:
    """Say that the key which signed an installed pack is trusted no longer; the pack counts all the same."""
    return Finding(DISTRUSTED, Severity.CONFIRM, (), {"name": pack.head.name, "key": pack.head.key_id})


def _new_keys(keys: Iterable[Trusted], ring: KeyRing) -> Iterator[Finding]:
    for one in keys:
        if one.id not in ring.keys:
            yield Finding(NEW_KEY, Severity.HINT, (), {"key": one.id, "holder": one.name})


def _some(paths: Iterable[str]) -> str:
    listed = list(paths)
    return ", ".join(listed[:_NAMED]) + (" …" if len(listed) > _NAMED else "")


def _error(code: str, variant: str = "", **values: str) -> Finding:
    return Finding(code, Severity.ERROR, (), values, variant=variant)
