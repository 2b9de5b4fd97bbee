"""Installed packs on disk: the old state or the new one whatever happens, damage put aside, the program starts."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.desk import Desk
from exporter_desk.services.packs import floor
from exporter_desk.services.packs import store as pack_store
from exporter_desk.services.packs.installed import Installed
from exporter_desk.services.packs.listing import inventory
from exporter_desk.services.packs.program_notes import newer_notes, read_notes
from exporter_desk.system import files
from tests.campaign.kill_install import campaign
from tests.support.pack_files import LIMIT
from tests.support.signed_packs import DAY, Maker, Profile, with_files

LAW = "rules/values/list_ticket_limit_cny.toml"


def desk(profile: Profile) -> Desk:
    return Desk(packs=Installed(profile.store.folder))


def stored(profile: Profile) -> list[Path]:
    return sorted((profile.store.folder / "store").iterdir())


def test_an_installed_pack_counts_and_is_noted(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed())
    rules = desk(profile).rules
    assert rules.version == "base@2026.11.1+trial-city@2026.11.1"
    assert str(rules.at(DAY).find("list.ticket_limit_cny").value) == "6000"  # type: ignore[union-attr]  # it is there
    profile.office.remove("trial-city")
    assert desk(profile).rules.version == "base@2026.11.1"


def test_the_former_version_is_kept_and_older_ones_go(profile: Profile, maker: Maker) -> None:
    for serial in (3, 4, 5):
        profile.take(maker.signed(serial))
    assert [path.name.split("-")[2] for path in stored(profile)] == ["4", "5"]
    profile.office.roll_back("trial-city")
    assert [path.name.split("-")[2] for path in stored(profile)] == ["4"]


@pytest.mark.parametrize("damage", ["cut", "gone", "altered", "another"])
def test_a_broken_installed_pack_is_put_aside(profile: Profile, maker: Maker, damage: str) -> None:
    profile.take(maker.signed())
    (path,) = stored(profile)
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        law = LIMIT.replace("6000", "5500").encode()
        contents = {
            "cut": whole[:-40], "altered": with_files(whole, **{LAW: law}), "another": maker.signed(4),
        }  # fmt: skip
        path.write_bytes(contents[damage])
    found = desk(profile)
    assert found.rules.version == "base@2026.11.1"
    assert [(one.code, one.values["name"]) for one in found.packs.aside] == [("S212", "trial-city@2026.11.1")]
    assert found.render(found.packs.aside)[0].zh


def test_a_broken_index_is_put_aside_and_kept(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed())
    profile.store.index.write_bytes(b'{"schema_version": 1, "packs": [')
    found = desk(profile)
    assert found.rules.version == "base@2026.11.1"
    assert [one.variant for one in found.packs.aside] == ["index"]
    profile.trust(maker)
    profile.take(maker.signed())
    assert profile.serial() == 3
    assert (profile.store.folder / "packs.damaged-1.json").exists()


def test_a_pack_that_a_later_program_cannot_read_is_put_aside(profile: Profile, maker: Maker) -> None:
    """It was taken by a program that knew more; then every byte is as it was, and still it cannot be used."""
    profile.take(maker.signed())
    installed = Installed(profile.store.folder)

    def refuse(tree: object) -> int:
        if tree != installed.tree("rules") or installed.packs:
            raise ValueError("not understood")
        return 7

    assert installed.load("rules", refuse) == 7
    assert installed.packs == ()
    assert [one.values["reason"] for one in installed.aside] == ["not understood"]


def test_a_disk_that_refuses_leaves_the_old_state(
    profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.take(maker.signed(3))
    offer = profile.office.look(profile.put(maker.signed(4)))
    write = files.write_atomically

    def full(path: Path, data: bytes) -> None:
        if path.name == "packs.json":
            raise files.as_user_facing(OSError(28, "full"), path)
        write(path, data)

    monkeypatch.setattr(pack_store.files, "write_atomically", full)
    with pytest.raises(UserFacingError, match="S01"):
        profile.office.accept(offer)
    assert profile.serial() == 3


def test_what_was_looked_at_is_what_is_taken(profile: Profile, maker: Maker) -> None:
    path = profile.put(maker.signed(3))
    offer = profile.office.look(path)
    path.write_bytes(b"exchanged on the stick meanwhile")
    profile.office.accept(offer)
    assert profile.serial() == 3


def test_a_refused_pack_cannot_be_taken(profile: Profile, tmp_path: Path) -> None:
    offer = profile.office.look(profile.put(Maker(tmp_path, "stranger").signed()))
    with pytest.raises(ValueError, match="trial"):
        profile.office.accept(offer)
    assert profile.serial() is None


def test_an_index_from_a_stranger_makes_no_key(profile: Profile, maker: Maker) -> None:
    state = json.loads(profile.store.index.read_bytes())
    state["keys"][0]["key"] = "AAAA"
    profile.store.index.write_text(json.dumps(state), encoding="utf-8")
    assert profile.codes(maker.signed()) == ["S203"]


def test_the_list_tells_the_signer_only_while_the_key_counts(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed())
    (one,) = inventory(profile.store, DAY).installed
    assert one.signer is not None
    assert one.signer.id == maker.public.id
    profile.office.distrust(maker.public.id)
    after = inventory(profile.store, DAY)
    assert after.installed[0].signer is None
    assert [(one.code, one.values["name"]) for one in after.findings] == [("S217", "trial-city@2026.11.1")]


def test_what_a_distrusted_key_announced_is_told_no_more(profile: Profile, maker: Maker) -> None:
    notes = {"text/program_notes.toml": NOTES.format("9.9").encode()}
    profile.take(maker.signed(head__kind="rules", **notes))
    assert [one.version for one in inventory(profile.store, DAY).notes] == ["9.9"]
    profile.office.distrust(maker.public.id)
    assert inventory(profile.store, DAY).notes == ()


def test_installed_rules_that_a_newer_program_outdates_are_put_aside(
    profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.take(maker.signed(head__kind="rules"))
    monkeypatch.setattr(floor, "shipped_checked_on", lambda: date(2026, 12, 1))
    found = desk(profile)
    assert found.rules.version == "base@2026.11.1"
    assert [(one.code, one.variant) for one in found.packs.aside] == [("S212", "outdated")]


NOTES = """
[[note]]
version = "{}"
published = 2026-11-20
zh = "新版本。"
en = "New version."
"""


@pytest.mark.parametrize(("version", "told"), [("1.2", True), ("1.1.1", True), ("1.1", False), ("1.0.9", False)])
def test_what_is_not_newer_is_never_announced(profile: Profile, maker: Maker, version: str, told: bool) -> None:
    notes = {"text/program_notes.toml": NOTES.format(version).encode()}
    profile.take(maker.signed(head__kind="rules", **notes))
    found = newer_notes(profile.office.desk_now().packs.packs, "1.1.0")
    assert [one.version for one in found] == ([version] if told else [])


@pytest.mark.parametrize("wrong", ['version = "new"', 'zh = "a\\nb"', "colour = 1"])
def test_a_note_is_one_plain_line_on_a_version(wrong: str) -> None:
    name = wrong.partition(" ")[0]
    lines = [line for line in NOTES.format("1.2").splitlines() if not line.startswith(f"{name} ")]
    assert read_notes("\n".join([*lines, wrong]).encode())[1]


def test_a_kill_at_any_moment_leaves_the_old_pack_or_the_new_one(tmp_path: Path) -> None:
    tally = campaign(6, random.Random(5), tmp_path)  # noqa: S311  # no secret
    assert (tally.kills, tally.problems) == (6, [])
