"""Signed packs for tests: keys made for the test, packs built of the trial city, and a profile that takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from exporter_desk.rules.pack_manifest import listing, manifest
from exporter_desk.rules.pack_zip import unzipped, zipped
from exporter_desk.rules.packs import HEAD as HEAD_FILE
from exporter_desk.rules.packs import SIGNATURE, read_pack
from exporter_desk.services.packs.making import new_key, sign_pack
from exporter_desk.services.packs.office import PackOffice
from exporter_desk.services.packs.store import PackStore
from exporter_desk.system import signing
from tests.support.pack_files import HEAD, pack

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Maker:
    """A maintainer of packs with a key in a folder."""

    folder: Path
    name: str = "maintainer"

    @property
    def secret(self) -> Path:
        return self.folder / f"{self.name}.key"

    @property
    def public(self) -> signing.PublicKey:
        if not self.secret.exists():
            new_key(self.secret)
        return signing.public_half(self.secret)

    def listed(self, files: dict[str, bytes]) -> bytes:
        """A pack with its list, not signed."""
        found, _ = read_pack({HEAD_FILE: files[HEAD_FILE]}, "999")
        assert found is not None
        own = {path: content for path, content in files.items() if path != HEAD_FILE}
        return zipped({**own, HEAD_FILE: manifest(listing(found.head, own))})

    def signed(self, serial: int = 3, **changed: str | bytes | None) -> bytes:
        """The trial pack with a serial; `head__kind` and the like change the head, paths with `/` are files."""
        files = pack(head=HEAD.replace("serial = 3", f"serial = {serial}"))
        files |= {path: bytes(content) for path, content in changed.items() if isinstance(content, bytes)}
        content = self.listed({path: text for path, text in files.items() if path not in self.dropped(changed)})
        heads = {key.removeprefix("head__"): text for key, text in changed.items() if key.startswith("head__")}
        return self.sign(with_head(content, **heads))

    @staticmethod
    def dropped(changed: dict[str, str | bytes | None]) -> set[str]:
        return {path for path, content in changed.items() if content is None}

    def sign(self, content: bytes) -> bytes:
        assert self.public
        return sign_pack(content, "made", self.secret)[0]

    def announcement(self, other: Maker) -> bytes:
        """A list of keys that announces the one of another maker."""
        key = other.public
        text = f'[[key]]\nid = "{key.id}"\nkey = "{key.text}"\nname = "{other.name}"\nfrom = 2026-01-01\n'
        return text.encode()


def with_head(content: bytes, **changed: object) -> bytes:
    """The same pack with another head, its signature left as it was."""
    files = unzipped(content, "made")
    found, _ = read_pack(files, "999")
    assert found is not None
    days = ("published", "checked_on", "expires")
    values = {key: date.fromisoformat(str(text)) if key in days else text for key, text in changed.items()}
    files[HEAD_FILE] = manifest(msgspec.structs.replace(found.head, **values))
    return zipped(files)


def with_files(content: bytes, **changed: bytes | None) -> bytes:
    """The same pack with files put in, altered or (None) taken out; list and signature left as they were."""
    files = {**unzipped(content, "made"), **changed}
    return zipped({path: text for path, text in files.items() if text is not None})


def signature_of(content: bytes) -> bytes:
    """The signature in a pack."""
    return unzipped(content, "made")[SIGNATURE]


@dataclass(frozen=True)
class Profile:
    """The packs of one user, on a day."""

    folder: Path
    day: date = DAY

    @property
    def store(self) -> PackStore:
        return PackStore(self.folder / "packs")

    @property
    def office(self) -> PackOffice:
        return PackOffice(self.store, self.day)

    def put(self, content: bytes, name: str = "trial.edpack") -> Path:
        path = self.folder / "stick" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def trust(self, maker: Maker) -> None:
        self.office.trust(maker.public.id, maker.secret.with_name(maker.secret.name + ".pub"))

    def trusting(self, maker: Maker) -> Profile:
        """The profile, once it trusts a maker whose key was made."""
        assert maker.public
        self.trust(maker)
        return self

    def codes(self, content: bytes) -> list[str]:
        """The codes of what a look at the pack found."""
        return [one.code for one in self.office.look(self.put(content)).verdict.findings]

    def take(self, content: bytes) -> None:
        self.office.accept(self.office.look(self.put(content)))

    def serial(self, pack_id: str = "trial-city") -> int | None:
        """The serial of the pack that counts, as a desk would read it."""
        packs = self.office.desk_now().packs.packs
        return next((one.head.serial for one in packs if one.head.id == pack_id), None)
