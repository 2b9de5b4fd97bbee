"""What the maintainer of packs does: a folder into a pack, a key, a signature."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from exporter_desk.rules.pack_kinds import foreign
from exporter_desk.rules.pack_manifest import listing, manifest
from exporter_desk.rules.pack_zip import unzipped, zipped
from exporter_desk.rules.packs import HEAD, SIGNATURE, Pack, read_pack
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.services.packs.check import examine_pack
from exporter_desk.system import files, signing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from exporter_desk.services.packs.check import PackReport, Trees

# A pack is made for later programs too: its own `min_program` does not keep it from being built.
_ANY_PROGRAM = "999999"


def build(content: Mapping[str, bytes], out: Path, shipped: Trees, day: date) -> PackReport:
    """Write the files of a folder as a pack that is not signed yet, when nothing is wrong with them."""
    pack, _ = read_pack({HEAD: content.get(HEAD, b"")}, _ANY_PROGRAM)
    if pack is None:
        return examine_pack(content, shipped, day)
    own = {path: text for path, text in content.items() if path not in (HEAD, SIGNATURE)}
    head = listing(msgspec.structs.replace(pack.head, key_id="", key=""), own)
    whole = {**own, HEAD: manifest(head)}
    report = examine_pack(whole, shipped, day)
    wrong = tuple(
        RuleDataProblem(path, "", f"a pack of kind {head.kind} may not bring this")
        for path in foreign(Pack(head, own, whole[HEAD]))
    )
    report = replace(report, problems=(*report.problems, *wrong))
    if report.accepted:
        files.write_atomically(out, zipped(whole))
    return report


def sign_pack(content: bytes, name: str, key_file: Path) -> tuple[bytes, Pack]:
    """Return a pack with the number of the key in its list and the signature over that list; RuleDataErrors."""
    found = unzipped(content, name)
    pack, problems = read_pack(found, _ANY_PROGRAM)
    if pack is None or problems:
        raise RuleDataErrors(problems)
    public = signing.public_half(key_file)
    text = manifest(listing(msgspec.structs.replace(pack.head, key_id=public.id, key=public.text), pack.files))
    signature, _ = signing.sign(text, key_file)
    whole = {**pack.files, HEAD: text, SIGNATURE: signature}
    signed, wrong = read_pack(whole, _ANY_PROGRAM)
    if signed is None or wrong:
        raise RuleDataErrors(wrong)
    return zipped(whole), signed


def new_key(path: Path) -> tuple[signing.PublicKey, Path]:
    """Make a signing key in a new file, and beside it the public half, which may be shown to everybody."""
    public, shown = signing.new_key(path), path.with_name(path.name + ".pub")
    files.write_atomically(shown, (public.text + "\n").encode("ascii"))
    return public, shown
