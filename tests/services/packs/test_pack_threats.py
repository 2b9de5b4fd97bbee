"""One test for each row of the threat table in SECURITY.md: what may be tried with a pack, and what becomes of it."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules import pack_zip
from exporter_desk.rules.pack_zip import zipped
from exporter_desk.rules.packs import HEAD
from exporter_desk.services.packs.gate import (
    AHEAD,
    BAD_HEAD,
    BAD_KEYS,
    BROKEN_RULES,
    EXPIRED,
    FORGED,
    NEW_KEY,
    NOT_ITS_OWN,
    OLDER,
    OUTDATED,
    PROGRAM_TOO_OLD,
    SAME,
    UNKNOWN_SIGNER,
    UNLIKE_LIST,
    UNREADABLE,
    UNSIGNED,
)
from exporter_desk.services.packs.reasons import told_problem
from tests.support.pack_files import LIMIT
from tests.support.pack_files import zipped as other_zip
from tests.support.signed_packs import Maker, Profile, signature_of, with_files, with_head

ROOT = Path(__file__).resolve().parents[3]
BESIDE = (
    "tests/system/test_download.py",
    "tests/system/test_proxy_login.py",
    "tests/services/packs/test_pack_store.py",
    "tests/services/packs/test_pack_commands.py",
)
LAW = "rules/values/list_ticket_limit_cny.toml"


def test_every_row_of_the_table_names_a_test_that_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    here = Path(__file__).read_text(encoding="utf-8") + "".join(
        (ROOT / path).read_text(encoding="utf-8") for path in BESIDE
    )
    assert len(named) >= 20
    assert {name for name in named if f"def {name}(" not in here} == set()


def test_a_sound_pack_is_taken(profile: Profile, maker: Maker) -> None:
    assert profile.codes(maker.signed()) == []
    profile.take(maker.signed())
    assert profile.serial() == 3


def test_a_changed_file(profile: Profile, maker: Maker) -> None:
    altered = LIMIT.replace("value = 6000", "value = 9000").encode()
    assert profile.codes(with_files(maker.signed(), **{LAW: altered})) == [UNLIKE_LIST]


@pytest.mark.parametrize("path", [LAW, "scenarios/lists.toml"])
def test_a_missing_file(profile: Profile, maker: Maker, path: str) -> None:
    assert profile.codes(with_files(maker.signed(), **{path: None})) == [UNLIKE_LIST]


@pytest.mark.parametrize("path", ["rules/values/more.toml", "keys/keys.toml", "readme.txt"])
def test_an_extra_file(profile: Profile, maker: Maker, path: str) -> None:
    codes = profile.codes(with_files(maker.signed(), **{path: b"id = 'x'"}))
    assert UNLIKE_LIST in codes


def test_no_byte_of_a_pack_can_be_changed_unseen(profile: Profile, maker: Maker) -> None:
    """A changed byte is refused, unless it means nothing (a date in the zip): then the files are the same."""
    whole, chance = maker.signed(), random.Random(7)  # noqa: S311  # no secret
    honest, taken = pack_zip.unzipped(whole, "x"), 0
    for _ in range(400):
        changed = bytearray(whole)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        offer = profile.office.verify(profile.put(bytes(changed)))
        if offer.verdict.accepted:
            taken += 1
            assert pack_zip.unzipped(bytes(changed), "x") == honest
    assert taken < 100


def test_a_changed_list(profile: Profile, maker: Maker) -> None:
    assert profile.codes(with_head(maker.signed(), serial=99)) == [FORGED]


def test_a_changed_file_with_its_list_changed_too(profile: Profile, maker: Maker) -> None:
    altered = LIMIT.replace("value = 6000", "value = 9000").encode()
    honest = maker.signed()
    forged = with_files(maker.listed({**pack_zip.unzipped(maker.signed(), "x"), LAW: altered}))
    forged = with_head(forged, key_id=maker.public.id, key=maker.public.text)
    assert profile.codes(with_files(forged, **{"pack.sig": signature_of(honest)})) == [FORGED]


def test_no_signature(profile: Profile, maker: Maker) -> None:
    assert profile.codes(with_files(maker.signed(), **{"pack.sig": None})) == [UNSIGNED]


@pytest.mark.parametrize("signature", [b"", b"x" * 64, b"x" * 63])
def test_a_made_up_signature(profile: Profile, maker: Maker, signature: bytes) -> None:
    assert profile.codes(with_files(maker.signed(), **{"pack.sig": signature})) == [FORGED]


def test_an_unknown_signer(profile: Profile, tmp_path: Path) -> None:
    assert profile.codes(Maker(tmp_path, "stranger").signed()) == [UNKNOWN_SIGNER]


def test_a_stranger_under_a_known_number(profile: Profile, maker: Maker, tmp_path: Path) -> None:
    stranger = Maker(tmp_path, "stranger").signed()
    assert profile.codes(with_head(stranger, key_id=maker.public.id)) == [FORGED]
    # The number of a key that nobody knows, with a key that has another number: nothing to compare aloud.
    assert profile.codes(with_head(stranger, key_id="0" * 16)) == [FORGED]


def test_an_older_pack(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed(4))
    assert profile.codes(maker.signed(3)) == [OLDER]
    profile.office.remove("trial-city")
    assert profile.codes(maker.signed(3)) == [OLDER], "removing it is no way around"


def test_the_same_pack_again(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed())
    assert profile.codes(maker.signed()) == [SAME]


def test_another_content_under_the_same_serial(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed())
    assert profile.codes(maker.signed(head__version="2026.11.9")) == [SAME]


def test_going_back_is_the_users_own_act(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed(3))
    profile.take(maker.signed(4))
    profile.office.roll_back("trial-city")
    assert profile.serial() == 3
    assert profile.codes(maker.signed(4)) == [], "and forward again"
    assert profile.codes(maker.signed(2)) == [OLDER]
    with pytest.raises(UserFacingError, match="S220"):
        profile.office.roll_back("trial-city")


def test_parts_of_two_packs(profile: Profile, maker: Maker) -> None:
    older = with_files(maker.signed(3, **{LAW: LIMIT.replace("6000", "5500").encode()}))
    files = {LAW: pack_zip.unzipped(older, "x")[LAW]}
    assert profile.codes(with_files(maker.signed(4), **files)) == [UNLIKE_LIST]
    assert profile.codes(with_files(maker.signed(4), **{"pack.sig": signature_of(older)})) == [FORGED]


def test_a_half_copied_pack(profile: Profile, maker: Maker) -> None:
    whole = maker.signed()
    for size in (0, 1, 30, len(whole) // 2, len(whole) - 1):
        assert profile.codes(whole[:size]) == [UNREADABLE], size


def test_a_pack_that_is_too_new_for_the_program(profile: Profile, maker: Maker) -> None:
    assert profile.codes(maker.signed(head__min_program="99.1")) == [PROGRAM_TOO_OLD]


def test_an_expired_pack_counts_with_a_warning(tmp_path: Path, maker: Maker, profile: Profile) -> None:
    late = Profile(tmp_path, date(2028, 1, 1))
    assert late.codes(maker.signed()) == [EXPIRED]
    late.take(maker.signed())
    assert late.serial() == 3


def test_a_pack_of_another_kind(profile: Profile, maker: Maker) -> None:
    profile.take(maker.signed(3))
    assert profile.codes(maker.signed(4, head__kind="industry")) == [NOT_ITS_OWN]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("data", LAW), ("training", LAW), ("city", "forms/cover/form.toml"), ("city", "keys/keys.toml"),
        ("user", "keys/keys.toml"), ("city", "text/workflow.toml"), ("rules", "rates/containers.toml"),
    ],
)  # fmt: skip
def test_files_of_another_trade(profile: Profile, maker: Maker, kind: str, path: str) -> None:
    assert NOT_ITS_OWN in profile.codes(maker.signed(head__kind=kind, **{path: b""}))


def test_another_trusted_signer_may_not_take_over(profile: Profile, maker: Maker, tmp_path: Path) -> None:
    other = Maker(tmp_path, "other")
    assert other.public
    profile.trust(other)
    profile.take(maker.signed(3))
    assert profile.codes(other.signed(4)) == [NOT_ITS_OWN]


def test_a_new_key_is_announced_by_the_old_one(profile: Profile, maker: Maker, tmp_path: Path) -> None:
    new = Maker(tmp_path, "new")
    rules = maker.signed(3, head__kind="rules", **{"keys/keys.toml": maker.announcement(new)})
    assert profile.codes(new.signed(4, head__kind="rules")) == [UNKNOWN_SIGNER]
    assert profile.codes(rules) == [NEW_KEY]
    profile.take(rules)
    assert profile.codes(new.signed(4, head__kind="rules")) == []
    early = new.signed(4, head__kind="rules", head__published="2025-12-31", head__checked_on="2025-12-31")
    assert profile.codes(early) == [UNKNOWN_SIGNER], "published before the first day of the key"


def test_a_stranger_announces_himself(profile: Profile, maker: Maker, tmp_path: Path) -> None:
    stranger = Maker(tmp_path, "stranger")
    own = stranger.signed(3, head__kind="rules", **{"keys/keys.toml": maker.announcement(stranger)})
    assert profile.codes(own) == [UNKNOWN_SIGNER]
    assert stranger.public.id not in profile.office.ring().keys


def test_a_key_under_a_false_number(profile: Profile, maker: Maker, tmp_path: Path) -> None:
    new = Maker(tmp_path, "new")
    text = maker.announcement(new).replace(new.public.id.encode(), b"0" * 16)
    assert profile.codes(maker.signed(head__kind="rules", **{"keys/keys.toml": text})) == [BAD_KEYS]


def test_a_distrusted_key_takes_its_heirs_along(profile: Profile, maker: Maker, tmp_path: Path) -> None:
    new = Maker(tmp_path, "new")
    profile.take(maker.signed(3, head__kind="rules", **{"keys/keys.toml": maker.announcement(new)}))
    profile.office.distrust(maker.public.id)
    assert profile.codes(maker.signed(4, head__kind="rules")) == [UNKNOWN_SIGNER]
    assert profile.codes(new.signed(4, head__kind="rules")) == [UNKNOWN_SIGNER]


def test_a_key_is_trusted_only_under_the_number_that_was_told(tmp_path: Path) -> None:
    profile, stranger = Profile(tmp_path), Maker(tmp_path, "stranger")
    file = profile.put(stranger.signed())
    with pytest.raises(UserFacingError, match="S222"):
        profile.office.trust("0123456789abcdef", file)
    profile.office.trust(stranger.public.id, file)
    assert profile.codes(stranger.signed()) == []


@pytest.mark.parametrize(
    "path", ["../../evil.toml", "/etc/evil.toml", "rules/../../evil.toml", "rules\\evil.toml", "C:/evil"]
)
def test_a_path_that_leads_outside(profile: Profile, maker: Maker, path: str) -> None:
    codes = profile.codes(with_files(maker.signed(), **{path: b"x"}))
    assert codes[0] in (UNLIKE_LIST, BAD_HEAD)
    assert BAD_HEAD in codes


@pytest.mark.parametrize("path", ["../../evil.toml", "x/y.toml"])
def test_a_path_that_leads_outside_is_told_without_a_word_of_another_language(
    profile: Profile, maker: Maker, path: str
) -> None:
    verdict = profile.office.look(profile.put(with_files(maker.signed(), **{path: b"x"}))).verdict
    [found] = [one for one in verdict.findings if one.code == BAD_HEAD]
    assert found.values["places"] == path


def test_a_bomb(profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    content = maker.signed()
    monkeypatch.setattr(pack_zip, "MAX_BYTES", 2_000)
    assert profile.codes(content) == [UNREADABLE]


@pytest.mark.parametrize(
    ("harm", "zh", "en"),
    [
        ("outside", "不是规则包里面的位置", "is no plain path inside the pack"),
        ("folder", "放在规则包不会有的文件夹里", "lies outside the folders of a pack"),
        ("bomb", "里面的文件太多或太大", "holds too many files, or too large ones"),
        ("nameless", "缺少说明这是什么包的文件", "the file that names the pack is missing"),
    ],
)
def test_what_is_wrong_with_a_hostile_pack_is_told_whole_in_both_languages(
    profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch, harm: str, zh: str, en: str
) -> None:
    harmed: dict[str, dict[str, bytes | None]] = {
        "outside": {"../../evil.toml": b"x"},
        "folder": {"x/y.toml": b"x"},
        "bomb": {},
        "nameless": {HEAD: None},
    }
    content = with_files(maker.signed(), **harmed[harm])
    if harm == "bomb":
        monkeypatch.setattr(pack_zip, "MAX_BYTES", 2_000)
    told = [told_problem(one) for one in profile.office.look(profile.put(content)).verdict.problems]
    assert [one for one in told if one.zh.endswith(zh) and one.en.endswith(en)]
    assert not [one for one in told if not re.search("[一-鿿]", one.zh)]


def test_a_zip_with_the_same_name_twice(profile: Profile, maker: Maker) -> None:
    files = pack_zip.unzipped(maker.signed(), "x")
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = other_zip_twice(files)
    assert profile.codes(twice) == [UNREADABLE]


def other_zip_twice(files: dict[str, bytes]) -> bytes:
    import io
    import zipfile

    memory = io.BytesIO(other_zip(files))
    with zipfile.ZipFile(memory, "a") as archive:
        archive.writestr(LAW, b"other")
    return memory.getvalue()


def test_rules_that_cannot_be_read(profile: Profile, maker: Maker) -> None:
    assert profile.codes(maker.signed(**{LAW: b"id = "})) == [BROKEN_RULES]


def test_a_scenario_that_comes_out_otherwise(profile: Profile, maker: Maker) -> None:
    assert profile.codes(maker.signed(**{LAW: LIMIT.replace("6000", "5500").encode()})) == [BROKEN_RULES]


@pytest.mark.parametrize("name", ["<b>bold</b>\n", "a" * 81, "left\u202eright"])
def test_a_name_that_is_no_plain_line(profile: Profile, maker: Maker, name: str) -> None:
    files = pack_zip.unzipped(maker.signed(), "x")
    content = with_head(zipped(files), zh=name)
    assert BAD_HEAD in profile.codes(content)


def rules_pack(maker: Maker, checked: str, published: str = "2026-11-22") -> bytes:
    """A pack of kind rules that was checked on a day; it brings a value alone."""
    kept = dict.fromkeys(("scenarios/lists.toml",))
    return maker.signed(5, head__kind="rules", head__checked_on=checked, head__published=published, **kept)


def test_rules_from_before_the_shipped_ones(profile: Profile, maker: Maker) -> None:
    """The shipped rules were checked on 2026-11-22."""
    assert OUTDATED in profile.codes(rules_pack(maker, "2026-11-21"))
    assert OUTDATED not in profile.codes(rules_pack(maker, "2026-11-22"))
    assert OUTDATED not in profile.codes(maker.signed()), "a city pack adds to the rules"


def test_a_pack_from_tomorrow(profile: Profile, maker: Maker) -> None:
    content = maker.signed(head__published="2026-11-23")
    assert profile.codes(content) == [AHEAD]
    profile.take(content)
    assert profile.serial() == 3, "the clock of this computer may be the one that is wrong"


@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_a_damaged_pack_is_mended_by_the_same_one(profile: Profile, maker: Maker, harm: str) -> None:
    profile.take(maker.signed(3))
    profile.take(maker.signed(4))
    file = next(path for path in (profile.folder / "packs" / "store").iterdir() if "-4-" in path.name)
    if harm == "gone":
        file.unlink()
    else:
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(bytes(content))
    assert profile.serial() is None
    assert profile.codes(maker.signed(3)) == [OLDER], "only the same one"
    profile.take(maker.signed(4))
    assert profile.serial() == 4
    profile.office.roll_back("trial-city")
    assert profile.serial() == 3, "the way back stays"
