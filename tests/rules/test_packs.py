"""Reading packs: heads, zips with limits, and layers in which a whole file takes the place of another."""

from __future__ import annotations

import io
import zipfile

import pytest

from exporter_desk.rules import pack_zip
from exporter_desk.rules.pack_layers import identity, layered, version_of
from exporter_desk.rules.pack_zip import unzipped
from exporter_desk.rules.packs import Pack, read_pack
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.rules.worked import plain_facts, plain_json
from tests.support.pack_files import HEAD, LIMIT, pack, zipped

BASE = {"values/limit.toml": b'id = "list.ticket_limit_cny"', "gates.toml": b"", "book.toml": b'id = "base"'}


def read(files: dict[str, bytes], program: str = "1.0") -> Pack:
    found, problems = read_pack(files, program)
    assert problems == ()
    assert found is not None
    return found


def of_kind(kind: str, name: str, **more: bytes) -> Pack:
    head = HEAD.replace('"city"', f'"{kind}"').replace("trial-city", name)
    return read(
        {"pack.toml": head.encode(), **{path.replace("__", "/") + ".toml": text for path, text in more.items()}}
    )


def test_the_signed_bytes_and_the_signature_are_handed_on() -> None:
    files = pack(
        head=HEAD + "[files]\n" + "".join(f'"{path}" = "{digest(path)}"\n' for path in pack() if path != "pack.toml")
    )
    found = read({**files, "pack.sig": b"sixty-four bytes"})
    assert (found.manifest, found.signature) == (files["pack.toml"], b"sixty-four bytes")
    assert set(found.files) == set(files) - {"pack.toml"}


def digest(path: str) -> str:
    from exporter_desk.rules.packs import sha256

    return sha256(pack()[path])


@pytest.mark.parametrize(
    ("needed", "program", "fine"), [("1.2", "1.2.0", True), ("1.2", "1.10", True), ("2", "1.9.9", False)]
)
def test_the_program_must_be_new_enough(needed: str, program: str, fine: bool) -> None:
    _, problems = read_pack(pack(head=HEAD + f'min_program = "{needed}"\n'), program)
    assert (problems == ()) is fine


def test_a_zip_gives_its_files() -> None:
    assert unzipped(zipped(pack()), "x.edpack") == pack()


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_zip, "MAX_BYTES", 1000)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rules/x.toml", b"0" * 100_000)
    assert len(memory.getvalue()) < 1000
    with pytest.raises(RuleDataErrors, match="holds more than"):
        unzipped(memory.getvalue(), "x.edpack")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", zipped(pack())[:200]])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    with pytest.raises(RuleDataErrors, match="is no zip that can be read"):
        unzipped(content, "x.edpack")


def test_a_damaged_entry_is_refused() -> None:
    whole = bytearray(zipped(pack()))
    place = whole.index(b"trial-city")
    whole[place] ^= 0xFF
    with pytest.raises(RuleDataErrors, match="no zip that can be read"):
        unzipped(bytes(whole), "x.edpack")


def test_a_whole_file_replaces_the_one_with_its_id_whatever_its_path() -> None:
    result = layered(BASE, [of_kind("city", "a", rules__values__other=LIMIT.encode())], "rules")
    assert "values/limit.toml" not in result.files
    assert result.files["values/other.toml"] == LIMIT.encode()
    assert result.replaced == {"values/other.toml": "values/limit.toml"}
    assert result.origin == {"values/other.toml": "a"}


def test_lists_are_replaced_by_path_and_added_beside() -> None:
    result = layered(BASE, [of_kind("industry", "a", rules__gates=b"# mine", rules__gates_more=b"")], "rules")
    assert (result.files["gates.toml"], "gates_more.toml" in result.files) == (b"# mine", True)


def test_user_over_city_over_industry_over_base_whatever_the_order() -> None:
    packs = [of_kind(kind, kind, rules__gates=kind.encode()) for kind in ("user", "industry", "city", "data")]
    for count, winner in ((4, b"user"), (3, b"city")):
        assert layered(BASE, packs[4 - count :], "rules").files["gates.toml"] == winner
    assert layered(BASE, packs[::-1], "rules").files["gates.toml"] == b"user"


def test_a_replaced_file_can_be_replaced_again() -> None:
    packs = [
        of_kind("city", "a", rules__values__a=LIMIT.encode()),
        of_kind("user", "b", rules__values__b=LIMIT.encode()),
    ]
    result = layered(BASE, packs, "rules")
    assert [path for path in result.files if path.startswith("values")] == ["values/b.toml"]


def test_only_rules_name_the_rule_book() -> None:
    assert layered(BASE, [of_kind("rules", "new-base", rules__book=b'id = "new"')], "rules").problems == ()
    problems = layered(BASE, [of_kind("city", "a", rules__book=b'id = "mine"')], "rules").problems
    assert [problem.file for problem in problems] == ["rules/book.toml"]


def test_a_file_that_cannot_be_read_stands_for_its_path() -> None:
    assert identity("values/x.toml", b"[[") == ("values", "values/x.toml")
    assert identity("modes/9710.toml", b'code = "9710"') == ("modes", "9710")


def test_the_version_names_every_pack() -> None:
    assert version_of("base@2026.11.1", [of_kind("city", "a")]) == "base@2026.11.1+a@2026.11.1"


def test_answers_and_inputs_are_written_as_a_case_keeps_them() -> None:
    assert plain_facts({"a": True, "b": 5, "c": ["x"], "d": "y"}) == {"a": True, "b": "5", "c": ("x",), "d": "y"}
    assert plain_json({"a": [1, {"b": None}]}) == {"a": [1, {"b": None}]}
